/**
 * Records as they were cut from a file, many at a time and in columns: what a record says about a field is a piece of
 * bytes, UTF-8 and unescaped, so that a million records make no million strings. Whatever the file's format and whichever
 * reader cut it, a block looks the same.
 */
import type { RowField } from '../../contract/agreements.ts'
import { rowFields } from '../../contract/agreements.ts'

export const fieldCount = rowFields.length
/** The number of a field's column in a block. */
export const columnOf: Readonly<Record<RowField, number>> = Object.fromEntries(
  rowFields.map((field, index) => [field, index]),
) as Record<RowField, number>

/** What can be wrong with a record as a whole, so that no cell of it can be trusted. */
export const recordDefects = [
  'none',
  'width',
  'syntax',
  'shape',
  'encoding',
  'duplicate_key',
  'too_deep',
  'too_long',
] as const
export type RecordDefect = (typeof recordDefects)[number]

/** A cell that the record does not have at all, which is not the same as an empty one in a message about it. */
export const absent = -1

export type RecordBlock = {
  /** How many records there are. */
  readonly count: number
  /** The bytes of all cells and raw texts; never changed once the block is handed on. */
  readonly bytes: Uint8Array
  /** `starts[field * count + record]`, or `absent`; a cell ends before `ends[…]`. Blanks around it are cut off already. */
  readonly starts: Int32Array
  readonly ends: Int32Array
  /** The line of the file that a record begins on, from 1; the next number where a record before it has that one. */
  readonly lines: Float64Array
  /** The record as it stood in the file, as bytes of UTF-8 in `bytes`. */
  readonly rawStarts: Int32Array
  readonly rawEnds: Int32Array
  /** An index into `recordDefects`, 0 for none. */
  readonly defects: Uint8Array
  /** A bit for each column whose cell JSON has as a number and not as a text: such a one is written as JSON writes it. */
  readonly numbers: Uint8Array
  /** How many bytes of the unpacked file have been read when this block was cut: what progress is reckoned from. */
  readonly bytesRead: number
}

export type Control = Readonly<{ count: number | null; sum: bigint | null; sha256: string | null }>

/** Why a file can't be read as a whole; nothing of it counts then. */
export type FileFault = Readonly<{ code: 'FILE_UNREADABLE'; reason: string; line: number | null }>

export type Reading = Readonly<{
  /** What the file itself says it holds. */
  control: Control | null
  format: 'csv' | 'json' | 'ndjson' | 'xml'
  encoding: string
}>
