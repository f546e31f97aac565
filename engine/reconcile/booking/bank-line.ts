/** A line that somebody picked, or a part of one, as long as nothing explains it. */
import type { Database } from 'better-sqlite3'
import { perConnection } from '../../store/compiled.ts'
import { type Item, sides } from '../items/open-items.ts'
import { type HandRefusal, openItemOf } from '../matches/by-hand.ts'
import { findPart } from '../parts/parts.ts'

type OfLine = Readonly<{ account: number; code: string; kind: string; currency: string }>
export type BankLine = OfLine & Readonly<{ item: Item }>

export type LineRefusal = Extract<HandRefusal, Readonly<{ status: 'item_unknown' | 'item_matched' | 'item_split' }>>

export function findBankLine(raw: Database, id: number): BankLine | LineRefusal {
  const line = findLine(raw).get(id < 0 ? (findPart(raw, id)?.origin ?? null) : id) as OfLine | undefined
  if (line === undefined) return { status: 'item_unknown', side: 'line', item: id }
  const item = openItemOf(raw, line.account, { side: sides.line, item: id })
  return 'status' in item ? item : { ...line, item }
}

const findLine = perConnection((raw) =>
  raw.prepare(`
    SELECT account.id AS account, account.code, account.kind, account.currency
    FROM statement_line AS line JOIN account ON account.id = line.account WHERE line.id = ?`),
)
