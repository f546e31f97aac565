/** A proposal in the store, and as it is shown. */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../calendar/instant.ts'
import type { Proposal, ProposalState } from '../contract/proposals.ts'
import { perConnection } from '../store/compiled.ts'

export type ProposalRecord = Readonly<{
  id: number
  kind: string
  movesMoney: number
  change: string
  hash: Buffer
  effect: string
  effectHash: Buffer
  currency: string | null
  amount: number | null
  client: string | null
  reason: string
  proposer: number
  proposedBy: string
  onBehalfOf: string | null
  proposedAt: number
  expiresAt: number
  state: ProposalState
  decidedBy: string | null
  decidedAt: number | null
  decision: string | null
  inSetUp: number
  result: string | null
  comments: number
}>

/** The columns of a `ProposalRecord`, for whoever reads proposals. */
export const proposalColumns = `
  proposal.id, proposal.kind, proposal.moves_money AS movesMoney, proposal.change, proposal.hash, proposal.effect,
  proposal.effect_hash AS effectHash, proposal.currency, proposal.amount, proposal.client_id AS client, proposal.reason,
  proposal.proposed_by AS proposer, proposer.name AS proposedBy, proposal.on_behalf_of AS onBehalfOf,
  proposal.proposed_at AS proposedAt, proposal.expires_at AS expiresAt, proposal.state, decider.name AS decidedBy,
  proposal.decided_at AS decidedAt, proposal.decision, proposal.in_set_up AS inSetUp, proposal.result,
  (SELECT count(*) FROM proposal_comment WHERE proposal_comment.proposal = proposal.id) AS comments
  FROM proposal JOIN user AS proposer ON proposer.id = proposal.proposed_by
  LEFT JOIN user AS decider ON decider.id = proposal.decided_by`

export function findRecord(raw: Database, id: number): ProposalRecord | null {
  return (statementsOf(raw).byId.get(id) as ProposalRecord | undefined) ?? null
}

/** Active users who may approve; with fewer than two the workspace is still being set up. */
export const approverCount = (raw: Database): number => statementsOf(raw).approvers.get() as number

/** One whose time is over is shown as expired, whether or not the job that says so has been there. */
export function proposalOf(record: ProposalRecord, at: number): Proposal {
  const { proposer: _, movesMoney: __, ...shown } = record
  return {
    ...shown,
    change: JSON.parse(record.change),
    hash: record.hash.toString('hex'),
    effect: JSON.parse(record.effect),
    effectHash: record.effectHash.toString('hex'),
    proposedAt: isoOf(record.proposedAt),
    expiresAt: isoOf(record.expiresAt),
    state: record.state === 'open' && record.expiresAt <= at ? 'expired' : record.state,
    decidedAt: record.decidedAt === null ? null : isoOf(record.decidedAt),
    inSetUp: record.inSetUp === 1,
    result: record.result === null ? null : JSON.parse(record.result),
  }
}

const statementsOf = perConnection((raw) => ({
  byId: raw.prepare(`SELECT ${proposalColumns} WHERE proposal.id = ?`),
  approvers: raw
    .prepare(`
      SELECT count(*) FROM user JOIN user_role ON user_role.user_id = user.id
      WHERE user_role.role = 'approver' AND user.state = 'active'`)
    .pluck(),
}))
