/**
 * How long one question over everything takes, over many postings, clients and batches. Prints the median and the slowest
 * hundredth of each way to ask, and what it costs to receive a batch with its file's name indexed.
 * `node test/bench/search.ts --postings 5000000 --clients 200000 --batches 100000`
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import type Database from 'better-sqlite3'
import { searchGroupNames } from '../../engine/contract/search.ts'
import { findEverywhere } from '../../engine/search/search.ts'
import { connect } from '../../engine/store/connection.ts'
import { migrate } from '../../engine/store/migrate.ts'
import { migrations } from '../../engine/store/migrations/migrations.ts'
import { type Filled, fillBooks } from './parts/fill-books.ts'
import { queryTimes } from './parts/query-times.ts'

const { values } = parseArgs({
  options: {
    postings: { type: 'string', default: '5000000' },
    clients: { type: 'string', default: '200000' },
    batches: { type: 'string', default: '100000' },
    exceptions: { type: 'string', default: '100000' },
    samples: { type: 'string', default: '300' },
  },
})
const samples = Number(values.samples)
/** The batches of the books have the first numbers. */
const firstBatch = 1_000

const folder = mkdtempSync(path.join(tmpdir(), 'countinghouse-bench-'))
const file = path.join(folder, 'store.db')
const key = randomBytes(32)
try {
  const writer = connect({ file, key, mode: 'write' })
  migrate(writer, migrations)
  const before = performance.now()
  const filled = fillBooks(writer, { postings: Number(values.postings), clients: Number(values.clients) })
  print('filled in', `${((performance.now() - before) / 1_000).toFixed(0)} s`)
  receiveBatches(writer, Number(values.batches))
  raiseExceptions(writer, Number(values.exceptions))
  writer.pragma('wal_checkpoint(TRUNCATE)')
  writer.close()
  const raw = connect({ file, key, mode: 'read' })
  measureAll(raw, filled)
  raw.close()
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** Many small files at a time, as the intake takes them; once more without the index, to see what it costs. */
function receiveBatches(raw: Database.Database, count: number): void {
  const each = raw.prepare(`
    INSERT INTO batch (id, producer_id, file, path, inode, bytes, modified_at, sha256, archive, state, received_at)
    VALUES (@id, 7, @file, '/', '1', 1, 1, randomblob(32), @archive, 'posted', 0)`)
  const per = 100
  const receive = (from: number, to: number): number => {
    const before = performance.now()
    for (let first = from; first < to; first += per)
      raw.transaction(() => {
        for (let id = first; id < Math.min(first + per, to); id += 1)
          each.run({ id: firstBatch + id, file: nameOf(id), archive: `${id}.cha` })
      })()
    return ((performance.now() - before) * 1_000) / Math.max(to - from, 1)
  }
  const half = Math.floor(count / 2)
  const sample = Math.min(10_000, half)
  print('a batch received, its name indexed', `${receive(0, half).toFixed(1)} µs`)
  raw.exec('DROP TRIGGER batch_is_found_by_its_file')
  print('a batch received, its name not indexed', `${receive(half, half + sample).toFixed(1)} µs`)
  raw.exec(`
    INSERT INTO batch_file (batch_file) VALUES ('rebuild');
    CREATE TRIGGER batch_is_found_by_its_file AFTER INSERT ON batch
    BEGIN INSERT INTO batch_file (rowid, file) VALUES (NEW.id, NEW.file); END`)
  receive(half + sample, count)
}

function nameOf(id: number): string {
  return `shop-${id % 97}-2026-${1 + (id % 12)}-${id}.csv`
}

function raiseExceptions(raw: Database.Database, count: number): void {
  const each = raw.prepare(`
    INSERT INTO exception (code, scope, cause, severity, rows, amount, currency, raised_at, due_at)
    VALUES ('JOB_FAILED', 'engine', @cause, 'low', 1, @amount, 'USD', 0, @due)`)
  raw.transaction(() => {
    for (let i = 0; i < count; i += 1) each.run({ cause: String(i), amount: 1 + (i % 5_000), due: i })
  })()
}

function measureAll(raw: Database.Database, filled: Filled): void {
  const ask = (q: () => string) => () =>
    findEverywhere({ raw }, { q: q(), groups: searchGroupNames, seesContacts: true })
  const client = () => filled.clients[below(filled.clients.length)] ?? ''
  measure(
    'a TxId',
    ask(() => `T${1 + below(filled.postings)}`),
  )
  measure(
    'a TxId that nobody sent',
    ask(() => `T${filled.postings + 1 + below(1_000_000)}`),
  )
  measure(
    'a reference',
    ask(() => `R${1 + below(filled.references)}`),
  )
  measure(
    'the beginning of many references',
    ask(() => 'R'),
  )
  measure('a client', ask(client))
  measure(
    'the beginning of many clients',
    ask(() => client().slice(0, 3)),
  )
  measure(
    'a number',
    ask(() => String(1 + below(filled.postings))),
  )
  measure(
    'one figure',
    ask(() => String(below(10))),
  )
  measure(
    'a file',
    ask(() => nameOf(below(Number(values.batches)))),
  )
  measure(
    'a part of many files',
    ask(() => `shop-${below(97)}`),
  )
  measure(
    'what every file has',
    ask(() => '.csv'),
  )
  measure(
    'a part of no file',
    ask(() => 'nowhere at all'),
  )
  measure(
    'an amount',
    ask(() => `${below(50)}.${10 + below(89)}`),
  )
  measure(
    'a producer',
    ask(() => 'seven'),
  )
}

function measure(name: string, query: () => unknown): void {
  const took = queryTimes(query, samples)
  const at = (share: number): string => took(share).toFixed(2).padStart(8)
  print(name, `p50 ${at(0.5)} ms   p99 ${at(0.99)} ms`)
}

function below(count: number): number {
  return Math.floor(Math.random() * count)
}

function print(what: string, figure: string): void {
  process.stdout.write(`${what.padEnd(44)} ${figure}\n`)
}
