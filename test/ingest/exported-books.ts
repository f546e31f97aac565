/**
 * What the books of ingest say, line by line, and nothing of when it was written or where the workspace lies: two
 * workspaces in which the same happened say the same, byte for byte.
 */
import type { Database } from 'better-sqlite3'
import { unpack } from '../../engine/identities/entries.ts'

/** What may differ: when something was written, and where on the disk. */
const times = ['received_at', 'sealed_at', 'checked_at', 'posting_since', 'raised_at', 'due_at', 'opened_at']
const places = ['path', 'inode', 'archive']

const tables = [
  'SELECT * FROM account ORDER BY id',
  'SELECT * FROM batch ORDER BY id',
  'SELECT * FROM batch_row ORDER BY batch_id, line',
  'SELECT * FROM held_row ORDER BY batch_id, line',
  'SELECT * FROM batch_piece ORDER BY batch_id, first_line',
  'SELECT batch_id, every, contents FROM batch_sketch ORDER BY batch_id',
  'SELECT * FROM exception ORDER BY id',
  'SELECT * FROM volume ORDER BY day, hour, producer_id, place, kind, tier, currency',
  'SELECT * FROM posting_day ORDER BY day, bucket',
  'SELECT * FROM account_mark ORDER BY account, posting',
  `SELECT action, subject, outcome, detail FROM audit_record WHERE action LIKE 'batch.%' ORDER BY subject, action, seq`,
  `SELECT movement.seq, debit.code AS debit, credit.code AS credit, movement.amount, movement.kind, batch_id, line,
     batch.file, tx_id, place.name AS place, occurred_at, date(day * 86400, 'unixepoch') AS business_day, debit_after,
     credit_after, debit_previous, credit_previous
   FROM movement JOIN account AS debit ON debit.id = movement.debit JOIN account AS credit ON credit.id = movement.credit
   JOIN batch ON batch.id = movement.batch_id JOIN place ON place.id = movement.place ORDER BY movement.seq`,
]

export function exportBooks(raw: Database): readonly string[] {
  return [...tables.flatMap((query) => linesOf(raw, query)), ...identitiesIn(raw)]
}

/** By the names of the files and not by their numbers, for files that have nothing to do with each other. */
const outcomes = [
  'SELECT code, balance, postings, waiting FROM account ORDER BY code',
  `SELECT file, state, reasons, rows, posted, repeats, conflicts, faults, held, unposted, sum, file_sum, lines_done,
     bytes_done, drop_removed FROM batch ORDER BY file`,
  `SELECT file, line, outcome, code, field, found, client_id, amount, raw FROM batch_row JOIN batch ON batch.id = batch_id
   ORDER BY file, line`,
  `SELECT file, first_line, last_line FROM batch_piece JOIN batch ON batch.id = batch_id ORDER BY file, first_line`,
  `SELECT file, code, scope, exception.rows, amount FROM exception JOIN batch ON batch.id = batch_id
   ORDER BY file, code, scope`,
  `SELECT day, hour, producer_id, place.name AS place, kind, rows, amount FROM volume JOIN place ON place.id = place
   ORDER BY day, hour, producer_id, name, kind`,
  `SELECT file, line, debit.code AS debit, credit.code AS credit, amount, movement.kind, tx_id, place.name AS place, day
   FROM movement JOIN account AS debit ON debit.id = movement.debit JOIN account AS credit ON credit.id = movement.credit
   JOIN batch ON batch.id = movement.batch_id JOIN place ON place.id = movement.place ORDER BY file, line`,
]

export const exportOutcome = (raw: Database): readonly string[] => [
  ...outcomes.flatMap((query) => linesOf(raw, query)),
  ...identitiesIn(raw).map((line) => line.replace(/ \d+:\d+$/, '')),
]

function linesOf(raw: Database, query: string): string[] {
  const table = /FROM (\w+)/.exec(query)?.[1] ?? ''
  const lines: string[] = []
  for (const row of raw.prepare(query).iterate() as IterableIterator<Readonly<Record<string, unknown>>>) {
    const said = Object.entries(row)
      .filter(([name]) => !times.includes(name) && !places.includes(name))
      .map(([name, value]) => [name, Buffer.isBuffer(value) ? value.toString('hex') : value])
    lines.push(`${table} ${JSON.stringify(Object.fromEntries(said))}`)
  }
  return lines
}

/** However they are spread over runs: which TxId of which producer was claimed by which row. */
function identitiesIn(raw: Database): string[] {
  const blocks = raw.prepare(`
    SELECT producer_id AS producer, entries FROM identity_block JOIN identity_run ON identity_run.id = run
    WHERE state = 'ready'`)
  const claims = new Map<string, string>()
  const rows = raw.prepare(`
    SELECT batch_id AS batch, line, tx_id AS txId FROM held_row
    UNION SELECT batch_id, line, tx_id FROM movement WHERE batch_id IS NOT NULL`)
  type Claim = Readonly<{ batch: number; line: number; txId: string }>
  for (const { batch, line, txId } of rows.iterate() as IterableIterator<Claim>) claims.set(`${batch}:${line}`, txId)
  const said: string[] = []
  for (const { producer, entries } of blocks.all() as Readonly<{ producer: number; entries: Buffer }>[]) {
    const { hashes, batches, lines } = unpack(entries)
    for (let i = 0; i < hashes.length; i += 1) {
      const place = `${batches[i]}:${lines[i]}`
      said.push(`identity ${producer} ${claims.get(place) ?? 'of nobody'} ${place}`)
    }
  }
  return said.toSorted()
}

/** The first few lines that only one of them has: a whole ledger would say nothing to anybody. */
export function differencesOf(found: readonly string[], wanted: readonly string[]): readonly string[] {
  if (found.join('\n') === wanted.join('\n')) return []
  const [ofFound, ofWanted] = [new Set(found), new Set(wanted)]
  const added = found.filter((line) => !ofWanted.has(line)).map((line) => `+ ${line}`)
  const gone = wanted.filter((line) => !ofFound.has(line)).map((line) => `- ${line}`)
  return [...added.slice(0, 12), ...gone.slice(0, 12), `${added.length} more, ${gone.length} less`]
}
