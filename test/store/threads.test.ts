/** The store's threads: commands one after another, a bug costs one command, and a thread that dies is told to everybody who waits. */
import { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Failure } from '../../engine/failure.ts'
import { type Caller, callerOf, StoreThreadBug } from '../../engine/threads/call.ts'
import { layoutOf } from '../../engine/workspace/layout.ts'
import { makeWorkspace, removeFolder } from '../workspace-fixture.ts'
import { keysOf, withRawStore } from './on-disk.ts'

let directory: string
let writer: Caller
let worker: Worker

beforeEach(async () => {
  directory = (await makeWorkspace()).directory
  const { store: key, chain: chainKey } = await keysOf(directory)
  const { store: file, upgrades: copies } = layoutOf(directory)
  worker = new Worker(new URL('./writer-with-test-commands.ts', import.meta.url), {
    workerData: { file, key, chainKey, copies },
  })
  writer = callerOf(worker)
  await writer.started
})
afterEach(async () => {
  await worker.terminate()
  removeFolder(directory)
})

const run = (name: string, code = 'EUR') => writer.call(name, { code }, { actor: 'admin' })

const stored = () =>
  withRawStore(directory, (raw) => ({
    currencies: raw.prepare('SELECT code FROM currency ORDER BY code').pluck().all(),
    records: raw.prepare('SELECT action, subject FROM audit_record WHERE seq > 2 ORDER BY seq').all(),
  }))

describe('a command', () => {
  it('is written together with its audit record', async () => {
    expect(await run('add')).toBe(1)
    await writer.end()
    expect(await stored()).toEqual({ currencies: ['EUR', 'USD'], records: [{ action: 'word.add', subject: 'EUR' }] })
  })

  it.each(['addAndThrow', 'addAndRecordNothing'])(
    'with a bug (%s) leaves nothing, no audit record either, and the writer goes on',
    async (name) => {
      await expect(run(name, 'EUR')).rejects.toBeInstanceOf(StoreThreadBug)
      expect(await run('add', 'CHF')).toBe(1)
      await writer.end()
      expect(await stored()).toEqual({ currencies: ['CHF', 'USD'], records: [{ action: 'word.add', subject: 'CHF' }] })
    },
  )

  it('whose answer can not be sent is a bug of that command alone', async () => {
    await expect(run('addAndAnswerAFunction', 'EUR')).rejects.toBeInstanceOf(StoreThreadBug)
    expect(await run('add', 'CHF')).toBe(1)
  })

  it('whose input can not be sent fails alone, and nothing waits for it', async () => {
    await expect(writer.call('add', { code: () => 'EUR' }, { actor: 'admin' })).rejects.toThrow('could not be cloned')
    expect(writer.waiting()).toBe(0)
    expect(await run('add', 'CHF')).toBe(1)
  })

  it('that nobody wrote is a bug, not silence', async () => {
    await expect(run('unheardOf')).rejects.toBeInstanceOf(StoreThreadBug)
  })

  it('runs alone: callers at once see each other as if they had come one after another', async () => {
    await run('add', 'EUR')
    const seen = await Promise.all(Array.from({ length: 10 }, () => run('countSlowly', 'EUR')))
    expect(seen).toEqual([2, 3, 4, 0, 1, 2, 3, 4, 0, 1])
  })
})

describe('a thread that dies', () => {
  it.each([
    ['by leaving', () => run('die')],
    [
      'by being stopped',
      () => {
        const call = run('hang')
        void worker.terminate()
        return call
      },
    ],
  ])('%s fails every call that waits, and every later one, with a failure', async (_, die) => {
    const waiting = [die(), run('add', 'CHF'), run('add', 'GBP')]
    const outcomes = await Promise.allSettled(waiting)
    const stopping = { status: 'rejected', reason: new Failure('engine_stopping') }
    expect(outcomes).toEqual([stopping, stopping, stopping])
    await expect(run('add', 'SEK')).rejects.toEqual(new Failure('engine_stopping'))
    expect(writer.waiting()).toBe(0)
    expect((await stored()).currencies).toEqual(['USD'])
  })

  it('of a bug tells the bug to every call that waits, so that it reaches the log', async () => {
    const outcomes = await Promise.allSettled([run('dieOfABug'), run('add', 'CHF')])
    expect(outcomes.map((each) => each.status === 'rejected' && (each.reason as Error).message)).toEqual([
      'thrown where nobody catches',
      'thrown where nobody catches',
    ])
    await expect(run('add', 'SEK')).rejects.toThrow('thrown where nobody catches')
  })

  it('when asked to end first answers what was asked before', async () => {
    const calls = [run('add', 'CHF'), run('add', 'GBP')]
    await writer.end()
    expect(await Promise.all(calls)).toEqual([1, 1])
    await expect(run('add', 'SEK')).rejects.toEqual(new Failure('engine_stopping'))
    expect((await stored()).currencies).toEqual(['CHF', 'GBP', 'USD'])
  })
})
