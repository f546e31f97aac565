/** Telling other systems: signed, in order, tried again until it is taken, and never lost. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { waits } from '../../engine/webhooks/back-off.ts'
import { start } from '../faults/processes.ts'
import { withRawStore } from '../ledger/raw-store.ts'
import { openTestEngine, refusalOf } from '../workspace-fixture.ts'
import { agree, deliveriesOf, deposit, type Hooks, openHooks, pump, tellReceiver, told } from './open-hooks.ts'
import { type Answer, isSigned, taken } from './receiver.ts'

let hooks: Hooks
beforeEach(async () => {
  hooks = await openHooks()
  for (const client of ['C-1', 'C-2']) await hooks.tom.wallets.open({ client })
}, 60_000)
afterEach(() => hooks.close())

const refusing = (status = 500, more: Partial<Answer> = {}) => hooks.receiver.answer(() => ({ status, ...more }))

it('sends what happened, signed with a secret that was told once', async () => {
  const { secret } = await tellReceiver(hooks, ['wallet.changed', 'transaction.posted'])
  const transaction = await deposit(hooks, 'C-1', 12_500)
  await pump(hooks)
  const [posted, changed] = hooks.receiver.got
  expect(posted?.body).toMatchObject({
    type: 'transaction.posted',
    data: {
      transaction,
      kind: 'deposit',
      amount: 12_500,
      currency: 'USD',
      wallets: [{ client: 'C-1', change: 12_500 }],
    },
  })
  expect(changed?.body).toMatchObject({
    type: 'wallet.changed',
    data: {
      client: 'C-1',
      currency: 'USD',
      state: 'active',
      balance: 12_500,
      available: 12_500,
      lastPosting: transaction,
    },
  })
  expect(hooks.receiver.got.map((each) => [each.method, each.path, isSigned(each, secret)])).toEqual([
    ['POST', '/told', true],
    ['POST', '/told', true],
  ])
  expect(isSigned(posted as never, 'whsec_b3RoZXI=')).toBe(false)
  expect(posted?.headers).toMatchObject({ 'webhook-id': posted?.body.id, 'content-type': 'application/json' })
  expect((await deliveriesOf(hooks)).map(({ state, lastStatus }) => [state, lastStatus])).toEqual([
    ['delivered', 204],
    ['delivered', 204],
  ])
})

it('sends nothing before somebody took the secret, and nothing is lost by then', async () => {
  const { id } = await agree(hooks, ['transaction.posted'])
  await deposit(hooks, 'C-1', 100)
  await pump(hooks)
  expect(hooks.receiver.got).toEqual([])
  await hooks.client.webhooks.newSecret({ id })
  await pump(hooks)
  expect(told(hooks)).toEqual(['transaction.posted'])
})

it('holds one wallet back behind what was not taken, while others go on', async () => {
  await tellReceiver(hooks, ['transaction.posted'])
  hooks.receiver.answer(({ body }) => ({ status: JSON.stringify(body).includes('"C-1"') ? 500 : 200 }))
  await deposit(hooks, 'C-1', 1)
  await deposit(hooks, 'C-1', 2)
  await deposit(hooks, 'C-2', 3)
  await pump(hooks)
  const amounts = () => hooks.receiver.got.map(({ body }) => body.data.amount)
  expect(amounts()).toEqual([1, 3])
  expect((await deliveriesOf(hooks)).map(({ state }) => state)).toEqual(['waiting', 'queued', 'delivered'])
  hooks.receiver.answer(taken)
  await pump(hooks, 10)
  expect(amounts()).toEqual([1, 3, 1, 2])
})

const dueNow = `UPDATE webhook_delivery SET next_at = 1 WHERE state = 'waiting'`

it('tries again at ever longer distances, then gives up, and goes on with what waited behind', async () => {
  await tellReceiver(hooks, ['transaction.posted'])
  refusing(500, { text: 'we are closed' })
  await deposit(hooks, 'C-1', 1)
  for (const [place, wait] of waits.entries()) {
    await pump(hooks)
    const [{ id, nextAt, attempts } = { id: 0, nextAt: null, attempts: 0 }] = await deliveriesOf(hooks)
    const { tries } = await hooks.client.webhooks.delivery({ id })
    const after = Date.parse(nextAt ?? '') - Date.parse(tries.at(-1)?.at ?? '')
    expect(attempts).toBe(place + 1)
    expect(after).toBeGreaterThanOrEqual(wait * 0.8)
    expect(after).toBeLessThanOrEqual(wait * 1.2)
    // As if that time had passed.
    await withRawStore(hooks.engine, (raw) => raw.exec(dueNow))
  }
  await deposit(hooks, 'C-1', 2)
  hooks.receiver.answer(({ body }) => ({ status: body.data.amount === 1 ? 500 : 200 }))
  await pump(hooks)
  const [first, second] = await deliveriesOf(hooks)
  expect(first).toMatchObject({
    state: 'given_up',
    attempts: waits.length + 1,
    lastStatus: 500,
    lastProblem: 'refused',
  })
  expect(second).toMatchObject({ state: 'delivered', attempts: 1 })
  const { tries } = await hooks.client.webhooks.delivery({ id: first?.id ?? 0 })
  expect(tries[0]).toMatchObject({ status: 500, problem: 'refused', answer: 'we are closed' })
  expect(new Set(hooks.receiver.got.slice(0, waits.length + 1).map(({ headers }) => headers['webhook-id'])).size).toBe(
    1,
  )
})

it('leaves a receiver alone for as long as it asks, and no longer than is agreed', async () => {
  await tellReceiver(hooks, ['transaction.posted'])
  refusing(429, { headers: { 'retry-after': '3600' } })
  await deposit(hooks, 'C-1', 1)
  await deposit(hooks, 'C-2', 2)
  await pump(hooks)
  hooks.receiver.answer(taken)
  const sent = hooks.receiver.got.length
  await pump(hooks, 3_000)
  expect(hooks.receiver.got).toHaveLength(sent)
  await pump(hooks, 3_700)
  expect((await deliveriesOf(hooks)).map(({ state }) => state)).toEqual(['delivered', 'delivered'])
  refusing(503, { headers: { 'retry-after': '99999999' } })
  await deposit(hooks, 'C-1', 3)
  await pump(hooks)
  const next = Date.parse((await deliveriesOf(hooks)).at(-1)?.nextAt ?? '')
  expect(next - Date.now()).toBeLessThanOrEqual(6 * 3_600_000)
})

it('follows no redirect', async () => {
  await tellReceiver(hooks, ['transaction.posted'])
  refusing(307, { headers: { location: `${hooks.receiver.origin}/elsewhere` } })
  await deposit(hooks, 'C-1', 1)
  await pump(hooks)
  expect(hooks.receiver.got.map(({ path }) => path)).toEqual(['/told'])
  expect(await deliveriesOf(hooks)).toMatchObject([{ state: 'waiting', lastStatus: 307, lastProblem: 'redirected' }])
})

it('reads only the beginning of an answer that never ends', async () => {
  await tellReceiver(hooks, ['transaction.posted'])
  refusing(500, { text: 'x'.repeat(3_000_000) })
  await deposit(hooks, 'C-1', 1)
  await pump(hooks)
  const [delivery] = await deliveriesOf(hooks)
  const { tries } = await hooks.client.webhooks.delivery({ id: delivery?.id ?? 0 })
  expect(tries).toMatchObject([{ status: 500, answer: 'x'.repeat(500) }])
})

it('sends once more, under the same id, what was under way when the program ended', async () => {
  await tellReceiver(hooks, ['transaction.posted'])
  await deposit(hooks, 'C-1', 1)
  const { store } = await hooks.engine.opened()
  // As after a crash between the sending and the noting: it went out, and nobody wrote down how it ended.
  const [begun] = await store.write('webhooks.beginDeliveries', { at: Date.now(), limit: 5 }, 'engine')
  await pump(hooks, 100)
  expect(hooks.receiver.got).toEqual([])
  await store.write('webhooks.noteInterrupted', null, 'engine')
  await pump(hooks, 1)
  expect(hooks.receiver.got.map(({ headers }) => headers['webhook-id'])).toEqual([begun?.eventId])
  const { tries } = await hooks.client.webhooks.delivery({ id: begun?.delivery ?? 0 })
  expect(tries.map(({ problem, status }) => [problem, status])).toEqual([
    ['interrupted', null],
    [null, 204],
  ])
})

it('sends once more what was on its way when the program was killed', async () => {
  await tellReceiver(hooks, ['transaction.posted'])
  await deposit(hooks, 'C-1', 1)
  hooks.receiver.answer(() => new Promise(() => undefined))
  const { directory, receiver } = hooks
  await hooks.engine.close()
  const { kill } = start('mail-forever', [directory])
  await vi.waitFor(() => expect(receiver.got).toHaveLength(1), 30_000)
  await kill()
  receiver.answer(taken)
  const opened = await openTestEngine(directory, { background: true })
  const admin = await opened.as('admin')
  await vi.waitFor(async () => {
    expect((await admin.webhooks.delivery({ id: 1 })).tries.map(({ problem }) => problem)).toEqual([
      'interrupted',
      null,
    ])
  }, 30_000)
  const ids = receiver.got.map(({ headers }) => headers['webhook-id'])
  expect(ids).toEqual([ids[0], ids[0]])
  hooks = { ...hooks, engine: opened.engine }
  await opened.engine.close()
}, 90_000)

it('signs with both secrets while one takes the place of the other', async () => {
  const { id, secret } = await tellReceiver(hooks, ['transaction.posted'])
  const { secret: next, endpoint } = await hooks.client.webhooks.newSecret({ id, oldValidHours: 2 })
  expect(endpoint.oldSecretUntil).not.toBeNull()
  await deposit(hooks, 'C-1', 1)
  await pump(hooks)
  const [first] = hooks.receiver.got
  expect(String(first?.headers['webhook-signature']).split(' ')).toHaveLength(2)
  expect([isSigned(first as never, secret), isSigned(first as never, next)]).toEqual([true, true])
  const { secret: last } = await hooks.client.webhooks.newSecret({ id, oldValidHours: 0 })
  await deposit(hooks, 'C-1', 2)
  await pump(hooks)
  const [, second] = hooks.receiver.got
  expect([secret, next, last].map((each) => isSigned(second as never, each))).toEqual([false, false, true])
})

it('keeps secrets out of the records and out of every answer but one', async () => {
  const { id, secret } = await tellReceiver(hooks, ['transaction.posted'])
  const records = await withRawStore(hooks.engine, (raw) => raw.prepare('SELECT * FROM audit_record').all())
  expect(JSON.stringify(records)).not.toContain(secret)
  expect(JSON.stringify(await hooks.client.webhooks.endpoint({ id }))).not.toContain(secret)
})

it('sends nothing while it is paused, and all of it in order when it is resumed', async () => {
  const { id } = await tellReceiver(hooks, ['transaction.posted', 'wallet.changed'])
  await hooks.client.webhooks.pause({ id })
  for (const amount of [1, 2, 3]) await deposit(hooks, 'C-1', amount)
  await pump(hooks, 60)
  expect(hooks.receiver.got).toEqual([])
  expect(await hooks.client.webhooks.resume({ id })).toMatchObject({ state: 'active', pausedBy: null })
  await pump(hooks, 1)
  // Each transaction, and the wallet once, as it is now.
  expect(told(hooks)).toEqual(['transaction.posted', 'transaction.posted', 'transaction.posted', 'C-1 6'])
})

it('pauses an address that has taken nothing for days', async () => {
  const { id } = await tellReceiver(hooks, ['transaction.posted'])
  refusing()
  await deposit(hooks, 'C-1', 1)
  await pump(hooks)
  const { store } = await hooks.engine.opened()
  const inDays = (days: number): number => Date.now() + days * 86_400_000
  expect(await store.read('webhooks.anyFailing', { at: inDays(4) })).toBe(false)
  await store.write('webhooks.pauseFailing', { at: inDays(6) }, 'engine')
  expect(await hooks.client.webhooks.endpoint({ id })).toMatchObject({
    state: 'paused',
    pausedBy: 'engine',
    waiting: 1,
  })
  hooks.receiver.answer(taken)
  await hooks.client.webhooks.resume({ id })
  await pump(hooks, 1)
  expect(await hooks.client.webhooks.endpoint({ id })).toMatchObject({ failingSince: null, waiting: 0 })
})

it('tells a removed address nothing any more', async () => {
  const { id } = await tellReceiver(hooks, ['transaction.posted'])
  await deposit(hooks, 'C-1', 1)
  await hooks.client.webhooks.remove({ id })
  await deposit(hooks, 'C-1', 2)
  await pump(hooks, 60)
  expect(hooks.receiver.got).toEqual([])
  expect((await deliveriesOf(hooks)).map(({ state }) => state)).toEqual(['cancelled'])
  expect(await refusalOf(hooks.client.webhooks.resume({ id }))).toEqual({
    code: 'webhook_removed',
    data: { endpoint: id },
  })
})
