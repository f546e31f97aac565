/**
 * Writes postings: many with one statement, each linked to the one before it of both its accounts. What it writes is
 * hashed as it goes where somebody wants to seal it.
 */
import type { Database } from 'better-sqlite3'
import { invariant } from '../invariant.ts'
import { perConnection } from '../store/compiled.ts'
import type { Account } from './account.ts'

/** Every so many of an account's postings are marked, so that a walk from posting to posting may begin near its goal. */
export const markEvery = 64
/** Postings whose numbers differ only below this share a bucket, in which their days are counted. */
export const bucketSize = 1_024

export type PostingDraft = Readonly<{
  debit: Account
  credit: Account
  amount: number
  kind: string
  entry: number | null
  batch: number | null
  line: number | null
  txId: string | null
  place: number | null
  occurredAt: number
  /** Counted from 1970-01-01. */
  day: number
}>

/** The values of one posting, in the order of the table's columns. */
export type PostingValues = readonly (string | number | null)[]

export type PostingSeal = Readonly<{ add: (values: PostingValues, from: number) => void }>

export type PostingWriterOptions = Readonly<{
  at: number
  seal?: PostingSeal | undefined
  /** Set where the accounts of the postings are only written when all of them are made. */
  atEnd?: boolean
}>

const columns = 18
const rowsAtOnce = 32

export class PostingWriter {
  readonly #at: number
  readonly #statements: ReturnType<typeof statementsOf>
  readonly #seal: PostingSeal | undefined
  readonly #atEnd: boolean
  readonly #full: (string | number | null)[][] = []
  readonly #marks: [account: number, posting: number][] = []
  #values = emptyValues()
  readonly #days = new Map<number, number>()
  #day = 0
  #ofDay = 0
  #waiting = 0
  #next: number
  #bucket: number

  constructor(raw: Database, { at, seal, atEnd = false }: PostingWriterOptions) {
    this.#at = at
    this.#seal = seal
    this.#atEnd = atEnd
    this.#statements = statementsOf(raw)
    this.#next = ((this.#statements.last.get() as number | null) ?? 0) + 1
    this.#bucket = Math.floor(this.#next / bucketSize)
  }

  /** The number that the next posting gets. */
  get next(): number {
    return this.#next
  }

  /** The accounts carry the new balances already; here they are linked to the posting. */
  write(draft: PostingDraft): number {
    const seq = this.#next
    const { debit, credit } = draft
    this.#next += 1
    this.#countDay(draft.day, seq)
    const at = this.#waiting * columns
    const values = this.#values
    values[at] = seq
    values[at + 1] = draft.entry
    values[at + 2] = debit.id
    values[at + 3] = credit.id
    values[at + 4] = debit.currency
    values[at + 5] = draft.amount
    values[at + 6] = draft.kind
    values[at + 7] = draft.batch
    values[at + 8] = draft.line
    values[at + 9] = draft.txId
    values[at + 10] = draft.place
    values[at + 11] = draft.occurredAt
    values[at + 12] = this.#at
    values[at + 13] = draft.day
    values[at + 14] = debit.balance
    values[at + 15] = credit.balance
    values[at + 16] = debit.lastPosting
    values[at + 17] = credit.lastPosting
    this.#link(debit, seq)
    this.#link(credit, seq)
    this.#seal?.add(values, at)
    this.#waiting += 1
    if (this.#waiting === rowsAtOnce) this.#writeMany()
    return seq
  }

  /** Everything that was given to it is in the table afterwards. */
  flush(): void {
    for (const values of this.#full) this.#statements.many.run(...values)
    this.#full.length = 0
    for (let row = 0; row < this.#waiting; row += 1)
      this.#statements.one.run(this.#values.slice(row * columns, (row + 1) * columns))
    this.#waiting = 0
    for (const mark of this.#marks) this.#statements.mark.run(...mark)
    this.#marks.length = 0
    this.#flushDays()
  }

  /** Spread, because reading each value out of an array costs a call of its own: a fifth of the whole insert. */
  #writeMany(): void {
    if (this.#atEnd) {
      this.#full.push(this.#values)
      this.#values = emptyValues()
    } else this.#statements.many.run(...this.#values)
    this.#waiting = 0
  }

  #link(account: Account, seq: number): void {
    invariant(account.lastPosting < seq, 'a posting before the last one of its account', { account: account.id })
    account.lastPosting = seq
    account.postings += 1
    if (account.postings % markEvery === 0) this.#marks.push([account.id, seq])
  }

  #countDay(day: number, seq: number): void {
    const bucket = Math.floor(seq / bucketSize)
    if (bucket !== this.#bucket) this.#flushDays()
    this.#bucket = bucket
    // Rows of one day come one after another, as a rule.
    if (day !== this.#day) this.#keepDay()
    this.#day = day
    this.#ofDay += 1
  }

  #keepDay(): void {
    if (this.#ofDay > 0) this.#days.set(this.#day, (this.#days.get(this.#day) ?? 0) + this.#ofDay)
    this.#ofDay = 0
  }

  #flushDays(): void {
    this.#keepDay()
    for (const [day, postings] of this.#days) this.#statements.day.run(day, this.#bucket, postings)
    this.#days.clear()
  }
}

const emptyValues = (): (string | number | null)[] => Array.from({ length: columns * rowsAtOnce }, () => null)

const statementsOf = perConnection((raw) => {
  const row = `(${Array(columns).fill('?').join(', ')})`
  return {
    last: raw.prepare('SELECT max(seq) FROM movement').pluck(),
    one: raw.prepare(`INSERT INTO movement VALUES ${row}`),
    many: raw.prepare(`INSERT INTO movement VALUES ${Array(rowsAtOnce).fill(row).join(', ')}`),
    mark: raw.prepare('INSERT INTO account_mark (account, posting) VALUES (?, ?)'),
    day: raw.prepare(`
      INSERT INTO posting_day (day, bucket, postings) VALUES (?, ?, ?)
      ON CONFLICT (day, bucket) DO UPDATE SET postings = postings + excluded.postings`),
  }
})
