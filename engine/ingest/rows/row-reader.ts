/**
 * A row of a file read once more, field by field, by the agreement that judged it: what can be read of it, and everything
 * that a rule says against it, where the judge tells the first thing only. It asks the readers that the judge asks.
 */
import { isoOf } from '../../calendar/instant.ts'
import { type RowField, type RowRule, rowFields } from '../../contract/agreements.ts'
import type { OriginalRow } from '../../contract/cases.ts'
import type { RowFields } from '../../contract/row-fields.ts'
import { assertNever } from '../../invariant.ts'
import { type AgreedReaders, amountCap, type JudgeRules, movedBy, readersOf } from '../judge/agreed-readers.ts'
import { effectOfPlace, typeOfNumber } from '../judge/agreed-words.ts'
import type { AmountReader } from '../judge/amount-bytes.ts'
import { textOf } from '../judge/byte-words.ts'
import { CardLook, maskedText } from '../judge/card-look.ts'
import { isPlainText, shortened } from '../judge/plain-text.ts'
import { absent, columnOf, type RecordBlock } from '../records/record-block.ts'

/** Whoever wants to read a record that is longer than any row asks for its line. */
const rawMax = 4_000
const cellMax = 500
/** The last instant whose year has four digits, which is as far as ISO 8601 goes without further agreement. */
const latestWritten = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

/** What a field is, where it can be read, and the rule that speaks about it. */
type Read = Readonly<{ row?: Partial<RowFields>; code?: RowRule }>
type Cell = Readonly<{ bytes: Uint8Array; from: number; to: number }>
type RecordAt = Readonly<{ block: RecordBlock; at: number }>

export class RowReader {
  readonly #rules: JudgeRules
  readonly #readers: AgreedReaders

  constructor(rules: JudgeRules) {
    this.#rules = rules
    this.#readers = readersOf(rules)
  }

  /** The rows of a block at these places. */
  read(block: RecordBlock, places: readonly number[]): readonly OriginalRow[] {
    const cards = new CardLook(block)
    return places.map((at) => this.#readRow({ block, at }, cards))
  }

  #readRow(record: RecordAt, cards: CardLook): OriginalRow {
    const { block, at } = record
    const texts = rowFields.map((field) => [field, textIn(record, field)] as const)
    const hasCard = cards.rowHasCard(at, true)
    return {
      line: block.lines[at] as number,
      raw: shortened(cards.maskedRaw(at), rawMax),
      cells: Object.fromEntries(
        texts.map(([field, text]) => [field, text === null ? null : shortened(maskedText(text), cellMax)]),
      ),
      ...(block.defects[at] === 0 ? this.#fieldsOf(record, { hasCard, cardsIn: cardsIn(texts) }) : this.#unreadable()),
    }
  }

  /** No cell of a record that is not what it should be can be trusted to be what its column says. */
  #unreadable(): Pick<OriginalRow, 'row' | 'problems'> {
    const needed = rowFields.filter((field) => this.#isNeeded(field))
    return { row: {}, problems: needed.map((field) => ({ field, code: 'FIELD_UNREADABLE' })) }
  }

  #fieldsOf(
    record: RecordAt,
    { hasCard, cardsIn }: Readonly<{ hasCard: boolean; cardsIn: ReadonlySet<RowField> }>,
  ): Pick<OriginalRow, 'row' | 'problems'> {
    const problems: { field: string; code: RowRule }[] = []
    // In a column that nobody agreed on, or between the columns: about no field, and still in the row.
    if (hasCard && cardsIn.size === 0) problems.push({ field: '', code: 'CARD_DATA_FOUND' })
    const fields = rowFields.map((field): Partial<RowFields> => {
      const { row = {}, code } = this.#readField(field, record)
      if (cardsIn.has(field)) problems.push({ field, code: 'CARD_DATA_FOUND' })
      if (code !== undefined) problems.push({ field, code })
      return cardsIn.has(field) ? {} : row
    })
    return { row: Object.assign({}, ...fields) as Partial<RowFields>, problems }
  }

  #readField(field: RowField, record: RecordAt): Read {
    const cell = this.#cellOf(record, field)
    if (cell === null) return this.#isNeeded(field) ? { code: 'FIELD_MISSING' } : {}
    switch (field) {
      case 'TxDate':
        return this.#date(cell)
      case 'ProducerId':
        return textOfCell(cell) === String(this.#rules.producer) ? {} : { code: 'PRODUCER_MISMATCH' }
      case 'ClientId':
        return isPlain(cell) ? { row: { client: textOfCell(cell) } } : { code: 'FIELD_UNREADABLE' }
      case 'ProducerLocation':
        return this.#place(cell)
      case 'TxId':
        return isPlain(cell) ? { row: { txId: textOfCell(cell) } } : { code: 'FIELD_UNREADABLE' }
      case 'TxType':
        return this.#type(cell)
      case 'Amount':
        return this.#amount(cell, this.#amountReaderOf(record))
      default:
        return assertNever(field)
    }
  }

  #date({ bytes, from, to }: Cell): Read {
    const { date, latest, earliest } = this.#readers
    if (!date.read(bytes, from, to)) return { code: 'FIELD_UNREADABLE' }
    const { at } = date
    const { DATE_IN_FUTURE, DATE_TOO_OLD } = this.#rules.agreement.effects
    const row = at <= latestWritten ? { occurredAt: isoOf(at) } : {}
    if (at > latest && DATE_IN_FUTURE !== 'warn') return { row, code: 'DATE_IN_FUTURE' }
    return at < earliest && DATE_TOO_OLD !== 'warn' ? { row, code: 'DATE_TOO_OLD' } : { row }
  }

  #place({ bytes, from, to }: Cell): Read {
    const place = this.#readers.places.find(bytes, from, to)
    if (place.standing === 'unreadable') return { code: 'FIELD_UNREADABLE' }
    const row = { location: place.name }
    const isFine = place.standing === 'fine' || effectOfPlace(place, this.#rules.agreement) === 'warn'
    return isFine ? { row } : { row, code: 'LOCATION_UNKNOWN' }
  }

  #type({ bytes, from, to }: Cell): Read {
    // Where the sign says what a row is, nobody asks this column.
    if (this.#rules.agreement.mapping.typeFromSign !== undefined) return {}
    const type = this.#readers.typeOfWord.find(bytes, from, to)
    return type === null ? { code: 'TYPE_UNKNOWN' } : { row: { type: typeOfNumber(type) } }
  }

  #amount({ bytes, from, to }: Cell, reader: AmountReader): Read {
    const { agreement } = this.#rules
    if (!reader.read(bytes, from, to)) return { code: 'FIELD_UNREADABLE' }
    const amount = movedBy(reader, agreement)
    if (amount === null) return { code: reader.units > amountCap ? 'AMOUNT_OVER_LIMIT' : 'AMOUNT_NOT_POSITIVE' }
    const sign = agreement.mapping.typeFromSign
    const row = sign === undefined ? { amount } : { amount, type: reader.negative ? sign.negative : sign.positive }
    const isFine = amount <= agreement.limits.amountMax || agreement.effects.AMOUNT_OVER_LIMIT === 'warn'
    return isFine ? { row } : { row, code: 'AMOUNT_OVER_LIMIT' }
  }

  #amountReaderOf({ block, at }: RecordAt): AmountReader {
    const isNumber = ((block.numbers[at] as number) & (1 << columnOf.Amount)) !== 0
    return isNumber ? this.#readers.amountOfNumber : this.#readers.amountOfText
  }

  /** Null where neither the file nor the agreement says anything. */
  #cellOf(record: RecordAt, field: RowField): Cell | null {
    const cell = cellIn(record, field)
    if (cell !== null && cell.to > cell.from) return cell
    const constant = this.#readers.constants[columnOf[field]] ?? null
    return constant === null ? null : { bytes: constant, from: 0, to: constant.length }
  }

  #isNeeded(field: RowField): boolean {
    return this.#readers.needed[columnOf[field]] === 1
  }
}

type Text = readonly [field: RowField, text: string | null]

const cardsIn = (texts: readonly Text[]): ReadonlySet<RowField> =>
  new Set(texts.filter(([, text]) => text !== null && maskedText(text) !== text).map(([field]) => field))

/** Null for a cell that the record does not have at all. */
function cellIn({ block, at }: RecordAt, field: RowField): Cell | null {
  const { starts, ends, count, bytes } = block
  const from = starts[columnOf[field] * count + at] as number
  return from === absent ? null : { bytes, from, to: ends[columnOf[field] * count + at] as number }
}

function textIn(record: RecordAt, field: RowField): string | null {
  const cell = cellIn(record, field)
  return cell === null ? null : textOfCell(cell)
}

const textOfCell = ({ bytes, from, to }: Cell): string => textOf(bytes, from, to)
const isPlain = ({ bytes, from, to }: Cell): boolean => isPlainText(bytes, from, to)
