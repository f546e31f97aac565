/**
 * The beginning of a statement file as a table of texts: just enough reading to guess from. It is lenient where the readers
 * are strict, since what it finds is only proposed and the readers have the last word.
 */

import type { StatementMapping } from '../../contract/statement-mappings.ts'
import { firstTextOf } from '../first-text.ts'
import { jsonSample } from './sample-json.ts'
import { tableSample } from './sample-table.ts'

export type StatementSample = Readonly<{
  bytes: Uint8Array
  /** Whether these are all bytes of the file, and not only its first. */
  whole: boolean
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

export function readSample({ bytes, whole }: StatementSample): SampleTable {
  const { text: all, encoding } = firstTextOf(bytes)
  const text = all.slice(0, charactersMax)
  const isWhole = whole && text.length === all.length
  const start = text.trimStart()
  const table = /^[{[]/.test(start) ? jsonSample(start) : tableSample(text, isWhole)
  // What has a mark of its own says its encoding itself.
  const isMarked = bytes[0] === 0xff || bytes[0] === 0xfe || bytes[0] === 0xef
  return encoding === 'utf-8' || isMarked ? table : { ...table, encoding }
}
