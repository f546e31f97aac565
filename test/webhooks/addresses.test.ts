/** Which addresses may be told anything: what is listed, agreed to by two, and leads where it says. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { mayConnect, readUrl } from '../../engine/webhooks/address.ts'
import { Agents, call, lookupFor } from '../../engine/webhooks/call.ts'
import { makeCertificate } from '../contact/mail-server.ts'
import { refusalOf } from '../workspace-fixture.ts'
import { agree, deliveriesOf, deposit, type Hooks, list, openHooks, pump, tellReceiver } from './open-hooks.ts'
import { startReceiver } from './receiver.ts'

let hooks: Hooks
beforeAll(async () => {
  hooks = await openHooks()
  await hooks.tom.wallets.open({ client: 'C-1' })
}, 60_000)
afterAll(() => hooks.close())

const listed = (origin: string, isPrivate = false) => ({ origin, isPrivate, trustedCertificate: null })

it('takes an address that is encrypted, or of this machine, and without anything secret in it', () => {
  const problemOf = (url: string) => {
    const read = readUrl(url)
    return typeof read === 'string' ? read : null
  }
  expect(
    [
      'https://erp.example.com/told?from=us',
      'http://localhost:8080/told',
      'http://127.0.0.1/told',
      'http://[::1]:9000/',
      'http://erp.example.com/',
      'http://127.0.0.1.example.com/',
      'ftp://erp.example.com/',
      'https://user:pass@erp.example.com/',
      'https://erp.example.com/#there',
      'erp.example.com',
      '',
    ].map((url) => [url, problemOf(url)]),
  ).toEqual([
    ['https://erp.example.com/told?from=us', null],
    ['http://localhost:8080/told', null],
    ['http://127.0.0.1/told', null],
    ['http://[::1]:9000/', null],
    ['http://erp.example.com/', 'not_https'],
    ['http://127.0.0.1.example.com/', 'not_https'],
    ['ftp://erp.example.com/', 'not_https'],
    ['https://user:pass@erp.example.com/', 'has_credentials'],
    ['https://erp.example.com/#there', 'has_fragment'],
    ['erp.example.com', 'unreadable'],
    ['', 'unreadable'],
  ])
})

it('connects to where a name leads only if that is outside, or was listed as inside', () => {
  const name = new URL('https://erp.example.com/')
  const outside = ['93.184.216.34', '2606:2800:220:1:248:1893:25c8:1946']
  const inside = [
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '::1',
    'fd00::1',
    '::ffff:10.0.0.1',
  ]
  const never = ['169.254.169.254', 'fe80::1', '0.0.0.0', '224.0.0.1', '::', '::ffff:169.254.169.254', 'no address']
  // An address of IPv4 within one of IPv6 is no way around, in whatever form.
  inside.push('::10.0.0.1', '::ffff:0:10.0.0.1', '64:ff9b::10.0.0.1', '2002:a00:1::1')
  never.push(
    '::169.254.169.254',
    '::ffff:0:169.254.169.254',
    '64:ff9b::169.254.169.254',
    '64:ff9b::168.63.129.16',
    '2002:a9fe:a9fe::1',
    '2002:e000:1::',
    '2001:0:4136:e378:8000:63bf:3fff:fdd2',
    '64:ff9b:1::1',
  )
  const may = (isPrivate: boolean) => (address: string) => mayConnect(address, name, { isPrivate })
  expect(outside.map(may(false))).toEqual(outside.map(() => true))
  expect([...inside, ...never].filter(may(false))).toEqual([])
  expect([...outside, ...inside].filter((address) => !may(true)(address))).toEqual([])
  expect(never.filter(may(true))).toEqual([])
  // Whoever lists an address as such, or this machine by its name, has said where it leads.
  expect(mayConnect('10.0.0.5', new URL('https://10.0.0.5/'), { isPrivate: false })).toBe(true)
  expect(mayConnect('127.0.0.1', new URL('http://localhost/'), { isPrivate: false })).toBe(true)
  expect(mayConnect('::1', new URL('http://localhost/'), { isPrivate: false })).toBe(true)
  expect(mayConnect('::1', new URL('https://[::1]/'), { isPrivate: false })).toBe(true)
  // Where clouds keep their keys nobody goes, also where somebody listed it in another form.
  for (const host of ['[::a9fe:a9fe]', '[64:ff9b::a9fe:a9fe]', '[2002:a9fe:a9fe::]', '[::ffff:a9fe:a9fe]', '[2001::1]'])
    expect(mayConnect(host.slice(1, -1), new URL(`https://${host}/`), { isPrivate: true })).toBe(false)
  expect(mayConnect('10.0.0.5', new URL('http://localhost/'), { isPrivate: true })).toBe(false)
})

it('calls nobody who is not listed, and never where clouds keep their keys', async () => {
  const agents = new Agents()
  const options = { timestamp: 1, signal: new AbortController().signal, agents }
  const problemOf = async (url: string, origin: string) =>
    (await call({ url, origins: [listed(origin, true)], eventId: 'evt_1', body: '{}', secrets: [] }, options)).problem
  expect(await problemOf(`${hooks.receiver.origin}/`, 'https://erp.example.com')).toBe('not_listed')
  expect(await problemOf('https://169.254.169.254/latest', 'https://169.254.169.254')).toBe('address_refused')
  expect(hooks.receiver.got).toEqual([])
  agents.close()
})

it('goes where a name leads only after it has looked, whatever else was said of it', async () => {
  const url = new URL('https://erp.example.com/')
  const lookup = lookupFor(url, listed(url.origin), (_, __, done) =>
    done(null, [
      { address: '10.0.0.5', family: 4 },
      { address: '93.184.216.34', family: 4 },
    ]),
  )
  const found = await new Promise((resolve) => lookup('erp.example.com', { all: true }, (_, all) => resolve(all)))
  expect(found).toEqual([{ address: '93.184.216.34', family: 4 }])
  const inside = lookupFor(url, listed(url.origin), (_, __, done) => done(null, [{ address: '10.0.0.5', family: 4 }]))
  const refused = await new Promise((resolve) => inside('erp.example.com', {}, (error) => resolve(error)))
  expect(refused).toBeInstanceOf(Error)
})

it('speaks only to whom a trusted certificate is of', async () => {
  const certificate = makeCertificate()
  const receiver = await startReceiver(certificate)
  const agents = new Agents()
  const options = { timestamp: 1, signal: new AbortController().signal, agents }
  const outgoing = { url: receiver.url, eventId: 'evt_1', body: '{}', secrets: [] }
  const stranger = await call({ ...outgoing, origins: [listed(receiver.origin)] }, options)
  expect(stranger).toMatchObject({ status: null, problem: 'tls_failed' })
  const trusted = { ...listed(receiver.origin), trustedCertificate: certificate.cert }
  expect(await call({ ...outgoing, origins: [trusted] }, options)).toMatchObject({ status: 204, problem: null })
  expect(receiver.got).toHaveLength(1)
  agents.close()
  await receiver.close()
})

it('refuses to propose what is not listed, what has the name of another, and what changes nothing', async () => {
  const { id } = await tellReceiver(hooks, ['batch.posted'], { name: 'erp' })
  const propose = (more: object) =>
    refusalOf(
      hooks.client.proposals.propose({
        change: {
          kind: 'webhook_endpoint',
          name: 'other',
          url: hooks.receiver.url,
          events: ['batch.posted'],
          ...more,
        } as never,
        reason: 'for this test',
        key: crypto.randomUUID(),
      }),
    )
  expect(await propose({ url: 'https://elsewhere.example.com/' })).toEqual({
    code: 'webhook_not_listed',
    data: { origin: 'https://elsewhere.example.com' },
  })
  expect(await propose({ url: 'http://elsewhere.example.com/' })).toEqual({
    code: 'webhook_url_unusable',
    data: { problem: 'not_https' },
  })
  expect(await propose({ name: 'erp' })).toEqual({ code: 'webhook_name_taken', data: { name: 'erp' } })
  expect(await propose({ endpoint: id, name: 'erp' })).toEqual({ code: 'webhook_unchanged', data: { endpoint: id } })
  expect(await propose({ endpoint: 4_711 })).toEqual({ code: 'webhook_unknown', data: { endpoint: 4_711 } })
  expect((await refusalOf(hooks.tom.webhooks.pause({ id }))).code).toBe('not_permitted')
  const setting = (origin: string) => refusalOf(list(hooks, [listed(origin)]))
  expect((await setting('http://erp.example.com')).code).toBe('setting_unusable')
  expect((await setting('https://erp.example.com/path')).code).toBe('setting_unusable')
})

it('changes an address by proposal, and the name of its proposal is in the books', async () => {
  const made = await agree(hooks, ['batch.posted'], { name: 'to change' })
  const changed = await agree(hooks, ['batch.posted', 'batch.held'], { name: 'to change', endpoint: made.id })
  expect(changed).toMatchObject({ id: made.id, events: ['batch.held', 'batch.posted'] })
  expect(changed.proposal).toBeGreaterThan(made.proposal)
  expect((await hooks.client.workspace.check({ deep: false })).consistent).toBe(true)
})

it('sends nothing to what is listed no more, and goes on when it is listed again', async () => {
  const { id } = await tellReceiver(hooks, ['transaction.posted'], { name: 'unlisted' })
  const { origin } = hooks.receiver
  await list(hooks, [listed('https://erp.example.com')])
  await deposit(hooks, 'C-1', 1)
  await pump(hooks)
  expect(hooks.receiver.got).toEqual([])
  expect(await hooks.client.webhooks.endpoint({ id })).toMatchObject({ isListed: false, waiting: 1 })
  expect(await deliveriesOf(hooks)).toMatchObject([{ state: 'waiting', lastProblem: 'not_listed' }])
  await list(hooks, [listed(origin)])
  await pump(hooks, 10)
  expect(hooks.receiver.got).toHaveLength(1)
})
