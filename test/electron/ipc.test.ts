import { beforeEach, expect, it, vi } from 'vitest'
import { ZodError } from 'zod'
import { channels } from '../../electron/channels.ts'
import { answerPages, type ShellActions } from '../../electron/ipc.ts'
import type { ShellState } from '../../engine/contract/shell.ts'
import { FakeIpcMain } from '../fakes/electron.ts'

const state: ShellState = {
  engine: { state: 'running' },
  directory: '/books',
  connectedTo: null,
  serving: null,
  keychain: 'available',
  platform: 'linux',
}
const own = { senderFrame: { url: 'app://countinghouse/', parent: null }, sender: { id: 1 } }
const foreign = { senderFrame: { url: 'https://books.example/', parent: null }, sender: { id: 2 } }

const firstUser = { name: 'Harbour', user: 'ada', displayName: 'Ada', passphrase: 'a long enough passphrase' }

let ipcMain: FakeIpcMain
let actions: { [name in keyof ShellActions]: ReturnType<typeof vi.fn<ShellActions[name]>> }

beforeEach(() => {
  ipcMain = new FakeIpcMain()
  actions = {
    getState: vi.fn<ShellActions['getState']>(() => state),
    requestPort: vi.fn<ShellActions['requestPort']>(),
    openWorkspace: vi.fn<ShellActions['openWorkspace']>(async () => ({ ok: true, detail: '/books' })),
    chooseFolder: vi.fn<ShellActions['chooseFolder']>(async () => ({ ok: true, detail: '/books' })),
    createWorkspace: vi.fn<ShellActions['createWorkspace']>(async () => ({ ok: true, detail: 'KEY' })),
    serve: vi.fn<ShellActions['serve']>(async () => ({ ok: true, detail: '' })),
    connect: vi.fn<ShellActions['connect']>(async () => ({ ok: true, detail: '' })),
    tellNews: vi.fn<ShellActions['tellNews']>(),
  }
  answerPages(ipcMain.asReal, actions)
})

it('answers our own page', async () => {
  expect(await ipcMain.invoke(channels.getState, own)).toEqual(state)
  await ipcMain.invoke(channels.serve, own, true)
  expect(actions.serve).toHaveBeenCalledExactlyOnceWith(true)
  expect(await ipcMain.invoke(channels.createWorkspace, own, firstUser)).toEqual({ ok: true, detail: 'KEY' })
  expect(actions.createWorkspace).toHaveBeenCalledExactlyOnceWith(firstUser)
  await ipcMain.invoke(channels.connect, own, null)
  expect(actions.connect).toHaveBeenCalledExactlyOnceWith(null)
  ipcMain.emit(channels.requestPort, own)
  expect(actions.requestPort).toHaveBeenCalledExactlyOnceWith(own.sender)
  const news = { unread: 2, notices: [{ title: 'Given to you', body: 'EX-1', path: '/exceptions?open=1' }] }
  ipcMain.emit(channels.news, own, news)
  expect(actions.tellNews).toHaveBeenCalledExactlyOnceWith(news)
})

it('takes what a workspace is founded on, and no zone or currency that there is not', async () => {
  const founded = { ...firstUser, zone: 'Asia/Tokyo', currency: 'JPY', demo: false }
  await ipcMain.invoke(channels.createWorkspace, own, founded)
  expect(actions.createWorkspace).toHaveBeenCalledExactlyOnceWith(founded)
  for (const wrong of [{ zone: 'Asia/Atlantis' }, { currency: 'ABC' }, { demo: 'yes' }])
    await expect(ipcMain.invoke(channels.createWorkspace, own, { ...founded, ...wrong })).rejects.toThrow(ZodError)
})

it('refuses every call of anybody else, whatever is asked', async () => {
  for (const channel of ipcMain.handlers.keys()) {
    await expect(ipcMain.invoke(channel, foreign, true)).rejects.toThrow('not_permitted')
  }
  ipcMain.emit(channels.requestPort, foreign)
  ipcMain.emit(channels.news, foreign, { unread: 0, notices: [] })
  for (const action of Object.values(actions)) expect(action).not.toHaveBeenCalled()
})

it('has no other channels than those it checks', () => {
  const answered = [...ipcMain.handlers.keys(), ...ipcMain.eventNames()]
  const toPages: readonly string[] = [channels.state, channels.command, channels.enginePort, channels.open]
  expect(answered.toSorted()).toEqual(
    Object.values(channels)
      .filter((channel) => !toPages.includes(channel))
      .toSorted(),
  )
})

it.each([
  [channels.serve, 'yes'],
  [channels.serve, undefined],
  [channels.connect, 7],
  [channels.connect, 'x'.repeat(3_000)],
  [channels.connect, { toString: () => 'https://books.example' }],
  [channels.createWorkspace, { ...firstUser, passphrase: 'short' }],
  [channels.createWorkspace, { ...firstUser, user: '../ada' }],
  [channels.createWorkspace, { ...firstUser, name: '' }],
])('%s refuses %j', async (channel, input) => {
  await expect(ipcMain.invoke(channel, own, input)).rejects.toThrow(ZodError)
  expect(actions.serve).not.toHaveBeenCalled()
  expect(actions.connect).not.toHaveBeenCalled()
  expect(actions.createWorkspace).not.toHaveBeenCalled()
})

const notice = { title: 't', body: 'b', path: '/exceptions?open=1' }
it.each([
  ['nothing', undefined],
  ['a count that is none', { unread: -1, notices: [] }],
  ['more than a person is told of at once', { unread: 9, notices: Array.from({ length: 9 }, () => notice) }],
  ['a way out of the console', { unread: 1, notices: [{ ...notice, path: '//elsewhere.example/' }] }],
  ['an address', { unread: 1, notices: [{ ...notice, path: 'https://elsewhere.example/' }] }],
  ['a script', { unread: 1, notices: [{ ...notice, path: 'javascript:alert(1)' }] }],
  ['a text without end', { unread: 1, notices: [{ ...notice, body: 'x'.repeat(2_000) }] }],
])('drops news that are %s', (_what, news) => {
  ipcMain.emit(channels.news, own, news)
  expect(actions.tellNews).not.toHaveBeenCalled()
})
