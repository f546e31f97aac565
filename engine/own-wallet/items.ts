/**
 * What happened to a wallet, as its owner is told: where, when, how much, and whether it is confirmed. Nothing of accounts,
 * of other clients, of the staff, and none of their reasons.
 */
import type { Database } from 'better-sqlite3'
import type { HistoryItem } from '../contract/clients.ts'
import type { WalletItem, WalletKind } from '../contract/own-wallet.ts'
import { fundsOfReference } from '../funding/under-way.ts'
import { walletCode } from '../ledger/account.ts'
import { findAccount } from '../ledger/find-account.ts'
import { type HistoryFilter, heldItemAt, historyItemOf, listHistory } from '../ledger/history.ts'
import type { QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { homeOf } from '../workspace/home.ts'

export type ItemPage = Readonly<{
  client: string
  currency?: string | undefined
  filter: Omit<HistoryFilter, 'kind' | 'asClient'>
  after: readonly number[]
  limit: number
}>

/** Null where the client has no such wallet. */
export function listItems(
  context: QueryContext,
  { client, currency: asked, filter, after, limit }: ItemPage,
): Readonly<{ items: WalletItem[]; next: readonly number[] | null }> | null {
  const { raw } = context
  const currency = findAccount(raw, { code: walletCode(client), currency: asked })?.currency
  const page = { client, currency, filter: { ...filter, asClient: true }, after, limit }
  const found = currency === undefined ? null : listHistory(context, page)
  if (currency === undefined || found === null) return null
  return { items: found.items.map((item) => shown(raw, item, currency)), next: found.next }
}

export type OwnItem = Readonly<{
  item: WalletItem
  /** The number of the transaction, where it is posted; the producer's, where one has to do with it. */
  transaction: number | null
  producer: number | null
  /** Every number that it has had, this one among them: what was held or under way has another once it is posted. */
  ids: readonly string[]
}>

/** Null for what is not there and for what is somebody else's, which are the same to whoever asks. */
export function findItem(raw: Database, { client, id }: Readonly<{ client: string; id: string }>): OwnItem | null {
  const [number = '', line] = id.slice(1).split('-')
  switch (id[0]) {
    case 't':
      return ofPosting(raw, client, Number(number))
    case 'h':
      return ofHeld(raw, client, { batch: Number(number), line: Number(line) })
    default:
      return ofFund(raw, client, number)
  }
}

type Wallet = Readonly<{ id: number; currency: string }>

const walletsOf = (raw: Database, client: string): readonly Wallet[] =>
  statementsOf(raw).wallets.all(walletCode(client)) as Wallet[]

function ofPosting(raw: Database, client: string, transaction: number): OwnItem | null {
  for (const { id, currency } of walletsOf(raw, client)) {
    const item = historyItemOf(raw, { transaction, wallet: id })
    if (item !== null) return own(raw, client, item, currency)
  }
  return null
}

/** A row that went through meanwhile is the posting that came of it. */
function ofHeld(
  raw: Database,
  client: string,
  { batch, line }: Readonly<{ batch: number; line: number }>,
): OwnItem | null {
  const item = heldItemAt(raw, { client, batch, line })
  if (item !== null) return own(raw, client, item, homeOf(raw).currency)
  const posting = statementsOf(raw).released.get({ client, batch, line }) as number | null | undefined
  return posting === undefined || posting === null ? null : ofPosting(raw, client, posting)
}

/** One that went through meanwhile is the posting that brought the money to the wallet. */
function ofFund(raw: Database, client: string, reference: string): OwnItem | null {
  for (const { id, currency } of walletsOf(raw, client)) {
    const item = fundsOfReference(raw, { wallet: id, reference })
    if (item !== null) return own(raw, client, item, currency)
  }
  for (const entry of statementsOf(raw).fundEntries.all({ client, reference }) as number[]) {
    const posted = ofPosting(raw, client, entry)
    if (posted !== null) return posted
  }
  return null
}

const own = (raw: Database, client: string, item: HistoryItem, currency: string): OwnItem => ({
  item: shown(raw, item, currency),
  transaction: item.transaction,
  producer: item.producer,
  ids: idsOf(raw, client, item),
})

function idsOf(raw: Database, client: string, item: HistoryItem): readonly string[] {
  const { transaction, batch, line } = item
  if (transaction === null) return [idOf(item)]
  const held = batch === null || line === null ? [] : [`h${batch}-${line}`]
  const funds = statementsOf(raw).fundsOfEntry.all({ client, transaction }) as string[]
  return [idOf(item), ...held, ...funds.map((reference) => `f${reference}`)]
}

function shown(raw: Database, item: HistoryItem, currency: string): WalletItem {
  const { at, amount, balance, location, txId, status, reference } = item
  const instant = Date.parse(at)
  return {
    id: idOf(item),
    at,
    day: homeOf(raw).zone.dayOf(instant),
    time: timeOf(raw, instant),
    kind: kindOf(item.type),
    amount,
    currency,
    balance,
    producer: item.producerName ?? producerAt(raw, item.counter),
    place: location,
    reference: txId ?? reference,
    status,
  }
}

function idOf({ transaction, batch, line, reference }: HistoryItem): string {
  if (transaction !== null) return `t${transaction}`
  return batch === null ? `f${reference ?? ''}` : `h${batch}-${line ?? 0}`
}

/** What somebody bought by hand names its producer by the account on the other side. */
const producerAt = (raw: Database, counter: string | null): string | null =>
  counter?.startsWith('clearing:') === true
    ? ((statementsOf(raw).producer.get(counter.slice('clearing:'.length)) as string | undefined) ?? null)
    : null

/** Of a row that says no time only the day is known; it is kept as the day's beginning. */
function timeOf(raw: Database, at: number): string | null {
  const text = clockOf(raw).format(at)
  return text === '00:00:00' ? null : text.slice(0, 5)
}

const clockOf = perConnection(
  (raw) => new Intl.DateTimeFormat('en-GB', { timeZone: homeOf(raw).zone.name, timeStyle: 'medium', hourCycle: 'h23' }),
)

/** The books have more kinds than a client has words for. */
function kindOf(kind: string): WalletKind {
  return kinds[kind] ?? 'correction'
}

const kinds: Readonly<Record<string, WalletKind>> = {
  TopUp: 'top_up',
  deposit: 'top_up',
  auto_top_up: 'top_up',
  fund_request: 'top_up',
  fund_paid: 'top_up',
  fund_settled: 'top_up',
  fund_released: 'top_up',
  unknown_payer: 'top_up',
  Payment: 'payment',
  purchase: 'payment',
  capture: 'payment',
  refund: 'refund',
  transfer: 'transfer',
  withdrawal: 'withdrawal',
  payout: 'withdrawal',
  fee: 'fee',
  reversal: 'reversal',
  chargeback: 'reversal',
  fund_undone: 'reversal',
}

const statementsOf = perConnection((raw) => ({
  wallets: raw.prepare('SELECT id, currency FROM account WHERE code = ? ORDER BY id'),
  released: raw
    .prepare(`
      SELECT posting FROM held_row
      WHERE batch_id = @batch AND line = @line AND client_id = @client AND state = 'posted'`)
    .pluck(),
  fundEntries: raw
    .prepare(`
      SELECT step.value FROM fund_request, json_each(json_array(released_entry, settled_entry, paid_entry)) AS step
      WHERE reference = @reference AND client_id = @client AND step.value IS NOT NULL`)
    .pluck(),
  fundsOfEntry: raw
    .prepare(`
      SELECT reference FROM fund_request
      WHERE client_id = @client AND @transaction IN (paid_entry, settled_entry, released_entry)`)
    .pluck(),
  producer: raw.prepare('SELECT name FROM producer WHERE code = ?').pluck(),
}))
