/** What the audit chain says of webhooks that are not taken: that one was given up, and that nothing came through for a while. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { withRawStore } from '../ledger/raw-store.ts'
import { deposit, type Hooks, openHooks, pump, tellReceiver } from './open-hooks.ts'

let hooks: Hooks
let id = 0
beforeEach(async () => {
  hooks = await openHooks()
  await hooks.tom.wallets.open({ client: 'C-1' })
  id = (await tellReceiver(hooks, ['transaction.posted'])).id
}, 60_000)
afterEach(() => hooks.close())

/** As if so much time had passed: the engine's threads go by a clock that no test moves. */
const minutesLater = (minutes: number) =>
  withRawStore(hooks.engine, (raw) =>
    raw.exec(`UPDATE webhook_endpoint SET failing_since = failing_since - ${minutes * 60_000}`),
  )
const records = async () =>
  (await hooks.client.audit.list({ limit: 100 })).items
    .filter(({ action }) => action === 'webhooks.deliver' || action === 'webhooks.reach')
    .map(({ action, subject, outcome, detail }) => [action, subject, outcome, detail])
    .toReversed()
/** As if the time until the next try had passed. */
async function tryAgain(): Promise<void> {
  await withRawStore(hooks.engine, (raw) => raw.exec(`UPDATE webhook_delivery SET next_at = 1 WHERE state = 'waiting'`))
  await pump(hooks)
}
const subject = (): string => `webhook:${id}`

it('says once that nothing came through for ten minutes, and once that something did again', async () => {
  hooks.receiver.answer(() => ({ status: 500 }))
  await deposit(hooks, 'C-1', 1)
  await pump(hooks)
  expect(await records()).toEqual([])
  for (let n = 0; n < 3; n += 1) {
    await minutesLater(6)
    await tryAgain()
  }
  const failing = ['webhooks.reach', subject(), 'failing', { delivery: 1 }]
  expect(await records()).toEqual([failing])
  hooks.receiver.answer(() => ({ status: 204 }))
  await tryAgain()
  await deposit(hooks, 'C-1', 2)
  await pump(hooks)
  expect(await records()).toEqual([failing, ['webhooks.reach', subject(), 'recovered', { delivery: 1 }]])
})

it('says nothing of an address that refuses now and then', async () => {
  for (let n = 0; n < 3; n += 1) {
    hooks.receiver.answer(() => ({ status: 500 }))
    await deposit(hooks, 'C-1', 1)
    await pump(hooks)
    hooks.receiver.answer(() => ({ status: 204 }))
    await minutesLater(1)
    await tryAgain()
  }
  expect(await records()).toEqual([])
})

it('says which delivery was given up', async () => {
  hooks.receiver.answer(() => ({ status: 500 }))
  await deposit(hooks, 'C-1', 1)
  for (let n = 0; n < 12; n += 1) await tryAgain()
  expect(await records()).toEqual([['webhooks.deliver', subject(), 'given_up', { delivery: 1 }]])
})
