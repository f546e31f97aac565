/** The one transaction that a client is asked about: a row that is held, one that was refused, or one that is posted. */
import type { Database } from 'better-sqlite3'
import type { RowFields } from '../contract/row-fields.ts'
import type { Language } from '../contract/settings.ts'
import { rowCodeOf } from '../exceptions/held-drafts.ts'
import { assertNever } from '../invariant.ts'
import { readPostings } from '../ledger/posting-rows.ts'
import { perConnection } from '../store/compiled.ts'
import { homeOf } from '../workspace/home.ts'
import type { Case, CaseBarred } from './case-in-hand.ts'
import { moneyText, whenOf } from './figures.ts'
import type { Values } from './words.ts'

/** What is told to a client about it, and no more: nothing of who they are, and no number of ours. */
export type Told = Readonly<{
  occurredAt: number
  /** Null where no producer has to do with it. */
  producer: string | null
  place: string | null
  amount: number
  currency: string
  direction: 'in' | 'out'
}>

export type AskedTransaction = Readonly<{ client: string; line: number | null; told: Told }>

export type NotAskable =
  | CaseBarred
  | Readonly<{ status: 'line_needed'; rows: number }>
  | Readonly<{ status: 'row_unreadable'; line: number }>

type Asking = Readonly<{
  line?: number | undefined
  /** The fields of a row that was refused, which only its file says; null where they can't be read. */
  refused: RowFields | null
}>

export function askedTransaction(raw: Database, of: Case, { line, refused }: Asking): AskedTransaction | NotAskable {
  if (of.posting !== null && of.client !== null) return ofPosting(raw, of.posting, of.client)
  const asked = line ?? of.line
  switch (of.scope) {
    case 'hold':
      return asked === null ? { status: 'line_needed', rows: of.rows } : ofHeld(raw, of, asked)
    case 'fault':
    case 'conflict':
      if (asked === null) return { status: 'line_needed', rows: of.rows }
      return refused === null ? { status: 'row_unreadable', line: asked } : ofRefused(raw, of, asked, refused)
    case 'batch':
    case 'producer':
    case 'client':
    case 'engine':
      return { status: 'case_barred', action: 'ask_client', bar: of.client === null ? 'no_client' : 'no_transaction' }
    default:
      return assertNever(of.scope)
  }
}

/** As it is said in letters and on the answer page. */
export function valuesOf(raw: Database, language: Language, told: Told): Values {
  const { occurredAt, producer, place, amount, currency, direction } = told
  const isShop = producer !== null && place !== null
  return {
    ...whenOf(raw, language, occurredAt),
    where: isShop ? 'shop' : 'wallet',
    producer: producer ?? '',
    place: place ?? '',
    amount: moneyText(raw, language, amount, currency),
    direction,
  }
}

function ofPosting(raw: Database, transaction: number, client: string): AskedTransaction {
  const [row] = readPostings(raw, [transaction])
  const { occurredAt, producerName, location, amount, currency, creditCode } = row as NonNullable<typeof row>
  const direction = creditCode === `wallet:${client}` ? 'in' : 'out'
  return {
    client,
    line: null,
    told: { occurredAt, producer: producerName, place: location, amount, currency, direction },
  }
}

type HeldRow = Readonly<{ client: string; kind: string; amount: number; occurredAt: number; place: string }>

function ofHeld(raw: Database, { batch, code, producer, rows }: Case, line: number): AskedTransaction | NotAskable {
  const held = statementsOf(raw).held.get(batch, line, rowCodeOf(code)) as HeldRow | undefined
  if (held === undefined) return { status: 'line_needed', rows }
  const { client, kind, amount, occurredAt, place } = held
  return { client, line, told: toldOf(raw, producer, { type: kind, amount, occurredAt, place }) }
}

function ofRefused(
  raw: Database,
  { producer }: Case,
  line: number,
  { client, type, amount, occurredAt, location }: RowFields,
): AskedTransaction {
  const row = { type, amount, occurredAt: Date.parse(occurredAt), place: location }
  return { client, line, told: toldOf(raw, producer, row) }
}

type Row = Readonly<{ type: string; amount: number; occurredAt: number; place: string }>

function toldOf(raw: Database, producer: number | null, { type, amount, occurredAt, place }: Row): Told {
  const name = statementsOf(raw).producer.get(producer) as string | undefined
  const direction = type === 'TopUp' ? 'in' : 'out'
  return { occurredAt, producer: name ?? null, place, amount, currency: homeOf(raw).currency, direction }
}

const statementsOf = perConnection((raw) => ({
  held: raw.prepare(`
    SELECT client_id AS client, kind, amount, occurred_at AS occurredAt, location AS place FROM held_row
    WHERE batch_id = ? AND line = ? AND code = ?`),
  producer: raw.prepare('SELECT name FROM producer WHERE id = ?').pluck(),
}))
