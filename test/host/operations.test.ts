/**
 * Every operation of the document, called as the document says over real HTTP: by nobody, by a key without the scope and with
 * input that is wrong. A new operation is tested here without a line being written for it; its example, beside this.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CallerScope, callerScopes } from '../../engine/contract/callers.ts'
import { type OpenCallers, openCallers, type Program } from '../callers/open-callers.ts'
import { mailTo } from '../contact/mail-server.ts'
import { type Described, procedures } from '../contract/tree.ts'
import { type Call, callOf as describedCall, type Operations, operationsOf, send as sendTo } from './described-calls.ts'
import { ownerOf, somebody as somebodyOf } from './example-world.ts'

let open: OpenCallers
let operations: Operations
/** Two keys that may hardly anything, so that one of them always lacks what is asked. */
let readers: readonly Program[]
let shop: Program
let owner: string
beforeAll(async () => {
  open = await openCallers()
  await open.admin.users.add({
    name: 'all',
    displayName: 'Everybody',
    roles: ['admin', 'approver', 'analyst', 'operator', 'auditor', 'executive'],
    passphrase: 'to be changed at once',
  })
  await open.analyst.wallets.open({ client: 'C-10023' })
  operations = await operationsOf(open.host.url)
  readers = await Promise.all(
    (['ledger.read', 'producers.read'] as const).map((scope) => open.program({ scopes: [scope] })),
  )
  const mail = { kind: 'setting', name: 'mail', value: mailTo(25) } as const
  const { id } = await open.admin.proposals.propose({ change: mail as never, reason: 'for letters', key: 'mail' })
  await open.approver.proposals.approve({ id })
  const contact = { name: 'Chan', email: 'chan@client.example' } as never
  await open.analyst.clients.setContact({ client: 'C-10023', expectedVersion: 0, contact })
  owner = await ownerOf(open, 'C-10023')
  shop = await open.program({ scopes: ['batches.send', 'producers.pause'], producer: 7 })
})
afterAll(() => open.close())

const callOf = (described: Described, wrong = false): Call => describedCall(described, operations, wrong)
const send = (call: Call, token: string | null) => sendTo(open.host.url, call, token)
const somebody = (): Promise<string> => somebodyOf(open)

/** What belongs to a client or to a producer is asked by one; everything else by somebody who may all. */
async function tokenFor({ name, access }: Described): Promise<string> {
  if (access === 'wallet_owner') return owner
  return name.startsWith('producerPrograms.') ? shop.key : somebody()
}

/** Any JSON is a preference. */
const takesAnything: ReadonlySet<string> = new Set(['session.setPreference'])

const guarded = procedures().filter(({ access }) => access !== 'public')
const ofPeople = guarded.filter(({ access }) => access !== 'signed_in' && access !== 'wallet_owner')
const ofClients = guarded.filter(({ access }) => access === 'wallet_owner')

describe('every operation', () => {
  it.each(guarded)('$name is refused to nobody', async (described) => {
    expect(await send(callOf(described), null)).toEqual({ status: 401, code: 'not_signed_in' })
  })

  it.each(ofPeople)('$name is refused to a key without its scope', async (described) => {
    const reader = described.access === 'ledger.read' ? readers[1] : readers[0]
    expect(await send(callOf(described), reader?.key ?? '')).toEqual({ status: 403, code: 'not_permitted' })
  })

  it.each(ofClients)('$name is refused to whoever is no client: programs and people', async (described) => {
    for (const token of [shop.key, await somebody()])
      expect(await send(callOf(described), token)).toEqual({ status: 401, code: 'not_signed_in' })
  })

  it.each(procedures())('$name refuses input that is wrong, and says so', async (described) => {
    const { parameters = [], requestBody } = operations.get(described.name) ?? {}
    const read = parameters.filter(
      (each) => each.in !== 'header' && (each.in === 'path' || each.schema.type !== 'string'),
    )
    const canBeWrong = read.some(({ schema }) => schema.type !== 'string') || requestBody !== undefined
    if (!canBeWrong || takesAnything.has(described.name)) return
    expect(await send(callOf(described, true), await tokenFor(described))).toEqual({ status: 400, code: 'bad_input' })
  })
})

it('allows programs nothing that administers, decides or belongs to people', () => {
  const never = ['users.manage', 'callers.manage', 'keys.manage', 'proposals.decide', 'settings.propose', 'audit.read']
  expect(never.filter((each) => callerScopes.includes(each as CallerScope))).toEqual([])
})
