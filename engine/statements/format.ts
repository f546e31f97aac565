/** Tells by its first bytes in which of the formats that we read a file is, and which reader reads it. */
import { delimiters } from '../contract/agreements.ts'
import type { StatementMapping } from '../contract/statement-mappings.ts'
import type { StatementFormat } from '../contract/statement-sources.ts'
import { assertNever } from '../invariant.ts'
import { readBai2 } from './bai2/read.ts'
import { readCamt053 } from './camt053/read-camt053.ts'
import { type Encoding, firstTextOf } from './first-text.ts'
import { readMapped } from './mapped/read-mapped.ts'
import { readMt940 } from './mt940/read.ts'
import type { StatementReader } from './statement.ts'

export type { StatementFormat }

/** Of a file of any length so much is looked at. */
const bytesMax = 262_144

/** Null for what is none of them. Of a file whose message stands in a long envelope it needs as much as that takes. */
export function formatOf(firstBytes: Uint8Array, said?: Encoding): StatementFormat | null {
  const text = firstTextOf(firstBytes.subarray(0, bytesMax), said).text.trimStart()
  if (text === '' || hasControl(text)) return null
  if (text.startsWith('<')) return /\bcamt\.053\b|<(?:\w+:)?BkToCstmrStmt/.test(text) ? 'camt053' : null
  if (isMt940(text)) return 'mt940'
  if (/^01,[^,\r\n]*,[^,\r\n]*,\d{6},/.test(text)) return 'bai2'
  if (/^(?:\{\s*["}]|\[\s*[{[\]])/.test(text)) return 'json'
  return isTable(text) ? 'csv' : null
}

/** Null for a table or JSON without a mapping: nothing in such a file says what its columns are. */
export function readerOf(format: StatementFormat, mapping: StatementMapping | null): StatementReader | null {
  switch (format) {
    case 'camt053':
      return readCamt053
    case 'mt940':
      return readMt940
    case 'bai2':
      return readBai2
    case 'csv':
    case 'json':
      return mapping === null ? null : readMapped(mapping)
    default:
      return assertNever(format)
  }
}

/** Pictures, archives and workbooks have characters that no text has; an old editor's end of file is let pass. */
function hasControl(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d && code !== 0x1a) return true
  }
  return false
}

/** Lines of a message that may come before its first field are few, whatever the bank puts around it. */
const linesBeforeMax = 12

/** A message of that kind in SWIFT's blocks, or bare fields: a reference first, then an account or a number. */
function isMt940(text: string): boolean {
  const block = /\{2:[IO](\d{3})/.exec(text.slice(0, 1_000))?.[1]
  if (text.startsWith('{1:') && block !== undefined) return block === '940' || block === '950'
  const lines = text.split(/\r?\n/, linesBeforeMax + 3).map((line) => line.replace(/^\{.*?\{4:/, ''))
  const at = lines.findIndex((line) => line.startsWith(':20:'))
  if (at < 0 || at > linesBeforeMax || lines.slice(0, at).some((line) => /^:?942\b/.test(line.trim()))) return false
  return lines.length <= at + 1 || lines.slice(at + 1).some((line) => /^:(?:21|25P?|28C?|60[FM]):/.test(line))
}

/** Several rows, or one of several names, with the same delimiter in them. */
function isTable(text: string): boolean {
  const rows = text.split(/\r\n|\n|\r/, 60).filter((row) => row.trim() !== '')
  return delimiters.some((delimiter) => {
    const cells = rows.map((row) => row.split(delimiter).length)
    const widest = cells.reduce((one, other) => Math.max(one, other), 0)
    return widest >= 2 && (rows.length === 1 ? widest >= 3 : cells.filter((count) => count >= 2).length >= 2)
  })
}
