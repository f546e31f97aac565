/** Money that comes in and goes out: deposits, withdrawals, payouts, and what a bank took back. */
import { type Account, availableOn, isWallet, type Wallet } from '../ledger/account.ts'
import type { Leg } from '../ledger/drafts.ts'
import type { Desk } from './desk.ts'
import type { OperationOf } from './operation.ts'
import type { Plan } from './plan.ts'
import { isRefusal, type Refusal } from './refusal.ts'

export function planDeposit(desk: Desk, content: OperationOf<'deposit'>): Plan | Refusal {
  const found = receiverOf(desk, content)
  if (isRefusal(found)) return found
  const { wallet, source } = found
  return {
    kind: 'deposit',
    currency: wallet.currency,
    amount: content.amount,
    legs: [{ debit: source, credit: wallet, amount: content.amount }],
    subject: wallet,
    mustWork: [wallet],
    counts: 'deposit',
  }
}

/** The wallet that is named, or the one that a virtual account belongs to: then the money is at that account's bank. */
function receiverOf(
  desk: Desk,
  { client, virtualAccount, currency, from }: OperationOf<'deposit'>,
): Readonly<{ wallet: Wallet; source: Account }> | Refusal {
  if (virtualAccount !== undefined) {
    const found = desk.virtualAccount(virtualAccount)
    if (isRefusal(found)) return found
    // Whoever names both means them to belong together.
    const other =
      (client !== undefined && client !== found.wallet.client) ||
      (currency !== undefined && currency !== found.wallet.currency)
    if (other) return { status: 'virtual_account_unknown', virtualAccount }
    return { wallet: found.wallet, source: found.omnibus }
  }
  const wallet = desk.wallet(client ?? '', currency)
  if (isRefusal(wallet)) return wallet
  const source = desk.outside(from, wallet.currency)
  return isRefusal(source) ? source : { wallet, source }
}

export function planWithdrawal(desk: Desk, { client, currency, amount }: OperationOf<'withdrawal'>): Plan | Refusal {
  const wallet = desk.wallet(client, currency)
  if (isRefusal(wallet)) return wallet
  return {
    kind: 'withdrawal',
    currency: wallet.currency,
    amount,
    legs: [{ debit: wallet, credit: desk.books.house('payout', wallet.currency), amount }],
    subject: wallet,
    mustWork: [wallet],
    counts: 'withdrawal',
  }
}

/** The money left the wallet with the withdrawal; this is the bank's side of it, so nobody's limits are asked again. */
export function planPayout(desk: Desk, { of, amount: asked, to }: OperationOf<'payout'>): Plan | Refusal {
  const withdrawal = desk.transaction(of)
  if (isRefusal(withdrawal)) return withdrawal
  const { kind, currency, left } = withdrawal
  const bank = desk.outside(to, currency)
  if (isRefusal(bank)) return bank
  if (kind !== 'withdrawal') return { status: 'not_of_this_kind', transaction: of, kind }
  const amount = asked ?? left
  if (amount > left || amount === 0) return { status: 'exceeds_left', left }
  const payout = desk.books.house('payout', currency)
  return {
    kind: 'payout',
    currency,
    amount,
    legs: [{ debit: payout, credit: bank, amount }],
    subject: null,
    mustWork: [],
    counts: null,
    related: of,
  }
}

const chargeable: ReadonlySet<string> = new Set(['deposit', 'auto_top_up', 'TopUp'])

/** The gateway or bank has taken the money back already: what the client has spent of it, they owe us. */
export function planChargeback(desk: Desk, { of, amount: asked }: OperationOf<'chargeback'>): Plan | Refusal {
  const transaction = desk.transaction(of)
  if (isRefusal(transaction)) return transaction
  const { kind, currency, left, first } = transaction
  const { debit: source, credit: wallet } = first
  if (!chargeable.has(kind) || !isWallet(wallet)) return { status: 'not_of_this_kind', transaction: of, kind }
  const amount = asked ?? left
  if (amount > left || amount === 0) return { status: 'exceeds_left', left }
  return {
    kind: 'chargeback',
    currency,
    amount,
    legs: takenBack(desk, { wallet, to: source, amount, available: availableOn(wallet) }),
    subject: wallet,
    mustWork: [],
    counts: 'chargeback',
    related: of,
  }
}

/**
 * From the wallet as far as it goes, the rest from what its client owes us. Where it is that debt itself which takes the
 * money back, it can't lend it too: then the wallet has all of it, or it is refused for what is missing.
 */
export function takenBack(
  desk: Desk,
  { wallet, to, amount, available }: Readonly<{ wallet: Wallet; to: Account; amount: number; available: number }>,
): readonly Leg[] {
  const isOwnDebt = to.kind === 'receivable' && to.client === wallet.client
  const there = isOwnDebt ? amount : Math.max(0, Math.min(amount, available))
  const legs: Leg[] = []
  if (there > 0) legs.push({ debit: wallet, credit: to, amount: there })
  if (there < amount) {
    const receivable = desk.books.receivable(wallet.client, wallet.currency)
    legs.push({ debit: receivable, credit: to, amount: amount - there })
  }
  return legs
}
