/** Closing on a whole engine: real batches before and after, the seal that follows by itself, and the proof by any client. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { dayAfter } from '../../engine/calendar/day.ts'
import { finishPeriods } from '../../engine/periods/finish.ts'
import { type Books, booksOf, csvOf, forSmallFiles, recentDay } from '../ingest/drop.ts'
import { withRawStore } from '../ledger/raw-store.ts'
import { makeFolder, makeWorkspace, openTestEngine, refusalOf } from '../workspace-fixture.ts'

let books: Books
beforeEach(async () => {
  books = await openClosable()
})
afterEach(() => books.close())

const users = [
  { name: 'admin', roles: ['admin'] },
  { name: 'ben', roles: ['approver'] },
] as const
/** The first open one once `recentDay` is closed. It is not today where the zone's day began before the clock's. */
const nextDay = dayAfter(recentDay)

async function openClosable(): Promise<Books> {
  const directory = makeFolder()
  await makeWorkspace(directory, users)
  const opened = await openTestEngine(directory)
  const client = await opened.as('admin')
  await client.producers.add({ id: 7, code: 'seven', name: 'Seven Corner', agreement: forSmallFiles })
  return booksOf(directory, opened, client)
}

/** One approver is a workspace in set-up mode: what moves no money they may approve themselves. */
async function close(period: string, { engine, as }: Books = books) {
  const ben = await as('ben')
  const { id } = await ben.proposals.propose({ change: { kind: 'period_close', period }, reason: 'over', key: period })
  // The seal is what the approval's caller waits for; a kill before it leaves this much.
  return {
    approve: () => ben.proposals.approve({ id }),
    onlyApprove: async () => {
      const { store } = await engine.opened()
      const users = await store.read('users.list', null)
      const user = users.find(({ name }) => name === 'ben')?.id ?? 0
      const decider = { caller: `user:${user}`, user, name: 'ben', roles: ['approver' as const], onBehalfOf: null }
      return store.write('proposals.approve', { id, decider }, 'ben')
    },
  }
}

const rows = [
  { client: 'A', tx: '1', amount: 1_000 },
  { client: 'B', tx: '2', amount: 50 },
  { client: 'A', tx: '3', type: 'Payment', amount: 300 },
  { client: 'B', tx: '4', type: 'Payment', amount: 80 },
]
const days = ({ engine }: Books) =>
  withRawStore(engine, (raw) => raw.prepare('SELECT tx_id, business_day FROM posting ORDER BY seq').raw().all())
const balances = async ({ client }: Books) =>
  (await client.clients.list({})).items.map(({ id, balance, inProcess }) => ({ id, balance, inProcess }))

describe('the same file before and after its day was closed', () => {
  it('leaves the same balances, on another business day', async () => {
    const closed = await openClosable()
    await (await close(recentDay, closed)).approve()
    for (const each of [books, closed]) {
      each.drop('a.csv', csvOf(rows))
      expect(await each.drain()).toBe(1)
      expect((await each.client.batches.get({ id: 1 })).posted).toBe(3)
    }
    expect(await balances(closed)).toEqual(await balances(books))
    expect(await days(books)).toEqual([
      ['1', recentDay],
      ['2', recentDay],
      ['3', recentDay],
    ])
    expect(await days(closed)).toEqual([
      ['1', nextDay],
      ['2', nextDay],
      ['3', nextDay],
    ])
    for (const each of [books, closed]) {
      const { consistent, differences } = await each.client.workspace.check({})
      expect({ consistent, differences }).toEqual({ consistent: true, differences: [] })
    }
    await closed.close()
  })

  it('counts as repeats when it comes again, and what it held posts on the open day', async () => {
    books.drop('a.csv', csvOf(rows))
    await books.drain()
    await (await close(recentDay)).approve()
    const { root } = (await books.client.periods.list()).items[0] ?? {}
    books.drop('b.csv', csvOf([...rows, { client: 'B', tx: '5', amount: 30 }]))
    await books.drain()
    expect(await books.client.batches.get({ id: 2 })).toMatchObject({ rows: 5, repeats: 4, posted: 1 })
    expect(await days(books)).toEqual([
      ['1', recentDay],
      ['2', recentDay],
      ['3', recentDay],
      ['5', nextDay],
      ['4', nextDay],
    ])
    expect(await books.client.periods.verify({ name: recentDay })).toMatchObject({ matches: true, postings: 3, root })
    expect(await books.client.periods.list()).toMatchObject({ closedThrough: recentDay, firstOpenDay: nextDay })
  })
})

describe('the seal', () => {
  it('is there when the approval answers, with its record in the chain', async () => {
    books.drop('a.csv', csvOf(rows))
    await books.drain()
    const proposal = await (await close(recentDay)).approve()
    expect(proposal).toMatchObject({ state: 'approved', inSetUp: true, result: { period: recentDay } })
    const [period] = (await books.client.periods.list()).items
    expect(period).toMatchObject({ name: recentDay, state: 'closed', postings: 3, proposal: proposal.id })
    const { items } = await books.client.audit.list({ subject: `period:${recentDay}` })
    expect(items).toMatchObject([
      {
        actor: 'engine',
        action: 'period.close',
        outcome: 'done',
        detail: { firstDay: recentDay, lastDay: recentDay, postings: 3, root: period?.root },
      },
    ])
  })

  it('follows after a crash between the approval and it, by the job', async () => {
    books.drop('a.csv', csvOf(rows))
    await books.drain()
    await (await close(recentDay)).onlyApprove()
    await books.engine.close()
    const opened = await openTestEngine(books.directory)
    books = booksOf(books.directory, opened, await opened.as('admin'))
    const { client } = books
    expect((await client.periods.list()).items).toMatchObject([{ state: 'closing', postings: null, root: null }])
    expect(await refusalOf(client.periods.verify({ name: recentDay }))).toEqual({
      code: 'period_closing',
      data: { period: recentDay },
    })
    await client.jobs.run({ name: 'periods.finish' })
    await vi.waitFor(
      async () => {
        const [run] = (await client.jobs.runs({ name: 'periods.finish' })).items
        expect(run).toMatchObject({ outcome: 'done', detail: { finished: [recentDay] } })
      },
      { timeout: 20_000 },
    )
    expect(await client.periods.verify({ name: recentDay })).toMatchObject({ matches: true, postings: 3 })
  })

  it('is one, however many finish at once', async () => {
    await (await close(recentDay)).onlyApprove()
    const { store } = await books.engine.opened()
    await Promise.all([finishPeriods(store), finishPeriods(store), finishPeriods(store)])
    expect(await finishPeriods(store)).toEqual([])
    const { items } = await books.client.audit.list({ action: 'period.close' })
    expect(items.filter(({ outcome }) => outcome === 'done')).toHaveLength(1)
    expect(await books.client.periods.verify({ name: recentDay })).toMatchObject({ matches: true })
  })
})

it('says of a closed period that it is not what was closed, and records who asked', async () => {
  books.drop('a.csv', csvOf(rows))
  await books.drain()
  await (await close(recentDay)).approve()
  await withRawStore(books.engine, (raw) =>
    raw.exec('DROP TRIGGER movement_is_never_changed; UPDATE movement SET amount = amount + 1 WHERE seq = 2'),
  )
  const verdict = await books.client.periods.verify({ name: recentDay })
  expect(verdict).toMatchObject({ matches: false, postings: 3, recorded: verdict.period.root })
  expect(verdict.root).not.toBe(verdict.recorded)
  const { items } = await books.client.audit.list({ action: 'period.verify' })
  expect(items).toMatchObject([{ actor: 'admin', subject: `period:${recentDay}`, outcome: 'differs' }])
})

it('knows no period by a name that the calendar does not have', async () => {
  const ben = await books.as('ben')
  for (const name of ['2026-02-30', '2027-02-29', '2026-13', '2026-00', '2026', '2026-1-1', '2026-11-20 ', '']) {
    const change = { kind: 'period_close', period: name } as const
    expect((await refusalOf(ben.proposals.propose({ change, reason: 'r', key: 'k' }))).code).toBe('bad_input')
    expect((await refusalOf(books.client.periods.verify({ name }))).code).toBe('bad_input')
  }
})

it('knows nothing of a period that nobody closed', async () => {
  expect(await refusalOf(books.client.periods.verify({ name: '2028-02-29' }))).toEqual({
    code: 'not_found',
    data: { noun: 'period', id: '2028-02-29' },
  })
})
