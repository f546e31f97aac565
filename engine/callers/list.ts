/** Programs as people see them, and as calls are held against. */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../calendar/instant.ts'
import type { Caller, CallerKey, CallerState } from '../contract/callers.ts'
import type { QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import type { Terms } from './terms.ts'

export const listCallers = ({ raw }: QueryContext, { at }: Readonly<{ at: number }>): readonly Caller[] =>
  readCallers(raw, at)

export function readCallers(raw: Database, at: number): readonly Caller[] {
  const keys = keysByCaller(raw, at)
  return (statementsOf(raw).callers.all() as CallerRow[]).map((row) => callerOf(row, keys.get(row.id) ?? [], at))
}

export const readCaller = (raw: Database, id: number, at: number): Caller | null =>
  readCallers(raw, at).find((caller) => caller.id === id) ?? null

/** What a call is held against: who it is in the books, what is agreed on, and the hashes of the keys that open. */
export type KnownCaller = Readonly<{
  id: number
  user: Readonly<{ id: number; name: string; displayName: string }>
  terms: Terms
  keys: readonly Readonly<{ hash: string; endsAt: number | null }>[]
}>

export function knownCallers({ raw }: QueryContext, _: null): readonly KnownCaller[] {
  const keys = keysByCaller(raw, 0)
  return (statementsOf(raw).callers.all() as CallerRow[])
    .filter(({ stoppedAt }) => stoppedAt === null)
    .map(({ id, user, name, document }) => ({
      id,
      user: { id: user, name, displayName: name },
      terms: JSON.parse(document) as Terms,
      keys: (keys.get(id) ?? []).map(({ hash, endsAt }) => ({ hash: hash.toString('base64url'), endsAt })),
    }))
}

/** Those that open after that instant. */
function keysByCaller(raw: Database, at: number): ReadonlyMap<number, readonly KeyRow[]> {
  const keys = new Map<number, KeyRow[]>()
  for (const row of statementsOf(raw).keys.all(at) as KeyRow[]) {
    const known = keys.get(row.caller)
    if (known === undefined) keys.set(row.caller, [row])
    else known.push(row)
  }
  return keys
}

type KeyRow = Readonly<{
  id: number
  caller: number
  prefix: string
  hash: Buffer
  createdAt: number
  createdBy: string
  endsAt: number | null
}>
type CallerRow = Readonly<{
  id: number
  user: number
  name: string
  version: number
  document: string
  producerName: string | null
  createdAt: number
  createdBy: string
  stoppedAt: number | null
  stoppedBy: string | null
  lastCallAt: number | null
  calls: number
  refused: number
}>

function callerOf(row: CallerRow, keys: readonly KeyRow[], at: number): Caller {
  const { user: _, document, ...rest } = row
  const terms = JSON.parse(document) as Terms
  return {
    ...rest,
    ...terms,
    state: stateOf(row, terms, { keys, at }),
    createdAt: isoOf(row.createdAt),
    stoppedAt: row.stoppedAt === null ? null : isoOf(row.stoppedAt),
    lastCallAt: row.lastCallAt === null ? null : isoOf(row.lastCallAt),
    keys: keys.map(keyOf),
  }
}

type Standing = Readonly<{ keys: readonly KeyRow[]; at: number }>

function stateOf({ stoppedAt }: CallerRow, { expiresAt }: Terms, { keys, at }: Standing): CallerState {
  if (stoppedAt !== null) return 'stopped'
  if (Date.parse(expiresAt) <= at) return 'expired'
  return keys.length === 0 ? 'without_key' : 'active'
}

const keyOf = ({ id, prefix, createdAt, createdBy, endsAt }: KeyRow): CallerKey => ({
  id,
  prefix,
  createdAt: isoOf(createdAt),
  createdBy,
  endsAt: endsAt === null ? null : isoOf(endsAt),
})

const statementsOf = perConnection((raw) => ({
  callers: raw.prepare(`
    SELECT caller.id, caller.user_id AS user, user.name, terms.version, terms.document, producer.name AS producerName,
      caller.created_at AS createdAt, first.by AS createdBy, caller.stopped_at AS stoppedAt, caller.stopped_by AS stoppedBy,
      caller.last_call_at AS lastCallAt, caller.calls, caller.refused
    FROM caller JOIN user ON user.id = caller.user_id
    JOIN caller_terms AS first ON first.caller_id = caller.id AND first.version = 1
    JOIN caller_terms AS terms ON terms.caller_id = caller.id
      AND terms.version = (SELECT max(version) FROM caller_terms WHERE caller_id = caller.id)
    LEFT JOIN producer ON producer.id = terms.producer_id
    ORDER BY caller.id`),
  keys: raw.prepare(`
    SELECT id, caller_id AS caller, prefix, hash, created_at AS createdAt, created_by AS createdBy, ends_at AS endsAt
    FROM caller_key WHERE ends_at IS NULL OR ends_at > ? ORDER BY id DESC`),
}))
