/** Whether the work keeps up: who sends in time, how fast rows are posted, what waits, and when all of it was proven last. */
import type { Database } from 'better-sqlite3'
import { dayAfter } from '../calendar/day.ts'
import { isoOf } from '../calendar/instant.ts'
import type { OverviewHealth, PunctualityCell } from '../contract/overview.ts'
import type { QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { homeOf } from '../workspace/home.ts'
import { lastMarks } from './marks.ts'

export type HealthAsked = Readonly<{ from: string; to: string; producer: readonly number[] | null; at: number }>

/** What only the running engine knows comes from elsewhere: files that have not come to rest, and the disk. */
export type StoredHealth = Omit<OverviewHealth, 'disk' | 'backlog'> &
  Readonly<{ backlog: Omit<OverviewHealth['backlog'], 'filesWaiting'> }>

/** So many batches say how fast it is now, and not how fast it was last year. */
const newestBatches = 20

type Producer = OverviewHealth['producers'][number]

export function readHealth({ raw }: Pick<QueryContext, 'raw'>, asked: HealthAsked): StoredHealth {
  const { from, to, producer, at } = asked
  const wanted = producer === null ? null : new Set(producer)
  const producers = (statementsOf(raw).producers.all() as Producer[]).filter(({ id }) => wanted?.has(id) ?? true)
  const punctuality = producers.flatMap(({ id }) => punctualityOf(raw, id, asked))
  return {
    asOf: isoOf(at),
    from,
    to,
    producers,
    punctuality,
    totals: punctuality.reduce<OverviewHealth['totals']>(together, nothing),
    ingest: ingestOf(raw, producers),
    backlog: backlogOf(raw, wanted === null ? null : producers),
    ...lastMarks(raw),
  }
}

const nothing: OverviewHealth['totals'] = { expected: 0, onTime: 0, late: 0, missing: 0, rejected: 0 }

const together = (a: OverviewHealth['totals'], b: OverviewHealth['totals']): OverviewHealth['totals'] => ({
  expected: a.expected + b.expected,
  onTime: a.onTime + b.onTime,
  late: a.late + b.late,
  missing: a.missing + b.missing,
  rejected: a.rejected + b.rejected,
})

type Days = Pick<HealthAsked, 'from' | 'to'>

function punctualityOf(raw: Database, producer: number, { from, to }: Days): readonly PunctualityCell[] {
  const { zone } = homeOf(raw)
  const days = new Map<string, PunctualityCell>()
  const { expected, rejected } = statementsOf(raw)
  for (const cell of expected.all({ producer, from, to }) as Omit<PunctualityCell, 'producer' | 'rejected'>[])
    days.set(cell.day, { ...cell, producer, rejected: 0 })
  const received = { producer, from: zone.startOf(from), before: zone.startOf(dayAfter(to)) }
  for (const at of rejected.iterate(received) as IterableIterator<number>) {
    const day = zone.dayOf(at)
    const cell = days.get(day) ?? { ...nothing, producer, day }
    days.set(day, { ...cell, rejected: cell.rejected + 1 })
  }
  return [...days.values()].toSorted((a, b) => (a.day < b.day ? -1 : 1))
}

type Posted = Readonly<{ id: number; rows: number; tookMs: number }>

/** Each producer's newest are found along its own numbers, and of those the newest of all are kept. */
function ingestOf(raw: Database, producers: readonly Producer[]): OverviewHealth['ingest'] {
  const { posted } = statementsOf(raw)
  const newest = producers
    .flatMap(({ id }) => posted.all({ producer: id, most: newestBatches }) as Posted[])
    .toSorted((a, b) => b.id - a.id)
    .slice(0, newestBatches)
  const rows = newest.reduce((sum, each) => sum + each.rows, 0)
  const tookMs = newest.reduce((sum, each) => sum + each.tookMs, 0)
  const rowsPerSecond = tookMs === 0 ? null : Math.floor((rows * 1_000) / tookMs)
  return { batches: newest.length, rows, tookMs, rowsPerSecond }
}

/** What is of no producer waits whoever is asked about; what is of one is counted with it. */
function backlogOf(raw: Database, producers: readonly Producer[] | null): StoredHealth['backlog'] {
  const of = producers === null ? null : JSON.stringify(producers.map(({ id }) => id))
  const { running, held, open, proposals } = statementsOf(raw)
  return {
    batchesRunning: running.get({ of }) as number,
    batchesHeld: held.get({ of }) as number,
    casesOpen: open.get({ of }) as number,
    proposalsWaiting: proposals.get() as number,
  }
}

const isOf = '(@of IS NULL OR producer_id IN (SELECT value FROM json_each(@of)))'

const statementsOf = perConnection((raw) => ({
  producers: raw.prepare('SELECT id, code, name FROM producer ORDER BY name, id'),
  expected: raw.prepare(`
    SELECT day, count(*) AS expected, sum(state = 'met') AS onTime, sum(state = 'late') AS late,
      sum(state = 'missed') AS missing
    FROM expected_batch WHERE producer_id = @producer AND day BETWEEN @from AND @to GROUP BY day`),
  rejected: raw
    .prepare(`
      SELECT received_at FROM batch
      WHERE producer_id = @producer AND state = 'rejected' AND received_at >= @from AND received_at < @before`)
    .pluck(),
  posted: raw.prepare(`
    SELECT id, posted AS rows, sealed_at - posting_since AS tookMs FROM batch
    WHERE producer_id = @producer AND posting_since IS NOT NULL AND sealed_at IS NOT NULL AND posted > 0
    ORDER BY id DESC LIMIT @most`),
  running: raw
    .prepare(
      `SELECT count(*) FROM batch WHERE sealed_at IS NULL AND state IN ('received', 'checking', 'posting') AND ${isOf}`,
    )
    .pluck(),
  held: raw.prepare(`SELECT count(*) FROM batch WHERE sealed_at IS NULL AND state = 'held' AND ${isOf}`).pluck(),
  open: raw
    .prepare(`SELECT count(*) FROM exception INDEXED BY exception_in_queue WHERE status <> 'resolved' AND ${isOf}`)
    .pluck(),
  proposals: raw.prepare(`SELECT count(*) FROM proposal WHERE state = 'open'`).pluck(),
}))
