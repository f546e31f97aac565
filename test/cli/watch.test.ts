/** `watch` holds the workspace while it runs, lets go of it however it ends, and loses nothing when it is killed. */

import type { ChildProcess } from 'node:child_process'
import { copyFileSync, existsSync, readdirSync, renameSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeFolder, makeWorkspace, removeFolder } from '../workspace-fixture.ts'
import { documentOf, endOf, jsonOf, startCli, writeBatch, writeProducer } from './run-cli.ts'

/** The rules would hold files of one client, which is not what these are about. */
const ofFewRows = { limits: { clientsMin: 1 } }

let folder: string

beforeAll(() => {
  folder = makeFolder()
})
afterAll(() => removeFolder(folder))

async function makeOne(name: string): Promise<Readonly<{ workspace: string; drop: string }>> {
  const workspace = path.join(folder, name)
  await makeWorkspace(workspace)
  await documentOf(workspace, ['producers', 'add', writeProducer(folder, { agreement: ofFewRows })])
  return { workspace, drop: path.join(workspace, 'drop', 'seven') }
}

/** The first line of a stream; `watch` says on stderr when it is ready. */
async function firstLine(child: ChildProcess, stream: 'stdout' | 'stderr'): Promise<string> {
  const input = child[stream]
  if (input === null) throw new Error('the output is not piped')
  for await (const line of createInterface({ input })) return line
  throw new Error(`${stream} ended without a line`)
}

async function until(what: () => boolean): Promise<void> {
  while (!what()) await wait(5)
}

describe('watch', () => {
  it('prints each batch as a line, refuses others meanwhile, and ends cleanly when asked to', async () => {
    const { workspace, drop } = await makeOne('watched')
    const child = startCli(workspace, ['watch', '--json'])
    expect(await firstLine(child, 'stderr')).toContain(drop.slice(0, -'seven'.length - 1))
    expect(await jsonOf(workspace, ['ingest'])).toMatchObject({
      exit: 3,
      document: { error: { code: 'workspace_in_use', program: 'cli', process: child.pid } },
    })
    const line = firstLine(child, 'stdout')
    writeBatch(drop, 'live.csv', ['c1 TopUp 1000'])
    expect(JSON.parse(await line)).toMatchObject({ id: 1, file: 'live.csv', state: 'posted', sum: 1000 })
    child.kill('SIGTERM')
    expect((await endOf(child)).exit).toBe(0)
    expect(readdirSync(workspace)).not.toContain('holder.json')
    expect((await documentOf(workspace, ['check'])).exit).toBe(0)
  })

  it('prints a batch that waits for a person', async () => {
    const { workspace, drop } = await makeOne('holding')
    const child = startCli(workspace, ['watch', '--json'])
    await firstLine(child, 'stderr')
    const line = firstLine(child, 'stdout')
    writeBatch(drop, 'faulty.csv', ['c1 TopUp 1000', 'c1 Refund 5'])
    expect(JSON.parse(await line)).toMatchObject({ state: 'held', reasons: ['TOO_MANY_FAULTS'], sealedAt: null })
    child.kill('SIGTERM')
    expect((await endOf(child)).exit).toBe(0)
  })

  it('ends when nobody reads it any more, as behind "| head -1"', async () => {
    const { workspace, drop } = await makeOne('piped')
    const child = startCli(workspace, ['watch'])
    await firstLine(child, 'stderr')
    child.stdout?.destroy()
    writeBatch(drop, 'unread.csv', ['c1 TopUp 1000'])
    await new Promise((resolve) => child.once('exit', resolve))
    expect(child.exitCode).toBe(0)
    expect((await documentOf(workspace, ['check'])).exit).toBe(0)
  })

  it('killed in the middle of a batch it leaves no lock, and the next ingest ends as if nothing had happened', async () => {
    const rows = Array.from({ length: 20_000 }, (_, row) => {
      const client = `c${row % 400}`
      return row % 3 === 0 || row < 400 ? `${client} TopUp ${100 + (row % 7)}` : `${client} Payment ${40 + (row % 90)}`
    })
    const file = writeBatch(folder, 'big.csv', rows)
    const calm = await makeOne('calm')
    const undisturbed = await documentOf(calm.workspace, ['ingest', file, '--producer', '7'])
    const killed = await makeOne('killed')
    const child = startCli(killed.workspace, ['watch'])
    await firstLine(child, 'stderr')
    const dropped = path.join(killed.drop, 'big.csv')
    copyFileSync(file, `${dropped}.part`)
    renameSync(`${dropped}.part`, dropped)
    await until(() => !existsSync(dropped))
    await wait(20)
    child.kill('SIGKILL')
    await new Promise((resolve) => child.once('exit', resolve))

    const before = await documentOf(killed.workspace, ['batches', 'show', '1'])
    expect(before).toMatchObject({ exit: 0, document: { sealedAt: null } })
    const after = await jsonOf(killed.workspace, ['ingest'])
    expect(after.exit).toBe(0)
    expect(outcomeOf(after.document)).toEqual(outcomeOf(undisturbed.document))
    expect(await sealOf(killed.workspace)).toEqual(await sealOf(calm.workspace))
    expect(await documentOf(killed.workspace, ['check'])).toMatchObject({ exit: 0, document: { consistent: true } })
  }, 60_000)
})

/** Everything a batch says, except when it happened. */
const outcomeOf = (document: Record<string, unknown>): unknown =>
  (document.items as readonly Record<string, unknown>[]).map((batch) => ({
    ...batch,
    receivedAt: '',
    checkedAt: '',
    postingSince: '',
    sealedAt: '',
  }))

/** The hash over the batch's postings, as the audit chain has it: the same only when every posting is the same. */
async function sealOf(workspace: string): Promise<unknown> {
  const { document } = await documentOf(workspace, ['audit', 'list', '--action', 'batch.seal'])
  return (document.items as readonly Readonly<{ detail: unknown }>[]).map(({ detail }) => detail)
}
