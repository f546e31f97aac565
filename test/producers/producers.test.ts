import { chmodSync, existsSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Agreement } from '../../engine/contract/agreements.ts'
import type { Inputs } from '../../engine/contract/contract.ts'
import { weekdays } from '../../engine/contract/schedules.ts'
import { type Books, csvOf, openBooks } from '../ingest/drop.ts'
import { refusalOf } from '../workspace-fixture.ts'

let books: Books
beforeAll(async () => {
  books = await openBooks()
})
afterAll(() => books.close())

const draft = (change: Partial<Inputs['producers']['add']>) => ({ id: 20, code: 'twenty', name: 'Twenty', ...change })

it('registers a producer with its places, and makes the folder that only the owner’s group may write', async () => {
  const added = await books.client.producers.add(
    draft({
      name: '  二十 Store™ ',
      locations: ['Sha Tin', '中環', 'Sha Tin'],
      contact: { email: 'ops@twenty.example' },
      contacts: [{ name: 'Ada', role: 'night shift', phone: '+852 1234' }],
      agreement: { limits: { clientsMin: 0 }, places: ['Central'] },
      schedule: { kind: 'daily', times: ['18:00'] },
    }),
  )
  expect(added).toEqual({
    id: 20,
    code: 'twenty',
    name: '  二十 Store™ ',
    kind: 'other',
    state: 'active',
    suspension: null,
    locations: ['Central', 'Sha Tin', '中環'],
    contacts: [
      { name: '', role: '', email: 'ops@twenty.example', phone: null },
      { name: 'Ada', role: 'night shift', email: null, phone: '+852 1234' },
    ],
    schedule: { kind: 'daily', times: ['18:00'], weekdays: [...weekdays], graceMinutes: 60, leadMinutes: 120 },
    lastExpected: null,
    recent: [],
    nextExpected: {
      expectedAt: expect.stringMatching(/T10:00:00/),
      dueAt: expect.any(String),
      state: 'awaited',
      batch: null,
    },
    agreementVersion: 1,
    dropFolder: path.join(books.engine.layout.drop, 'twenty'),
    createdAt: expect.any(String),
    batches: 0,
    lastBatchAt: null,
    version: 1,
    agreement: {
      id: expect.any(Number),
      producer: 20,
      version: 1,
      inForce: true,
      by: 'admin',
      at: added.createdAt,
      proposal: null,
      agreement: Agreement.parse({ limits: { clientsMin: 0 }, places: ['Central', 'Sha Tin', '中環'] }),
    },
    onTime: [],
  })
  expect(statSync(added.dropFolder).isDirectory()).toBe(true)
  expect(statSync(added.dropFolder).mode & 0o007).toBe(0)
  expect(await books.client.producers.get({ id: 20 })).toEqual(added)
  expect((await books.client.producers.list()).items.map(({ code }) => code)).toEqual(['seven', 'eight', 'twenty'])
})

it('refuses a number or a code that is taken, says which, and records the refusal', async () => {
  expect(await refusalOf(books.client.producers.add(draft({ id: 7, code: 'new' })))).toEqual({
    code: 'producer_exists',
    data: { field: 'id', value: '7' },
  })
  expect(await refusalOf(books.client.producers.add(draft({ id: 21, code: 'seven' })))).toEqual({
    code: 'producer_exists',
    data: { field: 'code', value: 'seven' },
  })
  expect(await refusalOf(books.client.producers.add(draft({ id: 7, code: 'eight' })))).toMatchObject({
    code: 'producer_exists',
  })
  expect(existsSync(path.join(books.engine.layout.drop, 'new'))).toBe(false)
  const { items } = await books.client.audit.list({ action: 'producers.add', limit: 3 })
  expect(items.map(({ outcome }) => outcome)).toEqual(['producer_exists', 'producer_exists', 'producer_exists'])
})

it.each(['', '..', '.', '../seven', 'a/b', 'a\\b', 'Seven', 'a b', '-a', 'a\n', 'é', 'x'.repeat(41), 'a\0', 'a.b'])(
  'refuses %j for a code, because it names a folder',
  async (code) => {
    expect((await refusalOf(books.client.producers.add(draft({ id: 30, code })))).code).toBe('bad_input')
    expect((await refusalOf(books.client.producers.get({ id: 30 }))).code).toBe('not_found')
  },
)

it.each([0, -1, 1.5, 1_000_000_000, Number.NaN])('refuses %d for a number', async (id) => {
  expect((await refusalOf(books.client.producers.add(draft({ id, code: 'number' })))).code).toBe('bad_input')
})

it('takes places that become the same on their way into the store for one', async () => {
  // A lone half of a character has no encoding; both are stored as the sign for "unreadable".
  const added = await books.client.producers.add(
    draft({ id: 40, code: 'forty', locations: ['\uD800', '\uD801', 'ok'] }),
  )
  expect(added.locations).toEqual(['ok', '\uFFFD'])
})

it('counts the batches of each, and says when the last one came', async () => {
  books.drop('a.csv', csvOf([{ tx: 'p1', amount: 1 }]))
  books.drop('b.csv', csvOf([{ tx: 'p2', amount: 1 }]))
  await books.drain()
  const [seven, eight] = (await books.client.producers.list()).items
  const [newest] = (await books.client.batches.list({ limit: 1 })).items
  expect([seven?.batches, seven?.lastBatchAt, eight?.batches, eight?.lastBatchAt]).toEqual([
    2,
    newest?.receivedAt,
    0,
    null,
  ])
})

it('has a clearing account in the ledger from the beginning', async () => {
  const { store } = await books.engine.opened()
  expect((await store.readLong('workspace.check', { deep: false })).consistent).toBe(true)
  const folder = path.join(books.engine.layout.drop, 'twenty')
  chmodSync(folder, 0o770)
  books.drop(
    'first.csv',
    csvOf([{ tx: 'first', producer: 20, amount: 3, location: '中環', client: 'twenty-1' }]),
    'twenty',
  )
  await books.drain()
  expect((await books.client.ledger.balance({ client: 'twenty-1' })).balance).toBe(3)
  rmSync(folder, { recursive: true })
})
