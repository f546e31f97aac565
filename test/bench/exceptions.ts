/**
 * How long the queue takes when very much waits: opening, scrolling, filtering, sorting, counting and grouping it, each
 * asked as a screen asks it. Prints the median and the slowest hundredth, and how many times the median of the cheapest
 * look through all that is unresolved that is.
 * `npm run bench -- exceptions --unresolved 100000 --resolved 100000 --samples 60`
 */
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import {
  type CaseFilter,
  type CaseSort,
  caseGroupings,
  caseMeasureGroupings,
} from '../../engine/contract/case-views.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { withRawStore } from '../store/on-disk.ts'
import { makeWorkspace, openTestEngine, removeFolder } from '../workspace-fixture.ts'
import { fillExceptions } from './parts/fill-exceptions.ts'
import { quantile } from './parts/measure.ts'

const { values } = parseArgs({
  options: {
    unresolved: { type: 'string', default: '100000' },
    resolved: { type: 'string', default: '100000' },
    samples: { type: 'string', default: '60' },
  },
})
const samples = Number(values.samples)
const unresolved: CaseFilter = { status: ['unresolved'] }
const looks: Readonly<Record<string, CaseFilter>> = {
  unresolved,
  mine: { ...unresolved, owner: ['person3'] },
  'of nobody': { ...unresolved, unowned: true },
  'of a code': { ...unresolved, code: ['FIELD_MISSING'] },
  'of a producer': { ...unresolved, producer: [103] },
  'of much money': { ...unresolved, amountFrom: 4_000_000 },
  'of a client': { ...unresolved, client: '10000137' },
  'of a text': { ...unresolved, search: '1234' },
  resolved: { status: ['resolved'] },
  everything: {},
}
const orders: readonly CaseSort['by'][] = ['amount', 'severity', 'producer', 'owner']

const { directory } = await makeWorkspace()
try {
  await withRawStore(directory, (raw) =>
    fillExceptions(raw, { unresolved: Number(values.unresolved), resolved: Number(values.resolved) }),
  )
  const { engine, as } = await openTestEngine(directory)
  try {
    await measureQueue((await as('admin')).exceptions)
  } finally {
    await engine.close()
  }
} finally {
  removeFolder(directory)
}

async function measureQueue(queue: EngineClient['exceptions']): Promise<void> {
  const cheapest = await timed(() => queue.counts({ filters: [unresolved] }))
  const measure = async (name: string, ask: () => Promise<unknown>): Promise<void> => {
    const { p50, p99 } = await timed(ask)
    const times = (p50 / cheapest.p50).toFixed(1).padStart(6)
    print(name, `p50 ${figure(p50)} ms   p99 ${figure(p99)} ms   ${times} times a count`)
  }
  print('a count of all that is unresolved', `p50 ${figure(cheapest.p50)} ms   p99 ${figure(cheapest.p99)} ms`)
  for (const [name, filter] of Object.entries(looks)) {
    await measure(`openView, ${name}`, () => queue.openView({ filter }))
    await measure(`facets, ${name}`, () => queue.facets({ filter }))
  }
  for (const by of orders)
    await measure(`openView by ${by}`, () =>
      queue.openView({ filter: unresolved, sort: { by, direction: 'descending' } }),
    )
  for (const by of caseGroupings) {
    await measure(`groups by ${by}`, () => queue.groups({ filter: unresolved, by }))
    await measure(`groups by ${by}, everything`, () => queue.groups({ filter: {}, by }))
  }
  await measure('counts of all these', () => queue.counts({ filters: Object.values(looks) }))
  const { view, total } = await queue.openView({ filter: unresolved })
  const somewhere = (): number => Math.floor(Math.random() * total)
  await measure('viewRows, a hundred', () => {
    const from = somewhere()
    return queue.viewRows({ view, from, to: from + 100 })
  })
  await measure('viewRows, the last hundred', () => queue.viewRows({ view, from: total - 100, to: total }))
  await measure('viewIds, all', () => queue.viewIds({ view, from: 0, to: total }))
  await measure('newer', () => queue.newer({ view }))
  for (const by of caseMeasureGroupings)
    await measure(`measures of half a year by ${by}`, () =>
      queue.measures({ by, from: '2026-01-01', to: '2026-06-30' }),
    )
}

async function timed(ask: () => Promise<unknown>): Promise<Readonly<{ p50: number; p99: number }>> {
  await ask()
  const took: number[] = []
  for (let i = 0; i < samples; i += 1) {
    const before = performance.now()
    await ask()
    took.push(performance.now() - before)
  }
  took.sort((a, b) => a - b)
  return { p50: quantile(took, 0.5), p99: quantile(took, 0.99) }
}

function figure(ms: number): string {
  return ms.toFixed(2).padStart(8)
}

function print(what: string, figures: string): void {
  process.stdout.write(`${what.padEnd(40)} ${figures}\n`)
}
