/**
 * Deciding that rows are not posted: rejected, merged as a repeat of what is there, or found to be no problem. It takes one
 * person, because nothing moves; it can be taken back.
 */
import type { Database } from 'better-sqlite3'
import type { RowDecision } from '../../contract/exceptions.ts'
import type { LineRanges } from '../../contract/row-fields.ts'
import { rowsAtOnceMax } from '../../contract/row-fields.ts'
import {
  type CaseOfRows,
  heldRowsOf,
  isCase,
  openCaseOfRows,
  refusedLinesOf,
} from '../../exceptions/booking/case-rows.ts'
import { leftHeld } from '../../exceptions/booking/settled-rows.ts'
import { type CaseChange, changeCase, type EventKind } from '../../exceptions/case.ts'
import { rowCodeOf } from '../../exceptions/held-drafts.ts'
import { decideRow } from '../../exceptions/row-decisions.ts'
import { invariant } from '../../invariant.ts'
import { accountCacheOf } from '../../ledger/account-cache.ts'
import { perConnection } from '../../store/compiled.ts'
import { noteWallets } from '../../webhooks/tell-wallets.ts'
import { type DeedContext, type DeedOf, type DeedOutcome, did } from './deed.ts'

export function reject(context: DeedContext, { lines, reason }: DeedOf<'reject'>): DeedOutcome {
  const how = { decision: 'rejected', kind: 'rejected', reason } as const
  return context.facts.scope === 'hold' ? refuseHeld(context, lines, reason) : refuseNoted(context, lines, how)
}

export const merge = (context: DeedContext, { lines, reason }: DeedOf<'merge'>): DeedOutcome =>
  refuseNoted(context, lines, { decision: 'merged', kind: 'merged', reason })

export function dismiss(context: DeedContext, { reason }: DeedOf<'dismiss'>): DeedOutcome {
  const { raw, at, facts, initiator } = context
  changeCase(raw, at, {
    id: facts.id,
    by: initiator.name,
    kind: 'dismissed',
    detail: { reason },
    to: { status: 'resolved', resolution: 'not_a_problem' },
  })
  return did(context)
}

type How = Readonly<{
  decision: Extract<RowDecision, 'rejected' | 'merged'>
  kind: Extract<EventKind, 'rejected' | 'merged'>
  reason: string
}>

/** Rows that were never posted and hold nothing: all that are left need no record of their own, the case says it. */
function refuseNoted(context: DeedContext, lines: LineRanges | undefined, how: How): DeedOutcome {
  const { raw, at, facts, initiator } = context
  const of = caseOf(raw, facts.id)
  const { decision, kind, reason } = how
  const by = initiator.name
  const resolved = { to: { status: 'resolved', resolution: decision } } as const
  if (lines === undefined) {
    const detail = { rows: facts.left, reason }
    changeCase(raw, at, { id: of.id, by, kind, detail, ...resolved })
    return did(context)
  }
  const found = refusedLinesOf(raw, of, lines)
  if (found.length === 0) return { status: 'nothing_left', exception: of.id }
  if (found.length > rowsAtOnceMax) return { status: 'rows_too_many', rows: found.length, rowsMax: rowsAtOnceMax }
  for (const line of found) decideRow(raw, at, { exception: of.id, batch: of.batch, line, decision, by, reason })
  const change = { id: of.id, by, kind, detail: { rows: found.length, reason }, decided: found.length }
  changeCase(raw, at, found.length === facts.left ? { ...change, ...resolved } : { ...change, ...goesOn(facts) })
  return did(context)
}

/** Held rows are let go: nothing waits for them any more, and the same row may come again. */
function refuseHeld(context: DeedContext, lines: LineRanges | undefined, reason: string): DeedOutcome {
  const { raw, at, facts, initiator } = context
  const of = caseOf(raw, facts.id)
  const by = initiator.name
  const found = heldRowsOf(raw, of, lines)
  const first = 'status' in found && found.status === 'rows_too_many' && lines === undefined
  const rows = first ? firstHeld(raw, of) : found
  if ('status' in rows) return rows
  letGo(
    raw,
    of,
    rows.map(({ line }) => line),
  )
  if (lines !== undefined)
    for (const { line } of rows)
      decideRow(raw, at, { exception: of.id, batch: of.batch, line, decision: 'rejected', by, reason })
  const left = leftHeld(raw, of)
  const detail = { rows: rows.length, reason }
  const to: Pick<CaseChange, 'to'> =
    left.stands === undefined ? { to: { status: 'resolved', resolution: 'rejected' } } : goesOn(facts)
  changeCase(raw, at, { id: of.id, by, kind: 'rejected', detail, ...left, ...to })
  return did(context, { more: first && left.stands !== undefined })
}

/**
 * The end of what goes on in pieces, as a look ahead needs it: each piece lets go as the first one did, and behind the last
 * nothing is held. Looked at one by one they would keep the writer from everybody else.
 */
export function endInPieces({ raw, at, facts, initiator }: DeedContext, { reason }: DeedOf<'reject'>): void {
  changeCase(raw, at, {
    id: facts.id,
    by: initiator.name,
    kind: 'rejected',
    detail: { reason },
    to: { status: 'resolved', resolution: 'rejected' },
  })
}

const firstHeld = (raw: Database, of: CaseOfRows) => {
  const last = statementsOf(raw).lineAt.get(of.batch, rowCodeOf(of.code), rowsAtOnceMax - 1) as number
  return heldRowsOf(raw, of, [[1, last]])
}

/** What was waited for may not be answered yet; a case that somebody decided about in part is at work. */
const goesOn = ({ status }: DeedContext['facts']): Pick<CaseChange, 'to'> =>
  status === 'waiting' ? {} : { to: { status: 'at_work' } }

function letGo(raw: Database, { batch, code }: CaseOfRows, lines: readonly number[]): void {
  const { waitForLess, letGo: end } = statementsOf(raw)
  const json = JSON.stringify(lines)
  if (rowCodeOf(code) === 'INSUFFICIENT_FUNDS') noteWallets(raw, waitForLess.all({ batch, lines: json }) as number[])
  const { changes } = end.run({ batch, lines: json })
  invariant(changes === lines.length, 'rows that were held are not', { batch, changes })
  // What memory keeps of wallets says otherwise.
  accountCacheOf(raw).forget()
}

function caseOf(raw: Database, exception: number): CaseOfRows {
  const of = openCaseOfRows(raw, exception)
  invariant(isCase(of), 'rows of a case were refused that has none', { exception })
  return of
}

const statementsOf = perConnection((raw) => ({
  lineAt: raw
    .prepare(`
      SELECT line FROM held_row WHERE batch_id = ? AND code = ? AND state = 'held' ORDER BY line LIMIT 1 OFFSET ?`)
    .pluck(),
  letGo: raw.prepare(`
    UPDATE held_row SET state = 'rejected'
    WHERE batch_id = @batch AND line IN (SELECT value FROM json_each(@lines)) AND state = 'held'`),
  waitForLess: raw
    .prepare(`
    UPDATE account SET waiting = waiting - gone.rows, version = version + 1
    FROM (SELECT client_id, count(*) AS rows FROM held_row
      WHERE batch_id = @batch AND line IN (SELECT value FROM json_each(@lines)) AND state = 'held'
        AND code = 'INSUFFICIENT_FUNDS' GROUP BY client_id) AS gone
    WHERE account.code = 'wallet:' || gone.client_id
      AND account.currency = (SELECT currency FROM workspace)
    RETURNING account.id`)
    .pluck(),
}))
