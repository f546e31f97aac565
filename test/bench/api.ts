/**
 * What the API answers under load: 50 connections on loopback, each route as a ratio to an empty fastify route in the same run,
 * on the same process. Prints throughput, the slowest hundredth, failures, and memory over the whole run.
 * `npm run bench -- api --seconds 10 --rows 100000`, `--only /session` for what begins so, and `--minutes 10` for the long one.
 */
import { randomUUID } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { parseArgs } from 'node:util'
import Fastify from 'fastify'
import { inDays, openCallers } from '../callers/open-callers.ts'
import { type Fired, fire } from './parts/api-fire.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    minutes: { type: 'string', default: '0' },
    rows: { type: 'string', default: '100000' },
    connections: { type: 'string', default: '50' },
    only: { type: 'string', default: '' },
  },
})
const seconds = Number(values.seconds)
const connections = Number(values.connections)
const clients = 1_000

const open = await openCallers()
const empty = Fastify()
empty.get('/', () => ({ ok: true }))
await empty.listen({ port: 0, host: '127.0.0.1' })
const emptyUrl = `http://127.0.0.1:${(empty.server.address() as AddressInfo).port}/`

try {
  await fill(Number(values.rows))
  const at = (route: string): string => `${open.host.url}/api${route}`
  const one = [
    '/session',
    '/producers',
    '/ledger/balance/C1',
    '/ledger/history/C1?limit=20',
    '/batches?limit=20',
    '/clients?limit=20',
  ]
  const every = (route: (client: string) => string): readonly string[] =>
    Array.from({ length: clients }, (_, each) => route(`C${each}`))
  const reads = [
    ...one.map((route) => ({ name: route, routes: [route] as readonly string[] })),
    { name: '/ledger/balance of another client each', routes: every((client) => `/ledger/balance/${client}`) },
    { name: '/ledger/history of another client each', routes: every((client) => `/ledger/history/${client}?limit=20`) },
  ].filter(({ name }) => name.startsWith(values.only))
  await fire({ urls: [emptyUrl], seconds: 2, connections })
  const base = await fire({ urls: [emptyUrl], seconds, connections })
  line('an empty fastify route', base, base)
  const read = async (routes: readonly string[], forSeconds: number): Promise<Fired> =>
    fire({ urls: routes.map(at), headers: await newKey(), seconds: forSeconds, connections })
  for (const { name, routes } of reads) line(`GET ${name}`, await read(routes, seconds), base)
  const body = JSON.stringify({ user_id: 'C1', amount: 1, initiated_by: 'load', key: '[<id>]' })
  line(
    'POST /deposit',
    await fire({ urls: [at('/deposit')], headers: await newKey(), body, seconds, connections }),
    base,
  )
  for (let minute = 1; minute <= Number(values.minutes); minute += 1) {
    const { name, routes } = reads[minute % reads.length] ?? { name: '', routes: [] }
    // A key may ask so often in a minute and no oftener, and one alone would have used that up before it ends.
    for (let third = 1; third <= 3; third += 1)
      line(`minute ${minute}, ${third}: GET ${name}`, await read(routes, 20), base)
  }
} finally {
  await empty.close()
  await open.close()
}

/** Each route with a key of its own, so that none meets the limit that another has used up. */
async function newKey(): Promise<Readonly<Record<string, string>>> {
  const { key } = await open.program({
    name: `load-${randomUUID().slice(0, 8)}`,
    scopes: ['ledger.read', 'producers.read', 'batches.read', 'clients.read', 'ledger.operate', 'ledger.act_on_behalf'],
    callsPerMinute: 600_000,
    aloneUpTo: 1_000_000,
    expiresAt: inDays(1),
  })
  return { authorization: `Bearer ${key}` }
}

async function fill(rows: number): Promise<void> {
  const folder = path.join(open.opened.engine.layout.drop, 'seven')
  mkdirSync(folder, { recursive: true })
  const day = new Date().toISOString().slice(0, 10)
  const lines = Array.from({ length: rows }, (_, i) => `${day},7,C${i % clients},Central,${randomUUID()},TopUp,1000`)
  const header = 'TxDate,ProducerId,ClientId,ProducerLocation,TxId,TxType,Amount'
  writeFileSync(path.join(folder, 'fill.csv'), `${[header, ...lines].join('\n')}\n`)
  await open.admin.ingest.scan({ settled: true })
}

function line(name: string, fired: Fired, base: Fired): void {
  const { perSecond, p99, failed, statuses } = fired
  const memory = Math.round(process.memoryUsage().rss / 2 ** 20)
  process.stdout.write(
    `${name.padEnd(44)} ${perSecond.toFixed(0).padStart(7)}/s  p99 ${String(p99).padStart(4)} ms  ` +
      `ratio ${(perSecond / base.perSecond).toFixed(2)}  failed ${failed}${failed === 0 ? '' : ` (${statuses})`}  ${memory} MiB\n`,
  )
}
