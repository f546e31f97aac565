/** The screen of measures: each figure leads to the exceptions that it counts. */
import { expect, it } from 'vitest'
import { filterOf } from '../../renderer/exceptions/filter.ts'
import { QueueSearch } from '../../renderer/exceptions/search.ts'
import { casesAddress } from '../../renderer/measures/address.ts'

const days = { from: '2026-11-01', to: '2026-11-20' }
const clock = { now: Date.parse('2026-11-22T00:00:00.000Z'), zone: 'Asia/Hong_Kong' }
const all = { raisedFrom: '2026-10-31T16:00:00.000Z', raisedBefore: '2026-11-20T16:00:00.000Z', snoozed: 'with' }

it.each([
  ['code', 'TYPE_UNKNOWN', { ...all, code: ['TYPE_UNKNOWN'] }],
  ['severity', 'high', { ...all, severity: ['high'] }],
  ['producer', '7', { ...all, producer: [7] }],
  ['producer', '', { ...all, noProducer: true }],
  ['person', 'anna', { ...all, owner: ['anna'] }],
  ['day', '2026-11-05', { ...all, raisedFrom: '2026-11-04T16:00:00.000Z', raisedBefore: '2026-11-05T16:00:00.000Z' }],
] as const)('a line by %s (%s) opens what was raised there, whatever became of it', (by, key, filter) => {
  const address = new URL(casesAddress(by, key, days), 'http://console')
  const search = QueueSearch.parse(Object.fromEntries(address.searchParams))
  expect(filterOf(search, clock)).toEqual(filter)
})
