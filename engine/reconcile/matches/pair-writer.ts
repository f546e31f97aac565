/**
 * Writes matches of one line and one posting, which are nearly all: many rows with one statement, because each statement costs
 * more than a row. Their items are taken out of what is open already.
 */
import type { Database } from 'better-sqlite3'
import { perConnection } from '../../store/compiled.ts'
import { type Side, sides } from '../items/open-items.ts'

export type Pair = Readonly<{
  line: number
  posting: number
  lineDay: number
  postingDay: number
  amount: number
  rule: string
  evidence: string
}>

type Of = Readonly<{ account: number; ruleVersion: number; at: number; cutOff: number | null }>

const rowsAtOnce = 32

type Taken = Readonly<{ item: number; match: number }>

export class PairWriter {
  readonly #of: Of
  readonly #statements: ReturnType<typeof statementsOf>
  #next: number
  #matches: (number | string | null)[] = []
  #waiting = 0
  #lines: Taken[] = []
  #postings: Taken[] = []

  constructor(raw: Database, of: Of) {
    this.#of = of
    this.#statements = statementsOf(raw)
    this.#next = ((this.#statements.last.get() as number | null) ?? 0) + 1
  }

  write({ line, posting, lineDay, postingDay, amount, rule, evidence }: Pair): void {
    const { account, ruleVersion, at, cutOff } = this.#of
    const id = this.#next
    this.#next += 1
    const day = Math.max(lineDay, postingDay)
    const state = cutOff !== null && day <= cutOff ? 'final' : 'provisional'
    const firstDay = Math.min(lineDay, postingDay)
    this.#matches.push(
      id,
      account,
      state,
      rule,
      ruleVersion,
      line,
      posting,
      amount,
      amount,
      firstDay,
      day,
      evidence,
      at,
    )
    this.#lines.push({ item: line, match: id })
    this.#postings.push({ item: posting, match: id })
    this.#waiting += 1
    if (this.#waiting < rowsAtOnce) return
    this.#statements.manyMatches.run(...this.#matches)
    this.#matches = []
    this.#waiting = 0
  }

  /** Everything that was given to it is in the tables afterwards. */
  flush(): void {
    const { oneMatch } = this.#statements
    const columns = this.#matches.length / Math.max(1, this.#waiting)
    for (let at = 0; at < this.#waiting; at += 1) oneMatch.run(...this.#matches.slice(at * columns, (at + 1) * columns))
    this.#writeItems(sides.line, this.#lines)
    this.#writeItems(sides.posting, this.#postings)
    this.#matches = []
    this.#waiting = 0
    this.#lines = []
    this.#postings = []
  }

  /** In the order of their numbers, as the table is: each of its pages is found, read and changed once. */
  #writeItems(side: Side, taken: readonly Taken[]): void {
    const { account } = this.#of
    const { oneItem, manyItems } = this.#statements
    const sorted = taken.toSorted((a, b) => a.item - b.item)
    const rows = (from: number, to: number): number[] =>
      sorted.slice(from, to).flatMap(({ item, match }) => [account, side, item, match])
    let at = 0
    for (; at + rowsAtOnce <= sorted.length; at += rowsAtOnce) manyItems.run(...rows(at, at + rowsAtOnce))
    for (; at < sorted.length; at += 1) oneItem.run(...rows(at, at + 1))
  }
}

const matchRow = '(?, ?, ?, ?, ?, 1, ?, ?, 1, 1, ?, ?, 0, ?, ?, ?, ?)'
const intoMatches = `
  INSERT INTO item_match (id, account, state, rule, rule_version, is_exact, line, posting, lines, postings, line_sum,
    posting_sum, residue, first_day, day, evidence, made_at) VALUES `
const intoItems = 'INSERT INTO matched_item (account, side, item, match) VALUES '
const many = (row: string, count: number): string => Array.from({ length: count }, () => row).join(', ')

const statementsOf = perConnection((raw) => ({
  last: raw.prepare('SELECT max(id) FROM item_match').pluck(),
  oneMatch: raw.prepare(`${intoMatches}${matchRow}`),
  manyMatches: raw.prepare(`${intoMatches}${many(matchRow, rowsAtOnce)}`),
  oneItem: raw.prepare(`${intoItems}(?, ?, ?, ?)`),
  manyItems: raw.prepare(`${intoItems}${many('(?, ?, ?, ?)', rowsAtOnce)}`),
}))
