/**
 * How long it takes to prove a whole ledger consistent, and how that compares with merely reading its postings.
 * `node test/bench/check.ts --postings 10000000 --wallets 50000`
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import type Database from 'better-sqlite3'
import { checkLedger } from '../../engine/ledger/check.ts'
import { connect } from '../../engine/store/connection.ts'
import { migrate } from '../../engine/store/migrate.ts'
import { migrations } from '../../engine/store/migrations/migrations.ts'
import { fillLedger } from './parts/fill-ledger.ts'

const { values } = parseArgs({
  options: {
    postings: { type: 'string', default: '10000000' },
    wallets: { type: 'string', default: '50000' },
    prove: { type: 'string' },
  },
})
const postings = Number(values.postings)
// The store is made for this run and deleted after it.
const key = Buffer.alloc(32, 1)

if (values.prove !== undefined) proveIn(values.prove)
else {
  const folder = mkdtempSync(path.join(tmpdir(), 'countinghouse-bench-'))
  try {
    const file = path.join(folder, 'store.db')
    fill(file)
    // A process of its own, so that the peak is the check's and not the filling's.
    const self = [import.meta.filename, '--postings', values.postings, '--prove', file]
    process.exitCode = spawnSync(process.execPath, self, { stdio: 'inherit' }).status ?? 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function fill(file: string): void {
  const writer = connect({ file, key, mode: 'write' })
  migrate(writer, migrations)
  const took = seconds(() => fillLedger(writer, { postings, wallets: Number(values.wallets) }))
  writer.close()
  print('fill', took)
  process.stdout.write(`store: ${megabytes(statSync(file).size)}\n`)
}

function proveIn(file: string): void {
  const raw = connect({ file, key, mode: 'read' })
  const idle = process.memoryUsage().rss
  const rss: number[] = []
  const before = process.cpuUsage()
  // The system's own figure of the peak would begin with that of the process that filled the store.
  const proving = seconds(() => prove(raw, () => rss.push(process.memoryUsage().rss)))
  const { user, system } = process.cpuUsage(before)
  const reading = seconds(() => read(raw))
  raw.close()
  print('read the postings', reading)
  print('check', proving)
  process.stdout.write(`check / read: ${(proving / reading).toFixed(2)}\n`)
  process.stdout.write(`processor time of the check: ${((user + system) / 1e6).toFixed(2)} s\n`)
  process.stdout.write(`progress: ${rss.length} times\n`)
  process.stdout.write(
    `peak memory: ${megabytes(Math.max(idle, ...rss))}, of which ${megabytes(idle)} before it began\n`,
  )
  process.stdout.write(`load of the machine: ${loadavg()[0]?.toFixed(2)}\n`)
}

function read(raw: Database.Database): void {
  const rows = raw.prepare('SELECT * FROM posting ORDER BY seq').raw().iterate()
  let count = 0
  for (const _ of rows) count += 1
  if (count !== postings) throw new Error(`read ${count} of ${postings} postings`)
}

function prove(raw: Database.Database, onProgress: () => void): void {
  const result = checkLedger({ raw, onProgress }, null)
  if (!result.consistent || result.postings !== postings)
    throw new Error(JSON.stringify(result.differences.slice(0, 5)))
}

function seconds(work: () => void): number {
  const before = performance.now()
  work()
  return (performance.now() - before) / 1000
}

function print(what: string, took: number): void {
  process.stdout.write(
    `${what}: ${took.toFixed(2)} s (${Math.round(postings / took).toLocaleString('en')} postings/s)\n`,
  )
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 ** 2).toLocaleString('en')} MB`
}
