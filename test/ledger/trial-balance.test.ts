import { afterAll, beforeAll, expect, it } from 'vitest'
import { balanceAfter, seqAt } from '../../engine/ledger/as-of.ts'
import { findBalance } from '../../engine/ledger/balance.ts'
import { readTrialBalance } from '../../engine/ledger/trial-balance.ts'
import { enter, type Ledger, openLedger } from './entries.ts'

let ledger: Ledger
// The future, so that the clearing accounts of the producers are older than all of it.
const nine = Date.parse('2050-03-01T09:00:00Z')
const minute = 60_000
beforeAll(async () => {
  ledger = await openLedger()
  enter(ledger.raw, [{ kind: 'deposit', debit: 'omnibus:main', credit: 'wallet:anna', amount: 500 }], nine)
  enter(
    ledger.raw,
    [
      { kind: 'purchase', debit: 'wallet:anna', credit: 'clearing:seven', amount: 120 },
      { kind: 'fee', debit: 'wallet:anna', credit: 'fee-income', amount: 5 },
    ],
    nine + minute,
  )
  enter(
    ledger.raw,
    [{ kind: 'deposit', debit: 'gateway:acme', credit: 'wallet:anna', amount: 70, currency: 'EUR' }],
    nine + 2 * minute,
  )
})
afterAll(() => ledger.close())

const line = (kind: string, accounts: number, debit: string, credit: string, currency = 'USD') => ({
  kind,
  currency,
  accounts,
  debit,
  credit,
})

it('shows both sides of every kind of account and currency, and that they cancel', () => {
  expect(readTrialBalance(ledger.context, { at: null })).toEqual({
    items: [
      line('wallet', 1, '0', '70', 'EUR'),
      line('gateway', 1, '70', '0', 'EUR'),
      line('wallet', 1, '0', '375'),
      line('clearing', 2, '0', '120'),
      line('omnibus', 1, '500', '0'),
      line('fee-income', 1, '0', '5'),
    ],
    totals: [
      { currency: 'EUR', debit: '70', credit: '70' },
      { currency: 'USD', debit: '500', credit: '500' },
    ],
    asOf: expect.stringMatching(/Z$/),
    balanced: true,
  })
})

it('shows the books as they stood at an instant, with the accounts that there were', () => {
  expect(readTrialBalance(ledger.context, { at: nine + minute - 1 })).toEqual({
    items: [line('wallet', 1, '0', '500'), line('clearing', 2, '0', '0'), line('omnibus', 1, '500', '0')],
    totals: [{ currency: 'USD', debit: '500', credit: '500' }],
    asOf: '2050-03-01T09:00:59.999Z',
    balanced: true,
  })
  expect(readTrialBalance(ledger.context, { at: 0 })).toMatchObject({ items: [], totals: [], balanced: true })
  const { asOf: _, ...now } = readTrialBalance(ledger.context, { at: null })
  expect(readTrialBalance(ledger.context, { at: nine + 2 * minute })).toMatchObject(now)
})

it('says so when the sides differ, and adds up what a number can not hold', () => {
  ledger.raw.exec('BEGIN')
  ledger.raw.exec(`UPDATE account SET balance = 9007199254740991 WHERE code = 'wallet:anna' OR kind = 'clearing'`)
  const { totals, balanced } = readTrialBalance(ledger.context, { at: null })
  ledger.raw.exec('ROLLBACK')
  expect(balanced).toBe(false)
  expect(totals.find(({ currency }) => currency === 'USD')).toEqual({
    currency: 'USD',
    debit: '500',
    credit: String(3n * 9007199254740991n + 5n),
  })
})

it('a past balance is the same for one account as in all of them together, also where the clock was set back', () => {
  // The clock goes back a minute behind the fee, and on from there.
  const times = [nine + 10 * minute, nine + 9 * minute, nine + 9 * minute + 1, nine + 11 * minute]
  for (const at of times)
    enter(ledger.raw, [{ kind: 'deposit', debit: 'omnibus:main', credit: 'wallet:anna', amount: 1 }], at)
  const last = ledger.raw.prepare('SELECT max(seq) FROM posting').pluck().get() as number
  for (const at of [0, nine - 1, nine, nine + minute, ...times, ...times.map((each) => each - 1), nine * 2]) {
    const seq = seqAt(ledger.raw, at)
    const posted = (of: number) =>
      ledger.raw.prepare('SELECT posted_at FROM posting WHERE seq = ?').pluck().get(of) as number
    // A state that the books were in while the clock said so: the last posting was dated by then, the next one was not.
    if (seq > 0) expect(posted(seq)).toBeLessThanOrEqual(at)
    if (seq < last) expect(posted(seq + 1)).toBeGreaterThan(at)
    const wallet = ledger.raw
      .prepare(`SELECT id FROM account WHERE code = 'wallet:anna' AND currency = 'USD'`)
      .pluck()
      .get()
    const balance = balanceAfter(ledger.raw, { account: wallet as number, seq })
    expect(findBalance(ledger.context, { client: 'anna', at })?.balance).toBe(balance)
    const { items } = readTrialBalance(ledger.context, { at })
    const shown = items.find(({ kind, currency }) => kind === 'wallet' && currency === 'USD')?.credit ?? '0'
    expect(shown).toBe(String(balance))
  }
})
