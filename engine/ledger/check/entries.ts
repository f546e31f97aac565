/**
 * Law 1 for entries: an entry is numbered by its first posting, the others follow it without a gap, they are as many as it
 * says, of its kind and currency, and come to its amount. And every posting comes from an entry or from a batch.
 */
import type { Database } from 'better-sqlite3'
import type { Findings } from './findings.ts'
import type { PostingLaw, PostingRow } from './postings.ts'
import { Sums } from './sums.ts'

type EntryRow = Readonly<{ id: number; postings: number; amount: bigint; kind: string; currency: string }>

/** Entries are in the order of their postings, so that they are read once beside them. */
export class WholeEntries implements PostingLaw {
  readonly #block: ReturnType<Database['prepare']>
  readonly #find: ReturnType<Database['prepare']>
  #ahead: EntryRow[] = []
  #from = Number.MIN_SAFE_INTEGER
  #current: EntryRow | null = null
  #taken = 0
  #sum = new Sums(1)

  constructor(raw: Database) {
    const columns = 'id, postings, amount, kind, currency'
    this.#block = raw.prepare(`SELECT ${columns} FROM entry WHERE id > ? ORDER BY id LIMIT 1000`).safeIntegers()
    this.#find = raw.prepare('SELECT id, postings FROM entry WHERE id = ?')
  }

  take(row: PostingRow, findings: Findings): void {
    const entry = row[6]
    if ((entry === null) === (row[7] === null)) {
      const found = entry === null ? 'neither' : 'both'
      findings.add('posting_without_source', `posting:${row[0]}`, { expected: 'an entry or a batch', found })
    }
    if (entry === null) return
    const current = this.#entryAt(row[0], entry, findings)
    if (current === null) return this.#outside(row[0], entry, findings)
    this.#taken += 1
    this.#sum.add(0, row[3])
    if (row[8] !== current.kind || row[9] !== current.currency) {
      const expected = `${current.kind} ${current.currency}`
      findings.add('posting_unlike_entry', `posting:${row[0]}`, { expected, found: `${row[8]} ${row[9]}` })
    }
  }

  close(findings: Findings): void {
    this.#end(findings)
    for (let next = this.#next(); next !== null; next = this.#next()) this.#begin(next, findings)
    this.#end(findings)
  }

  /** The entry that the posting belongs to, when it stands where that one's postings stand. */
  #entryAt(seq: number, entry: number, findings: Findings): EntryRow | null {
    const current = this.#current
    if (current !== null && current.id === entry && seq < current.id + current.postings) return current
    for (let next = this.#peek(); next !== null && next.id <= seq; next = this.#peek()) {
      this.#next()
      this.#begin(next, findings)
      if (next.id === seq) return entry === seq ? next : null
    }
    return null
  }

  #begin(entry: EntryRow, findings: Findings): void {
    this.#end(findings)
    this.#current = entry
    this.#taken = 0
    this.#sum = new Sums(1)
  }

  #end(findings: Findings): void {
    const entry = this.#current
    this.#current = null
    if (entry === null) return
    const subject = `entry:${entry.id}`
    if (this.#taken !== entry.postings)
      findings.add('entry_postings_differ', subject, { expected: entry.postings, found: this.#taken })
    if (!this.#sum.is(0, entry.amount))
      findings.add('entry_amount_differs', subject, { expected: this.#sum.get(0), found: entry.amount })
  }

  #outside(seq: number, entry: number, findings: Findings): void {
    const named = this.#find.get(entry) as { id: number; postings: number } | undefined
    const expected =
      named === undefined ? `an entry ${entry}` : `postings ${named.id} to ${named.id + named.postings - 1}`
    findings.add('posting_outside_entry', `posting:${seq}`, { expected, found: named === undefined ? 'none' : seq })
  }

  #peek(): EntryRow | null {
    if (this.#ahead.length === 0) this.#ahead = this.#readAhead()
    return this.#ahead.at(-1) ?? null
  }

  #next(): EntryRow | null {
    const next = this.#peek()
    this.#ahead.pop()
    return next
  }

  /** Last first, so that the next one is taken from the end. */
  #readAhead(): EntryRow[] {
    const rows = this.#block.all(this.#from) as {
      id: bigint
      postings: bigint
      amount: bigint
      kind: string
      currency: string
    }[]
    const last = rows.at(-1)
    // Behind the last one there is nothing to look for with every further posting.
    this.#from = last === undefined ? Number.MAX_SAFE_INTEGER : Number(last.id)
    return rows.map((row) => ({ ...row, id: Number(row.id), postings: Number(row.postings) })).toReversed()
  }
}
