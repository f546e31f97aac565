/** The rules of a batch in words: what each expected and what it found, one sentence each. */
import { assertNever } from '../assert-never.ts'
import { isMessageId } from '../messages/messages.ts'
import { type Text, type TextValues, textOfCode } from '../messages/use-text.ts'
import { formatCount } from '../money/format.ts'
import type { Formats } from '../workspace/workspace-context.ts'
import { factsOf, type RuleFacts, type Spoken } from './rule-facts.ts'

export type RuleWords = Readonly<{ text: Text; formats: Pick<Formats, 'money' | 'locale'>; currency: string }>

/** Begins with a small letter where the language has them, because it also stands behind "Held:". */
export const ruleSentence = (spoken: Spoken, words: RuleWords): string =>
  joined(
    factsOf(spoken).map((facts) => sentenceOf(spoken, facts, words)),
    words,
  )

/** Several sentences as one text: only the first may stand behind a colon, and Chinese has no space between them. */
export function joined([first = '', ...others]: readonly string[], { formats }: RuleWords): string {
  return [first, ...others.map(capitalised)].join(formats.locale.startsWith('zh') ? '' : ' ')
}

/** The other batch that a rule speaks of, to be looked at. */
export function otherBatchOf(spoken: Spoken): number | null {
  const [facts] = factsOf(spoken)
  return facts !== undefined && 'batch' in facts ? facts.batch : null
}

export const capitalised = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1)

function sentenceOf(spoken: Spoken, facts: RuleFacts, words: RuleWords): string {
  const { text, formats } = words
  switch (facts.said) {
    case 'control_sum':
      return controlSum(facts, words)
    case 'control_count':
    case 'control_hash':
    case 'known':
    case 'alike':
    case 'twin':
    case 'clients':
    case 'faults':
    case 'repeated':
      return text(`rules.batch.${facts.said}`, valuesOf(facts))
    case 'control_unreadable':
      return text('rules.batch.control_unreadable')
    case 'too_large': {
      const shown = (bytes: number): string => formatCount(bytes, formats.locale)
      return text('rules.batch.too_large', { bytes: shown(facts.bytes), bytesMax: shown(facts.bytesMax) })
    }
    case 'unreadable':
      return unreadable(facts, text)
    case 'plain':
      return plain(spoken, text)
    case 'other':
      return text('rules.batch.other', {
        rule: textOfCode(text, 'rule', spoken.code),
        expected: spoken.expected ?? 'none',
        found: spoken.found ?? 'none',
      })
    default:
      return assertNever(facts)
  }
}

/** By how much the sum is off is the one figure worked out here: it says what the rule compared, and is in no book. */
function controlSum({ expected, found }: Extract<RuleFacts, { said: 'control_sum' }>, words: RuleWords): string {
  const { text, formats, currency } = words
  const money = (minor: bigint): string => formats.money(minor, currency)
  const short = found < expected
  return text('rules.batch.control_sum', {
    side: short ? 'short' : 'over',
    difference: money(short ? expected - found : found - expected),
    expected: money(expected),
    found: money(found),
  })
}

function valuesOf({ said: _, ...values }: Exclude<RuleFacts, { said: 'control_sum' | 'unreadable' }>): TextValues {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, shownValue(name, value)]))
}

function shownValue(name: string, value: string | number): string | number {
  // A hash is told apart by its first figures; the whole of it stands with the file.
  if (typeof value === 'string') return `${value.slice(0, 12)}…`
  // A batch has a number as a house has one: it is no count.
  return name === 'batch' ? String(value) : value
}

function unreadable({ reason, about, line }: Extract<RuleFacts, { said: 'unreadable' }>, text: Text): string {
  // What is wrong with a header has as many names as what may be wrong with a record.
  const id = `rules.unreadable.${reason.startsWith('header_') ? 'header' : reason}`
  const why = isMessageId(id) ? text(id, { about }) : reason
  return line === null ? why : text('rules.unreadable.at', { why: why.replace(/[.。]$/, ''), line })
}

function plain({ code }: Spoken, text: Text): string {
  const id = `rules.batch.${code}`
  return isMessageId(id) ? text(id) : text('rules.batch.unknown', { rule: textOfCode(text, 'rule', code) })
}
