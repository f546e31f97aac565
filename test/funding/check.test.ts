/** The consistency check names what somebody changed of fund requests behind the engine's back. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { FundRequest } from '../../engine/contract/funding.ts'
import type { OpenBooks } from '../operations/open-books.ts'
import { differencesOf, openFunds, request, settle, tell } from './open-funds.ts'

let books: OpenBooks
let made: FundRequest
beforeEach(async () => {
  books = await openFunds()
  made = await request(books)
  await tell(books, made, { type: 'paid' })
  settle(books, made)
  await tell(books, made, { type: 'refunded', at: 1 })
  expect(differencesOf(books)).toEqual([])
  books.raw.exec(`
    DROP TRIGGER fund_request_keeps_what_was_asked; DROP TRIGGER fund_request_keeps_what_happened;
    DROP TRIGGER fund_request_is_never_deleted; DROP TRIGGER fund_request_goes_its_way;
    PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON`)
})
afterEach(() => books.close())

const found = () =>
  differencesOf(books).map(({ code, subject, expected, found: what }) => `${code} | ${subject} | ${expected} | ${what}`)

it('another amount than was paid, and than went back', () => {
  books.raw.exec('UPDATE fund_request SET amount = 999')
  const { reference } = made
  expect(found()).toEqual([
    `fund_entry_differs | fund:1 paid | fund_paid 999 USD ${reference} | fund_paid 1000 USD ${reference}`,
    `fund_entry_differs | fund:1 undone | fund_undone 999 USD ${reference} of 1 | fund_undone 1000 USD ${reference} of 1`,
  ])
})

it('a settlement that was for something else', () => {
  books.raw.exec('UPDATE fund_request SET settled_entry = 1')
  const { reference } = made
  expect(found()).toEqual([
    `fund_entry_differs | fund:1 settled | fund_settled 1000 USD ${reference} | fund_paid 1000 USD ${reference}`,
  ])
})

it('a payment that is nobody’s any more', () => {
  books.raw.exec('UPDATE fund_request SET released_entry = NULL')
  expect(found()).toEqual(['fund_entries_differ | fund_released | 0 | 1'])
})

it('a transaction that is not there', () => {
  books.raw.exec('UPDATE fund_request SET released_entry = 404')
  expect(found()).toEqual([`fund_entry_differs | fund:1 released | fund_released USD ${made.reference} | none`])
})
