/**
 * What stood on the accounts before the period and after it, and what moved them: each account of ours, those of clients
 * together. Amounts are debits less credits, so what is owed to others is negative, and each currency comes to nothing.
 */
import type { Database } from 'better-sqlite3'
import { dayBefore } from '../../calendar/day.ts'
import { accountKinds } from '../../contract/accounts.ts'
import { perConnection } from '../../store/compiled.ts'
import { clientKinds, type Group } from '../day-sums.ts'
import type { Row } from '../tables.ts'
import type { RowsContext } from './context.ts'

export function balanceRows(known: RowsContext): readonly Row[] {
  const { raw, days, instants, sums } = known
  const rows = sums.groups.flatMap((group, at) => {
    const accounts = group.account === null ? clientAccounts(raw, group, { instants, sums }) : 1
    const opening = sums.balanceAt(at, dayBefore(days.from))
    const { debits, credits } = sums.moved(at)
    const isThere =
      group.account === null ? accounts > 0 || wasMoved(opening, debits, credits) : hasPlace(group, at, known)
    if (!isThere) return []
    const { kind, currency } = group
    const account = group.account?.code ?? ''
    return [{ kind, account, currency, accounts, opening, debits, credits, closing: opening + debits - credits }]
  })
  return rows.toSorted(
    (a, b) =>
      compare(a.currency, b.currency) ||
      accountKinds.indexOf(a.kind) - accountKinds.indexOf(b.kind) ||
      compare(a.account, b.account),
  )
}

/** Whether an account of ours is in a pack: opened by the end of the period, or with something on it all the same. */
export function hasPlace(
  { account }: Group,
  at: number,
  { days, instants, sums }: Pick<RowsContext, 'days' | 'instants' | 'sums'>,
): boolean {
  if (account !== null && account.openedAt < instants.end) return true
  const { debits, credits } = sums.moved(at)
  return wasMoved(sums.balanceAt(at, dayBefore(days.from)), debits, credits)
}

const wasMoved = (...amounts: readonly bigint[]): boolean => amounts.some((amount) => amount !== 0n)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

type Known = Pick<RowsContext, 'instants' | 'sums'>

/** Those that were open by the end of the period, and those that its late rows opened. */
function clientAccounts(raw: Database, { kind, currency }: Group, { instants, sums }: Known): number {
  let found = 0
  for (const account of walk(raw, kind, currency))
    if (account.openedAt < instants.end || sums.wasMoved(account.id)) found += 1
  return found
}

type ClientAccount = Readonly<{
  id: number
  code: string
  client: string | null
  state: string
  balance: number
  openedAt: number
}>

const accountsAtOnce = 5_000

function* walk(raw: Database, kind: string, currency: string): Generator<ClientAccount> {
  for (let after = 0; ; ) {
    const rows = statementsOf(raw).accounts.all({ kind, currency, after }) as ClientAccount[]
    yield* rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < accountsAtOnce) return
    after = last.id
  }
}

/** Each account of a client, in the order of their numbers. */
export function* walletRows({ raw, instants, sums }: RowsContext): Generator<Row> {
  const groups = sums.groups.filter(({ kind }) => clientKinds.has(kind))
  for (const { kind, currency } of groups)
    for (const { id, code, client, state, balance, openedAt } of walk(raw, kind, currency)) {
      if (openedAt >= instants.end && !sums.wasMoved(id)) continue
      const { debits, credits, later } = sums.ofAccount(id)
      const closing = 0 - balance - later
      yield { account: code, client, currency, state, opening: closing - debits + credits, debits, credits, closing }
    }
}

const statementsOf = perConnection((raw) => ({
  accounts: raw.prepare(`
    SELECT id, code, client_id AS client, state, balance, opened_at AS openedAt FROM account
    WHERE id > @after AND kind = @kind AND currency = @currency ORDER BY id LIMIT ${accountsAtOnce}`),
}))
