/** The overview as people ask for it: whole answers over a day's work, over REST as well, and what is refused. */
import type { AddressInfo } from 'node:net'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { metricsOf } from '../../engine/host/metrics.ts'
import { byLibrary } from '../../engine/host/rest.ts'
import { inStore } from '../exceptions/open-exceptions.ts'
import { type Books, csvOf, openBooks, recentDay } from '../ingest/drop.ts'
import { refusalOf } from '../workspace-fixture.ts'

let books: Books
let rest: FastifyInstance
beforeAll(async () => {
  books = await openBooks({}, [
    { name: 'exe', roles: ['executive'] },
    { name: 'ana', roles: ['analyst'] },
  ])
  books.drop(
    'a.csv',
    csvOf([
      { client: 'A', tx: '1', amount: 700, location: 'Central' },
      { client: 'B', tx: '2', amount: 50, location: 'Sha Tin' },
      { client: 'A', tx: '3', amount: 200, type: 'Payment', location: 'Central' },
      { client: 'A', tx: '4', amount: -1, location: 'Central' },
    ]),
  )
  books.drop('b.csv', csvOf([{ client: 'Z', tx: '1', amount: 3, producer: 8 }]), 'eight')
  await books.drain()
  const { engine } = books
  rest = Fastify()
  rest.all(
    '/api/*',
    byLibrary(metricsOf(engine), ({ ip }) => ({ engine, source: 'rest', address: ip, isSecure: false })),
  )
  await rest.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(async () => {
  await rest.close()
  await books.close()
})

const day = recentDay
const range = { from: day, to: day }
const none = { rows: 0, money: '0' }

const overRest = async (query: string): Promise<Readonly<{ status: number; body: Record<string, unknown> }>> => {
  const { port } = rest.server.address() as AddressInfo
  const { token } = books.client
  const answer = await fetch(`http://127.0.0.1:${port}/api/overview/volume?from=${day}&to=${day}&${query}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

describe('the volume', () => {
  it('is what batches posted, by location', async () => {
    const exe = await books.as('exe')
    const { parts, buckets, totals } = await exe.overview.volume({ ...range, by: 'day', split: 'location' })
    expect(parts.map(({ name }) => name)).toEqual(['Central', 'Sha Tin'])
    expect(buckets.map(({ now }) => now?.sums)).toEqual([
      [
        { part: 0, currency: 'USD', topUps: { rows: 2, money: '703' }, payments: { rows: 1, money: '200' } },
        { part: 1, currency: 'USD', topUps: { rows: 1, money: '50' }, payments: none },
      ],
    ])
    expect(totals[0]?.now).toEqual({ topUps: { rows: 3, money: '753' }, payments: { rows: 1, money: '200' } })
  })

  it('is that of the producers and locations which are asked for', async () => {
    const moved = async (asked: Partial<Parameters<typeof books.client.overview.volume>[0]>) =>
      (await books.client.overview.volume({ ...range, ...asked })).totals.map(({ now }) => now.topUps.money)
    expect(await moved({ producer: [8] })).toEqual(['3'])
    expect(await moved({ producer: [7, 8] })).toEqual(['753'])
    expect(await moved({ location: ['Central'] })).toEqual(['703'])
    expect(await moved({ location: ['Central'], producer: [7] })).toEqual(['700'])
    expect(await moved({ location: ['Central'], producer: [7], by: 'hour' })).toEqual(['700'])
    expect(await moved({ location: ['Nowhere'] })).toEqual([])
  })

  it.each([
    ['by=day&producer[]=8', '3'],
    ['producer[]=7&producer[]=8', '753'],
    ['location[]=Sha%20Tin', '50'],
  ])('is answered over REST with %s', async (query, money) => {
    const { status, body } = await overRest(query)
    expect(status).toBe(200)
    expect(body.totals).toMatchObject([{ now: { topUps: { money } } }])
  })

  it.each([
    ['hour', '2026-01-01', '2026-01-31', 744, false],
    ['hour', '2026-01-01', '2026-02-01', 768, true],
    ['day', '2024-01-01', '2026-01-19', 750, false],
    ['day', '2024-01-01', '2026-01-20', 751, true],
    ['month', '1970-01-01', '2199-12-31', 2_760, true],
  ] as const)('by %s from %s to %s is of %i buckets; refused: %s', async (by, from, to, buckets, isRefused) => {
    const asked = books.client.overview.volume({ from, to, by })
    if (isRefused)
      expect(await refusalOf(asked)).toEqual({ code: 'range_too_long', data: { buckets, bucketsMax: 750 } })
    else expect((await asked).buckets.filter(({ now }) => now !== null)).toHaveLength(buckets)
  })
})

it.each([
  { from: '2026-03-02', to: '2026-03-01' },
  { from: '1969-12-31', to: '2026-03-01' },
  { from: '2026-03-01', to: '2200-01-01' },
])('refuses days that are none: %s', async (asked) => {
  for (const name of ['volume', 'reconciliation', 'gap', 'exceptions', 'health'] as const)
    expect(await refusalOf(books.client.overview[name](asked))).toMatchObject({ code: 'bad_input' })
})

it('is refused to whoever is not signed in', async () => {
  for (const name of ['volume', 'reconciliation', 'gap', 'exceptions', 'health'] as const)
    expect(await refusalOf(books.stranger.overview[name](range))).toMatchObject({ code: 'not_signed_in' })
})

it('counts exceptions that were raised today, for the producer that they are of', async () => {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Hong_Kong' }).format(Date.now())
  const asked = { from: today, to: today, by: 'day' } as const
  const { buckets, open } = await books.client.overview.exceptions({ ...asked, producer: [7] })
  const [bucket] = buckets
  expect(bucket).toMatchObject({ from: today, resolved: 0 })
  expect(bucket?.opened).toBeGreaterThan(0)
  expect(bucket?.backlog).toBe(bucket?.opened)
  expect(open.reduce((sum, { count }) => sum + count, 0)).toBe(bucket?.opened)
  expect((await books.client.overview.exceptions({ ...asked, producer: [9] })).buckets[0]?.opened).toBe(0)
})

describe('the health', () => {
  const at = (time: string): number => Date.parse(`2026-03-02T${time}:00+08:00`)
  const asked = { from: '2026-03-01', to: '2026-03-03' }

  it('of a workspace in which nothing was expected or proven yet, says so', async () => {
    const { asOf, disk, ingest, ...health } = await books.client.overview.health(asked)
    expect(health).toEqual({
      ...asked,
      producers: [
        { id: 8, code: 'eight', name: 'Eight Bells' },
        { id: 7, code: 'seven', name: 'Seven Corner' },
      ],
      punctuality: [],
      totals: { expected: 0, onTime: 0, late: 0, missing: 0, rejected: 0 },
      backlog: { filesWaiting: 0, batchesRunning: 0, batchesHeld: 0, casesOpen: 1, proposalsWaiting: 0 },
      check: null,
      pageCheck: null,
      chainVerification: null,
      backup: null,
    })
    expect(Math.abs(Date.now() - Date.parse(asOf))).toBeLessThan(60_000)
    expect(ingest).toMatchObject({ batches: 2, rows: 4 })
    expect(disk?.free).toBeGreaterThan(0)
    expect(disk?.size).toBeGreaterThanOrEqual(disk?.free ?? 0)
  })

  it('tells when books, pages and chain were proven last, by whom, and when a copy was made', async () => {
    await books.client.ledger.check()
    const first = await books.client.overview.health(asked)
    expect(first).toMatchObject({ check: { by: 'admin', outcome: 'fine' }, pageCheck: null, chainVerification: null })
    await books.client.workspace.check({ deep: true })
    await books.client.audit.verify({})
    await books.client.workspace.backup({})
    const health = await books.client.overview.health(asked)
    for (const mark of [health.check, health.pageCheck, health.chainVerification, health.backup])
      expect(mark).toMatchObject({ by: 'admin', outcome: 'fine' })
    expect(Date.parse(health.check?.at ?? '')).toBeGreaterThan(Date.parse(first.check?.at ?? ''))
    expect(health.check).toEqual(health.pageCheck)
  })

  it('tells by producer and day what came in time, late, not at all, or was rejected', async () => {
    await inStore(books, (raw) => {
      const expected = raw.prepare(`
        INSERT INTO expected_batch (producer_id, expected_at, opens_at, closes_at, due_at, day, state, batch_id, decided_at)
        VALUES (7, @at, @at - 1, @at + 1, @at, @day, @state, @batch, @at)`)
      expected.run({ at: at('08:00'), day: '2026-03-02', state: 'met', batch: 1 })
      expected.run({ at: at('12:00'), day: '2026-03-02', state: 'late', batch: 2 })
      expected.run({ at: at('16:00'), day: '2026-03-02', state: 'missed', batch: null })
      expected.run({ at: at('16:00') + 86_400_000, day: '2026-03-03', state: 'missed', batch: null })
      expected.run({ at: at('16:00') + 2 * 86_400_000, day: '2026-03-04', state: 'missed', batch: null })
      const rejected = raw.prepare(`
        INSERT INTO batch (producer_id, file, path, inode, bytes, modified_at, sha256, archive, state, received_at, sealed_at)
        VALUES (8, 'r.csv', 'r.csv', '1', 1, 0, randomblob(32), @archive, 'rejected', @at, @at)`)
      // Just behind midnight in Hong Kong, and just before that of the day behind the last.
      for (const [index, time] of ['2026-02-28T16:00Z', '2026-03-03T15:59Z', '2026-03-03T16:00Z'].entries())
        rejected.run({ at: Date.parse(time), archive: `r${index}.cha` })
    })
    const { punctuality, totals } = await books.client.overview.health(asked)
    const nothing = { expected: 0, onTime: 0, late: 0, missing: 0, rejected: 0 }
    expect(punctuality).toEqual([
      { ...nothing, producer: 8, day: '2026-03-01', rejected: 1 },
      { ...nothing, producer: 8, day: '2026-03-03', rejected: 1 },
      { producer: 7, day: '2026-03-02', expected: 3, onTime: 1, late: 1, missing: 1, rejected: 0 },
      { ...nothing, producer: 7, day: '2026-03-03', expected: 1, missing: 1 },
    ])
    expect(totals).toEqual({ expected: 4, onTime: 1, late: 1, missing: 2, rejected: 2 })
    const ofEight = await books.client.overview.health({ ...asked, producer: [8] })
    expect(ofEight.totals).toEqual({ ...nothing, rejected: 2 })
    expect(ofEight.producers.map(({ id }) => id)).toEqual([8])
    expect(ofEight).toMatchObject({ ingest: { batches: 1, rows: 1 }, backlog: { casesOpen: 0 } })
  })

  it('takes no longer range than people read by the day', async () => {
    const refused = books.client.overview.health({ from: '2025-01-01', to: '2026-01-02' })
    expect(await refusalOf(refused)).toEqual({ code: 'range_too_long', data: { buckets: 367, bucketsMax: 366 } })
  })
})
