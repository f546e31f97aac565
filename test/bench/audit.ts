/**
 * How long it takes to prove an audit chain, and how that compares with merely reading its rows.
 * `node test/bench/audit.ts --records 1000000`
 */

import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import type Database from 'better-sqlite3'
import { beforeFirst, hashOf, macOfHead } from '../../engine/audit/chain.ts'
import { verifyChain } from '../../engine/audit/verify.ts'
import { connect } from '../../engine/store/connection.ts'
import { migrate } from '../../engine/store/migrate.ts'
import { migrations } from '../../engine/store/migrations/migrations.ts'

const { values } = parseArgs({ options: { records: { type: 'string', default: '1000000' } } })
const records = Number(values.records)
const chainKey = randomBytes(32)

const folder = mkdtempSync(path.join(tmpdir(), 'countinghouse-bench-'))
const file = path.join(folder, 'store.db')
const key = randomBytes(32)
try {
  const writer = connect({ file, key, mode: 'write' })
  migrate(writer, migrations)
  print(
    'fill',
    seconds(() => fill(writer)),
  )
  writer.close()

  const raw = connect({ file, key, mode: 'read' })
  const reading = best(() => read(raw))
  const proving = best(() => prove(raw))
  raw.close()
  print('read the rows', reading)
  print('verify', proving)
  process.stdout.write(`verify / read: ${(proving / reading).toFixed(2)}\n`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** Records like those of a working day: a view, a block, a sign-in, with a detail of some 60 bytes. */
function fill(writer: Database.Database): void {
  // Indexes are made afterwards, in one go each: kept row by row they are most of the filling.
  const indexes = writer
    .prepare(
      `SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'audit_record' AND sql IS NOT NULL`,
    )
    .all() as { name: string; sql: string }[]
  for (const { name } of indexes) writer.exec(`DROP INDEX ${name}`)
  const insert = writer.prepare('INSERT INTO audit_record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
  const actions = ['client.view', 'batch.seal', 'session.sign_in', 'audit.note']
  writer.transaction(() => {
    let prev = beforeFirst
    for (let seq = 1; seq <= records; seq += 1) {
      const fields = {
        seq,
        at: 1_700_000_000_000 + seq * 17,
        actor: `user-${seq % 40}`,
        action: actions[seq % actions.length] ?? '',
        subject: `client:${seq % 50_000}`,
        outcome: 'done',
        detail: JSON.stringify({ rows: seq % 1_000, posted: seq % 990, sum: seq * 31, source: 'port' }),
      }
      const hash = hashOf(prev, fields)
      insert.run(seq, fields.at, fields.actor, fields.action, fields.subject, fields.outcome, fields.detail, prev, hash)
      prev = hash
    }
    writer.prepare('INSERT INTO audit_head VALUES (1, ?, ?, ?)').run(records, prev, macOfHead(chainKey, records, prev))
  })()
  for (const { sql } of indexes) writer.exec(sql)
}

function read(raw: Database.Database): void {
  const rows = raw
    .prepare('SELECT seq, at, actor, action, subject, outcome, detail, prev, hash FROM audit_record ORDER BY seq')
    .raw()
    .iterate()
  let count = 0
  for (const _ of rows) count += 1
  if (count !== records) throw new Error(`read ${count} of ${records} records`)
}

function prove(raw: Database.Database): void {
  const context = { raw, db: undefined as never, onProgress: () => undefined }
  const verdict = verifyChain(context, { chainKey, anchor: null, workspace: '' })
  if (!verdict.intact || verdict.records !== records) throw new Error(`not proven: ${JSON.stringify(verdict)}`)
}

function seconds(work: () => void): number {
  const before = performance.now()
  work()
  return (performance.now() - before) / 1000
}

function best(work: () => void): number {
  return Math.min(seconds(work), seconds(work), seconds(work))
}

function print(what: string, took: number): void {
  process.stdout.write(`${what}: ${took.toFixed(2)} s (${Math.round(records / took).toLocaleString('en')} records/s)\n`)
}
