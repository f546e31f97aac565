/** Whether people keep up, as the overview shows it: what came and went, what is open, and how long it took. */
import type { ParametersOf } from '../../contract/export-sources.ts'
import type { ExceptionBucket, OpenByAge, OverviewExceptions } from '../../contract/overview.ts'
import { readExceptions } from '../../overview/exceptions.ts'
import { type SourceContext, sourceOf } from '../source.ts'

const read = (
  context: SourceContext,
  { producer, ...asked }: ParametersOf<'overview_exceptions'>,
): OverviewExceptions => readExceptions(context, { ...asked, producer: producer ?? null, at: context.asker.at })

export const overviewExceptions = sourceOf<'overview_exceptions', ExceptionBucket>('overview_exceptions', {
  title: 'Are we keeping up?',
  columns: {
    from: ['day', 1.2],
    to: ['day', 1.2],
    startsAt: ['instant', 1.6],
    endsAt: 'instant',
    opened: ['integer', 1],
    resolved: ['integer', 1],
    backlog: ['integer', 1],
  },
  pages: async function* (context, asked) {
    yield read(context, asked).buckets
  },
})

export const overviewOpen = sourceOf<'overview_open', OpenByAge>('overview_open', {
  title: 'What is open, how bad and how old?',
  columns: {
    severity: ['state', 1.2],
    fromDays: ['integer', 1],
    toDays: ['integer', 1],
    count: ['integer', 1],
  },
  pages: async function* (context, asked) {
    yield read(context, asked).open
  },
})

type PaceLine = Readonly<{ span: string; count: number; p50Ms: number | null; p90Ms: number | null }>

export const overviewPace = sourceOf<'overview_pace', PaceLine>('overview_pace', {
  title: 'How long does it take?',
  columns: { span: ['state', 1.6], count: ['integer', 1], p50Ms: ['integer', 1], p90Ms: ['integer', 1] },
  pages: async function* (context, asked) {
    const { toFirstTouch, toResolution } = read(context, asked)
    yield [lineOf('first_touch', toFirstTouch), lineOf('resolution', toResolution)]
  },
})

/** Between two of them a percentile is no whole number of milliseconds. */
const lineOf = (span: string, { count, p50Ms, p90Ms }: OverviewExceptions['toResolution']): PaceLine => ({
  span,
  count,
  p50Ms: p50Ms === null ? null : Math.round(p50Ms),
  p90Ms: p90Ms === null ? null : Math.round(p90Ms),
})
