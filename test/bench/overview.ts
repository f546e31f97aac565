/**
 * How long the overview's figures take over many postings of two years, with as many sums as twenty producers, forty places
 * and three tiers leave: every step and split, with filters, and the exceptions, reconciliation and health beside them.
 * No chart is to wait longer than 200 ms. `node test/bench/overview.ts --postings 5000000`
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import type { Database } from 'better-sqlite3'
import { dayOfNumber } from '../../engine/calendar/day.ts'
import { type OverviewStep, overviewSteps, volumeSplits } from '../../engine/contract/overview.ts'
import { Volumes } from '../../engine/ledger/volumes.ts'
import { readExceptions } from '../../engine/overview/exceptions.ts'
import { readHealth } from '../../engine/overview/health.ts'
import { readGap, readReconciled } from '../../engine/overview/reconciliation.ts'
import { readVolume, type VolumeAsked } from '../../engine/overview/volume.ts'
import { connect } from '../../engine/store/connection.ts'
import { migrate } from '../../engine/store/migrate.ts'
import { migrations } from '../../engine/store/migrations/migrations.ts'
import { fillLedger } from './parts/fill-ledger.ts'
import { queryTimes } from './parts/query-times.ts'

const { values } = parseArgs({
  options: {
    postings: { type: 'string', default: '5000000' },
    wallets: { type: 'string', default: '50000' },
    exceptions: { type: 'string', default: '200000' },
    samples: { type: 'string', default: '10' },
  },
})
const postings = Number(values.postings)
const samples = Number(values.samples)

const dayMs = 86_400_000
const producers = 20
const places = 40
const tiers = ['standard', 'gold', 'business'] as const
const daysFilled = 730
const lastDay = Math.floor(1_790_000_000_000 / dayMs)
const at = (lastDay + 1) * dayMs

const folder = mkdtempSync(path.join(tmpdir(), 'countinghouse-bench-'))
const file = path.join(folder, 'store.db')
const key = randomBytes(32)
try {
  const writer = connect({ file, key, mode: 'write' })
  migrate(writer, migrations)
  const before = performance.now()
  fillLedger(writer, { postings, wallets: Number(values.wallets) })
  fillVolumes(writer)
  fillExceptions(writer, Number(values.exceptions))
  writer.pragma('wal_checkpoint(TRUNCATE)')
  const sums = writer.prepare('SELECT (SELECT count(*) FROM volume), (SELECT count(*) FROM volume_sum)').raw().get()
  writer.close()
  print('filled in', `${((performance.now() - before) / 1_000).toFixed(0)} s, sums and their sums: ${String(sums)}`)
  const raw = connect({ file, key, mode: 'read' })
  measureAll(raw)
  raw.close()
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** The same postings as sums: the ledger that is filled has one place and one tier, which no business has. */
function fillVolumes(raw: Database): void {
  const place = raw.prepare('INSERT OR IGNORE INTO place (id, name) VALUES (?, ?)')
  for (let id = 1; id <= places; id += 1) place.run(id, `Place ${id}`)
  const atOnce = 100_000
  for (let from = 0; from < postings; from += atOnce) {
    raw.transaction(() => {
      const volumes = new Volumes(raw)
      for (let each = from; each < Math.min(postings, from + atOnce); each += 1) {
        const occurredAt = (lastDay - daysFilled) * dayMs + Math.floor((each / postings) * daysFilled * dayMs)
        volumes.add({
          producer: 1 + below(producers),
          kind: below(3) === 0 ? 'Payment' : 'TopUp',
          tier: tiers[below(tiers.length)] ?? 'standard',
          currency: 'USD',
          place: 1 + below(places),
          day: Math.floor(occurredAt / dayMs),
          occurredAt,
          amount: 100 + below(10_000),
        })
      }
      volumes.write()
    })()
  }
}

function fillExceptions(raw: Database, count: number): void {
  const insert = raw.prepare(`
    INSERT INTO exception (code, scope, cause, severity, status, resolution, producer_id, rows, currency, raised_at, due_at,
      resolved_at, resolved_by, first_touched_at, touched_at, touched_by)
    VALUES ('BATCH_MISSING', 'producer', @cause, @severity, iif(@resolved IS NULL, 'open', 'resolved'),
      iif(@resolved IS NULL, NULL, 'not_a_problem'), @producer, 0, 'USD', @raised, @raised + 1, @resolved,
      iif(@resolved IS NULL, NULL, 'engine'), @raised + 5, @raised + 5, 'anna')`)
  raw.transaction(() => {
    for (let each = 0; each < count; each += 1) {
      const raised = at - below(daysFilled * dayMs)
      const resolved = below(10) === 0 ? null : raised + below(5 * dayMs)
      const severity = ['critical', 'high', 'medium', 'low'][below(4)]
      insert.run({ cause: `${each}`, severity, producer: 1 + below(producers), raised, resolved })
    }
  })()
}

function measureAll(raw: Database): void {
  const all = { producer: null, location: null, at }
  const days: Readonly<Record<OverviewStep, number>> = { hour: 31, day: 365, week: 365, month: 365 }
  for (const split of volumeSplits) {
    const asked: VolumeAsked = { ...all, ...last(365), by: 'day', split, totalsOnly: true }
    const name = `parts of a year, split by ${split}`
    measure(name, () => readVolume({ raw }, asked))
    measure(`${name}, of 3 producers`, () => readVolume({ raw }, { ...asked, producer: [3, 4, 5] }))
    measure(`${name}, of 3 locations`, () =>
      readVolume({ raw }, { ...asked, location: ['Place 3', 'Place 9', 'Place 12'] }),
    )
  }
  for (const by of overviewSteps) {
    for (const split of volumeSplits) {
      const range = last(days[by])
      const asked: VolumeAsked = { ...all, ...range, by, split }
      const name = `volume of ${days[by]} days by ${by}, split by ${split}`
      measure(name, () => readVolume({ raw }, asked))
      measure(`${name}, of 3 producers`, () => readVolume({ raw }, { ...asked, producer: [3, 4, 5] }))
      measure(`${name}, of 3 locations`, () => readVolume({ raw }, { ...asked, location: ['Place 3', 'Place 9'] }))
    }
  }
  measure('volume of 2 days by hour, split by location', () =>
    readVolume({ raw }, { ...all, ...last(2), by: 'hour', split: 'location' }),
  )
  const year = { ...last(365), at }
  for (const by of ['day', 'month'] as const) {
    measure(`exceptions of a year by ${by}`, () => readExceptions({ raw }, { ...year, by, producer: null }))
    measure(`exceptions of a year by ${by}, of 3 producers`, () =>
      readExceptions({ raw }, { ...year, by, producer: [3, 4, 5] }),
    )
  }
  measure('reconciliation of a year', () => readReconciled({ raw }, year))
  measure('gap of a year', () => readGap({ raw }, year))
  measure('health of a year', () => readHealth({ raw }, { ...year, producer: null }))
}

function last(days: number): Readonly<{ from: string; to: string }> {
  return { from: dayOfNumber(lastDay - days + 1), to: dayOfNumber(lastDay) }
}

function measure(name: string, query: () => unknown): void {
  const took = queryTimes(query, samples)
  const at = (share: number): string => took(share).toFixed(1).padStart(7)
  print(name, `p50 ${at(0.5)} ms   slowest ${at(1)} ms`)
}

function below(count: number): number {
  return Math.floor(Math.random() * count)
}

function print(name: string, figure: string): void {
  process.stdout.write(`${name.padEnd(70)} ${figure}\n`)
}
