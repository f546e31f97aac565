/** An account's postings are walked along links and marks: whoever asks gets those that an index over all would give. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { lastPostingUpTo, movedSince, postingsOf } from '../../engine/ledger/account-postings.ts'
import { checkLedger } from '../../engine/ledger/check.ts'
import { firstPostingAfter, nearNextOf } from '../../engine/ledger/posting-days.ts'
import { type Entry, enter, type Ledger, openLedger } from './entries.ts'

const codes = ['omnibus:main', 'suspense', 'fee-income', 'fee-expense', 'write-off'] as const
const days = ['2026-05-01', '2026-05-02', '2026-05-07']
const number = 2_600

let ledger: Ledger
let accounts: readonly number[]
beforeAll(async () => {
  ledger = await openLedger()
  // The first two are in nearly every posting, the others far apart; the days lie in runs, with one that comes late.
  const entries = Array.from({ length: number }, (_, at): Entry => {
    const seldom =
      at % 97 === 0 ? 'write-off' : at % 31 === 0 ? 'fee-expense' : at % 5 === 0 ? 'fee-income' : 'suspense'
    const [debit, credit] = at % 2 === 0 ? ['omnibus:main', seldom] : [seldom, 'omnibus:main']
    const day = at === 2_400 ? days[0] : days[Math.floor((at * 3) / number)]
    return { kind: 'fee', debit, credit, amount: 1 + (at % 50), ...(day === undefined ? {} : { day }) }
  })
  enter(ledger.raw, entries)
  accounts = codes.map(
    (code) =>
      ledger.raw.prepare('SELECT id FROM account WHERE code = ? AND currency = ?').pluck().get(code, 'USD') as number,
  )
})
afterAll(() => ledger.close())

type Row = Readonly<{ seq: number; debit: number; credit: number; amount: number; day: number }>
const all = (): readonly Row[] =>
  ledger.raw.prepare('SELECT seq, debit, credit, amount, day FROM movement ORDER BY seq').all() as Row[]
const isOf = (account: number) => (row: Row) => row.debit === account || row.credit === account

it('are the same whichever accounts, from wherever, in either order', () => {
  const rows = all()
  const asked = fc.record({
    which: fc.uniqueArray(fc.constantFrom(...accounts), { minLength: 1 }),
    order: fc.constantFrom('newestFirst' as const, 'oldestFirst' as const),
    edge: fc.integer({ min: 0, max: number + 2 }),
    count: fc.integer({ min: 1, max: 700 }),
  })
  fc.assert(
    fc.property(asked, ({ which, order, edge, count }) => {
      const own = rows.filter((row) => which.some((account) => isOf(account)(row))).map(({ seq }) => seq)
      const beyond =
        order === 'newestFirst' ? own.filter((seq) => seq < edge).toReversed() : own.filter((seq) => seq > edge)
      expect(postingsOf(ledger.raw, which, { order, edge, count })).toEqual(beyond.slice(0, count))
    }),
    { numRuns: 300 },
  )
})

it('end where they are asked to, and come to what they moved by a day', () => {
  const rows = all()
  for (const account of accounts)
    for (const first of [1, 64, 65, 1_024, 2_399, number, number + 1]) {
      const own = rows.filter(isOf(account))
      const last = own.findLast(({ seq }) => seq <= first)?.seq ?? 0
      expect(lastPostingUpTo(ledger.raw, { account, seq: first })).toBe(last)
      const through = rows[1_000]?.day ?? 0
      const since = own.filter(({ seq }) => seq >= first)
      const sum = since
        .filter(({ day }) => day <= through)
        .reduce((total, row) => total + (row.credit === account ? row.amount : -row.amount), 0)
      const most = number + 1
      expect(movedSince(ledger.raw, { account, first, through, most })).toEqual({ postings: since.length, sum })
      expect(movedSince(ledger.raw, { account, first, through, most: 5 }).postings).toBe(Math.min(5, since.length))
    }
})

it('of some days are found near where they are, past all that lies between', () => {
  const rows = all()
  const [day = 0, next = 0] = [...new Set(rows.map((row) => row.day))].toSorted((a, b) => a - b)
  expect(firstPostingAfter(ledger.raw, day)).toBe(rows.find((row) => row.day > day)?.seq)
  expect(firstPostingAfter(ledger.raw, rows.at(-1)?.day ?? 0)).toBeNull()
  const only = { fromDay: day, toDay: day }
  // Of the first day nothing but the one that came late stands in the last thousands.
  const back = nearNextOf(ledger.raw, { days: only, order: 'newestFirst', edge: Number.MAX_SAFE_INTEGER }) ?? 0
  expect(rows.filter((row) => row.day === day && row.seq >= back)).toEqual([])
  const behindLate = nearNextOf(ledger.raw, { days: only, order: 'newestFirst', edge: 2_048 }) ?? 0
  expect(behindLate).toBeLessThanOrEqual(1_024)
  const forth = nearNextOf(ledger.raw, { days: { fromDay: next, toDay: next }, order: 'oldestFirst', edge: 0 }) ?? 0
  expect(rows.filter((row) => row.day === next && row.seq <= forth)).toEqual([])
  expect(nearNextOf(ledger.raw, { days: { fromDay: 1, toDay: 2 }, order: 'oldestFirst', edge: 0 })).toBeNull()
})

it('lack nothing that the check would not miss: a mark that is gone is named', () => {
  const { raw, context } = ledger
  raw.exec('BEGIN')
  const [account, posting] = raw.prepare('SELECT account, posting FROM account_mark LIMIT 1').raw().get() as [
    number,
    number,
  ]
  raw.prepare('DELETE FROM account_mark WHERE account = ? AND posting = ?').run(account, posting)
  const { differences } = checkLedger(context, null)
  raw.exec('ROLLBACK')
  const code = raw.prepare('SELECT code FROM account WHERE id = ?').pluck().get(account) as string
  const subject = `${code} at posting:${posting}`
  expect(differences).toEqual([{ code: 'mark_missing', subject, expected: 'a mark', found: 'none' }])
  expect(checkLedger(context, null).differences).toEqual([])
})
