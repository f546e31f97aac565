/** In what a batch and its archived file differ, in one sentence. Pure. */
import type { BatchDifference } from '../../engine/contract/batches.ts'
import type { RuleWords } from './rule-words.ts'

/** `none` where nothing is said. */
const none = 'none'
const ofMoney: ReadonlySet<string> = new Set(['Amount', 'sum'])
/** A root or a hash says nothing to anybody who reads it here. */
const unsaid: ReadonlySet<BatchDifference['what']> = new Set(['root_differs', 'file_changed'])

export function differenceSentence(
  { what, field, expected, found }: Pick<BatchDifference, 'what' | 'field' | 'expected' | 'found'>,
  { text, formats, currency }: RuleWords,
): string {
  const shown = (value: string | null): string => {
    if (value === null || unsaid.has(what)) return none
    return field !== null && ofMoney.has(field) && /^-?\d+$/.test(value)
      ? formats.money(BigInt(value), currency)
      : value
  }
  return text(`batch.difference.${what}`, { field: field ?? none, expected: shown(expected), found: shown(found) })
}
