/** The plain routes are the operations themselves: the same laws, once for each key, within what a key may move alone. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { errorOf, type OpenCallers, openCallers, type Program } from './open-callers.ts'

let open: OpenCallers
let shop: Program
beforeAll(async () => {
  open = await openCallers()
  shop = await open.program({
    name: 'web-shop',
    scopes: ['ledger.operate', 'ledger.read', 'wallets.manage', 'workspace.check', 'clients.read'],
    aloneUpTo: 100_000,
  })
  for (const client of ['A', 'B']) await open.analyst.wallets.open({ client })
})
afterAll(() => open.close())

const post = (path: string, body: object, key: string = randomUUID()) =>
  shop.call('POST', path, { initiated_by: 'web-shop', ...body }, { 'idempotency-key': key })
const balanceOf = async (client: string) => (await open.analyst.ledger.balance({ client })).balance

it('deposits, purchases, refunds by order, transfers and withdraws, and the books stay consistent', async () => {
  const deposit = await post('/deposit', { user_id: 'A', amount: 50_000, bank_transaction_id: 'FT1' })
  expect(deposit).toMatchObject({
    status: 200,
    body: {
      kind: 'deposit',
      status: 'posted',
      amount: 50_000,
      currency: 'USD',
      wallets: [{ user_id: 'A', currency: 'USD', balance: 50_000, available: 50_000 }],
    },
  })
  expect((await post('/purchase', { user_id: 'A', amount: 20_000, order_id: 'O-1' })).status).toBe(200)
  expect((await post('/refund', { user_id: 'A', amount: 5_000, related_order_id: 'O-1' })).body).toMatchObject({
    kind: 'refund',
    amount: 5_000,
    wallets: [{ user_id: 'A', balance: 35_000 }],
  })
  expect((await post('/transfer', { from_user_id: 'A', to_user_id: 'B', amount: 10_000 })).status).toBe(200)
  expect((await post('/withdraw', { user_id: 'B', amount: 4_000 })).status).toBe(200)
  expect([await balanceOf('A'), await balanceOf('B')]).toEqual([25_000, 6_000])
  expect((await shop.call('GET', '/consistency-check')).body).toMatchObject({ consistent: true, differences: [] })
})

it('does the same once, however often it is asked with one key, and nothing else under it', async () => {
  const before = await balanceOf('A')
  const first = await post('/deposit', { user_id: 'A', amount: 700 }, 'same')
  const again = await post('/deposit', { user_id: 'A', amount: 700 }, 'same')
  expect(again.body).toEqual(first.body)
  expect(await balanceOf('A')).toBe(before + 700)
  expect(errorOf(await post('/deposit', { user_id: 'A', amount: 701 }, 'same'))).toEqual({
    status: 409,
    code: 'key_reused_with_other_content',
    key: 'same',
  })
  const parallel = await Promise.all([1, 2, 3].map(() => post('/deposit', { user_id: 'A', amount: 11 }, 'at-once')))
  expect(new Set(parallel.map(({ body }) => body.transaction_id)).size).toBe(1)
  expect(await balanceOf('A')).toBe(before + 711)
})

it('wants a key, in the header or in the body, and not two different ones', async () => {
  const body = { user_id: 'A', amount: 1, initiated_by: 'web-shop' }
  const issue = (problem: string) => ({
    status: 400,
    code: 'bad_input',
    issues: [{ path: 'Idempotency-Key', problem }],
  })
  expect(errorOf(await shop.call('POST', '/deposit', body))).toEqual(issue('send one, or the field key'))
  expect(errorOf(await shop.call('POST', '/deposits', { client: 'A', amount: 1 }))).toEqual(
    issue('send one, or the field key'),
  )
  const two = await shop.call('POST', '/deposit', { ...body, key: 'one' }, { 'idempotency-key': 'other' })
  expect(errorOf(two)).toEqual(issue('differs from the field key'))
  const before = await balanceOf('A')
  expect((await shop.call('POST', '/deposits', { client: 'A', amount: 1 }, { 'idempotency-key': 'r1' })).status).toBe(
    200,
  )
  expect((await shop.call('POST', '/deposits', { client: 'A', amount: 1, key: 'r1' })).status).toBe(200)
  expect(await balanceOf('A')).toBe(before + 1)
})

it('moves alone what its key allows, and nothing of another currency', async () => {
  expect(errorOf(await post('/deposit', { user_id: 'A', amount: 100_001 }))).toEqual({
    status: 409,
    code: 'approval_needed',
    above: 100_000,
  })
  const { id } = await open.approver.proposals.propose({
    change: { kind: 'currency', code: 'JPY', digits: 0 },
    reason: 'for Tokyo',
    key: 'jpy',
  })
  await open.admin.users.add({
    name: 'second',
    displayName: 'Second',
    roles: ['approver'],
    passphrase: 'second has a long passphrase',
  })
  const second = await open.opened.as('second')
  await second.session.changePassphrase({ current: 'second has a long passphrase', next: 'second has another one' })
  await second.proposals.approve({ id })
  await open.analyst.wallets.open({ client: 'A', currency: 'JPY' })
  expect(errorOf(await post('/deposit', { user_id: 'A', amount: 1, currency: 'JPY' }))).toEqual({
    status: 409,
    code: 'approval_needed',
    above: 0,
  })
})

it('acts for others only where its key says so, and whoever it was for is in the books', async () => {
  const asked = { user_id: 'A', amount: 100, initiated_by: 'anna' }
  expect(errorOf(await shop.call('POST', '/deposit', asked, { 'idempotency-key': 'b1' }))).toEqual({
    status: 403,
    code: 'not_permitted',
    permission: 'ledger.act_on_behalf',
  })
  const desk = await open.program({
    name: 'desk',
    scopes: ['ledger.operate', 'ledger.act_on_behalf'],
    aloneUpTo: 1_000,
  })
  const done = await desk.call('POST', '/deposit', asked, { 'idempotency-key': 'b1' })
  expect(done.status).toBe(200)
  const { postings } = await open.analyst.accounts.transaction({ transaction: Number(done.body.transaction_id) })
  expect(postings[0]).toMatchObject({ source: { initiator: 'desk', initiatedBy: 'anna' } })
})

it('refunds what is meant and nothing of somebody else', async () => {
  const buy = (user_id: string, order_id: string) => post('/purchase', { user_id, amount: 300, order_id })
  const mine = await buy('A', 'TWICE')
  await buy('A', 'TWICE')
  await buy('B', 'OF-B')
  const first = Number(mine.body.transaction_id)
  expect(errorOf(await post('/refund', { user_id: 'A', related_order_id: 'TWICE' }))).toEqual({
    status: 409,
    code: 'order_ambiguous',
    order: 'TWICE',
    transactions: [first, expect.any(Number)],
  })
  expect(errorOf(await post('/refund', { user_id: 'A', related_order_id: 'OF-B' }))).toEqual({
    status: 404,
    code: 'order_unknown',
    order: 'OF-B',
  })
  expect(errorOf(await post('/refund', { user_id: 'B', transaction_id: first }))).toEqual({
    status: 404,
    code: 'transaction_unknown',
    transaction: first,
  })
  expect((await post('/refund', { user_id: 'A', transaction_id: first })).body).toMatchObject({ amount: 300 })
  expect(errorOf(await post('/refund', { user_id: 'A', transaction_id: first }))).toMatchObject({
    code: 'exceeds_left',
  })
  const ofAnother = { user_id: 'A', transaction_id: first, related_order_id: 'OTHER' }
  expect(errorOf(await post('/refund', ofAnother))).toMatchObject({ status: 404, code: 'transaction_unknown' })
  expect(errorOf(await post('/refund', { user_id: 'A' }))).toMatchObject({ status: 400, code: 'bad_input' })
})

it('refunds an order once for a key, although it has another purchase by then', async () => {
  await post('/purchase', { user_id: 'A', amount: 400, order_id: 'LATER' })
  const asked = { user_id: 'A', amount: 100, related_order_id: 'LATER' }
  const first = await post('/refund', asked, 'refund-later')
  expect(first.status).toBe(200)
  await post('/purchase', { user_id: 'A', amount: 400, order_id: 'LATER' })
  expect((await post('/refund', asked, 'refund-later')).body).toEqual(first.body)
  expect(errorOf(await post('/refund', { ...asked, amount: 101 }, 'refund-later'))).toMatchObject({
    code: 'key_reused_with_other_content',
  })
})

it('moves nothing alone that was not agreed on, under whatever name', async () => {
  const none = await open.program({ name: 'none', scopes: ['ledger.operate'], aloneUpTo: 0 })
  const withdrawal = await post('/withdraw', { user_id: 'A', amount: 100 })
  const of = Number(withdrawal.body.transaction_id)
  expect(errorOf(await none.call('POST', '/payouts', { of, key: 'p' }))).toMatchObject({
    code: 'approval_needed',
    above: 0,
  })
  const { hold } = await open.analyst.holds.place({ client: 'A', amount: 100, key: 'h' })
  expect(errorOf(await none.call('POST', `/holds/${hold.id}/capture`, { key: 'c' }))).toMatchObject({
    code: 'approval_needed',
    above: 0,
  })
})

it('asks whether a call is allowed before it asks for its key', async () => {
  const reader = await open.program({ name: 'reader', scopes: ['ledger.read'] })
  expect(errorOf(await reader.call('POST', '/deposit', { user_id: 'A', amount: 1 }))).toMatchObject({
    status: 403,
    code: 'not_permitted',
  })
})

it('answers refusals as problem details, with the code and its facts', async () => {
  const { headers, body, status } = await post('/withdraw', { user_id: 'B', amount: 90_000 })
  expect([status, headers.get('content-type')]).toEqual([409, 'application/problem+json'])
  expect(body).toEqual({
    type: '/api/docs#insufficient_funds',
    title: 'Insufficient funds',
    status: 409,
    error: { code: 'insufficient_funds', client: 'B', available: expect.any(Number), shortfall: expect.any(Number) },
  })
})
