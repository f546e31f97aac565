/** Sending once more, keeping for as long as is said, and what the store itself refuses. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { withRawStore } from '../ledger/raw-store.ts'
import { refusalOf } from '../workspace-fixture.ts'
import { deliveriesOf, deposit, type Hooks, openHooks, pump, tellReceiver, told } from './open-hooks.ts'

let hooks: Hooks
beforeEach(async () => {
  hooks = await openHooks()
  await hooks.tom.wallets.open({ client: 'C-1' })
}, 60_000)
afterEach(() => hooks.close())

it('sends one event once more, as a delivery of its own under the same id', async () => {
  await tellReceiver(hooks, ['transaction.posted'])
  await deposit(hooks, 'C-1', 1)
  const [waiting] = await deliveriesOf(hooks)
  const id = waiting?.id ?? 0
  expect(await refusalOf(hooks.client.webhooks.replay({ id }))).toEqual({
    code: 'delivery_under_way',
    data: { state: 'waiting' },
  })
  await pump(hooks)
  const again = await hooks.client.webhooks.replay({ id })
  expect(again).toMatchObject({ repeats: id, askedBy: 'admin', state: 'waiting', event: waiting?.event })
  await pump(hooks, 1)
  const [first, second] = hooks.receiver.got
  expect(second?.raw).toBe(first?.raw)
  expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id'])
  // What repeats a repetition repeats the first.
  expect(await hooks.client.webhooks.replay({ id: again.id })).toMatchObject({ repeats: id })
  expect((await refusalOf(hooks.client.webhooks.replay({ id: 4_711 }))).code).toBe('not_found')
})

it('sends everything since an instant once more, in its order, and nothing twice that waits anyway', async () => {
  const { id } = await tellReceiver(hooks, ['transaction.posted'])
  const since = new Date().toISOString()
  for (const amount of [1, 2, 3]) await deposit(hooks, 'C-1', amount)
  await pump(hooks)
  await deposit(hooks, 'C-1', 4)
  const { events } = await hooks.client.webhooks.replaySince({ id, since })
  expect(events).toBe(3)
  expect((await refusalOf(hooks.client.webhooks.replaySince({ id, since }))).code).toBe('replay_under_way')
  await pump(hooks, 1)
  expect(hooks.receiver.got.map(({ body }) => body.data.amount)).toEqual([1, 2, 3, 4, 1, 2, 3])
  expect(await hooks.client.webhooks.endpoint({ id })).toMatchObject({ replay: null, waiting: 0 })
  const later = new Date(Date.now() + 60_000).toISOString()
  expect((await hooks.client.webhooks.replaySince({ id, since: later })).events).toBe(0)
})

it('sends a test to one address, and to no other', async () => {
  const { id } = await tellReceiver(hooks, ['batch.posted'])
  await tellReceiver(hooks, ['batch.posted'], { name: 'second' })
  const { delivery } = await hooks.client.webhooks.test({ id })
  expect(delivery).toMatchObject({ type: 'webhook.test', endpoint: id, state: 'waiting' })
  await pump(hooks, 1)
  expect(hooks.receiver.got.map(({ body }) => [body.type, body.data])).toEqual([
    ['webhook.test', { webhook: 'shop', by: 'admin' }],
  ])
})

it('keeps what was told for thirty days', async () => {
  await tellReceiver(hooks, ['transaction.posted', 'wallet.changed'])
  await deposit(hooks, 'C-1', 1)
  await hooks.tom.wallets.freeze({ client: 'C-1', reason: 'to look' })
  await pump(hooks)
  await hooks.client.webhooks.replay({ id: (await deliveriesOf(hooks))[0]?.id ?? 0 })
  await pump(hooks, 1)
  const { store } = await hooks.engine.opened()
  const inDays = (days: number): number => Date.now() + days * 86_400_000
  expect(await store.read('webhooks.anyOld', { at: inDays(29) })).toBe(true)
  await store.write('webhooks.removeOld', null, 'engine')
  expect(await deliveriesOf(hooks)).toHaveLength(3)
  // The notes of wallets go as soon as everybody was told of them.
  expect(await store.read('webhooks.anyOld', { at: inDays(29) })).toBe(false)
  expect(await store.read('webhooks.anyOld', { at: inDays(31) })).toBe(true)
  await withRawStore(hooks.engine, (raw) => {
    raw.exec('DROP TRIGGER webhook_event_is_never_changed; DROP TRIGGER webhook_delivery_keeps_what_it_is')
    raw.exec('DROP TRIGGER webhook_delivery_ends_once')
    raw.exec('UPDATE webhook_event SET at = at - 31 * 86400000')
    raw.exec('UPDATE webhook_delivery SET created_at = created_at - 31 * 86400000')
  })
  await store.write('webhooks.removeOld', null, 'engine')
  expect(await deliveriesOf(hooks)).toEqual([])
})

it('finds deliveries by address, state, kind of event and what they are about', async () => {
  const { id } = await tellReceiver(hooks, ['transaction.posted', 'wallet.changed'])
  const second = await tellReceiver(hooks, ['transaction.posted'], { name: 'second' })
  await hooks.client.webhooks.pause({ id: second.id })
  const transaction = await deposit(hooks, 'C-1', 1)
  await pump(hooks)
  const found = async (filter: object) =>
    (await deliveriesOf(hooks, filter)).map(({ endpoint, type }) => `${endpoint} ${type}`).toSorted()
  expect(await found({ endpoint: id })).toEqual([`${id} transaction.posted`, `${id} wallet.changed`])
  expect(await found({ state: 'waiting' })).toEqual([`${second.id} transaction.posted`])
  expect(await found({ type: 'wallet.changed' })).toEqual([`${id} wallet.changed`])
  expect(await found({ subject: 'wallet:C-1 USD' })).toEqual([`${id} wallet.changed`])
  expect(await found({ subject: `transaction:${transaction}` })).toHaveLength(2)
  expect(told(hooks)).toHaveLength(2)
})

it('lets nobody change what was told, nor how it ended, nor tell a wallet backwards', async () => {
  await tellReceiver(hooks, ['wallet.changed'])
  await deposit(hooks, 'C-1', 1)
  await pump(hooks)
  await deposit(hooks, 'C-1', 2)
  await pump(hooks)
  await withRawStore(hooks.engine, (raw) => {
    const refused = (sql: string): string => {
      try {
        raw.exec(sql)
        return 'not refused'
      } catch (error) {
        return (error as Error).message
      }
    }
    expect(refused(`UPDATE webhook_event SET body = '{}'`)).toBe('an event is told as it happened')
    expect(refused(`UPDATE webhook_delivery SET state = 'waiting', next_at = 1, ended_at = NULL`)).toBe(
      'a delivery that is over stays as it is',
    )
    expect(refused('UPDATE webhook_attempt SET status = 500')).toBe('what was tried stays as it was noted')
    expect(refused('UPDATE webhook_wallet SET version = version - 1')).toBe(
      'a wallet is told of in the order of its versions',
    )
    expect(refused('UPDATE webhook_endpoint SET posting_mark = 0')).toBe('what was told is not told anew')
    const two = `INSERT INTO webhook_delivery (endpoint, event, ordered_by, state, next_at, created_at)
      SELECT endpoint, event, ordered_by, 'waiting', 1, 1 FROM webhook_delivery LIMIT 1`
    raw.exec(two)
    expect(refused(two)).toContain('UNIQUE')
  })
})
