/** What a gateway tells that does not go together: nothing is guessed, the books stay right, and a person hears of it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { balancesOf, type OpenBooks } from '../operations/open-books.ts'
import { answered, casesOf, differencesOf, openFunds, request, settle, stateOf, tell } from './open-funds.ts'

let books: OpenBooks
beforeEach(async () => {
  books = await openFunds()
})
afterEach(() => {
  expect(differencesOf(books)).toEqual([])
  books.close()
})

describe('what a gateway tells that does not go together', () => {
  it.each<readonly [string, Parameters<typeof tell>[2], string, readonly string[]]>([
    ['another amount', { type: 'paid', amount: 999 }, 'amount_differs', ['FUND_AMOUNT_DIFFERS anna 999']],
    ['another currency', { type: 'paid', currency: 'EUR' }, 'amount_differs', ['FUND_AMOUNT_DIFFERS anna -']],
    ['an unknown reference', { type: 'paid', reference: 'FR22222222' }, 'unknown_reference', ['FUND_UNKNOWN - 1000']],
    ['a reference with a slip', { type: 'paid', reference: 'ORDER-7' }, 'unknown_reference', ['FUND_UNKNOWN - 1000']],
    ['another gateway’s request', { type: 'paid', gateway: 'swift-pay' }, 'unknown_reference', ['FUND_UNKNOWN - 1000']],
  ])('moves nothing and is for a person: %s', async (_, event, outcome, cases) => {
    const made = await request(books)
    expect(await answered(books, made, event)).toBe(outcome)
    expect(await answered(books, made, event)).toBe(outcome)
    expect([casesOf(books), stateOf(books, made), balancesOf(books)]).toEqual([cases, 'requested', {}])
    const kept = books.raw.prepare('SELECT outcome FROM fund_event').pluck().all()
    expect(kept).toEqual([outcome, outcome])
  })

  it('is a second payment of one request, which nobody asked for', async () => {
    const made = await request(books)
    await tell(books, made, { type: 'paid' })
    expect(await answered(books, made, { type: 'paid', payment: 'P2' })).toBe('contradicts')
    expect(casesOf(books)).toEqual(['FUND_CONTRADICTED anna 1000'])
    expect(balancesOf(books)).toEqual({ 'gateway:acme': -1_000, 'pending:anna': 1_000 })
  })

  it('is one event with two contents: the first stands, the second is refused', async () => {
    const made = await request(books)
    expect(await answered(books, made, { type: 'paid', id: 'one' })).toBe('applied')
    expect(await answered(books, made, { type: 'paid', id: 'one' })).toBe('applied')
    expect(await answered(books, made, { type: 'refunded', at: 1, id: 'one', body: 'x' })).toBe(
      'event_known_with_other_content',
    )
    expect([casesOf(books), stateOf(books, made)]).toEqual([['FUND_CONTRADICTED anna 1000'], 'paid'])
    expect(books.raw.prepare('SELECT count(*) FROM fund_event').pluck().get()).toBe(1)
  })

  it('is money that went back twice', async () => {
    const made = await request(books)
    await tell(books, made, { type: 'paid' })
    await tell(books, made, { type: 'refunded', at: 1 })
    expect(await answered(books, made, { type: 'charged_back', at: 2 })).toBe('contradicts')
    expect([casesOf(books), balancesOf(books)]).toEqual([['FUND_CONTRADICTED anna 1000'], {}])
  })

  it('is money for a wallet that was closed meanwhile: it waits in suspense, and goes back from there', async () => {
    const made = await request(books, { client: 'bob' })
    await books.run('wallets.close', { client: 'bob', reason: 'left' })
    expect(await answered(books, made, { type: 'paid' })).toBe('applied')
    expect(casesOf(books)).toEqual(['FUND_CONTRADICTED bob 1000'])
    expect(balancesOf(books)).toEqual({ 'gateway:acme': -1_000, suspense: 1_000 })
    settle(books, made)
    expect(balancesOf(books)).toEqual({ 'fee-expense': -25, 'omnibus:main': -975, suspense: 1_000 })
    await tell(books, made, { type: 'refunded', at: 1 })
    expect(balancesOf(books)).toEqual({ 'fee-expense': -25, 'gateway:acme': 1_000, 'omnibus:main': -975 })
  })
})
