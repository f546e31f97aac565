/** How well the queue goes: each thing counted on the day of the zone on which it happened. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CaseMeasureGrouping } from '../../../engine/contract/case-views.ts'
import { spreadOf } from '../../../engine/exceptions/queue/spread.ts'
import type { Books } from '../../ingest/drop.ts'
import { passphraseOf } from '../../workspace-fixture.ts'
import { inStore, openLenientBooks } from '../open-exceptions.ts'
import { type CaseDraft, insertCase, noteEvent } from './random-cases.ts'

const hour = 3_600_000
/** Ten past midnight of 2 March in Hong Kong, where it is still 1 March in Greenwich. */
const second = Date.parse('2024-03-01T16:10:00Z')
const third = second + 24 * hour

let books: Books
beforeAll(async () => {
  books = await openLenientBooks()
  await books.client.users.add({
    name: 'maria',
    displayName: 'Maria',
    roles: ['operator'],
    passphrase: passphraseOf('maria'),
  })
  await inStore(books, (raw) => {
    const maria = raw.prepare(`SELECT id FROM user WHERE name = 'maria'`).pluck().get() as number
    const add = (draft: Partial<CaseDraft>) => insertCase(raw, { ...plain, ...draft })
    const ends = (resolvedAt: number, resolvedBy: string) =>
      ({ status: 'resolved', resolution: 'not_a_problem', resolvedAt, resolvedBy }) as const
    // Raised on the second; resolved on the third by Maria, in time, an hour behind the first look.
    const decided = add({ ...ends(third, 'maria'), touchedAt: third - hour, touchedBy: 'maria', dueAt: third })
    noteEvent(raw, decided, { at: third - hour, by: 'maria', kind: 'noted' })
    noteEvent(raw, decided, { at: third, by: 'maria', kind: 'dismissed' })
    // By itself, late.
    add({ ...ends(third + 2 * hour, 'engine'), dueAt: third })
    // Decided by Maria on the second, opened again by the engine on the third, and hers and overdue since.
    const again = add({ owner: maria, status: 'in_progress', touchedAt: second + hour, touchedBy: 'maria' })
    noteEvent(raw, again, { at: second + hour, by: 'maria', kind: 'rejected' })
    noteEvent(raw, again, { at: third, by: 'engine', kind: 'reopened' })
    // Nobody's, and long not due.
    add({
      raisedAt: third,
      dueAt: Date.parse('2099-01-01T00:00:00Z'),
      code: 'JOB_FAILED',
      severity: 'low',
      producer: null,
    })
    // Outside of these days.
    add({ raisedAt: second - hour, ...ends(third + 24 * hour, 'maria'), touchedAt: second - hour, touchedBy: 'maria' })
  })
})
afterAll(() => books.close())

const plain: CaseDraft = {
  code: 'BATCH_MISSING',
  scope: 'producer',
  severity: 'high',
  status: 'open',
  waitingFor: null,
  resolution: null,
  producer: 7,
  batch: null,
  client: null,
  line: null,
  rows: 0,
  amount: null,
  found: null,
  owner: null,
  raisedAt: second,
  dueAt: second + hour,
  resolvedAt: null,
  resolvedBy: null,
  snoozedUntil: null,
  touchedAt: null,
  touchedBy: null,
}

const days = { from: '2024-03-02', to: '2024-03-03' }
const measured = async (by: CaseMeasureGrouping) => (await books.client.exceptions.measures({ by, ...days })).items

const all = {
  raised: 4,
  resolved: 2,
  autoResolved: 1,
  reopened: 1,
  late: 2,
  unresolved: 2,
  toFirstTouch: { count: 2, p50Ms: hour, p90Ms: 23 * hour },
  toResolution: { count: 2, p50Ms: 24 * hour, p90Ms: 26 * hour },
}
const nothing = { count: 0, p50Ms: null, p90Ms: null }

it('counts what was raised, decided and opened again within days of the zone, and how long it took', async () => {
  expect(await measured('all')).toEqual([{ key: '', name: null, ...all }])
})

it('says which days it measured where none were asked for: the thirty up to today', async () => {
  const { from, to } = await books.client.exceptions.measures({ by: 'all' })
  expect(to).toBe(new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Hong_Kong' }).format(Date.now()))
  expect((Date.parse(to) - Date.parse(from)) / 86_400_000).toBe(29)
})

it('tells by day when each thing happened', async () => {
  expect(await measured('day')).toMatchObject([
    {
      key: '2024-03-02',
      raised: 3,
      resolved: 0,
      reopened: 0,
      late: 1,
      toFirstTouch: { count: 2 },
      toResolution: nothing,
    },
    {
      key: '2024-03-03',
      raised: 1,
      resolved: 2,
      reopened: 1,
      late: 1,
      toFirstTouch: nothing,
      toResolution: { count: 2 },
    },
  ])
})

it('tells by person who looked first, who decided, and whose decision did not hold; the engine is nobody', async () => {
  const maria = {
    key: 'maria',
    name: 'Maria',
    raised: 1,
    resolved: 1,
    autoResolved: 0,
    reopened: 1,
    late: 1,
    unresolved: 1,
  }
  expect(await measured('person')).toMatchObject([{ ...maria, toFirstTouch: { count: 2 }, toResolution: { count: 1 } }])
})

it('tells by code, producer and severity', async () => {
  const raisedBy = async (by: CaseMeasureGrouping) =>
    (await measured(by)).map(({ key, name, raised, resolved }) => [key, name, raised, resolved])
  expect(await raisedBy('code')).toEqual([
    ['BATCH_MISSING', null, 3, 2],
    ['JOB_FAILED', null, 1, 0],
  ])
  expect(await raisedBy('producer')).toEqual([
    ['7', 'Seven Corner', 3, 2],
    ['', null, 1, 0],
  ])
  expect(await raisedBy('severity')).toEqual([
    ['high', null, 3, 2],
    ['low', null, 1, 0],
  ])
})

it('is about the last thirty days when nothing is said, and of nothing all zeros', async () => {
  const { measures } = books.client.exceptions
  const none = { raised: 0, resolved: 0, autoResolved: 0, reopened: 0, late: 0, unresolved: 0 }
  expect((await measures({})).items).toEqual([
    { key: '', name: null, ...none, toFirstTouch: nothing, toResolution: nothing },
  ])
  expect((await measures({ to: '2024-03-02' })).items).toMatchObject([{ raised: 4, resolved: 0 }])
  expect((await measures({ by: 'code', from: '2024-04-01', to: '2024-03-01' })).items).toEqual([])
})

it.each([
  [[], null, null],
  [[7], 7, 7],
  [[2, 1], 1, 2],
  [[5, 3, 9, 1, 7, 2, 8, 4, 6, 10], 5, 9],
  [[30, 4, 200], 30, 200],
])('of %j half took up to %s, and nine in ten up to %s', (took, p50Ms, p90Ms) => {
  expect(spreadOf(took)).toEqual({ count: took.length, p50Ms, p90Ms })
})
