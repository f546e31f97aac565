import { existsSync } from 'node:fs'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { AuditRecord } from '../../engine/contract/audit.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { holderOf, readKeyFile } from '../../engine/keys/key-file.ts'
import { makeRecoveryKey } from '../../engine/keys/recovery-key.ts'
import { createWorkspace } from '../../engine/workspace/create.ts'
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

let directory: string
let recoveryKey: string
let opened: TestEngine

beforeEach(async () => {
  directory = makeFolder()
  const users = [
    { name: 'admin', roles: ['admin'] },
    { name: 'analyst', roles: ['analyst'] },
    { name: 'Émile', roles: ['auditor'] },
  ] as const
  recoveryKey = (await makeWorkspace(directory, users)).recoveryKey
  opened = await openTestEngine(directory)
})
afterEach(async () => {
  vi.useRealTimers()
  await opened.engine.close()
  removeFolder(directory)
})

/** Only the date moves: timers go on, because the engine's threads answer by them. */
const moveClock = (ms: number): void => {
  const at = Date.now() + ms
  vi.useFakeTimers({ toFake: ['Date'] })
  vi.setSystemTime(at)
}

const tryAs = (user: string, passphrase = 'a wrong passphrase'): Promise<{ code: string; data: unknown }> =>
  refusalOf(opened.stranger.session.signIn({ user, passphrase }))

const signInsOf = async (client: EngineClient): Promise<Partial<AuditRecord>[]> =>
  (await client.audit.list({ action: 'session.sign_in', limit: 50 })).items
    .toReversed()
    .map(({ actor, subject, outcome, detail }) => ({ actor, subject, outcome, detail }))

it('stays sealed until somebody signs in who may, and says so to everybody', async () => {
  expect((await opened.stranger.workspace.status()).state).toBe('sealed')
  const user = { id: 1, name: 'admin', displayName: '' }
  // A session can't exist before the workspace is open; if one did, the store would still be sealed.
  const { token } = opened.engine.sessions.begin(user, { roles: ['admin'], mustChangePassphrase: false }, Date.now())
  const early = clientOf(opened.engine, token)
  const calls = [() => early.batches.list({}), () => early.audit.list({}), early.keys.rotate, early.workspace.get]
  for (const call of calls) {
    expect((await refusalOf(call())).code).toBe('workspace_sealed')
  }
  expect((await tryAs('admin')).code).toBe('wrong_credentials')
  expect((await opened.stranger.workspace.status()).state).toBe('sealed')
  await opened.as('analyst')
  expect((await opened.stranger.workspace.status()).state).toBe('open')
  expect((await early.batches.list({})).items).toEqual([])
})

it('opens the workspace once when two people sign in first at the same moment', async () => {
  const [admin] = await Promise.all([opened.as('admin'), opened.as('analyst'), opened.as('admin')])
  const { items } = await admin.audit.list({ action: 'workspace.open' })
  expect(items.map(({ subject, outcome }) => [subject, outcome])).toEqual([['generation:1', 'done']])
  expect(opened.engine.sessions.count()).toBe(3)
})

it('answers a wrong passphrase and an unknown user alike, before and after the workspace is open', async () => {
  for (const open of [false, true]) {
    if (open) await opened.as('admin')
    const wrong = [await tryAs('analyst'), await tryAs('analyst'), await tryAs('analyst'), await tryAs('analyst')]
    const user = open ? 'nobody-else' : 'nobody'
    const unknown = [await tryAs(user), await tryAs(user), await tryAs(user), await tryAs(user)]
    expect(unknown).toEqual(wrong)
    expect(wrong).toEqual([
      { code: 'wrong_credentials', data: { retryAfterSeconds: 0 } },
      { code: 'wrong_credentials', data: { retryAfterSeconds: 0 } },
      { code: 'wrong_credentials', data: { retryAfterSeconds: 1 } },
      { code: 'too_many_attempts', data: { retryAfterSeconds: 1 } },
    ])
    moveClock(3_600_000)
    opened.engine.attempts.noteSuccess(holderOf(readKeyFile(opened.engine.layout.keys).holderSalt, 'analyst'))
  }
})

it('takes as long for an unknown user as for a wrong passphrase', async () => {
  const other = makeFolder()
  const names = ['u1', 'u2', 'u3', 'u4', 'u5']
  const users = names.map((name) => ({
    name,
    displayName: name,
    roles: ['admin'] as const,
    passphrase: passphraseOf(name),
  }))
  await createWorkspace({
    directory: other,
    program: 'cli',
    name: 'Test',
    zone: 'Asia/Hong_Kong',
    currency: 'USD',
    currencyDigits: 2,
    demo: false,
    users: users as never,
    // Dear enough that the stretching is what takes the time.
    passphraseCost: { n: 2 ** 15, r: 8, p: 1 },
  })
  const { engine, stranger } = await openTestEngine(other)
  const timeOf = async (user: string): Promise<number> => {
    const began = performance.now()
    await refusalOf(stranger.session.signIn({ user, passphrase: 'a wrong passphrase' }))
    return performance.now() - began
  }
  const known: number[] = []
  const unknown: number[] = []
  for (const name of names) {
    known.push(await timeOf(name))
    unknown.push(await timeOf(`no-${name}`))
  }
  await engine.close()
  removeFolder(other)
  const quickest = { known: Math.min(...known), unknown: Math.min(...unknown) }
  expect(quickest.unknown / quickest.known).toBeGreaterThan(0.5)
  expect(quickest.unknown / quickest.known).toBeLessThan(2)
})

it('makes a user wait twice as long after each failure, at most a quarter of an hour', async () => {
  const waits: number[] = []
  for (let failure = 1; failure <= 15; failure += 1) {
    const { code, data } = await tryAs('admin')
    expect(code).toBe('wrong_credentials')
    const { retryAfterSeconds } = data as { retryAfterSeconds: number }
    waits.push(retryAfterSeconds)
    moveClock(retryAfterSeconds * 1000)
  }
  expect(waits).toEqual([0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900])
})

it('does not look at a passphrase while its user waits, not even at the right one', async () => {
  for (let i = 0; i < 3; i += 1) await tryAs('admin')
  expect(await tryAs('admin', passphraseOf('admin'))).toEqual({
    code: 'too_many_attempts',
    data: { retryAfterSeconds: 1 },
  })
  expect((await opened.as('analyst')).token).toHaveLength(43)
  moveClock(1_000)
  await opened.as('admin')
  // Signing in clears what was counted: three failures are free again.
  expect([(await tryAs('admin')).data, (await tryAs('admin')).data]).toEqual([
    { retryAfterSeconds: 0 },
    { retryAfterSeconds: 0 },
  ])
})

it('lets a hundred guesses at once through no faster than one after another', async () => {
  const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => tryAs('admin', `guess number ${i}`)))
  expect(answers.filter(({ code }) => code === 'wrong_credentials')).toHaveLength(3)
  expect(answers.filter(({ code }) => code === 'too_many_attempts')).toHaveLength(97)
})

it('remembers failures over a restart of the engine', async () => {
  for (let i = 0; i < 5; i += 1) {
    await tryAs('admin')
    moveClock(600_000)
  }
  await tryAs('admin')
  await opened.engine.close()
  opened = await openTestEngine(directory)
  expect(await tryAs('ADMIN', passphraseOf('admin'))).toEqual({
    code: 'too_many_attempts',
    data: { retryAfterSeconds: 8 },
  })
})

it('records every attempt with who and from where, those before the opening too, and never a passphrase', async () => {
  await tryAs('analyst')
  await tryAs('nobody')
  const admin = await opened.as('admin')
  await tryAs('analyst')
  await tryAs('analyst')
  await tryAs('analyst')
  await admin.session.signOut()
  const again = await opened.as('admin')
  const early = { source: 'cli', at: expect.any(String), whileClosed: true }
  expect(await signInsOf(again)).toEqual([
    { actor: 'engine', subject: 'user:analyst', outcome: 'wrong_credentials', detail: early },
    { actor: 'engine', subject: 'user:nobody', outcome: 'wrong_credentials', detail: early },
    { actor: 'admin', subject: 'user:admin', outcome: 'signed_in', detail: { source: 'cli' } },
    { actor: 'engine', subject: 'user:analyst', outcome: 'wrong_credentials', detail: { source: 'cli' } },
    { actor: 'engine', subject: 'user:analyst', outcome: 'wrong_credentials', detail: { source: 'cli' } },
    { actor: 'engine', subject: 'user:analyst', outcome: 'too_many_attempts', detail: { source: 'cli' } },
    { actor: 'admin', subject: 'user:admin', outcome: 'signed_out', detail: { source: 'cli' } },
    { actor: 'admin', subject: 'user:admin', outcome: 'signed_in', detail: { source: 'cli' } },
  ])
  expect(existsSync(opened.engine.layout.sideLog)).toBe(false)
  const everything = JSON.stringify(await again.audit.list({ limit: 1_000 }))
  expect(everything).not.toContain('passphrase"')
  expect(everything).not.toContain('a wrong passphrase')
  expect(everything).not.toContain(passphraseOf('admin'))
})

it('knows a person however their name is typed', async () => {
  for (const typed of ['émile', 'ÉMILE', 'Émile']) {
    const { user } = await opened.stranger.session.signIn({ user: typed, passphrase: passphraseOf('Émile') })
    expect(user.name).toBe('Émile')
  }
})

it('recovers a user with the printed key, opening the workspace, and ends what the old passphrase began', async () => {
  const old = await opened.as('analyst')
  const request = { user: 'analyst', newPassphrase: 'another long passphrase' }
  // A slip of the hand is told from a wrong key, and however often it happens it locks nobody out.
  for (let slip = 0; slip < 6; slip += 1) {
    const refusal = await refusalOf(opened.stranger.session.recover({ ...request, recoveryKey: 'AAAA-AAAA' }))
    expect(refusal.code).toBe('recovery_key_mistyped')
  }
  expect(await refusalOf(opened.stranger.session.recover({ ...request, user: 'nobody', recoveryKey }))).toEqual({
    code: 'user_unknown',
    data: { user: 'nobody' },
  })
  // Typed off a sheet of paper: small letters, spaces, an O for a zero.
  const typed = recoveryKey.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o')
  expect(await opened.stranger.session.recover({ ...request, recoveryKey: typed })).toEqual({ user: 'analyst' })
  expect((await refusalOf(old.session.get())).code).toBe('not_signed_in')
  expect((await tryAs('analyst', passphraseOf('analyst'))).code).toBe('wrong_credentials')
  const again = await opened.stranger.session.signIn({ user: 'analyst', passphrase: request.newPassphrase })
  expect(again.mustChangePassphrase).toBe(false)
  const admin = await opened.as('admin')
  const { items } = await admin.audit.list({ action: 'users.passphrase' })
  expect(items.map(({ actor, subject, detail }) => [actor, subject, detail])).toEqual([
    ['analyst', 'user:analyst', { by: 'recovery' }],
  ])
})

it('recovers when nobody has signed in, and makes guesses at the recovery key wait', async () => {
  const { stranger } = opened
  const guess = (key: string) =>
    refusalOf(stranger.session.recover({ user: 'admin', recoveryKey: key, newPassphrase: 'another long passphrase' }))
  await stranger.session.recover({ user: 'admin', recoveryKey, newPassphrase: 'another long passphrase' })
  expect((await stranger.workspace.status()).state).toBe('open')
  // Keys as another workspace prints them: nothing is mistyped in them.
  const wrong = () => makeRecoveryKey().printed
  expect([
    (await guess(wrong())).code,
    (await guess(wrong())).code,
    (await guess(wrong())).code,
    (await guess(recoveryKey)).code,
  ]).toEqual(['wrong_credentials', 'wrong_credentials', 'wrong_credentials', 'too_many_attempts'])
})
