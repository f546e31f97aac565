/**
 * What can be proposed, and how each kind is carried out: by the same code that does it at once where it may be done at
 * once. A new kind is a line in the contract and one here.
 */
import type { Database } from 'better-sqlite3'
import { changeCaller } from '../callers/terms.ts'
import type { Permission } from '../contract/permission.ts'
import type { ChangeKind, Effect, ProposedChange } from '../contract/proposals.ts'
import { correctRows } from '../exceptions/booking/correct-rows.ts'
import { type Agreed, postHeldRows, type RowsSettled } from '../exceptions/booking/post-held.ts'
import { writeOffRows } from '../exceptions/booking/write-off.ts'
import { setAside } from '../holds/place.ts'
import { releaseBatch } from '../ingest/decide/release.ts'
import { reverseBatch } from '../ingest/decide/reversal.ts'
import type { Initiator } from '../operations/initiator.ts'
import type { Operation } from '../operations/operation.ts'
import { carryOut } from '../operations/perform.ts'
import { isRefusal, type Refusal } from '../operations/refusal.ts'
import { closePeriod } from '../periods/close.ts'
import { changeAgreement } from '../producers/agreements.ts'
import { resumeProducer } from '../producers/suspension.ts'
import { putTogether, takeApart } from '../reconcile/matches/by-hand.ts'
import { changeSetting } from '../settings/change.ts'
import { addCurrency } from '../settings/currency.ts'
import type { Json } from '../store/command.ts'
import { changeTerms } from '../wallets/terms.ts'
import { setEndpoint } from '../webhooks/endpoint.ts'
import { homeOf } from '../workspace/home.ts'

export type Approval = Readonly<{
  proposal: number
  /** Who proposed it: in the books it is theirs, and the proposal says who agreed. */
  initiator: Initiator
  reason: string
}>

export type Carried = Readonly<{
  status: 'done'
  result: Json
  /** What it sets beside its postings. */
  sets: Effect['sets']
  money: Readonly<{ currency: string; amount: number; client: string | null }> | null
  /** What it posts in sums, where one posting after another would say less; and what it posts later, in pieces. */
  inSums?: Pick<Effect, 'postings' | 'balances'>
}>

type Context = Readonly<{ raw: Database; at: number }>
type ChangeOf<K extends ChangeKind> = Extract<ProposedChange, { kind: K }>

type Kind<K extends ChangeKind> = Readonly<{
  /** What somebody needs to propose it. */
  permission: Permission
  /** Four eyes are never skipped where it is true, also while a workspace is being set up. */
  movesMoney: boolean
  carryOut: (context: Context, change: ChangeOf<K>, approval: Approval) => Carried | Refusal
}>

const operation = <K extends Operation['kind'] & ChangeKind>(permission: Permission): Kind<K> => ({
  permission,
  movesMoney: true,
  carryOut: (context, change, { proposal, initiator, reason }) => {
    const { kind, ...content } = change as ProposedChange
    const asked = { operation: { kind, content } as unknown as Operation, initiator, reason }
    const receipt = carryOut(context, asked, proposal)
    if (isRefusal(receipt)) return receipt
    const { transaction, currency, amount, wallets } = receipt
    const money = { currency, amount, client: wallets[0]?.client ?? null }
    return { status: 'done', result: { transaction }, sets: [], money }
  },
})

type RowsKind = 'rows_post' | 'rows_correct' | 'rows_write_off'

function ofRows<K extends RowsKind>(
  settle: (context: Context, change: ChangeOf<K>, agreed: Agreed) => RowsSettled | Refusal,
): Kind<K> {
  return {
    permission: 'ledger.correct',
    movesMoney: true,
    carryOut: (context, change, { proposal, initiator, reason }) => {
      const outcome = settle(context, change, { proposal, by: initiator.name, reason })
      if (outcome.status !== 'done') return outcome
      const { rows, amount, client, sets, inSums } = outcome
      const money = { currency: homeOf(context.raw).currency, amount, client }
      const { exception } = change as ChangeOf<RowsKind>
      const result = { exception, rows }
      return { status: 'done', result, sets, money, ...(inSums === undefined ? {} : { inSums }) }
    },
  }
}

export const kinds: { readonly [K in ChangeKind]: Kind<K> } = {
  deposit: operation('ledger.operate'),
  withdrawal: operation('ledger.operate'),
  payout: operation('ledger.operate'),
  purchase: operation('ledger.operate'),
  refund: operation('ledger.operate'),
  transfer: operation('ledger.operate'),
  fee: operation('ledger.operate'),
  chargeback: operation('ledger.operate'),
  adjustment: operation('ledger.correct'),
  write_off: operation('ledger.correct'),
  reversal: operation('ledger.correct'),
  hold: {
    permission: 'ledger.operate',
    movesMoney: true,
    carryOut: (context, { kind: _, ...content }, { proposal, initiator, reason }) => {
      const receipt = setAside(context, { content, initiator, reason }, proposal)
      if (isRefusal(receipt)) return receipt
      const { id, client, currency, amount } = receipt.hold
      const sets = [{ subject: `hold wallet:${client} ${currency}`, before: 0, after: amount }]
      return { status: 'done', result: { hold: id }, sets, money: { currency, amount, client } }
    },
  },
  wallet_terms: {
    permission: 'ledger.correct',
    movesMoney: true,
    carryOut: (context, { kind: _, ...change }) => {
      const outcome = changeTerms(context, change)
      if (outcome.status !== 'done') return outcome
      const { subject, before, after, lent } = outcome
      return {
        status: 'done',
        result: { wallet: subject },
        sets: [{ subject, before, after }] as Carried['sets'],
        money: lent,
      }
    },
  },
  setting: {
    permission: 'settings.propose',
    movesMoney: false,
    carryOut: (context, { name, value }, { proposal }) => {
      const outcome = changeSetting(context, { name, value: value as Json }, proposal)
      if (outcome.status !== 'done') return outcome
      const { before, after, version } = outcome
      const sets = [{ subject: `setting:${name}`, before, after }] as Carried['sets']
      return { status: 'done', result: { setting: name, version }, sets, money: null }
    },
  },
  currency: {
    permission: 'settings.propose',
    movesMoney: false,
    carryOut: ({ raw }, { code, digits }) => {
      const outcome = addCurrency(raw, { code, digits })
      if (outcome.status !== 'done') return outcome
      const sets = [{ subject: `currency:${code}`, before: null, after: { digits } }]
      return { status: 'done', result: { currency: code }, sets, money: null }
    },
  },
  period_close: {
    permission: 'periods.propose',
    movesMoney: false,
    carryOut: (context, { period }, { proposal }) => {
      const outcome = closePeriod(context, period, proposal)
      if (outcome.status !== 'done') return outcome
      return { status: 'done', result: outcome.result, sets: outcome.sets as unknown as Carried['sets'], money: null }
    },
  },
  agreement: {
    permission: 'producers.propose',
    movesMoney: false,
    carryOut: (context, { producer, agreement }, { proposal, initiator }) => {
      const outcome = changeAgreement(context, { producer, agreement }, { proposal, by: initiator.name })
      if (outcome.status !== 'done') return outcome
      const { id, version, code, before, after } = outcome
      const sets = [{ subject: `agreement:${code}`, before, after }] as Carried['sets']
      return { status: 'done', result: { agreement: id, producer, version }, sets, money: null }
    },
  },
  producer_resume: {
    permission: 'producers.propose',
    movesMoney: false,
    carryOut: (context, { producer }) => {
      const outcome = resumeProducer(context, producer)
      if (outcome.status !== 'done') return outcome
      const { code, before, after } = outcome
      const sets = [{ subject: `producer:${code}`, before, after }] as Carried['sets']
      return { status: 'done', result: { producer }, sets, money: null }
    },
  },
  batch_release: {
    permission: 'batches.decide',
    movesMoney: true,
    carryOut: (context, { batch }, { proposal, initiator }) => {
      const outcome = releaseBatch(context, batch, { proposal, by: initiator.name })
      if (outcome.status !== 'done') return outcome
      const { before, after, money } = outcome
      const sets = [{ subject: `batch:${batch}`, before, after }] as Carried['sets']
      return { status: 'done', result: { batch }, sets, money: ofNobody(money) }
    },
  },
  batch_reverse: {
    permission: 'ledger.correct',
    movesMoney: true,
    carryOut: (context, { batch }, approval) => {
      const outcome = reverseBatch(context, batch, approval)
      if (outcome.status !== 'done') return outcome
      const { result, sets, postings, balances, money } = outcome
      return { status: 'done', result, sets, money: ofNobody(money), inSums: { postings, balances } }
    },
  },
  rows_post: ofRows((context, change, agreed) => postHeldRows(context, change, agreed)),
  rows_correct: ofRows((context, change, agreed) => correctRows(context, change, agreed)),
  rows_write_off: ofRows((context, change, agreed) => writeOffRows(context, change, agreed)),
  match_residue: {
    permission: 'ledger.correct',
    movesMoney: true,
    carryOut: (context, { kind: _, ...asked }, { proposal, initiator, reason }) => {
      const outcome = putTogether(context, { ...asked, reason }, { by: initiator.name, proposal })
      if (outcome.status !== 'done') return outcome
      const { match, residue } = outcome
      const sets = [{ subject: `account:${asked.account}`, before: null, after: { residue, to: asked.residueTo } }]
      return { status: 'done', result: { match }, sets, money: residueMoney(context, asked, residue) }
    },
  },
  match_undo: {
    permission: 'ledger.correct',
    movesMoney: true,
    carryOut: (context, { match }, { proposal, initiator, reason }) => {
      const outcome = takeApart(context, { match, reason }, { by: initiator.name, proposal })
      if (outcome.status !== 'done') return outcome
      const { lines, postings, residue, account } = outcome
      const sets = [{ subject: `match:${match}`, before: { lines, postings }, after: null }]
      return { status: 'done', result: { match }, sets, money: residueMoney(context, account, residue) }
    },
  },
  caller: {
    permission: 'callers.manage',
    // A key may move money: nobody agrees to one alone, not while a workspace is being set up either.
    movesMoney: true,
    carryOut: (context, { kind: _, ...change }, { proposal, initiator }) => {
      const outcome = changeCaller(context, change, { proposal, by: initiator.name })
      if (outcome.status !== 'done') return outcome
      const { caller, version, before, after } = outcome
      const sets = [{ subject: `caller:${change.name}`, before, after }] as Carried['sets']
      // What it may move alone is asked of the approver's own bound: nobody gives a program more than they may agree to.
      const { aloneUpTo: amount } = after
      const money = amount === 0 ? null : { currency: homeOf(context.raw).currency, amount, client: null }
      return { status: 'done', result: { caller, version }, sets, money }
    },
  },
  webhook_endpoint: {
    permission: 'webhooks.manage',
    movesMoney: false,
    carryOut: (context, { kind: _, ...asked }, { proposal }) => {
      const outcome = setEndpoint(context, asked, proposal)
      if (outcome.status !== 'done') return outcome
      const { id, before, after } = outcome
      const sets = [{ subject: `webhook:${asked.name}`, before, after }] as Carried['sets']
      return { status: 'done', result: { webhook: id }, sets, money: null }
    },
  },
}

/** What is given up or taken with a match. */
const residueMoney = (
  { raw }: Context,
  { currency }: Readonly<{ currency?: string | undefined }>,
  residue: number,
): Carried['money'] =>
  residue === 0 ? null : { currency: currency ?? homeOf(raw).currency, amount: Math.abs(residue), client: null }

/** Money of very many clients. */
const ofNobody = (money: Readonly<{ currency: string; amount: number }> | null): Carried['money'] =>
  money === null ? null : { ...money, client: null }

export function carryOutChange(context: Context, change: ProposedChange, approval: Approval): Carried | Refusal {
  // Kind and change belong together; the table's own type can't say so to the compiler.
  const kind = kinds[change.kind] as Kind<ChangeKind>
  return kind.carryOut(context, change as never, approval)
}
