/** What is typed about a new proposal, read and held against the contract's own rules. Pure. */
import { AccountCode, CurrencyCode, TransactionId } from '../../engine/contract/money.ts'
import { PeriodName } from '../../engine/contract/periods.ts'
import type { Permission } from '../../engine/contract/permission.ts'
import type { ProposedChange } from '../../engine/contract/proposals.ts'
import { assertNever } from '../assert-never.ts'
import type { MessageId } from '../messages/messages.ts'
import { readAmount } from '../money/read.ts'
import { amountProblem } from '../operations/typed.ts'

/** The kinds that begin here. The others begin where the money is: at a client or a transaction. */
export const draftKinds = ['adjustment', 'write_off', 'reversal', 'wallet_terms', 'currency', 'period_close'] as const
export type DraftKind = (typeof draftKinds)[number]

/** The same as the engine's own list; it only leaves out of the menu what would be refused. */
export const permissionOfDraft: Readonly<Record<DraftKind, Permission>> = {
  adjustment: 'ledger.correct',
  write_off: 'ledger.correct',
  reversal: 'ledger.correct',
  wallet_terms: 'ledger.correct',
  currency: 'settings.propose',
  period_close: 'periods.propose',
}

export type DraftField =
  | 'debit'
  | 'credit'
  | 'account'
  | 'amount'
  | 'of'
  | 'client'
  | 'tier'
  | 'overdraft'
  | 'code'
  | 'digits'
  | 'period'
  | 'reference'

export const fieldsOf: Readonly<Record<DraftKind, readonly DraftField[]>> = {
  adjustment: ['debit', 'credit', 'amount', 'reference'],
  write_off: ['account', 'amount', 'reference'],
  reversal: ['of', 'reference'],
  wallet_terms: ['client', 'tier', 'overdraft'],
  currency: ['code', 'digits'],
  period_close: ['period'],
}

export type Typed = Readonly<Record<DraftField, string> & { currency: string }>

export const emptyDraft = (currency: string): Typed => ({
  debit: '',
  credit: '',
  account: '',
  amount: '',
  of: '',
  client: '',
  tier: '',
  overdraft: '',
  code: '',
  digits: '2',
  period: '',
  reference: '',
  currency,
})

export type Problems = Readonly<Partial<Record<DraftField, MessageId>>>
export type ReadDraft = Readonly<{ ok: true; change: ProposedChange }> | Readonly<{ ok: false; problems: Problems }>

/** `digits` are those of the currency that the amounts are typed in. */
export function readDraft(kind: DraftKind, typed: Typed, digits: number): ReadDraft {
  const problems = problemsOf(kind, typed, digits)
  return Object.keys(problems).length > 0
    ? { ok: false, problems }
    : { ok: true, change: changeOf(kind, typed, digits) }
}

function problemsOf(kind: DraftKind, typed: Typed, digits: number): Problems {
  const found = fieldsOf[kind].map((field) => [field, problemOf(field, typed, digits)] as const)
  const problems = Object.fromEntries(found.filter(([, problem]) => problem !== null)) as Problems
  if (kind === 'adjustment' && typed.debit.trim() !== '' && typed.debit.trim() === typed.credit.trim())
    return { ...problems, credit: 'draft.credit.same' }
  if (kind === 'wallet_terms' && typed.tier === '' && typed.overdraft.trim() === '')
    return { ...problems, tier: 'draft.terms.nothing' }
  return problems
}

function problemOf(field: DraftField, typed: Typed, digits: number): MessageId | null {
  const text = typed[field].trim()
  switch (field) {
    case 'debit':
    case 'credit':
    case 'account':
      return AccountCode.safeParse(text).success ? null : 'draft.account.missing'
    case 'amount':
      return amountProblem(text, digits)
    case 'overdraft':
      return readOverdraft(text, digits) === null ? (amountProblem(text, digits) ?? 'amount.unreadable') : null
    case 'of':
      return TransactionId.safeParse(text).success ? null : 'draft.of.wrong'
    case 'client':
      return text === '' ? 'draft.client.missing' : null
    case 'code':
      return CurrencyCode.safeParse(text.toUpperCase()).success ? null : 'draft.code.wrong'
    case 'digits':
      return /^[0-4]$/.test(text) ? null : 'draft.digits.wrong'
    case 'period':
      return PeriodName.safeParse(text).success ? null : 'draft.period.wrong'
    case 'tier':
    case 'reference':
      return null
    default:
      return assertNever(field)
  }
}

/** An overdraft may be taken away: nought is an amount here, and nothing typed leaves it as it is. */
function readOverdraft(typed: string, digits: number): number | undefined | null {
  const read = readAmount(typed, digits)
  if (read.ok) return read.minor
  if (read.problem === 'empty') return undefined
  return read.problem === 'zero' ? 0 : null
}

function changeOf(kind: DraftKind, typed: Typed, digits: number): ProposedChange {
  const { currency } = typed
  const reference = typed.reference.trim() === '' ? {} : { reference: typed.reference.trim() }
  const amount = amountOf(typed.amount, digits)
  switch (kind) {
    case 'adjustment':
      return { kind, debit: typed.debit.trim(), credit: typed.credit.trim(), amount, currency, ...reference }
    case 'write_off':
      return { kind, account: typed.account.trim(), amount, currency, ...reference }
    case 'reversal':
      return { kind, of: Number(typed.of.trim()), ...reference }
    case 'wallet_terms': {
      const overdraft = readOverdraft(typed.overdraft.trim(), digits) ?? undefined
      return {
        kind,
        client: typed.client.trim(),
        currency,
        ...(typed.tier === '' ? {} : { tier: typed.tier }),
        ...(overdraft === undefined ? {} : { overdraft }),
      }
    }
    case 'currency':
      return { kind, code: typed.code.trim().toUpperCase(), digits: Number(typed.digits) }
    case 'period_close':
      return { kind, period: typed.period.trim() }
    default:
      return assertNever(kind)
  }
}

/** Read only where it has been found readable; 0 where the kind has no amount and it is not used. */
function amountOf(typed: string, digits: number): number {
  const read = readAmount(typed, digits)
  return read.ok ? read.minor : 0
}
