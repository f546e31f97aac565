/**
 * The beginning of a statement file as a table of texts: just enough reading to guess from. It is lenient where the readers
 * are strict, since what it finds is only proposed and the readers have the last word.
 */

import type { StatementMapping } from '../../contract/statement-mappings.ts'
import { type Encoding, firstTextOf, isMarked } from '../first-text.ts'
import { jsonSample } from './sample-json.ts'
import { tableSample } from './sample-table.ts'

export type StatementSample = Readonly<{
  bytes: Uint8Array
  /** Whether these are all bytes of the file, and not only its first. */
  whole: boolean
  /** As somebody said; else as it looks. */
  encoding?: Encoding
}>

export type SampleColumn = Readonly<{ name: string; values: readonly string[] }>

/** Something that is said once, and the words that stand before it. */
export type SaidOnce = Readonly<{ label: string; text: string }>

export type SampleTable = Readonly<
  Pick<StatementMapping, 'format' | 'header'> &
    Partial<Pick<StatementMapping, 'encoding' | 'delimiter' | 'records' | 'pendingRecords' | 'rowsAbove' | 'rowsBelow'>>
> &
  Readonly<{ columns: readonly SampleColumn[]; said: readonly SaidOnce[] }>

const charactersMax = 262_144

export function readSample({ bytes, whole, encoding: said }: StatementSample): SampleTable {
  const { text: all, encoding } = firstTextOf(bytes, said)
  const text = all.slice(0, charactersMax)
  const isWhole = whole && text.length === all.length
  const start = text.trimStart()
  const table = /^[{[]/.test(start) ? jsonSample(start) : tableSample(text, isWhole)
  return encoding === 'utf-8' || isMarked(bytes) ? table : { ...table, encoding }
}
