/** Reports as people have them: made, run when they are due and by hand, taken by whoever may read the table, and kept so many. */

import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import type { ReadableStream } from 'node:stream/web'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { EngineClient, Inputs } from '../../engine/contract/contract.ts'
import type { Report, ReportRun } from '../../engine/contract/reports.ts'
import { documentOf, runHere } from '../cli/run-cli.ts'
import { type Books, csvOf, openBooks } from '../ingest/drop.ts'
import { makeFolder, openTestEngine, refusalOf, removeFolder } from '../workspace-fixture.ts'

const users = [
  { name: 'ben', roles: ['approver'] },
  { name: 'ana', roles: ['analyst'] },
  { name: 'ida', roles: ['auditor'] },
  { name: 'eve', roles: ['executive'] },
] as const

let books: Books
let ana: EngineClient
beforeEach(async () => {
  books = await openBooks({}, users)
  books.drop('day.csv', csvOf([1, 2, 3].map((at) => ({ client: `C${at}`, tx: String(at), amount: at * 100 }))))
  await books.drain()
  ana = await books.as('ana')
})
afterEach(async () => {
  vi.useRealTimers()
  await books.close()
})

const wish = { source: 'clients', parameters: {}, format: 'csv', name: 'Clients' } as const
const daily = { every: 'day', at: '07:00' } as const
const filesNow = (): readonly string[] => {
  const folder = path.join(books.engine.layout.archive, '.exports')
  return existsSync(folder) ? readdirSync(folder).toSorted() : []
}

const made = (client: EngineClient, more: Partial<Inputs['reports']['make']> = {}): Promise<Report> =>
  client.reports.make({ ...wish, ...more } as Inputs['reports']['make'])

/** The last run, once it has ended. */
async function ranTo(client: EngineClient, id: number): Promise<ReportRun> {
  let last: ReportRun | null = null
  await vi.waitFor(
    async () => {
      last = (await client.reports.get({ id })).lastRun
      const state = last?.file?.state
      if (last === null || state === 'waiting' || state === 'running') throw new Error(`it is ${state}`)
    },
    { timeout: 20_000, interval: 20 },
  )
  return last as unknown as ReportRun
}

async function ranNow(client: EngineClient, id: number): Promise<ReportRun> {
  await client.reports.run({ id })
  return ranTo(client, id)
}

/** As the minute does it, at an instant. */
async function minuteAt(instant: string): Promise<void> {
  const { store } = await books.engine.opened()
  const at = Date.parse(instant)
  for (let more = true; more; ) more = (await store.write('reports.runDue', { at }, 'engine')).more
}

const taken = async (client: EngineClient, of: Readonly<{ id: number; run: number }>): Promise<string> =>
  (await buffer((await client.reports.download(of)).stream() as ReadableStream)).toString()

describe('a report', () => {
  it('runs by hand, and its file is taken by whoever may read the table, each of it on record', async () => {
    const { id } = await made(ana)
    const run = await ranNow(ana, id)
    expect(run).toMatchObject({ by: 'ana', dueAt: null, days: null, problem: null, file: { state: 'done', rows: 3 } })
    const ida = await books.as('ida')
    expect(await taken(ida, { id, run: run.id })).toContain('"C2"')
    expect((await (await books.as('ben')).reports.list()).items.map(({ name, owner }) => [name, owner])).toEqual([
      ['Clients', 'ana'],
    ])
    const eve = await books.as('eve')
    expect((await eve.reports.list()).items).toEqual([])
    expect((await refusalOf(eve.reports.download({ id, run: run.id }))).code).toBe('not_found')
    const noted = (await books.client.audit.list({ subject: `report:${id}` })).items
    expect(noted.map(({ actor, action, outcome }) => `${actor} ${action} ${outcome}`)).toEqual([
      'ida report.downloaded begun',
      'ana report.run asked',
      'ana report.make done',
    ])
    // Of reports, and not among what somebody exported.
    expect((await ana.exports.list({})).items).toEqual([])
  })

  it('belongs to who made it: others see it, and only those who see to all may run, pause or delete it', async () => {
    const { id, version } = await made(ana, { schedule: daily })
    const ida = await books.as('ida')
    const theirs = { code: 'not_report_owner', data: { owner: 'ana' } }
    for (const call of [ida.reports.run({ id }), ida.reports.remove({ id }), ida.reports.pause({ id, isPaused: true })])
      expect(await refusalOf(call)).toEqual(theirs)
    const ben = await books.as('ben')
    // Whoever could change it would have something made with permissions that are not theirs.
    const change = { id, expectedVersion: version, name: 'Mine', format: 'csv' } as const
    expect(await refusalOf(ben.reports.change(change))).toEqual(theirs)
    expect(await ben.reports.pause({ id, isPaused: true })).toMatchObject({ isPaused: true, nextAt: null })
    expect((await ben.reports.pause({ id, isPaused: false })).nextAt).not.toBeNull()
    await ben.reports.remove({ id })
    expect((await refusalOf(ana.reports.get({ id }))).code).toBe('not_found')
  })

  it('is refused by its reason: a name that is there, days that mean nothing, a journal of no money, a table not read', async () => {
    const { id } = await made(ana)
    expect(await refusalOf(made(ana, { name: 'CLIENTS' }))).toEqual({
      code: 'report_name_taken',
      data: { name: 'CLIENTS' },
    })
    expect((await refusalOf(made(ana, { name: 'a', range: 'day_before' }))).code).toBe('range_unsuitable')
    expect((await refusalOf(made(ana, { name: 'a', format: 'hledger' }))).code).toBe('format_unsuitable')
    expect((await refusalOf(made(ana, { name: 'a', columns: ['secret'] }))).code).toBe('column_unknown')
    expect(await refusalOf(made(await books.as('eve'), { name: 'a' }))).toEqual({
      code: 'not_permitted',
      data: { permission: 'clients.read' },
    })
    await ana.reports.change({ id, expectedVersion: 1, name: 'Wallets', format: 'json' })
    expect(await refusalOf(ana.reports.change({ id, expectedVersion: 1, name: 'x', format: 'csv' }))).toEqual({
      code: 'report_changed',
      data: { version: 2 },
    })
    expect(await ana.reports.get({ id })).toMatchObject({ name: 'Wallets', format: 'json', version: 2 })
  })

  it('keeps its last files, a day and longer, and loses all of them when it is deleted', async () => {
    const { id } = await made(ana, { keep: 2 })
    const runs = [await ranNow(ana, id), await ranNow(ana, id), await ranNow(ana, id)].map(({ file }) => file?.export)
    await vi.waitFor(() => expect(filesNow()).toEqual(runs.slice(1).map((each) => `${each}.chx`)), { timeout: 20_000 })
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3 * 86_400_000 })
    const { scheduler } = await books.engine.opened()
    const removing = await scheduler.run('exports.remove', 'engine')
    if (removing.status === 'started') await removing.ended
    vi.useRealTimers()
    expect(filesNow()).toHaveLength(2)
    await ana.reports.remove({ id })
    expect(filesNow()).toEqual([])
    // Its name is free again.
    expect((await made(ana)).name).toBe('Clients')
  })
})

describe('a report that is due', () => {
  const postings = { source: 'postings', name: 'Postings', range: 'day_before', schedule: daily } as const

  it('runs for its time with the days of that time, and says so to its owner', async () => {
    const { id, nextAt } = await made(ana, postings)
    const due = Date.parse(nextAt ?? '')
    await minuteAt(new Date(due - 1).toISOString())
    expect((await ana.reports.get({ id })).runs).toEqual([])
    await minuteAt(new Date(due + 30_000).toISOString())
    const { scheduler } = await books.engine.opened()
    await scheduler.run('exports.make', 'engine')
    const run = await ranTo(ana, id)
    const day = new Date(due + 8 * 3_600_000 - 86_400_000).toISOString().slice(0, 10)
    expect(run).toMatchObject({ by: 'engine', dueAt: nextAt, days: { from: day, to: day }, file: { state: 'done' } })
    expect((await ana.notifications.list({})).items[0]).toMatchObject({
      kind: 'report_done',
      subject: `report:${id}`,
      facts: { state: 'done', name: 'Postings' },
    })
  })

  it('and was missed many times runs once, for the last of them', async () => {
    const { id, nextAt } = await made(ana, postings)
    const fiveLater = Date.parse(nextAt ?? '') + 5 * 86_400_000
    await minuteAt(new Date(fiveLater + 3_600_000).toISOString())
    await minuteAt(new Date(fiveLater + 3_660_000).toISOString())
    const { runs, nextAt: next } = await ana.reports.get({ id })
    expect(runs.map(({ dueAt }) => dueAt)).toEqual([new Date(fiveLater).toISOString()])
    expect(next).toBe(new Date(fiveLater + 86_400_000).toISOString())
  })

  it('makes no file for an owner who may not read the table any more, or is gone, and says why', async () => {
    const { id, nextAt } = await made(ana, postings)
    const due = Date.parse(nextAt ?? '')
    await books.client.users.setRoles({ name: 'ana', roles: ['executive'] })
    await minuteAt(new Date(due).toISOString())
    expect((await ana.reports.get({ id })).lastRun).toMatchObject({ problem: 'permission_lost', file: null })
    expect((await ana.notifications.list({})).items[0]).toMatchObject({
      kind: 'report_done',
      facts: { state: 'failed', problem: 'permission_lost' },
    })
    await books.client.users.remove({ name: 'ana' })
    await minuteAt(new Date(due + 86_400_000).toISOString())
    const ida = await books.as('ida')
    expect((await ida.reports.get({ id })).lastRun).toMatchObject({ problem: 'owner_removed', file: null })
    expect(filesNow()).toEqual([])
    const noted = (await books.client.audit.list({ action: 'report.run' })).items
    expect(noted.map(({ outcome }) => outcome)).toEqual(['owner_removed', 'permission_lost'])
  })

  it('rests while it is paused, and does not make up for what was due meanwhile', async () => {
    const { id, nextAt } = await made(ana, postings)
    await ana.reports.pause({ id, isPaused: true })
    const due = Date.parse(nextAt ?? '')
    await minuteAt(new Date(due + 3 * 86_400_000).toISOString())
    expect(await ana.reports.get({ id })).toMatchObject({ runs: [], nextAt: null })
    // From now on, and from nowhere before.
    expect((await ana.reports.pause({ id, isPaused: false })).nextAt).toBe(nextAt)
  })
})

it('that was due while the engine was off runs at its next start', async () => {
  const { id, nextAt } = await made(ana, { schedule: daily })
  const { directory } = books
  await books.engine.close()
  // It worked by itself before: its jobs are planned.
  const before = await openTestEngine(directory, { background: true })
  await before.as('ana')
  await before.engine.close()
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(nextAt ?? '') + 40 * 3_600_000 })
  const opened = await openTestEngine(directory, { background: true })
  const client = await opened.as('ana')
  const run = await ranTo(client, id)
  expect(run).toMatchObject({ by: 'engine', file: { state: 'done', rows: 3 } })
  expect((await client.reports.get({ id })).runs).toHaveLength(1)
  await opened.engine.close()
})

it('is listed and run on the command line', async () => {
  await made(ana, { name: 'All clients' })
  const { directory } = books
  await books.engine.close()
  const folder = makeFolder()
  const out = path.join(folder, 'clients.csv')
  const ran = await documentOf(directory, ['reports', 'run', 'all clients', '--out', out], { user: 'ana' })
  expect(ran).toMatchObject({ exit: 0, document: { state: 'done', rows: 3 } })
  const listed = await runHere(directory, ['reports', 'list'], { user: 'ana' })
  expect([listed.exit, listed.out]).toEqual([0, expect.stringContaining('All clients')])
  expect((await runHere(directory, ['reports', 'run', 'nothing', '--out', `${out}2`], { user: 'ana' })).exit).toBe(2)
  removeFolder(folder)
})
