/**
 * International bank account numbers (ISO 13616): a country, two check digits by ISO 7064 (MOD 97-10), and what the country's
 * banks make of the rest, always as long as the register says. Pure.
 */

/** How long a number of each country is, from the register of ISO 13616. */
const lengthOf: Readonly<Record<string, number>> = {
  AD: 24,
  AE: 23,
  AL: 28,
  AT: 20,
  AZ: 28,
  BA: 20,
  BE: 16,
  BG: 22,
  BH: 22,
  BI: 27,
  BR: 29,
  BY: 28,
  CH: 21,
  CR: 22,
  CY: 28,
  CZ: 24,
  DE: 22,
  DJ: 27,
  DK: 18,
  DO: 28,
  EE: 20,
  EG: 29,
  ES: 24,
  FI: 18,
  FK: 18,
  FO: 18,
  FR: 27,
  GB: 22,
  GE: 22,
  GI: 23,
  GL: 18,
  GR: 27,
  GT: 28,
  HN: 28,
  HR: 21,
  HU: 28,
  IE: 22,
  IL: 23,
  IQ: 23,
  IS: 26,
  IT: 27,
  JO: 30,
  KW: 30,
  KZ: 20,
  LB: 28,
  LC: 32,
  LI: 21,
  LT: 20,
  LU: 20,
  LV: 21,
  LY: 25,
  MC: 27,
  MD: 24,
  ME: 22,
  MK: 19,
  MN: 20,
  MR: 27,
  MT: 31,
  MU: 30,
  NI: 28,
  NL: 18,
  NO: 15,
  OM: 23,
  PK: 24,
  PL: 28,
  PS: 29,
  PT: 25,
  QA: 29,
  RO: 24,
  RS: 22,
  RU: 33,
  SA: 24,
  SC: 31,
  SD: 18,
  SE: 24,
  SI: 19,
  SK: 24,
  SM: 27,
  SO: 23,
  ST: 25,
  SV: 28,
  TL: 23,
  TN: 24,
  TR: 26,
  UA: 29,
  VA: 22,
  VG: 24,
  XK: 20,
  YE: 30,
}

export const ibanLength = (country: string): number | null =>
  Object.hasOwn(lengthOf, country) ? (lengthOf[country] ?? null) : null

/** Numbers with spaces are read as well: four by four is how they are printed. */
export type IbanReading =
  | Readonly<{ status: 'valid'; iban: string; country: string; bban: string }>
  | Readonly<{ status: 'unreadable' }>
  | Readonly<{ status: 'country_unknown'; country: string }>
  | Readonly<{ status: 'length_wrong'; expected: number; found: number }>
  | Readonly<{ status: 'check_digits_wrong' }>

export function readIban(text: string): IbanReading {
  const iban = text.replace(/ /g, '').toUpperCase()
  if (!/^[A-Z]{2}[0-9]{2}[A-Z0-9]{1,30}$/.test(iban)) return { status: 'unreadable' }
  const country = iban.slice(0, 2)
  const expected = ibanLength(country)
  if (expected === null) return { status: 'country_unknown', country }
  if (iban.length !== expected) return { status: 'length_wrong', expected, found: iban.length }
  // 98 less a remainder is never 00, 01 or 99, though those would come out right as well.
  const bban = iban.slice(4)
  if (checkDigitsOf(country, bban) !== iban.slice(2, 4)) return { status: 'check_digits_wrong' }
  return { status: 'valid', iban, country, bban }
}

export const ibanOf = (country: string, bban: string): string => `${country}${checkDigitsOf(country, bban)}${bban}`

const checkDigitsOf = (country: string, bban: string): string =>
  String(98 - remainderOf(`${bban}${country}00`)).padStart(2, '0')

/** Letters count as 10 to 35; the number is longer than any number type, so it is divided digit by digit. */
function remainderOf(text: string): number {
  let remainder = 0
  for (const character of text)
    for (const digit of String(Number.parseInt(character, 36))) remainder = (remainder * 10 + Number(digit)) % 97
  return remainder
}
