/** What the shape of the settings about gateways and account numbers can't say. */
import type { Database } from 'better-sqlite3'
import type { SettingValue } from '../contract/settings.ts'
import { ibanLength } from '../money/iban.ts'

type Problem = Readonly<{ path: string; problem: string }>

export function gatewaysProblem(raw: Database, { gateways }: SettingValue<'gateways'>): Problem | null {
  const names = gateways.map(({ name }) => name)
  const twice = names.findIndex((name, place) => names.indexOf(name) !== place)
  if (twice !== -1) return { path: `gateways.${twice}.name`, problem: 'another gateway has this name' }
  const known = raw.prepare('SELECT code FROM currency').pluck().all() as string[]
  const other = gateways.findIndex(({ currency }) => !known.includes(currency))
  return other === -1
    ? null
    : { path: `gateways.${other}.currency`, problem: 'the books are not kept in this currency' }
}

/** Only of a range that is in use: what is switched off may be half filled in. */
export function virtualIbansProblem(value: SettingValue<'virtualIbans'>): Problem | null {
  const { isOn, country, bankCode, numberLength, from, to, omnibus } = value
  if (!isOn) return null
  const length = ibanLength(country)
  if (length === null) return { path: 'country', problem: 'this country has no international account numbers' }
  const rest = length - 4 - bankCode.length
  if (numberLength !== rest)
    return { path: 'numberLength', problem: `behind this bank code ${rest} digits make a number of ${country}` }
  if (from.length !== numberLength) return { path: 'from', problem: `the first number has ${numberLength} digits` }
  if (to.length !== numberLength) return { path: 'to', problem: `the last number has ${numberLength} digits` }
  if (to < from) return { path: 'to', problem: 'the last number is before the first' }
  return omnibus.startsWith('omnibus:') ? null : { path: 'omnibus', problem: 'it is no account at a bank' }
}
