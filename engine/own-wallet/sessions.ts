/**
 * Sessions of end users. They are kept in the store, so that a telephone stays signed in over a restart, and each can be ended
 * before its token does.
 */
import type { Database } from 'better-sqlite3'
import { command, type QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { forgetDevices } from './devices.ts'

const hourMs = 3_600_000
export const idleMs = 24 * hourMs
export const longestMs = 30 * 24 * hourMs

type Beginning = Readonly<{ id: string; client: string; at: number }>

export const beginSession = (raw: Database, { id, client, at }: Beginning): void => {
  statementsOf(raw).begin.run({ id, client, at, expiresAt: at + longestMs })
}

type Which = Readonly<{ session: string; client: string }>

/** Whether it goes on: it has not ended, was used within a day, and began within a month. */
export const isSessionOpen = (
  { raw }: Pick<QueryContext, 'raw'>,
  { session, client, at }: Which & Readonly<{ at: number }>,
): boolean => statementsOf(raw).open.get({ session, client, at, idleSince: at - idleMs }) !== undefined

/** The record of signing in stands for it. */
export const useSession = command({
  topics: [],
  record: null,
  run: ({ raw, at }, { session, client }: Which): Readonly<{ status: 'done' | 'ended' }> => ({
    status: statementsOf(raw).use.run({ session, client, at, idleSince: at - idleMs }).changes === 1 ? 'done' : 'ended',
  }),
})

type Ended = Readonly<{ sessions: number }>

export const endSessions = command({
  topics: [],
  record: ({ client, everywhere }: Which & Readonly<{ everywhere: boolean }>, { sessions }: Ended) => ({
    action: 'wallet.sign_out',
    subject: `client:${client}`,
    outcome: 'done',
    detail: { sessions, everywhere },
  }),
  run: ({ raw, at }, { session, client, everywhere }): Ended => {
    if (everywhere) forgetDevices(raw, client)
    return { sessions: statementsOf(raw).end.run({ session, client, at, everywhere: Number(everywhere) }).changes }
  },
})

/** After a restore: whoever had signed out since would be signed in again. */
export const endAllSessions = (raw: Database, at: number): number => statementsOf(raw).endAll.run({ at }).changes

const isOpen = `client_id = @client AND ended_at IS NULL AND expires_at > @at AND used_at > @idleSince`

const statementsOf = perConnection((raw) => ({
  begin: raw.prepare(`
    INSERT INTO wallet_session (id, client_id, began_at, expires_at, used_at) VALUES (@id, @client, @at, @expiresAt, @at)`),
  open: raw.prepare(`SELECT 1 FROM wallet_session WHERE id = @session AND ${isOpen}`),
  endAll: raw.prepare('UPDATE wallet_session SET ended_at = @at WHERE ended_at IS NULL'),
  use: raw.prepare(`UPDATE wallet_session SET used_at = @at WHERE id = @session AND ${isOpen}`),
  end: raw.prepare(`
    UPDATE wallet_session SET ended_at = @at
    WHERE client_id = @client AND ended_at IS NULL AND (@everywhere OR id = @session)`),
}))
