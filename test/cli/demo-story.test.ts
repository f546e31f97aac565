/** What a demo tells from its first minute on: every piece of the story is there for whoever signs in. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { daysOfHistory } from '../../fixtures/demo/history.ts'
import { dateOf, dayBefore } from '../../fixtures/demo/hong-kong.ts'
import { short } from '../../fixtures/demo/settlements.ts'
import { demoArrivals } from '../../fixtures/demo/today.ts'
import { type Demo, openDemo } from './open-demo.ts'

let demo: Demo
let analyst: EngineClient

beforeAll(async () => {
  demo = await openDemo()
  analyst = await demo.as('analyst')
}, 120_000)
afterAll(() => demo.close())

const dayAgo = (ago: number): string => dateOf(dayBefore(demo.begun, ago))

it('has three months behind it, and money moved on every day of them', async () => {
  const executive = await demo.as('approver')
  const asked = { from: dayAgo(daysOfHistory - 1), to: dayAgo(1), by: 'day', split: 'none' } as const
  const { buckets } = await executive.overview.volume(asked)
  const days = buckets.flatMap(({ now }) => (now === null ? [] : [now]))
  expect(days).toHaveLength(daysOfHistory - 1)
  const without = days.filter(
    ({ sums }) => !sums.some(({ topUps, payments }) => topUps.rows > 0 && payments.rows > 100),
  )
  expect(without.map(({ from }) => from)).toEqual([])
})

it('has batches of every day of them, posted and matched with what the bank said', async () => {
  const { items } = await analyst.batches.list({ limit: 1_000 })
  const first = items.filter(({ file }) => file.includes(dayAgo(daysOfHistory)))
  expect(first.map(({ state, rows }) => [state, rows])).toEqual([['posted', 180]])
  const { items: settlements } = await analyst.expected.list({ kind: 'settlement', limit: 1_000 })
  expect(settlements).toHaveLength(daysOfHistory)
  expect(settlements.filter(({ state }) => state === 'reconciled')).toHaveLength(daysOfHistory - 1)
})

it('has a settlement that is short, and the line of it that nothing explains', async () => {
  const { items } = await analyst.expected.list({ kind: 'settlement', state: 'requested', limit: 10 })
  expect(items).toHaveLength(1)
  const { items: lines } = await analyst.reconciliation.open({ account: 'omnibus:main', side: 'line', limit: 100 })
  const line = lines.find(({ amount }) => amount === (items[0]?.amount ?? 0) - short.by)
  expect(line?.day).toBe(dayAgo(short.ago - 1))
  // A person says what it is, and what is missing stays owed.
  const { id = 0 } = items[0] ?? {}
  const reason = 'Their coin fee, which we do not owe'
  const settled = await analyst.expected.settle({ id, line: line?.id ?? 0, reason })
  expect(settled).toMatchObject({ state: 'reconciled', amount: items[0]?.amount, paid: line?.amount })
})

it('has a batch that came twice, held for a person', async () => {
  const { items } = await analyst.exceptions.list({ code: 'BATCH_DOUBLED', status: 'unresolved', limit: 10 })
  expect(items.map(({ rows, status }) => [rows, status])).toEqual([[160, 'open']])
})

it('waits for the client whose stolen card was paid with', async () => {
  const { items } = await analyst.exceptions.list({ code: 'CLIENT_FROZEN', status: 'unresolved', limit: 10 })
  expect(items.map(({ client, status, waitingFor }) => [client, status, waitingFor])).toEqual([
    ['W-1004', 'waiting', 'client'],
  ])
  const { items: asked } = await analyst.contact.messages({ client: 'W-1004', limit: 10 })
  expect(asked.map(({ template, question }) => [template, question?.state])).toEqual([['ask_client', 'open']])
})

it('has proposals that somebody else may approve', async () => {
  const approver = await demo.as('approver')
  const { items } = await approver.proposals.list({ state: 'open', limit: 10 })
  expect(items.map(({ kind }) => kind)).toEqual(['match_residue', 'batch_release', 'adjustment', 'deposit'])
})

it('expects a batch within a minute that never comes, and today’s others arrive one after another', async () => {
  const { items } = await analyst.producers.list()
  const { nextExpected } = items.find(({ code }) => code === 'island-bank') ?? {}
  const dueAt = Date.parse(nextExpected?.dueAt ?? '')
  expect(dueAt - Date.now()).toBeLessThan(70_000)
  const { store } = await demo.opened.engine.opened()
  expect(await store.read('producers.anyDue', { at: dueAt })).toBe(true)
  const arrivals = demoArrivals(demo.begun)
  const senders = Array.from({ length: 9 }, () => arrivals.next().value.file(demo.begun).producer)
  expect(senders).not.toContain('island-bank')
  expect(new Set(senders).size).toBeGreaterThan(5)
})
