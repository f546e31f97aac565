/** What a table is narrowed by is said in words, and so is every column of it. */
import { expect, it } from 'vitest'
import { exportSources } from '../../engine/contract/export-sources.ts'
import { sources } from '../../engine/exports/sources.ts'
import { columnTitle, narrowings, type Parameters } from '../../renderer/exports/narrowed.ts'
import { english, formats } from './text.ts'

const tables = exportSources.filter((source) => !source.startsWith('overview_'))

it.each(tables)('%s: every column has a title in words', (source) => {
  const ids = sources[source].columns.map(({ id }) => id)
  expect(ids.filter((id) => columnTitle(source, id, english) === id)).toEqual([])
})

const writing = {
  text: english,
  formats,
  producerName: (id: number) => (id === 7 ? 'Seven Corner' : undefined),
  endpointName: (id: number) => (id === 1 ? 'shop' : undefined),
}

const cases: readonly (readonly [(typeof tables)[number], Parameters, readonly string[]])[] = [
  ['producers', {}, []],
  [
    'statements',
    { source: 'bank', state: 'accepted', file: 3 },
    ['Source: bank', 'State: Accepted', 'Number of the file: 3'],
  ],
  [
    'fund_requests',
    { gateway: 'acme', state: 'charged_back', client: undefined },
    ['Gateway: acme', 'State: Charged back'],
  ],
  [
    'expected_payments',
    { kind: 'settlement', state: 'refunded', producer: 7, overdue: true },
    ['Kind: Settlement', 'State: Given back', 'Producer: Seven Corner', 'Overdue only: yes'],
  ],
  [
    'webhook_deliveries',
    { endpoint: 1, state: 'given_up', type: 'not.yet.known' },
    ['Address: shop', 'State: Given up', 'Event: not.yet.known'],
  ],
  ['webhook_deliveries', { endpoint: 2 }, ['Address: 2']],
  ['job_runs', { job: 'audit.verify' }, ['Job: Verify the audit chain']],
  ['batches', { by: 'file', direction: 'ascending' }, ['Order: File, ascending']],
]

it.each(cases)('%s is narrowed by %j', (source, parameters, said) => {
  expect(narrowings(source, parameters, writing).map(({ name, value }) => `${name}: ${value}`)).toEqual(said)
})
