/** How long is kept what may go: within its bounds by every door, and what the jobs go by. */
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { retentionBounds } from '../../engine/contract/retention.ts'
import { anyOld } from '../../engine/notifications/tidy.ts'
import { anyOld as anyOldWalletParts } from '../../engine/own-wallet/tidy.ts'
import { defaultSettings } from '../../engine/settings/defaults.ts'
import { migrate } from '../../engine/store/migrate.ts'
import { migrations } from '../../engine/store/migrations/migrations.ts'
import { anyOldEvents } from '../../engine/webhooks/tidy.ts'
import { makeWorkspace, openTestEngine, refusalOf, removeFolder } from '../workspace-fixture.ts'

let directory: string
let opened: Awaited<ReturnType<typeof openTestEngine>>
let admin: Awaited<ReturnType<typeof opened.as>>
const usual = defaultSettings.retention

beforeAll(async () => {
  directory = (await makeWorkspace(undefined, [{ name: 'admin', roles: ['admin', 'approver'] }])).directory
  opened = await openTestEngine(directory)
  admin = await opened.as('admin')
})
afterAll(async () => {
  await opened.engine.close()
  removeFolder(directory)
})

let lastKey = 0
function propose(value: unknown) {
  lastKey += 1
  const change = { kind: 'setting', name: 'retention', value } as never
  return admin.proposals.propose({ change, reason: 'our rule', key: `k${lastKey}` })
}

const fields = Object.entries(retentionBounds)
const outside = fields.flatMap(([field, { min, max }]) => [
  [field, min - 1],
  [field, max + 1],
  [field, min + 0.5],
])

it.each(outside)('is refused outside its bounds: %s %d', async (field, days) => {
  const refused = await refusalOf(propose({ ...usual, [field as string]: days }))
  expect([refused.code, (refused.data as { issues: { path: string }[] }).issues[0]?.path]).toEqual([
    'setting_unusable',
    field,
  ])
})

it('is held within the same bounds by the database, in what is agreed and in what a policy manages', () => {
  const raw = new Database(':memory:')
  migrate(raw, migrations)
  raw.pragma('foreign_keys = OFF')
  const put = (value: unknown) =>
    raw.prepare(`INSERT OR REPLACE INTO setting VALUES ('retention', 1, ?, 1, 0)`).run(JSON.stringify(value))
  const manage = (value: unknown) =>
    raw.prepare(`INSERT INTO managed_setting VALUES ('retention', ?)`).run(JSON.stringify(value))
  for (const [field, days] of outside) {
    expect(() => put({ ...usual, [field as string]: days })).toThrow(/its bounds/)
    expect(() => manage({ [field as string]: days })).toThrow(/its bounds/)
  }
  const { exportDays: _, ...less } = usual
  expect(() => put(less)).toThrow(/its bounds/)
  expect(() => manage({ ledgerDays: 10 })).toThrow(/its bounds/)
  for (const end of ['min', 'max'] as const) {
    const value = Object.fromEntries(fields.map(([field, bound]) => [field, bound[end]]))
    raw.exec('DELETE FROM managed_setting; DROP TRIGGER IF EXISTS setting_is_never_deleted; DELETE FROM setting')
    manage(value)
    expect(() => put(value)).not.toThrow()
  }
})

it('is what the jobs go by that look for what is old', () => {
  const raw = new Database(':memory:')
  migrate(raw, migrations)
  raw.pragma('foreign_keys = OFF')
  const [dayMs, at] = [86_400_000, Date.now()]
  const aged = at - 8 * dayMs - 1
  raw
    .prepare(`INSERT INTO notification (user_id, kind, subject, facts, in_app, by_desktop, by_email, at, read_at)
      VALUES (1, 'assigned', 'a', '{}', 1, 0, 0, ?, ?)`)
    .run(aged, aged)
  raw
    .prepare(
      `INSERT INTO webhook_event (uid, type, subject, ordered_by, body, at) VALUES ('evt_1', 'a', 'a', 'a', '{}', ?)`,
    )
    .run(aged)
  raw.prepare(`INSERT INTO wallet_refused_try (challenge, network, at) VALUES (1, 'n', ?)`).run(aged)
  const old = () => [anyOld({ raw }, { at }), anyOldEvents({ raw }, { at }), anyOldWalletParts({ raw }, { at })]
  const agree = (version: number, days: number) =>
    raw
      .prepare(`INSERT INTO setting VALUES ('retention', ?, ?, 1, 0)`)
      .run(version, JSON.stringify({ ...usual, notificationDays: days, webhookDays: days, walletSignInDays: days }))
  expect(old()).toEqual([false, false, true])
  agree(1, 8)
  expect(old()).toEqual([true, true, true])
  agree(2, 9)
  expect(old()).toEqual([false, false, false])
})

it('names nothing that is kept for ever', async () => {
  expect((await refusalOf(propose({ ...usual, auditDays: 30 }))).code).toBe('setting_unusable')
  expect(fields.map(([field]) => field)).toEqual(['exportDays', 'notificationDays', 'webhookDays', 'walletSignInDays'])
})

it('is what says how long an exported file is kept', async () => {
  const { id } = await admin.exports.start({ source: 'clients', parameters: {}, format: 'csv' })
  await expect.poll(async () => (await admin.exports.get({ id })).state).toBe('done')
  const kept = async (): Promise<number> => {
    const { endedAt, keptUntil } = await admin.exports.get({ id })
    return (Date.parse(keptUntil ?? '') - Date.parse(endedAt ?? '')) / 86_400_000
  }
  expect(await kept()).toBe(1)
  await admin.proposals.approve({ id: (await propose({ ...usual, exportDays: 3 })).id })
  expect(await kept()).toBe(3)
  const { scheduler } = await opened.engine.opened()
  const afterDays = async (days: number): Promise<string> => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + days * 86_400_000 + 1 })
    const run = await scheduler.run('exports.remove', 'engine')
    if (run.status === 'started') await run.ended
    vi.useRealTimers()
    return (await admin.exports.get({ id })).state
  }
  expect([await afterDays(2), await afterDays(3)]).toEqual(['done', 'removed'])
})
