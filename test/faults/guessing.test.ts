/** Somebody who guesses passphrases waits longer and longer, restarts or not; whoever knows theirs gets in once the wait is over. */
import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { layoutOf } from '../../engine/workspace/layout.ts'
import {
  makeWorkspace,
  openTestEngine,
  passphraseOf,
  refusalOf,
  removeFolder,
  type TestEngine,
} from '../workspace-fixture.ts'

let directory: string
let opened: TestEngine

beforeEach(async () => {
  directory = (
    await makeWorkspace(undefined, [
      { name: 'admin', roles: ['admin'] },
      { name: 'bea', roles: ['analyst'] },
    ])
  ).directory
  // Only the clock is turned; timers and threads go on as they are.
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-03-01T08:00:00Z') })
  opened = await openTestEngine(directory)
})
afterEach(async () => {
  await opened.engine.close()
  vi.useRealTimers()
  removeFolder(directory)
})

const tryWith = async (user: string, passphrase: string) => {
  const { code, data } = await refusalOf(opened.stranger.session.signIn({ user, passphrase }))
  return { code, wait: (data as { retryAfterSeconds?: number } | null)?.retryAfterSeconds ?? 0 }
}
const guess = () => tryWith('admin', 'not the passphrase')
const waitSeconds = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000)

it('fifty wrong passphrases take hours, and never lock anybody out for good', async () => {
  const waits: number[] = []
  const began = Date.now()
  while (waits.length < 50) {
    const { code, wait } = await guess()
    expect(code).toBe('wrong_credentials')
    waits.push(wait)
    if (wait > 1) {
      // A second too early nothing is looked at, not even the right passphrase.
      waitSeconds(wait - 1)
      expect(await tryWith('admin', passphraseOf('admin'))).toEqual({ code: 'too_many_attempts', wait: 1 })
      waitSeconds(1)
    } else waitSeconds(wait)
  }
  expect(waits.slice(0, 14)).toEqual([0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900])
  expect(new Set(waits.slice(12))).toEqual(new Set([900]))
  expect((Date.now() - began) / 3_600_000).toBeGreaterThan(9)
  expect(opened.engine.isOpen).toBe(false)
  expect(await tryWith('admin', passphraseOf('admin'))).toEqual({ code: 'not refused', wait: 0 })
  // A success clears the slate.
  expect(await guess()).toEqual({ code: 'wrong_credentials', wait: 0 })
})

it('the wait survives a restart of the engine, and one user’s does not hold up another', async () => {
  for (let guesses = 0; guesses < 6; guesses += 1) {
    const { wait } = await guess()
    waitSeconds(wait)
  }
  expect((await guess()).wait).toBe(16)
  await opened.engine.close()
  opened = await openTestEngine(directory)
  expect(await tryWith('admin', passphraseOf('admin'))).toEqual({ code: 'too_many_attempts', wait: 16 })
  expect(await tryWith('ADMIN', passphraseOf('admin'))).toEqual({ code: 'too_many_attempts', wait: 16 })
  expect((await tryWith('bea', passphraseOf('bea'))).code).toBe('not refused')
  expect(await tryWith('admin', passphraseOf('admin'))).toEqual({ code: 'too_many_attempts', wait: 16 })
  waitSeconds(16)
  expect((await tryWith('admin', passphraseOf('admin'))).code).toBe('not refused')
  expect(readFileSync(layoutOf(directory).attempts, 'utf8')).not.toMatch(/admin|bea/i)
})

it('a clock that is set back makes nobody wait longer than the longest wait', async () => {
  for (let guesses = 0; guesses < 20; guesses += 1) waitSeconds((await guess()).wait)
  await guess()
  waitSeconds(-10 * 24 * 3_600)
  expect((await tryWith('admin', passphraseOf('admin'))).wait).toBe(900)
  waitSeconds(10 * 24 * 3_600 + 900)
  expect((await tryWith('admin', passphraseOf('admin'))).code).toBe('not refused')
})

it('every failure is in the chain, those from before the opening too', async () => {
  await guess()
  await tryWith('nobody-of-ours', 'not the passphrase')
  const admin = await opened.as('admin')
  await guess()
  const { items } = await admin.audit.list({ action: 'session.sign_in' })
  expect(items.map(({ subject, outcome }) => `${subject} ${outcome}`)).toEqual([
    'user:admin wrong_credentials',
    'user:admin signed_in',
    'user:nobody-of-ours wrong_credentials',
    'user:admin wrong_credentials',
  ])
})
