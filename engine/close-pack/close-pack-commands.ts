/** A close pack in the store: asked for, and then made or not. What it says is in its file. */
import type { PackProof } from '../contract/close-packs.ts'
import { invariant } from '../invariant.ts'
import { command } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { homeOf } from '../workspace/home.ts'
import { type DaysRefusal, type PackDays, refusalOfDays } from './pack-days.ts'

export type PackAsk = PackDays & Readonly<{ includeClients: boolean }>
/** With the one that was being made when it was asked: what that one says was read before. */
export type PackWish = PackAsk & Readonly<{ begun: number | null }>
type Asked = Readonly<{ status: 'asked'; id: number }> | DaysRefusal

export const packSubject = (id: number): string => `close-pack:${id}`

export const askForPack = command({
  topics: ['close_packs'],
  record: ({ from, to, includeClients }: PackWish, asked: Asked) => ({
    action: 'close_pack.ask',
    subject: asked.status === 'asked' ? packSubject(asked.id) : 'close-pack',
    outcome: asked.status,
    detail: { from, to, includeClients },
  }),
  run: ({ raw, at, actor }, { from, to, includeClients, begun }): Asked => {
    const refused = refusalOfDays({ from, to }, homeOf(raw).zone.dayOf(at))
    if (refused !== null) return refused
    const { waiting, ask } = statementsOf(raw)
    const wish = { from, to, includeClients: includeClients ? 1 : 0 }
    // Whoever asks twice for what is not begun yet waits for the same one.
    const known = waiting.get({ ...wish, begun }) as number | undefined
    return { status: 'asked', id: known ?? Number(ask.run({ ...wish, at, by: actor }).lastInsertRowid) }
  },
})

export type MadePack = PackDays &
  Readonly<{
    id: number
    archive: string
    bytes: number
    sha256: string
    generation: number
    isClosed: boolean
    proves: PackProof
  }>

/** From here on it can be downloaded, so this record stands before any of it leaves. */
export const noteMade = command({
  topics: ['close_packs', 'audit'],
  record: ({ id, from, to, bytes, sha256, isClosed, proves }: MadePack, _: null) => ({
    action: 'close_pack.made',
    subject: packSubject(id),
    outcome: 'done',
    detail: { from, to, bytes, sha256, isClosed, proves },
  }),
  run: ({ raw, at }, { sha256, isClosed, from: _, to: __, ...made }) => {
    const row = { ...made, sha256: Buffer.from(sha256, 'hex'), isClosed: isClosed ? 1 : 0, at }
    const { changes } = statementsOf(raw).made.run(row)
    invariant(changes === 1, 'a close pack is made twice', { id: made.id })
    return null
  },
})

export const noteFailed = command({
  topics: ['close_packs', 'audit'],
  record: ({ id, problem }: Readonly<{ id: number; problem: string }>, _: null) => ({
    action: 'close_pack.made',
    subject: packSubject(id),
    outcome: 'failed',
    detail: { problem },
  }),
  run: ({ raw, at }, { id, problem }) => {
    statementsOf(raw).failed.run({ id, problem, at })
    return null
  },
})

const statementsOf = perConnection((raw) => ({
  waiting: raw
    .prepare(`
      SELECT id FROM close_pack
      WHERE state = 'asked' AND from_day = @from AND to_day = @to AND include_clients = @includeClients
        AND id IS NOT @begun
      ORDER BY id LIMIT 1`)
    .pluck(),
  ask: raw.prepare(`
    INSERT INTO close_pack (from_day, to_day, include_clients, asked_at, asked_by, state)
    VALUES (@from, @to, @includeClients, @at, @by, 'asked')`),
  made: raw.prepare(`
    UPDATE close_pack SET state = 'made', ended_at = @at, archive = @archive, bytes = @bytes, sha256 = @sha256,
      generation = @generation, is_closed = @isClosed, proves = @proves
    WHERE id = @id AND state = 'asked'`),
  failed: raw.prepare(`
    UPDATE close_pack SET state = 'failed', ended_at = @at, problem = @problem WHERE id = @id AND state = 'asked'`),
}))
