/**
 * A statement as a bank, a gateway or a producer wrote it, whatever the format: what it says, and nothing that we make of it.
 * It comes in pieces, so that one of any length is read in bounded memory. Amounts are signed minor units: money that came
 * in is positive.
 */
import type { Encoding } from './first-text.ts'

/** A day as the statement says it, `YYYY-MM-DD`. */
export type Day = string

export type StatedBalance = Readonly<{ day: Day; amount: number; currency: string }>

/** What a line is called by, in the words of whoever wrote it. */
export type ReferenceKind =
  /** What the payer wrote for the payee to know it by. */
  | 'end_to_end'
  /** The number that the bank or gateway itself gave it. */
  | 'bank'
  /** What the account's owner gave along. */
  | 'customer'
  | 'instruction'
  | 'mandate'
  /** The creditor's structured reference, or an invoice's number. */
  | 'remittance'
  /** The payout, or file of payments, that it belongs to. */
  | 'batch'
  /** Of a cheque or another paper. */
  | 'document'

export type Reference = Readonly<{ kind: ReferenceKind; value: string }>

export type Party = Readonly<{ name: string | null; account: string | null; bank: string | null }>

export type Charge = Readonly<{ amount: number; currency: string; isIncluded: boolean; text: string | null }>

/** What one of the payments says that a line stands for; of most lines there is one. */
export type Detail = Readonly<{
  amount: number | null
  currency: string | null
  references: readonly Reference[]
  /** Whose money it was, or who got it: never the account's own owner. */
  party: Party | null
  text: string
  /** Why it came back, where it is a return: the reason's code and words. */
  returned: Readonly<{ code: string | null; text: string | null }> | null
  charges: readonly Charge[]
}>

export type StatementLine = Readonly<{
  /** Its number within the statement, from 1 on. */
  seq: number
  /** Where in the file it begins: the line of a text, from 1 on. */
  place: number
  bookedOn: Day | null
  valueOn: Day | null
  amount: number
  currency: string
  /** It undoes an earlier one; its sign is already that of the undoing. */
  isReversal: boolean
  /** Announced only: it moves no balance. */
  isPending: boolean
  /** The bank's own code of what kind of movement it is. */
  code: string | null
  references: readonly Reference[]
  text: string
  charges: readonly Charge[]
  /** How many payments it stands for and what they come to, where it says so. */
  batch: Readonly<{ count: number | null; sum: number | null }> | null
  details: readonly Detail[]
}>

/** What is said before the first line. */
export type StatementHead = Readonly<{
  /** The statement's own number, as text: `25/00127`. */
  number: string | null
  id: string | null
  /** An IBAN without spaces, or whatever the bank calls the account by. */
  account: string
  bank: string | null
  owner: string | null
  currency: string | null
  from: Day | null
  to: Day | null
  opening: StatedBalance | null
  /** Its account goes on in the next part: a page of several. */
  page: Readonly<{ number: number; isLast: boolean | null }> | null
}>

/** What is said behind the last line, as far as it is said. */
export type StatementTail = Readonly<{
  closing: StatedBalance | null
  /** Where the head could not say it: a table that begins with the newest line says it last. */
  opening?: StatedBalance | null
  /** Its closing balance is that of a page, and another page follows; for formats that say so only here. */
  goesOn?: boolean
  /** What can be drawn on, which may differ from what is booked. */
  available: StatedBalance | null
  said: Readonly<{ lines: number | null; sum: number | null }> | null
}>

/** Why something of it can't be read. The whole file then proves nothing, and is kept without being believed. */
export type StatementFault = Readonly<{
  code:
    | 'not_this_format'
    | 'malformed'
    | 'field_missing'
    | 'field_unreadable'
    | 'amount_unreadable'
    | 'currency_unknown'
    | 'totals_differ'
    | 'too_large'
    | 'truncated'
  place: number
  field: string
  found: string
}>

export type StatementPiece =
  | Readonly<{ is: 'opened'; head: StatementHead }>
  | Readonly<{ is: 'line'; line: StatementLine }>
  | Readonly<{ is: 'closed'; tail: StatementTail }>
  | Readonly<{ is: 'fault'; fault: StatementFault }>

export type Reading = Readonly<{
  /** How many digits the minor unit has; null for a currency that nobody knows. */
  digitsOf: (currency: string) => number | null
  /** What a text of lines is written in; without it each line is UTF-8 where it can be and Latin-1 else. */
  encoding?: Encoding | undefined
}>

/** Reads one file. Each `opened` is followed by its lines and its `closed`; a fault may stand anywhere, and ends the file. */
export type StatementReader = (
  bytes: AsyncIterable<Uint8Array>,
  reading: Reading,
) => AsyncGenerator<readonly StatementPiece[]>
