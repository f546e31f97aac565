import { describe, expect, it } from 'vitest'
import { Amount } from '../../engine/contract/money.ts'
import { decimalString, formatMoney } from '../../renderer/money/format.ts'
import { amountMax, readAmount } from '../../renderer/money/read.ts'

describe('an amount that somebody typed', () => {
  it.each([
    ['1', 2, 100],
    ['1.5', 2, 150],
    ['1.50', 2, 150],
    ['0.01', 2, 1],
    ['.5', 2, 50],
    ['007', 2, 700],
    [' 12.34 ', 2, 1234],
    ['1,234.50', 2, 123_450],
    ['1,234,567', 2, 123_456_700],
    ['1234567.89', 2, 123_456_789],
    ['1,234', 0, 1234],
    ['1234', 0, 1234],
    ['1,234', 3, 1_234_000],
    ['1.234', 3, 1234],
    ['1,000,000,000.00', 2, amountMax],
    // Nought point one plus nought point two, and what a float makes of 1.005 and 4.35.
    ['0.3', 2, 30],
    ['1.005', 3, 1005],
    ['4.35', 2, 435],
    ['1.0000', 4, 10_000],
  ])('%s with %d digits is %d', (typed, digits, minor) => {
    expect(readAmount(typed, digits)).toEqual({ ok: true, minor })
  })

  it.each([
    ['', 2, 'empty'],
    ['  ', 2, 'empty'],
    ['abc', 2, 'unreadable'],
    ['-5', 2, 'unreadable'],
    ['+5', 2, 'unreadable'],
    ['\u22125', 2, 'unreadable'],
    ['1e3', 2, 'unreadable'],
    ['0x10', 2, 'unreadable'],
    ['$5', 2, 'unreadable'],
    ['1 234', 2, 'unreadable'],
    ['12.', 2, 'unreadable'],
    ['.', 2, 'unreadable'],
    [',', 2, 'unreadable'],
    // Full-width figures and point, as a Chinese input method leaves them, and figures of other scripts.
    ['１２３', 2, 'unreadable'],
    ['12．50', 2, 'unreadable'],
    ['1，234', 2, 'unreadable'],
    ['١٢', 2, 'unreadable'],
    ['12,50', 2, 'ambiguous'],
    ['1,2345', 2, 'ambiguous'],
    ['12,34,567', 2, 'ambiguous'],
    ['1234,567', 2, 'ambiguous'],
    ['0,125', 2, 'ambiguous'],
    ['1.234,50', 2, 'ambiguous'],
    ['1.234.567', 2, 'ambiguous'],
    [',5', 2, 'ambiguous'],
    ['1,234,', 2, 'ambiguous'],
    ['1.505', 2, 'too_many_decimals'],
    ['1.500', 2, 'too_many_decimals'],
    ['1.5', 0, 'too_many_decimals'],
    ['1.2345', 3, 'too_many_decimals'],
    ['0', 2, 'zero'],
    ['0.00', 2, 'zero'],
    ['000', 0, 'zero'],
    ['1,000,000,000.01', 2, 'too_large'],
    ['100000000001', 0, 'too_large'],
    ['9'.repeat(40), 2, 'too_large'],
  ])('%j with %d digits is refused: %s', (typed, digits, problem) => {
    expect(readAmount(typed, digits)).toEqual({ ok: false, problem })
  })

  it('comes back as it is shown, whatever it is', () => {
    const amounts = [1, 9, 10, 99, 100, 1_050, 99_999, 123_456, 7_000_000, 99_999_999_999, amountMax]
    for (const digits of [0, 2, 3])
      for (const minor of amounts) {
        expect(readAmount(decimalString(minor, digits), digits)).toEqual({ ok: true, minor })
        expect(readAmount(formatMoney(minor, { digits, locale: 'en-HK' }), digits)).toEqual({ ok: true, minor })
      }
  })

  it('is held to the contract’s own bound', () => {
    expect([Amount.safeParse(amountMax).success, Amount.safeParse(amountMax + 1).success]).toEqual([true, false])
  })
})
