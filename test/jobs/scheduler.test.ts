/** Recurring work, on a real store: durable, never twice at once, caught up once after a sleep, and always to be seen. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { Failure } from '../../engine/failure.ts'
import type { JobDefinition } from '../../engine/jobs/job.ts'
import { recurringJobs } from '../../engine/jobs/recurring.ts'
import { Scheduler } from '../../engine/jobs/scheduler.ts'
import { forSmallFiles } from '../ingest/drop.ts'
import { withRawStore } from '../ledger/raw-store.ts'
import {
  makeFolder,
  makeWorkspace,
  openTestEngine,
  refusalOf,
  removeFolder,
  type TestEngine,
} from '../workspace-fixture.ts'

let directory: string
let opened: TestEngine
let client: EngineClient
const schedulers: Scheduler[] = []

beforeAll(async () => {
  directory = makeFolder()
  await makeWorkspace(directory)
  opened = await openTestEngine(directory)
  client = await opened.as('admin')
})
/** Each test finds no job and no run, as in a new workspace. */
beforeEach(() => withRawStore(opened.engine, (raw) => raw.exec('DELETE FROM job_run; DELETE FROM job')))
afterEach(async () => {
  vi.useRealTimers()
  for (const scheduler of schedulers.splice(0)) await scheduler.stop()
})
afterAll(async () => {
  await opened.engine.close()
  removeFolder(directory)
})

type Work = { readonly job: JobDefinition; runs: number; finish: () => void; fail: (error: unknown) => void }

/** A job that runs until the test lets it end. */
function workOf(name: string, schedule = '0 3 * * *'): Work {
  let settle: { resolve: () => void; reject: (error: unknown) => void } | undefined
  const work: Work = {
    runs: 0,
    finish: () => settle?.resolve(),
    fail: (error) => settle?.reject(error),
    job: {
      name,
      schedule,
      run: async () => {
        work.runs += 1
        await new Promise<void>((resolve, reject) => {
          settle = { resolve, reject }
        })
        return { outcome: 'done', detail: { found: 3 } }
      },
    },
  }
  return work
}

const bugs: unknown[] = []
async function schedulerOf(jobs: readonly JobDefinition[], zone = 'Asia/Hong_Kong'): Promise<Scheduler> {
  const { store } = await opened.engine.opened()
  const scheduler = new Scheduler(store, jobs, { zone, logBug: (error) => bugs.push(error) })
  schedulers.push(scheduler)
  return scheduler
}

const jobsOf = async () => (await opened.engine.opened()).store.read('jobs.list', null)
const runsOf = async (job: string) => (await opened.engine.opened()).store.read('jobs.runs', { job, limit: 50 })
const setClock = (instant: string): void => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] })
  vi.setSystemTime(new Date(instant))
}
const passes = async (seconds: number): Promise<void> => {
  await vi.advanceTimersByTimeAsync(seconds * 1_000)
  // What a look began goes through the writer step by step, and these go behind it.
  const { store } = await opened.engine.opened()
  for (let i = 0; i < 5; i += 1) await store.write('jobs.plan', { job: 'no such job', nextRunAt: null }, 'engine')
}

it('plans the next run in the time of the zone', async () => {
  setClock('2026-03-02T00:00:00Z')
  await (await schedulerOf([workOf('nightly').job, workOf('hourly', '30 * * * *').job])).start()
  expect((await jobsOf()).map(({ name, nextRunAt }) => [name, nextRunAt])).toEqual([
    ['hourly', '2026-03-02T00:30:00.000Z'],
    // Three in the morning of Hong Kong.
    ['nightly', '2026-03-02T19:00:00.000Z'],
  ])
  await (await schedulerOf([workOf('york', '0 3 * * *').job], 'America/New_York')).start()
  expect((await jobsOf()).find(({ name }) => name === 'york')?.nextRunAt).toBe('2026-03-02T08:00:00.000Z')
})

it('runs when due, once, and plans the next', async () => {
  setClock('2026-03-02T18:59:00Z')
  const work = workOf('nightly')
  const scheduler = await schedulerOf([work.job])
  await scheduler.start()
  await passes(40)
  expect(work.runs).toBe(0)
  await passes(40)
  expect(work.runs).toBe(1)
  work.finish()
  await passes(60)
  expect(work.runs).toBe(1)
  expect((await jobsOf())[0]).toMatchObject({
    nextRunAt: '2026-03-03T19:00:00.000Z',
    lastRun: { job: 'nightly', outcome: 'done', by: 'engine', detail: { found: 3 } },
  })
})

it('catches up once after a machine slept through many due times', async () => {
  setClock('2026-03-02T00:00:00Z')
  const work = workOf('hourly', '30 * * * *')
  await (await schedulerOf([work.job])).start()
  vi.setSystemTime(new Date('2026-03-05T10:10:00Z'))
  await passes(40)
  expect(work.runs).toBe(1)
  work.finish()
  await passes(120)
  expect(work.runs).toBe(1)
  expect((await jobsOf())[0]?.nextRunAt).toBe('2026-03-05T10:30:00.000Z')
})

it('catches up once after the engine was away', async () => {
  setClock('2026-03-02T00:00:00Z')
  const first = await schedulerOf([workOf('hourly', '30 * * * *').job])
  await first.start()
  await first.stop()
  vi.setSystemTime(new Date('2026-03-04T00:00:00Z'))
  const work = workOf('hourly', '30 * * * *')
  await (await schedulerOf([work.job])).start()
  await passes(1)
  expect(work.runs).toBe(1)
  work.finish()
  await passes(60)
  expect(work.runs).toBe(1)
  expect((await jobsOf())[0]?.nextRunAt).toBe('2026-03-04T00:30:00.000Z')
})

it('never runs twice at once: not for two people, not for a person and the clock, not by raw SQL', async () => {
  setClock('2026-03-02T18:59:50Z')
  const work = workOf('nightly')
  const scheduler = await schedulerOf([work.job])
  await scheduler.start()
  const requests = await Promise.all(['a', 'b', 'c', 'd'].map((actor) => scheduler.run('nightly', actor)))
  expect(requests.map(({ status }) => status).toSorted()).toEqual(['running', 'running', 'running', 'started'])
  // Due while it runs: that time is passed over.
  await passes(60)
  expect(work.runs).toBe(1)
  expect((await runsOf('nightly')).map(({ outcome }) => outcome)).toEqual(['running'])
  await withRawStore(opened.engine, (raw) => {
    const again = `INSERT INTO job_run (job, started_at, outcome, by, detail) VALUES ('nightly', 1, 'running', 'x', '{}')`
    expect(() => raw.exec(again)).toThrow(/UNIQUE/)
  })
  work.finish()
  for (const request of requests) if (request.status === 'started') await request.ended
  expect((await scheduler.run('nightly', 'a')).status).toBe('started')
  work.finish()
})

it('marks what was running as interrupted at the next start, and runs it again', async () => {
  const { store } = await opened.engine.opened()
  await store.write('jobs.start', { job: 'nightly' }, 'somebody')
  // As after a crash: the run has a beginning and no end.
  expect((await runsOf('nightly')).map(({ outcome, endedAt }) => [outcome, endedAt])).toEqual([['running', null]])
  const work = workOf('nightly')
  const scheduler = await schedulerOf([work.job])
  await scheduler.start()
  expect((await runsOf('nightly')).map(({ outcome, endedAt }) => [outcome, endedAt])).toEqual([
    ['interrupted', expect.any(String)],
  ])
  const request = await scheduler.run('nightly', 'somebody')
  expect(request.status).toBe('started')
  work.finish()
})

it('shows a run that failed with its code: a failure of the world with facts, a bug without', async () => {
  const work = workOf('nightly')
  const scheduler = await schedulerOf([work.job])
  await scheduler.start()
  for (const error of [new Failure('disk_full', { needed: 5 }), new Error('SELECT secret FROM store')]) {
    const request = await scheduler.run('nightly', 'admin')
    await vi.waitFor(() => expect(work.runs).toBeGreaterThan(0), { timeout: 20_000 })
    work.fail(error)
    if (request.status === 'started') await request.ended
    work.runs = 0
  }
  expect((await runsOf('nightly')).map(({ outcome, detail }) => [outcome, detail])).toEqual([
    ['failed', { code: 'internal' }],
    ['failed', { code: 'disk_full', needed: 5 }],
  ])
  expect(bugs).toHaveLength(1)
})

it('refuses a schedule that is none before anything is written', async () => {
  for (const schedule of ['', 'nightly', '61 * * * *', '0 25 * * *', '* * * *', '0 0 31 2 *x']) {
    const scheduler = await schedulerOf([workOf('good').job, workOf('bad', schedule).job])
    await expect(scheduler.start()).rejects.toThrow()
  }
  expect(await jobsOf()).toEqual([])
})

it('waits for what runs when it is stopped', async () => {
  const work = workOf('nightly')
  const scheduler = await schedulerOf([work.job])
  await scheduler.start()
  await scheduler.run('nightly', 'admin')
  await vi.waitFor(() => expect(work.runs).toBe(1), { timeout: 20_000 })
  let stopped = false
  const stopping = scheduler.stop().then(() => {
    stopped = true
  })
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(stopped).toBe(false)
  work.finish()
  await stopping
  expect((await runsOf('nightly')).map(({ outcome }) => outcome)).toEqual(['done'])
})

it('lets a person run the jobs of the workspace by hand, refuses a second at once, and shows what came of it', async () => {
  expect(await refusalOf(client.jobs.run({ name: 'no.such' }))).toEqual({
    code: 'not_found',
    data: { noun: 'job', id: 'no.such' },
  })
  const { scheduler, store, ring, reconciler } = await opened.engine.opened()
  const books = recurringJobs({ store, ring, reconciler, anchors: directory, letArrive: async () => {} }).map(
    ({ name }) => name,
  )
  const names = [
    ...books,
    'batches.verify',
    'close_packs.make',
    'exports.make',
    'exports.remove',
    'reports.run',
    'callers.note_calls',
  ]
  expect([...scheduler.definitions.keys()]).toEqual(names)
  for (const name of names) {
    const [one, other] = await Promise.all([refusalOf(client.jobs.run({ name })), refusalOf(client.jobs.run({ name }))])
    expect([one, other].map(({ code }) => code).toSorted()).toEqual(['job_running', 'not refused'])
    await vi.waitFor(
      async () => {
        const [run] = (await client.jobs.runs({ name })).items
        expect(run).toMatchObject({ job: name, outcome: 'done', by: 'admin', endedAt: expect.any(String) })
      },
      { timeout: 20_000 },
    )
  }
  const { items } = await client.audit.list({ action: 'job.run', actor: 'admin', limit: 2 * names.length })
  expect(items.map(({ subject, outcome }) => `${subject} ${outcome}`).toSorted()).toEqual(
    names.flatMap((name) => [`job:${name} running`, `job:${name} started`]).toSorted(),
  )
})

it('finds a ledger that does not add up by itself, and says so as a problem', async () => {
  await client.producers.add({ id: 7, code: 'seven', name: 'Seven', agreement: forSmallFiles })
  await withRawStore(opened.engine, (raw) => raw.exec(`UPDATE account SET balance = 5 WHERE code = 'clearing:seven'`))
  await client.jobs.run({ name: 'ledger.check' })
  await vi.waitFor(
    async () => {
      const [run] = (await client.jobs.runs({ name: 'ledger.check' })).items
      expect(run).toMatchObject({
        outcome: 'problems',
        detail: {
          findings: [
            { code: 'balance_differs', subject: 'clearing:seven' },
            { code: 'accounts_do_not_cancel', subject: 'USD' },
          ],
        },
      })
    },
    { timeout: 20_000 },
  )
})

it('shows every job of an engine that works by itself with its schedule, next and last run', async () => {
  // Run by hand where nothing runs by itself, as on a command line: known, and planned only from the next start on.
  await client.jobs.run({ name: 'audit.anchor' })
  await opened.engine.close()
  // Plans are made from here on; a minute may begin between the answer and the last line of this test.
  const beforePlanning = Date.now()
  opened = await openTestEngine(directory, { background: true })
  client = await opened.as('admin')
  const { items } = await client.jobs.list()
  expect(items.map(({ name, schedule, lastRun }) => [name, schedule, lastRun?.outcome])).toEqual([
    ['audit.anchor', '5 0 * * *', 'done'],
    ['audit.verify', '30 3 * * *', undefined],
    ['batches.verify', '0 2 * * *', undefined],
    ['callers.note_calls', '* * * * *', undefined],
    ['close_packs.make', '* * * * *', undefined],
    ['contact.follow_up', '* * * * *', undefined],
    ['exceptions.wake', '* * * * *', undefined],
    ['expected.overdue', '* * * * *', undefined],
    ['expected.settlements', '* * * * *', undefined],
    ['exports.make', '* * * * *', undefined],
    ['exports.remove', '*/10 * * * *', undefined],
    ['funding.expire', '* * * * *', undefined],
    ['held_payments.expire', '* * * * *', undefined],
    ['holds.expire', '* * * * *', undefined],
    ['ledger.check', '30 * * * *', undefined],
    ['notifications.digest', '* * * * *', undefined],
    ['notifications.due', '* * * * *', undefined],
    ['notifications.tidy', '20 4 * * *', undefined],
    ['periods.finish', '* * * * *', undefined],
    ['producers.due', '* * * * *', undefined],
    ['producers.retry_held', '* * * * *', undefined],
    ['proposals.expire', '* * * * *', undefined],
    ['reconcile.run', '* * * * *', undefined],
    ['reports.run', '* * * * *', undefined],
    ['store.check_pages', '0 3 * * *', undefined],
    ['wallet.note_refused', '* * * * *', undefined],
    ['wallet.tell', '* * * * *', undefined],
    ['wallet.tidy', '50 4 * * *', undefined],
    ['webhooks.pause_failing', '*/10 * * * *', undefined],
    ['webhooks.tidy', '40 4 * * *', undefined],
  ])
  for (const { nextRunAt } of items) expect(Date.parse(nextRunAt ?? '')).toBeGreaterThan(beforePlanning)
})
