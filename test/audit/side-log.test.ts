/** Failed sign-ins while nobody has opened the workspace: kept beside the store, in the chain at the next opening, never lost and never believed blindly. */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { appendToSideLog, readSideLog } from '../../engine/audit/side-log.ts'
import { sealTo } from '../../engine/keys/cipher.ts'
import { publicBytesOf } from '../../engine/keys/derive.ts'
import { layoutOf } from '../../engine/workspace/layout.ts'
import { keysOf } from '../store/on-disk.ts'
import { makeWorkspace, openTestEngine, refusalOf, removeFolder } from '../workspace-fixture.ts'

let directory: string
let file: string

beforeEach(async () => {
  directory = (await makeWorkspace()).directory
  file = layoutOf(directory).sideLog
})
afterEach(() => removeFolder(directory))

const failed = (user: string, at = 1_700_000_000_000) => ({ at, user, outcome: 'wrong_credentials', source: 'cli' })
const taken = async (of: Awaited<ReturnType<typeof openTestEngine>>) => {
  const { items } = await (await of.as('admin')).audit.list({ limit: 100 })
  return items
    .filter(({ detail, action }) => detail.whileClosed === true || action === 'audit.side_log')
    .map(({ action, subject, outcome, detail }) => ({ action, subject, outcome, detail }))
    .toReversed()
}

describe('a sign-in that fails while the workspace is closed', () => {
  it('is in the chain after the next opening, with the time at which it happened, and its file is gone', async () => {
    const first = await openTestEngine(directory)
    await refusalOf(first.stranger.session.signIn({ user: 'mallory', passphrase: 'let me in' }))
    await refusalOf(first.stranger.session.signIn({ user: 'admin', passphrase: 'let me in' }))
    expect(existsSync(file)).toBe(true)
    expect(readFileSync(file, 'utf8')).not.toContain('mallory')
    await first.engine.close()

    const second = await openTestEngine(directory)
    const items = await taken(second)
    expect(items).toEqual(
      ['user:mallory', 'user:admin'].map((subject) => ({
        action: 'session.sign_in',
        subject,
        outcome: 'wrong_credentials',
        detail: { source: 'cli', whileClosed: true, at: expect.stringMatching(/^\d{4}-/) },
      })),
    )
    expect(existsSync(file)).toBe(false)
    await second.engine.close()
    const third = await openTestEngine(directory)
    expect(await taken(third)).toEqual(items)
    await third.engine.close()
  })

  it('is counted when its line was touched or forged, and keeps nobody from opening the workspace', async () => {
    const { sideLog } = await keysOf(directory)
    const publicKey = publicBytesOf(sideLog)
    appendToSideLog(file, publicKey, failed('anna'))
    const line = readFileSync(file, 'utf8').trim()
    const seal = (text: string) => sealTo(publicKey, Buffer.from(text), 'side-log').toString('base64')
    const forged = [
      `${line.slice(0, 60)}${line[60] === 'A' ? 'B' : 'A'}${line.slice(61)}`,
      'no base64 at all, just words',
      Buffer.alloc(100).toString('base64'),
      Buffer.alloc(10).toString('base64'),
      seal('no JSON'),
      seal('{"at":"yesterday"}'),
      seal('null'),
    ]
    appendFileSync(file, `${forged.join('\n')}\n`)
    appendToSideLog(file, publicKey, failed('björn'))
    const opened = await openTestEngine(directory)
    const items = await taken(opened)
    await opened.engine.close()
    expect(items.map(({ subject, outcome }) => `${subject} ${outcome}`)).toEqual([
      'user:anna wrong_credentials',
      'user:björn wrong_credentials',
      'side-log unreadable',
    ])
    expect(items.at(-1)?.detail).toEqual({ lines: forged.length })
  })

  it('is not taken from somebody else’s log', async () => {
    const other = await makeWorkspace()
    const { sideLog } = await keysOf(other.directory)
    appendToSideLog(file, publicBytesOf(sideLog), failed('anna'))
    const own = await keysOf(directory)
    expect(readSideLog(file, own.sideLog)).toEqual({ failures: [], unreadable: 1 })
    removeFolder(other.directory)
  })

  it('never fills the disk, however often somebody tries', async () => {
    writeFileSync(file, Buffer.alloc(5 * 2 ** 20, 'A'))
    const { sideLog } = await keysOf(directory)
    appendToSideLog(file, publicBytesOf(sideLog), failed('anna'))
    expect(readFileSync(file).length).toBe(5 * 2 ** 20)
  })
})

describe('anchors', () => {
  it('made before a rotation verify after it, and one of another workspace does not', async () => {
    const opened = await openTestEngine(directory)
    const admin = await opened.as('admin')
    const before = await admin.audit.anchor()
    await admin.keys.rotate()
    const after = await admin.audit.anchor()
    expect(after.publicKey).not.toBe(before.publicKey)
    expect(await admin.audit.verify({ anchor: before })).toMatchObject({ intact: true, problem: null })
    expect(await admin.audit.verify({ anchor: after })).toMatchObject({ intact: true, problem: null })
    expect(await admin.audit.verify({ anchor: { ...after, hash: before.hash } })).toMatchObject({
      intact: false,
      brokenAt: after.seq,
      problem: 'anchor_forged',
    })
    await opened.engine.close()

    const other = await makeWorkspace()
    const elsewhere = await openTestEngine(other.directory)
    const foreign = await (await elsewhere.as('admin')).audit.verify({ anchor: before })
    expect(foreign).toMatchObject({ intact: false, brokenAt: before.seq, problem: 'anchor_forged' })
    await elsewhere.engine.close()
    removeFolder(other.directory)
  })
})
