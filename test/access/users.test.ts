import { afterEach, beforeEach, expect, it } from 'vitest'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { readKeyFile } from '../../engine/keys/key-file.ts'
import {
  makeFolder,
  makeWorkspace,
  openTestEngine,
  passphraseOf,
  refusalOf,
  removeFolder,
  type TestEngine,
} from '../workspace-fixture.ts'

let directory: string
let opened: TestEngine
let admin: EngineClient

beforeEach(async () => {
  directory = makeFolder()
  await makeWorkspace(directory, [
    { name: 'admin', roles: ['admin'] },
    { name: 'other', roles: ['admin', 'approver'] },
    { name: 'Émile', roles: ['analyst'] },
  ])
  opened = await openTestEngine(directory)
  admin = await opened.as('admin')
})
afterEach(async () => {
  await opened.engine.close()
  removeFolder(directory)
})

const draftOf = (name: string) => ({
  name,
  displayName: name,
  roles: ['analyst' as const],
  passphrase: passphraseOf(name),
})
const tableOf = async (): Promise<unknown[]> =>
  (await admin.users.list()).items.map(({ name, roles, state }) => `${name} ${roles.join('+')} ${state}`)
const slotCount = (): number => readKeyFile(opened.engine.layout.keys).current.slots.length

it('always leaves somebody who can administer', async () => {
  expect(await refusalOf(admin.users.setRoles({ name: 'nobody', roles: ['admin'] }))).toEqual({
    code: 'not_found',
    data: { noun: 'user', id: 'nobody' },
  })
  await admin.users.setRoles({ name: 'other', roles: ['approver'] })
  for (const name of ['admin', 'ADMIN']) {
    expect(await refusalOf(admin.users.setRoles({ name, roles: ['auditor', 'approver'] }))).toEqual({
      code: 'last_admin',
      data: { user: name },
    })
  }
  await admin.users.setRoles({ name: 'admin', roles: ['admin', 'auditor'] })
  expect(await tableOf()).toEqual(['admin admin+auditor active', 'other approver active', 'Émile analyst active'])
})

it('lets nobody remove the last administrator, nor themselves', async () => {
  for (const name of ['admin', 'Admin', 'ａｄｍｉｎ']) {
    expect(await refusalOf(admin.users.remove({ name }))).toEqual({ code: 'own_account', data: { user: 'admin' } })
  }
  const other = await opened.as('other')
  await other.users.setRoles({ name: 'other', roles: ['admin'] })
  await admin.users.setRoles({ name: 'other', roles: ['approver'] })
  const { store } = await opened.engine.opened()
  // Whoever asks: the store itself refuses, so that no other door is left open.
  expect(await store.write('users.remove', { name: 'admin' }, 'other')).toEqual({ status: 'last_admin' })
  expect(await tableOf()).toEqual(['admin admin active', 'other approver active', 'Émile analyst active'])
})

it('removes a person for good: their name is not given to anybody else, and their key opens nothing', async () => {
  expect(await admin.users.remove({ name: 'other' })).toMatchObject({ name: 'other', state: 'removed' })
  expect(slotCount()).toBe(3)
  for (const name of ['other', 'OTHER', 'ｏther']) {
    expect(await refusalOf(admin.users.add(draftOf(name)))).toEqual({ code: 'user_exists', data: { user: 'other' } })
  }
  for (const call of [
    () => admin.users.remove({ name: 'other' }),
    () => admin.users.setRoles({ name: 'other', roles: ['admin'] }),
    () => admin.users.setPassphrase({ name: 'other', passphrase: 'a long new passphrase' }),
  ]) {
    expect((await refusalOf(call())).code).toBe('not_found')
  }
  expect(slotCount()).toBe(3)
  expect((await refusalOf(opened.as('other'))).code).toBe('wrong_credentials')
  expect(await tableOf()).toEqual(['admin admin active', 'other admin+approver removed', 'Émile analyst active'])
  expect((await admin.keys.list()).generation).toBe(2)
})

it('takes a name in other letters for the one who has it, and leaves their passphrase alone', async () => {
  for (const name of ['Émile', 'émile', 'ÉMILE']) {
    const refused = await refusalOf(admin.users.add({ ...draftOf(name), passphrase: 'the passphrase of a stranger' }))
    expect(refused).toEqual({ code: 'user_exists', data: { user: 'Émile' } })
  }
  expect(slotCount()).toBe(4)
  expect((await opened.as('Émile')).token).toHaveLength(43)
  const asStranger = { user: 'émile', passphrase: 'the passphrase of a stranger' }
  expect((await refusalOf(opened.stranger.session.signIn(asStranger))).code).toBe('wrong_credentials')
})

it('adds a person whose first passphrase must be changed, and records who added whom with which roles', async () => {
  const added = await admin.users.add({ ...draftOf('陳大文'), roles: ['analyst', 'analyst', 'approver'] })
  expect(added).toMatchObject({ name: '陳大文', roles: ['analyst', 'approver'], state: 'active', lastSignInAt: null })
  expect(await opened.stranger.session.signIn({ user: '陳大文', passphrase: passphraseOf('陳大文') })).toMatchObject({
    mustChangePassphrase: true,
  })
  const { items } = await admin.audit.list({ action: 'users.add', limit: 1 })
  expect(items[0]).toMatchObject({
    actor: 'admin',
    subject: 'user:陳大文',
    outcome: 'done',
    detail: { roles: ['analyst', 'analyst', 'approver'] },
  })
})

it('refuses names that no keyboard types twice alike, and passphrases too short for a new one', async () => {
  for (const name of ['', ' ', ' admin', 'a b', '-a', 'a\nb', 'a/b', 'x'.repeat(65), 'e\u0301mile']) {
    expect((await refusalOf(admin.users.add(draftOf(name)))).code).toBe('bad_input')
  }
  for (const passphrase of ['', 'x'.repeat(11), 'x'.repeat(257)]) {
    expect((await refusalOf(admin.users.add({ ...draftOf('new'), passphrase }))).code).toBe('bad_input')
    expect((await refusalOf(admin.users.setPassphrase({ name: 'other', passphrase }))).code).toBe('bad_input')
  }
  expect(await tableOf()).toHaveLength(3)
})

it('is in set-up mode until two people can approve, and again when one of them goes', async () => {
  const modeOf = async (): Promise<unknown> => {
    const { setUpMode, approvers } = await admin.workspace.get()
    return [setUpMode, approvers]
  }
  expect(await modeOf()).toEqual([true, 1])
  await admin.users.setRoles({ name: 'Émile', roles: ['approver', 'analyst'] })
  expect(await modeOf()).toEqual([false, 2])
  await admin.users.remove({ name: 'Émile' })
  expect(await modeOf()).toEqual([true, 1])
})

it('writes what was refused into the log as well as what was done', async () => {
  await admin.users.setRoles({ name: 'other', roles: ['approver'] })
  await refusalOf(admin.users.setRoles({ name: 'admin', roles: ['approver'] }))
  const { items } = await admin.audit.list({ action: 'users.set_roles' })
  expect(items.map(({ subject, outcome }) => [subject, outcome])).toEqual([
    ['user:admin', 'last_admin'],
    ['user:other', 'done'],
  ])
})
