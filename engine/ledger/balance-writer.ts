/**
 * Writes back what books changed of their accounts, in the order of the table, many with one statement. The stored balances
 * must be what was read, or the sums would not be those of the postings.
 */
import type { Database, Statement } from 'better-sqlite3'
import { invariant } from '../invariant.ts'
import { perConnection } from '../store/compiled.ts'
import { noteWallets } from '../webhooks/tell-wallets.ts'
import type { Kept } from './account-cache.ts'

const rowsAtOnce = 32

/** In bulk nobody changes what a wallet may do, so that is not written. */
export function writeBack(raw: Database, accounts: readonly Kept[], inBulk: boolean): void {
  const { many, one, oneWithTerms, arm } = statementsOf(raw)
  const ordered = inOrder(accounts)
  let from = 0
  if (inBulk) for (; from + rowsAtOnce <= ordered.length; from += rowsAtOnce) moveMany(many, ordered, from)
  for (const account of ordered.slice(from)) {
    const { state, tier, overdraft } = account
    const { changes } = inBulk
      ? one.run(...figuresOf(account), ...whichOf(account))
      : oneWithTerms.run(...figuresOf(account), state, tier, overdraft, ...whichOf(account))
    invariant(changes === 1, 'a balance moved under the command', { account: account.id })
  }
  const quiet = ordered.filter(isMovedByNoPosting).map(({ id }) => id)
  noteWallets(raw, quiet)
  for (const account of ordered) {
    if (account.autoTopUp !== null) arm.run(account.autoTopUp.armed ? 1 : 0, account.id)
    account.version += account.moves - account.untold
    account.before = account.balance
    account.moves = 0
    account.untold = 0
  }
}

/** Whoever follows the postings would not hear of it. */
const isMovedByNoPosting = ({ kind, balance, before, moves, untold }: Kept): boolean =>
  balance === before && moves > untold && kind === 'wallet'

function moveMany(many: Statement, accounts: readonly Kept[], from: number): void {
  const values: (string | number)[] = []
  for (let at = from; at < from + rowsAtOnce; at += 1) {
    const account = accounts[at] as Kept
    values.push(...figuresOf(account), ...whichOf(account))
  }
  const { changes } = many.run(...values)
  invariant(changes === rowsAtOnce, 'a balance moved under the command', { first: accounts[from]?.id, changes })
}

const figuresOf = ({ balance, held, moves, untold, postings, lastPosting, waiting }: Kept) =>
  [balance, held, moves - untold, postings, lastPosting, waiting] as const
const whichOf = ({ id, before, currency }: Kept) => [id, before, currency] as const

/** By their ids. Numbers sort ten times as fast as objects do. */
function inOrder(accounts: readonly Kept[]): readonly Kept[] {
  const places = 2 ** 20
  invariant(accounts.length <= places, 'more accounts than their places can tell apart', { accounts: accounts.length })
  const keys = Float64Array.from(accounts, ({ id }, place) => id * places + place).sort()
  return Array.from(keys, (key) => accounts[key % places] as Kept)
}

const move = `
  UPDATE account SET balance = ?, held = ?, version = version + ?, postings = ?, last_posting = ?, waiting = ?`
// The currency is asked too, because in bulk no reference holds a posting's accounts to its own.
const where = 'WHERE id = ? AND balance = ? AND currency = ?'

const statementsOf = perConnection((raw) => ({
  one: raw.prepare(`${move} ${where}`),
  oneWithTerms: raw.prepare(`${move}, state = ?, tier = ?, overdraft = ? ${where}`),
  many: raw.prepare(`
    UPDATE account SET balance = moved.column1, held = moved.column2, version = version + moved.column3,
      postings = moved.column4, last_posting = moved.column5, waiting = moved.column6
    FROM (VALUES ${Array(rowsAtOnce).fill('(?, ?, ?, ?, ?, ?, ?, ?, ?)').join(', ')}) AS moved
    WHERE account.id = moved.column7 AND account.balance = moved.column8 AND account.currency = moved.column9`),
  arm: raw.prepare('UPDATE auto_top_up SET armed = ? WHERE wallet = ?'),
}))
