/** From a figure to the exceptions that it counts. Pure. */
import { assertNever } from '../assert-never.ts'
import { none } from '../exceptions/search.ts'
import type { MeasureChoice } from './search.ts'

export type Days = Readonly<{ from: string; to: string }>

/** Those that were raised in these days, whatever has become of them since. */
export function casesAddress(by: MeasureChoice, key: string, days: Days): string {
  const [name, value] = chosen(by, key)
  const { from, to } = by === 'day' ? { from: key, to: key } : days
  return `/exceptions?${new URLSearchParams({ status: 'any', snoozed: 'with', ...(name === '' ? {} : { [name]: value }), from, to })}`
}

function chosen(by: MeasureChoice, key: string): readonly [name: string, value: string] {
  switch (by) {
    case 'code':
    case 'severity':
      return [by, key]
    case 'producer':
      return [by, key === '' ? none : key]
    case 'person':
      return ['owner', key]
    case 'day':
      return ['', '']
    default:
      return assertNever(by)
  }
}
