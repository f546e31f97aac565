/** The engine's threads load while nobody has signed in yet, and go with an engine that nobody opened. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openEngine } from '../../engine/engine.ts'
import { prepareThread, startThread } from '../../engine/threads/start-thread.ts'
import { makeFolder, makeWorkspace, openTestEngine, removeFolder } from '../workspace-fixture.ts'

let directory: string

const threads = (): number => process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length

beforeEach(async () => {
  directory = makeFolder()
  await makeWorkspace(directory)
})

afterEach(() => removeFolder(directory))

it('an engine that was never opened ends with its threads and its lock', async () => {
  const before = threads()
  for (let again = 0; again < 2; again += 1) {
    const engine = await openEngine({ directory, version: 'test', program: 'host' })
    expect(threads()).toBeGreaterThan(before)
    await engine.close()
    expect(threads()).toBe(before)
  }
})

it('a thread that dies before it is told to begin says so to whoever has it begin', async () => {
  const thread = prepareThread('reader')
  await thread.drop()
  thread.begin({ file: directory, key: new Uint8Array(32) })
  await expect(thread.caller.started).rejects.toMatchObject({ code: 'engine_stopping' })
})

it('a thread that is told to begin answers only once it could', async () => {
  const caller = startThread('reader', { file: `${directory}/nothing.db`, key: new Uint8Array(32) })
  await expect(caller.started).rejects.toMatchObject({ code: 'workspace_unwritable' })
})

it('no reader begins on a store that was closed', async () => {
  const before = threads()
  const { engine, as } = await openTestEngine(directory)
  await as('admin')
  const { store } = await engine.opened()
  await engine.close()
  await expect(store.readLong('workspace.check', { deep: false })).rejects.toMatchObject({ code: 'engine_stopping' })
  expect(threads()).toBe(before)
})
