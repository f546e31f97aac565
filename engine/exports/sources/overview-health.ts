/** Whether the work keeps up, as the overview shows it: who is on time, how fast, what waits, and what was proven when. */
import type { ParametersOf } from '../../contract/export-sources.ts'
import type { HealthMark, PunctualityCell } from '../../contract/overview.ts'
import { readHealth, type StoredHealth } from '../../overview/health.ts'
import { type SourceContext, sourceOf } from '../source.ts'

const read = (context: SourceContext, { producer, ...asked }: ParametersOf<'overview_health'>): StoredHealth =>
  readHealth(context, { ...asked, producer: producer ?? null, at: context.asker.at })

type PunctualityLine = PunctualityCell & Readonly<{ name: string | null }>

export const overviewPunctuality = sourceOf<'overview_punctuality', PunctualityLine>('overview_punctuality', {
  title: 'Are producers on time?',
  columns: {
    producer: 'integer',
    name: ['text', 2],
    day: ['day', 1.2],
    expected: ['integer', 1],
    onTime: ['integer', 1],
    late: ['integer', 1],
    missing: ['integer', 1],
    rejected: ['integer', 1],
  },
  pages: async function* (context, asked) {
    const { producers, punctuality } = read(context, asked)
    const names = new Map(producers.map(({ id, name }) => [id, name]))
    yield punctuality.map((cell) => ({ ...cell, name: names.get(cell.producer) ?? null }))
  },
})

type HealthLine = Readonly<{
  what: string
  count: number | null
  at: string | null
  by: string | null
  outcome: string | null
}>

const counted = (what: string, count: number | null): HealthLine => ({ what, count, at: null, by: null, outcome: null })
const marked = (what: string, mark: HealthMark | null): HealthLine => ({
  what,
  count: null,
  at: mark?.at ?? null,
  by: mark?.by ?? null,
  outcome: mark?.outcome ?? null,
})

/** What the store knows: files that have not come to rest and the disk are the running engine's, and in no file. */
export const overviewHealth = sourceOf<'overview_health', HealthLine>('overview_health', {
  title: 'Does the work keep up?',
  columns: {
    what: ['text', 1.6],
    count: ['integer', 1],
    at: ['instant', 1.6],
    by: ['text', 1.2],
    outcome: ['state', 1.2],
  },
  pages: async function* (context, asked) {
    const { ingest, backlog, check, pageCheck, chainVerification, backup } = read(context, asked)
    yield [
      counted('rows_per_second', ingest.rowsPerSecond),
      counted('batches_running', backlog.batchesRunning),
      counted('batches_held', backlog.batchesHeld),
      counted('cases_open', backlog.casesOpen),
      counted('proposals_waiting', backlog.proposalsWaiting),
      marked('check', check),
      marked('page_check', pageCheck),
      marked('chain_verification', chainVerification),
      marked('backup', backup),
    ]
  },
})
