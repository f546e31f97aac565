import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import {
  clientOf,
  makeFolder,
  makeWorkspace,
  openTestEngine,
  passphraseOf,
  refusalOf,
  removeFolder,
  type TestEngine,
} from '../workspace-fixture.ts'

const minute = 60_000
const began = Date.parse('2026-03-02T01:00:00Z')

let directory: string
let opened: TestEngine

beforeEach(async () => {
  directory = makeFolder()
  await makeWorkspace(directory, [
    { name: 'admin', roles: ['admin'] },
    { name: 'analyst', roles: ['analyst'] },
  ])
  opened = await openTestEngine(directory)
  vi.useFakeTimers({ toFake: ['Date'] })
  vi.setSystemTime(began)
})
afterEach(async () => {
  vi.useRealTimers()
  await opened.engine.close()
  removeFolder(directory)
})

const at = (minutes: number): void => void vi.setSystemTime(began + minutes * minute)
const isIn = async (client: Awaited<ReturnType<TestEngine['as']>>): Promise<boolean> =>
  (await refusalOf(client.session.get())).code === 'not refused'

it('ends after a quarter of an hour without a call; a call keeps it alive', async () => {
  const client = await opened.as('analyst')
  expect((await client.session.get()).expiresAt).toBe('2026-03-02T01:15:00.000Z')
  at(15)
  expect(await isIn(client)).toBe(true)
  at(30)
  expect(await isIn(client)).toBe(true)
  at(45.1)
  expect(await isIn(client)).toBe(false)
  at(30)
  // Once over it stays over, whatever the clock says then.
  expect(await isIn(client)).toBe(false)
})

it('stays on a wall for thirty days as long as it asks, and ends where it asks no more', async () => {
  const display = await opened.as('analyst')
  expect((await display.session.get()).isOnWall).toBe(false)
  expect((await display.session.hangOnWall()).isOnWall).toBe(true)
  for (let minutes = 0; minutes <= 30 * 24 * 60; minutes += 15) {
    at(minutes)
    expect(await isIn(display)).toBe(true)
  }
  expect((await display.session.get()).expiresAt).toBe('2026-04-01T01:00:00.000Z')
  at(30 * 24 * 60 + 0.1)
  expect(await isIn(display)).toBe(false)
  at(0)
  const off = await opened.as('analyst')
  await off.session.hangOnWall()
  at(15.1)
  expect(await isIn(off)).toBe(false)
})

it('shows the live view on a wall and does nothing, whatever else whoever hung it may do', async () => {
  const display = await opened.as('admin')
  const { permissions } = await display.session.hangOnWall()
  expect(permissions.toSorted()).toEqual(['batches.read', 'exceptions.read', 'producers.read'])
  const shown = [display.live.get, display.ingest.status, display.workspace.get, display.settings.currencies]
  for (const call of [...shown, display.session.preferences]) expect((await refusalOf(call())).code).toBe('not refused')
  const refused = [
    () => display.batches.list({}),
    () => display.exceptions.list({}),
    () => display.producers.list(),
    () => display.search.find({ q: 'anna' }),
    () => display.exports.list({}),
    () => display.session.hangOnWall(),
    () => display.session.setPreference({ name: 'theme', value: 'dark' }),
    () => display.users.list(),
  ]
  for (const call of refused) expect((await refusalOf(call())).code).toBe('not_permitted')
  const admin = await opened.as('admin')
  // Roles that are given anew, and more of them, open nothing on a wall.
  await admin.users.setRoles({ name: 'admin', roles: ['admin', 'approver'] })
  expect((await display.session.get()).permissions).toHaveLength(3)
  const { items } = await admin.audit.list({ action: 'session.sign_in', limit: 10 })
  expect(items.map(({ outcome }) => outcome)).toContain('hung_on_wall')
})

it('ends after twelve hours, however busy', async () => {
  const client = await opened.as('analyst')
  for (let minutes = 0; minutes <= 720; minutes += 10) {
    at(minutes)
    expect(await isIn(client)).toBe(true)
  }
  expect((await client.session.get()).expiresAt).toBe('2026-03-02T13:00:00.000Z')
  at(720.1)
  expect(await isIn(client)).toBe(false)
})

it('is not kept alive by a stream that was left open', async () => {
  const client = await opened.as('analyst')
  const stream = await client.changes.watch()
  const next = stream.next()
  at(16)
  opened.engine.changes.publish(['batches'])
  expect((await next).done).toBe(true)
  expect(await isIn(client)).toBe(false)
})

it('ends by signing out, this one and no other of the same person', async () => {
  const [one, other] = [await opened.as('analyst'), await opened.as('analyst')]
  expect(await one.session.signOut()).toEqual({ signedOut: true })
  expect([await isIn(one), await isIn(other)]).toEqual([false, true])
  expect((await refusalOf(one.session.signOut())).code).toBe('not_signed_in')
})

it('ends by removal of the person, at once', async () => {
  const admin = await opened.as('admin')
  const [one, other] = [await opened.as('analyst'), await opened.as('analyst')]
  await admin.users.remove({ name: 'analyst' })
  expect([await isIn(one), await isIn(other), await isIn(admin)]).toEqual([false, false, true])
  expect((await refusalOf(opened.as('analyst'))).code).toBe('wrong_credentials')
})

it('ends when an administrator gives the person another passphrase, which must be changed before anything else', async () => {
  const admin = await opened.as('admin')
  const old = await opened.as('analyst')
  await admin.users.setPassphrase({ name: 'analyst', passphrase: 'given by the administrator' })
  expect(await isIn(old)).toBe(false)
  expect((await refusalOf(opened.as('analyst'))).code).toBe('wrong_credentials')
  const given = { user: 'analyst', passphrase: 'given by the administrator' }
  const begun = await opened.stranger.session.signIn(given)
  expect(begun.mustChangePassphrase).toBe(true)
  const client = clientOf(opened.engine, begun.token)
  expect(await refusalOf(client.batches.list({}))).toEqual({
    code: 'not_permitted',
    data: { permission: 'passphrase_change_first' },
  })
  expect(
    (await refusalOf(client.session.changePassphrase({ current: 'not it', next: 'chosen by the analyst' }))).code,
  ).toBe('wrong_credentials')
  await client.session.changePassphrase({ current: given.passphrase, next: 'chosen by the analyst' })
  expect((await client.batches.list({})).items).toEqual([])
  const again = await opened.stranger.session.signIn({ user: 'analyst', passphrase: 'chosen by the analyst' })
  expect(again.mustChangePassphrase).toBe(false)
})

it('ends everywhere else when a person changes their own passphrase', async () => {
  const [here, elsewhere] = [await opened.as('analyst'), await opened.as('analyst')]
  await here.session.changePassphrase({ current: passphraseOf('analyst'), next: 'chosen by the analyst' })
  expect([await isIn(here), await isIn(elsewhere)]).toEqual([true, false])
})

it('takes a change of roles on its next call, in both directions', async () => {
  const admin = await opened.as('admin')
  const client = await opened.as('analyst')
  expect((await refusalOf(client.audit.list({}))).code).toBe('not_permitted')
  await admin.users.setRoles({ name: 'analyst', roles: ['auditor'] })
  expect((await client.audit.list({ limit: 1 })).items).toHaveLength(1)
  expect(await client.session.get()).toMatchObject({
    roles: ['auditor'],
    permissions: expect.arrayContaining(['audit.read']),
  })
  await admin.users.setRoles({ name: 'analyst', roles: ['executive'] })
  expect((await refusalOf(client.audit.list({}))).code).toBe('not_permitted')
  expect((await refusalOf(client.clients.list({}))).code).toBe('not_permitted')
})

it('ends with the engine: a token of before opens nothing after a restart', async () => {
  const client = await opened.as('admin')
  await opened.engine.close()
  expect((await refusalOf(client.batches.list({}))).code).toBe('engine_stopping')
  opened = await openTestEngine(directory)
  await opened.as('analyst')
  expect((await refusalOf(clientOf(opened.engine, client.token).session.get())).code).toBe('not_signed_in')
})

it('hands out tokens that are long, different each time, and written nowhere', async () => {
  const tokens = await Promise.all(Array.from({ length: 20 }, async () => (await opened.as('analyst')).token))
  expect(new Set(tokens).size).toBe(20)
  for (const token of tokens) expect(Buffer.from(token, 'base64url')).toHaveLength(32)
  const { layout } = opened.engine
  for (const file of [layout.keys, layout.holder, layout.store, `${layout.store}-wal`]) {
    const bytes = readFileSync(file)
    for (const token of tokens) expect(bytes.includes(token)).toBe(false)
  }
})

it('keeps what a person set of their console, for them alone', async () => {
  const [admin, analyst] = [await opened.as('admin'), await opened.as('analyst')]
  await admin.session.setPreference({ name: 'theme', value: 'dark' })
  await admin.session.setPreference({ name: 'theme', value: { name: 'dark', contrast: 2 } })
  await admin.session.setPreference({ name: '__proto__', value: { polluted: true } })
  expect(Object.entries(await admin.session.preferences()).filter(([name]) => name === 'theme')).toEqual([
    ['theme', { name: 'dark', contrast: 2 }],
  ])
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  expect(await analyst.session.preferences()).toEqual({})
})
