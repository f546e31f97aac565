/** Workspaces in awkward places: a folder that may not be written, and one with spaces and Chinese characters in its name. */
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { restore } from '../../engine/workspace/restore.ts'
import { forSmallFiles } from '../ingest/drop.ts'
import { bytesOf, csvOf, drop, ingest, movements } from '../store/on-disk.ts'
import { makeFolder, makeWorkspace, openTestEngine, passphraseOf, removeFolder } from '../workspace-fixture.ts'
import { start } from './processes.ts'
import { mountDisk, whyNoDisk } from './small-disk.ts'

let folder: string
beforeEach(() => {
  folder = makeFolder()
})
afterEach(() => removeFolder(folder))

describe('a path with spaces, quotes and Chinese characters', () => {
  it('holds a workspace like any other: made, opened, posted into, backed up, restored', async () => {
    const directory = path.join(folder, `帳房 Countinghouse's "books" 100% #1`)
    await makeWorkspace(directory, [{ name: '陳大文', roles: ['admin'] }])
    const opened = await openTestEngine(directory)
    const admin = await opened.as('陳大文')
    await admin.producers.add({
      id: 7,
      code: 'seven',
      name: '七仔便利店',
      locations: ['Central'],
      agreement: forSmallFiles,
    })
    drop(directory, { code: 'seven', file: '一月 批次.csv', csv: csvOf(7, movements(20)) })
    expect(await ingest(opened)).toBe(1)
    expect((await admin.batches.list({})).items).toMatchObject([{ file: '一月 批次.csv', state: 'posted', posted: 20 }])
    const to = path.join(folder, `備份 'backup'`)
    await admin.workspace.backup({ to })
    await opened.engine.close()
    const target = path.join(folder, '還原 restored')
    const request = {
      from: to,
      directory: target,
      program: 'cli',
      user: '陳大文',
      passphrase: passphraseOf('陳大文'),
    } as const
    expect(await restore(request)).toMatchObject({ check: { consistent: true, postings: 20 }, chain: { intact: true } })
  })
})

const whyNobody =
  process.platform === 'linux' && process.getuid?.() === 0 ? null : 'becoming nobody needs root on Linux'
if (whyNobody !== null) process.stdout.write(`skipped, no other user to be: ${whyNobody}\n`)

describe.skipIf(whyNobody !== null)('a folder that this user may not write', () => {
  const attempt = async (what: string, directory: string): Promise<unknown> => {
    const { says, kill } = start('as-nobody', [what, directory])
    const answer = await says()
    await kill()
    return answer
  }

  it('takes no new workspace, and says why', async () => {
    const closed = path.join(folder, 'closed')
    mkdirSync(closed, { mode: 0o755 })
    chmodSync(folder, 0o755)
    for (const directory of [closed, path.join(closed, 'new')]) {
      expect(await attempt('create', directory)).toMatchObject({ code: 'workspace_unwritable' })
    }
    expect(bytesOf(closed)).toEqual({})
  })

  it('opens no workspace, and leaves it as it was', async () => {
    const directory = path.join(folder, 'workspace')
    await makeWorkspace(directory)
    execFileSync('chmod', ['-R', 'a+rX', folder])
    const before = bytesOf(directory)
    expect(await attempt('open', directory)).toMatchObject({ code: 'workspace_unwritable' })
    expect(bytesOf(directory)).toEqual(before)
  })

  it('takes no backup, and the workspace goes on', async () => {
    const directory = path.join(folder, 'workspace')
    await makeWorkspace(directory)
    const closed = path.join(folder, 'closed')
    mkdirSync(closed, { mode: 0o755 })
    execFileSync('chown', ['-R', 'nobody', directory])
    chmodSync(folder, 0o755)
    expect(await attempt('backup', directory)).toEqual({
      code: 'backup_directory_unusable',
      data: { directory: path.join(closed, 'backup'), reason: 'unwritable' },
      after: { consistent: true },
    })
  })
})

const whyNoMount = whyNoDisk()
if (whyNoMount !== null) process.stdout.write(`skipped, no disk of our own to protect: ${whyNoMount}\n`)

describe.skipIf(whyNoMount !== null)('a disk that became read-only', () => {
  it('opens no workspace, says why, and opens it once it may be written again', async () => {
    const disk = mountDisk(16 * 1024)
    try {
      const directory = path.join(disk.directory, 'workspace')
      await makeWorkspace(directory)
      const before = bytesOf(directory)
      disk.readOnly(true)
      const unwritable = { code: 'workspace_unwritable' }
      await expect(openTestEngine(directory)).rejects.toMatchObject(unwritable)
      await expect(makeWorkspace(path.join(disk.directory, 'new'))).rejects.toMatchObject(unwritable)
      expect(bytesOf(directory)).toEqual(before)
      disk.readOnly(false)
      const { engine, as } = await openTestEngine(directory)
      expect((await (await as('admin')).workspace.get()).name).toBe('Test')
      await engine.close()
    } finally {
      disk.unmount()
    }
  })
})

it('a file where the workspace’s folder should be is refused, and stays', async () => {
  const file = path.join(folder, 'a file')
  writeFileSync(file, 'precious')
  await expect(makeWorkspace(file)).rejects.toMatchObject({ code: 'workspace_unwritable' })
  await expect(makeWorkspace(path.join(file, 'below'))).rejects.toMatchObject({ code: 'workspace_unwritable' })
  await expect(openTestEngine(file)).rejects.toMatchObject({ code: 'workspace_missing' })
  expect(readFileSync(file, 'utf8')).toBe('precious')
})
