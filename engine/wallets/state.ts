/** Freezing a wallet stops everything in and out of it at once; closing one is for good, and only when nothing is left. */
import type { Database } from 'better-sqlite3'
import { pendingCode, receivableCode, type Wallet } from '../ledger/account.ts'
import type { Books } from '../ledger/books.ts'
import { command } from '../store/command.ts'
import { type Changed, changedWallet, recordOf, takeWallet, type Unchangeable, type WalletChange } from './change.ts'

type Outcome = Changed | Unchangeable

export const freezeWallet = command({
  topics: ['clients', 'ledger'],
  record: (input: WalletChange, outcome: Outcome) => recordOf('wallets.freeze', input, outcome),
  run: (context, input): Outcome => setState(context, input, 'frozen'),
})

export const unfreezeWallet = command({
  topics: ['clients', 'ledger'],
  record: (input: WalletChange, outcome: Outcome) => recordOf('wallets.unfreeze', input, outcome),
  run: (context, input): Outcome => setState(context, input, 'active'),
})

function setState(
  context: Readonly<{ raw: Database; at: number }>,
  input: WalletChange,
  state: 'active' | 'frozen',
): Outcome {
  const taken = takeWallet(context, input)
  if ('status' in taken) return taken
  const { wallet, books, consequences } = taken
  // Asked again it stays as it is, and nobody's view of it is out of date because of it.
  if (wallet.state !== state) {
    wallet.state = state
    books.touch(wallet)
    // Money may have come by a correction while it was frozen.
    if (state === 'active') consequences.moneyCame(wallet)
  }
  return changedWallet(context.raw, taken)
}

type NotEmpty = Readonly<{
  status: 'wallet_not_empty'
  balance: number
  held: number
  pending: number
  receivable: number
  heldRows: number
}>

export const closeWallet = command({
  topics: ['clients', 'ledger'],
  record: (input: WalletChange, outcome: Outcome | NotEmpty) => recordOf('wallets.close', input, outcome),
  run: (context, input): Outcome | NotEmpty => {
    const { raw } = context
    const taken = takeWallet(context, input)
    if ('status' in taken) return taken
    const { wallet, books } = taken
    const left = leftIn(raw, books, wallet)
    if (Object.values(left).some((each) => each !== 0)) return { status: 'wallet_not_empty', ...left }
    wallet.state = 'closed'
    // Nothing can be taken from it any more, not on credit either.
    wallet.overdraft = 0
    books.touch(wallet)
    const closed = changedWallet(raw, taken)
    raw.prepare(`UPDATE virtual_account SET state = 'closed' WHERE wallet = ?`).run(wallet.id)
    raw.prepare('DELETE FROM auto_top_up WHERE wallet = ?').run(wallet.id)
    return closed
  },
})

function leftIn(raw: Database, books: Books, { client, currency, balance, held }: Wallet): Omit<NotEmpty, 'status'> {
  const heldRows = raw
    .prepare(`
      SELECT count(*) FROM held_row JOIN workspace ON workspace.currency = ? WHERE client_id = ? AND state = 'held'`)
    .pluck()
    .get(currency, client) as number
  const pending = books.find(pendingCode(client), currency)?.balance ?? 0
  const receivable = 0 - (books.find(receivableCode(client), currency)?.balance ?? 0)
  return { balance, held, pending, receivable, heldRows }
}
