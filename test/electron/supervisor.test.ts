import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { channels } from '../../electron/channels.ts'
import type { FromEngine, ToEngine } from '../../electron/control.ts'
import { EngineSupervisor } from '../../electron/engine-supervisor.ts'
import type { EngineState } from '../../engine/contract/shell.ts'
import { FakeUtilityProcess, FakeWebContents } from '../fakes/electron.ts'

let processes: FakeUtilityProcess[]
let states: EngineState[]
let served: (string | null)[]
let supervisor: EngineSupervisor

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-20T06:02:11Z') })
  processes = []
  states = []
  served = []
  supervisor = new EngineSupervisor({
    fork: () => {
      const child = new FakeUtilityProcess()
      processes.push(child)
      return child.asReal
    },
    version: '1.2.3',
    rendererDirectory: '/app/renderer',
    answerKeychain: () => ({ gave: 'state', state: 'available' }),
    onState: (state) => states.push(state),
    onServing: (url) => served.push(url),
  })
})

afterEach(() => {
  vi.useRealTimers()
})

const newest = (): FakeUtilityProcess => {
  const child = processes.at(-1)
  if (child === undefined) throw new Error('no process was started')
  return child
}
const told = (child: FakeUtilityProcess): ToEngine[] => child.postMessage.mock.calls.map(([message]) => message)
const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0)

async function answer(message: FromEngine, child = newest()): Promise<void> {
  child.emit('message', message)
  await settle()
}

async function crash(child = newest()): Promise<void> {
  child.emit('exit', 9)
  await settle()
}

async function openAndRun(): Promise<FakeUtilityProcess> {
  void supervisor.open('/books')
  await settle()
  await answer({ type: 'opened' })
  return newest()
}

it('opens the workspace it is given and says that the engine runs', async () => {
  const opening = supervisor.open('/books')
  await settle()
  expect(told(newest())).toEqual([
    { type: 'open', directory: '/books', version: '1.2.3', rendererDirectory: '/app/renderer' },
  ])
  await answer({ type: 'opened' })
  expect(await opening).toEqual({ ok: true })
  expect(states.map(({ state }) => state)).toEqual(['starting', 'running'])
})

const draft = { name: 'Harbour', user: 'ada', displayName: 'Ada', passphrase: 'a long enough passphrase' }

it('makes a workspace in a process of its own, and opens it when a page asks again', async () => {
  void supervisor.open('/books')
  await settle()
  const page = new FakeWebContents()
  supervisor.requestPort(page)
  const refused = newest()
  await answer({ type: 'refused', code: 'workspace_missing', facts: {} })
  await crash(refused)
  const making = supervisor.create('/books', draft)
  await settle()
  const maker = newest()
  expect(told(maker)).toEqual([{ type: 'create', request: 1, directory: '/books', draft }])
  await answer({ type: 'created', request: 1, outcome: { ok: true, recoveryKey: 'KEY' } })
  expect(told(maker).at(-1)).toEqual({ type: 'close' })
  maker.emit('exit', 0)
  expect(await making).toEqual({ ok: true, recoveryKey: 'KEY' })
  expect(supervisor.state).toMatchObject({ state: 'stopped', reason: 'workspace_missing' })
  supervisor.requestPort(page)
  await settle()
  expect(told(newest())[0]).toMatchObject({ type: 'open', directory: '/books' })
})

it('makes none beside one that is open, and says so when the process that makes one dies', async () => {
  await openAndRun()
  expect(await supervisor.create('/other', draft)).toMatchObject({ ok: false, code: 'workspace_exists' })
  const stopping = supervisor.stop('engine_stopping', {})
  await settle()
  await crash()
  await stopping
  const making = supervisor.create('/other', draft)
  await settle()
  await crash()
  expect(await making).toEqual({ ok: false, code: 'engine_crashed', facts: {} })
})

it('hands a page its port at once when the engine runs, and when it starts as soon as it does', async () => {
  const early = new FakeWebContents()
  supervisor.requestPort(early)
  const child = await openAndRun()
  expect(early.postMessage).toHaveBeenCalledExactlyOnceWith(channels.enginePort, null, [expect.anything()])

  const late = new FakeWebContents()
  supervisor.requestPort(late)
  expect(late.postMessage).toHaveBeenCalledOnce()
  expect(told(child).filter(({ type }) => type === 'port')).toHaveLength(2)
})

it('gives every page a new port after a crash, but none to a page that is gone or loads anew', async () => {
  await openAndRun()
  const [stays, leaves, reloads] = [new FakeWebContents(), new FakeWebContents(), new FakeWebContents()]
  for (const page of [stays, leaves, reloads]) supervisor.requestPort(page)
  leaves.destroyed = true
  supervisor.forget(reloads)
  await crash()
  await vi.advanceTimersByTimeAsync(250)
  await answer({ type: 'opened' })
  expect(stays.postMessage).toHaveBeenCalledTimes(2)
  expect(leaves.postMessage).toHaveBeenCalledTimes(1)
  expect(reloads.postMessage).toHaveBeenCalledTimes(1)
})

it('says when it stopped and which try this is, waits longer each time, and gives up after the fifth', async () => {
  await openAndRun()
  for (const [attempt, delayMs] of [250, 500, 1_000, 2_000, 4_000].entries()) {
    await crash()
    expect(states.at(-1)).toEqual({
      state: 'restarting',
      stoppedAt: new Date().toISOString(),
      attempt: attempt + 1,
      attemptsMax: 5,
    })
    await vi.advanceTimersByTimeAsync(delayMs - 1)
    expect(processes).toHaveLength(attempt + 1)
    await vi.advanceTimersByTimeAsync(1)
    expect(processes).toHaveLength(attempt + 2)
    await answer({ type: 'opened' })
  }
  await crash()
  expect(states.at(-1)).toMatchObject({ state: 'stopped', reason: 'engine_crashed', facts: { times: '5' } })
})

it('counts crashes of the last minute only', async () => {
  await openAndRun()
  for (let times = 0; times < 8; times += 1) {
    await crash()
    expect(states.at(-1)).toMatchObject({ state: 'restarting', attempt: 1 })
    await vi.advanceTimersByTimeAsync(250)
    await answer({ type: 'opened' })
    await vi.advanceTimersByTimeAsync(60_000)
  }
})

it('tries at once when a page asks while it waits to restart', async () => {
  await openAndRun()
  await crash()
  supervisor.requestPort(new FakeWebContents())
  await settle()
  expect(processes).toHaveLength(2)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(processes).toHaveLength(2)
})

it('restarts an engine that crashes while it opens', async () => {
  const opening = supervisor.open('/books')
  await settle()
  await crash()
  expect(await opening).toEqual({ ok: false, code: 'engine_crashed', facts: {} })
  expect(states.at(-1)).toMatchObject({ state: 'restarting', attempt: 1 })
})

it('stops with the reason when the workspace is refused, and tries again when a page asks again', async () => {
  const opening = supervisor.open('/books')
  await settle()
  await answer({ type: 'refused', code: 'workspace_in_use', facts: { program: 'host' } })
  expect(told(newest()).at(-1)).toEqual({ type: 'close' })
  await crash()
  expect(await opening).toMatchObject({ ok: false, code: 'workspace_in_use' })
  expect(states.at(-1)).toMatchObject({
    state: 'stopped',
    reason: 'workspace_in_use',
    facts: { directory: '/books', program: 'host' },
  })
  const page = new FakeWebContents()
  supervisor.requestPort(page)
  await settle()
  expect(processes).toHaveLength(1)
  supervisor.requestPort(page)
  await settle()
  expect(processes).toHaveLength(2)
})

it('waits for the engine to put everything away, and ends it when that takes over ten seconds', async () => {
  const child = await openAndRun()
  const stopping = supervisor.stop('engine_stopping', {})
  await settle()
  expect(told(child).at(-1)).toEqual({ type: 'close' })
  await vi.advanceTimersByTimeAsync(9_999)
  expect(child.kill).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(1)
  expect(child.kill).toHaveBeenCalledOnce()
  await crash(child)
  await stopping
  expect(states.at(-1)).toMatchObject({ state: 'stopped', reason: 'engine_stopping' })
  await vi.advanceTimersByTimeAsync(60_000)
  expect(processes).toHaveLength(1)
})

it('closes one workspace before it opens another', async () => {
  const first = await openAndRun()
  void supervisor.open('/other')
  await settle()
  expect(told(first).at(-1)).toEqual({ type: 'close' })
  expect(processes).toHaveLength(1)
  await crash(first)
  expect(processes).toHaveLength(2)
  expect(told(newest())[0]).toMatchObject({ type: 'open', directory: '/other' })
})

it('serves on the same port again after a crash', async () => {
  const first = await openAndRun()
  const serving = supervisor.serve(true)
  expect(told(first).at(-1)).toEqual({ type: 'serve', request: 1, port: null })
  await answer({ type: 'serving', request: 1, outcome: { ok: true, url: 'http://127.0.0.1:7411' } })
  expect(await serving).toEqual({ ok: true, url: 'http://127.0.0.1:7411' })
  await crash()
  await vi.advanceTimersByTimeAsync(250)
  await answer({ type: 'opened' })
  expect(told(newest()).at(-1)).toEqual({ type: 'serve', request: 1, port: 7411 })
  await answer({ type: 'serving', request: 1, outcome: { ok: false, code: 'port_in_use', facts: {} } })
  expect(served).toEqual(['http://127.0.0.1:7411', null])
})

it('leaves nobody waiting for an engine that is gone', async () => {
  await openAndRun()
  const serving = supervisor.serve(true)
  await crash()
  expect(await serving).toEqual({ ok: false, code: 'engine_crashed', facts: {} })
  expect(await supervisor.serve(true)).toEqual({ ok: false, code: 'engine_stopped', facts: {} })
})

it("answers the engine's question to the keychain", async () => {
  const child = await openAndRun()
  await answer({ type: 'keychain-ask', request: 3, ask: { want: 'state' } })
  expect(told(child).at(-1)).toEqual({
    type: 'keychain-answer',
    request: 3,
    answer: { gave: 'state', state: 'available' },
  })
})
