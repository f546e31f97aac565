import { describe, expect, it } from 'vitest'
import { decimalString, formatMoney, formatSignedMoney, usualDigits } from '../../renderer/money/format.ts'

describe('money is moved into place, never computed', () => {
  it.each([
    [0, 2, '0.00'],
    [-1, 2, '-0.01'],
    [5, 2, '0.05'],
    [-1234, 2, '-12.34'],
    [1234, 0, '1234'],
    [7, 3, '0.007'],
    [999_999_999_999, 2, '9999999999.99'],
    [Number.MAX_SAFE_INTEGER, 2, '90071992547409.91'],
    [-Number.MAX_SAFE_INTEGER, 3, '-9007199254740.991'],
  ])('%d with %d digits is %s', (minor, digits, text) => {
    expect(decimalString(minor, digits)).toBe(text)
  })

  it('keeps the last cent of the largest amount there is', () => {
    expect(formatMoney(Number.MAX_SAFE_INTEGER, { digits: 2, locale: 'en-HK' })).toBe('90,071,992,547,409.91')
  })

  it('writes a true minus, and a plus only before money that came in', () => {
    const style = { digits: 2, locale: 'zh-HK' }
    expect(formatMoney(-1, style)).toBe('\u22120.01')
    expect(formatSignedMoney(120_450, style)).toBe('+1,204.50')
    expect(formatSignedMoney(-120_450, style)).toBe('\u22121,204.50')
    expect(formatSignedMoney(0, style)).toBe('0.00')
  })

  it('knows the digits of currencies that are not the workspace’s', () => {
    expect([usualDigits('USD'), usualDigits('JPY'), usualDigits('KWD')]).toEqual([2, 0, 3])
  })
})
