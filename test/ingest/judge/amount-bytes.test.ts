import { expect, it } from 'vitest'
import { AmountReader } from '../../../engine/ingest/judge/amount-bytes.ts'

type Form = ConstructorParameters<typeof AmountReader>[0]
const minor: Form = { units: 'minor', decimalMark: '.', digits: 2, signed: false }
const point: Form = { ...minor, units: 'major' }
const comma: Form = { ...point, decimalMark: ',' }

function read(text: string, form: Form): number | null {
  const reader = new AmountReader(form)
  const bytes = Buffer.from(`9${text}9`)
  if (!reader.read(bytes, 1, bytes.length - 1)) return null
  return reader.negative ? -reader.units : reader.units
}

it.each([
  // text, minor units, major with a point, major with a comma
  ['12', 12, 1_200, 1_200],
  ['007', 7, 700, 700],
  ['0', 0, 0, 0],
  ['-5', -5, -500, -500],
  ['-0', -0, -0, -0],
  ['1e3', null, null, null],
  ['1E3', null, null, null],
  ['0x10', null, null, null],
  ['１２', null, null, null],
  ['1.0', null, 100, null],
  ['12.34', null, 1_234, null],
  ['12,34', null, null, 1_234],
  ['12.345', null, null, 1_234_500],
  ['12,345', null, 1_234_500, null],
  ['1,000', null, 100_000, null],
  ['1.000', null, null, 100_000],
  ['1.234,56', null, null, 123_456],
  ['1,234.56', null, 123_456, null],
  ['1,234,567.8', null, 123_456_780, null],
  ['-1.234,56', null, null, -123_456],
  // Groups that are none: what they mean can't be known.
  ['1,23', null, null, 123],
  ['1234,567', null, null, null],
  ['1,2345', null, null, null],
  ['1,23,456', null, null, null],
  ['1,,234', null, null, null],
  ['0,123', null, null, null],
  [',123', null, null, null],
  ['1,234,56', null, null, null],
  ['1.2.3', null, null, null],
  // A mark with nothing on one side of it.
  ['5.', null, null, null],
  ['5,', null, null, null],
  ['.5', null, null, null],
  ['.', null, null, null],
  ['-', null, null, null],
  ['', null, null, null],
  ['+5', null, null, null],
  ['--5', null, null, null],
  ['5-', null, null, null],
  ['(5)', null, null, null],
  ['$5', null, null, null],
  ['1 000', null, null, null],
  ['1\u00a0000', null, null, null],
  [' 12 ', null, null, null],
  ['NaN', null, null, null],
  ['Infinity', null, null, null],
  // What a number holds exactly ends here.
  ['9007199254740991', 9_007_199_254_740_991, null, null],
  ['9007199254740993', null, null, null],
  ['90071992547409.91', null, 9_007_199_254_740_991, null],
  ['90071992547409.92', null, null, null],
  ['00000000000000005', null, null, null],
])('reads %j: in minor units %s, in major units with a point %s, with a comma %s', (text, ...amounts) => {
  expect([minor, point, comma].map((form) => read(text, form))).toEqual(amounts)
})

it('takes a plus only where the sign says what a row is', () => {
  expect(read('+5', { ...minor, signed: true })).toBe(5)
  expect(read('+1.5', { ...point, signed: true })).toBe(150)
  expect(read('+-5', { ...minor, signed: true })).toBeNull()
})

it('reckons major units by the digits of the currency', () => {
  expect(['12', '12.3', '12.345'].map((text) => read(text, { ...point, digits: 3 }))).toEqual([12_000, 12_300, 12_345])
  expect(['12', '1,234', '12.3'].map((text) => read(text, { ...point, digits: 0 }))).toEqual([12, 1_234, null])
})
