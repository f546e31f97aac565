/** Making a program's key, and stopping a program. Of a key only its hash comes here. */
import type { Database } from 'better-sqlite3'
import { sameName } from '../access/users.ts'
import type { Caller } from '../contract/callers.ts'
import { invariant } from '../invariant.ts'
import { command } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { readCaller } from './list.ts'

type NotFound = Readonly<{ status: 'not_found' }>
type Stopped = Readonly<{ status: 'caller_stopped' }>
type Done = Readonly<{ status: 'done'; caller: Caller }>

/** Whoever agreed to what a program may do learns none of its keys: with one they would be both pairs of eyes. */
type OwnAgreement = Readonly<{ status: 'caller_agreed_by_oneself' }>
type KeyOutcome = OwnAgreement | Done | NotFound | Stopped | Readonly<{ status: 'caller_expired'; expiredAt: string }>
type NewKey = Readonly<{ caller: number; prefix: string; hash: Uint8Array; overlapHours: number }>

export const addCallerKey = command({
  topics: ['callers'],
  record: ({ caller, prefix, overlapHours }: NewKey, { status }: KeyOutcome) => ({
    action: 'callers.new_key',
    subject: `caller:${caller}`,
    outcome: status,
    detail: { prefix, overlapHours },
  }),
  run: ({ raw, at, actor }, { caller: id, prefix, hash, overlapHours }): KeyOutcome => {
    const caller = readCaller(raw, id, at)
    if (caller === null) return { status: 'not_found' }
    if (caller.state === 'stopped') return { status: 'caller_stopped' }
    if (caller.state === 'expired') return { status: 'caller_expired', expiredAt: caller.expiresAt }
    if (
      statementsOf(raw)
        .agreedBy.all(id)
        .some((name) => sameName(String(name), actor))
    )
      return { status: 'caller_agreed_by_oneself' }
    statementsOf(raw).endKeys.run({ caller: id, at: at + overlapHours * 3_600_000 })
    statementsOf(raw).addKey.run({ caller: id, prefix, hash, at, by: actor })
    return { status: 'done', caller: afterwards(raw, id, at) }
  },
})

type Stopping = Readonly<{ caller: number; reason: string }>

export const stopCaller = command({
  topics: ['callers'],
  record: ({ caller, reason }: Stopping, { status }: Done | NotFound | Stopped) => ({
    action: 'callers.stop',
    subject: `caller:${caller}`,
    outcome: status,
    detail: { reason },
  }),
  run: ({ raw, at, actor }, { caller: id, reason }): Done | NotFound | Stopped => {
    const caller = readCaller(raw, id, at)
    if (caller === null) return { status: 'not_found' }
    if (caller.state === 'stopped') return { status: 'caller_stopped' }
    statementsOf(raw).endKeys.run({ caller: id, at })
    statementsOf(raw).stop.run({ caller: id, at, by: actor, reason })
    return { status: 'done', caller: afterwards(raw, id, at) }
  },
})

export type CallsNoted = Readonly<{
  caller: number
  name: string
  lastAt: number
  /** By procedure and outcome: how often. */
  calls: Readonly<Record<string, number>>
  refused: number
}>

/** What a program called since it was last noted. What it changed has its own records; this is for everything it read. */
export const noteCalls = command({
  topics: ['callers'],
  record: ({ caller, name, calls, refused }: CallsNoted, _: null) => ({
    action: 'callers.calls',
    subject: `caller:${caller}`,
    outcome: 'done',
    detail: { name, refused, ...calls },
  }),
  run: ({ raw }, { caller, lastAt, calls, refused }) => {
    const count = Object.values(calls).reduce((sum, each) => sum + each, 0)
    statementsOf(raw).count.run({ caller, lastAt, count, refused })
    return null
  },
})

function afterwards(raw: Database, id: number, at: number): Caller {
  const caller = readCaller(raw, id, at)
  invariant(caller !== null, 'a program that was just changed is gone', { id })
  return caller
}

/** Whether somebody made a key of the program that this user is. */
export const knowsKeyOf = (raw: Database, user: number, name: string): boolean =>
  (statementsOf(raw).madeBy.all(user) as string[]).some((each) => sameName(each, name))

/** A stolen copy of a backup must not open doors that were closed since: whoever restores one makes new keys. */
export const endAllKeys = (raw: Database, at: number): number => statementsOf(raw).endAll.run({ at }).changes

const statementsOf = perConnection((raw) => ({
  agreedBy: raw
    .prepare(`
      SELECT user.name FROM caller_terms JOIN proposal ON proposal.id = caller_terms.proposal
      JOIN user ON user.id = proposal.decided_by WHERE caller_terms.caller_id = ?`)
    .pluck(),
  madeBy: raw
    .prepare(`
      SELECT caller_key.created_by FROM caller_key JOIN caller ON caller.id = caller_key.caller_id
      WHERE caller.user_id = ?`)
    .pluck(),
  endAll: raw.prepare('UPDATE caller_key SET ends_at = @at WHERE ends_at IS NULL OR ends_at > @at'),
  endKeys: raw.prepare(`
    UPDATE caller_key SET ends_at = @at WHERE caller_id = @caller AND (ends_at IS NULL OR ends_at > @at)`),
  addKey: raw.prepare(`
    INSERT INTO caller_key (caller_id, prefix, hash, created_at, created_by) VALUES (@caller, @prefix, @hash, @at, @by)`),
  stop: raw.prepare('UPDATE caller SET stopped_at = @at, stopped_by = @by, stopped_for = @reason WHERE id = @caller'),
  count: raw.prepare(`
    UPDATE caller SET last_call_at = max(coalesce(last_call_at, 0), @lastAt), calls = calls + @count,
      refused = refused + @refused
    WHERE id = @caller`),
}))
