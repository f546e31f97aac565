/** Several proposals of one kind at once: what they would do together, and a decision on each of them. */
import { z } from 'zod'
import { notFound } from './fault.ts'
import { plainText } from './money.ts'
import { procedure } from './procedure.ts'
import { Effect } from './proposals.ts'

/** As many are looked at together; they are decided on in pieces, so that whoever decides sees how far it is. */
export const reviewedAtOnceMax = 500
export const decidedAtOnceMax = 50

const ProposalId = z.int().min(1)

/** Why it is not decided on, by code and facts as deciding on it alone would say it. */
const Refused = z.object({ code: z.string(), facts: z.record(z.string(), z.json()) })

/** Amounts of many proposals, in minor units as text. */
export const SummedEffect = z.object({
  entries: z.array(
    z.object({
      kind: z.string(),
      debit: z.string(),
      credit: z.string(),
      currency: z.string(),
      entries: z.int(),
      amount: z.string(),
    }),
  ),
  balances: z.array(
    z.object({ account: z.string(), currency: z.string(), before: z.string(), after: z.string(), change: z.string() }),
  ),
  /** The first of what they set beside it, and how much more there is. */
  sets: Effect.shape.sets,
  moreSets: z.int(),
})
export type SummedEffect = z.infer<typeof SummedEffect>

export const ProposalsReview = z.object({
  kind: z.string(),
  asOf: z.iso.datetime(),
  /** In the order in which they would be decided on. */
  items: z.array(
    z.object({
      id: z.int(),
      /** What was seen of it, for whoever approves; null where it can't be approved. */
      effectHash: z.string().nullable(),
      refused: Refused.nullable(),
      /** Too large to approve, or impossible by now, is not too large to decline. */
      mayDecline: z.boolean(),
    }),
  ),
  /** Of those that can be approved, one after another. */
  effect: SummedEffect,
})
export type ProposalsReview = z.infer<typeof ProposalsReview>

export const DecidedProposals = z.object({
  items: z.array(z.object({ id: z.int(), refused: Refused.nullable() })),
})
export type DecidedProposals = z.infer<typeof DecidedProposals>

const faults = {
  not_found: notFound,
  /** Whoever decides on many sees one kind of effect at a time. */
  kinds_differ: { status: 409, data: z.object({ kinds: z.array(z.string()) }) },
} as const

export const proposalsBulk = {
  review: procedure({
    method: 'POST',
    path: '/proposals/bulk/review',
    summary: 'What several proposals of one kind would do together, and which of them may be decided on',
    access: 'proposals.decide',
  })
    .errors(faults)
    .input(z.object({ ids: z.array(ProposalId).min(1).max(reviewedAtOnceMax) }))
    .output(ProposalsReview),
  approve: procedure({
    method: 'POST',
    path: '/proposals/bulk/approve',
    summary: 'Carry out several proposals of one kind, each on its own and exactly as it was seen',
    access: 'proposals.decide',
  })
    .errors(faults)
    .input(
      z.object({
        proposals: z
          .array(z.object({ id: ProposalId, effectHash: z.string().max(64) }))
          .min(1)
          .max(decidedAtOnceMax),
        reason: plainText(500).optional(),
      }),
    )
    .output(DecidedProposals),
  decline: procedure({
    method: 'POST',
    path: '/proposals/bulk/decline',
    summary: 'Decline several proposals of one kind, with one reason',
    access: 'proposals.decide',
  })
    .errors(faults)
    .input(z.object({ ids: z.array(ProposalId).min(1).max(decidedAtOnceMax), reason: plainText(500) }))
    .output(DecidedProposals),
}
