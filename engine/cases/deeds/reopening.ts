/**
 * Taking a decision back that posted nothing. Rows that were held are held again, unless their identity was claimed since;
 * a payment whose wallet has the money by now goes through at once, as it would have.
 */
import type { Database } from 'better-sqlite3'
import { rowsAtOnceMax } from '../../contract/row-fields.ts'
import { otherWithAny } from '../../exceptions/booking/claim.ts'
import { leftHeld } from '../../exceptions/booking/settled-rows.ts'
import { changeCase, itself } from '../../exceptions/case.ts'
import { rowCodeOf } from '../../exceptions/held-drafts.ts'
import { undoDecisions } from '../../exceptions/row-decisions.ts'
import { dueAfter } from '../../exceptions/severity.ts'
import { invariant } from '../../invariant.ts'
import { accountCacheOf } from '../../ledger/account-cache.ts'
import { Books } from '../../ledger/books.ts'
import { Consequences } from '../../ledger/consequences.ts'
import { perConnection } from '../../store/compiled.ts'
import { noteWallets } from '../../webhooks/tell-wallets.ts'
import { homeOf } from '../../workspace/home.ts'
import { type DeedContext, type DeedOf, type DeedOutcome, did } from './deed.ts'

export function reopen(context: DeedContext, { reason }: DeedOf<'reopen'>): DeedOutcome {
  const { raw, at, facts, initiator } = context
  const { id, scope } = facts
  const by = initiator.name
  const rows = scope === 'hold' ? letGoRows(raw, facts) : []
  if (rows.length > rowsAtOnceMax) return { status: 'rows_too_many', rows: rows.length, rowsMax: rowsAtOnceMax }
  const { batch, producer } = facts
  if (rows.length > 0 && batch !== null && producer !== null) {
    const taken = otherWithAny(raw, { batch, producer }, rows)
    if (taken !== null) {
      const { line, txId, other } = taken
      return { status: 'tx_id_taken', line, txId, batch: other.batch, otherLine: other.line }
    }
    holdAgain(raw, batch, rows)
  }
  const undone = undoDecisions(raw, at, id, by)
  const isRefused = scope === 'fault' || scope === 'conflict'
  changeCase(raw, at, {
    id,
    by,
    kind: 'reopened',
    detail: { reason, was: facts.resolution },
    to: { status: 'at_work' },
    dueAt: dueAfter(raw, at, facts.severity),
    ...(isRefused ? { decided: 0 - undone } : {}),
    ...(scope === 'hold' ? leftHeld(raw, caseOf(context)) : {}),
  })
  if (rows.length > 0) tryAgain(context, rows)
  return did(context)
}

type Row = Readonly<{ line: number; txId: string; client: string; code: string }>

const letGoRows = (raw: Database, { batch, code }: DeedContext['facts']): readonly Row[] =>
  statementsOf(raw).letGo.all({ batch, code: rowCodeOf(code), limit: rowsAtOnceMax + 1 }) as Row[]

function holdAgain(raw: Database, batch: number, rows: readonly Row[]): void {
  const { holdAgain: hold, waitForMore } = statementsOf(raw)
  const lines = JSON.stringify(rows.map(({ line }) => line))
  const { changes } = hold.run({ batch, lines })
  invariant(changes === rows.length, 'rows that were let go are not', { batch, changes })
  noteWallets(raw, waitForMore.all({ batch, lines }) as number[])
  accountCacheOf(raw).forget()
}

/** Money may have come while nobody waited for it. */
function tryAgain(context: DeedContext, rows: readonly Row[]): void {
  const { raw, at, facts } = context
  const waiting = rows.filter(({ code }) => code === 'INSUFFICIENT_FUNDS')
  if (waiting.length === 0 || facts.isSuspended) return
  const { zone, currency } = homeOf(raw)
  const books = new Books(raw, at)
  const consequences = new Consequences(raw, { books, dayOf: (day) => zone.dayOf(day) })
  for (const client of new Set(waiting.map((row) => row.client))) {
    const wallet = books.findWallet(client, currency)
    if (wallet !== null) consequences.moneyCame(wallet)
  }
  books.close()
  if (consequences.heldPosted === 0) return
  const left = leftHeld(raw, caseOf(context))
  const to = left.stands === undefined ? { to: { status: 'resolved', resolution: 'posted' } as const } : {}
  changeCase(raw, at, {
    id: facts.id,
    by: itself,
    kind: 'settled',
    detail: { rows: consequences.heldPosted },
    ...left,
    ...to,
  })
}

function caseOf({
  facts,
}: DeedContext): Readonly<{ batch: number; producer: number; code: DeedContext['facts']['code'] }> {
  const { batch, producer, code } = facts
  invariant(batch !== null && producer !== null, 'held rows without their batch', { exception: facts.id })
  return { batch, producer, code }
}

const statementsOf = perConnection((raw) => ({
  // What was written off is settled, and never waits again.
  letGo: raw.prepare(`
    SELECT line, tx_id AS txId, client_id AS client, code FROM held_row
    WHERE batch_id = @batch AND code = @code AND state = 'rejected'
      AND NOT EXISTS (SELECT 1 FROM row_decision AS decision WHERE decision.batch_id = held_row.batch_id
        AND decision.line = held_row.line AND decision.posting IS NOT NULL)
    ORDER BY line LIMIT @limit`),
  holdAgain: raw.prepare(`
    UPDATE held_row SET state = 'held'
    WHERE batch_id = @batch AND line IN (SELECT value FROM json_each(@lines)) AND state = 'rejected'`),
  waitForMore: raw
    .prepare(`
    UPDATE account SET waiting = waiting + back.rows, version = version + 1
    FROM (SELECT client_id, count(*) AS rows FROM held_row
      WHERE batch_id = @batch AND line IN (SELECT value FROM json_each(@lines)) AND code = 'INSUFFICIENT_FUNDS'
      GROUP BY client_id) AS back
    WHERE account.code = 'wallet:' || back.client_id
      AND account.currency = (SELECT currency FROM workspace)
    RETURNING account.id`)
    .pluck(),
}))
