/**
 * Whether the bank's money is what is owed, at the end of a business day. The ledger balances by itself, so what the bank has
 * is what everybody else is owed, but for lines that nobody posted yet and postings that are not at the bank yet: whatever
 * stays over then was never told by a statement that is here, or stood there before the first.
 */
import type { Database } from 'better-sqlite3'
import { dayNumberOf, dayOfNumber } from '../../calendar/day.ts'
import type { AccountKind } from '../../contract/accounts.ts'
import type { OmnibusProof, ProofTerm } from '../../contract/reconciliation.ts'
import { assertNever } from '../../invariant.ts'
import { settingInForce } from '../../settings/in-force.ts'
import type { QueryContext } from '../../store/command.ts'
import { sides } from '../items/open-items.ts'
import { type AskedAccount, type FoundAccount, reconciledAccount } from '../look/find-account.ts'
import { balancesAtDay, type KindBalance } from './balances.ts'
import { explainDifference } from './explain.ts'
import { bankClosing, isTold } from './told.ts'
import { unexplained } from './unexplained.ts'

export type Proven =
  | Readonly<{ status: 'proven'; proof: OmnibusProof }>
  | Readonly<{ status: 'account_not_reconciled'; account: string }>

export function proveOmnibus(
  { raw }: Pick<QueryContext, 'raw'>,
  asked: AskedAccount & Readonly<{ day: string }>,
): Proven {
  const account = reconciledAccount(raw, asked)
  if (account === null) return { status: 'account_not_reconciled', account: asked.account }
  return { status: 'proven', proof: proofOf(raw, account, asked.day) }
}

/** Who proves many days has reckoned the balances of all of them at once. */
export function proofOf(
  raw: Database,
  account: FoundAccount,
  dayText: string,
  balances = balancesAtDay(raw, account, dayNumberOf(dayText)),
): OmnibusProof {
  const day = dayNumberOf(dayText)
  const closing = bankClosing(raw, account.id, day)
  const lines = unexplained(raw, account.id, sides.line, day)
  const postings = unexplained(raw, account.id, sides.posting, day)
  const terms: ProofTerm[] = [
    ...termsOf(balances.others),
    { term: 'lines_not_posted', sum: String(lines.sum), rows: lines.count },
    { term: 'postings_not_at_bank', sum: String(0n - postings.sum), rows: postings.count },
  ]
  const expected = terms.reduce((sum, term) => sum + BigInt(term.sum), 0n)
  const difference = closing === null ? null : closing.sum - expected
  const steps = settingInForce(raw, 'matching').value.searchSteps
  return {
    account: account.code,
    currency: account.currency,
    day: dayText,
    bankClosing: closing === null ? null : String(closing.sum),
    statement: closing?.statement ?? null,
    bankDay: closing === null ? null : dayOfNumber(closing.day),
    isTold: closing !== null && isTold(raw, closing, day),
    ledger: String(balances.own),
    terms,
    expected: String(expected),
    difference: difference === null ? null : String(difference),
    explanation:
      difference === null || difference === 0n ? null : explainDifference(raw, account.id, { day, difference, steps }),
  }
}

/** In the order of the equation; what is owed to others is positive. */
function termsOf(others: readonly KindBalance[]): ProofTerm[] {
  const terms = new Map<ProofTerm['term'], { sum: bigint; rows: number }>()
  for (const { kind, balance, accounts } of others) {
    const term = termOfKind(kind)
    const before = terms.get(term) ?? { sum: 0n, rows: 0 }
    terms.set(term, { sum: before.sum + balance, rows: before.rows + accounts })
  }
  return inOrder.flatMap((term) => {
    const of = terms.get(term)
    if (of === undefined) return term === 'other_banks' ? [] : [{ term, sum: '0', rows: 0 }]
    return [{ term, sum: String(of.sum), rows: of.rows }]
  })
}

const inOrder = [
  'wallets',
  'pending',
  'payout',
  'suspense',
  'fee_income',
  'gateway',
  'clearing',
  'fee_expense',
  'write_off',
  'receivable',
  'other_banks',
] as const satisfies readonly ProofTerm['term'][]

function termOfKind(kind: AccountKind): (typeof inOrder)[number] {
  switch (kind) {
    case 'wallet':
      return 'wallets'
    case 'pending':
    case 'payout':
    case 'suspense':
    case 'gateway':
    case 'clearing':
    case 'receivable':
      return kind
    case 'fee-income':
      return 'fee_income'
    case 'fee-expense':
      return 'fee_expense'
    case 'write-off':
      return 'write_off'
    case 'omnibus':
      return 'other_banks'
    default:
      return assertNever(kind)
  }
}
