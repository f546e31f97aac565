/** What fails of the engine's own work is work for people: once for each job and each kind of difference, until it is over. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Database } from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { Exception, ExceptionDetail } from '../../engine/contract/exceptions.ts'
import { changeCase } from '../../engine/exceptions/case.ts'
import { forSmallFiles } from '../ingest/drop.ts'
import { withRawStore } from '../ledger/raw-store.ts'
import { makeFolder, makeWorkspace, openTestEngine, removeFolder, type TestEngine } from '../workspace-fixture.ts'

let directory: string
let opened: TestEngine
let client: EngineClient

beforeEach(async () => {
  directory = makeFolder()
  await makeWorkspace(directory)
  opened = await openTestEngine(directory)
  client = await opened.as('admin')
})
afterEach(async () => {
  await opened.engine.close()
  removeFolder(directory)
})

/** Runs a job to its end; answers how it ended. */
async function run(name: string): Promise<string> {
  const { id } = await client.jobs.run({ name })
  let outcome = 'running'
  await vi.waitFor(
    async () => {
      const found = (await client.jobs.runs({ name, limit: 5 })).items.find((each) => each.id === id)
      expect(found?.outcome).not.toBe('running')
      outcome = found?.outcome ?? 'gone'
    },
    { timeout: 20_000 },
  )
  return outcome
}

const all = async (): Promise<readonly Exception[]> => (await client.exceptions.list({})).items.toReversed()
const first = async (): Promise<ExceptionDetail> => client.exceptions.get({ id: (await all())[0]?.id ?? 0 })
const historyOf = ({ history }: ExceptionDetail) => history.map(({ by, kind, detail }) => ({ by, kind, ...detail }))
const inRaw = <T>(act: (raw: Database) => T): Promise<T> =>
  withRawStore(opened.engine, (raw) => raw.transaction(() => act(raw))())

const anchors = () => path.join(directory, 'anchors')
/** Nobody can write into a folder that is a file, whatever their permissions. */
function breakAnchors(): void {
  rmSync(anchors(), { recursive: true })
  writeFileSync(anchors(), '')
}
function mendAnchors(): void {
  rmSync(anchors())
  mkdirSync(anchors())
}

describe('a job that fails', () => {
  it('is one exception with what failed, however often it fails, and ends by itself when it runs through', async () => {
    breakAnchors()
    expect(await run('audit.anchor')).toBe('failed')
    const [run1] = (await client.jobs.runs({ name: 'audit.anchor' })).items
    const raised = await first()
    expect(raised).toMatchObject({
      code: 'JOB_FAILED',
      scope: 'engine',
      severity: 'medium',
      status: 'open',
      rows: 0,
      amount: null,
      producer: null,
      batch: null,
      detail: { ...run1?.detail, job: 'audit.anchor', run: run1?.id, failures: 1 },
    })
    expect(await run('audit.anchor')).toBe('failed')
    expect(await run('audit.anchor')).toBe('failed')
    expect(await all()).toHaveLength(1)
    expect((await first()).detail).toMatchObject({ job: 'audit.anchor', failures: 3 })
    mendAnchors()
    expect(await run('audit.anchor')).toBe('done')
    const over = await first()
    expect(over).toMatchObject({ status: 'resolved', resolution: 'not_a_problem', resolvedBy: 'engine' })
    const ids = (await client.jobs.runs({ name: 'audit.anchor' })).items.map(({ id }) => id).toReversed()
    const told = { by: 'engine', rows: 0, amount: null }
    expect(historyOf(over)).toEqual([
      { ...told, kind: 'raised', run: ids[0], failures: 1 },
      { ...told, kind: 'changed', run: ids[1], failures: 2 },
      { ...told, kind: 'changed', run: ids[2], failures: 3 },
      { by: 'engine', kind: 'settled', resolution: 'not_a_problem', run: ids[3] },
    ])
  })

  it('is the same exception when it fails again later, counted from one', async () => {
    breakAnchors()
    await run('audit.anchor')
    await run('audit.anchor')
    mendAnchors()
    await run('audit.anchor')
    breakAnchors()
    await run('audit.anchor')
    expect(await all()).toMatchObject([{ status: 'open', reopened: 1, resolution: null }])
    expect((await first()).detail).toMatchObject({ failures: 1 })
  })

  it('lets sleep whoever put it off, as long as it fails as it did', async () => {
    breakAnchors()
    await run('audit.anchor')
    const { id } = await first()
    const snoozedUntil = Date.now() + 86_400_000
    const snooze = () =>
      inRaw((raw) => changeCase(raw, Date.now(), { id, by: 'admin', kind: 'snoozed', detail: {}, snoozedUntil }))
    await snooze()
    await run('audit.anchor')
    expect((await first()).snoozedUntil).not.toBeNull()
    await inRaw((raw) =>
      raw.exec(`UPDATE exception SET detail = json_set(detail, '$.code', 'other'), version = version + 1`),
    )
    await run('audit.anchor')
    expect((await first()).snoozedUntil).toBeNull()
  })

  it('is told from other jobs', async () => {
    breakAnchors()
    await run('audit.anchor')
    expect(await run('audit.verify')).toBe('done')
    expect(await all()).toMatchObject([{ code: 'JOB_FAILED', status: 'open' }])
  })
})

describe('a run that was interrupted', () => {
  /** As after a crash: the run has a beginning and no end. */
  async function crash(): Promise<void> {
    const { store } = await opened.engine.opened()
    await store.write('jobs.start', { job: 'ledger.check' }, 'engine')
    await store.write('jobs.register', { jobs: [] }, 'engine')
  }

  it('is nobody’s work; three in a row are, and a fourth joins them', async () => {
    await crash()
    await crash()
    expect(await all()).toEqual([])
    await crash()
    expect((await first()).detail).toMatchObject({ code: 'interrupted', job: 'ledger.check', failures: 3 })
    await crash()
    expect(await all()).toMatchObject([{ code: 'JOB_FAILED', status: 'open' }])
    expect((await first()).detail).toMatchObject({ failures: 4 })
    expect(await run('ledger.check')).toBe('done')
    expect(await all()).toMatchObject([{ status: 'resolved', resolution: 'not_a_problem' }])
  })

  it('is nobody’s work when one between them ran through', async () => {
    await crash()
    await crash()
    expect(await run('ledger.check')).toBe('done')
    await crash()
    await crash()
    expect(await all()).toEqual([])
  })
})

describe('a check that finds differences', () => {
  beforeEach(() => client.producers.add({ id: 7, code: 'seven', name: 'Seven', agreement: forSmallFiles }))
  const setBalance = (balance: number) =>
    inRaw((raw) => raw.prepare(`UPDATE account SET balance = ? WHERE code = 'clearing:seven'`).run(balance))

  it('is a critical exception for each kind of them, with the money, whoever and whatever checked', async () => {
    await setBalance(5)
    expect(await run('ledger.check')).toBe('problems')
    const raised = await all()
    expect(raised).toMatchObject([
      { code: 'CHECK_FAILED', scope: 'engine', severity: 'critical', amount: 5, currency: 'USD', version: 1 },
      { code: 'CHECK_FAILED', scope: 'engine', severity: 'critical', amount: 5, currency: 'USD', version: 1 },
    ])
    expect((await first()).detail).toEqual({
      job: 'ledger.check',
      kind: 'balance_differs',
      differences: 1,
      findings: [{ subject: 'clearing:seven', expected: '0', found: '5' }],
    })
    // The same once more is nothing new: by the clock, by a person, and by the check that looks deeper.
    expect(await run('ledger.check')).toBe('problems')
    await client.ledger.check()
    await client.workspace.check({ deep: true })
    expect(await run('store.check_pages')).toBe('problems')
    expect(await all()).toEqual(raised)
    await setBalance(7)
    await client.workspace.check({ deep: false })
    expect(await all()).toMatchObject([
      { amount: 7, version: 2 },
      { amount: 7, version: 2 },
    ])
  })

  it('keeps twenty of many, and says how many there are', async () => {
    await inRaw((raw) => {
      raw.pragma('defer_foreign_keys = ON')
      raw.exec(`
        WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 30)
        INSERT INTO account (code, kind, currency, balance, opened_at)
        SELECT 'suspense:' || n, 'suspense', 'USD', 3, 0 FROM number`)
    })
    await client.ledger.check()
    const { amount, detail } = await first()
    expect({ amount, differences: detail.differences }).toEqual({ amount: 90, differences: 30 })
    expect(detail.findings).toHaveLength(20)
  })

  it('waits for a person to say why also when it is clean again, and says since when that is', async () => {
    await setBalance(5)
    await run('ledger.check')
    await setBalance(0)
    expect(await run('ledger.check')).toBe('done')
    expect(await run('ledger.check')).toBe('done')
    await client.ledger.check()
    const clean = await first()
    expect(clean).toMatchObject({
      status: 'open',
      severity: 'critical',
      amount: 5,
      version: 2,
      detail: { kind: 'balance_differs', cleanSince: expect.any(String) },
    })
    expect(historyOf(clean).at(-1)).toEqual({
      by: 'engine',
      kind: 'changed',
      rows: 0,
      amount: 5,
      job: 'ledger.check',
      differences: 0,
    })
    await setBalance(6)
    await run('ledger.check')
    expect((await first()).detail).not.toHaveProperty('cleanSince')
  })

  it('is opened again when it is found again after somebody had explained it', async () => {
    await setBalance(5)
    await run('ledger.check')
    const { id } = await first()
    const resolve = (raw: Database) =>
      changeCase(raw, Date.now(), {
        id,
        by: 'admin',
        kind: 'dismissed',
        detail: {},
        to: { status: 'resolved', resolution: 'not_a_problem' },
      })
    await inRaw(resolve)
    await run('ledger.check')
    expect((await all())[0]).toMatchObject({ status: 'open', reopened: 1 })
    await inRaw(resolve)
    await setBalance(0)
    await run('ledger.check')
    expect((await all())[0]).toMatchObject({ status: 'resolved', resolvedBy: 'admin' })
  })

  it('ends by itself when it was about figures that people are merely shown', async () => {
    await inRaw((raw) =>
      raw.exec(`INSERT INTO batch (producer_id, file, path, inode, bytes, modified_at, sha256, archive,
      state, reasons, sealed_seq, received_at, sealed_at, verdict)
      VALUES (7, 'x.csv', '/x', '1', 1, 1, zeroblob(32), 'x', 'rejected', '["FILE_REPEATED"]', 0, 1, 1, '[]')`),
    )
    expect(await run('ledger.check')).toBe('problems')
    expect((await first()).detail).toMatchObject({ kind: 'batch_without_exception' })
    await inRaw((raw) =>
      raw.exec(`INSERT INTO exception (code, scope, severity, producer_id, batch_id, rows, raised_at, due_at)
      VALUES ('FILE_REPEATED', 'batch', 'low', 7, 1, 0, 1, 1)`),
    )
    expect(await run('ledger.check')).toBe('done')
    expect((await all())[0]).toMatchObject({ status: 'resolved', resolvedBy: 'engine' })
  })

  it('of the audit chain waits for a person too, and an anchor that is not ours is nobody’s work', async () => {
    const anchor = await client.audit.anchor()
    expect(await client.audit.verify({ anchor: { ...anchor, signature: anchor.publicKey } })).toMatchObject({
      problem: 'anchor_forged',
    })
    expect(await all()).toEqual([])
    await inRaw((raw) => {
      raw.exec('DROP TRIGGER audit_record_is_never_changed')
      raw.exec(`UPDATE audit_record SET actor = 'nobody' WHERE seq = 2`)
    })
    expect(await client.audit.verify({})).toMatchObject({ problem: 'changed', brokenAt: 2 })
    expect(await run('audit.verify')).toBe('problems')
    expect(await all()).toMatchObject([{ code: 'CHECK_FAILED', severity: 'critical', version: 1 }])
    expect((await first()).detail).toMatchObject({
      job: 'audit.verify',
      kind: 'changed',
      findings: [{ subject: 'record:2', expected: 'intact', found: 'changed' }],
    })
  })
})
