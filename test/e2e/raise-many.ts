/**
 * Fills the store of a workspace that nobody has open with very many open exceptions, as a program of its own: refused rows
 * of posted batches, raised by the engine's own code, so that the books with them would pass every check. Says how many.
 */
import { createHash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import type { ExceptionCode } from '../../engine/contract/exceptions.ts'
import { changeCase } from '../../engine/exceptions/case.ts'
import { raiseForBatch } from '../../engine/exceptions/raise-for-batch.ts'
import { withRawStore } from '../store/on-disk.ts'

const codes: readonly ExceptionCode[] = [
  'AMOUNT_OVER_LIMIT',
  'DATE_IN_FUTURE',
  'DATE_TOO_OLD',
  'FIELD_MISSING',
  'FIELD_UNREADABLE',
  'LOCATION_UNKNOWN',
  'PRODUCER_MISMATCH',
  'TYPE_UNKNOWN',
]
const minuteMs = 60_000

const [directory = '', wanted = '0', owner = ''] = process.argv.slice(2)
const raised = await withRawStore(directory, (raw) => raw.transaction(() => raiseMany(raw, Number(wanted))).immediate())
process.stdout.write(String(raised))

/** One for each code of each batch; of every fiftieth batch somebody has taken them. */
function raiseMany(raw: Database, count: number): number {
  const producers = raw.prepare('SELECT id FROM producer ORDER BY id').pluck().all() as number[]
  const person = raw.prepare('SELECT id FROM user WHERE name = ?').pluck().get(owner) as number
  const ofBatch = raw.prepare('SELECT id FROM exception WHERE batch_id = ?').pluck()
  const { batch, row } = statementsOf(raw)
  const batches = Math.ceil(count / codes.length)
  const begin = Date.now() - batches * minuteMs
  for (let i = 0; i < batches; i += 1) {
    const producer = producers[i % producers.length]
    const [at, file] = [begin + i * minuteMs, `many-${i}.csv`]
    const sha256 = createHash('sha256').update(file).digest()
    const id = Number(
      batch.run({ producer, file, sha256, archive: `many-${i}.cha`, rows: codes.length, at }).lastInsertRowid,
    )
    for (const [place, code] of codes.entries()) row.run(rowOf({ batch: id, producer, place, code, i }))
    raiseForBatch(raw, at, id, [])
    if (i % 50 === 0)
      for (const exception of ofBatch.all(id) as number[])
        changeCase(raw, at + minuteMs, { id: exception, by: owner, kind: 'assigned', detail: {}, owner: person })
  }
  return raw.prepare(`SELECT count(*) FROM exception WHERE status <> 'resolved'`).pluck().get() as number
}

type Place = Readonly<{ batch: number; producer: number | undefined; place: number; code: ExceptionCode; i: number }>

function rowOf({ batch, producer, place, code, i }: Place) {
  const client = `many-${(i * 7 + place) % 3_000}`
  const amount = 100 + ((i * 7_919 + place * 104_729) % 900_000)
  return {
    batch,
    line: place + 2,
    code,
    found: `many-${i}-${place}`,
    raw: `,${producer},${client},Central,many-${i}-${place},TopUp,${amount}`,
    client,
    amount,
  }
}

function statementsOf(raw: Database) {
  return {
    batch: raw.prepare(`
    INSERT INTO batch (producer_id, file, path, inode, bytes, modified_at, sha256, archive, state, rows, faults,
      drop_removed, sealed_seq, received_at, sealed_at)
    VALUES (@producer, @file, '/' || @file, '1', 1, @at, @sha256, @archive, 'posted', @rows, @rows, 1, 0, @at, @at)`),
    row: raw.prepare(`
    INSERT INTO batch_row (batch_id, line, outcome, code, found, raw, client_id, amount)
    VALUES (@batch, @line, 'fault', @code, @found, @raw, @client, @amount)`),
  }
}
