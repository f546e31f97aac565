/**
 * A withdrawal is expected to be paid out. What becomes of it is told by what is posted: payouts, and what takes any of them
 * back, however long the chain of corrections is.
 */
import type { Database } from 'better-sqlite3'
import { invariant } from '../invariant.ts'
import { perConnection } from '../store/compiled.ts'
import { changeExpected, noteHistory } from './change.ts'
import { type ExpectedRecord, findExpected, type KeptState } from './record.ts'
import { referenceOf } from './reference.ts'

type Done = Readonly<{ transaction: number; kind: string; related?: number | undefined; by: string }>
type At = Readonly<{ raw: Database; at: number }>

/** Called behind every operation, in its transaction. */
export function followOperation(context: At, done: Done): void {
  switch (done.kind) {
    case 'withdrawal':
      return expectWithdrawal(context, done)
    case 'payout':
    case 'reversal': {
      const root = done.related === undefined ? null : rootOf(context.raw, done.related)
      if (root !== null) follow(context, root, done)
      return
    }
    default:
      return
  }
}

/** A payout that nobody called anything goes by what it pays, so that the bank's line finds it. */
export function referenceOfOperation(
  raw: Database,
  { kind, related }: Readonly<{ kind: string; related?: number | undefined }>,
): string | undefined {
  if (kind !== 'payout' || related === undefined) return undefined
  const id = statementsOf(raw).ofWithdrawal.get(related) as number | undefined
  return id === undefined ? undefined : referenceOf({ kind: 'withdrawal', id })
}

function expectWithdrawal({ raw, at }: At, { transaction, by }: Done): void {
  const { lastInsertRowid } = statementsOf(raw).expect.run({ transaction, at })
  noteHistory(raw, { id: Number(lastInsertRowid), at, by, kind: 'requested', entry: transaction, detail: {} })
}

type Root = Readonly<{ id: number; kind: string; expected: number }>

/** The withdrawal or settlement at the beginning of a chain of what undoes what; null where it began as anything else. */
function rootOf(raw: Database, transaction: number): Root | null {
  const root = statementsOf(raw).root.get(transaction) as Omit<Root, 'expected'> | undefined
  if (root === undefined) return null
  const { ofWithdrawal, ofEntry } = statementsOf(raw)
  const found = root.kind === 'withdrawal' ? ofWithdrawal.get(root.id) : ofEntry.get(root.id)
  return found === undefined ? null : { ...root, expected: found as number }
}

function follow(context: At, { id, kind, expected }: Root, { transaction, by, kind: what }: Done): void {
  const record = findExpected(context.raw, expected)
  invariant(record !== null, 'an expected payment is gone', { expected })
  const told = { by, kind: what, entry: transaction }
  if (kind === 'settlement') followSettlement(context, record, told)
  else followWithdrawal(context, record, id, told)
}

type Told = Readonly<{ by: string; kind: string; entry: number }>

/** Taken back, what it cleared is on the account again and part of the next settlement; brought back, it stands as before. */
function followSettlement({ raw, at }: At, record: ExpectedRecord, told: Told): void {
  const left = statementsOf(raw).left.get({ of: record.entry }) as number
  const state = left === 0 ? 'failed' : 'posted'
  if (state !== record.state) changeExpected(raw, at, record, { ...told, to: { state } })
}

function followWithdrawal({ raw, at }: At, record: ExpectedRecord, withdrawal: number, told: Told): void {
  const { paid, back } = statementsOf(raw).sums.get({ of: withdrawal }) as Sums
  const state = standing(record, { paid, back })
  const entry = told.kind === 'payout' ? told.entry : record.entry
  changeExpected(raw, at, record, { ...told, to: { state, paid: 0 - paid, back, entry } })
}

type Sums = Readonly<{ paid: number; back: number }>

function standing({ state, amount }: Pick<ExpectedRecord, 'state' | 'amount'>, { paid, back }: Sums): KeptState {
  const asked = 0 - amount
  if (back >= asked) return 'refunded'
  if (paid > 0 && paid + back >= asked) return 'posted'
  if (state === 'posted') return 'failed'
  return state === 'refunded' ? 'requested' : state
}

const chain = `
  chain (branch, id, amount) AS (
    SELECT kind, id, amount FROM entry WHERE related = @of
    UNION ALL
    SELECT branch, entry.id, -sign(chain.amount) * entry.amount FROM chain JOIN entry ON entry.related = chain.id)`

const statementsOf = perConnection((raw) => ({
  expect: raw.prepare(`
    INSERT INTO expected_payment (kind, part, account, currency, client_id, amount, cleared, bank, withdrawal, created_at, state)
    SELECT 'withdrawal', 'withdrawal', movement.credit, entry.currency, account.client_id, -entry.amount, -entry.amount,
      'omnibus:main', entry.id, @at, 'requested'
    FROM entry JOIN movement ON movement.seq = entry.id JOIN account ON account.id = movement.debit
    WHERE entry.id = @transaction`),
  root: raw.prepare(`
    WITH RECURSIVE up (id, kind, related) AS (
      SELECT id, kind, related FROM entry WHERE id = ?
      UNION ALL
      SELECT entry.id, entry.kind, entry.related FROM up JOIN entry ON entry.id = up.related)
    SELECT id, kind FROM up WHERE kind IN ('withdrawal', 'settlement')`),
  ofWithdrawal: raw.prepare('SELECT id FROM expected_payment WHERE withdrawal = ?').pluck(),
  ofEntry: raw.prepare(`SELECT id FROM expected_payment WHERE entry = ? AND kind = 'settlement'`).pluck(),
  sums: raw.prepare(`
    WITH RECURSIVE ${chain}
    SELECT coalesce(sum(iif(branch = 'payout', amount, 0)), 0) AS paid,
      coalesce(sum(iif(branch = 'reversal', amount, 0)), 0) AS back
    FROM chain`),
  left: raw
    .prepare(`
      WITH RECURSIVE ${chain}
      SELECT (SELECT amount FROM entry WHERE id = @of) - coalesce((SELECT sum(amount) FROM chain), 0)`)
    .pluck(),
}))
