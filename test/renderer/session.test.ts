import { describe, expect, it } from 'vitest'
import { permissionsOfRole, type Role } from '../../engine/contract/permission.ts'
import type { Session } from '../../engine/contract/session.ts'
import { waitBefore } from '../../renderer/engine/socket-connection.ts'
import { Preferences, readCopy } from '../../renderer/preferences/preferences.ts'
import { homeFor, screensFor } from '../../renderer/route/screens.ts'
import { changedAddress } from '../../renderer/route/use-search.ts'
import { idlePhase } from '../../renderer/session/idle.ts'
import { newPassphraseProblem } from '../../renderer/session/passphrase-rules.ts'
import { nextSession } from '../../renderer/session/session-state.ts'

const session: Session = {
  user: { id: 1, name: 'mei', displayName: 'Mei' },
  roles: ['analyst'],
  permissions: ['batches.read'],
  idleSeconds: 900,
  expiresAt: '2026-11-20T06:02:11.000Z',
  mustChangePassphrase: true,
  isOnWall: false,
}

describe('a session', () => {
  it('that ends keeps the person’s page, once', () => {
    const locked = nextSession({ phase: 'in', session }, { type: 'gone', reason: 'idle' })
    expect(locked).toEqual({ phase: 'locked', session, reason: 'idle' })
    expect(nextSession(locked, { type: 'gone', reason: 'ended' })).toBe(locked)
  })

  it('that could not be resumed asks to sign in', () => {
    expect(nextSession({ phase: 'resuming' }, { type: 'gone', reason: 'ended' })).toEqual({ phase: 'out' })
  })

  it('opens once one’s own passphrase is chosen', () => {
    const next = nextSession({ phase: 'in', session }, { type: 'passphrase_changed' })
    expect(next).toMatchObject({ phase: 'in', session: { mustChangePassphrase: false } })
  })
})

describe('a quiet console', () => {
  it('warns a minute ahead and then locks', () => {
    expect(idlePhase(0, 900)).toEqual({ phase: 'active' })
    expect(idlePhase(839_000, 900)).toEqual({ phase: 'active' })
    expect(idlePhase(840_000, 900)).toEqual({ phase: 'warning', secondsLeft: 60 })
    expect(idlePhase(900_000, 900)).toEqual({ phase: 'over' })
  })

  it('with a short limit still leaves time to work before the warning', () => {
    expect(idlePhase(20_000, 60)).toEqual({ phase: 'active' })
    expect(idlePhase(30_000, 60)).toEqual({ phase: 'warning', secondsLeft: 30 })
  })
})

it('tries to reach the engine again with longer waits, up to a limit', () => {
  expect([1, 2, 3, 6, 40].map(waitBefore)).toEqual([500, 1_000, 2_000, 10_000, 10_000])
})

it('takes a new passphrase by its length, typed twice', () => {
  expect(newPassphraseProblem('short', 'short')).toBe('passphrase.too_short')
  expect(newPassphraseProblem('long enough now', 'long enough then')).toBe('passphrase.not_equal')
  expect(newPassphraseProblem('long enough now', 'long enough now')).toBeNull()
})

it('reads preferences of any age, and falls back setting by setting', () => {
  expect(Preferences.parse({ theme: 'dark', density: 'tiny', paneWidth: 9_000 })).toMatchObject({
    theme: 'dark',
    density: 'regular',
    paneWidth: null,
    singleKeys: true,
  })
  const nothing = { getItem: () => null }
  expect(readCopy(nothing, 'zh-TW').language).toBe('zh-HK')
  expect(readCopy({ getItem: () => '{broken' }, 'zh-TW').language).toBe('en')
})

it('shows only the screens a person’s permissions make worth showing', () => {
  const paths = screensFor(['batches.read']).map(({ path }) => path)
  expect(paths).toEqual([
    '/live',
    '/batches',
    '/reports',
    '/settings/workspace',
    '/settings/appearance',
    '/settings/notifications',
  ])
})

it.each<[Role, string]>([
  ['analyst', '/exceptions'],
  ['approver', '/exceptions'],
  ['executive', '/overview'],
  ['auditor', '/overview'],
  ['operator', '/live'],
  ['admin', '/live'],
])('%s begins at %s', (role, path) => {
  expect(homeFor(permissionsOfRole[role])).toBe(path)
})

it('changes the address by name and leaves the rest as it is', () => {
  const at = { pathname: '/batches', search: '?state=held&open=4' }
  expect(changedAddress(at, { open: undefined })).toBe('/batches?state=held')
  expect(changedAddress(at, { state: '', open: undefined })).toBe('/batches')
  expect(changedAddress(at, { file: 'a&b' })).toBe('/batches?state=held&open=4&file=a%26b')
})
