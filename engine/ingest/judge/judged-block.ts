/**
 * Rows as the agreement judged them, in columns: one for each record of the block, in line order. The writer posts them
 * without reading the file's words again. A hash only finds; whether two rows are the same, their text decides.
 */
import type { RowField, RowRule } from '../../contract/agreements.ts'

export const outcomes = ['valid', 'fault', 'hold'] as const

/** What a rule said of a row that is not simply valid. Card numbers are masked in all of it. */
export type RowNote = Readonly<{
  /** The row's place in the block. */
  row: number
  code: RowRule
  field: RowField | null
  found: string | null
  /** Of a fault: whose money it is and how much. Null where that can't be read, and both of a row with card data. */
  client: string | null
  amount: number | null
  raw: string
}>

/** Rows that are valid and still worth a word: how many, and the first of their lines. */
export type Warning = Readonly<{
  code: 'LOCATION_UNKNOWN' | 'TIME_TWICE' | RowRule
  rows: number
  lines: readonly number[]
}>

export type JudgedBlock = {
  readonly count: number
  /** UTF-8 of clients, TxIds and raw texts; what the columns below point into. */
  readonly bytes: Uint8Array
  readonly lines: Float64Array
  /** An index into `outcomes`. The columns below mean nothing for a fault. */
  readonly outcomes: Uint8Array
  readonly clientStarts: Int32Array
  readonly clientEnds: Int32Array
  readonly txStarts: Int32Array
  readonly txEnds: Int32Array
  readonly rawStarts: Int32Array
  readonly rawEnds: Int32Array
  /** Indexes into `placeNames`. */
  readonly places: Int32Array
  readonly placeNames: readonly string[]
  /** 0 for a top-up, 1 for a payment. */
  readonly types: Uint8Array
  readonly amounts: Float64Array
  readonly occurredAt: Float64Array
  /** The zone's day of `occurredAt`, counted in days since 1970-01-01. */
  readonly days: Int32Array
  /** 53 bits over the TxId; the producer is the batch's. */
  readonly identities: Float64Array
  /** 53 bits over client, type, amount, instant and place: what is alike when only the TxId differs. */
  readonly contents: Float64Array
  readonly notes: readonly RowNote[]
  readonly warnings: readonly Warning[]
  /** The money of all rows whose amount can be read, faults included: what control totals are held against. */
  readonly sum: bigint
  readonly bytesRead: number
}
