/**
 * The first way in which rows were judged, one text at a time: kept to hold the judge over bytes against.
 * What one record of a file becomes: a valid row, or a fault that says which rule spoke, about which field, and what was
 * found there. Pure: no disk, no database; the clock and the zone are handed in.
 */
import type { Instant } from '../../../engine/calendar/instant.ts'
import type { Zone } from '../../../engine/calendar/zone.ts'
import { maskCards } from '../../../engine/ingest/card.ts'
import type { Minor } from '../../../engine/money/minor.ts'

export const fields = ['TxDate', 'ProducerId', 'ClientId', 'ProducerLocation', 'TxId', 'TxType', 'Amount'] as const
export type Field = (typeof fields)[number]
export type RecordCells = Readonly<Record<Field, string>>

export type ValidRow = Readonly<{
  kind: 'valid'
  line: number
  raw: string
  client: string
  txId: string
  type: 'TopUp' | 'Payment'
  amount: Minor
  location: string
  occurredAt: Instant
  businessDay: string
}>

export type RowFaultCode =
  | 'FIELD_MISSING'
  | 'FIELD_UNREADABLE'
  | 'TYPE_UNKNOWN'
  | 'AMOUNT_NOT_POSITIVE'
  | 'AMOUNT_OVER_LIMIT'
  | 'PRODUCER_MISMATCH'
  | 'DATE_IN_FUTURE'
  | 'DATE_TOO_OLD'
  | 'LOCATION_UNKNOWN'
  | 'CARD_DATA_FOUND'

export type FaultRow = Readonly<{
  kind: 'fault'
  line: number
  raw: string
  code: RowFaultCode
  field: Field | null
  found: string | null
}>

export type JudgedRow = ValidRow | FaultRow

export type RowRules = Readonly<{
  producer: number
  /** Empty when the producer lists no places: then every place is taken. */
  locations: ReadonlySet<string>
  zone: Zone
  at: number
}>

const dayMs = 86_400_000
const futureMaxMs = dayMs
const ageMaxMs = 366 * dayMs
const textMax = 128
/**
 * Until agreements bring their own limits, what no business moves in one row. A number misread as an amount, a telephone
 * number or a time in milliseconds, must not take a sum past what a number holds exactly, or no screen could show it.
 */
const amountMax = 100_000_000_000

export type RawRecord = Readonly<{ line: number; raw: string; cells: RecordCells | null }>

export function judgeRow({ line, raw, cells }: RawRecord, rules: RowRules): JudgedRow {
  const masked = maskCards(raw)
  const fault = (code: RowFaultCode, field: Field | null, found: string | null): FaultRow => ({
    kind: 'fault',
    line,
    raw: masked,
    code,
    field,
    found: found === null ? null : maskCards(found),
  })
  // A line with more or fewer cells than the header: no cell of it can be trusted to be what its column says.
  if (cells === null) return fault('FIELD_UNREADABLE', null, null)
  if (masked !== raw)
    return fault('CARD_DATA_FOUND', fields.find((f) => maskCards(cells[f]) !== cells[f]) ?? null, null)
  const missing = fields.find((field) => cells[field] === '')
  if (missing !== undefined) return fault('FIELD_MISSING', missing, '')
  if (cells.ProducerId !== String(rules.producer)) return fault('PRODUCER_MISMATCH', 'ProducerId', cells.ProducerId)
  const long = (['ClientId', 'ProducerLocation', 'TxId'] as const).find((field) => !isPlainText(cells[field]))
  if (long !== undefined) return fault('FIELD_UNREADABLE', long, cells[long].slice(0, textMax))
  const type = cells.TxType
  if (type !== 'TopUp' && type !== 'Payment') return fault('TYPE_UNKNOWN', 'TxType', type)
  const amount = readMinor(cells.Amount)
  if (amount === null) return fault(faultOfAmount(cells.Amount), 'Amount', cells.Amount)
  if (amount === 0) return fault('AMOUNT_NOT_POSITIVE', 'Amount', cells.Amount)
  if (amount > amountMax) return fault('AMOUNT_OVER_LIMIT', 'Amount', cells.Amount)
  const occurredAt = rules.zone.readInstant(cells.TxDate)
  if (occurredAt === null) return fault('FIELD_UNREADABLE', 'TxDate', cells.TxDate)
  if (occurredAt > rules.at + futureMaxMs) return fault('DATE_IN_FUTURE', 'TxDate', cells.TxDate)
  if (occurredAt < rules.at - ageMaxMs) return fault('DATE_TOO_OLD', 'TxDate', cells.TxDate)
  const location = cells.ProducerLocation
  if (rules.locations.size > 0 && !rules.locations.has(location)) {
    return fault('LOCATION_UNKNOWN', 'ProducerLocation', location)
  }
  const businessDay = rules.zone.dayOf(occurredAt)
  return {
    kind: 'valid',
    line,
    raw,
    client: cells.ClientId,
    txId: cells.TxId,
    type,
    amount,
    location,
    occurredAt,
    businessDay,
  }
}

/** Of a fault: whose money it is and how much, as far as that can be read. */
export function partiesOf({ raw, cells }: RawRecord): Readonly<{ client: string | null; amount: number | null }> {
  if (cells === null || maskCards(raw) !== raw) return { client: null, amount: null }
  const amount = readMinor(cells.Amount)
  const isMoved = amount !== null && amount > 0 && amount <= amountMax
  const isNamed = cells.ClientId !== '' && isPlainText(cells.ClientId)
  return { client: isNamed ? cells.ClientId : null, amount: isMoved ? amount : null }
}

// A negative amount is readable and wrong; anything else that is no whole number can't be read at all.
const faultOfAmount = (text: string): RowFaultCode =>
  /^-[0-9]{1,16}$/.test(text) ? 'AMOUNT_NOT_POSITIVE' : 'FIELD_UNREADABLE'

/** Control characters and lone surrogates have no business in a name, and would not come back from the store as they went. */
const isPlainText = (text: string): boolean => text.length <= textMax && !/\p{Cc}|\p{Cs}/u.test(text)

/**
 * Reads a positive whole number of minor units as it stands in a file, or answers null. Only ASCII digits without sign,
 * point, exponent, or padding: a looser reading would turn `1e3`, `0x10` or `1.0` into money nobody meant.
 */
function readMinor(text: string): Minor | null {
  if (!/^[0-9]{1,16}$/.test(text)) return null
  const units = Number(text)
  return Number.isSafeInteger(units) ? (units as Minor) : null
}
