/** Lists without a bound come in pages: how long one may be, and where the next begins. */
import { type Call, type OptionForm, optionOf } from './command.ts'
import { numberOf } from './parse.ts'
import { UsageError } from './refusal.ts'

/** Of lists that come whole, up to so many. */
export const limitOption: Readonly<Record<string, OptionForm>> = { limit: { kind: 'text', value: 'N' } }

export const pageOptions: Readonly<Record<string, OptionForm>> = {
  ...limitOption,
  cursor: { kind: 'text', value: 'C' },
}

const limitMax = 1_000

export function pageOf(call: Call): Readonly<{ limit?: number; cursor?: string }> {
  const limit = optionOf(call, 'limit')
  const cursor = optionOf(call, 'cursor')
  return {
    ...(limit === undefined ? {} : { limit: limitOf(limit) }),
    ...(cursor === undefined ? {} : { cursor }),
  }
}

function limitOf(text: string): number {
  const limit = numberOf(text, 'limit')
  if (limit < 1 || limit > limitMax) {
    throw new UsageError({ is: 'not_one_of', what: 'limit', given: text, known: [`1 to ${limitMax}`] })
  }
  return limit
}
