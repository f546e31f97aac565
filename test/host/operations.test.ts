/**
 * Every operation of the document, called as the document says over real HTTP: by nobody, by a key without the scope, with
 * input that is wrong, and as its example shows. A new operation is tested here without a line being written for it.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CallerScope, callerScopes } from '../../engine/contract/callers.ts'
import type { Document, Operation } from '../../engine/host/openapi.ts'
import { tokenKeyOf } from '../../engine/own-wallet/owner.ts'
import { makeToken } from '../../engine/own-wallet/token.ts'
import { type OpenCallers, openCallers, type Program } from '../callers/open-callers.ts'
import { mailTo } from '../contact/mail-server.ts'
import { type Described, procedures } from '../contract/tree.ts'

let open: OpenCallers
let operations: ReadonlyMap<string, Operation>
/** Two keys that may hardly anything, so that one of them always lacks what is asked. */
let readers: readonly Program[]
let shop: Program
/** Tokens of a client, one of which is given up on the way. */
let owner: string
let leaving: string
beforeAll(async () => {
  open = await openCallers()
  await open.admin.users.add({
    name: 'all',
    displayName: 'Everybody',
    roles: ['admin', 'approver', 'analyst', 'operator', 'auditor', 'executive'],
    passphrase: 'to be changed at once',
  })
  await open.analyst.wallets.open({ client: 'C-10023' })
  const document = (await (await fetch(`${open.host.url}/api/openapi.json`)).json()) as Document
  operations = new Map(
    Object.values(document.paths).flatMap((item) => Object.values(item).map((o) => [o.operationId, o])),
  )
  readers = await Promise.all(
    (['ledger.read', 'producers.read'] as const).map((scope) => open.program({ scopes: [scope] })),
  )
  const mail = { kind: 'setting', name: 'mail', value: mailTo(25) } as const
  const { id } = await open.admin.proposals.propose({ change: mail as never, reason: 'for letters', key: 'mail' })
  await open.approver.proposals.approve({ id })
  const contact = { name: 'Chan', email: 'chan@client.example' } as never
  await open.analyst.clients.setContact({ client: 'C-10023', expectedVersion: 0, contact })
  owner = await ownerOf('C-10023')
  leaving = await ownerOf('C-10023')
  shop = await open.program({ scopes: ['batches.send', 'producers.pause'], producer: 7 })
})
afterAll(() => open.close())

type Sent = Readonly<{ url: string; method: string; body: string | null; headers: Readonly<Record<string, string>> }>

/** A call as the document describes it, or with every field of the wrong kind. */
function callOf({ name, route }: Described, wrong = false): Sent {
  const { parameters = [], requestBody } = operations.get(name) ?? {}
  const shownIn = ({ example, schema }: (typeof parameters)[number]): string =>
    encodeURIComponent(
      wrong && schema.type !== 'string' ? 'wrong' : `${(example as string | number | undefined) ?? 'x'}`,
    )
  const path = (route.path ?? '').replaceAll(/\{(\w+)\}/g, (_, field: string) => {
    const parameter = parameters.find((each) => each.in === 'path' && each.name === field)
    return parameter === undefined ? 'x' : shownIn(parameter)
  })
  const query = parameters
    .filter((each) => each.in === 'query' && (each.required === true || (wrong && each.schema.type !== 'string')))
    .map((each) => `${each.name}=${shownIn(each)}`)
  const keyed = parameters.some((each) => each.name === 'Idempotency-Key')
  const media = requestBody?.content['application/json']
  const { example, schema } = media ?? {}
  const broken = Object.fromEntries(Object.keys(schema?.properties ?? {}).map((field) => [field, { wrong: true }]))
  return {
    url: `${open.host.url}/api${path}${query.length > 0 ? `?${query.join('&')}` : ''}`,
    method: route.method ?? 'GET',
    body: media === undefined ? null : JSON.stringify(wrong ? broken : example),
    headers: keyed ? { 'idempotency-key': `k-${name}` } : {},
  }
}

async function send({ url, method, body, headers }: Sent, token: string | null) {
  const stop = new AbortController()
  const answer = await fetch(url, {
    method,
    headers: {
      ...headers,
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === null ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === null ? {} : { body }),
    signal: stop.signal,
  })
  const type = answer.headers.get('content-type') ?? ''
  const text = type.startsWith('text/event-stream') ? '' : await answer.text()
  stop.abort()
  const problem = type === 'application/problem+json' ? (JSON.parse(text) as { error: { code: string } }).error : null
  return { status: answer.status, code: problem?.code ?? null }
}

/** What belongs to a client or to a producer is asked by one; everything else by somebody who may all. */
async function tokenFor({ name, access }: Described): Promise<string> {
  if (name === 'ownWallet.signOut') return leaving
  if (access === 'wallet_owner') return owner
  return name.startsWith('producerPrograms.') ? shop.key : somebody()
}

/** The token of a client who signed in, without the letter: its code is told by the key that makes it. */
async function ownerOf(client: string): Promise<string> {
  const workspace = await open.opened.engine.opened()
  const hash = randomBytes(32)
  const session = randomUUID()
  const from = { network: '', device: null }
  await workspace.store.write('ownWallet.askCode', { who: client, hash, ...from }, 'client')
  const trying = { hash, isRight: true, session, nextDevice: null, ...from }
  const tried = await workspace.store.write('ownWallet.tryCode', trying, 'client')
  expect(tried).toMatchObject({ status: 'done', client })
  return makeToken(tokenKeyOf(workspace), { client, session, at: Date.now() })
}

/** Any JSON is a preference. */
const takesAnything: ReadonlySet<string> = new Set(['session.setPreference'])

/** The example of a passphrase is not the one that somebody has. */
const expectedCodes: ReadonlySet<string | null> = new Set(['wrong_credentials'])

const guarded = procedures().filter(({ access }) => access !== 'public')
const ofPeople = guarded.filter(({ access }) => access !== 'signed_in' && access !== 'wallet_owner')
const ofClients = guarded.filter(({ access }) => access === 'wallet_owner')

/** Somebody who may all, signed in anew, because some operations end sessions. */
async function somebody(): Promise<string> {
  const user = await open.opened.engine.opened().then(({ store }) => store.read('users.find', { name: 'all' }))
  const { id = 0, name = '', roles = [] } = user ?? {}
  const begun = open.opened.engine.sessions.begin(
    { id, name, displayName: name },
    { roles, mustChangePassphrase: false },
    Date.now(),
  )
  return begun.token
}

/** Some operations end what clients are signed in by: another address, another master key. */
const clientsFirst = [...ofClients, ...procedures().filter(({ access }) => access !== 'wallet_owner')]

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

  it.each(clientsFirst)('$name answers its example as it is described', async (described) => {
    const { status, code } = await send(callOf(described), await tokenFor(described))
    const { responses = {} } = operations.get(described.name) ?? {}
    const codes = Object.keys(responses[String(status)]?.content?.['application/problem+json']?.examples ?? {})
    expect(status < 300 ? [] : codes).toEqual(status < 300 ? [] : expect.arrayContaining([code]))
    const unexpected =
      [400, 401, 403, 500].includes(status) && described.access !== 'public' && !expectedCodes.has(code)
    expect(unexpected ? { status, code } : null).toBe(null)
  })
})

it('allows programs nothing that administers, decides or belongs to people', () => {
  const never = ['users.manage', 'callers.manage', 'keys.manage', 'proposals.decide', 'settings.propose', 'audit.read']
  expect(never.filter((each) => callerScopes.includes(each as CallerScope))).toEqual([])
})
