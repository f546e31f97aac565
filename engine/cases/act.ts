/**
 * Doing something about a case: asked once per key, refused when it moved on since somebody looked, done in one transaction
 * with its record. What needs a second person is proposed in that same transaction.
 */
import { isoOf } from '../calendar/instant.ts'
import type { CaseDeed } from '../contract/cases.ts'
import { permissionsOf, type Role } from '../contract/permission.ts'
import type { CorrectedRow } from '../contract/row-fields.ts'
import { assertNever } from '../invariant.ts'
import type { Initiator } from '../operations/initiator.ts'
import { contentHash, onlyOnce } from '../operations/keys.ts'
import type { Refusal } from '../operations/refusal.ts'
import { type CommandContext, command, type Json } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { barred, type CaseRefusal, type DeedContext, type DeedOutcome, type Did } from './deeds/deed.ts'
import { assign, note, snooze } from './deeds/handing.ts'
import { proposeDeed } from './deeds/proposing.ts'
import { dismiss, merge, reject } from './deeds/refusing.ts'
import { reopen } from './deeds/reopening.ts'
import { rejectBatch, suspendProducer } from './deeds/whole-batch.ts'
import { factsOf } from './facts.ts'
import { barTo, lackedFor } from './may.ts'

export type Acting = Readonly<{
  id: number
  /** Null where whoever asks saw no version, as for many cases at once. */
  version: number | null
  key: string
  deed: CaseDeed
  initiator: Initiator
  /** Of refused rows that are to be posted: what they say, read again. */
  asTheyStand: readonly CorrectedRow[]
}>
export type Acted = Readonly<{ status: 'done' | 'replayed'; answer: Did }> | Refusal | CaseRefusal

export const actOnCase = command({
  topics: ['exceptions', 'batches', 'producers', 'clients', 'ledger', 'proposals'],
  record: ({ id, key, deed }: Acting, outcome: Acted) => ({
    action: `exceptions.${deed.action}`,
    subject: `exception:${id}`,
    outcome: outcome.status,
    detail: {
      key,
      ...saidOf(deed),
      ...('answer' in outcome ? { proposal: outcome.answer.proposal } : factsOfRefusal(outcome)),
    },
  }),
  run: (context, acting): Acted => act(context, acting),
})

/** Also for whoever does one deed to many cases, one after another. */
export function act(context: Pick<CommandContext, 'raw' | 'at'>, acting: Acting): Acted {
  const { id, key, deed, initiator } = acting
  const content = contentHash({ kind: 'case', id, deed })
  return onlyOnce(context, { caller: initiator.caller, key, content }, () => actNow(context, acting))
}

export function actNow(
  { raw, at }: Pick<CommandContext, 'raw' | 'at'>,
  { id, version, deed, initiator, asTheyStand }: Omit<Acting, 'key'>,
): DeedOutcome {
  const lacked = lackedFor(deed.action, permissionsOf(statementsOf(raw).rolesNow.all(initiator.user) as Role[]))
  if (lacked !== null) return { status: 'not_permitted', permission: lacked }
  const facts = factsOf(raw, id)
  if (facts === null) return { status: 'not_found', noun: 'exception', id: String(id) }
  if (version !== null && version !== facts.version) return movedSince({ raw, at, facts, initiator })
  const bar = barTo(deed.action, facts)
  if (bar !== null) return barred(deed.action, bar)
  return perform({ raw, at, facts, initiator }, deed, asTheyStand)
}

function perform(context: DeedContext, deed: CaseDeed, asTheyStand: readonly CorrectedRow[]): DeedOutcome {
  switch (deed.action) {
    case 'assign':
      return assign(context, deed)
    case 'snooze':
      return snooze(context, deed)
    case 'note':
      return note(context, deed)
    case 'reject':
      return reject(context, deed)
    case 'merge':
      return merge(context, deed)
    case 'dismiss':
      return dismiss(context, deed)
    case 'reopen':
      return reopen(context, deed)
    case 'suspend_producer':
      return suspendProducer(context, deed)
    case 'reject_batch':
      return rejectBatch(context, deed)
    case 'post':
    case 'correct':
    case 'write_off':
    case 'reverse':
    case 'release_batch':
      return proposeDeed(context, deed, asTheyStand)
    default:
      return assertNever(deed)
  }
}

/** What happened to it since, so that whoever comes second sees what the first did. */
function movedSince({ raw, facts }: DeedContext): CaseRefusal {
  const { kind, by, at } = statementsOf(raw).lastEvent.get(facts.id) as { kind: string; by: string; at: number }
  const { version, status, resolution } = facts
  return { status: 'case_moved', version, state: status, resolution, kind, by, at: isoOf(at) }
}

/** A deed without the rows of a correction: they are in the proposal. */
function saidOf({ action: _, ...said }: CaseDeed): Readonly<Record<string, Json>> {
  if (!('rows' in said)) return said as Readonly<Record<string, Json>>
  return { reason: said.reason, rows: said.rows.map(({ line }) => line) }
}

const factsOfRefusal = ({ status: _, ...facts }: Refusal | CaseRefusal): Readonly<Record<string, Json>> =>
  facts as Readonly<Record<string, Json>>

const statementsOf = perConnection((raw) => ({
  rolesNow: raw
    .prepare(`
      SELECT role FROM user_role JOIN user ON user.id = user_role.user_id AND user.state = 'active' WHERE user.id = ?`)
    .pluck(),
  lastEvent: raw.prepare(`
    SELECT kind, by, at FROM exception_event WHERE exception_id = ? ORDER BY id DESC LIMIT 1`),
}))
