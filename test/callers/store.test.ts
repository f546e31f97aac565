/** What the database itself holds of programs, raw SQL included; and what a restore leaves of keys. */
import path from 'node:path'
import type Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { restore } from '../../engine/workspace/restore.ts'
import { withRawStore } from '../ledger/raw-store.ts'
import { makeFolder, openTestEngine, passphraseOf, removeFolder } from '../workspace-fixture.ts'
import { type OpenCallers, openCallers } from './open-callers.ts'

let open: OpenCallers
beforeEach(async () => {
  open = await openCallers()
})
afterEach(() => open.close())

it.each([
  ['roles', "INSERT INTO user_role SELECT user_id, 'admin' FROM caller", 'a program has no roles'],
  [
    'somebody else’s roles',
    'UPDATE user_role SET user_id = (SELECT user_id FROM caller LIMIT 1)',
    'a program has no roles',
  ],
  ['another user', 'UPDATE caller SET user_id = 1', 'a program stays who it is'],
  ['life again', 'UPDATE caller SET stopped_at = NULL, stopped_by = NULL, stopped_for = NULL', 'stays stopped'],
  ['another reason', "UPDATE caller SET stopped_for = 'other'", 'stays stopped'],
  ['other terms', "UPDATE caller_terms SET document = '{}'", 'append-only'],
  ['a longer key', 'UPDATE caller_key SET ends_at = ends_at + 1', 'a key can only end'],
  ['another hash', 'UPDATE caller_key SET hash = zeroblob(32)', 'a key can only end'],
])('gives a stopped program no %s', async (_, sql, problem) => {
  const { caller } = await open.program()
  await open.admin.callers.stop({ caller, reason: 'gone' })
  const run = (raw: Database.Database) => () => raw.exec(sql)
  await withRawStore(open.opened.engine, (raw) => expect(run(raw)).toThrow(problem))
})

it('opens nothing with a key of a backup: one that was stopped since would be back', async () => {
  const { key, caller } = await open.program({ scopes: ['producers.read'] })
  const [copy, target] = [makeFolder(), makeFolder()]
  await open.admin.workspace.backup({ to: path.join(copy, 'backup') })
  await open.admin.callers.stop({ caller, reason: 'it leaked' })
  const secret = { user: 'admin', passphrase: passphraseOf('admin') } as const
  const restored = await restore({
    from: path.join(copy, 'backup'),
    directory: path.join(target, 'w'),
    program: 'cli',
    ...secret,
  })
  expect(restored.keysEnded).toBe(1)
  const again = await openTestEngine(path.join(target, 'w'))
  const admin = await again.as('admin')
  expect(await admin.callers.get({ caller })).toMatchObject({ state: 'without_key', keys: [] })
  const { callers } = await again.engine.opened()
  expect(await callers.find(key, { address: '127.0.0.1', at: Date.now() })).toEqual({
    status: 'unknown',
    reason: 'key_ended',
  })
  await again.engine.close()
  for (const folder of [copy, target]) removeFolder(folder)
})
