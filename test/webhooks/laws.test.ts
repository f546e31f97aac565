/**
 * Whatever happens to wallets, to the receiver and to the program: each wallet is told of in the order of its versions, and
 * in the end as it stands.
 */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { csvOf } from '../ingest/drop.ts'
import { withRawStore } from '../ledger/raw-store.ts'
import { deposit, type Hooks, openHooks, pump, tellReceiver } from './open-hooks.ts'
import { taken } from './receiver.ts'

const clients = ['C-0', 'C-1', 'C-2'] as const
const client = fc.constantFrom(...clients)

type Step =
  | Readonly<{ do: 'deposit' | 'spend' | 'hold' | 'freeze' | 'unfreeze'; client: string; amount: number }>
  | Readonly<{ do: 'file'; amount: number }>
  | Readonly<{ do: 'fails'; client: string }>
  | Readonly<{ do: 'works' | 'pump' | 'later' | 'pause' | 'resume' | 'crash' | 'replay' }>

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom('deposit', 'spend', 'hold', 'freeze', 'unfreeze'),
      client,
      amount: fc.integer({ min: 1, max: 900 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('file'), amount: fc.integer({ min: 1, max: 900 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('fails'), client }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('works', 'pump', 'pump', 'later', 'pause', 'resume', 'crash', 'replay'),
    }),
  },
) as fc.Arbitrary<Step>

let keys = 0

/** What is refused changes nothing, and is told to nobody. */
async function carryOut(hooks: Hooks, endpoint: number, each: Step): Promise<void> {
  const { tom, client: admin, receiver } = hooks
  keys += 1
  const key = `law-${keys}`
  switch (each.do) {
    case 'deposit':
      return void (await deposit(hooks, each.client, each.amount))
    case 'spend':
      return void (await tom.operations.withdraw({ client: each.client, amount: each.amount, key }))
    case 'hold':
      return void (await tom.holds.place({ client: each.client, amount: each.amount, key }))
    case 'freeze':
      return void (await tom.wallets.freeze({ client: each.client, reason: 'a law' }))
    case 'unfreeze':
      return void (await tom.wallets.unfreeze({ client: each.client, reason: 'a law' }))
    case 'file':
      hooks.drop(`${key}.csv`, csvOf(clients.map((to) => ({ tx: `${key}-${to}`, client: to, amount: each.amount }))))
      return void (await hooks.drain())
    case 'fails':
      return receiver.answer(({ body }) => ({ status: body.data.client === each.client ? 500 : 200 }))
    case 'works':
      return receiver.answer(taken)
    case 'pump':
      return void (await pump(hooks))
    case 'later':
      return void (await pump(hooks, 600))
    case 'pause':
      return void (await admin.webhooks.pause({ id: endpoint }))
    case 'resume':
      return void (await admin.webhooks.resume({ id: endpoint }))
    case 'crash': {
      const { store } = await hooks.engine.opened()
      await store.write('webhooks.beginDeliveries', { at: Date.now() + 1_000, limit: 2 }, 'engine')
      return void (await store.write('webhooks.noteInterrupted', null, 'engine'))
    }
    case 'replay': {
      const [last] = (await admin.webhooks.deliveries({ state: 'delivered', limit: 1 })).items
      return last === undefined ? undefined : void (await admin.webhooks.replay({ id: last.id }))
    }
  }
}

it('tells each wallet in the order of its versions, and in the end as it stands', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
      const hooks = await openHooks()
      try {
        const { id } = await tellReceiver(hooks, ['wallet.changed'])
        for (const each of clients) await hooks.tom.wallets.open({ client: each })
        for (const each of steps) await carryOut(hooks, id, each).catch(refused)
        hooks.receiver.answer(taken)
        await hooks.client.webhooks.resume({ id })
        await pump(hooks, 600_000)
        expect((await hooks.client.webhooks.endpoint({ id })).waiting).toBe(0)
        for (const each of clients) await expectInOrder(hooks, each)
      } finally {
        await hooks.close()
      }
    }),
    { endOnFailure: true, numRuns: Number(process.env.WEBHOOK_HISTORIES ?? 8) },
  )
}, 300_000)

/** A double is told by its id, as receivers do; so is what was sent and not taken. */
async function expectInOrder(hooks: Hooks, of: string): Promise<void> {
  const ids = new Set<string>()
  const versions: number[] = []
  for (const { body } of hooks.receiver.got) {
    if (body.data.client !== of || ids.has(body.id)) continue
    ids.add(body.id)
    versions.push(Number(body.data.version))
  }
  expect(versions).toEqual([...new Set(versions)].toSorted((a, b) => a - b))
  const wallet = await withRawStore(
    hooks.engine,
    (raw) =>
      raw.prepare('SELECT balance, held, state, version FROM account WHERE code = ?').get(`wallet:${of}`) as object,
  )
  const last = hooks.receiver.got.findLast(
    ({ body }) => body.data.client === of && body.data.version === versions.at(-1),
  )
  expect(last?.body.data).toMatchObject(wallet)
}

function refused(error: unknown): void {
  const { code } = error as { code?: string }
  if (code === undefined || code === 'INTERNAL_SERVER_ERROR' || code === 'internal' || code === 'bad_input') throw error
}
