/**
 * What a statement means beside those that are known of its account: which of its lines were said before, which spans it
 * joins, and what it leaves out that others said. Only read here; what comes of it is written by `accept`.
 */
import { hash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { invariant } from '../../invariant.ts'
import type { QueryContext } from '../../store/command.ts'
import { perConnection } from '../../store/compiled.ts'
import { type Ends, type KnownLine, KnownLines, type Line, type OwnLine, type Teller } from './known-lines.ts'
import { RetoldDays } from './retold-days.ts'
import { saidOf } from './said-alike.ts'
import { isWithin, type Relation, relationByDays, relationOf, type Stretch } from './spans.ts'

export type Correction = Readonly<{ lines: number; sum: number; first: readonly number[] }>

export type Weighed = Readonly<{
  status: 'weighed'
  /** Pairs: a line, and the earlier one that it repeats. */
  repeats: Float64Array
  joins: readonly Readonly<{ span: number; relation: Relation }>[]
  corrected: Correction | null
  /** An earlier statement that says all of it. */
  repeatOf: number | null
}>

/** `long`: more lines have to be looked at than somebody who waits for a reader should wait for. */
export type Weighing = Weighed | Readonly<{ status: 'long' }>

export function weighStatement(
  { raw }: Pick<QueryContext, 'raw'>,
  { statement, linesMax }: Readonly<{ statement: number; linesMax: number | null }>,
): Weighing {
  const own = statementsOf(raw).one.get(statement) as StatementRow | undefined
  invariant(own !== undefined && own.account !== null, 'a statement without an account is weighed', { statement })
  const known = statementsOf(raw).near.all(own) as StatementRow[]
  const lines = known.reduce((sum, each) => sum + each.lines, known.length === 0 ? 0 : own.lines)
  if (linesMax !== null && lines > linesMax) return { status: 'long' }
  return wholeRepeat(raw, own, known) ?? new Scales(raw, own, known).weigh()
}

const facts = ['number', 'fromDay', 'toDay', 'opening', 'closing', 'lines', 'sumIn', 'sumOut'] as const
const isAlike = (one: StatementRow, other: StatementRow): boolean => facts.every((fact) => one[fact] === other[fact])

/** A statement that comes again line by line: the usual case, and told without holding a million lines in memory. */
function wholeRepeat(raw: Database, own: StatementRow, known: readonly StatementRow[]): Weighed | null {
  const same = known.find((each) => isAlike(each, own) && statementsOf(raw).alike.get(ofBoth(own, each)) === own.lines)
  if (same === undefined) return null
  const repeats = new Float64Array(own.lines * 2)
  for (let at = 0; at < own.lines; at += 1) repeats.set([(own.first ?? 0) + at, (same.first ?? 0) + at], at * 2)
  return { status: 'weighed', repeats, joins: [], corrected: null, repeatOf: same.id }
}

const ofBoth = (own: StatementRow, other: StatementRow) => ({
  first: own.first,
  last: own.last,
  by: (other.first ?? 0) - (own.first ?? 0),
})

type StatementRow = Readonly<{
  id: number
  account: number | null
  number: string | null
  fromDay: number
  toDay: number
  opening: number | null
  closing: number | null
  first: number | null
  last: number | null
  lines: number
  sumIn: number
  sumOut: number
  /** Of an accepted one: the span that it is part of now. */
  span: number | null
  format: string
}>

type SpanRow = Stretch & Readonly<{ id: number }>
type Tally = { lines: number; sum: number; touches: boolean; sharesEnd: boolean }

const firstMax = 20

class Scales {
  readonly #raw: Database
  readonly #own: StatementRow
  readonly #stretch: Stretch | null
  readonly #known: readonly StatementRow[]
  readonly #spans: readonly SpanRow[]
  readonly #lines: KnownLines
  readonly #tallies = new Map<number, Tally>()
  readonly #missing: KnownLine[] = []
  /** Lines that move a balance. */
  #booked = 0
  #isContradicted = false

  constructor(raw: Database, own: StatementRow, known: readonly StatementRow[]) {
    this.#raw = raw
    this.#own = own
    this.#known = known
    this.#spans = statementsOf(raw).spans.all(own.account) as SpanRow[]
    this.#stretch = stretchOf(own)
    this.#lines = new KnownLines(known.length === 0 ? [] : this.#ownLines())
  }

  weigh(): Weighed {
    for (const each of this.#known) this.#takeKnown(each)
    this.#compareFormats()
    const joins = this.#stretch === null ? [] : this.#joins(this.#stretch)
    this.#compareContent(joins)
    this.#noteOtherFormats()
    const isAllKnown = this.#known.length > 0 && this.#lines.count === this.#booked
    const repeatOf = isAllKnown ? this.#sameAs() : null
    return { status: 'weighed', repeats: this.#lines.repeats(), joins, corrected: this.#correction(), repeatOf }
  }

  /** Those of days of which something is known. */
  #ownLines(): readonly OwnLine[] {
    const { first, last } = this.#own
    const fromDay = Math.min(...this.#known.map((each) => each.fromDay))
    const toDay = Math.max(...this.#known.map((each) => each.toDay))
    const isToldTwice = this.#known.some((each) => each.format !== this.#own.format)
    const lines: OwnLine[] = []
    let before = this.#stretch?.opening ?? null
    for (const row of statementsOf(this.#raw).lines.iterate({ first, last }) as IterableIterator<LineRow>) {
      if (row.isPending === 1) continue
      this.#booked += 1
      const said = isToldTwice ? saidIn(row) : null
      if (row.day >= fromDay && row.day <= toDay) lines.push({ ...lineOf(row), before, said })
      before = before === null ? null : before + row.amount
    }
    return lines
  }

  /** Walks through a known statement: its lines of the days that both are about, with what stood there before each. */
  #takeKnown(known: StatementRow): void {
    const { fromDay, toDay } = this.#own
    const { first, last, span } = known
    const by = this.#tellerOf(known)
    const retold = new RetoldDays()
    const tally = this.#tallyOf(span)
    let balance = stretchOf(known)?.opening ?? null
    let day = known.fromDay
    const touch = (): void => {
      if (balance !== null && balance === this.#stretch?.opening) tally.touches = true
    }
    for (const row of statementsOf(this.#raw).lines.iterate({ first, last }) as IterableIterator<LineRow>) {
      if (row.isPending === 1) continue
      if (row.day >= fromDay && day <= toDay) touch()
      day = row.day
      if (row.day >= fromDay && row.day <= toDay && row.repeats === null) {
        const line = { ...lineOf(row), span, other: by === null ? null : { said: saidIn(row), by } }
        const taken = this.#lines.take(line, balance)
        if (by !== null) retold.note(line, taken)
        if (taken === 'sure') this.#count(tally, row.amount)
      }
      balance = balance === null ? null : balance + row.amount
    }
    if (day <= toDay) touch()
    if (this.#sharesEnd(known)) tally.sharesEnd = true
    const { same, unsure } = retold.decided([known, this.#own])
    for (const { amount } of same) this.#count(tally, amount)
    if (unsure.length === 0) return
    this.#lines.giveBack(unsure)
    // Counted beside the new ones, they would be there twice if they are the same after all: a person looks.
    for (const line of unsure) this.#missing.push(line)
  }

  #tellerOf(known: StatementRow): Teller | null {
    if (known.format === this.#own.format) return null
    const { fromDay, toDay } = this.#spans.find(({ id }) => id === known.span) ?? known
    return { ends: this.#endsOf(known), fromDay, toDay }
  }

  #count(tally: Tally, amount: number): void {
    tally.lines += 1
    tally.sum += amount
  }

  #sharesEnd(known: StatementRow): boolean {
    const [own, other] = [this.#stretch, stretchOf(known)]
    if (own === null || other === null) return false
    const begin = own.fromDay === other.fromDay && own.opening === other.opening
    return begin || (own.toDay === other.toDay && own.closing === other.closing)
  }

  /** Whether it is about the same days and says that they began and ended with the same. */
  #endsOf(known: StatementRow): Ends {
    const [own, other] = [this.#stretch, stretchOf(known)]
    if (own === null || other === null) return 'unsaid'
    const isSame = own.toDay === other.toDay && own.opening === other.opening && own.closing === other.closing
    return isSame ? 'same' : 'other'
  }

  #compareFormats(): void {
    for (const { span, amount } of this.#lines.inOtherWords()) this.#count(this.#tallyOf(span), amount)
  }

  /** What only one of two formats says of the same days is for a person: it would count beside what the other one says. */
  #noteOtherFormats(): void {
    const noted = new Set(this.#missing.map(({ id }) => id))
    const isNew = ({ id, other }: KnownLine): boolean => other !== null && other.by.ends !== 'other' && !noted.has(id)
    this.#missing.push(...this.#lines.missing(isNew))
  }

  #joins(own: Stretch): Weighed['joins'] {
    const joins: { span: number; relation: Relation }[] = []
    for (const span of this.#nearSpans()) {
      const relation = this.#relationTo(span, own)
      if (relation !== null) joins.push({ span: span.id, relation })
    }
    return joins
  }

  #relationTo(span: SpanRow, own: Stretch): Relation | null {
    const tally = this.#tallyOf(span.id)
    const isApart = span.toDay < own.fromDay || span.fromDay > own.toDay
    if (!isApart && this.#lines.cameBy(span.opening)) tally.touches = true
    const exact = relationOf(span, own, tally)
    if (exact !== null || isApart) return this.#noteInside(exact, span.id)
    // Two that only meet on a day may leave something out between them; those that are about the same days can't.
    if (tally.lines === 0 && !isWithin(span, own) && !tally.sharesEnd) return null
    for (const line of this.#lines.byContent((each) => each.span === span.id)) this.#count(tally, line.amount)
    const byContent = relationOf(span, own, tally)
    if (byContent !== null) return this.#noteInside(byContent, span.id)
    return this.#fitsBetween(span.id, own) ? 'inside' : this.#contradicted(span, own, tally)
  }

  /** A statement that comes late, of days that nobody told of, in which nothing moved or as much came as went. */
  #fitsBetween(span: number, own: Stretch): boolean {
    if (this.#known.length > 0 || own.opening !== own.closing) return false
    const before = statementsOf(this.#raw).before.get({ ...this.#own, span }) as number | null | undefined
    return before === own.opening
  }

  #noteInside(relation: Relation | null, span: number): Relation | null {
    if (relation !== null)
      this.#missing.push(...this.#lines.missing((line) => line.span === span && this.#isInside(line)))
    return relation
  }

  /** Without the lines that it leaves out the balances would differ by as much: then it is those that were corrected. */
  #contradicted(span: SpanRow, own: Stretch, tally: Tally): Relation {
    this.#isContradicted = true
    const inside = this.#lines.missing((line) => line.span === span.id && this.#isInside(line))
    const withInside = relationOf(span, own, { ...tally, sum: tally.sum + sumOf(inside) })
    const left = withInside === null ? this.#lines.missing((line) => line.span === span.id) : inside
    this.#missing.push(...left)
    return withInside ?? relationByDays(span, own)
  }

  /** Where balances say nothing, what the lines say has to do. */
  #compareContent(joins: Weighed['joins']): void {
    const isJoined = new Set(joins.map(({ span }) => span))
    const isMeant = ({ span }: KnownLine): boolean => span === null || this.#stretch === null
    const found = this.#lines.byContent(isMeant)
    if (found.length === 0) return
    const left = this.#lines.missing((line) => isMeant(line) && this.#isInside(line) && !isJoined.has(line.span ?? 0))
    this.#missing.push(...left)
  }

  #isInside({ day }: KnownLine): boolean {
    return day > this.#own.fromDay && day < this.#own.toDay
  }

  #correction(): Correction | null {
    if (this.#missing.length === 0 && !this.#isContradicted) return null
    const first = this.#missing.slice(0, firstMax).map(({ id }) => id)
    return { lines: this.#missing.length, sum: sumOf(this.#missing), first }
  }

  #sameAs(): number | null {
    if (this.#missing.length > 0 || this.#isContradicted) return null
    const same =
      this.#known.find((each) => isAlike(each, this.#own)) ?? this.#known.find((each) => this.#isRetold(each))
    return same?.id ?? null
  }

  /** Each format numbers and counts in its own way; the money and the days are the same. */
  #isRetold(known: StatementRow): boolean {
    const isSame = (['fromDay', 'toDay', 'sumIn', 'sumOut'] as const).every((fact) => known[fact] === this.#own[fact])
    return isSame && known.format !== this.#own.format && this.#endsOf(known) !== 'other'
  }

  /** Those that share days with it, and the nearest before and behind. */
  #nearSpans(): readonly SpanRow[] {
    const { fromDay, toDay } = this.#own
    const spans = this.#spans
    const before = spans.filter((span) => span.toDay < fromDay).toSorted((a, b) => b.toDay - a.toDay)[0]
    const behind = spans.find((span) => span.fromDay > toDay)
    return spans.filter(
      (span) => span === before || span === behind || (span.fromDay <= toDay && span.toDay >= fromDay),
    )
  }

  #tallyOf(span: number | null): Tally {
    const known = this.#tallies.get(span ?? 0)
    if (known !== undefined) return known
    const tally = { lines: 0, sum: 0, touches: false, sharesEnd: false }
    this.#tallies.set(span ?? 0, tally)
    return tally
  }
}

/** What is not said follows from what is, as far as one of both is. */
export function stretchOf(
  statement: Pick<StatementRow, 'fromDay' | 'toDay' | 'opening' | 'closing' | 'sumIn' | 'sumOut'>,
): Stretch | null {
  const { fromDay, toDay, sumIn, sumOut } = statement
  const moved = sumIn - sumOut
  const opening = statement.opening ?? (statement.closing === null ? null : statement.closing - moved)
  const closing = statement.closing ?? (opening === null ? null : opening + moved)
  return opening === null || closing === null ? null : { fromDay, toDay, opening, closing }
}

type LineRow = Readonly<{
  id: number
  day: number
  amount: number
  isPending: number
  refs: string
  text: string
  party: string
  repeats: number | null
}>

/** A digest, because what is compared may be a million texts. */
function lineOf({ id, day, amount, refs, text, party }: LineRow): Line {
  return { id, day, amount, content: hash('sha256', [day, amount, refs, party, text].join('\n'), 'binary') }
}

const saidIn = ({ refs, text, party }: LineRow) => saidOf({ refs, text: `${text} ${party}` })

const sumOf = (lines: readonly Line[]): number => lines.reduce((sum, { amount }) => sum + amount, 0)

const columns = `
  statement.id, statement.account, statement.number, statement.from_day AS fromDay, statement.to_day AS toDay,
  statement.opening, statement.closing, statement.first_line AS first, statement.last_line AS last, statement.lines,
  statement.sum_in AS sumIn, statement.sum_out AS sumOut,
  (SELECT format FROM statement_file WHERE statement_file.id = statement.file) AS format`

const statementsOf = perConnection((raw) => ({
  one: raw.prepare(`SELECT ${columns}, NULL AS span FROM statement WHERE id = ?`),
  near: raw.prepare(`
    WITH RECURSIVE part (statement, span, merged) AS (
      SELECT statement.id, statement_span.id, statement_span.merged_into FROM statement
      LEFT JOIN statement_span ON statement_span.id = statement.span
      WHERE statement.account = @account AND statement.to_day >= @fromDay AND statement.from_day <= @toDay
        AND statement.state = 'accepted'
      UNION ALL
      SELECT part.statement, whole.id, whole.merged_into FROM part JOIN statement_span AS whole ON whole.id = part.merged)
    SELECT ${columns}, part.span FROM part JOIN statement ON statement.id = part.statement
    WHERE part.merged IS NULL ORDER BY statement.id`),
  spans: raw.prepare(`
    SELECT id, from_day AS fromDay, to_day AS toDay, opening, closing FROM statement_span
    WHERE account = ? AND merged_into IS NULL ORDER BY from_day, to_day, id`),
  // Of what joined before the statement's first day, the last; spans that were merged are parts of the one.
  before: raw
    .prepare(`
      WITH RECURSIVE part (span) AS (
        SELECT @span UNION ALL
        SELECT statement_span.id FROM part JOIN statement_span ON statement_span.merged_into = part.span)
      SELECT closing FROM statement
      WHERE account = @account AND to_day < @fromDay AND state = 'accepted' AND span IN (SELECT span FROM part)
      ORDER BY to_day DESC, id DESC LIMIT 1`)
    .pluck(),
  lines: raw.prepare(`
    SELECT id, day, amount, is_pending AS isPending, refs, text,
      coalesce(party_name, '') || char(10) || coalesce(party_account, '') AS party, repeats
    FROM statement_line WHERE id BETWEEN @first AND @last ORDER BY id`),
  alike: raw
    .prepare(`
      SELECT count(*) FROM statement_line AS own JOIN statement_line AS other ON other.id = own.id + @by
      WHERE own.id BETWEEN @first AND @last
        AND (own.day, own.amount, own.is_pending, own.refs, own.text, own.party_name, own.party_account)
          IS (other.day, other.amount, other.is_pending, other.refs, other.text, other.party_name, other.party_account)`)
    .pluck(),
}))
