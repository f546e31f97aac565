/** A table as the formats write it: columns that say what stands in them, and rows that come in pages. */
import type { Posting } from '../contract/accounts.ts'
import { invariant } from '../invariant.ts'

export type ColumnKind = 'text' | 'state' | 'flag' | 'integer' | 'money' | 'day' | 'instant' | 'json'

export type Column = Readonly<{
  id: string
  kind: ColumnKind
  /** Of a page of paper; what has none is not printed unless somebody asks for it. */
  share: number | null
}>

export type Row = Readonly<Record<string, unknown>>
export type Pages<T> = AsyncIterable<readonly T[]>

export type DigitsOf = (currency: string) => number

export type Sheet = Readonly<{
  title: string
  columns: readonly Column[]
  pages: Pages<Row>
  digitsOf: DigitsOf
  madeAt: number
  madeBy: string
  house: string
  zone: string
}>

export type Journal = Readonly<{ pages: Pages<Posting> } & Omit<Sheet, 'pages' | 'columns'>>

/** What a format makes: text or bytes, one piece after another. */
export type Chunks = AsyncIterable<string | Uint8Array>

export type Money = Readonly<{ minor: string; currency: string }>

/** A cell as its kind says, so that no format has to guess. */
export type Cell =
  | Readonly<{ is: 'nothing' }>
  | Readonly<{ is: 'text' | 'day' | 'instant'; text: string }>
  | Readonly<{ is: 'flag'; value: boolean }>
  | Readonly<{ is: 'integer'; value: number }>
  | Readonly<{ is: 'money'; money: Money }>
  | Readonly<{ is: 'json'; value: unknown }>

const nothing: Cell = { is: 'nothing' }

export function cellOf({ id, kind }: Column, row: Row): Cell {
  const value = row[id]
  if (value === null || value === undefined) return nothing
  switch (kind) {
    case 'text':
    case 'state':
      return { is: 'text', text: textOf(id, value) }
    case 'day':
    case 'instant':
      return { is: kind, text: textOf(id, value) }
    case 'flag':
      invariant(typeof value === 'boolean', 'a flag that is none', { column: id })
      return { is: 'flag', value }
    case 'integer':
      invariant(Number.isSafeInteger(value), 'a number that is none', { column: id })
      return { is: 'integer', value: Number(value) }
    case 'money':
      return { is: 'money', money: { minor: minorOf(id, value), currency: currencyOf(id, row) } }
    case 'json':
      return { is: 'json', value }
  }
}

function textOf(column: string, value: unknown): string {
  invariant(typeof value === 'string', 'a text that is none', { column })
  return value
}

/** Sums may pass what a number holds, so they are texts of digits. */
function minorOf(column: string, value: unknown): string {
  const text = typeof value === 'number' || typeof value === 'bigint' ? String(value) : value
  invariant(typeof text === 'string' && /^-?[0-9]+$/.test(text), 'money that is none', { column })
  return text
}

function currencyOf(column: string, { currency }: Row): string {
  invariant(typeof currency === 'string', 'money without a currency', { column })
  return currency
}

/** `receivedAt` as people read it: Received at. */
export function titleOf(id: string): string {
  const words = id.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return words.charAt(0).toUpperCase() + words.slice(1)
}
