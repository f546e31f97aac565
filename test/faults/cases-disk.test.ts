/**
 * The disk fills up while people work on cases: each case is decided wholly or not at all, who asks is told, and with space
 * again what was asked for is done to its end, once.
 */
import { cpSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CaseDeed } from '../../engine/contract/cases.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { openCases } from '../cases/open-cases.ts'
import { csvOf, recentDay } from '../ingest/drop.ts'
import { makeFolder, openTestEngine, refusalOf, removeFolder, type TestEngine } from '../workspace-fixture.ts'
import { mountDisk, type SmallDisk, whyNoDisk } from './small-disk.ts'

const why = whyNoDisk()
if (why !== null) process.stdout.write(`skipped, no disk of our own to fill: ${why}\n`)

const files = 150
const reason = 'because'
const unresolved = { filter: { status: ['unresolved'] } } satisfies Parameters<
  EngineClient['exceptions']['openView']
>[0]

describe.skipIf(why !== null)('on a full disk', () => {
  let disk: SmallDisk
  let directory: string
  let opened: TestEngine | undefined

  beforeEach(async () => {
    const source = makeFolder()
    const cases = await openCases()
    for (let n = 0; n < files; n += 1) {
      const held = { producer: 9, client: `C${n}`, tx: `h${n}`, amount: 500_000 }
      const unread = { producer: 9, client: `F${n}`, tx: `f${n}`, amount: 'x' }
      cases.drop(`file${n}.csv`, csvOf([held, unread, { producer: 9, client: 'Z', tx: `z${n}`, amount: 10 }]), 'nine')
    }
    await cases.drain()
    await cases.engine.close()
    cpSync(cases.directory, source, { recursive: true })
    removeFolder(cases.directory)
    disk = mountDisk(96 * 1024)
    directory = path.join(disk.directory, 'workspace')
    cpSync(source, directory, { recursive: true })
    removeFolder(source)
    opened = await openTestEngine(directory)
  })
  afterEach(async () => {
    await opened?.engine.close()
    disk.unmount()
  })

  async function reopened(): Promise<TestEngine> {
    await opened?.engine.close()
    opened = await openTestEngine(directory)
    return opened
  }

  it('a decision, a note and a correction say so and change nothing, and are done once there is space', async () => {
    const ana = await (opened ?? (await reopened())).as('ana')
    const [each] = (await ana.exceptions.list({ code: 'FIELD_UNREADABLE', limit: 1 })).items
    const { id, version } = each ?? { id: 0, version: 0 }
    const row = { occurredAt: `${recentDay}T04:00:00.000Z`, location: 'Central', type: 'TopUp', amount: 900 } as const
    const before = await ana.exceptions.get({ id })
    disk.fill()
    const deeds: readonly [CaseDeed, ...CaseDeed[]] = [
      { action: 'reject', reason },
      { action: 'note', text: 'They call back at four.' },
      { action: 'correct', rows: [{ line: each?.line ?? 2, row: { ...row, client: 'C1', txId: 'again' } }], reason },
    ]
    for (const deed of deeds) {
      const refused = await refusalOf(ana.exceptions.act({ id, version, key: `full-${deed.action}`, deed }))
      expect([deed.action, refused.code]).toEqual([deed.action, 'disk_full'])
    }
    expect(await ana.exceptions.get({ id })).toEqual(before)
    disk.free()
    const { as } = await reopened()
    const again = await as('ana')
    const done = await again.exceptions.act({ id, version, key: 'full-reject', deed: deeds[0] })
    expect(done.exception).toMatchObject({ id, status: 'resolved', resolution: 'rejected', left: 0 })
    expect(await (await as('admin')).ledger.check({ deep: true })).toMatchObject({ consistent: true, differences: [] })
  })

  it('a deed for many stops between two cases, and goes on to its end once there is space', async () => {
    const { engine, as } = opened ?? (await reopened())
    const ana = await as('ana')
    const { view, total, asOf } = await ana.exceptions.openView(unresolved)
    const deed = { action: 'reject', reason } as const
    const { id } = await ana.exceptions.bulk.start({ of: { view, except: [] }, deed, count: total, asOf, key: 'all' })
    // Room for some of them.
    disk.fill(2_000)
    await (await engine.opened()).bulk.settled()
    const halted = await ana.exceptions.bulk.get({ id })
    expect(halted).toMatchObject({ state: 'running', cases: total, refused: 0 })
    expect(halted.left).toBeGreaterThan(0)
    expect(halted.done).toBeGreaterThan(0)
    const open = (await ana.exceptions.openView(unresolved)).total
    expect(open).toBe(halted.left)

    disk.free()
    const again = await reopened()
    const client = await again.as('ana')
    const { bulk } = await again.engine.opened()
    bulk.nudge()
    await bulk.settled()
    expect(await client.exceptions.bulk.get({ id })).toMatchObject({ state: 'done', done: total, refused: 0, left: 0 })
    expect((await client.exceptions.openView(unresolved)).total).toBe(0)
    const { items } = await client.exceptions.list({ limit: 1_000 })
    for (const each of items.slice(0, 5)) {
      const { history } = await client.exceptions.get({ id: each.id })
      expect(history.filter(({ kind }) => kind === 'rejected')).toHaveLength(1)
    }
    const admin = await again.as('admin')
    expect(await admin.ledger.check({ deep: true })).toMatchObject({ consistent: true, differences: [] })
    expect(await admin.audit.verify({})).toMatchObject({ intact: true })
  })
})
