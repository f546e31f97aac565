/**
 * What was posted as an entry: by hand, by a caller, by a gateway or a bank. Rows of batches are told as their batch. A
 * transaction goes in the order of the first wallet that it takes from or gives to.
 */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../calendar/instant.ts'
import { isWallet, type Wallet } from '../ledger/account.ts'
import type { EntryDraft } from '../ledger/drafts.ts'
import { isWanted, noteEvent } from './note-event.ts'
import { walletSubject } from './tell-wallets.ts'

export function noteTransaction(raw: Database, at: number, id: number, draft: EntryDraft): void {
  const type = draft.kind === 'reversal' ? 'transaction.reversed' : 'transaction.posted'
  if (!isWanted(raw, type)) return
  const { kind, currency, amount, related, orderId, bankTransactionId, reference, occurredAt } = draft
  const moved = movedWallets(draft)
  const [first] = moved.keys()
  const subject = `transaction:${id}`
  noteEvent(raw, at, {
    type,
    subject,
    orderedBy: first === undefined ? subject : walletSubject(first),
    data: {
      transaction: id,
      kind,
      currency,
      amount,
      related: related ?? null,
      wallets: [...moved].map(([{ client }, change]) => ({ client, change })),
      orderId: orderId ?? null,
      bankTransactionId: bankTransactionId ?? null,
      reference: reference ?? null,
      occurredAt: isoOf(occurredAt),
    },
  })
}

/** What each wallet got less what it gave. */
function movedWallets({ legs }: EntryDraft): ReadonlyMap<Wallet, number> {
  const moved = new Map<Wallet, number>()
  for (const { debit, credit, amount } of legs) {
    if (isWallet(debit)) moved.set(debit, (moved.get(debit) ?? 0) - amount)
    if (isWallet(credit)) moved.set(credit, (moved.get(credit) ?? 0) + amount)
  }
  return moved
}
