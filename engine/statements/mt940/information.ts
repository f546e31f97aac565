import type { Detail, Party, Reference } from '../statement.ts'

/** `:86:`, what a line is about: what every dialect of it comes to, and what its dialects share. */

const fieldWidth = 65
const NO_REFERENCE = new Set([
  '',
  'N',
  'NONREF',
  'NOTPROVIDED',
  'EREF',
  'EREF+',
  'KREF',
  'KREF+',
  'MREF',
  'MREF+',
  'PREF',
])

export type Information = Readonly<{
  /** A number for the kind of business, where the dialect has one. */
  business: string | null
  /** The bank's words for what kind of movement it is. */
  posting: string
  references: readonly Reference[]
  party: Party | null
  text: string
  returned: Detail['returned']
}>

/** A line as long as the field is wide goes on in the next one, in the middle of a word; a shorter one ends there. */
export function unfolded(lines: readonly string[]): string {
  return words(lines.map((line) => (line.length >= fieldWidth ? line : `${line} `)).join(''))
}

export const words = (text: string): string => text.replace(/\s+/g, ' ').trim()

/** False of the words that stand where no reference is, or say that it stands in the information. */
export const isReference = (text: string): boolean => !NO_REFERENCE.has(text.toUpperCase())
