/** Beginning a deed for many cases, and stopping one. Asked again with the same key it is the same one. */
import type { BulkDeed } from '../../contract/bulk.ts'
import { tellOfBulk } from '../../notifications/of-bulk.ts'
import type { Initiator } from '../../operations/initiator.ts'
import { contentHash, onlyOnce } from '../../operations/keys.ts'
import type { RefusalOf } from '../../operations/refusal.ts'
import { command } from '../../store/command.ts'
import { perConnection } from '../../store/compiled.ts'

type Starting = Readonly<{
  ids: readonly number[]
  deed: BulkDeed
  asOf: number
  key: string
  initiator: Initiator
}>
type Started =
  | Readonly<{ status: 'done' | 'replayed'; answer: Readonly<{ bulk: number }> }>
  | RefusalOf<'key_reused_with_other_content'>

export const startBulk = command({
  topics: ['exceptions'],
  record: ({ ids, deed, key }: Starting, outcome: Started) => ({
    action: 'exceptions.bulk_start',
    subject: 'answer' in outcome ? `bulk:${outcome.answer.bulk}` : 'bulk',
    outcome: outcome.status,
    detail: { key, deed: deed.action, cases: ids.length, ...('reason' in deed ? { reason: deed.reason } : {}) },
  }),
  run: ({ raw, at }, { ids, deed, asOf, key, initiator }): Started => {
    // What was looked at when is no part of it: a call that is repeated says the same cases.
    const content = contentHash({ kind: 'bulk', ids, deed })
    return onlyOnce({ raw, at }, { caller: initiator.caller, key, content }, () => {
      const { begin, items } = statementsOf(raw)
      const row = { deed: JSON.stringify(deed), user: initiator.user, asOf, at, cases: ids.length }
      const bulk = Number(begin.run(row).lastInsertRowid)
      items.run(bulk, JSON.stringify(ids))
      return { bulk }
    })
  },
})

type Stopped = Readonly<{ status: 'done' | 'ended' | 'not_found' }>

export const stopBulk = command({
  topics: ['exceptions'],
  record: ({ id }: Readonly<{ id: number }>, { status }: Stopped) => ({
    action: 'exceptions.bulk_stop',
    subject: `bulk:${id}`,
    outcome: status,
  }),
  run: ({ raw, at, actor }, { id }): Stopped => {
    const { find, stop } = statementsOf(raw)
    if (find.get(id) === undefined) return { status: 'not_found' }
    if (stop.run(at, id).changes === 0) return { status: 'ended' }
    tellOfBulk(raw, at, { bulk: id, stoppedBy: actor })
    return { status: 'done' }
  },
})

const statementsOf = perConnection((raw) => ({
  begin: raw.prepare(`
    INSERT INTO bulk (deed, user, state, as_of, started_at, cases) VALUES (@deed, @user, 'running', @asOf, @at, @cases)`),
  items: raw.prepare(`
    INSERT INTO bulk_item (bulk_id, seq, exception_id) SELECT ?, key + 1, value FROM json_each(?)`),
  find: raw.prepare('SELECT 1 FROM bulk WHERE id = ?'),
  stop: raw.prepare(`UPDATE bulk SET state = 'stopped', ended_at = ? WHERE id = ? AND state = 'running'`),
}))
