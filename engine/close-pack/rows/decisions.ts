/** What people decided: proposals, and the rules that were in force. */
import { createHash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { isoOf } from '../../calendar/instant.ts'
import { SettingName } from '../../contract/settings.ts'
import { valueAtFirst } from '../../settings/in-force.ts'
import { perConnection } from '../../store/compiled.ts'
import type { Instants } from '../pack-days.ts'
import type { Row } from '../tables.ts'
import { paged, type RowsContext } from './context.ts'

type ApprovalRow = Readonly<{
  number: number
  kind: string
  state: string
  proposedBy: string
  onBehalfOf: string | null
  proposedAt: number
  decidedBy: string | null
  decidedAt: number
  inSetUp: number
  reason: string
  decision: string | null
  amount: number | null
  currency: string | null
}>

/** Proposals that ended in the period, however they did. */
export function* approvalRows({ raw, instants }: RowsContext): Generator<Row> {
  for (const each of paged<ApprovalRow>(statementsOf(raw).approvals, instants))
    yield {
      number: each.number,
      kind: each.kind,
      outcome: each.state,
      proposed_by: each.proposedBy,
      on_behalf_of: each.onBehalfOf,
      proposed_at: isoOf(each.proposedAt),
      decided_by: each.decidedBy,
      decided_at: isoOf(each.decidedAt),
      in_set_up: each.inSetUp,
      reason: each.reason,
      decision: each.decision,
      amount: each.currency === null ? null : each.amount,
      currency: each.currency,
    }
}

type Version = Readonly<{
  name: string
  version: number
  value: string
  proposal: number | null
  by: string | null
  at: number
}>

/** Every version of a setting or an agreement that was in force at any time of the period, with what it said. */
export function* ruleRows({ raw, instants }: RowsContext): Generator<Row> {
  for (const name of SettingName.options) yield* settingRows(raw, name, instants)
  const { agreements } = statementsOf(raw)
  const versions = agreements.all() as Version[]
  for (const [at, version] of versions.entries()) {
    const next = versions[at + 1]
    const until = next?.name === version.name ? next.at : null
    if (wasInForce(version.at, until, instants)) yield ruleRow('agreement', version)
  }
}

function* settingRows(raw: Database, name: SettingName, instants: Instants): Generator<Row> {
  const versions = statementsOf(raw).settings.all(name) as Version[]
  const first = versions[0]
  const byDefault = { name, version: 0, value: valueAtFirst(raw, name), proposal: null, by: null, at: 0 }
  if (first === undefined || first.at > instants.start) yield ruleRow('setting', byDefault)
  for (const [at, version] of versions.entries())
    if (wasInForce(version.at, versions[at + 1]?.at ?? null, instants)) yield ruleRow('setting', version)
}

const wasInForce = (since: number, until: number | null, { start, end }: Instants): boolean =>
  since < end && (until === null || until > start)

const ruleRow = (kind: 'setting' | 'agreement', { name, version, value, proposal, by, at }: Version): Row => ({
  kind,
  name,
  version,
  in_force_from: at === 0 ? null : isoOf(at),
  proposal,
  by,
  sha256: createHash('sha256').update(value).digest('hex'),
  value,
})

const statementsOf = perConnection((raw) => ({
  approvals: raw.prepare(`
    SELECT proposal.id AS number, kind, proposal.state, proposer.name AS proposedBy, on_behalf_of AS onBehalfOf,
      proposed_at AS proposedAt, decider.name AS decidedBy, decided_at AS decidedAt, in_set_up AS inSetUp, reason,
      decision, amount, currency
    FROM proposal JOIN user AS proposer ON proposer.id = proposal.proposed_by
    LEFT JOIN user AS decider ON decider.id = proposal.decided_by
    WHERE proposal.id > @after AND decided_at >= @start AND decided_at < @end ORDER BY proposal.id LIMIT @limit`),
  settings: raw.prepare(`
    SELECT setting.name, version, value, proposal, user.name AS by, at
    FROM setting LEFT JOIN proposal ON proposal.id = setting.proposal
    LEFT JOIN user ON user.id = proposal.proposed_by
    WHERE setting.name = ? ORDER BY version`),
  agreements: raw.prepare(`
    SELECT producer.code AS name, agreement.version, document AS value, agreement.proposal, agreement.by, agreement.at
    FROM agreement JOIN producer ON producer.id = agreement.producer_id ORDER BY producer.code, agreement.version`),
}))
