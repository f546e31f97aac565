import fc from 'fast-check'
import { expect, expectTypeOf, it } from 'vitest'
import { AmountReader } from '../../engine/ingest/judge/amount-bytes.ts'
import { type Minor, minor } from '../../engine/money/minor.ts'

/** As a file in whole minor units writes it; null when it can't be read, or says less than nothing. */
function readMinor(text: string): number | null {
  const reader = new AmountReader({ units: 'minor', decimalMark: '.', digits: 2, signed: false })
  const bytes = new TextEncoder().encode(text)
  return reader.read(bytes, 0, bytes.length) && !reader.negative ? reader.units : null
}

it.each([
  ['0', 0],
  ['1', 1],
  ['007', 7],
  ['100', 100],
  ['9007199254740991', Number.MAX_SAFE_INTEGER],
])('reads %s', (text, units) => {
  expect(readMinor(text)).toBe(units)
})

it.each([
  '',
  ' ',
  '1 ',
  ' 1',
  '-0',
  '-1',
  '+1',
  '1.0',
  '1,0',
  '1.',
  '.1',
  '1e3',
  '1E3',
  '0x10',
  '0b1',
  '1n',
  '1_000',
  "1'000",
  '１２',
  '١٢',
  '१२',
  '²',
  '9007199254740992',
  '9007199254740993',
  '99999999999999999',
  'Infinity',
  'NaN',
  '1\n',
  '1\0',
])('takes %j for no amount', (text) => {
  expect(readMinor(text)).toBeNull()
})

it('reads only what it would itself write, apart from zeros in front', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9]{1,20}$/)), (text) => {
      const units = readMinor(text)
      if (units !== null) expect(String(units)).toBe(text.replace(/^0+(?=.)/, ''))
    }),
    { numRuns: 2_000 },
  )
})

it('is a whole number that nobody makes by accident', () => {
  expectTypeOf(minor(1)).toEqualTypeOf<Minor>()
  expectTypeOf<number>().not.toExtend<Minor>()
  for (const wrong of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])
    expect(() => minor(wrong)).toThrow(RangeError)
})
