/** The periods by which a client asks for a statement. */
import { expect, it } from 'vitest'
import { statementDaysMax } from '../../engine/contract/client-statements.ts'
import { daysMax, daysOf, problemOfDays, todayIn } from '../../renderer/wallet/period.ts'

it.each([
  ['this_month', '2026-11-22', '2026-11-01', '2026-11-22'],
  ['this_month', '2026-11-01', '2026-11-01', '2026-11-01'],
  ['last_month', '2026-11-22', '2026-10-01', '2026-10-31'],
  ['last_month', '2026-01-31', '2025-12-01', '2025-12-31'],
  ['last_month', '2028-03-30', '2028-02-01', '2028-02-29'],
  ['this_year', '2028-12-31', '2028-01-01', '2028-12-31'],
] as const)('%s on %s is from %s to %s, and never more than a statement holds', (name, today, from, to) => {
  expect(daysOf(name, today)).toEqual({ from, to })
  expect(problemOfDays({ from, to })).toBeNull()
})

it.each([
  ['', '2026-01-01', 'statement.no_days'],
  ['2026-01-01', '', 'statement.no_days'],
  ['2026-01-02', '2026-01-01', 'period.reversed'],
  ['2025-01-01', '2026-01-01', null],
  ['2025-01-01', '2026-01-02', 'statement.too_many'],
  ['2026-01-01', '2026-01-01', null],
])('from %s to %s: %s', (from, to, problem) => {
  expect(problemOfDays({ from, to })).toBe(problem)
})

it('holds as many days as the contract says', () => {
  expect(daysMax).toBe(statementDaysMax)
})

it('knows the day where the wallet is', () => {
  expect(todayIn('Asia/Hong_Kong')).toMatch(/^\d{4}-\d\d-\d\d$/)
  expect(todayIn('Pacific/Kiritimati') > todayIn('Pacific/Pago_Pago')).toBe(true)
})
