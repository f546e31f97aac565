/**
 * One question over everything in the workspace. What was typed may be a number, a name, a reference or an amount; every kind
 * of thing is asked by an index whether it has that, so that the answer takes as long over five million postings as over
 * five. What no index knows, such as the amount of a posting, is not looked for here.
 */
import type { Database } from 'better-sqlite3'
import { Amount } from '../contract/money.ts'
import {
  type FoundGroup,
  hitsPerGroup,
  type SearchAnswer,
  type SearchGroup,
  searchGroupNames,
} from '../contract/search.ts'
import type { QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { homeOf } from '../workspace/home.ts'
import type { Asked, Find, Money } from './asked.ts'
import { findBatches, findRows } from './batches.ts'
import { findExceptions, findProposals } from './decisions.ts'
import { findAccounts, findTransactions } from './ledger.ts'
import { findClients, findProducers, findUsers } from './parties.ts'
import { findExpected, findFundRequests } from './payments.ts'
import { findStatements } from './statements.ts'
import { minorOf, readTyped, type Typed } from './typed.ts'

export type SearchQuestion = Readonly<{
  q: string
  /** Those that whoever asks may read; no other is searched. */
  groups: readonly SearchGroup[]
  seesContacts: boolean
}>

export function findEverywhere(
  { raw }: Pick<QueryContext, 'raw'>,
  { q, groups, seesContacts }: SearchQuestion,
): SearchAnswer {
  const typed = readTyped(q)
  if (typed === null) return { groups: [], amount: null }
  const money = moneyOf(raw, typed)
  const asked = { raw, typed, money, seesContacts }
  return {
    groups: searchGroupNames.filter((name) => groups.includes(name)).flatMap((name) => groupOf(name, asked)),
    amount: money === null || !groups.includes('transactions') ? null : shownMoney(money),
  }
}

const finds: Readonly<Record<SearchGroup, Find>> = {
  transactions: findTransactions,
  rows: findRows,
  clients: findClients,
  producers: findProducers,
  batches: findBatches,
  exceptions: findExceptions,
  proposals: findProposals,
  fund_requests: findFundRequests,
  expected: findExpected,
  statements: findStatements,
  accounts: findAccounts,
  users: findUsers,
}

function groupOf(group: SearchGroup, asked: Asked): readonly FoundGroup[] {
  const found = finds[group](asked)
  if (found.length === 0) return []
  return [{ group, hits: found.slice(0, hitsPerGroup), more: found.length > hitsPerGroup }]
}

/** Money that nobody named a currency for is in the workspace's own; in one that nobody keeps books in it is none. */
function moneyOf(raw: Database, { amount }: Typed): Money | null {
  if (amount === null) return null
  const currency = amount.currency ?? homeOf(raw).currency
  const digits = digitsOf(raw).get(currency) as number | undefined
  const minor = digits === undefined ? null : minorOf(amount, digits)
  return Amount.safeParse(minor).success ? { amount: minor ?? 0, currency, sign: amount.sign } : null
}

const shownMoney = ({ amount, currency }: Money): SearchAnswer['amount'] => ({ amount, currency })

const digitsOf = perConnection((raw) => raw.prepare('SELECT digits FROM currency WHERE code = ?').pluck())
