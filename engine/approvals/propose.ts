/** Proposing: the change is tried out, and its content and effect are written down as what will be decided on. */
import type { Database } from 'better-sqlite3'
import type { ProposedChange } from '../contract/proposals.ts'
import { noteProposed } from '../exceptions/proposed.ts'
import { tellOfProposal } from '../notifications/of-proposals.ts'
import type { Initiator } from '../operations/initiator.ts'
import { contentHash, onlyOnce } from '../operations/keys.ts'
import type { Refusal } from '../operations/refusal.ts'
import { settingInForce } from '../settings/in-force.ts'
import { command, type Json } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { type Done, hashOfChange, simulate } from './effect.ts'
import { kinds } from './kinds.ts'

export type Proposing = Readonly<{ change: ProposedChange; reason: string; key: string; initiator: Initiator }>
type Proposed = Readonly<{ status: 'done' | 'replayed'; answer: Readonly<{ proposal: number }> }> | Refusal

export const proposeChange = command({
  topics: ['proposals', 'exceptions'],
  record: ({ change, reason, key, initiator }: Proposing, outcome: Proposed) => ({
    action: 'proposals.propose',
    subject: 'answer' in outcome ? `proposal:${outcome.answer.proposal}` : 'proposal',
    outcome: outcome.status,
    detail: {
      kind: change.kind,
      hash: Buffer.from(hashOfChange(change)).toString('hex'),
      reason,
      key,
      ...(initiator.onBehalfOf === null ? {} : { onBehalfOf: initiator.onBehalfOf }),
      ...('answer' in outcome ? {} : (outcome as Readonly<Record<string, Json>>)),
    },
  }),
  run: (context, { change, reason, key, initiator }): Proposed => {
    const content = contentHash({ kind: 'proposal', change, reason, onBehalfOf: initiator.onBehalfOf })
    return onlyOnce(context, { caller: initiator.caller, key, content }, () =>
      proposeNow(context, { change, reason, initiator }),
    )
  },
})

/** Tries it out and writes it down, in the transaction of whoever asks; what it is about knows from then on that it waits. */
export function proposeNow(
  context: Readonly<{ raw: Database; at: number }>,
  { change, reason, initiator }: Simulation,
): Readonly<{ proposal: number }> | Refusal {
  const id = nextProposal(context.raw)
  const simulated = simulate(context, change, { proposal: id, initiator, reason })
  if (simulated.status !== 'done') return simulated
  insert(context, { id, change, reason, initiator, simulated })
  noteProposed(context.raw, context.at, { proposal: id, change, user: initiator.user, by: initiator.name })
  tellOfProposal(context.raw, context.at, id)
  return { proposal: id }
}

type Simulation = Readonly<{ change: ProposedChange; reason: string; initiator: Initiator }>

export const simulateChange = command({
  topics: [],
  // Nothing stays of it: it is a look, though only the writer can take it.
  record: null,
  run: (context, { change, reason, initiator }: Simulation): Done | Refusal =>
    simulate(context, change, { proposal: nextProposal(context.raw), initiator, reason }),
})

function insert(
  { raw, at }: Readonly<{ raw: Database; at: number }>,
  { id, change, reason, initiator, simulated }: Simulation & Readonly<{ id: number; simulated: Done }>,
): void {
  const { carried, effect, effectHash } = simulated
  const hours = settingInForce(raw, 'approvals').value.expireAfterHours
  statementsOf(raw).insert.run({
    id,
    kind: change.kind,
    movesMoney: kinds[change.kind].movesMoney ? 1 : 0,
    change: JSON.stringify(change),
    hash: hashOfChange(change),
    effect: JSON.stringify(effect),
    effectHash,
    currency: carried.money?.currency ?? null,
    amount: carried.money?.amount ?? null,
    client: carried.money?.client ?? ('client' in change ? (change.client ?? null) : null),
    reason,
    by: initiator.user,
    onBehalfOf: initiator.onBehalfOf,
    at,
    expiresAt: at + hours * 3_600_000,
  })
}

/** The number that the next one gets. */
export const nextProposal = (raw: Database): number => ((statementsOf(raw).last.get() as number | null) ?? 0) + 1

const statementsOf = perConnection((raw) => ({
  last: raw.prepare('SELECT max(id) FROM proposal').pluck(),
  insert: raw.prepare(`
    INSERT INTO proposal (id, kind, moves_money, change, hash, effect, effect_hash, currency, amount, client_id, reason,
      proposed_by, on_behalf_of, proposed_at, expires_at, state)
    VALUES (@id, @kind, @movesMoney, @change, @hash, @effect, @effectHash, @currency, @amount, @client, @reason,
      @by, @onBehalfOf, @at, @expiresAt, 'open')`),
}))
