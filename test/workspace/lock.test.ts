/** One process at a time has a workspace open. The other processes here are real ones, and they are really killed. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createWorkspace } from '../../engine/workspace/create.ts'
import { layoutOf } from '../../engine/workspace/layout.ts'
import { takeLock } from '../../engine/workspace/lock.ts'
import { restore } from '../../engine/workspace/restore.ts'
import { makeFolder, makeWorkspace, openTestEngine, passphraseOf, removeFolder } from '../workspace-fixture.ts'

let directory: string
const children: ChildProcess[] = []

beforeEach(() => {
  directory = makeFolder()
})
afterEach(async () => {
  for (const child of children.splice(0)) await kill(child)
  removeFolder(directory)
})

/** Another process that holds the lock until it is killed. */
async function holder(): Promise<ChildProcess> {
  const child = fork(path.join(import.meta.dirname, 'hold-lock.ts'), [directory], { execArgv: [] })
  children.push(child)
  await once(child, 'message')
  return child
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}

const take = () => takeLock(layoutOf(directory), 'cli')

describe('the lock of a workspace', () => {
  it('refuses a second process and names the first', async () => {
    const child = await holder()
    expect(take).toThrow(
      expect.objectContaining({
        code: 'workspace_in_use',
        facts: {
          directory,
          program: 'host',
          process: child.pid,
          machine: hostname(),
          since: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        },
      }),
    )
  })

  it('is free as soon as its holder is killed, and the next holder is named', async () => {
    await kill(await holder())
    expect(existsSync(layoutOf(directory).holder)).toBe(true)
    const lock = take()
    expect(JSON.parse(readFileSync(layoutOf(directory).holder, 'utf8'))).toMatchObject({
      program: 'cli',
      process: process.pid,
    })
    expect(take).toThrow(expect.objectContaining({ code: 'workspace_in_use' }))
    lock.release()
    expect(existsSync(layoutOf(directory).holder)).toBe(false)
    take().release()
  })

  it('stands also when the note of who holds it is missing or half written', async () => {
    await holder()
    for (const content of ['', '{"program":"ho', '[]', '{"program":7}']) {
      writeFileSync(layoutOf(directory).holder, content)
      expect(take).toThrow(
        expect.objectContaining({ code: 'workspace_in_use', facts: expect.objectContaining({ program: 'unknown' }) }),
      )
    }
  })

  it('keeps out everything that opens, makes or restores a workspace', async () => {
    await makeWorkspace(directory)
    await holder()
    await expect(openTestEngine(directory)).rejects.toMatchObject({ code: 'workspace_in_use' })
    const empty = makeFolder()
    const lock = takeLock(layoutOf(empty), 'host')
    const inUse = { code: 'workspace_in_use', facts: { program: 'host', process: process.pid } }
    await expect(makeWorkspace(empty)).rejects.toMatchObject(inUse)
    lock.release()
    removeFolder(empty)
  })

  it('is given back by an engine that closes, and by one that could not open', async () => {
    await makeWorkspace(directory)
    const { engine } = await openTestEngine(directory)
    expect(take).toThrow(expect.objectContaining({ code: 'workspace_in_use' }))
    await engine.close()
    take().release()
    writeFileSync(layoutOf(directory).keys, '{}')
    await expect(openTestEngine(directory)).rejects.toMatchObject({ code: 'keys_damaged' })
    take().release()
  })
})

describe('making a workspace', () => {
  it('is refused where one is, and leaves that one as it was', async () => {
    await makeWorkspace(directory)
    const before = readFileSync(layoutOf(directory).keys)
    await expect(makeWorkspace(directory)).rejects.toMatchObject({ code: 'workspace_exists' })
    expect(readFileSync(layoutOf(directory).keys)).toEqual(before)
    const { engine, as } = await openTestEngine(directory)
    expect((await (await as('admin')).workspace.get()).name).toBe('Test')
    await engine.close()
  })

  it('that fails leaves no half workspace behind, so that it can be tried again', async () => {
    const draft = {
      directory,
      program: 'cli',
      name: 'Test',
      zone: 'Asia/Hong_Kong',
      currency: 'TOO LONG',
      currencyDigits: 2,
      demo: false,
      passphraseCost: { n: 2 ** 10, r: 8, p: 1 },
      users: [{ name: 'admin', displayName: 'admin', roles: ['admin'], passphrase: passphraseOf('admin') }],
    } as const
    await expect(createWorkspace(draft)).rejects.toThrow('CHECK constraint failed')
    await expect(createWorkspace({ ...draft, currency: 'USD' })).resolves.toMatchObject({ directory })
  })

  it('that was cut off before its key file had its name is begun again', async () => {
    await makeWorkspace(directory)
    const { keys, keysInMaking } = layoutOf(directory)
    renameSync(keys, keysInMaking)
    await expect(openTestEngine(directory)).rejects.toMatchObject({ code: 'workspace_missing' })
    await makeWorkspace(directory)
    expect(existsSync(keysInMaking)).toBe(false)
    const { engine, as } = await openTestEngine(directory)
    expect((await (await as('admin')).workspace.check({ deep: true })).consistent).toBe(true)
    await engine.close()
  })

  it('never touches a store that lost its key file: the file may come back from a backup', async () => {
    await makeWorkspace(directory)
    const { keys, store } = layoutOf(directory)
    const before = readFileSync(store)
    rmSync(keys)
    await expect(makeWorkspace(directory)).rejects.toMatchObject({ code: 'workspace_exists' })
    expect(readFileSync(store)).toEqual(before)
  })

  it('opens for whoever it was made for, and for nobody else', async () => {
    await makeWorkspace(directory, [
      { name: 'admin', roles: ['admin'] },
      { name: 'Zoë', roles: ['analyst'] },
    ])
    const opened = await openTestEngine(directory)
    try {
      expect(await opened.stranger.workspace.status()).toEqual({
        state: 'sealed',
        name: path.basename(directory),
        version: '0.0.0-test',
      })
      const zoe = await opened.as('Zoë')
      expect((await zoe.session.get()).roles).toEqual(['analyst'])
      expect((await opened.stranger.workspace.status()).state).toBe('open')
    } finally {
      await opened.engine.close()
    }
  })
})

describe('restoring', () => {
  it('is refused where a workspace is', async () => {
    await makeWorkspace(directory)
    const request = { from: '/nowhere', directory, program: 'cli', user: 'admin', passphrase: 'x' } as const
    await expect(restore(request)).rejects.toMatchObject({ code: 'workspace_exists' })
  })
})
