/**
 * Single commands per second: a deposit and a purchase, over 1,000 wallets and all on one, through the router and over
 * REST with 1, 10 and 50 callers, held against the bare SQLite transaction that writes the same rows as durably, to a copy
 * of the same store.
 * `npm run bench -- ledger --seconds 0.5 --rounds 7 --only "one wallet" --ways router`
 */
import { cpSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import type Database from 'better-sqlite3'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { startHost } from '../../engine/host/host.ts'
import { performOperation } from '../../engine/operations/perform.ts'
import { connect } from '../../engine/store/connection.ts'
import { executorOf } from '../../engine/store/writer-loop.ts'
import { layoutOf } from '../../engine/workspace/layout.ts'
import { forSmallFiles } from '../ingest/drop.ts'
import { csvOf, drop, ingest, keysOf } from '../store/on-disk.ts'
import { makeFolder, makeWorkspace, openTestEngine, removeFolder } from '../workspace-fixture.ts'
import { Bare, type BareKind } from './parts/bare.ts'
import { type Figures, measure, middleOf } from './parts/measure.ts'
import type { RestLoad } from './parts/rest-load.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '0.5' },
    rounds: { type: 'string', default: '7' },
    only: { type: 'string', default: '' },
    ways: { type: 'string', default: '' },
  },
})
const [seconds, rounds] = [Number(values.seconds), Number(values.rounds)]
const callers = [1, 10, 50]
const bareName = 'bare SQLite'
const clients = Array.from({ length: 1_000 }, (_, index) => `client-${index}`)
const scenarios = [
  { name: 'deposit, 1,000 wallets', kind: 'deposit', clients },
  { name: 'purchase, 1,000 wallets', kind: 'purchase', clients },
  { name: 'deposit, one wallet', kind: 'deposit', clients: clients.slice(0, 1) },
  { name: 'purchase, one wallet', kind: 'purchase', clients: clients.slice(0, 1) },
] as const satisfies readonly { name: string; kind: BareKind; clients: readonly string[] }[]
type Scenario = (typeof scenarios)[number]

/** One way to do it: a row of the table. */
type Way = Readonly<{ name: string; run: (scenario: Scenario, round: string) => Promise<Figures> }>

const folders = [makeFolder(), makeFolder(), makeFolder()]
const [directory = '', forBare = '', forCommand = ''] = folders
try {
  await prepare(directory)
  for (const copy of [forBare, forCommand]) cpSync(directory, copy, { recursive: true })
  const opened = await openTestEngine(directory)
  // As behind a proxy: whose address it is, is what the load says.
  const host = await startHost({ engine: opened.engine, behindTlsProxy: true })
  const ana = await opened.as('ana')
  const [bare, command] = [await rawOf(forBare), await rawOf(forCommand)]
  const [bareCalls, commandCalls] = [bareOn(bare), await commandOn(command)]
  const ways: readonly Way[] = [
    { name: bareName, run: (scenario, name) => runOn(bare, bareCalls(scenario, name)) },
    { name: 'the command, no threads', run: (scenario, name) => runOn(command, commandCalls(scenario, name)) },
    ...callers.map((count) => throughRouter(ana, count)),
    ...callers.map((count) => overRest({ url: host.url, token: ana.token, count })),
  ]
  const chosen = ways.filter(({ name }) => name === bareName || name.includes(values.ways))
  for (const scenario of scenarios) {
    if (!scenario.name.includes(values.only)) continue
    await expectSameRows(scenario, [bare, bareCalls], [command, commandCalls])
    await compare(scenario, chosen)
  }
  for (const raw of [bare, command]) raw.close()
  await host.close()
  await opened.engine.close()
} finally {
  for (const folder of folders) removeFolder(folder)
}

/** A workspace in which 1,000 clients have money, and each kind of operation has happened. */
async function prepare(folder: string): Promise<void> {
  const users = [
    { name: 'admin', roles: ['admin'] },
    { name: 'ana', roles: ['analyst'] },
  ] as const
  await makeWorkspace(folder, users)
  const opened = await openTestEngine(folder)
  await (await opened.as('admin')).producers.add({ id: 7, code: 'seven', name: 'Seven', agreement: forSmallFiles })
  const rows = clients.map((client) => ({ client, amount: 1_000_000_000, txId: `first-${client}` }))
  drop(folder, { code: 'seven', file: 'first.csv', csv: csvOf(7, rows) })
  await ingest(opened)
  const ana = await opened.as('ana')
  await ana.operations.deposit({ client: 'client-0', amount: 1, key: 'first-deposit' })
  await ana.operations.purchase({ client: 'client-0', amount: 1, key: 'first-purchase' })
  await opened.engine.close()
}

async function rawOf(folder: string): Promise<Database.Database> {
  return connect({ file: layoutOf(folder).store, key: (await keysOf(folder)).store, mode: 'write' })
}

async function compare(scenario: Scenario, ways: readonly Way[]): Promise<void> {
  print(`\n${scenario.name}`.padEnd(28), 'commands/s', 'p50 ms', 'p99 ms', 'of bare')
  const figures = new Map<string, Figures[]>(ways.map(({ name }) => [name, []]))
  for (let round = 0; round <= rounds; round += 1) {
    for (const { name, run } of ways) {
      const found = await run(scenario, `${scenario.name.replaceAll(' ', '')}-${name.replaceAll(' ', '')}-${round}`)
      // The first round warms up.
      if (round > 0) figures.get(name)?.push(found)
    }
  }
  const bare = figures.get(bareName) ?? []
  for (const [name, found] of figures) {
    const { perSecond, p50, p99 } = middleOf(found)
    // Each round against the bare one beside it: the disk is not as fast at every time.
    const ratios = found.map((each, round) => each.perSecond / (bare[round]?.perSecond ?? Number.NaN))
    const ratio = ratios.toSorted((a, b) => a - b)[Math.floor(ratios.length / 2)] ?? Number.NaN
    const cells = [Math.round(perSecond).toLocaleString('en'), p50.toFixed(2), p99.toFixed(2), ratio.toFixed(2)]
    print(name.padEnd(27), ...cells)
  }
}

type Calls = (scenario: Scenario, name: string) => () => Promise<void> | void

async function runOn(raw: Database.Database, call: () => Promise<void> | void): Promise<Figures> {
  const figures = await measure({ callers: 1, seconds, call })
  raw.pragma('wal_checkpoint(TRUNCATE)')
  return figures
}

function bareOn(raw: Database.Database): Calls {
  return ({ kind, clients: { length: wallets } }) => {
    const bare = new Bare(raw, kind)
    let index = 0
    return () => {
      index += 1
      bare.write(wallets === 1 ? 0 : index)
    }
  }
}

/** What the command itself takes, with its checks and its audit record, before any thread or guard is between. */
async function commandOn(raw: Database.Database): Promise<Calls> {
  const execute = executorOf(raw, { perform: performOperation }, (await keysOf(forCommand)).chain)
  const user = raw.prepare(`SELECT id FROM user WHERE name = 'ana'`).pluck().get() as number
  const initiator = { caller: `user:${user}`, user, name: 'ana', roles: ['analyst'], onBehalfOf: null }
  return ({ kind, clients: among }, name) => {
    const nextOf = callsOf(among, name)
    return async () => {
      const { key, ...asked } = nextOf()
      const content = kind === 'deposit' ? { ...asked, from: 'omnibus:main' } : asked
      const input = { operation: { kind, content }, initiator, key }
      const outcome = (await execute({ name: 'perform', input, actor: 'ana' })) as Readonly<{ status: string }>
      if (outcome.status !== 'done') throw new Error(JSON.stringify(outcome))
    }
  }
}

/** Both must change as many rows, or the ratio would be one between two different things. */
async function expectSameRows(
  scenario: Scenario,
  ...both: readonly (readonly [raw: Database.Database, calls: Calls])[]
): Promise<void> {
  const changed = both.map(async ([raw, calls]) => {
    const changes = raw.prepare('SELECT total_changes()').pluck()
    const call = calls(scenario, `${scenario.name.replaceAll(' ', '')}-same`)
    // The first of a day makes rows that the later ones change.
    await call()
    const before = changes.get() as number
    await call()
    return (changes.get() as number) - before
  })
  const [bare, command] = await Promise.all(changed)
  if (bare !== command) throw new Error(`the command changes ${command} rows, the bare transaction ${bare}`)
}

function throughRouter(client: EngineClient, count: number): Way {
  return {
    name: `router, ${count} ${count === 1 ? 'caller' : 'callers'}`,
    run: ({ kind, clients: among }, name) => {
      const nextOf = callsOf(among, name)
      const call = async (): Promise<void> => void (await client.operations[kind](nextOf()))
      return measure({ callers: count, seconds, call })
    },
  }
}

function overRest({ url, token, count }: Readonly<{ url: string; token: string; count: number }>): Way {
  return {
    name: `REST, ${count} ${count === 1 ? 'caller' : 'callers'}`,
    run: ({ kind, clients: among }, name) => {
      const load: RestLoad = { url, token, route: `/${kind}s`, clients: among, callers: count, seconds, name }
      return new Promise((resolve, reject) => {
        new Worker(new URL('./parts/rest-load.ts', import.meta.url), { workerData: load })
          .on('message', resolve)
          .on('error', reject)
      })
    },
  }
}

function callsOf(among: readonly string[], name: string): () => { client: string; amount: number; key: string } {
  let index = 0
  return () => {
    index += 1
    return { client: among[index % among.length] ?? '', amount: 1, key: `${name}-${index}` }
  }
}

function print(name: string, ...cells: readonly string[]): void {
  process.stdout.write(`${name}${cells.map((cell) => cell.padStart(12)).join('')}\n`)
}
