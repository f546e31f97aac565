/**
 * What the records of a block become under a producer's agreement: valid rows, held rows, or faults that say which rule
 * spoke, about which field, and what was found there. Pure: no disk, no database; the clock and the zone are handed in.
 * It works on bytes: a string is made only of what has to be shown to somebody.
 */
import type { RowEffect, RowField, RowRule } from '../../contract/agreements.ts'
import { rowFields } from '../../contract/agreements.ts'
import { maskCards } from '../card.ts'
import { absent, columnOf, fieldCount, type RecordBlock } from '../records/record-block.ts'
import { amountCap, type JudgeRules, movedBy, readersOf } from './agreed-readers.ts'
import { effectOfPlace, numberOf, type Place } from './agreed-words.ts'
import type { AmountReader } from './amount-bytes.ts'
import { ByteHash } from './byte-hash.ts'
import { type ByteWords, textOf } from './byte-words.ts'
import { CardLook } from './card-look.ts'
import type { DateReader } from './date-bytes.ts'
import type { JudgedBlock, RowNote } from './judged-block.ts'
import { type Columns, columnsFor, emptyBlock } from './judged-columns.ts'
import { isPlainText, shortened } from './plain-text.ts'
import { WarningTally } from './warning-tally.ts'

const exactHalf = 2 ** 52

const valid = 0
const faulty = 1
const held = 2

const dateColumn = columnOf.TxDate
const producerColumn = columnOf.ProducerId
const clientColumn = columnOf.ClientId
const placeColumn = columnOf.ProducerLocation
const txColumn = columnOf.TxId
const typeColumn = columnOf.TxType
const amountColumn = columnOf.Amount
const amountBit = 1 << columnOf.Amount

type Parties = Pick<RowNote, 'client' | 'amount'>
const nobody: Parties = { client: null, amount: null }

/** What a rule says of a row. */
type Verdict = Readonly<{ code: RowRule; field: RowField | null; found: string | null }>

export class Judge {
  readonly #rules: JudgeRules
  readonly #producer: Uint8Array
  readonly #constants: readonly (Uint8Array | null)[]
  readonly #needed: Uint8Array
  readonly #typeOfWord: ByteWords<0 | 1 | null>
  readonly #places: ByteWords<Place>
  readonly #amountOfText: AmountReader
  readonly #amountOfNumber: AmountReader
  readonly #date: DateReader
  readonly #identity: ByteHash
  readonly #content: ByteHash
  readonly #warnings = new WarningTally()
  readonly #latest: number
  readonly #earliest: number
  #blocks = 0
  #block: RecordBlock = emptyBlock
  #cards = new CardLook(emptyBlock)
  #hold: Verdict | null = null
  /** The one that has read the row's amount. */
  #amount: AmountReader
  #amountIsReadable = false
  #sum = 0
  #total = 0n
  #missingColumn = -1
  #missingIsAbsent = false
  #cellsOutside = false
  #place: Place = { name: '', standing: 'fine', hash: 0, index: 0, block: 0 }
  // The cell that `#find` found last.
  #bytes: Uint8Array = emptyBlock.bytes
  #from = 0
  #to = 0

  constructor(rules: JudgeRules) {
    const readers = readersOf(rules)
    this.#rules = rules
    this.#producer = readers.producer
    this.#constants = readers.constants
    this.#needed = readers.needed
    this.#typeOfWord = readers.typeOfWord
    this.#places = readers.places
    this.#amountOfText = readers.amountOfText
    this.#amountOfNumber = readers.amountOfNumber
    this.#amount = readers.amountOfText
    this.#date = readers.date
    this.#latest = readers.latest
    this.#earliest = readers.earliest
    this.#identity = new ByteHash(rules.seed)
    this.#content = new ByteHash(rules.seed + 1)
  }

  judge(block: RecordBlock): JudgedBlock {
    this.#block = block
    this.#cards = new CardLook(block)
    this.#blocks += 1
    const columns = columnsFor(block)
    for (let row = 0; row < block.count; row += 1) this.#judgeRow(row, columns)
    this.#block = emptyBlock
    this.#cards = new CardLook(emptyBlock)
    const sum = this.#takeSum()
    this.#total = 0n
    return { ...columns, sum, warnings: this.#warnings.take() }
  }

  #judgeRow(row: number, columns: Columns): void {
    this.#hold = null
    this.#survey(row)
    this.#addUp(row)
    // The order is the rules': a row is told the first thing that is wrong with it. What would be held is looked at to its
    // end all the same, since nobody could release a row that can't be read.
    const fault =
      this.#defect(row) ??
      this.#card(row) ??
      this.#missing() ??
      this.#producerOf(row) ??
      this.#text(row, clientColumn) ??
      this.#placeText(row) ??
      this.#text(row, txColumn) ??
      this.#type(row, columns) ??
      this.#amountOf(row, columns) ??
      this.#dateOf(row, columns) ??
      this.#placeOf(row, columns)
    const spoken = fault ?? this.#hold
    const outcome = fault !== null ? faulty : spoken !== null ? held : valid
    columns.outcomes[row] = outcome
    if (outcome !== faulty) this.#hash(row, columns)
    this.#warnings.settle(outcome === valid, this.#block.lines[row] as number)
    if (spoken === null) return
    const parties = fault === null ? nobody : this.#partiesOf(row, fault)
    columns.notes.push({ row, ...spoken, ...parties, raw: this.#rawOf(row, spoken) })
  }

  /** One look over all cells: the first that is needed and not there, and whether all are pieces of the raw text. */
  #survey(row: number): void {
    const { starts, ends, count, rawStarts, rawEnds } = this.#block
    const rawStart = rawStarts[row] as number
    const rawEnd = rawEnds[row] as number
    this.#missingColumn = -1
    this.#cellsOutside = false
    for (let column = fieldCount - 1; column >= 0; column -= 1) {
      const start = starts[column * count + row] as number
      const end = ends[column * count + row] as number
      if (start !== absent && end > start) {
        if (start < rawStart || end > rawEnd) this.#cellsOutside = true
      } else if (this.#needed[column] === 1) {
        this.#missingColumn = column
        this.#missingIsAbsent = start === absent
      }
    }
  }

  /** What the file says it moves is held against all its rows, whatever else is wrong with them. */
  #addUp(row: number): void {
    this.#find(row, amountColumn)
    const isThere = this.#block.defects[row] === 0 && this.#from >= 0
    const isNumber = ((this.#block.numbers[row] as number) & amountBit) !== 0
    this.#amount = isNumber ? this.#amountOfNumber : this.#amountOfText
    this.#amountIsReadable = isThere && this.#amount.read(this.#bytes, this.#from, this.#to)
    if (!this.#amountIsReadable) return
    // As a number only while that is exact, and two halves of what is exact are.
    if (this.#amount.units > exactHalf || this.#sum > exactHalf) this.#takeSum()
    this.#sum += this.#amount.units
  }

  #takeSum(): bigint {
    this.#total += BigInt(this.#sum)
    this.#sum = 0
    return this.#total
  }

  /** No cell of a record that is not what it should be can be trusted to be what its column says. */
  #defect(row: number): Verdict | null {
    return this.#block.defects[row] === 0 ? null : { code: 'FIELD_UNREADABLE', field: null, found: null }
  }

  /** Before everything that would show what is in the row. */
  #card(row: number): Verdict | null {
    if (!this.#cards.rowHasCard(row, this.#cellsOutside)) return null
    const field = rowFields.find((name) => this.#cards.cellHasCard(row, columnOf[name]))
    return { code: 'CARD_DATA_FOUND', field: field ?? null, found: null }
  }

  #missing(): Verdict | null {
    const column = this.#missingColumn
    if (column < 0) return null
    return { code: 'FIELD_MISSING', field: rowFields[column] ?? null, found: this.#missingIsAbsent ? null : '' }
  }

  #producerOf(row: number): Verdict | null {
    this.#find(row, producerColumn)
    const producer = this.#producer
    let same = this.#to - this.#from === producer.length
    for (let i = 0; same && i < producer.length; i += 1) same = producer[i] === this.#bytes[this.#from + i]
    return same ? null : this.#says('PRODUCER_MISMATCH', 'ProducerId')
  }

  #text(row: number, column: number): Verdict | null {
    this.#find(row, column)
    if (isPlainText(this.#bytes, this.#from, this.#to)) return null
    return this.#says('FIELD_UNREADABLE', rowFields[column] ?? null)
  }

  #placeText(row: number): Verdict | null {
    this.#find(row, placeColumn)
    this.#place = this.#places.find(this.#bytes, this.#from, this.#to)
    if (this.#place.standing !== 'unreadable') return null
    return this.#says('FIELD_UNREADABLE', 'ProducerLocation')
  }

  #type(row: number, columns: Columns): Verdict | null {
    if (this.#rules.agreement.mapping.typeFromSign !== undefined) return null
    this.#find(row, typeColumn)
    const type = this.#typeOfWord.find(this.#bytes, this.#from, this.#to)
    if (type === null) return this.#says('TYPE_UNKNOWN', 'TxType')
    columns.types[row] = type
    return null
  }

  #amountOf(row: number, columns: Columns): Verdict | null {
    const { mapping, limits, effects } = this.#rules.agreement
    this.#find(row, amountColumn)
    if (!this.#amountIsReadable) return this.#says('FIELD_UNREADABLE', 'Amount')
    const { units, negative } = this.#amount
    const sign = mapping.typeFromSign
    if (units === 0 || (negative && sign === undefined)) return this.#says('AMOUNT_NOT_POSITIVE', 'Amount')
    if (units > amountCap) return this.#says('AMOUNT_OVER_LIMIT', 'Amount')
    if (sign !== undefined) columns.types[row] = numberOf(negative ? sign.negative : sign.positive)
    columns.amounts[row] = units
    return units > limits.amountMax ? this.#agreed('AMOUNT_OVER_LIMIT', 'Amount', effects.AMOUNT_OVER_LIMIT) : null
  }

  #dateOf(row: number, columns: Columns): Verdict | null {
    const { effects } = this.#rules.agreement
    this.#find(row, dateColumn)
    if (!this.#date.read(this.#bytes, this.#from, this.#to)) return this.#says('FIELD_UNREADABLE', 'TxDate')
    const { at, twice } = this.#date
    columns.occurredAt[row] = at
    columns.days[row] = this.#rules.zone.dayNumberOf(at)
    if (twice) this.#warnings.note('TIME_TWICE')
    if (at > this.#latest) return this.#agreed('DATE_IN_FUTURE', 'TxDate', effects.DATE_IN_FUTURE)
    if (at < this.#earliest) return this.#agreed('DATE_TOO_OLD', 'TxDate', effects.DATE_TOO_OLD)
    return null
  }

  #placeOf(row: number, columns: Columns): Verdict | null {
    this.#find(row, placeColumn)
    const place = this.#place
    if (place.block !== this.#blocks) {
      place.block = this.#blocks
      place.index = columns.placeNames.push(place.name) - 1
    }
    columns.places[row] = place.index
    if (place.standing === 'fine') return null
    return this.#agreed('LOCATION_UNKNOWN', 'ProducerLocation', effectOfPlace(place, this.#rules.agreement))
  }

  #hash(row: number, columns: Columns): void {
    const { bytes } = this.#block
    const identity = this.#identity
    identity.start()
    identity.addBytes(bytes, columns.txStarts[row] as number, columns.txEnds[row] as number)
    columns.identities[row] = identity.value()
    const content = this.#content
    content.start()
    content.addBytes(bytes, columns.clientStarts[row] as number, columns.clientEnds[row] as number)
    content.addWord(columns.types[row] as number)
    content.addNumber(columns.amounts[row] as number)
    content.addNumber(columns.occurredAt[row] as number)
    content.addNumber(this.#place.hash)
    columns.contents[row] = content.value()
  }

  /** Finds a cell, or what the agreement says in its place when the file says nothing. */
  #find(row: number, column: number): void {
    const { starts, ends, count, bytes } = this.#block
    const start = starts[column * count + row] as number
    const end = ends[column * count + row] as number
    const constant = end > start && start !== absent ? null : (this.#constants[column] ?? null)
    this.#bytes = constant ?? bytes
    this.#from = constant === null ? start : 0
    this.#to = constant === null ? end : constant.length
  }

  /** A fault over the cell that was found last. */
  #says(code: RowRule, field: RowField | null): Verdict {
    return { code, field, found: shortened(maskCards(textOf(this.#bytes, this.#from, this.#to))) }
  }

  /** What was agreed about a rule that has spoken: the verdict only when it ends the row. */
  #agreed(code: RowRule, field: RowField, effect: RowEffect): Verdict | null {
    if (effect === 'fault') return this.#says(code, field)
    if (effect === 'warn') this.#warnings.note(code)
    else this.#hold ??= this.#says(code, field)
    return null
  }

  /** Whose money a fault is about and how much, as far as it says so. */
  #partiesOf(row: number, { code }: Verdict): Parties {
    if (this.#block.defects[row] !== 0 || code === 'CARD_DATA_FOUND') return nobody
    const amount = this.#amountIsReadable ? movedBy(this.#amount, this.#rules.agreement) : null
    this.#find(row, clientColumn)
    const isNamed = this.#to > this.#from && this.#from >= 0 && isPlainText(this.#bytes, this.#from, this.#to)
    return { client: isNamed ? textOf(this.#bytes, this.#from, this.#to) : null, amount }
  }

  #rawOf(row: number, { code, field }: Verdict): string {
    // Whatever came behind the look for cards has none.
    if (code === 'CARD_DATA_FOUND' || field === null) return this.#cards.maskedRaw(row)
    return textOf(this.#block.bytes, this.#block.rawStarts[row] as number, this.#block.rawEnds[row] as number)
  }
}
