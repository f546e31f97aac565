/** Reading proposals: the list, and one with its thread and what bars the reader from deciding on it. */
import { isoOf } from '../calendar/instant.ts'
import type { Bar, Comment, Proposal, ProposalState } from '../contract/proposals.ts'
import type { Initiator } from '../operations/initiator.ts'
import type { QueryContext } from '../store/command.ts'
import { barTo, proposerOf } from './decide.ts'
import { findRecord, type ProposalRecord, proposalColumns, proposalOf } from './proposal.ts'

export type ProposalFilter = Readonly<{
  state?: ProposalState | undefined
  kind?: string | undefined
  proposedBy?: string | undefined
  client?: string | undefined
  before: number | null
  limit: number
  at: number
}>

export function listProposals(
  { raw }: QueryContext,
  { state, kind, proposedBy, client, before, limit, at }: ProposalFilter,
): Readonly<{ items: Proposal[]; next: number | null }> {
  // One that is past its time is expired, whatever the store still says.
  const open = state === 'open' ? 'AND proposal.expires_at > @at' : ''
  const expired = `(proposal.state = 'expired' OR (proposal.state = 'open' AND proposal.expires_at <= @at))`
  const conditions = [
    ...(state === undefined ? [] : [state === 'expired' ? expired : `proposal.state = @state ${open}`]),
    ...(kind === undefined ? [] : ['proposal.kind = @kind']),
    ...(proposedBy === undefined ? [] : ['proposer.name = @proposedBy']),
    ...(client === undefined ? [] : ['proposal.client_id = @client']),
    ...(before === null ? [] : ['proposal.id < @before']),
  ]
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`
  const values = { state, kind, proposedBy, client, before, at, limit: limit + 1 }
  const named = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
  const rows = raw
    .prepare(`SELECT ${proposalColumns} ${where} ORDER BY proposal.id DESC LIMIT @limit`)
    .all(named) as ProposalRecord[]
  const shown = rows.slice(0, limit)
  return {
    items: shown.map((row) => proposalOf(row, at)),
    next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null,
  }
}

export type ProposalView = Readonly<{
  proposal: Proposal
  thread: Comment[]
  bar: Bar | null
  proposer: Initiator
}>

export function findProposal(
  { raw }: QueryContext,
  { id, reader, at }: Readonly<{ id: number; reader: Initiator & Readonly<{ mayDecide: boolean }>; at: number }>,
): ProposalView | null {
  const record = findRecord(raw, id)
  if (record === null) return null
  const thread = raw
    .prepare(`
      SELECT comment.id, comment.at, user.name AS by, comment.text FROM proposal_comment AS comment
      JOIN user ON user.id = comment.by WHERE comment.proposal = ? ORDER BY comment.id`)
    .all(id) as (Omit<Comment, 'at'> & { at: number })[]
  return {
    proposal: proposalOf(record, at),
    thread: thread.map((comment) => ({ ...comment, at: isoOf(comment.at) })),
    bar: barTo(raw, record, reader, at),
    proposer: proposerOf(record),
  }
}

export const anyToExpire = ({ raw }: QueryContext, { at }: Readonly<{ at: number }>): boolean =>
  raw.prepare(`SELECT 1 FROM proposal WHERE state = 'open' AND expires_at <= ? LIMIT 1`).get(at) !== undefined
