/** The omnibus proof of every bank on every day of the period, with all its terms. */
import type { Database } from 'better-sqlite3'
import { dayNumberOf } from '../../calendar/day.ts'
import type { PackProof } from '../../contract/close-packs.ts'
import type { OmnibusProof } from '../../contract/reconciliation.ts'
import type { KindBalance } from '../../reconcile/proof/balances.ts'
import { proofOf } from '../../reconcile/proof/prove.ts'
import { perConnection } from '../../store/compiled.ts'
import type { DaySums, Group } from '../day-sums.ts'
import { daysOf } from '../pack-days.ts'
import type { Row } from '../tables.ts'
import { hasPlace } from './balances.ts'
import type { RowsContext } from './context.ts'

/** An item that a difference may come from. */
export type Suspect = Readonly<{ side: string; item: number; day: string; amount: string; text: string }>

export type Breaking = Readonly<{
  account: string
  currency: string
  day: string
  difference: string
  suspects: readonly Suspect[]
}>

export type PackProofs = Readonly<{ rows: readonly Row[]; breaking: readonly Breaking[]; verdict: PackProof }>

type Proven = Readonly<{ proof: OmnibusProof; hasStatement: boolean }>

export function proofsOf(context: RowsContext, onDay: (done: number, of: number) => void): PackProofs {
  const { raw, days, sums } = context
  const banks = sums.groups.flatMap((group, at) =>
    group.kind === 'omnibus' &&
    group.account !== null &&
    (hasPlace(group, at, context) || isKnown(raw, group.account.id, days.to))
      ? [{ ...group, at, account: group.account }]
      : [],
  )
  const proven: Proven[] = []
  for (const day of daysOf(days)) {
    for (const { account, currency, kind, at } of banks) {
      const { id, code } = account
      const balances = balancesOn(sums, { currency, own: at, day })
      const proof = proofOf(raw, { id, code, currency, kind }, day, balances)
      proven.push({ proof, hasStatement: hasStatementOf(raw, id, day) })
    }
    onDay(1 + dayNumberOf(day) - dayNumberOf(days.from), 1 + dayNumberOf(days.to) - dayNumberOf(days.from))
  }
  return { rows: proven.map(rowOf), breaking: proven.flatMap(breakingOf), verdict: verdictOf(proven) }
}

/** The same as the proof would find, from sums that are reckoned once for all days. */
export function balancesOn(
  sums: DaySums,
  { currency, own, day }: Readonly<{ currency: string; own: number; day: string }>,
): Readonly<{ own: bigint; others: readonly KindBalance[] }> {
  const others = new Map<Group['kind'], KindBalance>()
  for (const [at, group] of sums.groups.entries()) {
    if (group.currency !== currency || at === own) continue
    const before = others.get(group.kind) ?? { kind: group.kind, balance: 0n, accounts: 0 }
    const balance = before.balance - sums.balanceAt(at, day)
    others.set(group.kind, { kind: group.kind, balance, accounts: before.accounts + group.accounts })
  }
  return { own: sums.balanceAt(own, day), others: [...others.values()] }
}

const rowOf = ({ proof, hasStatement }: Proven): Row => ({
  account: proof.account,
  currency: proof.currency,
  day: proof.day,
  statement: proof.statement,
  has_statement_of_day: hasStatement ? 1 : 0,
  told: proof.isTold ? 1 : 0,
  bank_closing: proof.bankClosing,
  ledger: proof.ledger,
  // A term that is not there, such as other banks where there is one, is nothing.
  other_banks: '0',
  ...Object.fromEntries(proof.terms.map(({ term, sum }) => [term, sum])),
  expected: proof.expected,
  difference: proof.difference,
})

function breakingOf({ proof }: Proven): readonly Breaking[] {
  const { account, currency, day, difference, explanation } = proof
  if (difference === null || difference === '0') return []
  const suspects = (explanation?.items ?? []).map(({ side, id, day: on, amount, text }) => ({
    side,
    item: id,
    day: on,
    amount: String(amount),
    text,
  }))
  return [{ account, currency, day, difference, suspects }]
}

function verdictOf(proven: readonly Proven[]): PackProof {
  if (proven.length === 0) return 'nothing_to_prove'
  if (proven.some(({ proof }) => proof.difference !== null && proof.difference !== '0')) return 'breaks'
  return proven.every(({ proof }) => proof.isTold && proof.difference !== null) ? 'proves' : 'incomplete'
}

/** The bank may have had money before it had an account here. */
const isKnown = (raw: Database, account: number, to: string): boolean =>
  statementsOf(raw).known.get({ account, day: dayNumberOf(to) }) !== undefined

const hasStatementOf = (raw: Database, account: number, day: string): boolean =>
  statementsOf(raw).ofDay.get({ account, day: dayNumberOf(day) }) !== undefined

const statementsOf = perConnection((raw) => ({
  known: raw.prepare(`
    SELECT 1 FROM statement WHERE account = @account AND state = 'accepted' AND from_day <= @day LIMIT 1`),
  ofDay: raw.prepare(`
    SELECT 1 FROM statement
    WHERE account = @account AND state = 'accepted' AND from_day <= @day AND to_day >= @day LIMIT 1`),
}))
