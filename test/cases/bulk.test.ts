/** One deed for many cases comes to the same as doing it one by one, stops where somebody says so, and survives a crash. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { BulkDeed } from '../../engine/contract/bulk.ts'
import { type Cases, openCases } from './open-cases.ts'

let cases: Cases
beforeEach(async () => {
  cases = await openCases()
})
afterEach(async () => {
  expect(await cases.client.ledger.check({ deep: true })).toMatchObject({ consistent: true })
  await cases.close()
})

const reason = 'because'
const big = (name: string, client: string) => [
  { client, tx: `${name}1`, amount: 500_000 },
  { client: 'Z', tx: `${name}2`, amount: 10 },
]

async function takeMany(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) await cases.take(`big${n}.csv`, big(`t${n}-`, `C${n}`))
}

async function doAll(deed: BulkDeed, except: number[] = []) {
  const { view, total, asOf } = await cases.analyst.exceptions.openView({})
  const of = { view, except }
  const review = await cases.analyst.exceptions.bulk.review({ of, deed })
  const started = await cases.analyst.exceptions.bulk.start({
    of,
    deed,
    count: total - except.length,
    asOf,
    key: `bulk-${deed.action}-${view}`,
  })
  await (await cases.engine.opened()).bulk.settled()
  return { review, bulk: await cases.analyst.exceptions.bulk.get({ id: started.id }) }
}

it('says before what it comes to, and does all of the view but some', async () => {
  await takeMany(4)
  const [first] = (await cases.client.exceptions.list({ order: 'due' })).items
  const { review, bulk } = await doAll({ action: 'reject', reason }, [first?.id ?? 0])
  expect(review).toMatchObject({
    cases: 3,
    currency: 'USD',
    typeCount: true,
    groups: [{ outcome: 'done', cases: 3, rows: 3, sum: '1500000', unknown: 0 }],
  })
  expect(bulk).toMatchObject({ state: 'done', cases: 3, done: 3, proposed: 0, refused: 0, left: 0, by: 'ana' })
  const { items } = await cases.client.exceptions.list({ status: 'unresolved' })
  expect(items.map(({ id }) => id)).toEqual([first?.id])
})

it('proposes each where a second person has to agree', async () => {
  await takeMany(2)
  const { review, bulk } = await doAll({ action: 'post', reason })
  expect(review.groups).toMatchObject([{ outcome: 'proposed', cases: 2 }])
  expect(bulk).toMatchObject({ state: 'done', proposed: 2 })
  const { items } = await cases.analyst.exceptions.bulk.items({ id: bulk.id })
  expect(items.map(({ outcome, proposal }) => [outcome, proposal])).toEqual([
    ['proposed', 1],
    ['proposed', 2],
  ])
})

it('passes over what somebody else did something about since', async () => {
  await takeMany(2)
  const { view, total, asOf } = await cases.analyst.exceptions.openView({})
  const [first] = (await cases.client.exceptions.list({ order: 'due' })).items
  await cases.act(first?.id ?? 0, { action: 'note', text: 'I look at this' }, cases.second)
  const deed = { action: 'reject', reason } as const
  const review = await cases.analyst.exceptions.bulk.review({ of: { view, except: [] }, deed })
  expect(review.groups).toMatchObject([
    { outcome: 'done', cases: 1 },
    { outcome: 'changed_since', cases: 1, samples: [first?.id] },
  ])
  const { id } = await cases.analyst.exceptions.bulk.start({
    of: { view, except: [] },
    deed,
    count: total,
    asOf,
    key: 'once',
  })
  await (await cases.engine.opened()).bulk.settled()
  const { items } = await cases.analyst.exceptions.bulk.items({ id, outcome: 'refused' })
  expect(items).toEqual([
    {
      exception: first?.id,
      outcome: 'refused',
      code: 'changed_since',
      facts: { by: 'mei', state: 'open' },
      proposal: null,
    },
  ])
  const file = await cases.analyst.exceptions.bulk.file({ id })
  expect((await file.text()).split('\r\n')).toHaveLength(4)
})

it('corrects a field of every row', async () => {
  await cases.take('where.csv', [
    { client: 'A', tx: 'a1', amount: 700, location: 'Atlantis' },
    { client: 'B', tx: 'b1', amount: 800, location: 'Atlantis' },
    { client: 'C', tx: 'c1', amount: 800 },
  ])
  const { bulk } = await doAll({ action: 'correct', set: { location: 'Mong Kok' }, reason })
  expect(bulk).toMatchObject({ proposed: 1 })
  await cases.approve(1)
  expect(await cases.balances()).toMatchObject({ 'wallet:A': 700, 'wallet:B': 800 })
})

it('stops where somebody says so, and what was not begun stays as it is', async () => {
  await takeMany(3)
  const { view, total, asOf } = await cases.analyst.exceptions.openView({})
  const of = { view, except: [] }
  const { store, bulk: runner } = await cases.engine.opened()
  const deed = { action: 'reject', reason } as const
  const ids = (await cases.analyst.exceptions.viewIds({ view, from: 0, to: 10 })).ids
  const initiator = { caller: 'user:2', user: 2, name: 'ana', roles: ['analyst'], onBehalfOf: null } as const
  const started = await store.write('bulk.start', { ids, deed, asOf: Date.parse(asOf), key: 'k', initiator }, 'ana')
  const bulk = 'answer' in started ? started.answer.bulk : 0
  expect(await store.write('bulk.do', { bulk, seq: 1, rows: [] }, 'ana')).toMatchObject({ status: 'done' })
  // Asked again it is not done a second time.
  expect(await store.write('bulk.do', { bulk, seq: 1, rows: [] }, 'ana')).toEqual({ status: 'skipped' })
  expect(await cases.analyst.exceptions.bulk.stop({ id: bulk })).toMatchObject({ state: 'stopped', done: 1, left: 2 })
  runner.nudge()
  await runner.settled()
  expect(await cases.analyst.exceptions.bulk.get({ id: bulk })).toMatchObject({ state: 'stopped', done: 1, left: 2 })
  expect(total).toBe(3)
  await expect(cases.analyst.exceptions.bulk.start({ of, deed, count: 2, asOf, key: 'other' })).rejects.toMatchObject({
    code: 'count_differs',
    data: { cases: 3 },
  })
})

/** As a process that ended left it: begun, and nobody at work on it. */
async function leaveBegun(deed: BulkDeed): Promise<number> {
  const { items } = await cases.client.exceptions.list({ status: 'unresolved' })
  const { store } = await cases.engine.opened()
  const initiator = { caller: 'user:2', user: 2, name: 'ana', roles: ['analyst'], onBehalfOf: null } as const
  const ids = items.map(({ id }) => id)
  const started = await store.write('bulk.start', { ids, deed, asOf: Date.now(), key: 'left', initiator }, 'ana')
  if (!('answer' in started)) throw new Error(JSON.stringify(started))
  return started.answer.bulk
}

it('counts how many were refused for which reason, the most frequent first', async () => {
  await takeMany(6)
  const { items } = await cases.client.exceptions.list({ status: 'unresolved' })
  const [one, two, three] = items.map(({ id }) => id)
  const { view, total, asOf } = await cases.analyst.exceptions.openView({})
  await cases.act(one ?? 0, { action: 'note', text: 'mine' }, cases.second)
  for (const id of [two, three]) await cases.act(id ?? 0, { action: 'post', reason })
  const asked = { of: { view, except: [] }, deed: { action: 'reject', reason } as const, count: total, asOf, key: 'k' }
  const { id } = await cases.analyst.exceptions.bulk.start(asked)
  await (await cases.engine.opened()).bulk.settled()
  expect(await cases.analyst.exceptions.bulk.get({ id })).toMatchObject({
    done: 3,
    refused: 3,
    reasons: [
      { code: 'awaits_approval', cases: 2 },
      { code: 'changed_since', cases: 1 },
    ],
  })
})

it('goes on with what a process that ended left begun when somebody says so, and never with what was stopped', async () => {
  await takeMany(3)
  const id = await leaveBegun({ action: 'reject', reason })
  const { bulk: runner } = await cases.engine.opened()
  expect((await cases.analyst.exceptions.bulk.list({ state: 'running' })).items.map((each) => each.id)).toEqual([id])
  await cases.analyst.exceptions.bulk.resume({ id })
  await runner.settled()
  expect(await cases.analyst.exceptions.bulk.get({ id })).toMatchObject({ state: 'done', done: 3, by: 'ana' })
  expect((await cases.analyst.exceptions.bulk.list({ state: 'running' })).items).toEqual([])

  await cases.take('more.csv', big('more', 'M'))
  const { store } = await cases.engine.opened()
  const [left] = (await cases.client.exceptions.list({ status: 'unresolved' })).items
  const initiator = { caller: 'user:2', user: 2, name: 'ana', roles: ['analyst'], onBehalfOf: null } as const
  const again = {
    ids: [left?.id ?? 0],
    deed: { action: 'reject', reason },
    asOf: Date.now(),
    key: 'k2',
    initiator,
  } as const
  const started = await store.write('bulk.start', again, 'ana')
  const stopped = 'answer' in started ? started.answer.bulk : 0
  await cases.analyst.exceptions.bulk.stop({ id: stopped })
  expect(await cases.analyst.exceptions.bulk.resume({ id: stopped })).toMatchObject({ state: 'stopped', left: 1 })
  await runner.settled()
  expect(await cases.analyst.exceptions.bulk.get({ id: stopped })).toMatchObject({ state: 'stopped', done: 0, left: 1 })
})
