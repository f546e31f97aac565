/**
 * The statements of a file that has several accounts or currencies, told one after the other though their lines may stand
 * in any order. The first one's lines go out as they come; those of others wait, up to a bound. When it is reached,
 * accounts of which nothing came lately are taken for finished, so a file sorted by account may be of any length.
 */
import type { StatementLine } from '../statement.ts'
import type { MappedLine } from './line-reader.ts'
import { StatementInFile } from './statement-in-file.ts'

/** In lines, and in what their texts come to. */
const heldMax = { lines: 20_000, length: 16_000_000 }
/** Accounts of one file; what is remembered of each is little, but not nothing. */
const accountsMax = 10_000

/** What becomes of a statement, in the order in which it is told. */
export type Telling = Readonly<{
  open: (statement: StatementInFile) => void
  line: (line: StatementLine) => void
  close: (statement: StatementInFile) => void
}>

export type Added = 'added' | 'unbalanced' | 'too_mixed'

export class AccountsInFile {
  readonly #telling: Telling
  /** In the order in which they came; null for one that is closed. */
  readonly #statements = new Map<string, StatementInFile | null>()
  #heldLines = 0
  #heldLength = 0
  #records = 0

  constructor(telling: Telling) {
    this.#telling = telling
  }

  get count(): number {
    return this.#statements.size
  }

  add(mapped: MappedLine): Added {
    const { currency } = mapped.line
    const statement = this.#statementOf(mapped.account, currency)
    if (statement === null) return 'too_mixed'
    this.#records += 1
    statement.lastRecord = this.#records
    const line = statement.add(mapped)
    if (line === null) return 'unbalanced'
    if (statement.isOpen) {
      this.#telling.line(line)
      return 'added'
    }
    const length = lengthOf(mapped)
    statement.hold(line, length)
    this.#heldLines += 1
    this.#heldLength += length
    return this.#isOver() && !this.#finishIdle() ? 'too_mixed' : 'added'
  }

  /** Opens a statement that has no line. */
  open(account: string, currency: string): void {
    this.#statementOf(account, currency)
  }

  end(): void {
    for (const [key, statement] of this.#statements) if (statement !== null) this.#finish(key, statement)
  }

  /** The statement of an account, opened if it is the first of all; null when it is closed already. */
  #statementOf(account: string, currency: string): StatementInFile | null {
    const key = `${currency} ${account}`
    const known = this.#statements.get(key)
    if (known !== undefined) return known
    if (this.#statements.size >= accountsMax) return null
    const statement = new StatementInFile(account, currency)
    this.#statements.set(key, statement)
    if (this.#statements.size === 1) this.#letOut(statement)
    return statement
  }

  #isOver(): boolean {
    return this.#heldLines > heldMax.lines || this.#heldLength > heldMax.length
  }

  /** Closes what nothing came for lately, and lets the next one out. Whether that made room. */
  #finishIdle(): boolean {
    const lately = this.#records - heldMax.lines / 2
    for (const [key, statement] of this.#statements) {
      if (statement === null) continue
      if (statement.lastRecord > lately) {
        this.#letOut(statement)
        break
      }
      this.#finish(key, statement)
    }
    return !this.#isOver()
  }

  #letOut(statement: StatementInFile): void {
    if (statement.isOpen) return
    this.#telling.open(statement)
    this.#heldLines -= statement.held.length
    this.#heldLength -= statement.heldLength
    for (const line of statement.letGo()) this.#telling.line(line)
    statement.isOpen = true
  }

  #finish(key: string, statement: StatementInFile): void {
    this.#letOut(statement)
    this.#telling.close(statement)
    this.#statements.set(key, null)
  }
}

/** Roughly, in characters. */
function lengthOf({ line }: MappedLine): number {
  const references = line.references.reduce((sum, { value }) => sum + value.length, 0)
  return 200 + references + line.details.reduce((sum, { text }) => sum + text.length, 0)
}
