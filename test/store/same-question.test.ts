/** The same question from many at once is asked once; whoever has the answer to a write sees what it wrote. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EngineStore } from '../../engine/engine-store.ts'
import { questionOf } from '../../engine/store/question.ts'
import { makeWorkspace, openTestEngine, removeFolder, type TestEngine } from '../workspace-fixture.ts'

let directory: string
let opened: TestEngine
let store: EngineStore
const find = (name: string) => store.read('users.find', { name })
const waiting = (): number => store.waiting().quick

describe('a question to the store', () => {
  beforeEach(async () => {
    directory = (await makeWorkspace()).directory
    opened = await openTestEngine(directory)
    await opened.as('admin')
    store = (await opened.engine.opened()).store
  })
  afterEach(async () => {
    await opened.engine.close()
    removeFolder(directory)
  })

  it('is asked once, however many ask it while it waits', async () => {
    const answers = [find('admin'), find('admin'), find('nobody'), find('admin')]
    expect(waiting()).toBe(2)
    const [first, second, nobody, third] = await Promise.all(answers)
    expect([second, third]).toEqual([first, first])
    expect(first).toMatchObject({ name: 'admin' })
    expect(nobody).toBeNull()
  })

  it('is asked anew once it was answered', async () => {
    await find('admin')
    const again = find('admin')
    expect(waiting()).toBe(1)
    await again
  })

  it('is asked anew after a write was answered, though somebody still waits with the same', async () => {
    // So much waits before it that the writer is done first.
    const before = Array.from({ length: 2_000 }, (_, each) => find(`somebody ${each}`))
    const early = find('admin')
    await store.write('audit.note', { action: 'test', subject: 'test', outcome: 'done', detail: {} }, 'admin')
    const [waited, late] = [waiting(), find('admin')]
    expect(waited).toBeGreaterThan(0)
    expect(waiting()).toBe(waited + 1)
    await Promise.all([...before, early, late])
  })

  it('that fails is asked anew by the next', async () => {
    const refused = () => store.read('users.find', { name: null as unknown as string })
    const outcomes = await Promise.allSettled([refused(), refused()])
    expect(outcomes[0]).toEqual(outcomes[1])
    expect(await find('admin')).toMatchObject({ name: 'admin' })
  })
})

describe('two questions', () => {
  it.each([
    [{ a: 1 }, { a: 2 }],
    [{ a: '1' }, { a: 1 }],
    [{ a: [1, 2] }, { a: [2, 1] }],
    [null, {}],
  ])('%j and %j are told apart', (one, other) => {
    expect(questionOf('q', one)).not.toBe(questionOf('q', other))
  })

  it.each([
    ['bytes', new Uint8Array([1])],
    ['a map', new Map([[1, 2]])],
    ['a set', new Set([1])],
    ['no number', Number.NaN],
    ['an integer without end', 1n],
    ['a date', new Date(0)],
  ])('with %s are never taken for the same', (_name, value) => {
    expect(questionOf('q', { of: [value] })).toBeNull()
  })
})
