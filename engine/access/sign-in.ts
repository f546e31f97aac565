/**
 * Signing in: back-off first, then the passphrase against the user's key slot, which is also what opens a sealed
 * workspace, and last the user's record. Every failure is recorded, in the chain or beside it while the store is closed.
 */
import { existsSync } from 'node:fs'
import { appendToSideLog } from '../audit/side-log.ts'
import { now } from '../calendar/instant.ts'
import type { Engine } from '../engine.ts'
import { Failure, failureOf } from '../failure.ts'
import { deriveKeys } from '../keys/derive.ts'
import { holderOf, type KeyFile, readKeyFile } from '../keys/key-file.ts'
import { type Opened, openWith, recoveryHolder } from '../keys/key-ring.ts'
import { defaultCost, keyOfPassphrase, makeSalt } from '../keys/passphrase.ts'
import { readRecoveryKey } from '../keys/recovery-key.ts'
import { damagedPagesOf } from '../store/page-seal.ts'
import type { OpenWorkspace } from '../workspace/open-workspace.ts'
import type { LiveSession } from './sessions.ts'

export type SignInRequest = Readonly<{ user: string; passphrase: string; source: string }>

export type Refused =
  | Readonly<{ status: 'wrong_credentials'; retryAfterSeconds: number }>
  | Readonly<{ status: 'too_many_attempts'; retryAfterSeconds: number }>
export type SignInOutcome = Readonly<{ status: 'signed_in'; token: string; session: LiveSession }> | Refused

const pagesNamedMax = 20
const busy: Refused = { status: 'too_many_attempts', retryAfterSeconds: 5 }

export function signIn(engine: Engine, request: SignInRequest): Promise<SignInOutcome> {
  const holder = holderOf(readKeyFile(engine.layout.keys).holderSalt, request.user)
  return engine.attempts.alone(holder, () => trySignIn(engine, holder, request))
}

async function trySignIn(
  engine: Engine,
  holder: string,
  { user, passphrase, source }: SignInRequest,
): Promise<SignInOutcome> {
  const file = readKeyFile(engine.layout.keys)
  const waiting = await refuseEarly(engine, file, { holder, user, source })
  if (waiting !== undefined) return waiting
  if (!engine.attempts.enter()) return busy
  const opened = await openWithPassphrase(file, user, passphrase).finally(() => engine.attempts.leave())
  const { workspace, record } = await openAndFind(engine, opened, { user, passphrase }).catch((error: unknown) => {
    throw withPages(error, engine.layout.store, opened)
  })
  if (workspace === null || record === null || record.state !== 'active') {
    return refuse(engine, file, { holder, user, source })
  }
  engine.attempts.noteSuccess(holder)
  await workspace.store.write('users.noteSignIn', { name: record.name, outcome: 'signed_in', source }, record.name)
  const { id, name, displayName, roles, mustChangePassphrase } = record
  const begun = engine.sessions.begin({ id, name, displayName }, { roles, mustChangePassphrase }, now())
  return { status: 'signed_in', ...begun }
}

async function openAndFind(engine: Engine, opened: readonly Opened[], who: Omit<SignInRequest, 'source'>) {
  const workspace = await openOrReopen(engine, opened, who)
  const record = workspace === null ? null : await workspace.store.read('users.find', { name: who.user })
  return { workspace, record }
}

/** A store that is too damaged to open can't be asked what is damaged, so its pages are proven from outside. */
function withPages(error: unknown, store: string, opened: readonly Opened[]): unknown {
  const failure = failureOf(error)
  if (failure?.code !== 'store_damaged' || !existsSync(store)) return error
  // Of two sets of keys, the store is under the one that fewer of its pages contradict.
  const [pages = []] = opened
    .map(({ master }) => damagedPagesOf(store, deriveKeys(master).store))
    .toSorted((a, b) => a.length - b.length)
  if (pages.length === 0) return error
  const named = pages.length > pagesNamedMax ? [...pages.slice(0, pagesNamedMax), '…'] : pages
  return new Failure('store_damaged', { ...failure.facts, pages: named.join(', ') }, error)
}

/** While half a second of stretching went by, the master may have been replaced: the same passphrase opens the new one. */
async function openOrReopen(
  engine: Engine,
  opened: readonly Opened[],
  { user, passphrase }: Omit<SignInRequest, 'source'>,
): Promise<OpenWorkspace | null> {
  const workspace = await engine.openWithMasters(opened)
  if (workspace !== null || opened.length === 0) return workspace
  return engine.openWithMasters(await openWithPassphrase(readKeyFile(engine.layout.keys), user, passphrase))
}

/** The passphrase of somebody who is signed in, asked again before their passphrase changes; under the same back-off. */
export function confirmPassphrase(engine: Engine, request: SignInRequest): Promise<Refused | null> {
  const holder = holderOf(readKeyFile(engine.layout.keys).holderSalt, request.user)
  return engine.attempts.alone(holder, () => tryPassphrase(engine, holder, request))
}

async function tryPassphrase(engine: Engine, holder: string, request: SignInRequest): Promise<Refused | null> {
  const file = readKeyFile(engine.layout.keys)
  const at = { holder, user: request.user, source: request.source }
  const waiting = await refuseEarly(engine, file, at)
  if (waiting !== undefined) return waiting
  if (!engine.attempts.enter()) return busy
  const opened = await openWithPassphrase(file, request.user, request.passphrase).finally(() => engine.attempts.leave())
  if (opened.length === 0) return refuse(engine, file, at)
  engine.attempts.noteSuccess(at.holder)
  return null
}

export type RecoverRequest = Readonly<{ user: string; recoveryKey: string; newPassphrase: string; source: string }>
export type RecoverOutcome =
  | Readonly<{ status: 'recovered' | 'user_unknown'; user: string }>
  | Readonly<{ status: 'recovery_key_mistyped' }>
  | Refused

/** With the printed recovery key a user gets a new passphrase, also when nobody can sign in any more. */
export function recover(engine: Engine, request: RecoverRequest): Promise<RecoverOutcome> {
  return engine.attempts.alone(recoveryHolder, () => tryRecovery(engine, request))
}

async function tryRecovery(engine: Engine, request: RecoverRequest): Promise<RecoverOutcome> {
  const { user, recoveryKey, newPassphrase, source } = request
  const file = readKeyFile(engine.layout.keys)
  const at = { holder: recoveryHolder, user, source }
  const waiting = await refuseEarly(engine, file, at)
  if (waiting !== undefined) return waiting
  const secret = readRecoveryKey(recoveryKey)
  if (secret === null) return { status: 'recovery_key_mistyped' }
  const opened = await openWith(file, 'recovery', recoveryHolder, secret)
  const workspace = await engine.openWithMasters(opened)
  if (workspace === null) return refuse(engine, file, at)
  engine.attempts.noteSuccess(recoveryHolder)
  const record = await workspace.store.read('users.find', { name: user })
  if (record === null || record.state !== 'active') return { status: 'user_unknown', user }
  const secretOfUser = { kind: 'user', passphrase: newPassphrase, cost: defaultCost } as const
  await workspace.ring.putSlot(workspace.ring.holderOf(record.name), secretOfUser, now())
  const change = { name: record.name, by: 'recovery', mustChange: false } as const
  await workspace.store.write('users.notePassphrase', change, record.name)
  engine.attempts.noteSuccess(workspace.ring.holderOf(record.name))
  // Whoever used the old passphrase, perhaps without leave, signs in again with the new one.
  engine.sessions.endAllOf(record.id)
  return { status: 'recovered', user: record.name }
}

/** An unknown user takes as long as a wrong passphrase, so that the time tells nobody who works here. */
async function openWithPassphrase(file: KeyFile, user: string, passphrase: string): Promise<readonly Opened[]> {
  const opened = await openWith(file, 'user', user, passphrase)
  const holder = holderOf(file.holderSalt, user)
  const known = file.current.slots.some((slot) => slot.kind === 'user' && slot.holder === holder)
  const cost = file.current.slots.find((slot) => slot.cost !== null)?.cost ?? defaultCost
  if (!known) await keyOfPassphrase(passphrase, makeSalt(), cost)
  return opened
}

type Attempt = Readonly<{ holder: string; user: string; source: string }>

async function refuseEarly(engine: Engine, file: KeyFile, attempt: Attempt): Promise<Refused | undefined> {
  const retryAfterSeconds = engine.attempts.waitSeconds(attempt.holder, now())
  if (retryAfterSeconds === 0) return undefined
  await note(engine, file, attempt, 'too_many_attempts')
  return { status: 'too_many_attempts', retryAfterSeconds }
}

async function refuse(engine: Engine, file: KeyFile, attempt: Attempt): Promise<Refused> {
  const retryAfterSeconds = engine.attempts.noteFailure(attempt.holder, now())
  await note(engine, file, attempt, 'wrong_credentials')
  return { status: 'wrong_credentials', retryAfterSeconds }
}

async function note(
  engine: Engine,
  file: KeyFile,
  { user, source }: Attempt,
  outcome: 'wrong_credentials' | 'too_many_attempts',
): Promise<void> {
  if (!engine.isOpen) {
    const key = Buffer.from(file.current.sideLogKey, 'base64')
    return appendToSideLog(engine.layout.sideLog, key, { at: now(), user, outcome, source })
  }
  const workspace: OpenWorkspace = await engine.opened()
  await workspace.store.write('users.noteSignIn', { name: user, outcome, source }, 'engine')
}
