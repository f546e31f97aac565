/** A gateway's webhook, tried over HTTP against the real host with its threads: nobody is signed in who sends it. */
import { request as httpRequest } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FundRequest } from '../../engine/contract/funding.ts'
import { signatureOf } from '../../engine/funding/signature.ts'
import { type Host, startHost } from '../../engine/host/host.ts'
import { set } from '../contact/open-contact.ts'
import { makeWorkspace, openTestEngine, refusalOf, removeFolder, type TestEngine } from '../workspace-fixture.ts'
import { gatewayOf } from './open-funds.ts'

const secret = 'a secret of the gateway acme'
let directory: string
let opened: TestEngine
let host: Host
let ana: Awaited<ReturnType<TestEngine['as']>>
let admin: Awaited<ReturnType<TestEngine['as']>>
let auditor: Awaited<ReturnType<TestEngine['as']>>

beforeAll(async () => {
  ;({ directory } = await makeWorkspace(undefined, [
    { name: 'admin', roles: ['admin'] },
    { name: 'ann', roles: ['approver'] },
    { name: 'bob', roles: ['approver'] },
    { name: 'aud', roles: ['auditor'] },
  ]))
  opened = await openTestEngine(directory)
  host = await startHost({ engine: opened.engine })
  ana = await opened.as('ann')
  admin = await opened.as('admin')
  auditor = await opened.as('aud')
  const gateways = [
    gatewayOf('acme'),
    gatewayOf('deaf', { webhook: { isOn: false, toleranceSeconds: 300 } }),
    gatewayOf('mute'),
  ]
  await set({ ann: ana, bob: await opened.as('bob') } as never, 'gateways', { gateways })
  await admin.funding.setWebhookSecret({ gateway: 'acme', secret })
  await ana.wallets.open({ client: 'anna' })
})
afterAll(async () => {
  await host.close()
  await opened.engine.close()
  removeFolder(directory)
})

type Answer = Readonly<{ status: number; body: unknown }>

function post(path: string, body: string, headers: Readonly<Record<string, string>>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = httpRequest(`${host.url}${path}`, { method: 'POST', headers }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, body: JSON.parse(Buffer.concat(chunks).toString()) }),
      )
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

const nowSeconds = () => Math.floor(Date.now() / 1000)
const errorOf = ({ status, body }: Answer) => `${status} ${(body as { error: { code: string } }).error?.code}`

type Sending = Readonly<{ gateway?: string; secret?: string; time?: number; signature?: string; sent?: string }>

/** Signs a body as the gateway does, and sends it, or what somebody made of it on the way. */
function send(
  body: string,
  { gateway = 'acme', secret: by = secret, time = nowSeconds(), signature, sent = body }: Sending = {},
) {
  return post(`/api/gateways/${gateway}/events`, sent, {
    'content-type': 'application/json',
    'countinghouse-signature': signature ?? signatureOf(by, { time, body }),
  })
}

let keys = 0
async function request(amount = 1_000): Promise<FundRequest> {
  keys += 1
  return ana.funding.create({ client: 'anna', amount, gateway: 'acme', key: `k${keys}` })
}

const eventOf = ({ reference, amount }: FundRequest, more: object = {}): string =>
  JSON.stringify({
    id: `evt_${crypto.randomUUID()}`,
    type: 'payment.paid',
    reference,
    payment: `pay_${reference}`,
    amount,
    currency: 'USD',
    occurredAt: '2026-03-02T12:00:00Z',
    ...more,
  })

const stateOf = async ({ id }: FundRequest) => (await ana.funding.get({ id })).state
const pending = async () => (await ana.ledger.balance({ client: 'anna' })).pending
const refusals = async () =>
  (await auditor.audit.list({ action: 'funding.refuse_event', limit: 100 })).items.map(
    ({ actor, subject, outcome, detail }) => ({ actor, subject, outcome, detail }),
  )

it('pays a request, and answers the same event the same however often it comes', async () => {
  const [made, before] = [await request(), await pending()]
  const event = eventOf(made, { fee: 15, something: 'of the gateway’s own' })
  const first = await send(event)
  expect(first).toEqual({ status: 200, body: { event: JSON.parse(event).id, outcome: 'applied' } })
  expect(await send(event)).toEqual(first)
  expect([await stateOf(made), await pending()]).toEqual(['paid', before + 1_000])
  expect(await ana.funding.get({ id: made.id })).toMatchObject({ events: [{ outcome: 'applied', fee: 15 }] })
})

it('takes twenty of one event at once, and books one', async () => {
  const [made, before] = [await request(), await pending()]
  const event = eventOf(made)
  const answers = await Promise.all(Array.from({ length: 20 }, () => send(event)))
  expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
    new Set([JSON.stringify({ status: 200, body: { event: JSON.parse(event).id, outcome: 'applied' } })]),
  )
  expect(await pending()).toBe(before + 1_000)
  expect((await ana.funding.get({ id: made.id })).history.map(({ kind }) => kind)).toEqual(['requested', 'paid'])
})

it('takes twenty messages of one fact at once, each under a number of its own, and books one', async () => {
  const [made, before] = [await request(), await pending()]
  const answers = await Promise.all(Array.from({ length: 20 }, () => send(eventOf(made))))
  const outcomes = answers.map(({ body }) => (body as { outcome: string }).outcome).toSorted()
  expect(outcomes).toEqual(['applied', ...Array(19).fill('known')])
  expect(await pending()).toBe(before + 1_000)
})

it('keeps what comes too early, and makes it good when its time comes', async () => {
  const [made, before] = [await request(), await pending()]
  const at = (hour: number) => ({ occurredAt: `2026-03-02T${hour}:00:00Z` })
  expect((await send(eventOf(made, { type: 'payment.refunded', ...at(15) }))).body).toMatchObject({ outcome: 'waits' })
  expect((await send(eventOf(made, { type: 'payment.failed', payment: 'pay_x', ...at(11) }))).body).toMatchObject({
    outcome: 'applied',
  })
  expect((await send(eventOf(made))).body).toMatchObject({ outcome: 'applied' })
  expect((await send(eventOf(made, { type: 'payment.pending', ...at(10) }))).body).toMatchObject({
    outcome: 'outdated',
  })
  expect([await stateOf(made), await pending()]).toEqual(['refunded', before])
  const { events } = await ana.funding.get({ id: made.id })
  expect(events.map(({ type, outcome }) => `${type} ${outcome}`)).toEqual([
    'refunded applied',
    'failed applied',
    'paid applied',
    'pending outdated',
  ])
})

describe('refuses, changes nothing, and records that without the body:', () => {
  const good = { status: 200 }
  it.each<readonly [string, (event: string) => Promise<Answer>, string, string | null]>([
    ['no signature', (event) => send(event, { signature: '' }), '401 signature_missing', 'signature_missing'],
    [
      'a signature that is none',
      (event) => send(event, { signature: 'v1=abc' }),
      '401 signature_unreadable',
      'signature_unreadable',
    ],
    [
      'another secret',
      (event) => send(event, { secret: 'a secret of somebody else' }),
      '401 signature_wrong',
      'signature_wrong',
    ],
    [
      'a body that was changed',
      (event) => send(event, { sent: event.replace('1000', '9000') }),
      '401 signature_wrong',
      'signature_wrong',
    ],
    ['one byte more', (event) => send(event, { sent: `${event} ` }), '401 signature_wrong', 'signature_wrong'],
    [
      'a time that was changed',
      (event) =>
        send(event, { signature: signatureOf(secret, { time: 1, body: event }).replace('t=1', `t=${nowSeconds()}`) }),
      '401 signature_wrong',
      'signature_wrong',
    ],
    [
      'what was signed too long ago',
      (event) => send(event, { time: nowSeconds() - 310 }),
      '401 signature_old',
      'signature_old',
    ],
    [
      'what was signed too far ahead',
      (event) => send(event, { time: nowSeconds() + 310 }),
      '401 signature_old',
      'signature_old',
    ],
    ['what is no event', () => send('[]'), '400 event_unreadable', 'event_unreadable'],
    ['what is no JSON', () => send('{"id":'), '400 event_unreadable', 'event_unreadable'],
    ['a body of nothing', () => send(''), '400 event_unreadable', 'event_unreadable'],
    ['half a penny', (event) => send(event.replace('1000', '1000.5')), '400 event_unreadable', 'event_unreadable'],
    [
      'a gateway without a secret',
      (event) => send(event, { gateway: 'mute' }),
      '401 signature_wrong',
      'signature_wrong',
    ],
    ['a gateway that is not listened to', (event) => send(event, { gateway: 'deaf' }), '404 gateway_unknown', null],
    ['a gateway that there is none of', (event) => send(event, { gateway: 'other' }), '404 gateway_unknown', null],
    ['a body without end', (event) => send(event, { sent: event.padEnd(70_000) }), '413 body_too_large', null],
  ])('%s', async (_, act, refusal, recorded) => {
    const [made, noted] = [await request(), (await refusals()).length]
    const event = eventOf(made)
    const answer = await act(event)
    expect(errorOf(answer)).toBe(refusal)
    expect(await stateOf(made)).toBe('requested')
    const added = (await refusals()).slice(0, (await refusals()).length - noted)
    const gateway = refusal.startsWith('401') && _ === 'a gateway without a secret' ? 'mute' : 'acme'
    expect(added).toEqual(
      recorded === null
        ? []
        : [{ actor: `gateway:${gateway}`, subject: `gateway:${gateway}`, outcome: recorded, detail: {} }],
    )
    // The same event, sent as it should be, is taken: a refusal binds nothing.
    expect(await send(event)).toMatchObject(good)
  })

  it('a GET, which nobody listens to', async () => {
    const answer = await fetch(`${host.url}/api/gateways/acme/events`)
    expect(answer.status).toBe(404)
  })
})

it('refuses the number of an event with another content, and raises it', async () => {
  const made = await request()
  const event = eventOf(made)
  await send(event)
  const other = event.replace('payment.paid', 'payment.refunded')
  expect(errorOf(await send(other))).toBe('409 event_known_with_other_content')
  expect(await stateOf(made)).toBe('paid')
  const { items } = await ana.exceptions.list({ code: 'FUND_CONTRADICTED' })
  expect(items).toMatchObject([{ scope: 'client', client: 'anna', amount: 1_000, severity: 'high', status: 'open' }])
  expect(await ana.exceptions.get({ id: items[0]?.id ?? 0 })).toMatchObject({
    detail: { why: 'event_changed', request: made.id, gateway: 'acme' },
  })
})

it('lists what was asked for and what was told, page by page', async () => {
  const newest = await request(77)
  await send(eventOf(newest, { reference: 'NOBODY’S' }))
  const { items, next } = await ana.funding.list({ limit: 2 })
  expect(items[0]).toEqual(newest)
  const second = await ana.funding.list({ limit: 2, cursor: next ?? '' })
  expect(second.items[0]?.id).toBe((items[1]?.id ?? 0) - 1)
  const { reference } = newest
  expect((await ana.funding.list({ reference: `${reference.slice(0, 5)} ${reference.slice(5)}` })).items).toEqual([
    newest,
  ])
  const of = { client: 'anna', gateway: 'acme', state: 'requested', from: '2026-01-01', to: '2099-01-01' } as const
  expect((await ana.funding.list(of)).items[0]).toEqual(newest)
  expect((await ana.funding.list({ ...of, to: '2026-01-01' })).items).toEqual([])
  expect((await ana.funding.events({ outcome: 'unknown_reference', limit: 1 })).items).toMatchObject([
    { gateway: 'acme', reference: 'NOBODY’S', request: null },
  ])
})

describe('a secret', () => {
  const standing = async (name: string) => (await ana.funding.gateways()).items.find((each) => each.name === name)

  it('is taken beside the one before for as long as was said, and both are read by nobody', async () => {
    const [made, again, third] = [await request(), await request(), await request()]
    const [second, last] = ['another secret of acme', 'the last secret of acme']
    const set = await admin.funding.setWebhookSecret({ gateway: 'acme', secret: second, oldValidHours: 1 })
    expect(set).toMatchObject({ name: 'acme', webhookIsOn: true, webhookPath: '/api/gateways/acme/events' })
    expect(Date.parse(set.oldSecretUntil ?? '') - Date.parse(set.secretSetAt ?? '')).toBe(3_600_000)
    expect(await send(eventOf(made))).toMatchObject({ status: 200 })
    expect(await send(eventOf(again), { secret: second })).toMatchObject({ status: 200 })
    // Both at once, as a gateway sends while it changes over.
    const [body, time] = [eventOf(third), nowSeconds()]
    const mac = (by: string) => signatureOf(by, { time, body }).split(',')[1]
    expect(await send(body, { signature: `t=${time},${mac('who knows')},${mac(second)},v9=later` })).toMatchObject({
      status: 200,
    })
    // With a third one the first is over at once, however long it was to be taken.
    await admin.funding.setWebhookSecret({ gateway: 'acme', secret: 'a third secret of acme' })
    expect(errorOf(await send(eventOf(made)))).toBe('401 signature_wrong')
    expect(await send(eventOf(made), { secret: second })).toMatchObject({ status: 200 })
    await admin.funding.setWebhookSecret({ gateway: 'acme', secret: last, oldValidHours: 0 })
    expect(errorOf(await send(eventOf(made)))).toBe('401 signature_wrong')
    expect(errorOf(await send(eventOf(made), { secret: second }))).toBe('401 signature_wrong')
    expect(await standing('acme')).toMatchObject({ oldSecretUntil: null })
    const { items } = await auditor.audit.list({ limit: 500 })
    for (const each of [secret, second, last]) expect(JSON.stringify(items)).not.toContain(each)
    expect(items.find(({ action }) => action === 'funding.set_webhook_secret')).toMatchObject({
      actor: 'admin',
      subject: 'gateway:acme',
      outcome: 'done',
      detail: { taken_away: false, oldValidHours: 0 },
    })
  })

  it('that is taken away leaves nobody to listen to', async () => {
    await admin.funding.setWebhookSecret({ gateway: 'acme', secret: null })
    expect(await standing('acme')).toMatchObject({ secretSetAt: null, oldSecretUntil: null })
    expect(errorOf(await send(eventOf(await request()), { secret: 'the last secret of acme' }))).toBe(
      '401 signature_wrong',
    )
  })

  it('is for a gateway that there is', async () => {
    expect(await refusalOf(admin.funding.setWebhookSecret({ gateway: 'other', secret }))).toEqual({
      code: 'gateway_unknown',
      data: { gateway: 'other' },
    })
  })
})

it('listens to one address so often and no more, whoever it says it is', async () => {
  const own = await startHost({ engine: opened.engine })
  const knock = () => fetch(`${own.url}/api/gateways/nobody/events`, { method: 'POST', body: '{}' })
  const answers: number[] = []
  for (let round = 0; round < 13; round += 1)
    answers.push(...(await Promise.all(Array.from({ length: 50 }, async () => (await knock()).status))))
  expect(answers.filter((status) => status === 404)).toHaveLength(600)
  expect(answers.filter((status) => status === 429)).toHaveLength(50)
  const { error } = (await (await knock()).json()) as { error: { code: string } }
  expect(error.code).toBe('too_many_requests')
  // What else the host answers goes on.
  expect((await fetch(`${own.url}/health`)).status).toBe(200)
  await own.close()
})

it('leaves books that are consistent', async () => {
  expect(await auditor.ledger.check()).toMatchObject({ consistent: true, differences: [] })
})
