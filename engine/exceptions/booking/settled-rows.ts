/** What becomes of an exception when some of its rows were settled, and what is said of that to whoever approves it. */
import type { Database } from 'better-sqlite3'
import type { RowDecision } from '../../contract/exceptions.ts'
import type { Effect } from '../../contract/proposals.ts'
import { perConnection } from '../../store/compiled.ts'
import { homeOf } from '../../workspace/home.ts'
import { type CaseChange, changeCase, type EventKind } from '../case.ts'
import { heldDraft } from '../held-drafts.ts'
import type { CaseOfRows } from './case-rows.ts'

export type SettledRows = Readonly<{
  rows: number
  amount: number
  by: string
  proposal: number
  kind: Extract<EventKind, RowDecision>
}>

/** Notes it in its history; held rows that are left are counted anew. Who ends it, and how, is said with the proposal. */
export function noteSettled(
  raw: Database,
  at: number,
  of: CaseOfRows,
  { rows, amount, by, proposal, kind }: SettledRows,
): void {
  const change = { id: of.id, by, kind, detail: { rows, amount, proposal } }
  changeCase(raw, at, of.scope === 'hold' ? { ...change, ...leftHeld(raw, of) } : { ...change, decided: rows })
}

/** The rows of an exception that are held now. Once none is any more it goes on saying for which it stood. */
export function leftHeld(
  raw: Database,
  { batch, producer, code }: Pick<CaseOfRows, 'batch' | 'producer' | 'code'>,
): Pick<CaseChange, 'stands'> {
  const draft = heldDraft(raw, { id: batch, producer }, code)
  if (draft === null) return {}
  const { rows, amount, client, line } = draft
  return { stands: { rows, amount, client, line } }
}

/** Up to so many rows their postings are shown one by one. */
export const shownMax = 50

export type Posted = Readonly<{ topUps: number; payments: number }>

/** Postings of very many rows in sums, so that an approver reads what it comes to. */
export function inSums(
  raw: Database,
  { producerCode }: Pick<CaseOfRows, 'producerCode'>,
  { topUps, payments }: Posted,
): Pick<Effect, 'postings' | 'balances'> {
  const { currency } = homeOf(raw)
  const clearing = `clearing:${producerCode}`
  const after = statementsOf(raw).balance.get(clearing, currency) as number
  const posting = { currency }
  return {
    postings: [
      ...(topUps === 0 ? [] : [{ ...posting, kind: 'TopUp', debit: clearing, credit: 'wallets', amount: topUps }]),
      ...(payments === 0
        ? []
        : [{ ...posting, kind: 'Payment', debit: 'wallets', credit: clearing, amount: payments }]),
    ],
    balances: [{ account: clearing, currency, before: after + topUps - payments, after }],
  }
}

const statementsOf = perConnection((raw) => ({
  balance: raw.prepare('SELECT balance FROM account WHERE code = ? AND currency = ?').pluck(),
}))
