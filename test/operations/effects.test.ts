/** What each operation does to the books: the whole of every balance, and the receipt that whoever asked gets. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkWorkspace } from '../../engine/workspace/check.ts'
import { balanceOf, balancesOf, type OpenBooks, openBooks, perform } from './open-books.ts'

let books: OpenBooks

beforeEach(async () => {
  books = await openBooks()
  for (const client of ['anna', 'bob']) await books.run('wallets.open', { client })
  await books.run('producers.add', { id: 7, code: 'seven', name: 'Seven' })
  await books.run('accounts.open', { kind: 'gateway', name: 'acme' })
})
afterEach(async () => {
  // Whatever a test did, the books are proven right behind it.
  const proof = checkWorkspace({ raw: books.raw, db: null as never, onProgress: () => {} }, { deep: false })
  expect(proof).toMatchObject({ consistent: true, differences: [] })
  books.close()
})

async function done(asked: ReturnType<typeof perform>) {
  const outcome = await asked
  if (!('answer' in outcome)) throw new Error(JSON.stringify(outcome))
  return outcome.answer
}
const day = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)

it('answers with what was posted and how every wallet stands', async () => {
  const receipt = await done(perform(books, 'deposit', { client: 'anna', amount: 1_000, from: 'gateway:acme' }))
  expect(receipt).toEqual({
    transaction: 1,
    kind: 'deposit',
    currency: 'USD',
    amount: 1_000,
    at: expect.stringMatching(/^\d{4}-.*Z$/),
    businessDay: day(),
    late: false,
    wallets: [{ client: 'anna', currency: 'USD', balance: 1_000, available: 1_000, version: 1 }],
    heldPosted: 0,
    autoTopUp: null,
  })
  expect(balancesOf(books)).toEqual({ 'gateway:acme': -1_000, 'wallet:anna': 1_000 })
})

it('moves each operation between the accounts of the design', async () => {
  await done(perform(books, 'deposit', { client: 'anna', amount: 1_000 }))
  const withdrawal = await done(perform(books, 'withdrawal', { client: 'anna', amount: 100 }))
  expect(balancesOf(books)).toEqual({ 'omnibus:main': -1_000, payout: 100, 'wallet:anna': 900 })
  await done(perform(books, 'payout', { of: withdrawal.transaction }))
  expect(balancesOf(books)).toEqual({ 'omnibus:main': -900, 'wallet:anna': 900 })
  await done(perform(books, 'purchase', { client: 'anna', amount: 200, producer: 7 }))
  await done(perform(books, 'purchase', { client: 'anna', amount: 30 }))
  await done(perform(books, 'fee', { client: 'anna', amount: 7 }))
  await done(perform(books, 'transfer', { from: 'anna', to: 'bob', amount: 63 }))
  expect(balancesOf(books)).toEqual({
    'omnibus:main': -900,
    'wallet:anna': 600,
    'wallet:bob': 63,
    'clearing:seven': 200,
    'clearing:house': 30,
    'fee-income': 7,
  })
})

describe('a refund', () => {
  it('gives back in part and whole, never more than what is left, and keeps the order it belongs to', async () => {
    await done(perform(books, 'deposit', { client: 'anna', amount: 500 }))
    const { transaction: of } = await done(
      perform(books, 'purchase', { client: 'anna', amount: 400, producer: 7, orderId: 'O-1' }),
    )
    await done(perform(books, 'refund', { of, amount: 150 }))
    expect(await perform(books, 'refund', { of, amount: 251 })).toEqual({ status: 'exceeds_left', left: 250 })
    expect(await done(perform(books, 'refund', { of, relatedOrderId: 'R-1' }))).toMatchObject({ amount: 250 })
    expect(await perform(books, 'refund', { of })).toEqual({ status: 'exceeds_left', left: 0 })
    expect(balancesOf(books)).toEqual({ 'omnibus:main': -500, 'wallet:anna': 500 })
    const orders = books.raw.prepare(`SELECT order_id FROM entry WHERE kind = 'refund' ORDER BY id`).pluck().all()
    expect(orders).toEqual(['O-1', 'R-1'])
  })
})

describe('a payout', () => {
  it('pays a withdrawal in parts, never more than was withdrawn', async () => {
    await done(perform(books, 'deposit', { client: 'anna', amount: 500 }))
    const { transaction: of } = await done(perform(books, 'withdrawal', { client: 'anna', amount: 400 }))
    await done(perform(books, 'payout', { of, amount: 300 }))
    expect(await perform(books, 'payout', { of, amount: 101 })).toEqual({ status: 'exceeds_left', left: 100 })
    await done(perform(books, 'payout', { of }))
    expect(balancesOf(books)).toEqual({ 'omnibus:main': -100, 'wallet:anna': 100 })
  })
})

describe('a chargeback', () => {
  it('takes what is there, and what was spent the client owes', async () => {
    const { transaction: of } = await done(
      perform(books, 'deposit', { client: 'anna', amount: 500, from: 'gateway:acme' }),
    )
    await done(perform(books, 'purchase', { client: 'anna', amount: 420 }))
    await done(perform(books, 'chargeback', { of, amount: 100 }))
    expect(balancesOf(books)).toEqual({
      'clearing:house': 420,
      'gateway:acme': -400,
      'receivable:anna': -20,
    })
    expect(await perform(books, 'chargeback', { of, amount: 401 })).toEqual({ status: 'exceeds_left', left: 400 })
  })

  it('leaves alone what a hold has set aside for somebody else', async () => {
    const { transaction: of } = await done(perform(books, 'deposit', { client: 'anna', amount: 500 }))
    await books.run('holds.place', { key: 'h', content: { client: 'anna', amount: 300 }, initiator: books.as('ana') })
    await done(perform(books, 'chargeback', { of }))
    expect(balancesOf(books)).toEqual({ 'wallet:anna': 300, 'receivable:anna': -300 })
  })
})

describe('a key', () => {
  it('gives the same answer again, moves nothing twice, and is another one for another caller', async () => {
    const asked = { client: 'anna', amount: 70, reference: 'first' }
    const first = await perform(books, 'deposit', asked, { key: 'K' })
    await done(perform(books, 'deposit', { client: 'anna', amount: 5 }))
    const again = await perform(books, 'deposit', { reference: 'first', amount: 70, client: 'anna' }, { key: 'K' })
    expect(again).toEqual({ ...first, status: 'replayed' })
    expect(balanceOf(books, 'wallet:anna')).toBe(75)
    await done(perform(books, 'deposit', asked, { key: 'K', by: 'ben' }))
    expect(balanceOf(books, 'wallet:anna')).toBe(145)
  })

  it.each([
    ['another amount', { amount: 71 }, {}],
    ['another reference', { reference: 'other' }, {}],
    ['another reason', {}, { reason: 'why' }],
    ['another version', {}, { expectedVersion: 1 }],
    ['on behalf of somebody', {}, { onBehalfOf: 'anna' }],
  ])('is refused with %s', async (_, content, asked) => {
    await done(perform(books, 'deposit', { client: 'anna', amount: 70, reference: 'first' }, { key: 'K' }))
    const other = perform(
      books,
      'deposit',
      { client: 'anna', amount: 70, reference: 'first', ...content },
      { key: 'K', ...asked },
    )
    expect(await other).toEqual({ status: 'key_reused_with_other_content', key: 'K' })
  })
})

describe('limits', () => {
  it('count the day and the month of the wallet, and of the person where a role is named', async () => {
    setLimits([
      { name: 'day', operations: ['withdrawal'], perDay: 100 },
      { name: 'analysts', role: 'analyst', operations: ['withdrawal'], perMonth: 150 },
    ])
    for (const client of ['anna', 'bob']) await done(perform(books, 'deposit', { client, amount: 1_000 }))
    await done(perform(books, 'withdrawal', { client: 'anna', amount: 100 }))
    expect(await perform(books, 'withdrawal', { client: 'anna', amount: 1 })).toEqual({
      status: 'limit_exceeded',
      which: 'day',
      rule: 'day',
      limit: 100,
      left: 0,
    })
    expect(await perform(books, 'withdrawal', { client: 'bob', amount: 51 })).toEqual({
      status: 'limit_exceeded',
      which: 'month',
      rule: 'analysts',
      limit: 150,
      left: 50,
    })
    await done(perform(books, 'withdrawal', { client: 'bob', amount: 51 }, { by: 'ben' }))
  })

  it('count the day on which somebody asks, whatever day they say it happened on', async () => {
    setLimits([{ name: 'month', operations: ['withdrawal'], perMonth: 100 }])
    await done(perform(books, 'deposit', { client: 'anna', amount: 1_000 }))
    const longAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()
    await done(perform(books, 'withdrawal', { client: 'anna', amount: 100, occurredAt: longAgo(40) }))
    const again = { client: 'anna', amount: 1, occurredAt: longAgo(80) }
    expect(await perform(books, 'withdrawal', again)).toMatchObject({ status: 'limit_exceeded', left: 0 })
  })

  it('count what is set aside for a purchase as a purchase, once', async () => {
    setLimits([{ name: 'purchases', operations: ['purchase'], perDay: 100 }])
    await done(perform(books, 'deposit', { client: 'anna', amount: 1_000 }))
    const initiator = books.as('ana')
    await books.run('holds.place', { key: 'h', content: { client: 'anna', amount: 60 }, initiator })
    await books.run('holds.capture', { key: 'c', hold: 1, keepRest: false, initiator })
    expect(await perform(books, 'purchase', { client: 'anna', amount: 41 })).toMatchObject({ left: 40 })
    await done(perform(books, 'purchase', { client: 'anna', amount: 40 }))
  })

  it('hold for what tops a wallet up by itself: it waits until there is room again', async () => {
    setLimits([{ name: 'deposits', operations: ['deposit'], perDay: 400 }])
    await done(perform(books, 'deposit', { client: 'anna', amount: 150 }))
    const terms = { threshold: 100, amount: 200, from: 'gateway:acme', reason: 'asked' }
    await books.run('wallets.setAutoTopUp', { client: 'anna', ...terms, initiator: books.as('ana') })
    expect((await done(perform(books, 'withdrawal', { client: 'anna', amount: 100 }))).autoTopUp).not.toBeNull()
    expect((await done(perform(books, 'withdrawal', { client: 'anna', amount: 200 }))).autoTopUp).toBeNull()
    expect(balanceOf(books, 'wallet:anna')).toBe(50)
    expect(await perform(books, 'deposit', { client: 'anna', amount: 51 })).toMatchObject({ left: 50 })
  })

  it('speak of a tier, and of a currency', async () => {
    setLimits([{ name: 'gold', tier: 'gold', perTransaction: 10 }])
    books.raw.exec(`UPDATE account SET tier = 'gold' WHERE code = 'wallet:bob'`)
    await done(perform(books, 'deposit', { client: 'anna', amount: 11 }))
    expect(await perform(books, 'deposit', { client: 'bob', amount: 11 })).toMatchObject({ rule: 'gold', left: 10 })
  })
})

describe('an auto top-up', () => {
  const terms = { threshold: 100, amount: 200, from: 'gateway:acme', reason: 'asked' }
  const set = async (change: object = {}) =>
    books.run('wallets.setAutoTopUp', { client: 'anna', ...terms, ...change, initiator: books.as('ana') })

  it('acts once when the wallet drops below its threshold', async () => {
    await done(perform(books, 'deposit', { client: 'anna', amount: 150 }))
    await set()
    const receipt = await done(perform(books, 'purchase', { client: 'anna', amount: 60 }))
    expect(receipt).toMatchObject({ autoTopUp: receipt.transaction + 1, wallets: [{ client: 'anna', balance: 290 }] })
    expect((await done(perform(books, 'purchase', { client: 'anna', amount: 60 }))).autoTopUp).toBeNull()
    expect(balanceOf(books, 'wallet:anna')).toBe(230)
  })

  it('acts no more while the wallet stays below, however often it drops further', async () => {
    await done(perform(books, 'deposit', { client: 'anna', amount: 150 }))
    await set({ amount: 10 })
    expect((await done(perform(books, 'purchase', { client: 'anna', amount: 100 }))).autoTopUp).not.toBeNull()
    expect((await done(perform(books, 'purchase', { client: 'anna', amount: 30 }))).autoTopUp).toBeNull()
    expect((await done(perform(books, 'purchase', { client: 'anna', amount: 20 }))).autoTopUp).toBeNull()
    await done(perform(books, 'deposit', { client: 'anna', amount: 100 }))
    expect((await done(perform(books, 'purchase', { client: 'anna', amount: 20 }))).autoTopUp).not.toBeNull()
  })

  it('does not act for a wallet that was below when it was set', async () => {
    await done(perform(books, 'deposit', { client: 'anna', amount: 50 }))
    await set()
    expect((await done(perform(books, 'purchase', { client: 'anna', amount: 20 }))).autoTopUp).toBeNull()
  })

  it('acts when a hold leaves too little free', async () => {
    await done(perform(books, 'deposit', { client: 'anna', amount: 150 }))
    await set()
    await books.run('holds.place', { key: 'h', content: { client: 'anna', amount: 60 }, initiator: books.as('ana') })
    expect(balanceOf(books, 'wallet:anna')).toBe(350)
  })
})

describe('a hold', () => {
  const place = (amount: number, more: object = {}) =>
    books.run('holds.place', {
      key: `h${Math.random()}`,
      content: { client: 'anna', amount, ...more },
      initiator: books.as('ana'),
    })
  const capture = (hold: number, more: object = {}) =>
    books.run('holds.capture', { hold, key: `c${Math.random()}`, keepRest: false, initiator: books.as('ana'), ...more })
  const release = (hold: number) =>
    books.run('holds.release', { hold, key: `r${Math.random()}`, initiator: books.as('ana') })

  beforeEach(() => done(perform(books, 'deposit', { client: 'anna', amount: 500 })))

  it('sets money aside that can neither be spent nor set aside again', async () => {
    expect(await place(300, { producer: 7 })).toMatchObject({
      status: 'done',
      answer: { hold: { id: 1, amount: 300, left: 300, state: 'open' }, wallet: { balance: 500, available: 200 } },
    })
    const short = { status: 'insufficient_funds', client: 'anna', available: 200, shortfall: 1 }
    expect(await perform(books, 'purchase', { client: 'anna', amount: 201 })).toEqual(short)
    expect(await place(201)).toEqual(short)
  })

  it('is captured whole, in part, and in several parts when the rest is kept', async () => {
    await place(300, { producer: 7, orderId: 'O-9' })
    expect(await capture(1, { amount: 100, keepRest: true })).toMatchObject({
      answer: { hold: { state: 'open', captured: 100, left: 200 }, wallet: { balance: 400, available: 200 } },
    })
    expect(await capture(1, { amount: 201 })).toEqual({ status: 'exceeds_left', left: 200 })
    expect(await capture(1, { amount: 50 })).toMatchObject({
      answer: { hold: { state: 'captured', captured: 150, left: 0 }, wallet: { balance: 350, available: 350 } },
    })
    expect(await capture(1)).toEqual({ status: 'hold_ended', hold: 1, state: 'captured' })
    expect(balancesOf(books)).toEqual({ 'omnibus:main': -500, 'wallet:anna': 350, 'clearing:seven': 150 })
  })

  it('is released, and expires by itself, also when nobody has looked yet', async () => {
    await place(300)
    expect(await release(1)).toMatchObject({ answer: { hold: { state: 'released' }, wallet: { available: 500 } } })
    await place(300)
    books.raw.exec('UPDATE hold SET expires_at = 1 WHERE id = 2')
    expect(await capture(2)).toEqual({ status: 'hold_ended', hold: 2, state: 'expired' })
    await done(perform(books, 'purchase', { client: 'anna', amount: 450 }))
    expect(books.raw.prepare('SELECT state FROM hold WHERE id = 2').pluck().get()).toBe('expired')
    await place(50)
    books.raw.exec('UPDATE hold SET expires_at = 1 WHERE id = 3')
    expect(await books.run('holds.expire', null)).toEqual({ holds: 1, wallets: 1, more: false })
    expect(await books.run('holds.expire', null)).toEqual({ holds: 0, wallets: 0, more: false })
  })

  it('of a frozen wallet can be released, not captured', async () => {
    await place(300)
    await books.run('wallets.freeze', { client: 'anna', reason: 'asked' })
    expect(await capture(1)).toEqual({ status: 'wallet_frozen', client: 'anna' })
    expect(await release(1)).toMatchObject({ status: 'done' })
  })
})

describe('a wallet', () => {
  it('is closed only when nothing is left in it, for good', async () => {
    await done(perform(books, 'deposit', { client: 'anna', amount: 5 }))
    expect(await books.run('wallets.close', { client: 'anna', reason: 'asked' })).toMatchObject({
      status: 'wallet_not_empty',
      balance: 5,
    })
    await done(perform(books, 'withdrawal', { client: 'anna', amount: 5 }))
    expect(await books.run('wallets.close', { client: 'anna', reason: 'asked' })).toMatchObject({ status: 'done' })
    expect(await books.run('wallets.unfreeze', { client: 'anna', reason: 'asked' })).toEqual({
      status: 'wallet_closed',
      client: 'anna',
    })
  })

  it('keeps its version when it is frozen again, and moves it with everything that happens', async () => {
    const freeze = () => books.run('wallets.freeze', { client: 'anna', reason: 'asked' })
    expect(await freeze()).toMatchObject({ wallet: { state: 'frozen', version: 1 } })
    expect(await freeze()).toMatchObject({ wallet: { state: 'frozen', version: 1 } })
    const late = { client: 'anna', reason: 'asked', expectedVersion: 0 }
    expect(await books.run('wallets.unfreeze', late)).toEqual({
      status: 'version_moved',
      client: 'anna',
      expected: 0,
      found: 1,
    })
  })

  it('gets what comes to its account number at a bank', async () => {
    await books.run('wallets.openVirtualAccount', { client: 'anna', number: 'HK001', omnibus: 'omnibus:main' })
    await done(perform(books, 'deposit', { virtualAccount: 'HK001', amount: 9 }))
    expect(balancesOf(books)).toEqual({ 'omnibus:main': -9, 'wallet:anna': 9 })
    const unknown = { status: 'virtual_account_unknown', virtualAccount: 'HK001' }
    expect(await perform(books, 'deposit', { client: 'bob', virtualAccount: 'HK001', amount: 9 })).toEqual(unknown)
    // Nine of another currency are not nine of the wallet's.
    const yen = { virtualAccount: 'HK001', currency: 'JPY', amount: 9 }
    expect(await perform(books, 'deposit', yen)).toEqual(unknown)
    expect(await perform(books, 'deposit', { ...yen, currency: 'USD' })).toMatchObject({ status: 'done' })
  })

  it('leaves no account behind that a refused change named on the way', async () => {
    const codes = () => books.raw.prepare('SELECT code FROM account ORDER BY id').pluck().all()
    const before = codes()
    const terms = { client: 'anna', threshold: 5, reason: 'r', initiator: books.as('ana') }
    expect(await books.run('wallets.setAutoTopUp', { ...terms, amount: 5, from: 'suspense' })).toEqual({
      status: 'account_not_meant_for_this',
      account: 'suspense',
    })
    expect(await books.run('wallets.setAutoTopUp', { ...terms, amount: 1_000_001, from: 'omnibus:main' })).toEqual({
      status: 'approval_needed',
      above: 1_000_000,
    })
    const virtual = { client: 'anna', number: 'HK002', omnibus: 'payout' }
    expect(await books.run('wallets.openVirtualAccount', virtual)).toEqual({
      status: 'account_not_meant_for_this',
      account: 'payout',
    })
    expect(codes()).toEqual(before)
  })
})

it('counts what a kind added exactly, also where it is more than a number holds', async () => {
  const before = 2n ** 53n + 1n
  books.raw.prepare(`INSERT INTO kind_total VALUES ('deposit', 'USD', 0, ?, 0)`).run(before)
  await done(perform(books, 'deposit', { client: 'anna', amount: 1 }))
  const total = books.raw.prepare(`SELECT added FROM kind_total WHERE kind = 'deposit'`).safeIntegers().pluck().get()
  expect(total).toBe(before + 1n)
  books.raw.prepare('UPDATE kind_total SET added = added - ?').run(before)
})

it('keeps books in a second currency that nobody wrote code for', async () => {
  books.raw.exec(`INSERT INTO currency (code, digits) VALUES ('JPY', 0)`)
  await books.run('wallets.open', { client: 'anna', currency: 'JPY' })
  await books.run('wallets.open', { client: 'yuki', currency: 'JPY' })
  await done(perform(books, 'deposit', { client: 'anna', amount: 100 }))
  await done(perform(books, 'deposit', { client: 'anna', amount: 9_000, currency: 'JPY' }))
  await done(perform(books, 'transfer', { from: 'anna', to: 'yuki', amount: 4_000, currency: 'JPY' }))
  await done(perform(books, 'purchase', { client: 'yuki', amount: 500, currency: 'JPY', producer: 7 }))
  expect(await perform(books, 'transfer', { from: 'anna', to: 'yuki', amount: 1 })).toEqual({
    status: 'wallet_unknown',
    client: 'yuki',
    currency: 'USD',
  })
  expect(balancesOf(books)).toEqual({
    'clearing:seven JPY': 500,
    'omnibus:main': -100,
    'omnibus:main JPY': -9_000,
    'wallet:anna': 100,
    'wallet:anna JPY': 5_000,
    'wallet:yuki JPY': 3_500,
  })
})

function setLimits(rules: readonly object[]): void {
  books.raw.exec(`
    INSERT INTO proposal (id, kind, moves_money, change, hash, effect, effect_hash, reason, proposed_by, proposed_at,
      expires_at, state, decided_by, decided_at, result)
    VALUES (1, 'setting', 0, '{}', zeroblob(32), '{}', zeroblob(32), 'test', 2, 0, 1, 'approved', 3, 1, '{}');
    INSERT INTO setting (name, version, value, proposal, at)
    VALUES ('limits', 1, '${JSON.stringify({ rules })}', 1, 0)`)
}
