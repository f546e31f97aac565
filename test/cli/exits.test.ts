/** The exit codes are a promise to scripts: 0 done, 1 refused or problems found, 2 usage, 3 in use, 4 key or store. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { layoutOf } from '../../engine/workspace/layout.ts'
import { takeLock } from '../../engine/workspace/lock.ts'
import { makeFolder, makeWorkspace, removeFolder } from '../workspace-fixture.ts'
import { documentOf, jsonOf, runCli } from './run-cli.ts'

let folder: string
let workspace: string

beforeAll(async () => {
  folder = makeFolder()
  workspace = path.join(folder, 'workspace')
  await makeWorkspace(workspace, [
    { name: 'admin', roles: ['admin'] },
    { name: 'operator', roles: ['operator'] },
  ])
})

afterAll(() => removeFolder(folder))

describe('2, usage', () => {
  it('says what is wrong, and how it is written', async () => {
    const { exit, out, err } = await runCli(workspace, ['users', 'add'])
    expect({ exit, out }).toEqual({ exit: 2, out: '' })
    expect(err).toContain('Something is missing behind the command.')
    expect(err).toContain('users add NAME --roles ROLES')
  })

  it('says so as JSON when asked to', async () => {
    const { exit, document } = await jsonOf(workspace, ['frobnicate'])
    expect({ exit, document }).toEqual({
      exit: 2,
      document: { error: { code: 'usage', problem: 'There is no command "frobnicate".' } },
    })
  })

  it('asks nobody for a passphrase where nobody sits', async () => {
    const { exit, err } = await runCli(workspace, ['check'], { environment: { COUNTINGHOUSE_PASSPHRASE: '' } })
    expect(exit).toBe(2)
    expect(err).toContain('set COUNTINGHOUSE_PASSPHRASE')
  })
})

describe('1, refused', () => {
  it('by a missing permission, which is named', async () => {
    expect(await jsonOf(workspace, ['audit', 'list'], { user: 'operator' })).toEqual({
      exit: 1,
      document: { error: { code: 'not_permitted', permission: 'audit.read' } },
    })
  })

  it('by something that is not there', async () => {
    expect(await documentOf(workspace, ['ledger', 'balance', 'nobody'])).toEqual({
      exit: 1,
      document: { error: { code: 'not_found', noun: 'client', id: 'nobody' } },
    })
    const nowhere = path.join(folder, 'nowhere')
    expect(await documentOf(nowhere, ['check'])).toEqual({
      exit: 1,
      document: { error: { code: 'workspace_missing', directory: nowhere } },
    })
  })

  it('by a passphrase that is too short, before anything is made', async () => {
    const made = path.join(folder, 'short')
    const environment = { COUNTINGHOUSE_PASSPHRASE: 'short' }
    expect(await documentOf(made, ['init'], { environment })).toEqual({
      exit: 1,
      document: { error: { code: 'new_passphrase_too_short', atLeast: 12 } },
    })
  })

  it('until a passphrase that somebody else gave is changed', async () => {
    const environment = { COUNTINGHOUSE_NEW_PASSPHRASE: 'given by the administrator' }
    const added = await documentOf(workspace, ['users', 'add', 'anna', '--roles', 'analyst,auditor'], { environment })
    expect(added).toMatchObject({ exit: 0, document: { name: 'anna', roles: ['analyst', 'auditor'] } })
    const first = { user: 'anna', environment: { COUNTINGHOUSE_PASSPHRASE: 'given by the administrator' } }
    const refused = await documentOf(workspace, ['clients', 'list'], first)
    expect(refused).toEqual({
      exit: 1,
      document: { error: { code: 'not_permitted', permission: 'passphrase_change_first' } },
    })
    const change = { ...first.environment, COUNTINGHOUSE_NEW_PASSPHRASE: 'chosen by Anna herself' }
    expect((await documentOf(workspace, ['users', 'passwd'], { user: 'anna', environment: change })).exit).toBe(0)
    const second = { user: 'anna', environment: { COUNTINGHOUSE_PASSPHRASE: 'chosen by Anna herself' } }
    expect((await documentOf(workspace, ['clients', 'list'], second)).exit).toBe(0)
  })
})

describe('3, in use', () => {
  it('names who has it: program, process and since when', async () => {
    const lock = takeLock(layoutOf(workspace), 'host')
    try {
      const { exit, document } = await jsonOf(workspace, ['check'])
      expect({ exit, document }).toMatchObject({
        exit: 3,
        document: { error: { code: 'workspace_in_use', program: 'host', process: process.pid } },
      })
      const { since } = document.error as { since: string }
      const { exit: again, err } = await runCli(workspace, ['users', 'list'])
      expect(again).toBe(3)
      expect(err).toContain(`in use by the host (process ${process.pid}`)
      expect(err).toContain(`since ${since}`)
    } finally {
      lock.release()
    }
    expect((await documentOf(workspace, ['check'])).exit).toBe(0)
  })
})

describe('4, wrong key or damaged store', () => {
  it('for a wrong passphrase, and for a user nobody knows just the same', async () => {
    const environment = { COUNTINGHOUSE_PASSPHRASE: 'not the passphrase' }
    const wrong = await jsonOf(workspace, ['check'], { environment })
    const unknown = await documentOf(workspace, ['check'], { user: 'nobody', environment })
    expect(wrong).toEqual({ exit: 4, document: { error: { code: 'wrong_credentials', retryAfterSeconds: 0 } } })
    expect(unknown).toEqual(wrong)
  })

  it('for a store with a changed byte', async () => {
    const damaged = path.join(folder, 'damaged')
    cpSync(workspace, damaged, { recursive: true })
    const store = path.join(damaged, 'store.db')
    const bytes = readFileSync(store)
    bytes[100] = (bytes[100] ?? 0) ^ 1
    writeFileSync(store, bytes)
    expect(await jsonOf(damaged, ['check'])).toMatchObject({ exit: 4, document: { error: { code: 'store_damaged' } } })
  })

  it('for a damaged key file', async () => {
    const damaged = path.join(folder, 'keyless')
    cpSync(workspace, damaged, { recursive: true })
    writeFileSync(path.join(damaged, 'keys.json'), '{')
    expect(await jsonOf(damaged, ['check'])).toMatchObject({ exit: 4, document: { error: { code: 'keys_damaged' } } })
  })
})
