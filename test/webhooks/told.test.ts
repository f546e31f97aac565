/** What is told of what happens to batches, producers, exceptions and transactions, and of wallets whatever changed them. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { tooMuch } from '../contact/open-contact.ts'
import { pause } from '../faults/processes.ts'
import { csvOf } from '../ingest/drop.ts'
import { withRawStore } from '../ledger/raw-store.ts'
import { openTestEngine } from '../workspace-fixture.ts'
import { deposit, type Hooks, openHooks, pump, tellReceiver, told } from './open-hooks.ts'

let hooks: Hooks
beforeEach(async () => {
  hooks = await openHooks()
}, 60_000)
afterEach(() => hooks.close())

const bodies = (): (Readonly<Record<string, unknown>> & Readonly<{ type: string }>)[] =>
  hooks.receiver.got.map(({ body: { type, data } }) => ({ type, ...data }))
const rows = (count: number, from = 0) =>
  Array.from({ length: count }, (_, row) => ({ tx: `T${from + row}`, client: `C-${row % 5}`, amount: 100 + row }))

it('tells of a batch once what came of it, and of each of its wallets how it stands', async () => {
  await tellReceiver(hooks, ['batch.posted', 'wallet.changed', 'exception.opened'])
  hooks.drop('day.csv', csvOf([...rows(20), { tx: 'OVER', client: 'C-0', amount: tooMuch }]))
  await hooks.drain()
  await pump(hooks)
  const found = bodies()
  expect(found.filter(({ type }) => type === 'batch.posted')).toMatchObject([
    {
      batch: 1,
      producer: 'seven',
      file: 'day.csv',
      rows: { all: 21, posted: 20, held: 1, faults: 0 },
      posted: { amount: 2_190, currency: 'USD' },
    },
  ])
  expect(found.filter(({ type }) => type === 'exception.opened')).toMatchObject([
    {
      code: 'AMOUNT_OVER_LIMIT',
      scope: 'hold',
      producer: 'seven',
      batch: 1,
      rows: 1,
      amount: tooMuch,
      isReopened: false,
    },
  ])
  expect(
    told(hooks)
      .filter((each) => each.startsWith('C-'))
      .toSorted(),
  ).toEqual(['C-0 430', 'C-1 434', 'C-2 438', 'C-3 442', 'C-4 446'])
})

it('tells of a batch that is held, rejected, or reversed as a whole, and never row by row', async () => {
  await tellReceiver(hooks, ['batch.posted', 'batch.held', 'batch.rejected', 'batch.reversed', 'transaction.reversed'])
  hooks.drop('one.csv', csvOf(rows(8)))
  await hooks.drain()
  const change = { kind: 'batch_reverse', batch: 1 } as const
  const { id } = await hooks.ann.proposals.propose({ change, reason: 'it was wrong', key: 'r' })
  await hooks.bob.proposals.approve({ id })
  await hooks.tom.producers.suspend({ id: 7, reason: 'let us see' })
  hooks.drop('two.csv', csvOf(rows(3, 100)))
  await hooks.drain()
  await hooks.tom.batches.reject({ id: 2, reason: 'not needed' })
  await pump(hooks)
  const of = (batch: number) => bodies().flatMap((each) => (each.batch === batch ? [each.type] : []))
  expect(of(1)).toEqual(['batch.posted', 'batch.reversed'])
  expect(of(2)).toEqual(['batch.held', 'batch.rejected'])
  expect(hooks.receiver.got).toHaveLength(4)
})

it('tells that a producer was suspended and why, and that it goes on', async () => {
  await tellReceiver(hooks, ['producer.suspended', 'producer.resumed'])
  await hooks.tom.producers.suspend({ id: 7, reason: 'files of another day' })
  const change = { kind: 'producer_resume', producer: 7 } as const
  const { id } = await hooks.ann.proposals.propose({ change, reason: 'they have mended it', key: 'resume' })
  // Trying a change out tells nobody that it was made.
  await pump(hooks)
  expect(bodies()).toEqual([
    {
      type: 'producer.suspended',
      producer: 'seven',
      name: 'Seven Corner',
      by: 'tom',
      reason: 'files of another day',
    },
  ])
  await hooks.bob.proposals.approve({ id })
  await pump(hooks)
  expect(bodies().at(-1)).toEqual({ type: 'producer.resumed', producer: 'seven', name: 'Seven Corner' })
})

it('tells of a reversal as what it is', async () => {
  await tellReceiver(hooks, ['transaction.posted', 'transaction.reversed'])
  await hooks.tom.wallets.open({ client: 'C-1' })
  const transaction = await deposit(hooks, 'C-1', 500)
  const change = { kind: 'reversal', of: transaction } as const
  const { id } = await hooks.ann.proposals.propose({ change, reason: 'a slip', key: 'reversal' })
  await hooks.bob.proposals.approve({ id })
  await pump(hooks)
  expect(bodies()).toMatchObject([
    { type: 'transaction.posted', transaction, related: null },
    { type: 'transaction.reversed', related: transaction, wallets: [{ client: 'C-1', change: -500 }] },
  ])
})

it('tells of a wallet whatever changed it: opened, frozen, closed, money set aside', async () => {
  await tellReceiver(hooks, ['wallet.changed'])
  const { tom } = hooks
  const steps: readonly (() => Promise<unknown>)[] = [
    () => tom.wallets.open({ client: 'C-1' }),
    () => deposit(hooks, 'C-1', 900),
    () => tom.holds.place({ client: 'C-1', amount: 300, key: 'hold' }),
    () => tom.wallets.freeze({ client: 'C-1', reason: 'to look' }),
    () => tom.wallets.unfreeze({ client: 'C-1', reason: 'looked' }),
  ]
  for (const step of steps) {
    await step()
    await pump(hooks)
  }
  expect(bodies().map(({ state, balance, available, held }) => [state, balance, available, held])).toEqual([
    ['active', 0, 0, 0],
    ['active', 900, 900, 0],
    ['active', 900, 600, 300],
    ['frozen', 900, 600, 300],
    ['active', 900, 600, 300],
  ])
  const versions = bodies().map(({ version }) => Number(version))
  expect(versions).toEqual([...new Set(versions)].toSorted((a, b) => a - b))
})

it('begins with what happens from then on, and notes nothing that nobody wants to know', async () => {
  await hooks.tom.wallets.open({ client: 'C-1' })
  await deposit(hooks, 'C-1', 1)
  const noted = () =>
    withRawStore(hooks.engine, (raw) => ({
      notes: raw.prepare('SELECT count(*) FROM wallet_note').pluck().get(),
      events: raw.prepare('SELECT count(*) FROM webhook_event').pluck().get(),
    }))
  expect(await noted()).toEqual({ notes: 0, events: 0 })
  await tellReceiver(hooks, ['wallet.changed'])
  await pump(hooks)
  expect(hooks.receiver.got).toEqual([])
  await deposit(hooks, 'C-1', 2)
  await pump(hooks)
  expect(told(hooks)).toEqual(['C-1 3'])
})

it('waits with the wallets of a receiver that takes nothing, instead of piling them up', async () => {
  await tellReceiver(hooks, ['wallet.changed'])
  hooks.receiver.answer(() => ({ status: 500 }))
  const many = Array.from({ length: 4_000 }, (_, row) => ({ tx: `M${row}`, client: `W${row}`, amount: 100 }))
  hooks.drop('many.csv', csvOf(many))
  await hooks.drain()
  const { store } = await hooks.engine.opened()
  for (;;) {
    const { behind } = await store.read('webhooks.toDo', { at: 0 })
    if (behind.length === 0) break
    for (const endpoint of behind) await store.write('webhooks.tellWallets', { endpoint }, 'engine')
  }
  const [endpoint] = (await hooks.client.webhooks.endpoints({})).items
  expect(endpoint?.waiting).toBeLessThanOrEqual(3_000)
  expect(endpoint?.postingsBehind).toBeGreaterThanOrEqual(1_000)
})

it('tells by itself where work goes on in the background', async () => {
  await tellReceiver(hooks, ['wallet.changed', 'batch.posted'])
  const { directory } = hooks
  await hooks.engine.close()
  const opened = await openTestEngine(directory, { background: true })
  const tom = await opened.as('tom')
  await tom.wallets.open({ client: 'C-9' })
  const by = Date.now() + 10_000
  while (hooks.receiver.got.length === 0 && Date.now() < by) await pause(20)
  expect(told(hooks)).toEqual(['C-9 0'])
  await opened.engine.close()
  hooks = { ...hooks, close: hooks.receiver.close }
}, 60_000)
