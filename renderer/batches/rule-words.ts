/** The rules of a batch in words: what each expected and what it found, one sentence each. */
import type { FactNamed, RuleFact, SpokenRule } from '../../engine/contract/rule-facts.ts'
import { assertNever } from '../assert-never.ts'
import { isMessageId } from '../messages/messages.ts'
import { type Text, type TextValues, textOfCode } from '../messages/use-text.ts'
import { formatCount } from '../money/format.ts'
import type { Formats } from '../workspace/workspace-context.ts'

export type RuleWords = Readonly<{
  text: Text
  formats: Pick<Formats, 'money' | 'locale' | 'instant'>
  currency: string
}>

type Code = SpokenRule['code']
type Spoken = Readonly<{ code: Code; facts: readonly RuleFact[] }>

/** Begins with a small letter where the language has them, because it also stands behind "Held:". */
export function ruleSentence({ code, facts }: Spoken, words: RuleWords): string {
  if (facts.length === 0) return plain(code, words.text)
  return joined(
    facts.map((fact) => sentenceOf(code, fact, words)),
    words,
  )
}

/** Several sentences as one text: only the first may stand behind a colon, and Chinese has no space between them. */
export function joined([first = '', ...others]: readonly string[], { formats }: RuleWords): string {
  return [first, ...others.map(capitalised)].join(formats.locale.startsWith('zh') ? '' : ' ')
}

/** The other batch that a rule speaks of, to be looked at. */
export function otherBatchOf({ facts: [fact] }: Spoken): number | null {
  return fact !== undefined && 'batch' in fact ? fact.batch : null
}

export const capitalised = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1)

function sentenceOf(code: Code, fact: RuleFact, words: RuleWords): string {
  const { text, formats } = words
  switch (fact.fact) {
    case 'control_sum':
      return controlSum(fact, words)
    case 'control_count':
    case 'control_hash':
    case 'known':
    case 'alike':
    case 'twin':
    case 'clients':
    case 'faults':
    case 'repeated':
      return text(`rules.batch.${fact.fact}`, valuesOf(fact))
    case 'control_unreadable':
      return text('rules.batch.control_unreadable')
    case 'too_large': {
      const shown = (bytes: number): string => formatCount(bytes, formats.locale)
      return text('rules.batch.too_large', { bytes: shown(fact.bytes), bytesMax: shown(fact.bytesMax) })
    }
    case 'unreadable':
      return unreadable(fact, text)
    case 'expected_at':
      return text('rules.batch.expected_at', { at: formats.instant(fact.at) })
    case 'words':
      return text('rules.batch.other', {
        rule: textOfCode(text, 'rule', code),
        expected: fact.expected ?? 'none',
        found: fact.found ?? 'none',
      })
    default:
      return assertNever(fact)
  }
}

/** By how much the sum is off is the one figure worked out here: it says what the rule compared, and is in no book. */
function controlSum(fact: FactNamed<'control_sum'>, { text, formats, currency }: RuleWords): string {
  const money = (minor: bigint): string => formats.money(minor, currency)
  const [expected, found] = [BigInt(fact.expected), BigInt(fact.found)]
  const short = found < expected
  return text('rules.batch.control_sum', {
    side: short ? 'short' : 'over',
    difference: money(short ? expected - found : found - expected),
    expected: money(expected),
    found: money(found),
  })
}

type Plain = 'control_count' | 'control_hash' | 'known' | 'alike' | 'twin' | 'clients' | 'faults' | 'repeated'

function valuesOf({ fact: _, ...values }: FactNamed<Plain>): TextValues {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, shownValue(name, value)]))
}

function shownValue(name: string, value: string | number): string | number {
  // A hash is told apart by its first figures; the whole of it stands with the file.
  if (typeof value === 'string') return `${value.slice(0, 12)}…`
  // A batch has a number as a house has one: it is no count.
  return name === 'batch' ? String(value) : value
}

function unreadable({ reason, about, line }: FactNamed<'unreadable'>, text: Text): string {
  // What is wrong with a header has as many names as what may be wrong with a record.
  const id = `rules.unreadable.${reason.startsWith('header_') ? 'header' : reason}`
  const why = isMessageId(id) ? text(id, { about: about ?? '' }) : reason
  return line === null ? why : text('rules.unreadable.at', { why: why.replace(/[.。]$/, ''), line })
}

function plain(code: Code, text: Text): string {
  const id = `rules.batch.${code}`
  return isMessageId(id) ? text(id) : text('rules.batch.unknown', { rule: textOfCode(text, 'rule', code) })
}
