/**
 * Reversing a batch: what is posted of it is undone, what is held of it is never posted, its identities stay claimed. A
 * small one is undone at once; a large one is reversed at once and undone in pieces, each whole in one command, so that it
 * goes on after a crash where it was.
 */
import type { Database } from 'better-sqlite3'
import type { Effect } from '../../contract/proposals.ts'
import { settleBatch } from '../../exceptions/raise-for-batch.ts'
import { invariant } from '../../invariant.ts'
import { accountCacheOf } from '../../ledger/account-cache.ts'
import type { Initiator } from '../../operations/initiator.ts'
import type { RefusalOf } from '../../operations/refusal.ts'
import { command, type Json, type QueryContext } from '../../store/command.ts'
import { perConnection } from '../../store/compiled.ts'
import { noteBatch } from '../../webhooks/of-batches.ts'
import { noteWallets } from '../../webhooks/tell-wallets.ts'
import { homeOf } from '../../workspace/home.ts'
import { postedBelow, type Standings, sumPosted } from './posted-rows.ts'
import { type Standing, standingOf } from './standing.ts'
import { undoRows } from './undo-rows.ts'

export type Reversed =
  | Readonly<{
      status: 'done'
      result: Json
      sets: Effect['sets']
      postings: Effect['postings']
      balances: Effect['balances']
      /** Null when all of it is held, or was undone before. */
      money: Readonly<{ currency: string; amount: number }> | null
    }>
  | RefusalOf<'batch_unknown'>
  | RefusalOf<'batch_not_posted'>

type Context = Readonly<{ raw: Database; at: number }>
type Approval = Readonly<{ proposal: number; initiator: Initiator; reason: string }>

/** Up to so many rows are undone in the approval itself. */
const rowsAtOnceMax = 20_000
const rowsPerPiece = 1_000

export function reverseBatch(context: Context, batch: number, { proposal, initiator, reason }: Approval): Reversed {
  const { raw, at } = context
  const standing = standingOf(raw, batch)
  if (standing === null) return { status: 'batch_unknown', batch }
  const { state, isBegun } = standing
  const isReversible = state === 'posted' || state === 'reconciled' || (state === 'held' && isBegun)
  const posted = isReversible ? sumPosted(raw, batch) : null
  const heldNow = statementsOf(raw).heldNow.get(batch) as number
  if (posted === null || posted.rows + heldNow === 0) return { status: 'batch_not_posted', batch, state }
  const effect = effectOf(raw, standing, posted, heldNow)
  rejectHeld(raw, batch)
  const { seal, begin } = statementsOf(raw)
  const below = ((statementsOf(raw).last.get() as number | null) ?? 0) + 1
  seal.run({ batch, at, last: below - 1 })
  begin.run({ batch, proposal, initiator: initiator.name, by: initiator.onBehalfOf, reason, rows: posted.rows, below })
  settleBatch(raw, at, batch, { resolution: 'rejected', by: initiator.name })
  noteBatch(raw, at, batch)
  if (posted.rows <= rowsAtOnceMax) while (undoPiece(context, batch).more);
  const { root } = statementsOf(raw).root.get(batch) as { root: string | null }
  return { ...effect, status: 'done', result: { batch, rows: posted.rows, root } }
}

type UndoneRows = Readonly<{ rows: number; undone: number; owed: number; more: boolean }>

/** The next rows of a batch that was reversed. */
export const undoReversed = command({
  isLong: true,
  topics: ['batches', 'clients', 'ledger'],
  record: ({ batch }: Readonly<{ batch: number }>, { rows, undone, owed, more }: UndoneRows) => ({
    action: 'batches.undo',
    subject: `batch:${batch}`,
    outcome: more ? 'goes_on' : 'done',
    detail: { rows, undone, owed },
  }),
  run: (context, { batch }): UndoneRows => undoPiece(context, batch),
})

/** Batches that were reversed and of which something still stands. */
export const unfinishedReversals = ({ raw }: Pick<QueryContext, 'raw'>, _: null): readonly number[] =>
  statementsOf(raw).unfinished.all() as number[]

type Open = Readonly<{
  proposal: number
  initiator: string
  initiatedBy: string | null
  reason: string
  rows: number
  rowsDone: number
  below: number
}>

function undoPiece(context: Context, batch: number): UndoneRows {
  const { raw } = context
  const reversal = statementsOf(raw).reversal.get(batch) as Open | undefined
  invariant(reversal !== undefined, 'a batch is undone that nobody reversed', { batch })
  const { rows, rowsDone, below } = reversal
  const next = postedBelow(raw, batch, { below, limit: rowsPerPiece })
  const { undone, owed } = undoRows(context, next, reversal)
  const done = rowsDone + next.length
  const more = done < rows
  invariant(done <= rows && (next.length > 0 || !more), 'a reversed batch has other rows than it had', { batch, done })
  statementsOf(raw).move.run({ batch, done, below: next.at(-1)?.seq ?? below })
  return { rows: next.length, undone, owed, more }
}

/**
 * What is agreed to is that every row is undone, and for how much. From which wallets it comes and who owes the rest moves
 * with everything that clients do, so it is no part of it.
 */
function effectOf(
  raw: Database,
  { batch, state, producerCode }: Standing,
  { rows, topUps, payments }: Standings,
  heldNow: number,
): Omit<Extract<Reversed, { status: 'done' }>, 'status' | 'result'> {
  const { currency } = homeOf(raw)
  const clearing = `clearing:${producerCode}`
  const before = statementsOf(raw).clearing.get(clearing, currency) as number
  const posting = { kind: 'reversal', currency }
  // Beyond what a number holds it is beyond every bound as well.
  const amount = Math.min(topUps + payments, Number.MAX_SAFE_INTEGER)
  return {
    sets: [
      {
        subject: `batch:${batch}`,
        before: { state, rows, held: heldNow },
        after: { state: 'reversed', rows: 0, held: 0 },
      },
    ],
    postings: [
      ...(topUps === 0 ? [] : [{ ...posting, debit: 'wallets', credit: clearing, amount: topUps }]),
      ...(payments === 0 ? [] : [{ ...posting, debit: clearing, credit: 'wallets', amount: payments }]),
    ],
    balances: [{ account: clearing, currency, before, after: before + topUps - payments }],
    money: amount === 0 ? null : { currency, amount },
  }
}

/** Their wallets wait for less then; what memory keeps of wallets says otherwise, so it is forgotten. */
function rejectHeld(raw: Database, batch: number): void {
  const { waitForLess, reject } = statementsOf(raw)
  noteWallets(raw, waitForLess.all(batch) as number[])
  reject.run(batch)
  accountCacheOf(raw).forget()
}

const statementsOf = perConnection((raw) => ({
  heldNow: raw.prepare(`SELECT count(*) FROM held_row WHERE batch_id = ? AND state = 'held'`).pluck(),
  last: raw.prepare('SELECT max(seq) FROM movement').pluck(),
  clearing: raw.prepare('SELECT balance FROM account WHERE code = ? AND currency = ?').pluck(),
  root: raw.prepare('SELECT lower(hex(root_hash)) AS root FROM batch WHERE id = ?'),
  seal: raw.prepare(`
    UPDATE batch SET state = 'reversed', sealed_seq = iif(sealed_at IS NULL, @last, sealed_seq),
      sealed_at = coalesce(sealed_at, @at)
    WHERE id = @batch`),
  begin: raw.prepare(`
    INSERT INTO batch_reversal (batch_id, proposal, initiator, initiated_by, reason, rows, below)
    VALUES (@batch, @proposal, @initiator, @by, @reason, @rows, @below)`),
  reversal: raw.prepare(`
    SELECT proposal, initiator, initiated_by AS initiatedBy, reason, rows, rows_done AS rowsDone, below
    FROM batch_reversal WHERE batch_id = ?`),
  move: raw.prepare('UPDATE batch_reversal SET rows_done = @done, below = @below WHERE batch_id = @batch'),
  unfinished: raw.prepare('SELECT batch_id FROM batch_reversal WHERE rows_done < rows ORDER BY batch_id').pluck(),
  reject: raw.prepare(`UPDATE held_row SET state = 'rejected' WHERE batch_id = ? AND state = 'held'`),
  waitForLess: raw
    .prepare(`
    UPDATE account SET waiting = waiting - gone.rows, version = version + 1
    FROM (SELECT client_id, count(*) AS rows FROM held_row
      WHERE batch_id = ? AND state = 'held' AND code = 'INSUFFICIENT_FUNDS' GROUP BY client_id) AS gone
    WHERE account.code = 'wallet:' || gone.client_id
      AND account.currency = (SELECT currency FROM workspace)
    RETURNING account.id`)
    .pluck(),
}))
