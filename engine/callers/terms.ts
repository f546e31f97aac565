/** What is agreed on about a program: each version by a proposal, and kept. A new program is its first terms. */
import type { Database } from 'better-sqlite3'
import type { z } from 'zod'
import { isReserved, sameName } from '../access/users.ts'
import { isoOf } from '../calendar/instant.ts'
import { callerScopes, type callerTerms, keyLastsMsMax, producerScopes } from '../contract/callers.ts'
import type { ProposedChange } from '../contract/proposals.ts'
import { invariant } from '../invariant.ts'
import { canonical } from '../operations/keys.ts'
import type { RefusalOf } from '../operations/refusal.ts'
import { perConnection } from '../store/compiled.ts'

export type Terms = z.infer<z.ZodObject<typeof callerTerms>>

type Change = Omit<Extract<ProposedChange, { kind: 'caller' }>, 'kind'>
type Context = Readonly<{ raw: Database; at: number }>

export type TermsOutcome =
  | Readonly<{ status: 'done'; caller: number; version: number; before: Terms | null; after: Terms }>
  | RefusalOf<'caller_unknown'>
  | RefusalOf<'caller_name_taken'>
  | RefusalOf<'caller_stopped'>
  | RefusalOf<'caller_unchanged'>
  | RefusalOf<'caller_needs_producer'>
  | RefusalOf<'caller_expiry_unusable'>
  | RefusalOf<'producer_unknown'>
type Refused = Exclude<TermsOutcome, { status: 'done' }>

export function changeCaller(
  context: Context,
  { caller, name, ...asked }: Change,
  { proposal, by }: Readonly<{ proposal: number; by: string }>,
): TermsOutcome {
  const after = asStored(asked)
  const refusal = unusable(context, after)
  if (refusal !== null) return refusal
  const known = caller === undefined ? null : found(context.raw, { caller, name }, after)
  if (known !== null && 'status' in known) return known
  if (known === null && isTaken(context.raw, name)) return { status: 'caller_name_taken', name }
  const id = known?.caller ?? addCaller(context, name)
  const version = (known?.version ?? 0) + 1
  statementsOf(context.raw).addTerms.run({
    caller: id,
    version,
    document: JSON.stringify(after),
    producer: after.producer,
    expiresAt: Date.parse(after.expiresAt),
    proposal,
    by,
    at: context.at,
  })
  return { status: 'done', caller: id, version, before: known?.terms ?? null, after }
}

/** One text for one content, so that what is proposed twice is seen to be the same. */
const asStored = ({ scopes, addresses, expiresAt, ...rest }: Terms): Terms => ({
  ...rest,
  scopes: callerScopes.filter((scope) => scopes.includes(scope)),
  addresses: [...new Set(addresses)].toSorted(),
  expiresAt: isoOf(Date.parse(expiresAt)),
})

function unusable({ raw, at }: Context, { scopes, producer, expiresAt }: Terms): Refused | null {
  const ends = Date.parse(expiresAt)
  if (ends <= at || ends > at + keyLastsMsMax)
    return { status: 'caller_expiry_unusable', latest: isoOf(at + keyLastsMsMax) }
  if (producer !== null && statementsOf(raw).producer.get(producer) === undefined)
    return { status: 'producer_unknown', producer }
  const scope = scopes.find((each) => producerScopes.has(each))
  return producer === null && scope !== undefined ? { status: 'caller_needs_producer', scope } : null
}

type Known = Readonly<{ caller: number; version: number; terms: Terms }>

function found(
  raw: Database,
  { caller, name }: Readonly<{ caller: number; name: string }>,
  after: Terms,
): Known | Refused {
  const row = statementsOf(raw).newest.get(caller) as NewestRow | undefined
  // Its name stays what the audit log calls it.
  if (row === undefined || !sameName(row.name, name)) return { status: 'caller_unknown', caller }
  if (row.stoppedAt !== null) return { status: 'caller_stopped', caller }
  const terms = JSON.parse(row.document) as Terms
  if (canonical(terms) === canonical(after)) return { status: 'caller_unchanged', caller }
  return { caller, version: row.version, terms }
}

type NewestRow = Readonly<{ name: string; stoppedAt: number | null; version: number; document: string }>

const isTaken = (raw: Database, name: string): boolean =>
  isReserved(name) || (statementsOf(raw).names.all() as string[]).some((each) => sameName(each, name))

function addCaller({ raw, at }: Context, name: string): number {
  const user = statementsOf(raw).addUser.get({ name, at }) as number | undefined
  invariant(user !== undefined, 'a program got no record', { name })
  return Number(statementsOf(raw).addCaller.run(user, at).lastInsertRowid)
}

const statementsOf = perConnection((raw) => ({
  producer: raw.prepare('SELECT 1 FROM producer WHERE id = ?').pluck(),
  names: raw.prepare('SELECT name FROM user').pluck(),
  newest: raw.prepare(`
    SELECT user.name, caller.stopped_at AS stoppedAt, terms.version, terms.document
    FROM caller JOIN user ON user.id = caller.user_id JOIN caller_terms AS terms ON terms.caller_id = caller.id
    WHERE caller.id = ? ORDER BY terms.version DESC LIMIT 1`),
  addUser: raw
    .prepare(`
    INSERT INTO user (name, display_name, state, must_change_passphrase, created_at)
    VALUES (@name, @name, 'active', 0, @at) RETURNING id`)
    .pluck(),
  addCaller: raw.prepare('INSERT INTO caller (user_id, created_at) VALUES (?, ?)'),
  addTerms: raw.prepare(`
    INSERT INTO caller_terms (caller_id, version, document, producer_id, expires_at, proposal, by, at)
    VALUES (@caller, @version, @document, @producer, @expiresAt, @proposal, @by, @at)`),
}))
