/**
 * Writes matches of one line and one posting, which are nearly all: many rows with one statement, because each statement costs
 * more than a row. Their items are taken out of what is open already.
 */
import type { Database } from 'better-sqlite3'
import { perConnection } from '../../store/compiled.ts'
import { sides } from '../items/open-items.ts'

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

const pairsAtOnce = 16

export class PairWriter {
  readonly #of: Of
  readonly #statements: ReturnType<typeof statementsOf>
  #next: number
  #matches: (number | string | null)[] = []
  #items: number[] = []
  #waiting = 0

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
    this.#items.push(account, sides.line, line, id, account, sides.posting, posting, id)
    this.#waiting += 1
    if (this.#waiting === pairsAtOnce) this.#writeMany()
  }

  /** Everything that was given to it is in the tables afterwards. */
  flush(): void {
    const { oneMatch, oneItem } = this.#statements
    const columns = this.#matches.length / Math.max(1, this.#waiting)
    for (let at = 0; at < this.#waiting; at += 1) {
      oneMatch.run(...this.#matches.slice(at * columns, (at + 1) * columns))
      oneItem.run(...this.#items.slice(at * 8, at * 8 + 4))
      oneItem.run(...this.#items.slice(at * 8 + 4, at * 8 + 8))
    }
    this.#clear()
  }

  #writeMany(): void {
    this.#statements.manyMatches.run(...this.#matches)
    this.#statements.manyItems.run(...this.#items)
    this.#clear()
  }

  #clear(): void {
    this.#matches = []
    this.#items = []
    this.#waiting = 0
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
  manyMatches: raw.prepare(`${intoMatches}${many(matchRow, pairsAtOnce)}`),
  oneItem: raw.prepare(`${intoItems}(?, ?, ?, ?)`),
  manyItems: raw.prepare(`${intoItems}${many('(?, ?, ?, ?)', pairsAtOnce * 2)}`),
}))
