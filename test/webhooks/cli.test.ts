/** `webhooks` on the command line: from the proposal to what was told, in words and as documents. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { documentOf, runHere } from '../cli/run-cli.ts'
import { agree, deposit, type Hooks, openHooks, pump } from './open-hooks.ts'
import { isSigned } from './receiver.ts'

let hooks: Hooks
beforeAll(async () => {
  hooks = await openHooks()
  await hooks.tom.wallets.open({ client: 'C-1' })
}, 60_000)
afterAll(() => hooks.close())

const open = async () => ({ engine: hooks.engine, close: async () => undefined })
const say = (command: string, user = 'admin') => runHere(hooks.directory, command.split(' '), { user }, open)
const ask = (command: string, user = 'admin') => documentOf(hooks.directory, command.split(' '), { user }, open)

it('proposes an address, makes its secret, and shows and repeats what it was told', async () => {
  const asked = `proposals propose webhook --name shop --url ${hooks.receiver.url} --events transaction.posted --reason ours`
  const proposed = await ask(asked)
  expect(proposed).toMatchObject({ exit: 0, document: { kind: 'webhook_endpoint', state: 'open' } })
  await hooks.bob.proposals.approve({ id: (proposed.document as { id: number }).id })
  const made = await ask('webhooks new-secret 1')
  const { secret } = made.document as { secret: string }
  expect((await say('webhooks new-secret 1 --hours 0')).out).toContain('The secret, which is told only now: whsec_')
  await deposit(hooks, 'C-1', 700)
  await pump(hooks)
  expect(isSigned(hooks.receiver.got[0] as never, secret)).toBe(false)
  expect((await say('webhooks deliveries --state delivered')).out).toContain('transaction.posted')
  expect((await say('webhooks show 1')).out).toContain('"amount":700')
  expect(await ask('webhooks send-again 1')).toMatchObject({ exit: 0, document: { repeats: 1, state: 'waiting' } })
  expect((await say('webhooks replay 1 --since 2026-01-01')).out).toContain('1 events are sent once more')
  expect(await ask('webhooks pause 1')).toMatchObject({ document: { state: 'paused', pausedBy: 'admin' } })
  expect(await ask('webhooks resume 1')).toMatchObject({ document: { state: 'active' } })
  expect((await say('webhooks list')).out).toContain('shop')
})

it('says what to do where an address can not be told', async () => {
  await agree(hooks, ['batch.posted'], { name: 'to remove' })
  expect(await ask('webhooks remove 2')).toMatchObject({ exit: 0, document: { state: 'removed' } })
  expect((await say('webhooks test 2')).err).toContain('was removed for good')
  const elsewhere = 'proposals propose webhook --name x --url https://x.example.com/ --events batch.posted --reason y'
  expect((await say(elsewhere)).err).toContain('https://x.example.com is not among the addresses that may be told')
  expect((await say('webhooks deliveries --state lost')).err).toContain('given_up')
})
