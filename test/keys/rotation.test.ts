/** Replacing the master key: the same people open the workspace afterwards, the removed ones do not, and nothing is lost, wherever it is cut off. */
import { createReadStream, readFileSync } from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type Database from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { proveHead } from '../../engine/audit/prove-head.ts'
import { now } from '../../engine/calendar/instant.ts'
import { commands } from '../../engine/commands.ts'
import { ArchiveOpen } from '../../engine/ingest/archive.ts'
import { keyFileKeeper } from '../../engine/keys/keeper.ts'
import { readKeyFile } from '../../engine/keys/key-file.ts'
import { type KeyRing, openWith, recoveryHolder, ringOf } from '../../engine/keys/key-ring.ts'
import { readRecoveryKey } from '../../engine/keys/recovery-key.ts'
import { connect } from '../../engine/store/connection.ts'
import { executorOf } from '../../engine/store/writer-loop.ts'
import { type Layout, layoutOf } from '../../engine/workspace/layout.ts'
import { forSmallFiles } from '../ingest/drop.ts'
import { copyOf, csvOf, drop, filesOf, ingest, keysOf, movements, withRawStore } from '../store/on-disk.ts'
import {
  makeFolder,
  makeWorkspace,
  openTestEngine,
  passphraseOf,
  refusalOf,
  removeFolder,
} from '../workspace-fixture.ts'

const users = ['admin', 'bea', 'carl']
let source: string
let recoveryKey: string
let directory: string
let layout: Layout

beforeAll(async () => {
  const made = await makeWorkspace(
    makeFolder(),
    users.map((name) => ({ name, roles: ['admin'] })),
  )
  source = made.directory
  recoveryKey = made.recoveryKey
  const opened = await openTestEngine(source)
  const admin = await opened.as('admin')
  await admin.producers.add({ id: 7, code: 'seven', name: 'Seven', agreement: forSmallFiles })
  drop(source, { code: 'seven', file: 'a.csv', csv: csvOf(7, movements(1_000)) })
  await ingest(opened)
  await opened.engine.close()
})
afterAll(() => removeFolder(source))
beforeEach(() => {
  directory = copyOf(source)
  layout = layoutOf(directory)
})
afterEach(() => removeFolder(directory))

/** Which users' passphrases and the recovery key open a master that the store is under. */
async function openers(): Promise<string[]> {
  const found: string[] = []
  const fits = (opened: Awaited<ReturnType<typeof openWith>>) =>
    opened.some((each) => {
      try {
        connect({ file: layout.store, key: ringOf(layout.keys, each).keys.store, mode: 'read' }).close()
        return true
      } catch {
        return false
      }
    })
  const file = readKeyFile(layout.keys)
  for (const user of users) if (fits(await openWith(file, 'user', user, passphraseOf(user)))) found.push(user)
  if (fits(await openWith(file, 'recovery', recoveryHolder, readRecoveryKey(recoveryKey) ?? ''))) found.push('recovery')
  return found
}

const everybody = [...users, 'recovery']
const postings = (raw: Database.Database) => raw.prepare('SELECT * FROM posting ORDER BY seq').all()

describe('replacing the master key', () => {
  it('encrypts the store anew, opens for the same people, and keeps everything', async () => {
    const before = await withRawStore(directory, postings)
    const old = await keysOf(directory)
    const opened = await openTestEngine(directory)
    const admin = await opened.as('admin')
    expect(await admin.keys.rotate()).toEqual({ generation: 2 })
    expect(await admin.keys.list()).toMatchObject({ generation: 2 })
    expect(await admin.audit.verify({})).toMatchObject({ intact: true })
    expect(await admin.workspace.check({ deep: true })).toMatchObject({ consistent: true, postings: 1_000 })
    await opened.engine.close()
    expect(() => connect({ file: layout.store, key: old.store, mode: 'read' })).toThrow(
      expect.objectContaining({ code: 'wrong_key' }),
    )
    expect(await openers()).toEqual(everybody)
    expect(await withRawStore(directory, postings)).toEqual(before)
  })

  it('leaves no page of the old store that the old key could still read', async () => {
    const old = readFileSync(layout.store)
    const opened = await openTestEngine(directory)
    await (await opened.as('admin')).keys.rotate()
    await opened.engine.close()
    const now = readFileSync(layout.store)
    const same = Array.from({ length: now.length / 16_384 }, (_, page) => page).filter((page) =>
      now
        .subarray(page * 16_384 + 24, (page + 1) * 16_384)
        .equals(old.subarray(page * 16_384 + 24, (page + 1) * 16_384)),
    )
    expect(same).toEqual([])
  })

  it('keeps files archived before readable, and files archived after as well', async () => {
    const opened = await openTestEngine(directory)
    await (await opened.as('admin')).keys.rotate()
    drop(directory, { code: 'seven', file: 'b.csv', csv: csvOf(7, movements(10, 'later')) })
    await ingest(opened)
    const { ring } = await opened.engine.opened()
    const texts = []
    for (const file of filesOf(layout.archive)) texts.push(await archivedText(path.join(layout.archive, file), ring))
    await opened.engine.close()
    expect(texts.toSorted((a, b) => a.length - b.length)).toEqual([
      csvOf(7, movements(10, 'later')),
      csvOf(7, movements(1_000)),
    ])
  })

  it('of a removed user’s workspace leaves that user nothing to open', async () => {
    const opened = await openTestEngine(directory)
    const admin = await opened.as('admin')
    const carl = await opened.as('carl')
    await admin.users.remove({ name: 'carl' })
    expect((await refusalOf(carl.session.get())).code).toBe('not_signed_in')
    expect((await refusalOf(opened.as('carl'))).code).toBe('wrong_credentials')
    await opened.engine.close()
    expect(await openers()).toEqual(['admin', 'bea', 'recovery'])
    expect(readKeyFile(layout.keys).current.generation).toBe(2)
  })

  it('is finished at the next opening when a removal was cut off before the slot went', async () => {
    const { store, chain } = await keysOf(directory)
    const raw = connect({ file: layout.store, key: store, mode: 'write' })
    await executorOf(raw, commands, chain)({ name: 'users.remove', input: { name: 'carl' }, actor: 'admin' })
    raw.close()
    expect(await openers()).toEqual(everybody)
    const opened = await openTestEngine(directory)
    const admin = await opened.as('admin')
    expect((await admin.keys.list()).generation).toBe(2)
    const { items } = await admin.audit.list({ action: 'keys.rotate' })
    expect(items.map(({ actor, detail }) => ({ actor, detail }))).toEqual([
      { actor: 'engine', detail: { reason: 'user removed: carl' } },
    ])
    await opened.engine.close()
    expect(await openers()).toEqual(['admin', 'bea', 'recovery'])
  })
})

describe('a rotation that is cut off', () => {
  type Rotating = { ring: KeyRing; next: KeyRing; raw: Database.Database }
  /** The steps of OpenWorkspace.rotate, each durable before the next; a copy after each is what a crash there leaves. */
  const steps: readonly (readonly [string, (rotating: Rotating) => void])[] = [
    ['the next set was written', (each) => (each.next = each.ring.beginRotation())],
    [
      'the store was encrypted anew, in the log only',
      ({ raw, next }) => raw.pragma(`rekey = 'raw:${next.keys.store.toString('hex')}'`),
    ],
    ['the log was folded in', ({ raw }) => raw.pragma('wal_checkpoint(TRUNCATE)')],
    [
      'the head was authenticated anew',
      ({ raw, ring, next }) => proveHead({ raw, at: now() }, next.keys.chain, [ring.keys.chain]),
    ],
    ['the key file was settled', ({ next }) => next.settle()],
  ]

  it.each(steps.map(([name], index) => [name, index] as const))(
    'after %s opens for everybody, and nothing is lost',
    async (_, last) => {
      const [opened] = await openWith(readKeyFile(layout.keys), 'user', 'bea', passphraseOf('bea'))
      if (opened === undefined) throw new Error('bea opens nothing')
      const ring = ringOf(layout.keys, opened)
      const raw = connect({ file: layout.store, key: ring.keys.store, mode: 'write' })
      const rotating: Rotating = { ring, next: ring, raw }
      for (const [, step] of steps.slice(0, last + 1)) step(rotating)
      const crashed = copyOf(directory)
      raw.close()
      removeFolder(directory)
      directory = crashed
      layout = layoutOf(directory)

      expect(await openers()).toEqual(everybody)
      const engine = await openTestEngine(directory)
      const carl = await engine.as('carl')
      const generation = last === 0 ? 1 : 2
      expect((await carl.keys.list()).generation).toBe(generation)
      expect(await carl.audit.verify({})).toMatchObject({ intact: true, problem: null })
      expect(await carl.workspace.check({ deep: true })).toMatchObject({ consistent: true, postings: 1_000 })
      expect(await carl.audit.verify({ anchor: await carl.audit.anchor() })).toMatchObject({ intact: true })
      expect((await carl.keys.rotate()).generation).toBe(generation + 1)
      await engine.engine.close()
      expect(readKeyFile(layout.keys).next).toBeNull()
      expect(await openers()).toEqual(everybody)
    },
  )
})

describe('the recovery key and unattended start', () => {
  it('let somebody in who forgot their passphrase, and a mistyped key does not', async () => {
    const opened = await openTestEngine(directory)
    const { recover, signIn } = opened.stranger.session
    const newPassphrase = 'bea chose another one'
    const typed = recoveryKey.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')
    const wrong = `${typed.slice(0, -1)}${typed.endsWith('a') ? 'b' : 'a'}`
    expect((await refusalOf(recover({ user: 'bea', recoveryKey: wrong, newPassphrase }))).code).toBe(
      'recovery_key_mistyped',
    )
    expect(opened.engine.isOpen).toBe(false)
    expect(await recover({ user: 'bea', recoveryKey: typed, newPassphrase })).toEqual({ user: 'bea' })
    expect((await signIn({ user: 'bea', passphrase: newPassphrase })).user.name).toBe('bea')
    expect((await refusalOf(signIn({ user: 'bea', passphrase: passphraseOf('bea') }))).code).toBe('wrong_credentials')
    await opened.engine.close()
  })

  it('the recovery key is told once: neither the store nor any file holds it', async () => {
    const plain = recoveryKey.replaceAll('-', '')
    const secret = readRecoveryKey(recoveryKey)
    for (const file of filesOf(directory)) {
      const bytes = readFileSync(path.join(directory, file))
      for (const form of [
        recoveryKey,
        plain,
        secret ?? '',
        secret?.toString('hex') ?? '',
        secret?.toString('base64') ?? '',
      ]) {
        expect({ file, found: bytes.includes(form) }).toEqual({ file, found: false })
      }
    }
    const records = await withRawStore(directory, (raw) =>
      JSON.stringify(raw.prepare('SELECT * FROM audit_record').all()),
    )
    expect(records).not.toContain(plain)
  })

  it('a renewed recovery key opens, and the old one nothing any more', async () => {
    const opened = await openTestEngine(directory)
    const renewed = (await (await opened.as('admin')).keys.renewRecovery()).recoveryKey
    await opened.engine.close()
    const open = (key: string) =>
      openWith(readKeyFile(layout.keys), 'recovery', recoveryHolder, readRecoveryKey(key) ?? '')
    expect((await open(renewed)).length).toBe(1)
    expect(await open(recoveryKey)).toEqual([])
  })

  it('with a key file the engine opens by itself, also after a rotation, and sealed once the keeper forgot', async () => {
    const outside = makeFolder()
    const keeper = keyFileKeeper(path.join(outside, 'countinghouse.key'))
    const first = await openTestEngine(directory, { keeper })
    const admin = await first.as('admin')
    expect(await admin.keys.enableUnattended()).toEqual({ unattended: 'key_file' })
    await admin.keys.rotate()
    await first.engine.close()

    const second = await openTestEngine(directory, { keeper })
    expect(second.engine.isOpen).toBe(true)
    expect((await second.stranger.workspace.status()).state).toBe('open')
    // Open is not signed in.
    expect((await refusalOf(second.stranger.workspace.get())).code).toBe('not_signed_in')
    await second.engine.close()

    await keeper.forget()
    const third = await openTestEngine(directory, { keeper })
    expect(third.engine.isOpen).toBe(false)
    await keeper.keep(Buffer.alloc(32, 1))
    expect(await third.engine.openUnattended()).toBe(false)
    expect((await (await third.as('bea')).keys.list()).items.map(({ kind }) => kind)).toContain('unattended')
    await third.engine.close()
    removeFolder(outside)
  })
})

async function archivedText(file: string, ring: KeyRing): Promise<string> {
  const chunks: Buffer[] = []
  const open = new ArchiveOpen((generation) => ring.archiveKey(generation))
  await pipeline(createReadStream(file), open, createGunzip(), async (plain) => {
    for await (const chunk of plain as AsyncIterable<Buffer>) chunks.push(chunk)
  })
  return Buffer.concat(chunks).toString()
}
