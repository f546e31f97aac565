/** Money that wallets pay and get back: purchases, refunds, transfers, fees. */
import { isWallet } from '../ledger/account.ts'
import type { Desk } from './desk.ts'
import type { OperationOf } from './operation.ts'
import type { Plan } from './plan.ts'
import { isRefusal, type Refusal } from './refusal.ts'

export function planPurchase(
  desk: Desk,
  { client, currency, amount, producer, orderId }: OperationOf<'purchase'>,
): Plan | Refusal {
  const wallet = desk.wallet(client, currency)
  if (isRefusal(wallet)) return wallet
  const seller = desk.seller(producer, wallet.currency)
  if (isRefusal(seller)) return seller
  return {
    kind: 'purchase',
    currency: wallet.currency,
    amount,
    legs: [{ debit: wallet, credit: seller, amount }],
    subject: wallet,
    mustWork: [wallet],
    counts: 'purchase',
    orderId,
  }
}

const refundable: ReadonlySet<string> = new Set(['purchase', 'capture', 'Payment'])

export function planRefund(desk: Desk, { of, amount: asked, relatedOrderId }: OperationOf<'refund'>): Plan | Refusal {
  const purchase = desk.transaction(of)
  if (isRefusal(purchase)) return purchase
  const { kind, currency, left, first, orderId } = purchase
  const { debit: wallet, credit: seller } = first
  if (!refundable.has(kind) || !isWallet(wallet)) return { status: 'not_of_this_kind', transaction: of, kind }
  const amount = asked ?? left
  if (amount > left || amount === 0) return { status: 'exceeds_left', left }
  return {
    kind: 'refund',
    currency,
    amount,
    legs: [{ debit: seller, credit: wallet, amount }],
    subject: wallet,
    mustWork: [wallet],
    counts: 'refund',
    related: of,
    orderId: relatedOrderId ?? orderId ?? undefined,
  }
}

/** One posting has both legs, so a transfer can't happen by half. */
export function planTransfer(desk: Desk, { from, to, currency, amount }: OperationOf<'transfer'>): Plan | Refusal {
  const payer = desk.wallet(from, currency)
  if (isRefusal(payer)) return payer
  const receiver = desk.wallet(to, currency)
  if (isRefusal(receiver)) return receiver
  if (payer === receiver) return { status: 'same_wallet', client: from }
  return {
    kind: 'transfer',
    currency: payer.currency,
    amount,
    legs: [{ debit: payer, credit: receiver, amount }],
    subject: payer,
    mustWork: [payer, receiver],
    counts: 'transfer',
  }
}

export function planFee(desk: Desk, { client, currency, amount }: OperationOf<'fee'>): Plan | Refusal {
  const wallet = desk.wallet(client, currency)
  if (isRefusal(wallet)) return wallet
  return {
    kind: 'fee',
    currency: wallet.currency,
    amount,
    legs: [{ debit: wallet, credit: desk.books.house('fee-income', wallet.currency), amount }],
    subject: wallet,
    mustWork: [wallet],
    counts: 'fee',
  }
}
