import { EventEmitter } from 'node:events'
import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { MessagePortMain } from 'electron'
import { afterEach, beforeEach, expect, it, type Mock, vi } from 'vitest'
import type { FromEngine, ToEngine } from '../../electron/control.ts'
import { answerControl } from '../../electron/engine-room.ts'
import { FakePort } from '../fakes/electron.ts'
import { clientOf, makeFolder, makeWorkspace, openTestEngine, removeFolder } from '../workspace-fixture.ts'

/** Main's end of the line. The engine, its threads and its host are the real ones. */
class Main extends EventEmitter {
  readonly heard: FromEngine[] = []

  postMessage(message: FromEngine): void {
    this.heard.push(message)
    if (message.type === 'keychain-ask')
      this.tell({ type: 'keychain-answer', request: message.request, answer: noKeychain })
    this.emit('heard')
  }

  tell(data: ToEngine, ports: readonly FakePort[] = []): void {
    this.emit('message', { data, ports: ports as unknown as MessagePortMain[] })
  }

  async hears<T extends FromEngine['type']>(type: T, timeout = 20_000): Promise<Extract<FromEngine, { type: T }>> {
    const isIt = (message: FromEngine): message is Extract<FromEngine, { type: T }> => message.type === type
    await vi.waitUntil(() => this.heard.some(isIt), { timeout })
    const index = this.heard.findIndex(isIt)
    return this.heard.splice(index, 1)[0] as Extract<FromEngine, { type: T }>
  }
}

type Exit = (code: number) => void

const ended = (exit: Mock<Exit>): Promise<boolean> =>
  vi.waitUntil(() => exit.mock.calls[0]?.[0] === 0, { timeout: 20_000 })

const noKeychain = { gave: 'refusal', state: 'unavailable' } as const

let directory: string
let rendererDirectory: string
let main: Main
let exit: Mock<Exit>

beforeEach(() => {
  directory = makeFolder()
  rendererDirectory = makeFolder()
  writeFileSync(path.join(rendererDirectory, 'index.html'), '<p>console</p>')
  main = new Main()
  exit = vi.fn<Exit>()
  answerControl(main as never, exit)
})

afterEach(async () => {
  main.tell({ type: 'close' })
  await ended(exit)
  removeFolder(directory)
  removeFolder(rendererDirectory)
})

const order = (): Extract<ToEngine, { type: 'open' }> => ({
  type: 'open',
  version: '0.0.0-test',
  directory,
  rendererDirectory,
})

it('opens a workspace, holds it alone, and lets go of it when it closes', async () => {
  await makeWorkspace(directory)
  main.tell(order())
  expect(await main.hears('opened')).toEqual({ type: 'opened' })
  const second = new Main()
  const secondExit = vi.fn<Exit>()
  answerControl(second as never, secondExit)
  second.tell(order())
  expect(await second.hears('refused')).toMatchObject({ code: 'workspace_in_use', facts: { program: 'desktop' } })
  main.tell({ type: 'close' })
  await ended(exit)
  expect(existsSync(path.join(directory, 'holder.json'))).toBe(false)
  second.tell(order())
  expect(await second.hears('opened')).toEqual({ type: 'opened' })
  second.tell({ type: 'close' })
  await ended(secondExit)
})

it('says that there is no workspace, with facts that are text', async () => {
  main.tell(order())
  expect(await main.hears('refused')).toEqual({ type: 'refused', code: 'workspace_missing', facts: { directory } })
})

const draft = { name: 'Harbour', user: 'ada', displayName: 'Ada', passphrase: 'a long enough passphrase' }

it('makes a workspace that its first user opens, and opens none by itself', async () => {
  const place = path.join(directory, 'new')
  main.tell({ type: 'create', request: 1, directory: place, draft })
  const { outcome } = await main.hears('created')
  expect(outcome).toEqual({ ok: true, recoveryKey: expect.stringMatching(/^([0-9A-Z]{4}-){6}[0-9A-Z]{4}$/) })
  main.tell({ type: 'create', request: 2, directory: place, draft })
  expect(await main.hears('created')).toEqual({
    type: 'created',
    request: 2,
    outcome: { ok: false, code: 'workspace_exists', facts: { directory: place } },
  })
  const { engine, stranger } = await openTestEngine(place)
  try {
    expect(engine.isOpen).toBe(false)
    const session = await stranger.session.signIn({ user: 'ada', passphrase: draft.passphrase })
    expect(session.roles.toSorted()).toEqual(['admin', 'approver'])
  } finally {
    await engine.close()
  }
})

const asAda = async (place: string, request: number, more: object) => {
  main.tell({ type: 'create', request, directory: place, draft: { ...draft, ...more } })
  // The demo is three months of batches: on a machine that has much to do it takes its time.
  expect(await main.hears('created', 240_000)).toMatchObject({ outcome: { ok: true } })
  const { engine, stranger } = await openTestEngine(place)
  const { token } = await stranger.session.signIn({ user: 'ada', passphrase: draft.passphrase })
  return { engine, ada: clientOf(engine, token) }
}

it('makes it in the zone and the currency that were chosen', async () => {
  const { engine, ada } = await asAda(path.join(directory, 'new'), 1, { zone: 'Asia/Tokyo', currency: 'JPY' })
  try {
    expect(await ada.workspace.get()).toMatchObject({ zone: 'Asia/Tokyo', currency: 'JPY', currencyDigits: 0 })
  } finally {
    await engine.close()
  }
})

it('plays the demo into one that is to have it', async () => {
  const { engine, ada } = await asAda(path.join(directory, 'new'), 1, { demo: true, zone: 'Asia/Tokyo' })
  try {
    // Its shops are in Hong Kong, whatever was chosen before somebody wanted the demo.
    expect(await ada.workspace.get()).toMatchObject({ demo: true, zone: 'Asia/Hong_Kong', setUpMode: false })
    expect((await ada.producers.list()).items.map(({ batches }) => batches > 0)).toContain(true)
    // What the page tells of the demo's people.
    for (const user of ['operator', 'analyst', 'approver', 'auditor'])
      await clientOf(engine).session.signIn({ user, passphrase: `demo-${user}-pass` })
    expect(await ada.workspace.check({})).toMatchObject({ consistent: true })
  } finally {
    await engine.close()
  }
}, 300_000)

it('answers a page on the port it is given, and closes one that comes before the engine is open', async () => {
  const early = new FakePort()
  main.tell({ type: 'port' }, [early])
  expect(early.close).toHaveBeenCalledOnce()
  await makeWorkspace(directory)
  main.tell(order())
  await main.hears('opened')
  const port = new FakePort()
  main.tell({ type: 'port' }, [port])
  expect(port.start).toHaveBeenCalledOnce()
  expect(port.listenerCount('message')).toBe(1)
})

it('serves on demand, once, and stops again', async () => {
  main.tell({ type: 'serve', request: 1, port: null })
  expect((await main.hears('serving')).outcome).toEqual({ ok: false, code: 'engine_stopped', facts: {} })
  await makeWorkspace(directory)
  main.tell(order())
  await main.hears('opened')
  main.tell({ type: 'serve', request: 2, port: null })
  const { outcome } = await main.hears('serving')
  const url = outcome.ok ? outcome.url : null
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ status: 'ok', workspace: 'sealed' })
  main.tell({ type: 'serve', request: 3, port: null })
  expect((await main.hears('serving')).outcome).toEqual({ ok: true, url })
  main.tell({ type: 'stop-serving', request: 4 })
  expect((await main.hears('serving')).outcome).toEqual({ ok: true, url: null })
  await expect(fetch(`${url}/health`)).rejects.toThrow('fetch failed')
})
