/** Commands that wait together share one commit: each is still wholly done or not at all, in order, and durable before its answer. */
import { Worker } from 'node:worker_threads'
import type Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { verifyChain } from '../../engine/audit/verify.ts'
import { Failure } from '../../engine/failure.ts'
import type { WorkspaceKeys } from '../../engine/keys/derive.ts'
import { connect } from '../../engine/store/connection.ts'
import { type Caller, callerOf, StoreThreadBug } from '../../engine/threads/call.ts'
import { layoutOf } from '../../engine/workspace/layout.ts'
import { makeWorkspace, removeFolder } from '../workspace-fixture.ts'
import { keysOf } from './on-disk.ts'

let directory: string
let keys: WorkspaceKeys
let worker: Worker
let writer: Caller
let reader: Database.Database

beforeEach(async () => {
  directory = (await makeWorkspace()).directory
  keys = await keysOf(directory)
  const { store: file, upgrades: copies } = layoutOf(directory)
  worker = new Worker(new URL('./writer-with-test-commands.ts', import.meta.url), {
    workerData: { file, key: keys.store, chainKey: keys.chain, copies },
  })
  writer = callerOf(worker)
  await writer.started
  reader = connect({ file, key: keys.store, mode: 'read' })
})
afterEach(async () => {
  reader.close()
  await worker.terminate()
  removeFolder(directory)
})

const run = (name: string, code = 'EUR') => writer.call(name, { code }, { actor: 'admin' })

/** Asked while the writer is at work, so that they wait together. They are answered in the order in which they were asked. */
async function ask(calls: readonly (readonly [name: string, code?: string])[]): Promise<unknown[]> {
  const order: number[] = []
  void run('pause')
  const outcomes = await Promise.allSettled(
    calls.map(([name, code], index) => run(name, code).finally(() => order.push(index))),
  )
  expect(order).toEqual(calls.map((_, index) => index))
  return outcomes.map((each) => (each.status === 'fulfilled' ? each.value : each.reason))
}

const currencies = () => reader.prepare('SELECT code FROM currency ORDER BY code').pluck().all()
const records = () => reader.prepare('SELECT subject FROM audit_record WHERE seq > 2 ORDER BY seq').pluck().all()

function expectIntact(): void {
  const context = { raw: reader, db: undefined as never, onProgress: () => undefined }
  expect(verifyChain(context, { chainKey: keys.chain, anchor: null, workspace: '' })).toMatchObject({ intact: true })
}

const codesOf = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `A${String.fromCharCode(65 + (index % 26), 65 + Math.floor(index / 26))}`)

const bug = expect.any(StoreThreadBug)

describe('commands that wait together', () => {
  it('share one commit: the last of them sees the first, and until then nobody else does', async () => {
    // A group stops growing after a while of work, which a machine that is busy otherwise can make of three commands.
    const pairs = codesOf(20)
    for (let known = 1; pairs.length > 0; known += 2) {
      const [first = '', second = ''] = pairs.splice(0, 2)
      const [, , seen] = await ask([['add', first], ['add', second], ['look']])
      expect(seen).toMatchObject({ inside: known + 2 })
      if ((seen as { outside: number }).outside === known) return
    }
    expect.fail('no three commands that waited together ever shared a commit')
  })

  it('are each on the disk before they are answered, in the order in which they were asked', async () => {
    const codes = codesOf(300)
    const missing: string[] = []
    const known = reader.prepare('SELECT 1 FROM currency WHERE code = ?')
    const order: string[] = []
    void run('pause')
    await Promise.all(
      codes.map(async (code) => {
        await run('add', code)
        order.push(code)
        if (known.get(code) === undefined) missing.push(code)
      }),
    )
    expect({ missing, order }).toEqual({ missing: [], order: codes })
    expect(records()).toEqual(codes)
    expectIntact()
  })

  it.each([
    ['a bug', 'addAndThrow', bug],
    ['a bug in its record', 'addAndRecordNothing', bug],
    ['a failure of the world', 'addAndFail', new Failure('directory_unusable', { code: 'EUR' })],
    ['a name that nobody wrote', 'unheardOf', bug],
    ['a failure after which SQLite took everything back', 'addAndLoseAll', new Failure('disk_full', { code: 'EUR' })],
    ['a change that the commit refuses', 'addWhatCanNotBeCommitted', bug],
  ])(
    'of which one ends with %s: it alone fails and leaves nothing, the others are done once',
    async (_, name, error) => {
      expect(
        await ask([
          ['add', 'CHF'],
          ['add', 'GBP'],
          [name, 'EUR'],
          ['add', 'JPY'],
          ['add', 'SEK'],
        ]),
      ).toEqual([1, 1, error, 1, 1])
      expect(currencies()).toEqual(['CHF', 'GBP', 'JPY', 'SEK', 'USD'])
      expect(records()).toEqual(['CHF', 'GBP', 'JPY', 'SEK'])
      expectIntact()
    },
  )

  it('of which every second one fails in its own way are answered each with its own', async () => {
    const failing = ['addAndThrow', 'addAndFail', 'addAndLoseAll', 'addWhatCanNotBeCommitted', 'addAndRecordNothing']
    const codes = codesOf(100)
    const calls = codes.map((code, index): [string, string] => [
      index % 2 === 0 ? 'add' : (failing[(index >> 1) % failing.length] ?? ''),
      code,
    ])
    const answers = await ask(calls)
    expect(answers.map((answer) => (answer === 1 ? 'done' : (answer as Error).name))).toEqual(
      calls.map(([name]) => {
        if (name === 'add') return 'done'
        return name === 'addAndFail' || name === 'addAndLoseAll' ? 'Failure' : 'StoreThreadBug'
      }),
    )
    const done = codes.filter((_, index) => index % 2 === 0)
    expect(records()).toEqual(done)
    expect(currencies()).toEqual([...done, 'USD'].toSorted())
    expectIntact()
  })

  it('of which one is refused: the refusal is its answer, is recorded, and costs the others nothing', async () => {
    const refused = { status: 'code_unwanted', code: 'EUR' }
    expect(
      await ask([
        ['add', 'CHF'],
        ['refuse', 'EUR'],
        ['add', 'JPY'],
      ]),
    ).toEqual([1, refused, 1])
    expect(currencies()).toEqual(['CHF', 'JPY', 'USD'])
    expect(records()).toEqual(['CHF', 'EUR', 'JPY'])
    expectIntact()
  })

  it('see each other one after another, also where one fails because of another', async () => {
    expect(
      await ask([
        ['add', 'CHF'],
        ['add', 'CHF'],
        ['add', 'EUR'],
      ]),
    ).toEqual([1, bug, 1])
    expect(records()).toEqual(['CHF', 'EUR'])
  })

  it('do not wait for work in bulk behind them, nor share its transaction when it is before them', async () => {
    expect(await ask([['add', 'CHF'], ['add', 'EUR'], ['lookAtLength'], ['look']])).toEqual([
      1,
      1,
      { inside: 3, outside: 3 },
      { inside: 3, outside: 3 },
    ])
  })

  it('are not added to a group that has worked for long already', async () => {
    expect(await ask([['add', 'CHF'], ['addSlowly', 'EUR'], ['look']])).toEqual([1, 1, { inside: 3, outside: 3 }])
  })
})
