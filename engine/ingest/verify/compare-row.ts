/**
 * One row of a file against what the books hold of its line. Every row is exactly one of posted, noted (a fault, a repeat,
 * a conflict), held, or not posted because its batch was stopped before it; what a person decided about it since is part of
 * what it is now. Pure: what the file and the store say is handed in.
 */
import { isoOf } from '../../calendar/instant.ts'
import type { RowContent } from '../posting/claimed-row.ts'
import type { Differences } from './differences.ts'

/** A row as the agreement judges it. */
export type FileRow = Readonly<{ line: number }> &
  (
    | Readonly<{ outcome: 'fault'; code: string }>
    | Readonly<{ outcome: 'hold'; code: string; content: RowContent; day: number }>
    | Readonly<{ outcome: 'valid'; content: RowContent; day: number }>
  )

export type RowPosting = RowContent &
  Readonly<{
    line: number
    day: number
    currency: string
    /** Between the client's wallet and the producer's clearing account. */
    isBetween: boolean
  }>

type Note = Readonly<{ outcome: 'fault' | 'repeat' | 'conflict'; code: string }>

export type HeldRow = RowContent &
  Readonly<{
    day: number
    code: string
    state: 'held' | 'posted' | 'rejected'
    posting: number | null
    /** What stands under that number, if it is a posting of a row of this batch. */
    posted: RowPosting | null
  }>

/** What somebody decided about the row: what it said before, and what it says since. */
type Decided = Readonly<{ original: RowContent | null; corrected: RowContent | null }>

export type StoredRow = Readonly<{
  /** Within the pieces of its batch, and not that of a row that was held. */
  posting: RowPosting | null
  note: Note | null
  held: HeldRow | null
  decided: Decided | null
  /** Whether another row has the identity of one that is noted as a repeat or a conflict. */
  isKnown: boolean
}>

export type CompareWith = Readonly<{
  differences: Differences
  currency: string
  /** Lines behind it were not posted, because the batch was stopped there. */
  linesDone: number
  /** Whether what happened on a closed day may stand on this one: the first open day at some time. */
  standsFor: (day: number, own: number) => boolean
}>

/** As what the row was counted when its batch was sealed. */
export type CountedAs = 'posted' | 'repeats' | 'conflicts' | 'faults' | 'held' | 'unposted'

const countedAs = { fault: 'faults', repeat: 'repeats', conflict: 'conflicts' } as const
/** Only posting can find them, in rows that the agreement has nothing against. */
const foundByPosting: ReadonlySet<string> = new Set(['CLIENT_UNKNOWN', 'AMOUNT_OVER_LIMIT'])
const heldByPosting: ReadonlySet<string> = new Set(['CLIENT_UNKNOWN', 'CLIENT_FROZEN', 'INSUFFICIENT_FUNDS'])

export function compareRow(row: FileRow, stored: StoredRow, against: CompareWith): CountedAs {
  const { posting, note, held } = stored
  if (note !== null) {
    compareNoted(row, { ...stored, note }, against)
    return countedAs[note.outcome]
  }
  if (held !== null) {
    compareHeld(row, { ...stored, held }, against)
    return 'held'
  }
  if (posting !== null) {
    comparePosted(row, posting, against)
    return 'posted'
  }
  const { line } = row
  if (row.outcome !== 'fault' && line > against.linesDone) return 'unposted'
  against.differences.add({ line, what: 'row_unaccounted', expected: judged(row), found: null })
  return 'unposted'
}

/** What the books have of a line on which the file has no row. */
export function tellNotInFile(line: number, { posting, note, held }: StoredRow, { differences }: CompareWith): void {
  const found = posting !== null ? 'posted' : note !== null ? note.outcome : (held?.state ?? null)
  differences.add({ line, what: 'row_not_in_file', found })
}

type Noted = StoredRow & Readonly<{ note: Note }>

function compareNoted(row: FileRow, stored: Noted, against: CompareWith): void {
  const { differences } = against
  const { note, posting, held, decided, isKnown } = stored
  const { line } = row
  if (posting !== null) differences.add({ line, what: 'row_twice', expected: note.outcome, found: 'posted' })
  if (!isNotedRightly(row, note))
    differences.add({ line, what: 'judged_otherwise', expected: judged(row), found: note.code })
  else if (note.outcome !== 'fault' && !isKnown)
    differences.add({ line, what: 'repeat_of_nothing', found: note.outcome })
  if (held === null) return
  // A refused row that somebody corrected or overruled is one that was held and posted from then on.
  if (held.state !== 'posted' || decided?.corrected == null)
    differences.add({ line, what: 'row_twice', expected: note.outcome, found: held.state })
  else {
    compareContent(line, { what: 'held_differs', expected: decided.corrected, found: held }, differences)
    compareHeldPosting(line, held, against)
  }
}

function isNotedRightly(row: FileRow, note: Note): boolean {
  if (row.outcome === 'fault') return note.outcome === 'fault' && note.code === row.code
  return note.outcome !== 'fault' || foundByPosting.has(note.code)
}

type Waiting = StoredRow & Readonly<{ held: HeldRow }>

function compareHeld(row: FileRow, { held, posting, decided }: Waiting, against: CompareWith): void {
  const { differences } = against
  const { line } = row
  if (posting !== null) differences.add({ line, what: 'row_twice', expected: held.state, found: 'posted' })
  const isRightly = row.outcome === 'hold' ? held.code === row.code : heldByPosting.has(held.code)
  if (row.outcome === 'fault' || !isRightly)
    differences.add({ line, what: 'judged_otherwise', expected: judged(row), found: held.code })
  if (row.outcome !== 'fault') {
    const before = decided?.original ?? held
    compareContent(line, { what: 'held_differs', expected: row.content, found: before }, differences)
  }
  if (decided?.corrected != null)
    compareContent(line, { what: 'held_differs', expected: decided.corrected, found: held }, differences)
  compareHeldPosting(line, held, against)
}

function compareHeldPosting(line: number, held: HeldRow, against: CompareWith): void {
  if (held.state !== 'posted') return
  const { posted } = held
  if (posted === null || posted.line !== line)
    against.differences.add({
      line,
      what: 'posting_missing',
      expected: held.posting,
      found: posted === null ? null : `line ${posted.line}`,
    })
  else comparePosting(line, { content: held, day: held.day }, posted, against)
}

function comparePosted(row: FileRow, posting: RowPosting, against: CompareWith): void {
  const { line } = row
  // What a rule refuses or holds is noted or held, and never simply posted.
  if (row.outcome !== 'valid')
    against.differences.add({ line, what: 'posting_unexpected', expected: row.code, found: 'posted' })
  else comparePosting(line, row, posting, against)
}

function comparePosting(
  line: number,
  { content, day }: Readonly<{ content: RowContent; day: number }>,
  posting: RowPosting,
  { differences, currency, standsFor }: CompareWith,
): void {
  const differs = (field: string, expected: string | number | null, found: string | number | null): void =>
    differences.add({ line, what: 'posting_differs', field, expected, found })
  compareContent(line, { what: 'posting_differs', expected: content, found: posting }, differences)
  if (posting.currency !== currency) differs('Currency', currency, posting.currency)
  if (!posting.isBetween) differs('Account', null, null)
  if (posting.day !== day && !standsFor(posting.day, day)) differs('BusinessDay', dayText(day), dayText(posting.day))
}

type Compared = Readonly<{ what: 'posting_differs' | 'held_differs'; expected: RowContent; found: RowContent }>

function compareContent(line: number, { what, expected, found }: Compared, differences: Differences): void {
  const differs = (field: string, one: string | number, other: string | number): void => {
    if (one !== other) differences.add({ line, what, field, expected: one, found: other })
  }
  differs('TxId', expected.txId, found.txId)
  differs('ClientId', expected.client, found.client)
  differs('TxType', expected.type, found.type)
  differs('Amount', expected.amount, found.amount)
  differs('ProducerLocation', expected.location, found.location)
  if (expected.occurredAt !== found.occurredAt)
    differs('TxDate', instantText(expected.occurredAt), instantText(found.occurredAt))
}

const judged = (row: FileRow): string => (row.outcome === 'valid' ? 'valid' : row.code)

const latest = 8.64e15
/** A damaged store may hold what is no instant at all. */
const instantText = (at: number): string => (Math.abs(at) <= latest ? isoOf(at) : String(at))
const dayText = (day: number): string => instantText(day * 86_400_000).slice(0, 10)
