/** A key opens what was agreed on, from where and for as long as it was agreed, and nothing else. */
import { hash } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { clientOf, refusalOf } from '../workspace-fixture.ts'
import { errorOf, inDays, type OpenCallers, openCallers } from './open-callers.ts'

let open: OpenCallers
beforeAll(async () => {
  open = await openCallers()
})
afterAll(() => open.close())

const propose = (asked: object) =>
  open.admin.proposals.propose({
    change: { kind: 'caller', name: 'web', scopes: ['ledger.read'], expiresAt: inDays(1), ...asked } as never,
    reason: 'for the shop',
    key: `key-${Math.random()}`,
  })

it('opens what its scopes say, for as long as its program is not stopped', async () => {
  const { caller, call } = await open.program({ scopes: ['producers.read'] })
  expect((await call('GET', '/producers')).status).toBe(200)
  expect(errorOf(await call('GET', '/clients'))).toEqual({
    status: 403,
    code: 'not_permitted',
    permission: 'clients.read',
  })
  expect(errorOf(await call('GET', '/notifications'))).toEqual({
    status: 403,
    code: 'not_permitted',
    permission: 'a_person',
  })
  const { body } = await call('GET', '/session')
  expect(body).toMatchObject({ roles: [], permissions: ['producers.read'] })
  expect(Date.parse(String(body.expiresAt))).toBeGreaterThan(Date.now() + 20 * 86_400_000)
  await open.admin.callers.stop({ caller, reason: 'it leaked' })
  expect(errorOf(await call('GET', '/producers'))).toEqual({ status: 401, code: 'not_signed_in' })
  expect(await refusalOf(open.admin.callers.newKey({ caller }))).toMatchObject({ code: 'caller_stopped' })
})

it('is made after two people agreed, is told once, and is kept as a hash', async () => {
  const caller = await open.agree()
  expect(await open.admin.callers.get({ caller })).toMatchObject({ state: 'without_key', keys: [] })
  const { key } = await open.admin.callers.newKey({ caller })
  const shown = await open.admin.callers.get({ caller })
  expect(shown).toMatchObject({ state: 'active', keys: [{ prefix: key.slice(0, 10), createdBy: 'admin' }] })
  const { store } = await open.opened.engine.opened()
  const [known] = (await store.read('callers.known', null)).filter(({ id }) => id === caller)
  expect(known?.keys).toEqual([{ hash: hash('sha256', key, 'base64url'), endsAt: null }])
  const audited = await open.admin.audit.list({ limit: 20 })
  expect(JSON.stringify(audited)).toContain(key.slice(0, 10))
  expect(JSON.stringify([audited, shown, known])).not.toContain(key)
})

it('is agreed on by somebody else than who proposed it, in set-up mode too', async () => {
  const { id } = await propose({ name: 'alone' })
  expect(await refusalOf(open.admin.proposals.approve({ id }))).toMatchObject({ code: 'not_permitted' })
  expect(
    await refusalOf(
      open.approver.proposals.propose({
        change: { kind: 'caller', name: 'other', scopes: ['ledger.read'], expiresAt: inDays(1) },
        reason: 'for the shop',
        key: 'by-approver',
      }),
    ),
  ).toMatchObject({ code: 'not_permitted', data: { permission: 'callers.manage' } })
})

it('is told to nobody who agreed to it, and who knows it agrees to nothing that its program proposes', async () => {
  const passphrase = 'both has a long passphrase'
  const roles = ['admin', 'approver', 'analyst'] as const
  for (const name of ['both', 'third'])
    await open.admin.users.add({ name, displayName: name, roles: [...roles], passphrase: `${passphrase} at first` })
  const sign = async (name: string) => {
    const client = await open.opened.stranger.session.signIn({ user: name, passphrase: `${passphrase} at first` })
    const signed = clientOf(open.opened.engine, client.token)
    await signed.session.changePassphrase({ current: `${passphrase} at first`, next: passphrase })
    return signed
  }
  const [both, third] = [await sign('both'), await sign('third')]
  const { id } = await propose({ name: 'proposer', scopes: ['proposals.propose', 'ledger.operate', 'proposals.read'] })
  const { result } = await both.proposals.approve({ id })
  const { caller } = result as { caller: number }
  expect(await refusalOf(both.callers.newKey({ caller }))).toEqual({
    code: 'caller_agreed_by_oneself',
    data: { caller },
  })
  await open.analyst.wallets.open({ client: 'Z' })
  const { key } = await third.callers.newKey({ caller })
  const change = { kind: 'deposit', client: 'Z', amount: 500, from: 'omnibus:main' }
  const proposed = await open.callAs(key)('POST', '/proposals', { change, reason: 'r', key: 'deposit' })
  const proposal = { id: Number(proposed.body.id) }
  expect(await refusalOf(third.proposals.approve(proposal))).toMatchObject({ code: 'own_proposal' })
  expect((await third.proposals.get(proposal)).bar).toBe('on_own_behalf')
  expect(await both.proposals.approve(proposal)).toMatchObject({ state: 'approved' })
})

it('lets nobody agree to more than they may agree to themselves', async () => {
  const value = { rules: [{ role: 'approver' as const, aloneUpTo: 20, approveUpTo: 4_999_999 }], expireAfterHours: 24 }
  const bounds = await open.admin.proposals.propose({
    change: { kind: 'setting', name: 'approvals', value },
    reason: 'smaller',
    key: 'bounds',
  })
  await open.approver.proposals.approve({ id: bounds.id })
  const { id } = await propose({ name: 'rich', scopes: ['ledger.operate'], aloneUpTo: 100_000_000_000 })
  expect(await refusalOf(open.approver.proposals.approve({ id }))).toMatchObject({ code: 'above_own_bound' })
})

it('changes over without a pause: the key before goes on for as long as was said', async () => {
  const { caller, call } = await open.program({ scopes: ['producers.read'] })
  const { key: second } = await open.admin.callers.newKey({ caller, overlapHours: 1 })
  expect((await call('GET', '/producers')).status).toBe(200)
  expect((await open.callAs(second)('GET', '/producers')).status).toBe(200)
  const { key: third } = await open.admin.callers.newKey({ caller })
  expect((await call('GET', '/producers')).status).toBe(401)
  expect((await open.callAs(second)('GET', '/producers')).status).toBe(401)
  expect((await open.callAs(third)('GET', '/producers')).status).toBe(200)
})

it('opens from the listed addresses only, and what came from elsewhere is recorded', async () => {
  const far = await open.program({ scopes: ['producers.read'], addresses: ['203.0.113.0/24', '2001:db8::/32'] })
  for (let i = 0; i < 2; i += 1)
    expect(errorOf(await far.call('GET', '/producers'))).toEqual({
      status: 403,
      code: 'address_not_listed',
      address: '127.0.0.1',
    })
  const { items } = await open.admin.audit.list({ limit: 50 })
  const refused = items.filter(
    ({ action, subject }) => action === 'callers.refuse' && subject === `caller:${far.caller}`,
  )
  expect(refused.map(({ outcome, detail }) => ({ outcome, detail }))).toEqual([
    { outcome: 'address_not_listed', detail: { address: '127.0.0.1' } },
  ])
  const near = await open.program({ scopes: ['producers.read'], addresses: ['127.0.0.0/8'] })
  expect((await near.call('GET', '/producers')).status).toBe(200)
})

it('takes new terms at the next call, and a version of terms stays as it was', async () => {
  const { caller, call } = await open.program({ name: 'changing', scopes: ['producers.read'] })
  await open.agree({ caller, name: 'changing', scopes: ['ledger.read'] })
  expect((await call('GET', '/producers')).status).toBe(403)
  expect(await open.admin.callers.get({ caller })).toMatchObject({ version: 2, scopes: ['ledger.read'] })
})

it.each([
  ['an end that is over', { expiresAt: inDays(-1) }, 'caller_expiry_unusable'],
  ['an end after more than a year', { expiresAt: inDays(400) }, 'caller_expiry_unusable'],
  ['a name that somebody has', { name: 'ADMIN' }, 'caller_name_taken'],
  ['the name of what is nobody', { name: 'Engine' }, 'caller_name_taken'],
  ['files of nobody', { scopes: ['batches.send'] }, 'caller_needs_producer'],
  ['a producer that is not there', { scopes: ['batches.send'], producer: 99 }, 'producer_unknown'],
  ['a program that is not there', { caller: 99 }, 'caller_unknown'],
  ['what no program may', { scopes: ['users.manage'] }, 'BAD_REQUEST'],
  ['no network', { addresses: ['10.0.0.0/33'] }, 'BAD_REQUEST'],
])('is refused for %s', async (_, asked, code) => {
  expect((await refusalOf(propose(asked))).code).toBe(code === 'BAD_REQUEST' ? 'bad_input' : code)
})

it('is nobody’s way in: a program signs in nowhere, has no roles and is in no list of people', async () => {
  const { key } = await open.program({ name: 'robot' })
  expect((await open.admin.users.list()).items.map(({ name }) => name)).not.toContain('robot')
  expect(await refusalOf(open.admin.users.setRoles({ name: 'robot', roles: ['admin'] }))).toMatchObject({
    code: 'not_found',
  })
  expect(
    await refusalOf(open.admin.users.setPassphrase({ name: 'robot', passphrase: 'a long enough passphrase' })),
  ).toMatchObject({ code: 'not_found' })
  expect(await refusalOf(open.opened.stranger.session.signIn({ user: 'robot', passphrase: key }))).toMatchObject({
    code: 'wrong_credentials',
  })
  // Keys open REST and nothing else.
  expect(await refusalOf(clientOf(open.opened.engine, key).session.get())).toMatchObject({ code: 'not_signed_in' })
})

it('counts every call and writes it down once a minute', async () => {
  const { caller, call } = await open.program({ scopes: ['producers.read'] })
  await call('GET', '/producers')
  await call('GET', '/producers')
  await call('GET', '/clients')
  const { callers } = await open.opened.engine.opened()
  await callers.flush()
  const { items } = await open.admin.audit.list({ limit: 10 })
  const noted = items.find(({ action, subject }) => action === 'callers.calls' && subject === `caller:${caller}`)
  expect(noted?.detail).toMatchObject({ 'producers.list': 2, 'clients.list not_permitted': 1, refused: 1 })
  expect(await open.admin.callers.get({ caller })).toMatchObject({ calls: 3, refused: 1 })
})

it('does no people’s work: no deed, no presence, and nothing that lets money go on', async () => {
  const { call } = await open.program({ scopes: ['exceptions.read', 'wallets.freeze', 'wallets.manage'] })
  const forPeople = { status: 403, code: 'not_permitted', permission: 'a_person' }
  expect((await call('GET', '/exceptions')).status).toBe(200)
  expect(errorOf(await call('POST', '/exceptions/1/look', {}))).toEqual(forPeople)
  const deed = { action: 'note', text: 'seen' }
  expect(errorOf(await call('POST', '/exceptions/1/act', { version: 1, key: 'note', deed }))).toEqual(forPeople)
  await open.analyst.wallets.open({ client: 'COLD' })
  expect((await call('POST', '/wallets/freeze', { client: 'COLD', reason: 'a stolen card' })).status).toBe(200)
  expect(errorOf(await call('POST', '/wallets/unfreeze', { client: 'COLD', reason: 'found' }))).toEqual(forPeople)
  expect((await open.analyst.wallets.unfreeze({ client: 'COLD', reason: 'found' })).state).toBe('active')
})

it('counts calls with keys that open nothing, by why and from where, and writes them down once a minute', async () => {
  const { callers } = await open.opened.engine.opened()
  await callers.flush()
  const ended = await open.program({ scopes: ['producers.read'] })
  await open.admin.callers.newKey({ caller: ended.caller })
  const strange = open.callAs(`chk_${'x'.repeat(43)}`)
  for (const call of [strange, strange, strange, ended.call])
    expect(errorOf(await call('GET', '/producers'))).toEqual({ status: 401, code: 'not_signed_in' })
  const before = (await open.admin.audit.list({ action: 'callers.refuse', limit: 100 })).items.length
  expect(await callers.flush()).toMatchObject({ unknown: 4 })
  expect(await callers.flush()).toMatchObject({ unknown: 0 })
  const { items } = await open.admin.audit.list({ action: 'callers.refuse', limit: 100 })
  expect(items).toHaveLength(before + 1)
  expect(items[0]).toMatchObject({
    subject: 'callers',
    outcome: 'unknown_key',
    detail: { times: 4, 'no_such_key 127.0.0.1': 3, 'key_ended 127.0.0.1': 1 },
  })
})

it('keeps the count of such calls bounded, from however many networks they come', async () => {
  const { callers } = await open.opened.engine.opened()
  await callers.flush()
  for (let n = 0; n < 1_000; n += 1)
    callers.noteUnknown({ reason: 'no_such_key', address: `203.0.${n % 250}.${n % 249}` })
  await callers.flush()
  const [record] = (await open.admin.audit.list({ action: 'callers.refuse', limit: 1 })).items
  const detail = record?.detail as Readonly<Record<string, number>>
  expect(Object.keys(detail).length).toBeLessThanOrEqual(202)
  expect([detail.times, detail['no_such_key others']]).toEqual([1_000, 1_000 - 200])
})
