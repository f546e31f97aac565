/** `funding` and `gateways` on the command line: what they answer, in words and as documents, and where a secret comes from. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { documentOf, runHere } from '../cli/run-cli.ts'
import { set } from '../contact/open-contact.ts'
import { makeWorkspace, openTestEngine, removeFolder, type TestEngine } from '../workspace-fixture.ts'
import { gatewayOf } from './open-funds.ts'

let directory: string
let opened: TestEngine
beforeAll(async () => {
  ;({ directory } = await makeWorkspace(undefined, [
    { name: 'admin', roles: ['admin'] },
    { name: 'ann', roles: ['approver'] },
    { name: 'bob', roles: ['approver'] },
  ]))
  opened = await openTestEngine(directory)
  const [ann, bob] = [await opened.as('ann'), await opened.as('bob')]
  await set({ ann, bob } as never, 'gateways', { gateways: [gatewayOf('acme')] })
  const range = { country: 'NO', bankCode: '8601', numberLength: 7, from: '1117947', to: '1117947' }
  await set({ ann, bob } as never, 'virtualIbans', { isOn: true, ...range })
  for (const client of ['anna', 'ben']) await ann.wallets.open({ client })
})
afterAll(async () => {
  await opened.engine.close()
  removeFolder(directory)
})

const open = async () => ({ engine: opened.engine, close: async () => undefined })
const say = (command: string, user = 'ann', environment = {}) =>
  runHere(directory, command.split(' '), { user, environment }, open)
const ask = (command: string, user = 'ann') => documentOf(directory, command.split(' '), { user }, open)

it('asks for money, shows it, and takes the request back', async () => {
  const asked = 'funding create --client anna --amount 125000 --gateway acme --key k1 --reference ORDER-7'
  const made = await ask(asked)
  expect(made).toMatchObject({
    exit: 0,
    document: { id: 1, state: 'requested', amount: 125_000, callerReference: 'ORDER-7' },
  })
  expect(await ask(asked)).toEqual(made)
  const { reference } = made.document as { reference: string }
  expect((await say('funding show 1')).out).toMatch(
    new RegExp(`^Request +1\\nThe gateway quotes +${reference}\\nClient +anna\\nAmount +1,250\\.00 USD\\n`),
  )
  expect(await ask(`funding list --state requested --reference ${reference}`)).toMatchObject({
    exit: 0,
    document: { items: [{ id: 1 }], next: null },
  })
  expect((await say('funding list')).out).toContain(reference)
  expect(await ask('funding cancel 1 --reason wrong_amount')).toMatchObject({
    exit: 0,
    document: { state: 'cancelled' },
  })
  expect(await ask('funding list --state paid')).toEqual({ exit: 0, document: { items: [], next: null } })
})

it('says in words why not', async () => {
  const create = 'funding create --client anna --amount 5 --key k2 --gateway'
  expect(await say(`${create} other`)).toMatchObject({
    exit: 1,
    err: expect.stringContaining('There is no gateway other. "gateways list" lists them.'),
  })
  expect(await ask('funding show 404')).toEqual({
    exit: 1,
    document: { error: { code: 'not_found', noun: 'fund request', id: '404' } },
  })
  expect(await ask('funding list --state gone')).toMatchObject({ exit: 2 })
  expect(await ask('funding create --client anna')).toMatchObject({ exit: 2 })
})

it('takes a secret from the environment, never as an argument, and shows it to nobody', async () => {
  const secret = 'whatever acme signs with'
  expect(await say('gateways set-secret acme', 'admin')).toMatchObject({
    exit: 2,
    err: expect.stringContaining('No secret of the gateway: set COUNTINGHOUSE_GATEWAY_SECRET'),
  })
  const taken = await say('gateways set-secret acme --hours 2', 'admin', { COUNTINGHOUSE_GATEWAY_SECRET: secret })
  expect(taken.exit).toBe(0)
  expect(taken.out).toMatch(/acme +gateway:acme +USD +when settled +\/api\/gateways\/acme\/events/)
  expect(`${taken.out}${taken.err}${(await say('gateways list')).out}`).not.toContain(secret)
  expect(await say('gateways set-secret acme', 'ann', { COUNTINGHOUSE_GATEWAY_SECRET: secret })).toMatchObject({
    exit: 1,
  })
  expect(await ask('gateways set-secret acme --remove', 'admin')).toMatchObject({
    exit: 0,
    document: { name: 'acme', secretSetAt: null },
  })
  expect(await ask('gateways set-secret acme --remove --hours 1', 'admin')).toMatchObject({ exit: 2 })
})

it('gives out account numbers until the range is used up', async () => {
  expect(await ask('wallets virtual-iban anna')).toMatchObject({
    exit: 0,
    document: { virtualAccounts: [{ number: 'NO9386011117947', omnibus: 'omnibus:main' }] },
  })
  expect(await say('wallets virtual-iban ben')).toMatchObject({
    exit: 1,
    err: expect.stringContaining('Every account number up to 1117947 is given out.'),
  })
})
