/** What a table and a JSON file come to before anything of it is understood: records, and what is said beside them. */
import type { StatementFault } from '../statement.ts'

/** A row of a table or an object of JSON; text by the names that the mapping calls its values by. */
export type SourceRecord = Readonly<{
  place: number
  /** Without the blanks around it; empty where there is nothing. */
  text: (column: string) => string
  /** It comes from among those that are announced only. */
  isPending: boolean
}>

export type SourcePiece =
  | Readonly<{ is: 'record'; record: SourceRecord }>
  /** What the mapping asks for by a label. */
  | Readonly<{ is: 'said'; label: string; text: string; place: number }>
  | Readonly<{ is: 'fault'; fault: StatementFault }>

/** A value that can't be read: the column it stands in, and what stands there. */
export type Unread = Readonly<{ code: StatementFault['code']; field: string; found: string }>

export const isUnread = (value: object): value is Unread => 'code' in value && 'found' in value

/** Longer values are cut: what was found is for a person to recognise, and a hostile file has long ones. */
const foundMax = 80

export function faultAt(place: number, { code, field, found }: Unread): StatementFault {
  return { code, place, field, found: shortened(found, foundMax) }
}

/** Never ends in half a character. */
const shortened = (text: string, longest: number): string => text.slice(0, longest).replace(/[\uD800-\uDBFF]$/, '')

/** How words and names are compared. */
export const folded = (text: string): string => text.trim().toLowerCase()
