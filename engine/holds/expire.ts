/** What was set aside for too long is free again: by a job every minute, and before anything is asked of the wallet. */
import type { Database } from 'better-sqlite3'
import { isWallet, type Wallet } from '../ledger/account.ts'
import { Books } from '../ledger/books.ts'
import { Consequences } from '../ledger/consequences.ts'
import { command, type QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { homeOf } from '../workspace/home.ts'

/** How many it freed. */
export function expireDue(raw: Database, books: Books, wallet: Wallet, consequences: Consequences): number {
  if (wallet.held === 0) return 0
  const { due, end } = statementsOf(raw)
  const holds = due.all({ wallet: wallet.id, at: books.at }) as { id: number; left: number }[]
  for (const { id, left } of holds) {
    end.run(books.at, id)
    books.setAside(wallet, -left)
  }
  if (holds.length > 0) consequences.moneyCame(wallet)
  return holds.length
}

type Expired = Readonly<{ holds: number; wallets: number; more: boolean }>
const walletsMax = 500

/** A bounded piece, so that nobody waits long behind a morning on which very many expire; `more` says that some are left. */
export const expireHolds = command({
  isLong: true,
  topics: ['clients', 'ledger'],
  record: (_: null, { holds, wallets }: Expired) => ({
    action: 'holds.expire',
    subject: 'holds',
    outcome: 'done',
    detail: { holds, wallets },
  }),
  run: ({ raw, at }): Expired => {
    const books = new Books(raw, at)
    const { zone } = homeOf(raw)
    const consequences = new Consequences(raw, { books, dayOf: (day) => zone.dayOf(day) })
    const wallets = (statementsOf(raw).walletsDue.all(at, walletsMax + 1) as number[]).slice(0, walletsMax + 1)
    const freed = wallets.slice(0, walletsMax).map((id) => {
      const wallet = books.get(id)
      return isWallet(wallet) ? expireDue(raw, books, wallet, consequences) : 0
    })
    books.close()
    const holds = freed.reduce((sum, each) => sum + each, 0)
    return { holds, wallets: freed.length, more: wallets.length > walletsMax }
  },
})

export const anyDue = ({ raw }: Pick<QueryContext, 'raw'>, { at }: Readonly<{ at: number }>): boolean =>
  raw.prepare(`SELECT 1 FROM hold WHERE state = 'open' AND expires_at <= ? LIMIT 1`).get(at) !== undefined

const statementsOf = perConnection((raw) => ({
  due: raw.prepare(`
    SELECT id, amount - captured AS left FROM hold
    WHERE wallet = @wallet AND state = 'open' AND expires_at <= @at ORDER BY id`),
  walletsDue: raw
    .prepare(`SELECT DISTINCT wallet FROM hold WHERE state = 'open' AND expires_at <= ? ORDER BY wallet LIMIT ?`)
    .pluck(),
  end: raw.prepare(`UPDATE hold SET state = iif(captured > 0, 'captured', 'expired'), ended_at = ? WHERE id = ?`),
}))
