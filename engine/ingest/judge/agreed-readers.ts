/** What an agreement says of how cells are read, worked out once for a file: by the judge of rows, and to read some again. */
import type { Zone } from '../../calendar/zone.ts'
import type { Agreement, RowField } from '../../contract/agreements.ts'
import { rowFields } from '../../contract/agreements.ts'
import { type Place, placesOf, wordsOfTypes } from './agreed-words.ts'
import { AmountReader } from './amount-bytes.ts'
import type { ByteWords } from './byte-words.ts'
import { DateReader } from './date-bytes.ts'

export type JudgeRules = Readonly<{
  producer: number
  agreement: Agreement
  zone: Zone
  /** The places that the zone is known to have, folded; null when nothing is known of it. */
  knownPlaces: ReadonlySet<string> | null
  /** How many digits the currency has behind its mark. */
  digits: number
  /** When the file was received: what "in the future" and "too old" are reckoned from. */
  at: number
  /** Of the hashes. It belongs to the workspace and never changes, since the hashes are kept. */
  seed: number
}>

export type AgreedReaders = Readonly<{
  producer: Uint8Array
  /** What a field is where the file does not say it. */
  constants: readonly (Uint8Array | null)[]
  /** 1 for the columns that no row may be without. */
  needed: Uint8Array
  typeOfWord: ByteWords<0 | 1 | null>
  places: ByteWords<Place>
  amountOfText: AmountReader
  /** A number of JSON has a point, whatever mark was agreed for what the producer writes itself. */
  amountOfNumber: AmountReader
  date: DateReader
  /** Between these an instant is neither in the future nor too old. */
  latest: number
  earliest: number
}>

const dayMs = 86_400_000
/**
 * What no business moves in one row, whatever was agreed. A number misread as an amount, a telephone number or a time in
 * milliseconds, must not take a sum past what a number holds exactly, or no screen could show it.
 */
export const amountCap = 100_000_000_000

export function readersOf(rules: JudgeRules): AgreedReaders {
  const { mapping, limits } = rules.agreement
  const constants: Partial<Record<RowField, string | undefined>> = mapping.constants
  const { units, decimalMark } = mapping
  const form = { units, digits: rules.digits, signed: mapping.typeFromSign !== undefined }
  return {
    producer: new TextEncoder().encode(String(rules.producer)),
    constants: rowFields.map((field) => {
      const constant = constants[field]
      return constant === undefined ? null : new TextEncoder().encode(constant)
    }),
    needed: Uint8Array.from(rowFields, (field) => {
      if (field === 'TxType' && mapping.typeFromSign !== undefined) return 0
      return constants[field] === undefined ? 1 : 0
    }),
    typeOfWord: wordsOfTypes(mapping.types),
    places: placesOf(rules),
    amountOfText: new AmountReader({ ...form, decimalMark }),
    amountOfNumber: new AmountReader({ ...form, decimalMark: '.' }),
    date: new DateReader(mapping.dates, rules.zone),
    latest: rules.at + limits.futureDays * dayMs,
    earliest: rules.at - limits.ageDays * dayMs,
  }
}

/** What a row with this amount moves; null where it is none that a row may have. */
export const movedBy = ({ units, negative }: AmountReader, { mapping }: Agreement): number | null =>
  units === 0 || units > amountCap || (negative && mapping.typeFromSign === undefined) ? null : units
