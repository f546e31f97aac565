/**
 * Whether two lines of two formats may be one and the same. A bank writes one movement with other words and fewer
 * references in one format than in another, cut to other lengths, so what both say is compared and what one leaves out is
 * not. Pure.
 */

/** What a line says beside its day and amount, without blanks and capitals. */
export type Said = Readonly<{ refs: readonly string[]; text: string }>

/** `no`: both have references, and no two of them go together. */
export type Alike = 'same_reference' | 'nothing_against' | 'no'

/** Shorter ones are numbers within a file; these words stand where there is none. */
const refLengthMin = 3
const noRefs: ReadonlySet<string> = new Set(['NONREF', 'NOTPROVIDED', 'NOREF', 'NA', 'NIL', 'NONE'])
/** So much of a long one says which it is: MT940 has sixteen places for it. */
const beginningMin = 12

export function saidOf({ refs, text }: Readonly<{ refs: string; text: string }>): Said {
  const values = (JSON.parse(refs) as (readonly [string, string])[]).map(([, value]) => plain(value))
  return { refs: values.filter((value) => value.length >= refLengthMin && !noRefs.has(value)), text: plain(text) }
}

export function alikeOf(one: Said, other: Said): Alike {
  if (isNamed(one, other) || isNamed(other, one)) return 'same_reference'
  return one.refs.length === 0 || other.refs.length === 0 ? 'nothing_against' : 'no'
}

const isNamed = ({ refs }: Said, { refs: others, text }: Said): boolean =>
  refs.some((ref) => text.includes(ref) || others.some((other) => isBeginning(ref, other) || isBeginning(other, ref)))

const isBeginning = (short: string, long: string): boolean =>
  short === long || (short.length >= beginningMin && long.startsWith(short))

const plain = (text: string): string => text.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '')
