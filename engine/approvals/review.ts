/**
 * Several proposals of one kind, tried out one after another as approving each would do it, and all of it taken back: what
 * one of them changes for the next is seen here as it would be then.
 */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../calendar/instant.ts'
import type { Effect } from '../contract/proposals.ts'
import type { ProposalsReview } from '../contract/proposals-bulk.ts'
import type { Initiator } from '../operations/initiator.ts'
import { command, type QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { withoutTrace } from '../store/savepoint.ts'
import { approveNow } from './decide.ts'
import { sumOfEffects } from './sum-effects.ts'

type Reviewing = Readonly<{ ids: readonly number[]; decider: Initiator }>
type Reviewed = Omit<ProposalsReview, 'kind'>
type Item = Reviewed['items'][number]
type Refused = NonNullable<Item['refused']>

export const reviewProposals = command({
  isLong: true,
  topics: [],
  // Nothing stays of it: it is a look, though only the writer can take it.
  record: null,
  run: (context, { ids, decider }: Reviewing): Reviewed =>
    withoutTrace(
      context.raw,
      () => reviewed(context, ids, decider),
      () => true,
    ),
})

function reviewed(
  context: Readonly<{ raw: Database; at: number }>,
  ids: readonly number[],
  decider: Initiator,
): Reviewed {
  const effects: Effect[] = []
  const items = ids.map((id): Item => {
    const outcome = approveNow(context, { id, decider })
    if (outcome.status === 'done') {
      effects.push(outcome.effect)
      return { id, effectHash: outcome.effectHash, refused: null, mayDecline: true }
    }
    const { status: code, ...facts } = outcome
    const refused: Refused = { code, facts: facts as Refused['facts'] }
    return { id, effectHash: null, refused, mayDecline: !barsDeclining.has(code) }
  })
  return { asOf: isoOf(context.at), items, effect: sumOfEffects(effects) }
}

const barsDeclining: ReadonlySet<string> = new Set([
  'not_found',
  'not_permitted',
  'proposal_decided',
  'proposal_expired',
  'own_proposal',
])

/** Of which kinds they are; one that does not exist is of none. */
export const kindsOf = (
  { raw }: Pick<QueryContext, 'raw'>,
  { ids }: Readonly<{ ids: readonly number[] }>,
): readonly Readonly<{ id: number; kind: string | null }>[] =>
  statementsOf(raw).kinds.all(JSON.stringify(ids)) as Readonly<{ id: number; kind: string | null }>[]

const statementsOf = perConnection((raw) => ({
  kinds: raw.prepare(`
    SELECT asked.value AS id, proposal.kind FROM json_each(?) AS asked
    LEFT JOIN proposal ON proposal.id = asked.value ORDER BY asked.key`),
}))
