/** How much is matched reads in the list of accounts as it is: what is not all never as all, and nothing not as none of it. */
import { expect, it } from 'vitest'
import type { MatchRate } from '../../engine/contract/match-rate.ts'
import type { AccountReconciliation, AgeBand } from '../../engine/contract/reconciliation.ts'
import { shownColumns } from '../../renderer/grid/columns.ts'
import { accountColumns } from '../../renderer/reconciliation/account-columns.ts'
import { chinese, english, formats } from './text.ts'

const most: MatchRate = {
  sinceDay: '2026-10-24',
  lines: 1_240,
  openLines: 49,
  matchedLines: 1_191,
  money: '100000000000',
  openMoney: '500',
  matchedMoney: '99999999500',
  shareOfLines: 9_604,
  shareOfMoney: 9_999,
}
const nothing: MatchRate = {
  ...most,
  lines: 0,
  openLines: 0,
  matchedLines: 0,
  money: '0',
  openMoney: '0',
  matchedMoney: '0',
  shareOfLines: null,
  shareOfMoney: null,
}
const band = (fromDays: number, toDays: number | null): AgeBand => ({
  fromDays,
  toDays,
  lines: 0,
  lineSum: '0',
  postings: 0,
  postingSum: '0',
})
const bands = [band(0, 1), band(2, 4), band(5, 9), band(10, 29), band(30, null)]
const account = (matched: MatchRate): AccountReconciliation => ({
  account: 'omnibus:main',
  currency: 'USD',
  kind: 'omnibus',
  openLines: 49,
  openPostings: 3,
  lineSum: '500',
  postingSum: '20',
  suggestions: 2,
  cutOffDay: null,
  openingDay: null,
  lastRun: null,
  ages: bands,
  matched,
})
const columns = (text = english) => accountColumns({ text, formats }, bands)

it.each([
  [
    most,
    '96.04\u00a0% · 99.99\u00a0%',
    'Since 2026-10-24: 1,191 of 1,240 statement lines · USD 999,999,995.00 of 1,000,000,000.00',
  ],
  [{ ...most, shareOfLines: 10_000, shareOfMoney: 0 }, '100.00\u00a0% · 0.00\u00a0%', 'Since 2026-10-24'],
  [nothing, 'no lines', 'No statement line since 2026-10-24.'],
])('says the share of lines and of money', (matched, cell, tooltip) => {
  const column = columns().find(({ id }) => id === 'matchRate')
  expect(column?.header).toBe('Matched, 30 days')
  expect(column?.text(account(matched))).toBe(cell)
  expect(column?.tooltip?.(account(matched))).toContain(tooltip)
})

it('says the same in Chinese', () => {
  const column = columns(chinese).find(({ id }) => id === 'matchRate')
  expect(column?.header).toBe('已配對（30 天）')
  expect(column?.tooltip?.(account(most))).toContain('1,191')
})

// The window less the rail, which is narrow on the small one.
it('is there on a small window, and with the ages on a usual one', () => {
  expect(shownColumns(columns(), 1_024 - 56)).toContain('matchRate')
  const usual = shownColumns(columns(), 1_440 - 208)
  expect(usual).toEqual(expect.arrayContaining(['matchRate', 'suggestions', 'age0', 'age30']))
})
