/** Account numbers for wallets, and the money that comes to them: each given once, each line of a bank booked once. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SettingValue } from '../../engine/contract/settings.ts'
import { virtualIbansProblem } from '../../engine/funding/setting-problems.ts'
import { postTransferToVirtualAccount, postUnknownPayer } from '../../engine/funding/transfers.ts'
import { ibanOf, readIban } from '../../engine/money/iban.ts'
import { balancesOf, type OpenBooks, perform } from '../operations/open-books.ts'
import { differencesOf, inTransaction, openFunds, setSetting } from './open-funds.ts'

const range: SettingValue<'virtualIbans'> = {
  isOn: true,
  country: 'GB',
  bankCode: 'NWBK601613',
  numberLength: 8,
  from: '00000008',
  to: '00000011',
  omnibus: 'omnibus:main',
}

let books: OpenBooks
beforeEach(async () => {
  books = await openFunds()
  setSetting(books, 'virtualIbans', range)
})
afterEach(() => {
  expect(differencesOf(books)).toEqual([])
  books.close()
})

const issue = (client: string, currency?: string) => books.run('wallets.issueVirtualIban', { client, currency }, 'ana')
async function numberOf(client: string): Promise<string> {
  const outcome = await issue(client)
  if (outcome.status !== 'done') throw new Error(outcome.status)
  return outcome.wallet.virtualAccounts[0]?.number ?? ''
}

describe('an account number', () => {
  it('is given to one wallet, in the order of the range, with check digits that are right', async () => {
    const [first, second] = [await numberOf('anna'), await numberOf('bob')]
    expect([first, second].map((number) => readIban(number))).toEqual([
      { status: 'valid', iban: first, country: 'GB', bban: 'NWBK60161300000008' },
      { status: 'valid', iban: second, country: 'GB', bban: 'NWBK60161300000009' },
    ])
    expect(await numberOf('anna')).toBe(first)
    expect(books.raw.prepare('SELECT count(*) FROM virtual_account').pluck().get()).toBe(2)
  })

  it('is not given twice: one that somebody typed in by hand is passed over, and the end of the range is said', async () => {
    const number = ibanOf('GB', 'NWBK60161300000009')
    await books.run('wallets.openVirtualAccount', { client: 'bob', number, omnibus: 'omnibus:main' })
    for (const client of ['c', 'd']) await books.run('wallets.open', { client })
    for (const client of ['anna', 'bob', 'c']) await issue(client)
    const given = books.raw.prepare('SELECT number FROM virtual_iban ORDER BY number').pluck().all()
    expect(given).toEqual(['00000008', '00000010', '00000011'])
    expect(await issue('d')).toEqual({ status: 'virtual_ibans_used_up', last: '00000011' })
    // A range that was lent later goes on by itself.
    setSetting(books, 'virtualIbans', { ...range, from: '00000500', to: '00000501' })
    expect((await numberOf('d')).slice(-8)).toBe('00000500')
  })

  it.each<readonly [string, () => Promise<unknown>, object]>([
    ['nobody', () => issue('nobody'), { status: 'wallet_unknown', client: 'nobody', currency: 'USD' }],
    [
      'a currency without a wallet',
      () => issue('anna', 'EUR'),
      { status: 'wallet_unknown', client: 'anna', currency: 'EUR' },
    ],
    [
      'a bank that there is no account at',
      () => {
        setSetting(books, 'virtualIbans', { ...range, omnibus: 'omnibus:other' })
        return issue('anna')
      },
      { status: 'account_unknown', account: 'omnibus:other' },
    ],
    [
      'a range that is switched off',
      () => {
        setSetting(books, 'virtualIbans', { ...range, isOn: false })
        return issue('anna')
      },
      { status: 'virtual_ibans_off' },
    ],
  ])('is refused for %s, and none is used up', async (_, ask, refusal) => {
    expect(await ask()).toEqual(refusal)
    expect(books.raw.prepare('SELECT count(*) FROM virtual_iban').pluck().get()).toBe(0)
  })
})

it.each<readonly [Partial<typeof range>, string | undefined]>([
  [{}, undefined],
  [{ isOn: false, country: 'HK' }, undefined],
  [{ country: 'HK' }, 'country'],
  [{ bankCode: 'NWBK60161' }, 'numberLength'],
  [{ numberLength: 7 }, 'numberLength'],
  [{ from: '8' }, 'from'],
  [{ to: '11' }, 'to'],
  [{ from: '00000012' }, 'to'],
  [{ omnibus: 'suspense' }, 'omnibus'],
])('a range with %j is refused at %s', (more, path) => {
  expect(virtualIbansProblem({ ...range, ...more })?.path).toBe(path)
})

describe('a transfer', () => {
  const transfer = {
    key: 'line 1',
    amount: 700,
    reference: 'Rent',
    bankReference: 'NTRY-1',
    day: '2026-03-05',
    by: 'ana',
  }
  const book = (number: string, more: Partial<typeof transfer> = {}) =>
    inTransaction(books, (at) => postTransferToVirtualAccount(at, { ...transfer, number, ...more }))

  it('to a wallet’s number goes to that wallet, once for each line of the bank', async () => {
    const number = await numberOf('anna')
    expect(book(number)).toMatchObject({ status: 'done', answer: { transaction: 1, kind: 'deposit', amount: 700 } })
    expect(book(number)).toMatchObject({ status: 'replayed', answer: { transaction: 1 } })
    expect(book(number, { amount: 701 })).toEqual({ status: 'key_reused_with_other_content', key: 'line 1' })
    // A bank's reference need not be its only one.
    expect(book(number, { key: 'line 2' })).toMatchObject({ status: 'done', answer: { transaction: 2 } })
    expect(balancesOf(books)).toEqual({ 'omnibus:main': -1_400, 'wallet:anna': 1_400 })
    const posting = books.raw.prepare('SELECT business_day AS day FROM posting WHERE seq = 1').get()
    const entry = books.raw.prepare('SELECT reference, bank_transaction_id AS number FROM entry WHERE id = 1').get()
    expect({ ...(posting as object), ...(entry as object) }).toEqual({
      day: '2026-03-05',
      reference: 'Rent',
      number: 'NTRY-1',
    })
  })

  it('to the number of a closed wallet or of nobody is refused, and its key is free for what is booked instead', async () => {
    const number = await numberOf('bob')
    await books.run('wallets.close', { client: 'bob', reason: 'left' })
    for (const each of [number, 'GB29NWBK60161331926819'])
      expect(book(each)).toEqual({ status: 'virtual_account_unknown', virtualAccount: each })
    const unknown = { ...transfer, omnibus: 'omnibus:main', currency: 'USD' }
    const waits = () => inTransaction(books, (at) => postUnknownPayer(at, unknown))
    expect(waits()).toMatchObject({ status: 'done', answer: { kind: 'unknown_payer' } })
    expect(waits()).toMatchObject({ status: 'replayed' })
    expect(balancesOf(books)).toEqual({ 'omnibus:main': -700, suspense: 700 })
    const other = (omnibus: string) =>
      inTransaction(books, (at) => postUnknownPayer(at, { ...unknown, key: 'x', omnibus }))
    expect(other('omnibus:other')).toEqual({ status: 'account_unknown', account: 'omnibus:other' })
    expect(other('payout')).toEqual({ status: 'account_not_meant_for_this', account: 'payout' })
  })

  it('is a deposit like any other: the bank can take it back', async () => {
    const number = await numberOf('anna')
    book(number)
    await perform(books, 'chargeback', { of: 1 })
    expect(balancesOf(books)).toEqual({})
  })
})
