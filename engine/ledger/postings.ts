/** Searching postings, newest first. What is narrow enough to have an index begins there; the rest is looked through. */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../calendar/instant.ts'
import type { Posting, PostingFilter } from '../contract/accounts.ts'
import type { QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import {
  beyond,
  type Candidates,
  type Conditions,
  daysOf,
  everything,
  lookThrough,
  type Piece,
  pageOfFound,
  postingsOfAccounts,
  touches,
} from './look.ts'
import type { DayRange } from './posting-days.ts'
import { postingOf, readPostings } from './posting-rows.ts'
import { postingsOfTxId } from './row-posting.ts'
import { contains, foldedText } from './text.ts'

export type PostingPage = Readonly<{ filter: PostingFilter; before: number | null; limit: number }>

export function searchPostings(
  { raw }: QueryContext,
  { filter, before, limit }: PostingPage,
): Readonly<{ items: Posting[]; next: number | null; lookedBackTo: string | null }> {
  const narrowed = narrow(raw, filter)
  if (narrowed === null) return { items: [], next: null, lookedBackTo: null }
  const look = { ...narrowed, order: 'newestFirst' } as const
  const found = lookThrough(raw, look, { edge: before ?? beyond('newestFirst'), want: limit + 1 })
  const { shown, next, early } = pageOfFound(found, limit)
  const lookedBackTo = early ? isoOf(statementsOf(raw).postedAt.get(next) as number) : null
  return { items: readPostings(raw, shown).map(postingOf), next, lookedBackTo }
}

type Narrowed = Conditions & Readonly<{ from: Candidates }>

/** Null when nothing can match: an account or a client that is not there. */
function narrow(raw: Database, filter: PostingFilter): Narrowed | null {
  const { kind = '', amount = 0, currency = '', text = '', location = '', reference } = filter
  const accounts = accountsOf(raw, filter)
  const clients = filter.client === undefined ? null : ofClient(raw, filter.client)
  if (accounts?.length === 0 || clients?.length === 0 || !isPlace(raw, filter)) return null
  const begin = accounts ?? clients
  const days = daysOf(filter)
  const all = exactConditions(raw, filter)
  // What the candidates are not narrowed by has to be asked of each.
  if (accounts !== null && reference !== undefined) all.push(touches(accounts))
  if (clients !== null && (accounts !== null || reference !== undefined)) all.push(touches(clients))
  return {
    all,
    days,
    values: { kind, amount, currency, location, text: foldedText(text) },
    from: candidatesOf(raw, { reference, accounts: begin, days }),
  }
}

function exactConditions(raw: Database, { kind, currency, amount, text, location }: PostingFilter): string[] {
  const all: string[] = []
  const columns = ['posting.tx_id', 'entry.reference', 'entry.order_id', 'entry.reason']
  if (kind !== undefined) all.push('posting.kind = @kind')
  if (currency !== undefined) all.push('posting.currency = @currency')
  if (amount !== undefined) all.push('posting.amount = @amount')
  if (location !== undefined) all.push('posting.location = @location')
  if (text !== undefined) all.push(contains(raw, columns, text))
  return all
}

function candidatesOf(
  raw: Database,
  {
    reference,
    accounts,
    days,
  }: Readonly<{ reference: string | undefined; accounts: readonly number[] | null; days: DayRange | null }>,
): Candidates {
  if (reference !== undefined) return { take: (piece) => postingsNamed(raw, reference, piece), condition: 'TRUE' }
  return accounts === null ? everything : postingsOfAccounts(raw, accounts, { order: 'newestFirst', days })
}

/** Of a place that no row ever named nothing is looked through. */
const isPlace = (raw: Database, { location }: PostingFilter): boolean =>
  location === undefined || statementsOf(raw).place.get(location) !== undefined

/** A code is an account in each of its currencies. */
function accountsOf(raw: Database, { account, currency }: PostingFilter): readonly number[] | null {
  if (account === undefined) return null
  return statementsOf(raw).byCode.all({ account, currency: currency ?? null }) as number[]
}

const ofClient = (raw: Database, client: string): readonly number[] =>
  statementsOf(raw).byClient.all({ client }) as number[]

/** What carries a reference: entries by each of the names that they may have, and rows by their TxId. */
function postingsNamed(raw: Database, reference: string, { edge, count }: Piece): readonly number[] {
  const ofEntries = statementsOf(raw).ofEntries.all({ reference, edge, count }) as number[]
  const ofRows = postingsOfTxId(raw, reference).filter((seq) => seq < edge)
  const all = new Set([...ofEntries, ...ofRows])
  return [...all].toSorted((a, b) => b - a).slice(0, count)
}

// An entry has the number of its first posting and the others follow it, so the newest entries hold the newest postings.
const entriesBy = (column: string) => `
  SELECT movement.seq FROM (SELECT id, postings FROM entry WHERE ${column} = @reference AND id < @edge
    ORDER BY id DESC LIMIT @count) AS named
  CROSS JOIN movement ON movement.seq >= named.id AND movement.seq < min(named.id + named.postings, @edge)`

const statementsOf = perConnection((raw) => ({
  byCode: raw
    .prepare('SELECT id FROM account WHERE code = @account AND currency = coalesce(@currency, currency)')
    .pluck(),
  byClient: raw
    .prepare(`
      SELECT id FROM account WHERE code IN ('wallet:' || @client, 'pending:' || @client, 'receivable:' || @client)`)
    .pluck(),
  place: raw.prepare('SELECT 1 FROM place WHERE name = ?'),
  postedAt: raw.prepare('SELECT posted_at FROM movement WHERE seq = ?').pluck(),
  ofEntries: raw
    .prepare(`
      ${entriesBy('reference')} UNION ${entriesBy('order_id')} UNION ${entriesBy('bank_transaction_id')}
      ORDER BY seq DESC LIMIT @count`)
    .pluck(),
}))
