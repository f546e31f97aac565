/** International account numbers, held against the example numbers of the public register of ISO 13616. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ibanLength, ibanOf, readIban } from '../../engine/money/iban.ts'

const examples = [
  'AD12 0001 2030 2003 5910 0100',
  'AE07 0331 2345 6789 0123 456',
  'AT61 1904 3002 3457 3201',
  'BE68 5390 0754 7034',
  'BR18 0036 0305 0000 1000 9795 493C 1',
  'CH93 0076 2011 6238 5295 7',
  'CY17 0020 0128 0000 0012 0052 7600',
  'CZ65 0800 0000 1920 0014 5399',
  'DE89 3704 0044 0532 0130 00',
  'DK50 0040 0440 1162 43',
  'EE38 2200 2210 2014 5685',
  'ES91 2100 0418 4502 0005 1332',
  'FI21 1234 5600 0007 85',
  'FR14 2004 1010 0505 0001 3M02 606',
  'GB29 NWBK 6016 1331 9268 19',
  'GI75 NWBK 0000 0000 7099 453',
  'HU42 1177 3016 1111 1018 0000 0000',
  'IE29 AIBK 9311 5212 3456 78',
  'IL62 0108 0000 0009 9999 999',
  'IT60 X054 2811 1010 0000 0123 456',
  'LC55 HEMM 0001 0001 0012 0012 0002 3015',
  'LI21 0881 0000 2324 013A A',
  'LU28 0019 4006 4475 0000',
  'MT84 MALT 0110 0001 2345 MTLC AST0 01S',
  'NL91 ABNA 0417 1643 00',
  'NO93 8601 1117 947',
  'PL61 1090 1014 0000 0712 1981 2874',
  'PT50 0002 0123 1234 5678 9015 4',
  'SA03 8000 0000 6080 1016 7519',
  'SC18 SSCB 1101 0000 0000 0000 1497 USD',
  'SE45 5000 0000 0583 9825 7466',
  'TR33 0006 1005 1978 6457 8413 26',
]

it.each(examples)('%s is a number, with the check digits that its rest makes', (printed) => {
  const iban = printed.replace(/ /g, '')
  const [country, bban] = [iban.slice(0, 2), iban.slice(4)]
  expect(readIban(printed)).toEqual({ status: 'valid', iban, country, bban })
  expect(readIban(printed.toLowerCase())).toMatchObject({ status: 'valid', iban })
  expect(ibanOf(country, bban)).toBe(iban)
})

it.each([
  ['', { status: 'unreadable' }],
  ['GB29', { status: 'unreadable' }],
  ['1229NWBK60161331926819', { status: 'unreadable' }],
  ['GB29-NWBK-6016-1331-9268-19', { status: 'unreadable' }],
  ['HK29NWBK60161331926819', { status: 'country_unknown', country: 'HK' }],
  ['GB29NWBK6016133192681', { status: 'length_wrong', expected: 22, found: 21 }],
  ['GB28NWBK60161331926819', { status: 'check_digits_wrong' }],
  ['GB29NWBK60161331926918', { status: 'check_digits_wrong' }],
])('%s is none, and it says why', (text, why) => {
  expect(readIban(text)).toEqual(why)
})

it('takes no second pair of check digits for a number that has one: 00 for 97, 01 for 98, 99 for 02', () => {
  const rests = Array.from({ length: 300 }, (_, i) => `NWBK${String(i).padStart(14, '0')}`)
  for (const rest of rests) {
    const right = ibanOf('GB', rest)
    const taken = Array.from({ length: 100 }, (_, i) => `GB${String(i).padStart(2, '0')}${rest}`).filter(
      (each) => readIban(each).status === 'valid',
    )
    expect(taken).toEqual([right])
  }
})

it('notices any single slip and any two neighbours that changed places', () => {
  const digits = fc.array(fc.nat(9), { minLength: 18, maxLength: 18 }).map((all) => all.join(''))
  fc.assert(
    fc.property(digits, fc.integer({ min: 4, max: 20 }), fc.nat(9), (rest, place, digit) => {
      const iban = ibanOf('DE', rest)
      expect(iban).toHaveLength(ibanLength('DE') ?? 0)
      const slip = `${iban.slice(0, place)}${digit}${iban.slice(place + 1)}`
      expect(readIban(slip).status).toBe(slip === iban ? 'valid' : 'check_digits_wrong')
      const swapped = `${iban.slice(0, place)}${iban[place + 1]}${iban[place]}${iban.slice(place + 2)}`
      expect(readIban(swapped).status).toBe(swapped === iban ? 'valid' : 'check_digits_wrong')
    }),
    { numRuns: 500 },
  )
})
