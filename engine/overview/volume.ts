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
import { daysOf, type Piece, periodBefore, piecesOf, type Span, spanOf, wholeOf } from './spans.ts'
import { type Sides, Sums, writtenSides } from './sums.ts'
import { totalsOf } from './totals.ts'

export type VolumeAsked = Readonly<{
  from: string
  to: string
  by: OverviewStep
  split: VolumeSplit
  producer: readonly number[] | null
  location: readonly string[] | null
  /** Only what the whole range came to, part by part: its pieces are then neither told apart nor answered. */
  totalsOnly?: boolean
  at: number
}>

export function readVolume({ raw }: Pick<QueryContext, 'raw'>, asked: VolumeAsked): OverviewVolume {
  const { by, split, at } = asked
  const { zone } = homeOf(raw)
  const now = spanOf(asked)
  const before = periodBefore(by, now)
  const pieces = (span: Span): readonly Piece[] => (asked.totalsOnly ? [wholeOf(span, zone)] : piecesOf(by, span, zone))
  const moved = asked.totalsOnly ? [...movedIn(raw, asked, pieces(now))] : null
  const parts = partsOf(raw, asked, moved === null ? largestIn(raw, asked, wholeOf(now, zone)) : largestOf(moved))
  const ofNow = periodOf(moved ?? movedIn(raw, asked, pieces(now)), asked, { pieces: pieces(now), parts })
  const ofBefore = periodOf(movedIn(raw, asked, pieces(before)), asked, { pieces: pieces(before), parts })
  const hasRest = [ofNow, ofBefore].some(({ total }) => total.has(parts.length))
  return {
    asOf: isoOf(at),
    zone: zone.name,
    by,
    split,
    now: daysOf(now),
    before: daysOf(before),
    parts: hasRest ? [...parts, rest] : [...parts],
    buckets: asked.totalsOnly ? [] : besideEachOther(ofNow, ofBefore),
    totals: totalsOf(ofNow.total, ofBefore.total, { isSplit: split !== 'none' }),
  }
}

const rest: VolumePart = { kind: 'rest', key: null, name: null }

/** The sum of a period's pieces, by part and currency, as a whole and by the piece's place in the range. */
type Period = Readonly<{ pieces: readonly Piece[]; byPiece: readonly Sums[]; total: Sums }>

type Row = [piece: number, key: Key, kind: string, currency: string, rows: number, money: string]

const movedIn = (raw: Database, asked: VolumeAsked, pieces: readonly Piece[]): Iterable<Row> =>
  raw
    .prepare(movedByPiece(asked, pieces))
    .raw()
    .iterate({ ...filtersOf(asked), pieces: written(pieces) }) as IterableIterator<Row>

function periodOf(
  rows: Iterable<Row>,
  asked: VolumeAsked,
  { pieces, parts }: Readonly<{ pieces: readonly Piece[]; parts: readonly VolumePart[] }>,
): Period {
  const numbers = new Map(parts.map(({ key }, at) => [key, at]))
  const byPiece = pieces.map(() => new Sums())
  const total = new Sums()
  for (const [piece, key, kind, currency, count, text] of rows) {
    const part = asked.split === 'none' ? 0 : (numbers.get(key === null ? null : String(key)) ?? parts.length)
    const side = kind === 'TopUp' ? 'topUps' : 'payments'
    const money = BigInt(text)
    byPiece[piece]?.add({ part, currency, side, rows: count, money })
    total.add({ part, currency, side, rows: count, money })
  }
  return { pieces, byPiece, total }
}

const written = (pieces: readonly Piece[]): string =>
  JSON.stringify(pieces.map(({ first, last, firstHour, lastHour }, at) => [at, first, last, firstHour, lastHour]))

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

type Key = string | number | null

/** Those that moved the most rows: money of two currencies can't be compared. */
function partsOf(raw: Database, { split }: VolumeAsked, largest: readonly Key[]): readonly VolumePart[] {
  if (split === 'none') return [{ kind: 'all', key: null, name: null }]
  const nameOf = raw.prepare('SELECT name FROM producer WHERE id = ?').pluck()
  return largest.map((found) => {
    const key = found === null ? null : String(found)
    return { kind: 'one', key, name: split === 'producer' ? (nameOf.get(found) as string) : key }
  })
}

const largestIn = (raw: Database, asked: VolumeAsked, whole: Piece): readonly Key[] =>
  asked.split === 'none'
    ? []
    : (raw
        .prepare(largestParts(asked, [whole]))
        .pluck()
        .all({ ...filtersOf(asked), pieces: written([whole]), most: partsMax }) as Key[])

/** Of what was read already the same ones. */
function largestOf(moved: readonly Row[]): readonly Key[] {
  const rowsOf = new Map<Key, number>()
  for (const [, key, , , rows] of moved) rowsOf.set(key, (rowsOf.get(key) ?? 0) + rows)
  return [...rowsOf]
    .toSorted(([a, rowsOfA], [b, rowsOfB]) => rowsOfB - rowsOfA || (a === null || (b !== null && a < b) ? -1 : 1))
    .slice(0, partsMax)
    .map(([key]) => key)
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

/** What a range came to is the same by days. */
const isByHour = ({ by, totalsOnly = false }: VolumeAsked): boolean => by === 'hour' && !totalsOnly

/** The coarsest sums that can tell: hours of places are the only ones that nobody added up further. */
function sourceOf(asked: VolumeAsked): Readonly<{ table: string; of: string }> {
  const { split, producer, location } = asked
  const grain = grainOf({
    hour: isByHour(asked),
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
function movedByPiece(asked: VolumeAsked, pieces: readonly Piece[]): string {
  const { table, of } = sourceOf(asked)
  return `
    SELECT at, ${wordOf(asked.split)}, kind, currency, rows, money
    FROM (
      SELECT ${whenOf(asked, pieces).at} AS at, ${groupOf(asked.split)} AS part, kind, currency, sum(rows) AS rows,
        CAST(sum(amount) AS TEXT) AS money
      FROM ${whenOf(asked, pieces).from(`${table} AS moved ON ${of}`)} ${conditions(asked)}
      GROUP BY 1, 2, kind, currency)`
}

type When = Readonly<{ at: string; from: (sums: string) => string }>

/**
 * The key goes on with the hour and the producer behind its day: from day to day each producer that is asked for is stepped
 * to, where that is fewer steps than there are sums of others between them.
 */
function whenOf(asked: VolumeAsked, pieces: readonly Piece[]): When {
  const ofPiece = { at: "piece.value ->> '$[0]'" }
  if (isByHour(asked))
    // An hour is of one day, which the key can then step to.
    return {
      ...ofPiece,
      from: (sums) => `json_each(@pieces) AS piece CROSS JOIN ${sums} day = piece.value ->> '$[1]'
        AND hour BETWEEN piece.value ->> '$[3]' AND piece.value ->> '$[4]' WHERE 1`,
    }
  const days = pieces.reduce((sum, { first, last }) => sum + last - first + 1, 0)
  if (asked.producer === null || days * asked.producer.length > stepsMax)
    return {
      ...ofPiece,
      from: (sums) => `json_each(@pieces) AS piece CROSS JOIN ${sums}
        day BETWEEN piece.value ->> '$[1]' AND piece.value ->> '$[2]' WHERE 1`,
    }
  return {
    at: 'step.at',
    from: (sums) => `(
      WITH RECURSIVE step (at, day, last) AS (
        SELECT value ->> '$[0]', value ->> '$[1]', value ->> '$[2]' FROM json_each(@pieces)
        UNION ALL SELECT at, day + 1, last FROM step WHERE day < last)
      SELECT at, day FROM step) AS step CROSS JOIN ${sums} moved.day = step.day AND hour = 0 WHERE 1`,
  }
}

const stepsMax = 20_000

/** By hours too it is enough to look at days. */
function largestParts(asked: VolumeAsked, pieces: readonly Piece[]): string {
  const byDay: VolumeAsked = { ...asked, by: 'day' }
  const { table, of } = sourceOf(byDay)
  return `
    SELECT ${wordOf(asked.split)} FROM (
      SELECT ${groupOf(asked.split)} AS part, sum(rows) AS rows
      FROM ${whenOf(byDay, pieces).from(`${table} AS moved ON ${of}`)} ${conditions(asked)}
      GROUP BY 1)
    ORDER BY rows DESC, 1 LIMIT @most`
}
