/**
 * Fifty callers at one wallet, over REST, WebSocket and MessagePort at once, each asking everything twice: nothing is lost
 * and nothing is done twice, and everybody sees results as if they had come one after another.
 */
import { MessageChannel } from 'node:worker_threads'
import { RPCLink as PortLink } from '@orpc/client/message-port'
import { RPCLink as SocketLink } from '@orpc/client/websocket'
import { afterAll, beforeAll, expect, it } from 'vitest'
import WebSocket from 'ws'
import { engineClient } from '../../engine/contract/client.ts'
import type { Receipt } from '../../engine/contract/operations.ts'
import { type Host, startHost } from '../../engine/host/host.ts'
import { servePort } from '../../engine/router/serve-port.ts'
import { makeFolder, makeWorkspace, openTestEngine, removeFolder, type TestEngine } from '../workspace-fixture.ts'

let directory: string
let opened: TestEngine
let host: Host
const closers: (() => void)[] = []

beforeAll(async () => {
  directory = makeFolder()
  await makeWorkspace(directory, [
    { name: 'admin', roles: ['admin'] },
    { name: 'ana', roles: ['analyst'] },
    { name: 'ida', roles: ['auditor'] },
  ])
  opened = await openTestEngine(directory)
  await opened.as('admin')
  host = await startHost({ engine: opened.engine })
})
afterAll(async () => {
  for (const close of closers) close()
  await host.close()
  await opened.engine.close()
  removeFolder(directory)
})

type Asked = Readonly<{ client: string; amount: number; key: string; expectedVersion?: number }>
type Answer = Receipt | Readonly<{ refused: string }>
type Ask = (kind: 'deposit' | 'purchase', asked: Asked) => Promise<Answer>

function overRest(token: string): Ask {
  return async (kind, asked) => {
    const answer = await fetch(`${host.url}/api/${kind}s`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(asked),
    })
    const body = (await answer.json()) as Receipt & { error?: { code: string } }
    return body.error === undefined ? body : { refused: body.error.code }
  }
}

function overRpc(link: PortLink<never> | SocketLink<never>): Ask {
  const client = engineClient(link as never)
  return (kind, asked) => client.operations[kind](asked).catch((error: { code: string }) => ({ refused: error.code }))
}

async function askers(): Promise<readonly Ask[]> {
  const { token } = await opened.as('ana')
  const headers = () => ({ authorization: `Bearer ${token}` })
  return Promise.all(
    Array.from({ length: 50 }, async (_, n) => {
      if (n % 3 === 0) return overRest(token)
      if (n % 3 === 1) {
        const websocket = new WebSocket(`${host.url.replace('http', 'ws')}/rpc`)
        closers.push(() => websocket.close())
        return overRpc(new SocketLink({ websocket: websocket as never, headers }) as never)
      }
      const { port1, port2 } = new MessageChannel()
      servePort(opened.engine, port2 as never)
      closers.push(() => port1.close())
      const link = new PortLink({ port: port1 as never, headers })
      port1.start()
      port2.start()
      return overRpc(link as never)
    }),
  )
}

const isReceipt = (answer: Answer): answer is Receipt => 'transaction' in answer

it('loses and doubles nothing', async () => {
  const ana = await opened.as('ana')
  await ana.wallets.open({ client: 'hot' })
  await ana.operations.deposit({ client: 'hot', amount: 300, key: 'first' })
  const all = await askers()
  const rounds = 6
  const answers = await Promise.all(
    all.map(async (ask, caller) => {
      const mine: { kind: 'deposit' | 'purchase'; first: Answer }[] = []
      for (let round = 0; round < rounds; round += 1) {
        const kind = (caller + round) % 3 === 0 ? 'deposit' : 'purchase'
        const asked = { client: 'hot', amount: 10 + caller, key: `${caller}-${round}` }
        const [first, again] = await Promise.all([ask(kind, asked), ask(kind, asked)])
        // Whichever of the two came first: the other got the same answer, or both were refused, perhaps at different moments.
        if (first !== undefined && isReceipt(first) && again !== undefined && isReceipt(again))
          expect(again).toEqual(first)
        const done = isReceipt(first) ? first : again
        mine.push({ kind, first: done })
      }
      return mine
    }),
  )
  const receipts = answers.flat().flatMap(({ first }) => (isReceipt(first) ? [first] : []))
  const refusals = answers.flat().flatMap(({ first }) => (isReceipt(first) ? [] : [first.refused]))
  expect(new Set(refusals)).toEqual(new Set(['insufficient_funds']))
  expect(receipts.length + refusals.length).toBe(50 * rounds)
  expect(new Set(receipts.map(({ transaction }) => transaction)).size).toBe(receipts.length)

  // In the order of the books each answer follows from the one before it.
  let balance = 300
  let version = 1
  for (const receipt of receipts.toSorted((a, b) => a.transaction - b.transaction)) {
    balance += receipt.kind === 'deposit' ? receipt.amount : -receipt.amount
    version += 1
    expect(receipt.wallets).toEqual([{ client: 'hot', currency: 'USD', balance, available: balance, version }])
  }
  expect(await ana.ledger.balance({ client: 'hot' })).toMatchObject({ balance })
  expect(await (await opened.as('ida')).ledger.check()).toMatchObject({
    consistent: true,
    postings: receipts.length + 1,
  })
})

it('lets exactly one of those who saw the same version through', async () => {
  const ana = await opened.as('ana')
  await ana.wallets.open({ client: 'seen' })
  const { wallets } = await ana.operations.deposit({ client: 'seen', amount: 1_000, key: 'seen' })
  const expectedVersion = wallets[0]?.version ?? -1
  const answers = await Promise.all(
    (await askers()).map((ask, caller) =>
      ask('purchase', { client: 'seen', amount: 1, key: `seen-${caller}`, expectedVersion }),
    ),
  )
  expect(answers.filter(isReceipt)).toHaveLength(1)
  expect(answers.filter((answer) => !isReceipt(answer))).toEqual(
    Array.from({ length: 49 }, () => ({ refused: 'version_moved' })),
  )
  expect(await ana.ledger.balance({ client: 'seen' })).toMatchObject({ balance: 999 })
})
