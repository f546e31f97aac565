/** Reads have routes of their own beside the library's: whichever answers, the answer is the same. */
import { mkdirSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { callerScopes } from '../../engine/contract/callers.ts'
import { metricsOf } from '../../engine/host/metrics.ts'
import { byLibrary } from '../../engine/host/rest.ts'
import { type OpenCallers, openCallers } from '../callers/open-callers.ts'
import { procedures } from '../contract/tree.ts'
import { passphraseOf } from '../workspace-fixture.ts'

let open: OpenCallers
let library: FastifyInstance
let libraryUrl: string
let program: string
let person: string
let others: readonly (string | null)[]
beforeAll(async () => {
  open = await openCallers()
  const folder = path.join(open.opened.engine.layout.drop, 'seven')
  mkdirSync(folder, { recursive: true })
  const day = new Date().toISOString().slice(0, 10)
  const lines = Array.from({ length: 12 }, (_, i) => `${day},7,C${i % 3},Central,TX-${i},TopUp,${1000 + i}`)
  const header = 'TxDate,ProducerId,ClientId,ProducerLocation,TxId,TxType,Amount'
  writeFileSync(path.join(folder, 'twelve.csv'), `${[header, ...lines].join('\n')}\n`)
  await open.admin.ingest.scan({ settled: true })
  const { key } = await open.program({ scopes: [...callerScopes], producer: 7, callsPerMinute: 600_000 })
  const { key: narrow } = await open.program({ scopes: ['producers.read'] })
  const { token } = await open.admin.session.signIn({ user: 'admin', passphrase: passphraseOf('admin') })
  program = key
  person = token
  others = [null, narrow, 'nonsense']
  library = Fastify()
  const { engine } = open.opened
  const answer = byLibrary(metricsOf(engine), ({ ip }) => ({ engine, source: 'rest', address: ip, isSecure: false }))
  library.all('/api/*', answer)
  await library.listen({ port: 0, host: '127.0.0.1' })
  libraryUrl = `http://127.0.0.1:${(library.server.address() as AddressInfo).port}`
})
afterAll(async () => {
  await library.close()
  await open.close()
})

const isPaper = /\/(file|content|statement-document|receipts\/\{transaction\})$/
const reads = procedures().filter(
  ({ route, name }) =>
    route.method === 'GET' &&
    !route.path?.startsWith('/wallet/') &&
    name !== 'changes.watch' &&
    !isPaper.test(route.path ?? ''),
)

const values = ['1', 'C1', 'seven', 'mail', 'nonsense', '1.5', 'wallet:C1'] as const
const queries = [
  '',
  'limit=2',
  'limit=wrong',
  'limit=2&limit=3',
  'limit%5B0%5D=2',
  'unknown=1',
  'client=C1&limit=',
  'q=a+b',
  '__proto__=1',
  '0=1',
  'limit=2&',
  '&limit=2',
] as const

const spellings = [
  '/ledger/balance/C%31',
  '/ledger/balance/C1/',
  '/ledger//balance/C1',
  '/ledger/balance/C%2F1',
  '/nowhere',
  '/ledger/balance',
] as const

async function ask(base: string, address: string, token: string | null) {
  const headers = token === null ? {} : { authorization: `Bearer ${token}` }
  const answer = await fetch(`${base}/api${address}`, { headers })
  const type = (answer.headers.get('content-type') ?? '').replace(/;.*$/, '')
  const text = await answer.text()
  const body: unknown = text === '' ? '' : JSON.parse(text.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'then'))
  return { status: answer.status, type: type.replace('problem+json', 'json'), body }
}

/** It reads the whole store, and may be asked for a few times a minute only. */
const askedOnce = '/consistency-check'

async function expectSame(address: string, token: string | null): Promise<void> {
  const [direct, byLibraryAlone] = [await ask(open.host.url, address, token), await ask(libraryUrl, address, token)]
  expect({ address, token, ...direct }).toEqual({ address, token, ...byLibraryAlone })
}

describe('a read over REST', () => {
  it.each(reads.map(({ route }) => route.path ?? ''))('%s answers as the library does', async (template) => {
    const [first = '', ...rest] = template.includes('{')
      ? values.map((each) => template.replaceAll(/\{\w+\}/g, each))
      : [template]
    await expectSame(first, person)
    if (template === askedOnce) return
    for (const token of others) await expectSame(first, token)
    for (const address of [first, ...rest]) {
      for (const query of queries) await expectSame(query === '' ? address : `${address}?${query}`, program)
    }
    await expectSame(`${first}?limit=2`, person)
    await expectSame(`${first}?limit=wrong`, person)
  })

  it.each(spellings)('%s is answered as the library does', (address) => expectSame(address, program))
})
