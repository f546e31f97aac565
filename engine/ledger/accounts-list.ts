/** Accounts by kind, in the order in which the books name the kinds, and by code and currency. */
import type { Database } from 'better-sqlite3'
import { type Account, type AccountKind, accountKinds } from '../contract/accounts.ts'
import type { QueryContext } from '../store/command.ts'
import { type AccountRow, accountColumns, accountOf, findAccount } from './find-account.ts'
import { behindPrefix } from './prefix.ts'

export type AccountFilter = Readonly<{
  kind?: AccountKind | undefined
  currency?: string | undefined
  search?: string | undefined
}>

/** `after` is the number of the last account of the page before: its code may be longer than a cursor. */
export type AccountPage = Readonly<{ filter: AccountFilter; after: number | null; limit: number }>

export function listAccounts(
  { raw }: QueryContext,
  { filter, after, limit }: AccountPage,
): Readonly<{ items: Account[]; next: number | null }> {
  const last =
    after === null
      ? undefined
      : (raw.prepare('SELECT kind, code, currency FROM account WHERE id = ?').get(after) as Place)
  const kinds = accountKinds.filter((kind) => filter.kind === undefined || kind === filter.kind)
  const behindLast = last === undefined ? 0 : accountKinds.indexOf(last.kind)
  const found: AccountRow[] = []
  for (const kind of kinds) {
    if (accountKinds.indexOf(kind) < behindLast) continue
    for (const range of rangesOf(kind, filter.search ?? '')) {
      if (found.length > limit) break
      const place = last?.kind === kind ? last : undefined
      found.push(
        ...accountsOf(raw, { kind, range, currency: filter.currency, after: place, limit: limit + 1 - found.length }),
      )
    }
  }
  const shown = found.slice(0, limit)
  return { items: shown.map(accountOf), next: found.length > limit ? (shown.at(-1)?.id ?? null) : null }
}

export function findAccountQuery(
  { raw }: QueryContext,
  asked: Readonly<{ code: string; currency?: string | undefined }>,
): Account | null {
  const account = findAccount(raw, asked)
  return account === null ? null : accountOf(account)
}

type Place = Readonly<{ kind: AccountKind; code: string; currency: string }>
type Range = Readonly<{ first: string; behind: string }>

/** Where a search may be found: at the beginning of the code, and in a client's account at that of the client's number. */
function rangesOf(kind: AccountKind, search: string): readonly Range[] {
  const range = (prefix: string): Range => ({ first: prefix, behind: behindPrefix(prefix) })
  if (kind !== 'wallet' && kind !== 'pending' && kind !== 'receivable') return [range(search)]
  const every = `${kind}:`
  if (every.startsWith(search)) return [range(every)]
  const number = every + search
  if (!search.startsWith(every)) return [range(number)]
  // Both begin with the kind. Either one holds the other, or they are apart and come one after the other.
  if (number.startsWith(search)) return [range(search)]
  return [range(search), range(number)].toSorted((a, b) => (a.first < b.first ? -1 : 1))
}

function accountsOf(
  raw: Database,
  {
    kind,
    range,
    currency,
    after,
    limit,
  }: Readonly<{
    kind: AccountKind
    range: Range
    currency: string | undefined
    after: Place | undefined
    limit: number
  }>,
): AccountRow[] {
  const conditions = ['kind = @kind', 'code >= @first', 'code < @behind']
  // Said in so many words, because there is an index of all that are no wallets; those are found by their codes.
  if (kind !== 'wallet') conditions.push(`kind <> 'wallet'`)
  if (currency !== undefined) conditions.push('currency = @currency')
  if (after !== undefined) conditions.push('(code, currency) > (@afterCode, @afterCurrency)')
  const statement = raw.prepare(
    `SELECT ${accountColumns} FROM account WHERE ${conditions.join(' AND ')} ORDER BY code, currency LIMIT @limit`,
  )
  return statement.all({
    kind,
    ...range,
    currency,
    afterCode: after?.code,
    afterCurrency: after?.currency,
    limit,
  }) as AccountRow[]
}
