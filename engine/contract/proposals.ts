/** Four eyes: a change with its exact content, the effect it would have, and a second person who decides. */
import { z } from 'zod'
import { Agreement } from './agreements.ts'
import { BatchState } from './batches.ts'
import { callerChange, callerFaults } from './callers.ts'
import { ClientId } from './client-id.ts'
import { commonFaults, notFound } from './fault.ts'
import { BoundedJson } from './json.ts'
import { matchFaults } from './match-faults.ts'
import { AccountCode, Amount, CurrencyCode, plainText, TransactionNumber } from './money.ts'
import { operationContent, operationDetails, operationFaults } from './operations.ts'
import { pageInput, pageOf } from './page.ts'
import { PeriodName } from './periods.ts'
import { procedure } from './procedure.ts'
import { matchChanges } from './reconciliation.ts'
import { CorrectedRow, LineRanges, rowsCorrectedMax } from './row-fields.ts'
import { SettingName } from './settings.ts'
import { endpointChange, webhookFaults } from './webhooks.ts'

const of = <K extends string, S extends z.ZodRawShape>(kind: K, content: z.ZodObject<S>) =>
  content.extend({ kind: z.literal(kind) })

const ProducerNumber = z.int().min(1)
const BatchNumber = z.int().min(1)
const ExceptionNumber = z.int().min(1)

/** Everything that can be proposed. Later nouns add their kinds here. */
export const ProposedChange = z.discriminatedUnion('kind', [
  of('deposit', operationContent.deposit),
  of('withdrawal', operationContent.withdrawal),
  of('payout', operationContent.payout),
  of('purchase', operationContent.purchase),
  of('refund', operationContent.refund),
  of('transfer', operationContent.transfer),
  of('fee', operationContent.fee),
  of('chargeback', operationContent.chargeback),
  of('hold', operationContent.hold),
  z.object({
    kind: z.literal('adjustment'),
    debit: AccountCode,
    credit: AccountCode,
    amount: Amount,
    currency: CurrencyCode.optional(),
    ...operationDetails,
  }),
  z.object({
    kind: z.literal('write_off'),
    /** What is given up: a receivable, a difference in clearing, a gateway or suspense. */
    account: AccountCode,
    amount: Amount,
    currency: CurrencyCode.optional(),
    ...operationDetails,
  }),
  z.object({ kind: z.literal('reversal'), of: TransactionNumber, ...operationDetails }),
  z
    .object({
      kind: z.literal('wallet_terms'),
      client: ClientId,
      currency: CurrencyCode.optional(),
      tier: plainText(40).optional(),
      overdraft: z.int().min(0).max(100_000_000_000).optional(),
    })
    .refine(({ tier, overdraft }) => tier !== undefined || overdraft !== undefined, 'changes nothing'),
  z.object({ kind: z.literal('setting'), name: SettingName, value: BoundedJson }),
  z.object({ kind: z.literal('currency'), code: CurrencyCode, digits: z.int().min(0).max(4) }),
  z.object({ kind: z.literal('period_close'), period: PeriodName }),
  z.object({ kind: z.literal('agreement'), producer: ProducerNumber, agreement: Agreement }),
  z.object({ kind: z.literal('producer_resume'), producer: ProducerNumber }),
  z.object({ kind: z.literal('batch_release'), batch: BatchNumber }),
  z.object({ kind: z.literal('batch_reverse'), batch: BatchNumber }),
  /** Held rows of an exception, posted although something had held them. */
  z.object({ kind: z.literal('rows_post'), exception: ExceptionNumber, lines: LineRanges.optional() }),
  z.object({
    kind: z.literal('rows_correct'),
    exception: ExceptionNumber,
    rows: z.array(CorrectedRow).min(1).max(rowsCorrectedMax),
    /** They are posted as they stand: what a rule found wrong is overruled. */
    asTheyStand: z.boolean().optional(),
  }),
  /** Held payments that the house pays: the producer has its money, the client is asked for none. */
  z.object({ kind: z.literal('rows_write_off'), exception: ExceptionNumber, lines: LineRanges.optional() }),
  /** Lines and postings that leave something over, and where that goes. */
  z.object({ kind: z.literal('match_residue'), ...matchChanges.match_residue }),
  z.object({ kind: z.literal('match_undo'), ...matchChanges.match_undo }),
  z.object({ kind: z.literal('caller'), ...callerChange }),
  /** An address that is told what happens, new or changed. */
  z.object({ kind: z.literal('webhook_endpoint'), ...endpointChange }),
])
export type ProposedChange = z.infer<typeof ProposedChange>
export type ChangeKind = ProposedChange['kind']
export const changeKinds = ProposedChange.options.map((option) => option.shape.kind.value) as readonly ChangeKind[]

/** What a change does. The balances are as of the simulation; the rest is what it does whenever it is done. */
export const Effect = z.object({
  postings: z.array(
    z.object({ kind: z.string(), debit: z.string(), credit: z.string(), currency: z.string(), amount: z.int() }),
  ),
  /** Everything else that it sets: a setting, a wallet's terms, a closed period. */
  sets: z.array(z.object({ subject: z.string(), before: z.json(), after: z.json() })),
  balances: z.array(z.object({ account: z.string(), currency: z.string(), before: z.int(), after: z.int() })),
})
export type Effect = z.infer<typeof Effect>

export const ProposalState = z.enum(['open', 'approved', 'declined', 'withdrawn', 'expired'])
export type ProposalState = z.infer<typeof ProposalState>

export const Proposal = z.object({
  id: z.int(),
  kind: z.string(),
  change: ProposedChange,
  /** SHA-256 of the content, and of the effect without its balances: what is approved is exactly this. */
  hash: z.string(),
  effect: Effect,
  effectHash: z.string(),
  currency: z.string().nullable(),
  amount: z.int().nullable(),
  client: z.string().nullable(),
  reason: z.string(),
  proposedBy: z.string(),
  onBehalfOf: z.string().nullable(),
  proposedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  state: ProposalState,
  decidedBy: z.string().nullable(),
  decidedAt: z.iso.datetime().nullable(),
  /** What the one who decided said. */
  decision: z.string().nullable(),
  inSetUp: z.boolean(),
  /** The transaction, hold, setting, period or agreement that came of it. */
  result: z.json(),
  comments: z.int(),
})
export type Proposal = z.infer<typeof Proposal>

export const Comment = z.object({ id: z.int(), at: z.iso.datetime(), by: z.string(), text: z.string() })
export type Comment = z.infer<typeof Comment>

/** Why the signed-in person may not decide on a proposal; null when they may. */
export const Bar = z.enum(['own_proposal', 'on_own_behalf', 'not_permitted', 'above_own_bound', 'not_open'])
export type Bar = z.infer<typeof Bar>

/** Changes of their own kind that can be refused for their own reasons. */
export const changeFaults = {
  ...operationFaults,
  ...matchFaults,
  ...callerFaults,
  ...webhookFaults,
  account_too_small: { status: 409, data: z.object({ account: z.string(), left: z.int() }) },
  setting_unusable: {
    status: 400,
    data: z.object({ issues: z.array(z.object({ path: z.string(), problem: z.string() })) }),
  },
  /** What the machine's policy file says of it is not changed here. */
  setting_managed: { status: 409, data: z.object({ name: z.string(), fields: z.array(z.string()) }) },
  setting_unchanged: { status: 409, data: z.object({ name: z.string() }) },
  currency_exists: { status: 409, data: z.object({ currency: z.string() }) },
  tier_unknown: { status: 404, data: z.object({ tier: z.string() }) },
  overdraft_in_use: { status: 409, data: z.object({ used: z.int() }) },
  period_not_over: { status: 409, data: z.object({ period: z.string() }) },
  period_closed: { status: 409, data: z.object({ period: z.string() }) },
  agreement_unchanged: { status: 409, data: z.object({ producer: z.int() }) },
  agreement_unusable: {
    status: 400,
    data: z.object({ issues: z.array(z.object({ path: z.string(), problem: z.string() })) }),
  },
  producer_not_suspended: { status: 409, data: z.object({ producer: z.int() }) },
  producer_suspended: { status: 409, data: z.object({ by: z.string(), at: z.string() }) },
  batch_unknown: { status: 404, data: z.object({ batch: z.int() }) },
  batch_not_held: { status: 409, data: z.object({ batch: z.int(), state: BatchState }) },
  /** Nothing of it stands that could be undone: nothing was posted, or it is reversed already. */
  batch_not_posted: { status: 409, data: z.object({ batch: z.int(), state: BatchState }) },
  exception_unknown: { status: 404, data: z.object({ exception: z.int() }) },
  exception_resolved: { status: 409, data: z.object({ exception: z.int() }) },
  /** Rows of a batch that waits for a decision itself, or was reversed, are not posted one by one. */
  batch_undecided: { status: 409, data: z.object({ batch: z.int(), state: BatchState }) },
  /** None of the rows that were named is there to be decided on. */
  nothing_left: { status: 409, data: z.object({ exception: z.int() }) },
  row_not_in_exception: { status: 404, data: z.object({ exception: z.int(), line: z.int() }) },
  rows_too_many: { status: 409, data: z.object({ rows: z.int(), rowsMax: z.int() }) },
  /** Another row of this producer has this TxId. */
  tx_id_taken: { status: 409, data: z.object({ line: z.int(), txId: z.string(), batch: z.int(), otherLine: z.int() }) },
  row_unusable: { status: 400, data: z.object({ line: z.int(), field: z.string(), problem: z.string() }) },
  /** A payment of somebody who has no wallet. */
  row_client_unknown: { status: 409, data: z.object({ line: z.int(), client: z.string() }) },
  /** The wallet of the first row that lacks money, and of how many rows. */
  rows_lack_money: {
    status: 409,
    data: z.object({ line: z.int(), client: z.string(), available: z.int(), amount: z.int(), rows: z.int() }),
  },
  only_payments: { status: 409, data: z.object({ line: z.int() }) },
  earlier_days_open: { status: 409, data: z.object({ firstOpenDay: z.string() }) },
} as const

/** Why a proposal can't be decided on, by anybody or by the one who asks. */
export const decisionFaults = {
  not_found: notFound,
  not_permitted: commonFaults.not_permitted,
  proposal_decided: { status: 409, data: z.object({ state: ProposalState }) },
  proposal_expired: { status: 409, data: z.object({ expiredAt: z.iso.datetime() }) },
  own_proposal: { status: 403, data: z.object({ proposedBy: z.string() }) },
  not_own_proposal: { status: 403, data: z.object({ proposedBy: z.string() }) },
  above_own_bound: { status: 403, data: z.object({ upTo: z.int() }) },
  /** The world moved: it would now do something else than what was proposed, or than what the approver saw. */
  effect_moved: { status: 409, data: z.object({ effect: Effect, effectHash: z.string() }) },
} as const

const ProposalId = z.coerce.number().int().min(1)
const one = { id: ProposalId }

export const proposals = {
  list: procedure({ method: 'GET', path: '/proposals', summary: 'Proposals, newest first', access: 'proposals.read' })
    .input(
      z.object({
        ...pageInput,
        state: ProposalState.optional(),
        kind: z.string().max(40).optional(),
        proposedBy: z.string().max(64).optional(),
        client: ClientId.optional(),
      }),
    )
    .output(pageOf(Proposal)),
  get: procedure({
    method: 'GET',
    path: '/proposals/{id}',
    summary: 'A proposal with its comments, what it would do now, and whether the one who asks may decide',
    access: 'proposals.read',
  })
    .errors({ not_found: notFound })
    .input(z.object(one))
    .output(
      Proposal.extend({
        thread: z.array(Comment),
        /** The effect as it would be now; null once decided. */
        now: z
          .discriminatedUnion('possible', [
            z.object({ possible: z.literal(true), effect: Effect, same: z.boolean() }),
            z.object({ possible: z.literal(false), code: z.string(), facts: z.record(z.string(), z.json()) }),
          ])
          .nullable(),
        bar: Bar.nullable(),
      }),
    ),
  simulate: procedure({
    method: 'POST',
    path: '/proposals/simulate',
    summary: 'What a change would do now, without proposing it',
    access: 'proposals.read',
  })
    .errors(changeFaults)
    .input(z.object({ change: ProposedChange }))
    .output(z.object({ effect: Effect, effectHash: z.string() })),
  propose: procedure({
    method: 'POST',
    path: '/proposals',
    summary: 'Propose a change for a second person to approve',
    access: 'proposals.propose',
  })
    .errors(changeFaults)
    .input(
      z.object({
        change: ProposedChange,
        reason: plainText(500),
        /** Asked again with the same key it answers the same proposal. */
        key: z
          .string()
          .min(1)
          .max(128)
          .regex(/^[\x21-\x7e]+$/),
        initiatedBy: plainText(128).optional(),
      }),
    )
    .output(Proposal),
  approve: procedure({
    method: 'POST',
    path: '/proposals/{id}/approve',
    summary: 'Carry a proposal out, exactly as it was proposed',
    access: 'proposals.decide',
  })
    .errors({ ...changeFaults, ...decisionFaults })
    .input(
      z.object({
        ...one,
        reason: plainText(500).optional(),
        /** The effect that the approver saw. */
        effectHash: z.string().max(64).optional(),
      }),
    )
    .output(Proposal),
  decline: procedure({
    method: 'POST',
    path: '/proposals/{id}/decline',
    summary: 'Decline a proposal, with a reason',
    access: 'proposals.decide',
  })
    .errors(decisionFaults)
    .input(z.object({ ...one, reason: plainText(500) }))
    .output(Proposal),
  withdraw: procedure({
    method: 'POST',
    path: '/proposals/{id}/withdraw',
    summary: 'Take back what one proposed oneself',
    access: 'proposals.propose',
  })
    .errors(decisionFaults)
    .input(z.object({ ...one, reason: plainText(500).optional() }))
    .output(Proposal),
  comment: procedure({
    method: 'POST',
    path: '/proposals/{id}/comments',
    summary: 'Say something about a proposal',
    access: 'proposals.read',
  })
    .errors({ not_found: notFound })
    .input(z.object({ ...one, text: plainText(1_000) }))
    .output(Comment),
}
