/**
 * Posting refused or held rows with what a person says instead of them, or as they stand. The original stays beside it for
 * ever: a refused row in the notes of its batch, a held one in the decision. From then on the row is one that was held and
 * posted later, so that whatever looks for a batch's rows finds it.
 */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../../calendar/instant.ts'
import type { Effect, ProposedChange } from '../../contract/proposals.ts'
import type { CorrectedRow, RowFields } from '../../contract/row-fields.ts'
import { invariant } from '../../invariant.ts'
import type { Refusal } from '../../operations/refusal.ts'
import type { Json } from '../../store/command.ts'
import { perConnection } from '../../store/compiled.ts'
import { homeOf } from '../../workspace/home.ts'
import { decideRow } from '../row-decisions.ts'
import { type CaseOfRows, type HeldRow, heldRowOf, isCase, openCaseOfRows, refusedRowOf } from './case-rows.ts'
import { claim, otherWith } from './claim.ts'
import { unusableIn } from './corrected-row.ts'
import { type Agreed, byType, type RowsSettled, refusalOf, sumOf } from './post-held.ts'
import { RowBooker, type RowToBook } from './row-booker.ts'
import { inSums, noteSettled, shownMax } from './settled-rows.ts'

type Context = Readonly<{ raw: Database; at: number }>
type Change = Extract<ProposedChange, { kind: 'rows_correct' }>

/** A row as it was: held, or refused with nothing but its text. */
type Before = Readonly<{ held: HeldRow }> | Readonly<{ raw: string }>
type Mended = Readonly<{ line: number; row: RowFields; before: Before }>

export function correctRows(
  { raw, at }: Context,
  { exception, rows, asTheyStand = false }: Change,
  agreed: Agreed,
): RowsSettled | Refusal {
  const of = openCaseOfRows(raw, exception)
  if (!isCase(of)) return of
  if (rows.length === 0) return { status: 'nothing_left', exception }
  if (of.suspendedBy !== null)
    return { status: 'producer_suspended', by: of.suspendedBy, at: isoOf(of.suspendedAt ?? at) }
  const mended = mendedOf(raw, at, of, rows)
  if ('status' in mended) return mended
  const postings = bookAll(raw, at, of, mended)
  if ('status' in postings) return postings
  const decision = asTheyStand ? 'posted' : 'corrected'
  for (const [index, each] of mended.entries())
    keep(raw, at, of, { ...agreed, ...each, decision, posting: postings.of[index] ?? 0 })
  // A held row has claimed its identity already, unless it has another one now.
  const unclaimed = mended.filter(({ row, before }) => !('held' in before) || before.held.txId !== row.txId)
  claim(
    raw,
    of,
    unclaimed.map(({ line, row }) => ({ line, txId: row.txId })),
  )
  const amount = sumOf(mended.map(({ row }) => row))
  noteSettled(raw, at, of, { rows: mended.length, amount, by: agreed.by, proposal: agreed.proposal, kind: decision })
  return settledOf(raw, of, mended, amount)
}

function settledOf(raw: Database, of: CaseOfRows, mended: readonly Mended[], amount: number): RowsSettled {
  const only = mended.length === 1 ? mended[0] : undefined
  const done = {
    status: 'done' as const,
    rows: mended.length,
    amount,
    client: only?.row.client ?? null,
    sets: mended.map((each) => setOf(of.batch, each)),
  }
  return mended.length <= shownMax ? done : { ...done, inSums: inSums(raw, of, byType(mended.map(({ row }) => row))) }
}

function mendedOf(
  raw: Database,
  at: number,
  of: CaseOfRows,
  rows: readonly CorrectedRow[],
): readonly Mended[] | Refusal {
  const mended: Mended[] = []
  const lineOf = new Map<string, number>()
  for (const { line, row } of rows) {
    const before = beforeOf(raw, of, line)
    if (before === null || mended.some((each) => each.line === line))
      return { status: 'row_not_in_exception', exception: of.id, line }
    const unusable = unusableIn(row, line, at)
    if (unusable !== null) return unusable
    const own = lineOf.get(row.txId)
    const taken = own === undefined ? otherWith(raw, of, line, row.txId) : { batch: of.batch, line: own }
    if (taken !== null)
      return { status: 'tx_id_taken', line, txId: row.txId, batch: taken.batch, otherLine: taken.line }
    lineOf.set(row.txId, line)
    mended.push({ line, row, before })
  }
  return mended
}

function beforeOf(raw: Database, of: CaseOfRows, line: number): Before | null {
  if (of.scope !== 'hold') return refusedRowOf(raw, of, line)
  const held = heldRowOf(raw, of, line)
  return held === null ? null : { held }
}

/** All or none: a correction that posted only half of what it says would be another one. */
function bookAll(
  raw: Database,
  at: number,
  of: CaseOfRows,
  mended: readonly Mended[],
): Readonly<{ of: readonly number[] }> | Refusal {
  const booker = new RowBooker(raw, at, of)
  for (const { before } of mended) if ('held' in before) setAside(raw, booker, of, before.held)
  const postings: number[] = []
  for (const { line, row, before } of mended) {
    const outcome = booker.post(toBook(raw, line, row), {
      settle: (posting) => settle(raw, of, { line, row, before }, posting),
    })
    if (outcome.status !== 'posted') return refusalOf({ line, ...row }, outcome, 1)
    postings.push(outcome.posting)
  }
  booker.finish()
  return { of: postings }
}

/** Nothing waits for it as it was any more: what another of them brings would post it so. */
function setAside(raw: Database, booker: RowBooker, { batch }: CaseOfRows, { line, code, client }: HeldRow): void {
  if (code === 'INSUFFICIENT_FUNDS') booker.forget(client)
  statementsOf(raw).setAside.run(batch, line)
}

function toBook(raw: Database, line: number, row: RowFields): RowToBook {
  const occurredAt = Date.parse(row.occurredAt)
  return { ...row, line, occurredAt, day: homeOf(raw).zone.dayOf(occurredAt) }
}

function settle(raw: Database, { batch, code }: CaseOfRows, { line, row, before }: Mended, posting: number): void {
  const { change, insert } = statementsOf(raw)
  const { client, type, amount, txId, location, occurredAt, day } = toBook(raw, line, row)
  const content = { batch, line, client, type, amount, txId, location, occurredAt, day, posting }
  const { changes } = 'held' in before ? change.run(content) : insert.run({ ...content, code, raw: before.raw })
  invariant(changes === 1, 'a row was corrected that is not there', { batch, line })
}

function keep(
  raw: Database,
  at: number,
  of: CaseOfRows,
  {
    line,
    row,
    before,
    decision,
    by,
    reason,
    proposal,
    posting,
  }: Mended & Agreed & Readonly<{ decision: 'posted' | 'corrected'; posting: number }>,
): void {
  decideRow(raw, at, {
    exception: of.id,
    batch: of.batch,
    line,
    decision,
    by,
    reason,
    proposal,
    posting,
    corrected: row,
    ...('held' in before ? { original: fieldsOf(before.held) } : {}),
  })
}

const fieldsOf = ({ occurredAt, client, location, txId, type, amount }: HeldRow): RowFields => ({
  occurredAt: isoOf(occurredAt),
  client,
  location,
  txId,
  type,
  amount,
})

const setOf = (batch: number, { line, row, before }: Mended): Effect['sets'][number] => ({
  subject: `row:${batch}:${line}`,
  before: ('held' in before ? fieldsOf(before.held) : { raw: before.raw }) as Json as Effect['sets'][number]['before'],
  after: row as Json as Effect['sets'][number]['after'],
})

const statementsOf = perConnection((raw) => ({
  setAside: raw.prepare(`
    UPDATE held_row SET state = 'rejected' WHERE batch_id = ? AND line = ? AND state = 'held'`),
  change: raw.prepare(`
    UPDATE held_row SET client_id = @client, kind = @type, amount = @amount, tx_id = @txId, location = @location,
      occurred_at = @occurredAt, business_day = @day, state = 'posted', posting = @posting
    WHERE batch_id = @batch AND line = @line AND state = 'rejected'`),
  insert: raw.prepare(`
    INSERT INTO held_row (batch_id, line, client_id, kind, amount, tx_id, location, occurred_at, business_day, code, raw,
      state, posting)
    VALUES (@batch, @line, @client, @type, @amount, @txId, @location, @occurredAt, @day, @code, @raw, 'posted', @posting)`),
}))
