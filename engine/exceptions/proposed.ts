/**
 * Proposals about exceptions: what somebody proposes makes the case wait for a second person, and what becomes of the
 * proposal moves it on, whoever proposed it and wherever they did.
 */
import type { Database } from 'better-sqlite3'
import type { ExceptionScope, ExceptionStatus, Resolution } from '../contract/exceptions.ts'
import type { ProposedChange } from '../contract/proposals.ts'
import { perConnection } from '../store/compiled.ts'
import { type CaseStanding, changeCase } from './case.ts'
import { rowCodeSql } from './held-drafts.ts'

type Proposing = Readonly<{ proposal: number; change: ProposedChange; user: number; by: string }>

/** Whoever proposes something about a case that is nobody's owns it from then on. */
export function noteProposed(raw: Database, at: number, { proposal, change, user, by }: Proposing): void {
  for (const { id, owner } of casesOf(raw, change)) {
    statementsOf(raw).link.run(id, proposal)
    changeCase(raw, at, {
      id,
      by,
      kind: 'proposed',
      detail: { proposal, kind: change.kind },
      to: { status: 'waiting', for: 'approval' },
      ...(owner === null ? { owner: user } : {}),
    })
  }
}

export type ProposalEnd = Readonly<{
  proposal: number
  change: ProposedChange
  end: 'approved' | 'declined' | 'withdrawn' | 'expired'
  /** Who decided; the engine where time did. */
  by: string
  /** Who proposed it: what it ended was their decision, to which somebody agreed. */
  proposedBy: string
  reason: string | null
}>

export function noteProposalEnded(
  raw: Database,
  at: number,
  { proposal, change, end, by, proposedBy, reason }: ProposalEnd,
): void {
  for (const { id } of statementsOf(raw).linked.all(proposal) as { id: number }[]) {
    const found = statementsOf(raw).standing.get({ id, proposal }) as Standing
    const detail = { proposal, kind: change.kind, ...(reason === null ? {} : { reason }) }
    if (found.status === 'resolved') changeCase(raw, at, { id, by, kind: end, detail })
    else {
      const to = nextOf(found, change, end)
      changeCase(raw, at, { id, by, kind: end, detail, ...(to.status === 'resolved' ? {} : { to }) })
      if (to.status === 'resolved')
        changeCase(raw, at, { id, by: proposedBy, kind: 'settled', detail: { resolution: to.resolution }, to })
    }
  }
}

/** Rows of it that are left now. */
export const leftOf = (raw: Database, exception: number): number =>
  (statementsOf(raw).standing.get({ id: exception, proposal: 0 }) as Standing).left

export const isRowsKind = (kind: string): boolean =>
  kind === 'rows_post' || kind === 'rows_correct' || kind === 'rows_write_off'

type Standing = Readonly<{ scope: ExceptionScope; status: ExceptionStatus; left: number; othersOpen: number }>

function nextOf({ scope, left, othersOpen }: Standing, change: ProposedChange, end: ProposalEnd['end']): CaseStanding {
  const isRows = scope === 'fault' || scope === 'conflict' || scope === 'hold'
  const settles = end === 'approved' && (isRows ? left === 0 : change.kind === 'reversal')
  if (settles) return { status: 'resolved', resolution: resolutionOf(change) }
  return othersOpen > 0 ? { status: 'waiting', for: 'approval' } : { status: 'at_work' }
}

/** The last of several decides how it ended; what was decided about each row is kept with the row. */
export function resolutionOf(change: ProposedChange): Resolution {
  if (change.kind === 'rows_correct') return change.asTheyStand === true ? 'posted' : 'corrected'
  if (change.kind === 'rows_write_off') return 'written_off'
  return change.kind === 'reversal' ? 'rejected' : 'posted'
}

type Case = Readonly<{ id: number; owner: number | null }>

function casesOf(raw: Database, change: ProposedChange): readonly Case[] {
  const { one, ofBatch, ofPosting } = statementsOf(raw)
  switch (change.kind) {
    case 'rows_post':
    case 'rows_correct':
    case 'rows_write_off':
      return one.all(change.exception) as Case[]
    case 'batch_release':
      return ofBatch.all(change.batch) as Case[]
    case 'reversal':
      return ofPosting.all(change.of) as Case[]
    default:
      return []
  }
}

const statementsOf = perConnection((raw) => ({
  link: raw.prepare('INSERT INTO exception_proposal (exception_id, proposal) VALUES (?, ?)'),
  linked: raw.prepare('SELECT exception_id AS id FROM exception_proposal WHERE proposal = ?'),
  one: raw.prepare(`SELECT id, owner FROM exception WHERE id = ? AND status <> 'resolved'`),
  ofBatch: raw.prepare(`
    SELECT id, owner FROM exception WHERE batch_id = ? AND scope = 'batch' AND status <> 'resolved'`),
  ofPosting: raw.prepare(`
    SELECT id, owner FROM exception WHERE posting = ? AND scope = 'client' AND status <> 'resolved'`),
  standing: raw.prepare(`
    SELECT scope, status,
      CASE scope WHEN 'hold' THEN (SELECT count(*) FROM held_row WHERE held_row.batch_id = exception.batch_id
        AND held_row.code = ${rowCodeSql} AND held_row.state = 'held') ELSE rows - decided END AS left,
      (SELECT count(*) FROM exception_proposal AS other JOIN proposal ON proposal.id = other.proposal
        WHERE other.exception_id = exception.id AND proposal.state = 'open' AND proposal.id <> @proposal) AS othersOpen
    FROM exception WHERE id = @id`),
}))
