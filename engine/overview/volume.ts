/**
 * What executives look at first, and all of it from what others keep: sums, states and marks, never postings one by one, so
 * that no figure takes longer because there are more of them. Here what batches moved, beside the period before.
 */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../calendar/instant.ts'
import type {
  OverviewStep,
  OverviewVolume,
  VolumeBucket,
  VolumePart,
  VolumeSplit,
  VolumeSum,
} from '../contract/overview.ts'
import { partsMax } from '../contract/overview.ts'
import { assertNever } from '../invariant.ts'
import { grainOf } from '../ledger/volume-grains.ts'
import type { QueryContext } from '../store/command.ts'
import { homeOf } from '../workspace/home.ts'
import { daysOf, type Piece, periodBefore, piecesOf, type Span, spanOf } from './spans.ts'
import { type Sides, Sums, writtenSides } from './sums.ts'
import { totalsOf } from './totals.ts'

export type VolumeAsked = Readonly<{
  from: string
  to: string
  by: OverviewStep
  split: VolumeSplit
  producer: readonly number[] | null
  location: readonly string[] | null
  at: number
}>

export function readVolume({ raw }: Pick<QueryContext, 'raw'>, asked: VolumeAsked): OverviewVolume {
  const { by, split, at } = asked
  const { zone } = homeOf(raw)
  const now = spanOf(asked)
  const before = periodBefore(by, now)
  const parts = partsOf(raw, asked, now)
  const ofNow = readPeriod(raw, asked, { pieces: piecesOf(by, now, zone), parts })
  const ofBefore = readPeriod(raw, asked, { pieces: piecesOf(by, before, zone), parts })
  const hasRest = [ofNow, ofBefore].some(({ total }) => total.has(parts.length))
  return {
    asOf: isoOf(at),
    zone: zone.name,
    by,
    split,
    now: daysOf(now),
    before: daysOf(before),
    parts: hasRest ? [...parts, rest] : [...parts],
    buckets: besideEachOther(ofNow, ofBefore),
    totals: totalsOf(ofNow.total, ofBefore.total, { isSplit: split !== 'none' }),
  }
}

const rest: VolumePart = { kind: 'rest', key: null, name: null }

/** The sum of a period's pieces, by part and currency, as a whole and by the piece's place in the range. */
type Period = Readonly<{ pieces: readonly Piece[]; byPiece: readonly Sums[]; total: Sums }>

type Row = [piece: number, key: string | number | null, kind: string, currency: string, rows: number, money: string]

function readPeriod(
  raw: Database,
  asked: VolumeAsked,
  { pieces, parts }: Readonly<{ pieces: readonly Piece[]; parts: readonly VolumePart[] }>,
): Period {
  const numbers = new Map(parts.map(({ key }, at) => [key, at]))
  const byPiece = pieces.map(() => new Sums())
  const total = new Sums()
  const rows = raw
    .prepare(movedByPiece(asked))
    .raw()
    .iterate({
      ...filtersOf(asked),
      pieces: JSON.stringify(
        pieces.map(({ first, last, firstHour, lastHour }, at) => [at, first, last, firstHour, lastHour]),
      ),
    })
  for (const [piece, key, kind, currency, count, text] of rows as IterableIterator<Row>) {
    const part = asked.split === 'none' ? 0 : (numbers.get(key === null ? null : String(key)) ?? parts.length)
    const side = kind === 'TopUp' ? 'topUps' : 'payments'
    const money = BigInt(text)
    byPiece[piece]?.add({ part, currency, side, rows: count, money })
    total.add({ part, currency, side, rows: count, money })
  }
  return { pieces, byPiece, total }
}

function besideEachOther(now: Period, before: Period): OverviewVolume['buckets'] {
  const places = new Map<number, { now: VolumeBucket | null; before: VolumeBucket | null }>()
  for (const [which, { pieces, byPiece }] of [['now', now] as const, ['before', before] as const]) {
    for (const [at, piece] of pieces.entries()) {
      const pair = places.get(piece.place) ?? { now: null, before: null }
      pair[which] = bucketOf(piece, byPiece[at])
      places.set(piece.place, pair)
    }
  }
  return [...places].toSorted(([a], [b]) => a - b).map(([, pair]) => pair)
}

const bucketOf = ({ startsAt, endsAt, ...span }: Piece, sums: Sums | undefined): VolumeBucket => ({
  ...daysOf(span),
  startsAt: isoOf(startsAt),
  endsAt: isoOf(endsAt),
  sums: [...(sums?.all() ?? [])].map(([part, currency, sides]) => writtenSum(part, currency, sides)),
})

const writtenSum = (part: number, currency: string, sides: Sides): VolumeSum => ({
  part,
  currency,
  ...writtenSides(sides),
})

/** Those that moved the most rows: money of two currencies can't be compared. */
function partsOf(raw: Database, asked: VolumeAsked, { first, last }: Span): readonly VolumePart[] {
  if (asked.split === 'none') return [{ kind: 'all', key: null, name: null }]
  const largest = raw
    .prepare(largestParts(asked))
    .pluck()
    .all({ ...filtersOf(asked), first, last, most: partsMax }) as (string | number | null)[]
  const nameOf = raw.prepare('SELECT name FROM producer WHERE id = ?').pluck()
  return largest.map((found) => {
    const key = found === null ? null : String(found)
    return { kind: 'one', key, name: asked.split === 'producer' ? (nameOf.get(found) as string) : key }
  })
}

const filtersOf = ({ producer, location }: VolumeAsked) => ({
  producers: producer === null ? null : JSON.stringify(producer),
  locations: location === null ? null : JSON.stringify(location),
})

/** Places are grouped by number and named afterwards, once for each group and not for each sum. */
function groupOf(split: VolumeSplit): string {
  switch (split) {
    case 'none':
      return 'NULL'
    case 'producer':
      return 'producer_id'
    case 'location':
      return 'place'
    case 'tier':
      return 'tier'
    default:
      return assertNever(split)
  }
}

const wordOf = (split: VolumeSplit): string =>
  split === 'location' ? '(SELECT name FROM place WHERE place.id = part)' : 'part'

/** The coarsest sums that can tell: hours of places are the only ones that nobody added up further. */
function sourceOf({ by, split, producer, location }: VolumeAsked): Readonly<{ table: string; of: string }> {
  const grain = grainOf({
    hour: by === 'hour',
    producer: split === 'producer' || producer !== null,
    place: split === 'location' || location !== null,
    tier: split === 'tier',
  })
  return grain === null ? { table: 'volume', of: '' } : { table: 'volume_sum', of: `grain = ${grain} AND` }
}

const conditions = (asked: VolumeAsked): string => `
  ${asked.producer === null ? '' : 'AND producer_id IN (SELECT value FROM json_each(@producers))'}
  ${asked.location === null ? '' : 'AND place IN (SELECT id FROM place WHERE name IN (SELECT value FROM json_each(@locations)))'}`

/** Each piece is a range of the key, and what is answered is as much as there are pieces and parts. */
function movedByPiece(asked: VolumeAsked): string {
  const { table, of } = sourceOf(asked)
  // An hour is of one day, which the key can then step to.
  const when =
    asked.by === 'hour'
      ? `day = piece.value ->> '$[1]' AND hour BETWEEN piece.value ->> '$[3]' AND piece.value ->> '$[4]'`
      : `day BETWEEN piece.value ->> '$[1]' AND piece.value ->> '$[2]'`
  return `
    SELECT at, ${wordOf(asked.split)}, kind, currency, rows, money
    FROM (
      SELECT piece.value ->> '$[0]' AS at, ${groupOf(asked.split)} AS part, kind, currency, sum(rows) AS rows,
        CAST(sum(amount) AS TEXT) AS money
      FROM json_each(@pieces) AS piece
      CROSS JOIN ${table} AS moved ON ${of} ${when}
      WHERE 1 ${conditions(asked)}
      GROUP BY 1, 2, kind, currency)`
}

/** By hours too it is enough to look at days. */
function largestParts(asked: VolumeAsked): string {
  const { table, of } = sourceOf({ ...asked, by: 'day' })
  return `
    SELECT ${wordOf(asked.split)} FROM (
      SELECT ${groupOf(asked.split)} AS part, sum(rows) AS rows FROM ${table} AS moved
      WHERE ${of} day BETWEEN @first AND @last ${conditions(asked)}
      GROUP BY 1)
    ORDER BY rows DESC, 1 LIMIT @most`
}
