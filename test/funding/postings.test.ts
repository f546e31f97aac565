/** What a fund request does to the books at each step of its life: the whole of every balance, proven right behind each test. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findFundDetail } from '../../engine/funding/list.ts'
import { notePaid, noteReconciled, noteUnmatched } from '../../engine/funding/note.ts'
import { findFundRequest, getRecord } from '../../engine/funding/request.ts'
import { balancesOf, type OpenBooks, perform } from '../operations/open-books.ts'
import {
  answered,
  bothGateways,
  casesOf,
  differencesOf,
  gatewayOf,
  inTransaction,
  noon,
  openFunds,
  request,
  setSetting,
  settle,
  stateOf,
  tell,
} from './open-funds.ts'

let books: OpenBooks
beforeEach(async () => {
  books = await openFunds()
})
afterEach(() => {
  expect(differencesOf(books)).toEqual([])
  books.close()
})

const detail = (id: number) => findFundDetail({ raw: books.raw }, { id })

it('asks for money without moving any, and answers the same key with the same request', async () => {
  const made = await request(books, { key: 'once', reference: 'ORDER-7' })
  expect(made).toMatchObject({
    client: 'anna',
    amount: 1_000,
    currency: 'USD',
    gateway: 'acme',
    state: 'requested',
    callerReference: 'ORDER-7',
    availableWhenPaid: false,
    paidAt: null,
    settledAt: null,
  })
  expect(Date.parse(made.expiresAt) - Date.parse(made.createdAt)).toBe(24 * 3_600_000)
  expect(findFundRequest(books.raw, ` ${made.reference.toLowerCase()} `)?.id).toBe(made.id)
  expect(balancesOf(books)).toEqual({})
  expect(await request(books, { key: 'once', reference: 'ORDER-7' })).toEqual(made)
  const other = { key: 'once', client: 'anna', amount: 1_001, gateway: 'acme', initiator: books.as('ana') }
  expect(await books.run('funding.create', other, 'ana')).toEqual({
    status: 'key_reused_with_other_content',
    key: 'once',
  })
})

it.each<readonly [string, object, object]>([
  ['an unknown client', { client: 'nobody' }, { status: 'wallet_unknown', client: 'nobody', currency: 'USD' }],
  ['an unknown gateway', { gateway: 'other' }, { status: 'gateway_unknown', gateway: 'other' }],
  ['a currency that the books do not know', { currency: 'EUR' }, { status: 'currency_unknown', currency: 'EUR' }],
  [
    'more than a limit lets through',
    { amount: 100_000_001 },
    { status: 'limit_exceeded', which: 'transaction', rule: 'One operation', limit: 100_000_000, left: 100_000_000 },
  ],
])('refuses %s, and binds nothing', async (_, asked, refusal) => {
  const asking = { key: 'k', client: 'anna', amount: 5, gateway: 'acme', ...asked, initiator: books.as('ana') }
  expect(await books.run('funding.create', asking, 'ana')).toEqual(refusal)
  expect(books.raw.prepare('SELECT count(*) FROM fund_request').pluck().get()).toBe(0)
  await request(books, { key: 'k' })
})

it('asks nothing for a wallet that is frozen or closed', async () => {
  await books.run('wallets.freeze', { client: 'anna', reason: 'r' })
  await books.run('wallets.close', { client: 'bob', reason: 'r' })
  const asking = { client: 'anna', amount: 5, gateway: 'acme', initiator: books.as('ana') }
  expect(await books.run('funding.create', { ...asking, key: 'a' })).toEqual({
    status: 'wallet_frozen',
    client: 'anna',
  })
  expect(await books.run('funding.create', { ...asking, client: 'bob', key: 'b' })).toEqual({
    status: 'wallet_closed',
    client: 'bob',
  })
})

describe('what was asked for', () => {
  it('is pending once it is paid, and in the wallet once the bank has it, less what the gateway kept', async () => {
    const made = await request(books)
    expect(await answered(books, made, { type: 'pending' })).toBe('applied')
    expect(balancesOf(books)).toEqual({})
    expect(await answered(books, made, { type: 'paid', at: 1 })).toBe('applied')
    expect(balancesOf(books)).toEqual({ 'gateway:acme': -1_000, 'pending:anna': 1_000 })
    expect(settle(books, made)).toMatchObject({ status: 'done' })
    expect(balancesOf(books)).toEqual({ 'fee-expense': -25, 'omnibus:main': -975, 'wallet:anna': 1_000 })
    expect(settle(books, made)).toMatchObject({ status: 'known' })
    expect(inTransaction(books, (at) => noteReconciled(at, { request: made.id, by: 'ana' }))).toEqual({
      status: 'done',
    })
    expect(inTransaction(books, (at) => noteReconciled(at, { request: made.id, by: 'ana' }))).toEqual({
      status: 'known',
    })
    expect(detail(made.id)).toMatchObject({
      state: 'reconciled',
      payment: 'P1',
      paidAt: '2026-03-02T13:00:00.000Z',
      paidLate: false,
      settledDay: '2026-03-04',
      received: 975,
      fee: 25,
      bankReference: `B${made.id}`,
      history: [
        { kind: 'requested', state: 'requested', by: 'ana', transaction: null },
        { kind: 'pending', state: 'pending', by: 'gateway:acme', transaction: null },
        { kind: 'paid', state: 'paid', by: 'gateway:acme', transaction: 1 },
        { kind: 'settled', state: 'settled', by: 'ana', transaction: 2 },
        { kind: 'reconciled', state: 'reconciled', by: 'ana', transaction: null },
      ],
      events: [
        { type: 'pending', outcome: 'applied' },
        { type: 'paid', outcome: 'applied' },
      ],
    })
  })

  it('carries what a match looks for: our reference, the payment, and the bank’s number of the settlement', async () => {
    const made = await request(books)
    await tell(books, made, { type: 'paid' })
    settle(books, made)
    const entries = books.raw
      .prepare('SELECT kind, amount, reference, bank_transaction_id AS number, initiator FROM entry ORDER BY id')
      .all()
    const { reference } = made
    expect(entries).toEqual([
      { kind: 'fund_paid', amount: 1_000, reference, number: 'P1', initiator: 'gateway:acme' },
      { kind: 'fund_settled', amount: 1_000, reference, number: `B${made.id}`, initiator: 'ana' },
      { kind: 'fund_released', amount: 1_000, reference, number: 'P1', initiator: 'ana' },
    ])
    const days = books.raw.prepare('SELECT kind, business_day AS day FROM posting ORDER BY seq').all()
    expect(days).toEqual([
      { kind: 'fund_paid', day: '2026-03-02' },
      { kind: 'fund_settled', day: '2026-03-04' },
      { kind: 'fund_settled', day: '2026-03-04' },
      { kind: 'fund_released', day: '2026-03-04' },
    ])
  })

  it('can be spent at once where the gateway’s agreement said so when it was asked for', async () => {
    const made = await request(books, { gateway: 'swift-pay' })
    const later = await request(books, { gateway: 'acme', client: 'bob' })
    // What is agreed later counts for later requests.
    setSetting(books, 'gateways', {
      gateways: [gatewayOf('acme', { availableWhenPaid: true }), gatewayOf('swift-pay')],
    })
    await tell(books, made, { type: 'paid' })
    await tell(books, later, { type: 'paid', payment: 'P2' })
    expect(balancesOf(books)).toEqual({
      'gateway:acme': -1_000,
      'gateway:swift-pay': -1_000,
      'pending:bob': 1_000,
      'wallet:anna': 1_000,
    })
    settle(books, made, { fee: 0 })
    expect(balancesOf(books)).toMatchObject({ 'omnibus:main': -1_000, 'wallet:anna': 1_000 })
    expect(books.raw.prepare(`SELECT count(*) FROM entry WHERE kind = 'fund_released'`).pluck().get()).toBe(0)
  })

  it('is in force for all that follows when money comes: an auto top-up is armed again', async () => {
    await books.run('accounts.open', { kind: 'gateway', name: 'reserve' })
    const terms = { client: 'anna', threshold: 500, amount: 50, from: 'gateway:reserve', reason: 'r' }
    await books.run('wallets.setAutoTopUp', { ...terms, initiator: books.as('ana') })
    const armed = () => books.raw.prepare('SELECT armed FROM auto_top_up').pluck().get()
    expect(armed()).toBe(0)
    const made = await request(books)
    await tell(books, made, { type: 'paid' })
    expect(armed()).toBe(0)
    settle(books, made)
    expect(armed()).toBe(1)
  })

  it('is refused as settled for another amount than was asked for, and then nothing is posted', async () => {
    const made = await request(books)
    await tell(books, made, { type: 'paid' })
    const before = balancesOf(books)
    expect(settle(books, { ...made, amount: 999 })).toEqual({ status: 'amount_differs', expected: 1_000, found: 999 })
    expect(settle(books, made, { fee: 1_000 })).toMatchObject({ status: 'amount_differs' })
    expect(settle(books, made, { fee: -1 })).toMatchObject({ status: 'amount_differs' })
    expect(balancesOf(books)).toEqual(before)
    expect(inTransaction(books, (at) => noteReconciled(at, { request: made.id, by: 'ana' }))).toEqual({
      status: 'refused',
      state: 'paid',
    })
  })

  it('was paid when the bank has it, though no gateway said so; the payment is learnt when it is told', async () => {
    const made = await request(books)
    settle(books, made)
    expect(balancesOf(books)).toEqual({ 'fee-expense': -25, 'omnibus:main': -975, 'wallet:anna': 1_000 })
    expect(await answered(books, made, { type: 'paid', payment: 'P9' })).toBe('known')
    expect(getRecord(books.raw, made.id)).toMatchObject({ state: 'settled', payment: 'P9', paidAt: noon })
  })

  it('is paid by a line of the gateway’s settlement file as by its webhook, and once', async () => {
    const { reference } = await request(books)
    const line = {
      gateway: 'acme',
      reference,
      payment: 'P1',
      amount: 1_000,
      currency: 'USD',
      occurredAt: noon,
      by: 'ana',
    }
    expect(inTransaction(books, (at) => notePaid(at, line))).toBe('applied')
    expect(inTransaction(books, (at) => notePaid(at, line))).toBe('known')
    expect(inTransaction(books, (at) => notePaid(at, { ...line, gateway: 'swift-pay' }))).toBe('unknown_reference')
    expect(casesOf(books)).toEqual(['FUND_UNKNOWN - 1000'])
    expect(balancesOf(books)).toEqual({ 'gateway:acme': -1_000, 'pending:anna': 1_000 })
  })
})

it('is settled again when its match is undone, and no more than that', async () => {
  const made = await request(books)
  await tell(books, made, { type: 'paid' })
  settle(books, made)
  const [reconcile, unmatch] = [noteReconciled, noteUnmatched].map(
    (note) => () => inTransaction(books, (at) => note(at, { request: made.id, by: 'ana' })),
  )
  expect(unmatch?.()).toEqual({ status: 'refused', state: 'settled' })
  expect(reconcile?.()).toEqual({ status: 'done' })
  const before = balancesOf(books)
  expect(unmatch?.()).toEqual({ status: 'done' })
  expect(getRecord(books.raw, made.id)).toMatchObject({ state: 'settled', reconciledAt: null })
  expect(reconcile?.()).toEqual({ status: 'done' })
  expect(balancesOf(books)).toEqual(before)
})

describe.each(['failed', 'refunded', 'charged_back'] as const)('money that is %s', (type) => {
  it('goes back from what is pending', async () => {
    const made = await request(books)
    await tell(books, made, { type: 'paid' })
    expect(await answered(books, made, { type, at: 1 })).toBe('applied')
    expect([stateOf(books, made), balancesOf(books)]).toEqual([type, {}])
    expect(await answered(books, made, { type, at: 1 })).toBe('known')
  })

  it('goes back from the wallet, and what is spent of it is owed to us', async () => {
    const made = await request(books)
    await tell(books, made, { type: 'paid' })
    settle(books, made)
    await perform(books, 'purchase', { client: 'anna', amount: 700 })
    expect(await answered(books, made, { type, at: 1 })).toBe('applied')
    expect(balancesOf(books)).toEqual({
      'clearing:house': 700,
      'fee-expense': -25,
      'gateway:acme': 1_000,
      'omnibus:main': -975,
      'receivable:anna': -700,
    })
    expect(stateOf(books, made)).toBe(type)
  })

  it('goes back before the bank has it; the bank’s side is booked beside when it comes', async () => {
    const [made, other] = [await request(books), await request(books, { amount: 1_234 })]
    await tell(books, made, { type: 'paid' })
    await tell(books, made, { type, at: 1 })
    // What else the client has pending stays what it is.
    await tell(books, other, { type: 'paid', payment: 'P2' })
    expect(settle(books, made)).toMatchObject({ status: 'done' })
    expect(settle(books, made)).toMatchObject({ status: 'known' })
    expect([stateOf(books, made), balancesOf(books)]).toEqual([
      type,
      { 'fee-expense': -25, 'gateway:acme': -234, 'omnibus:main': -975, 'pending:anna': 1_234 },
    ])
  })

  it('undoes the payment by an entry that says so, and no person reverses a part of it', async () => {
    const made = await request(books, { gateway: 'swift-pay' })
    await tell(books, made, { type: 'paid' })
    const reversal = { change: { kind: 'reversal', of: 1 } as never, reason: 'r', initiator: books.as('ben') }
    expect(await books.run('proposals.simulate', reversal as never, 'ben')).toMatchObject({
      status: 'not_of_this_kind',
      transaction: 1,
      kind: 'fund_paid',
    })
    await tell(books, made, { type, at: 1 })
    expect(books.raw.prepare(`SELECT kind, related FROM entry WHERE id = 2`).get()).toEqual({
      kind: 'fund_undone',
      related: 1,
    })
  })
})

describe('a request that nobody paid', () => {
  const expire = () => books.run('funding.expire', null)
  const hurry = () => {
    // Time itself can't be moved here: an agreement of one hour, asked for in the past.
    books.raw.exec(
      `DROP TRIGGER fund_request_keeps_what_was_asked; UPDATE fund_request SET expires_at = 1, version = version + 1`,
    )
  }

  it('expires, and its money is still taken should it come', async () => {
    const made = await request(books)
    expect(await expire()).toEqual({ requests: 0, more: false })
    hurry()
    expect(await expire()).toEqual({ requests: 1, more: false })
    expect(stateOf(books, made)).toBe('expired')
    expect(await answered(books, made, { type: 'pending' })).toBe('outdated')
    expect(await answered(books, made, { type: 'paid', at: 1 })).toBe('applied')
    expect(detail(made.id)).toMatchObject({
      state: 'paid',
      paidLate: true,
      history: [{}, { kind: 'expired' }, { kind: 'paid', detail: { late: 'expired' } }],
    })
    expect(balancesOf(books)).toEqual({ 'gateway:acme': -1_000, 'pending:anna': 1_000 })
  })

  it('is cancelled once however often it is asked, and not when it is paid', async () => {
    const made = await request(books)
    const cancel = () => books.run('funding.cancel', { id: made.id, reason: 'changed their mind' }, 'ana')
    expect(await cancel()).toMatchObject({ status: 'done', request: { state: 'cancelled' } })
    expect(await cancel()).toMatchObject({ status: 'done', request: { state: 'cancelled' } })
    await tell(books, made, { type: 'paid' })
    expect(await cancel()).toEqual({ status: 'fund_request_over', state: 'paid' })
    expect(await books.run('funding.cancel', { id: 404, reason: 'r' })).toEqual({ status: 'not_found' })
  })

  it('counts against the limits of deposits from the asking on, and no more once it has ended', async () => {
    setSetting(books, 'limits', { rules: [{ name: 'A day', operations: ['deposit'], perDay: 1_500 }] })
    const first = await request(books)
    const asking = { client: 'anna', amount: 600, gateway: 'acme', initiator: books.as('ana') }
    const over = { status: 'limit_exceeded', which: 'day', rule: 'A day', limit: 1_500, left: 500 }
    expect(await books.run('funding.create', { ...asking, key: 'x' })).toEqual(over)
    expect(await perform(books, 'deposit', { client: 'anna', amount: 501 })).toMatchObject(over)
    await tell(books, first, { type: 'failed' })
    expect(await books.run('funding.create', { ...asking, key: 'x' })).toMatchObject({ status: 'done' })
    // It is paid after all, and counts again: the money came.
    await tell(books, first, { type: 'paid', at: 1, payment: 'P2' })
    expect(await books.run('funding.create', { ...asking, amount: 1, key: 'y' })).toEqual({ ...over, left: 0 })
  })
})

it('takes the money of a frozen wallet’s client, who can spend none of it', async () => {
  const made = await request(books)
  await books.run('wallets.freeze', { client: 'anna', reason: 'r' })
  await tell(books, made, { type: 'paid' })
  settle(books, made)
  expect(balancesOf(books)).toMatchObject({ 'wallet:anna': 1_000 })
  expect(await perform(books, 'purchase', { client: 'anna', amount: 1 })).toMatchObject({ status: 'wallet_frozen' })
})

it('is kept in a currency of its own', async () => {
  books.raw.exec(`INSERT INTO currency VALUES ('EUR', 2)`)
  setSetting(books, 'gateways', { gateways: [...bothGateways, gatewayOf('euro', { currency: 'EUR' })] })
  await books.run('wallets.open', { client: 'anna', currency: 'EUR' })
  const asking = { client: 'anna', amount: 5, gateway: 'euro', initiator: books.as('ana') }
  expect(await books.run('funding.create', { ...asking, key: 'a' })).toEqual({
    status: 'gateway_in_other_currency',
    gateway: 'euro',
    currency: 'EUR',
  })
  const outcome = await books.run('funding.create', { ...asking, key: 'b', currency: 'EUR' })
  if (!('answer' in outcome)) throw new Error(outcome.status)
  await tell(books, outcome.answer, { type: 'paid', currency: 'EUR' })
  settle(books, outcome.answer, { fee: 1 })
  expect(balancesOf(books)).toEqual({ 'fee-expense EUR': -1, 'omnibus:main EUR': -4, 'wallet:anna EUR': 5 })
})
