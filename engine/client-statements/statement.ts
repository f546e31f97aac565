/**
 * A client's statement: what a wallet had before some business days, every posting of these days with the balance behind it,
 * and what it had then. It is for the client: it says nothing of any other. Opening, in and out come to the closing balance
 * as the books reckon it by themselves, or nothing is handed out.
 */
import type { Database } from 'better-sqlite3'
import { now } from '../calendar/instant.ts'
import type { Language } from '../contract/settings.ts'
import { invariant } from '../invariant.ts'
import { walletCode } from '../ledger/account.ts'
import { balanceUntil } from '../ledger/day-balance.ts'
import { findAccount } from '../ledger/find-account.ts'
import type { QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { homeOf } from '../workspace/home.ts'
import { csvOf } from './csv.ts'
import { type Line, linesOf } from './lines.ts'
import { printOf } from './print.ts'
import { Totals } from './totals.ts'

export type WantedStatement = Readonly<{
  client: string
  currency: string
  /** Business days, both included. */
  from: string
  to: string
  language: Language
  format: 'pdf' | 'csv'
}>

export type StatementFile = Readonly<{ name: string; type: string; bytes: Uint8Array<ArrayBuffer> }>

export type Statement = Omit<WantedStatement, 'format'> &
  Readonly<{
    house: string
    zone: string
    digits: number
    madeAt: number
    opening: number
    closing: number
    /** Read as they are asked for, once; what they come to stands in the totals behind the last. */
    lines: () => Iterable<Line>
    totals: Totals
  }>

const types = { pdf: 'application/pdf', csv: 'text/csv; charset=utf-8' } as const

/** Null when the client has no wallet in that currency. */
export async function writeClientStatement(
  { raw, handOver }: Pick<QueryContext, 'raw' | 'handOver'>,
  { format, ...wanted }: WantedStatement,
): Promise<StatementFile | null> {
  invariant(wanted.from <= wanted.to, 'a statement ends before it begins', { from: wanted.from, to: wanted.to })
  const statement = readStatementOf(raw, wanted)
  if (statement === null) return null
  const bytes = format === 'pdf' ? joined([await printOf(statement)]) : joined(encoded(csvOf(statement)))
  handOver?.([bytes.buffer])
  return { name: `statement-${wanted.from}..${wanted.to}-${wanted.currency}.${format}`, type: types[format], bytes }
}

function readStatementOf(raw: Database, wanted: Omit<WantedStatement, 'format'>): Statement | null {
  const { client, currency, from, to } = wanted
  const wallet = findAccount(raw, { code: walletCode(client), currency })
  if (wallet === null) return null
  const { house, digits } = statementsOf(raw)
  const until = (day: string, including: boolean): number => balanceUntil(raw, { account: wallet.id, day, including })
  const opening = until(from, false)
  const totals = new Totals(opening)
  return {
    ...wanted,
    house: house.get() as string,
    zone: homeOf(raw).zone.name,
    digits: digits.get(currency) as number,
    madeAt: now(),
    opening,
    closing: until(to, true),
    lines: () => totals.count(linesOf(raw, { account: wallet.id, days: { from, to }, opening })),
    totals,
  }
}

function* encoded(chunks: Iterable<string>): Generator<Uint8Array> {
  for (const chunk of chunks) yield Buffer.from(chunk)
}

/** In memory of its own, which can be handed to another thread. */
function joined(chunks: Iterable<Uint8Array>): Uint8Array<ArrayBuffer> {
  const all = [...chunks]
  const bytes = new Uint8Array(all.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const chunk of all) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

const statementsOf = perConnection((raw) => ({
  house: raw.prepare('SELECT name FROM workspace').pluck(),
  digits: raw.prepare('SELECT digits FROM currency WHERE code = ?').pluck(),
}))
