/**
 * The figures of the overview: what moved, whether it moved as everybody said, what waits for people, and whether the work
 * keeps up. Each is asked for a range of business days. Money is minor units as text, because sums may pass what a number
 * holds; nobody but the engine adds it up.
 */
import { z } from 'zod'
import { CaseMeasure } from './case-views.ts'
import { Severity } from './exceptions.ts'
import { MatchRate } from './match-rate.ts'
import { BusinessDay } from './money.ts'
import { procedure } from './procedure.ts'
import { OmnibusProof } from './reconciliation.ts'

/** Nothing that is older or further ahead than this is anybody's business. */
const Day = BusinessDay.refine((day) => day >= '1970-01-01' && day < '2200-01-01').meta({ examples: ['2026-03-02'] })
const Money = z.string()

export const overviewSteps = ['hour', 'day', 'week', 'month'] as const
export const OverviewStep = z.enum(overviewSteps)
export type OverviewStep = z.infer<typeof OverviewStep>

export const volumeSplits = ['none', 'producer', 'location', 'tier'] as const
export const VolumeSplit = z.enum(volumeSplits)
export type VolumeSplit = z.infer<typeof VolumeSplit>

/** A chart with more than a month of hours shows nothing to anybody. */
export const bucketsMax = 750
/** The largest parts are told one by one, the others together. */
export const partsMax = 20
/** A matrix of producers by days is read by people. */
export const healthDaysMax = 366

const several = <T extends z.ZodType>(item: T) => z.array(item).min(1).max(200)
const Producers = several(z.coerce.number().int().min(1)).optional()

/** The first and the last business day, both of them within. */
const range = { from: Day, to: Day }
const Range = z.object(range)

const ofProducers = { ...range, producer: Producers }
const ofCases = { ...ofProducers, by: OverviewStep.default('day') }
const ofVolume = { ...ofCases, location: several(z.string().min(1).max(200)).optional() }
const ofParts = { ...ofVolume, split: VolumeSplit.default('none') }

/** Of the shortest of each: what has more of them than anybody reads is refused when it is asked for. */
const stepDays: Readonly<Record<OverviewStep, number>> = { hour: 1 / 24, day: 1, week: 7, month: 28 }
const dayMs = 86_400_000

const inOrder = ({ from, to }: Readonly<{ from: string; to: string }>): boolean => from <= to
const isReadable = ({ from, to, by }: Readonly<{ from: string; to: string; by: OverviewStep }>): boolean =>
  from <= to && (Date.parse(to) - Date.parse(from)) / dayMs + 1 <= bucketsMax * stepDays[by]
const ofFewDays = ({ from, to }: Readonly<{ from: string; to: string }>): boolean =>
  from <= to && (Date.parse(to) - Date.parse(from)) / dayMs < healthDaysMax

/** What each figure is narrowed by when its data is written to a file. Strict: a filter that is mistyped would export everything. */
export const figureParameters = {
  overview_volume: z.strictObject(ofVolume).refine(isReadable),
  overview_parts: z.strictObject(ofParts).refine(isReadable),
  overview_matched: z.strictObject(range).refine(inOrder),
  overview_unmatched: z.strictObject(range).refine(inOrder),
  overview_gap: z.strictObject(range).refine(inOrder),
  overview_exceptions: z.strictObject(ofCases).refine(isReadable),
  overview_open: z.strictObject(ofCases).refine(isReadable),
  overview_pace: z.strictObject(ofCases).refine(isReadable),
  overview_punctuality: z.strictObject(ofProducers).refine(ofFewDays),
  overview_health: z.strictObject(ofProducers).refine(ofFewDays),
} as const

const Side = z.object({ rows: z.int(), money: Money })

export const VolumeSum = z.object({
  /** Which of `parts`. */
  part: z.int(),
  currency: z.string(),
  topUps: Side,
  payments: Side,
})
export type VolumeSum = z.infer<typeof VolumeSum>

export const VolumeBucket = z.object({
  ...range,
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  /** What moved; a part that moved nothing in a currency is left out. */
  sums: z.array(VolumeSum),
})
export type VolumeBucket = z.infer<typeof VolumeBucket>

/** Hundredths of a percent more than before, or less; null where there was nothing before, or the figure says nothing. */
const Change = z.int().nullable()

export const VolumeTotal = z.object({
  /** Null over all parts. */
  part: z.int().nullable(),
  currency: z.string(),
  now: z.object({ topUps: Side, payments: Side }),
  before: z.object({ topUps: Side, payments: Side }),
  change: z.object({
    topUps: z.object({ rows: Change, money: Change }),
    payments: z.object({ rows: Change, money: Change }),
  }),
})
export type VolumeTotal = z.infer<typeof VolumeTotal>

export const VolumePart = z.object({
  /** `rest`: what is not among the largest, together. */
  kind: z.enum(['all', 'one', 'rest']),
  /** A producer's number, a location or a tier; null of what has none. */
  key: z.string().nullable(),
  name: z.string().nullable(),
})
export type VolumePart = z.infer<typeof VolumePart>

export const OverviewVolume = z.object({
  asOf: z.iso.datetime(),
  zone: z.string(),
  by: OverviewStep,
  split: VolumeSplit,
  now: Range,
  /** The period before, as long and with its weekdays or months in the same places. */
  before: Range,
  /** The largest in this period first. */
  parts: z.array(VolumePart),
  /** Each beside the one that had its place in the period before; months and days of two clocks are not equally many. */
  buckets: z.array(z.object({ now: VolumeBucket.nullable(), before: VolumeBucket.nullable() })),
  totals: z.array(VolumeTotal),
})
export type OverviewVolume = z.infer<typeof OverviewVolume>

/** How many days an item is open, today being none. */
const band = { fromDays: z.int(), toDays: z.int().nullable() }

/** Where each begins: 0–1, 2–3, 4–7, 8–30 days, and more. */
export const ageBandsFrom = [0, 2, 4, 8, 31] as const

export const UnmatchedBand = z.object({
  ...band,
  /** Money without signs: what came in does not make up for what went out. */
  lines: z.int(),
  lineMoney: Money,
  postings: z.int(),
  postingMoney: Money,
})
export type UnmatchedBand = z.infer<typeof UnmatchedBand>

export const ReconciledCurrency = z.object({
  currency: z.string(),
  /** Of the lines of statements that are dated within the range. */
  matched: MatchRate.omit({ sinceDay: true }),
  /** Of everything that is open now, whenever it is from. */
  unmatched: z.array(UnmatchedBand),
})
export type ReconciledCurrency = z.infer<typeof ReconciledCurrency>

export const OmnibusGap = z.object({
  account: z.string(),
  currency: z.string(),
  /** The last day of the range that a statement told of; null where none did, and nothing is proven then. */
  proof: OmnibusProof.omit({ explanation: true }).nullable(),
  /** What the bank has more than the ledger says; null without a proof. */
  gap: Money.nullable(),
  /** What of it lines that are not posted and postings that are not at the bank explain, and what is left over. */
  explained: Money.nullable(),
  residue: Money.nullable(),
})
export type OmnibusGap = z.infer<typeof OmnibusGap>

export const OverviewReconciliation = z.object({
  asOf: z.iso.datetime(),
  ...range,
  currencies: z.array(ReconciledCurrency),
})
export type OverviewReconciliation = z.infer<typeof OverviewReconciliation>

export const OverviewGap = z.object({
  asOf: z.iso.datetime(),
  ...range,
  banks: z.array(OmnibusGap),
})
export type OverviewGap = z.infer<typeof OverviewGap>

export const ExceptionBucket = z.object({
  ...range,
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  opened: z.int(),
  resolved: z.int(),
  /** Those that were open at its end, as far as it is over. One that was opened again counts as open all the while. */
  backlog: z.int(),
})
export type ExceptionBucket = z.infer<typeof ExceptionBucket>

export const OpenByAge = z.object({ severity: Severity, ...band, count: z.int() })
export type OpenByAge = z.infer<typeof OpenByAge>

export const OverviewExceptions = z.object({
  asOf: z.iso.datetime(),
  zone: z.string(),
  by: OverviewStep,
  ...range,
  /** Open when the first bucket begins. */
  backlogBefore: z.int(),
  buckets: z.array(ExceptionBucket),
  /** What is open now: every severity with every age. */
  open: z.array(OpenByAge),
  toFirstTouch: CaseMeasure.shape.toFirstTouch,
  toResolution: CaseMeasure.shape.toResolution,
})
export type OverviewExceptions = z.infer<typeof OverviewExceptions>

export const PunctualityCell = z.object({
  producer: z.int(),
  day: BusinessDay,
  expected: z.int(),
  onTime: z.int(),
  late: z.int(),
  missing: z.int(),
  /** Batches received on the day that were rejected, expected or not. */
  rejected: z.int(),
})
export type PunctualityCell = z.infer<typeof PunctualityCell>

/** When something was done last, by itself or by a person, and what came of it. */
export const HealthMark = z.object({
  at: z.iso.datetime(),
  by: z.string(),
  outcome: z.enum(['fine', 'problems', 'failed']),
})
export type HealthMark = z.infer<typeof HealthMark>

export const OverviewHealth = z.object({
  asOf: z.iso.datetime(),
  ...range,
  producers: z.array(z.object({ id: z.int(), code: z.string(), name: z.string() })),
  /** Only days on which something was expected or rejected. */
  punctuality: z.array(PunctualityCell),
  totals: PunctualityCell.omit({ producer: true, day: true }),
  ingest: z.object({
    /** The newest batches that were posted, how many rows they had and how long posting took, one after another. */
    batches: z.int(),
    rows: z.int(),
    tookMs: z.int(),
    rowsPerSecond: z.int().nullable(),
  }),
  backlog: z.object({
    filesWaiting: z.int(),
    batchesRunning: z.int(),
    batchesHeld: z.int(),
    casesOpen: z.int(),
    proposalsWaiting: z.int(),
  }),
  /** Of the laws of the books, alone or with every page of the store. */
  check: HealthMark.nullable(),
  pageCheck: HealthMark.nullable(),
  chainVerification: HealthMark.nullable(),
  backup: HealthMark.nullable(),
  /** Of the disk that the workspace is on, in bytes; null where the system does not say. */
  disk: z.object({ free: z.int(), size: z.int() }).nullable(),
})
export type OverviewHealth = z.infer<typeof OverviewHealth>

export const overviewRefusals = {
  /** The range in such steps, or in days, is more than anybody reads. */
  range_too_long: { status: 400, data: z.object({ buckets: z.int(), bucketsMax: z.int() }) },
} as const

export const overview = {
  volume: procedure({
    method: 'GET',
    path: '/overview/volume',
    summary: 'What batches moved by hour, day, week or month, beside the period before',
    access: 'overview.read',
  })
    .errors(overviewRefusals)
    .input(
      z.object({
        ...range,
        by: OverviewStep.default('day'),
        split: VolumeSplit.default('none'),
        /** Producers by number, locations as they are written; without one all. */
        producer: Producers,
        location: several(z.string().min(1).max(200)).optional(),
        /** Only what the whole range and its parts came to, without its steps. */
        totalsOnly: z.stringbool().or(z.boolean()).default(false),
      }),
    )
    .output(OverviewVolume),
  reconciliation: procedure({
    method: 'GET',
    path: '/overview/reconciliation',
    summary: 'How much of what statements told of is matched, and how long the rest waits',
    access: 'overview.read',
  })
    .input(Range)
    .output(OverviewReconciliation),
  /** Asked for by itself: a proof looks at all that is open, and no other figure waits for it. */
  gap: procedure({
    method: 'GET',
    path: '/overview/gap',
    summary: "Whether the bank's money is what is owed, and what explains the gap",
    access: 'overview.read',
  })
    .input(Range)
    .output(OverviewGap),
  exceptions: procedure({
    method: 'GET',
    path: '/overview/exceptions',
    summary: 'What was opened and resolved, what is open by severity and age, and how long it took',
    access: 'overview.read',
  })
    .errors(overviewRefusals)
    .input(z.object({ ...range, by: OverviewStep.default('day'), producer: Producers }))
    .output(OverviewExceptions),
  health: procedure({
    method: 'GET',
    path: '/overview/health',
    summary: 'Whether producers are on time, how fast rows are posted, what waits, and when all of it was last checked',
    access: 'overview.read',
  })
    .errors(overviewRefusals)
    .input(z.object({ ...range, producer: Producers }))
    .output(OverviewHealth),
}
