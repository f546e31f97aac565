/** What somebody typed, as all that it may mean. Pure. */
import { queryMax } from '../contract/search.ts'

/** The letters that a number is written behind: `EX-12` is an exception and nothing else. */
export const nouns = { EX: 'exception', B: 'batch', P: 'proposal', S: 'statement', T: 'transaction' } as const
export type Noun = (typeof nouns)[keyof typeof nouns]

export type TypedAmount = Readonly<{
  /** Without sign, as it stands. */
  whole: string
  fraction: string
  /** Null where it may be either. */
  sign: '-' | '+' | null
  /** As it was typed; null where none was. */
  currency: string | null
}>

export type Typed = Readonly<{
  /** In one form: full-width letters and figures are the usual ones. */
  text: string
  /** The text as it came as well, where that is another: a name may be kept so. */
  spellings: readonly string[]
  /** Null where it is no number. The noun is null where it may be that of anything. */
  number: Readonly<{ noun: Noun | null; value: number }> | null
  amount: TypedAmount | null
}>

/** Null where nothing is left that could be looked for. */
export function readTyped(query: string): Typed | null {
  const asItCame = oneLine(query)
  const text = oneLine(asItCame.normalize('NFKC'))
  if (text === '') return null
  return { text, spellings: [...new Set([text, asItCame])], number: numberOf(text), amount: amountOf(text) }
}

/** No name of ours holds what can't be seen, so what slipped in by copying is left out. */
function oneLine(text: string): string {
  const seen = text.replaceAll(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200B\u2060\uFEFF]+/gu, ' ').trim()
  // One character may become several in its usual form.
  return [...seen].slice(0, queryMax).join('').trim()
}

function numberOf(text: string): Typed['number'] {
  const [, letters, figures] = /^(?:(EX|[BPST])[- ]?|#)?([1-9]\d{0,14})$/i.exec(text) ?? []
  if (figures === undefined) return null
  const noun = letters === undefined ? null : nouns[letters.toUpperCase() as keyof typeof nouns]
  return { noun, value: Number(figures) }
}

// Thousands are set apart with commas all the way or not at all: `12,50` may be twelve and a half, and is not guessed at.
const amountForm =
  /^(?<before>[A-Z]{3})? ?(?<sign>[-+\u2212])? ?(?<figures>[1-9]\d{0,2}(?:,\d{3})+|\d{1,15})(?:\.(?<fraction>\d{1,8}))?(?: ?(?<after>[A-Z]{3}))?$/i

function amountOf(text: string): TypedAmount | null {
  const { before, sign, figures, fraction = '', after } = amountForm.exec(signFirst(text))?.groups ?? {}
  if (figures === undefined || (before !== undefined && after !== undefined)) return null
  return {
    whole: figures.replaceAll(',', ''),
    fraction,
    sign: sign === undefined ? null : sign === '+' ? '+' : '-',
    currency: (before ?? after)?.toUpperCase() ?? null,
  }
}

/** `-USD 12` says what `USD -12` says. */
const signFirst = (text: string): string => text.replace(/^([-+\u2212]) ?([A-Z]{3}) ?/i, '$2 $1')

/** In minor units of a currency with so many digits; null where it has no such amount, or none that could be moved. */
export function minorOf({ whole, fraction }: TypedAmount, digits: number): number | null {
  const significant = fraction.replace(/0+$/, '')
  if (significant.length > digits) return null
  const minor = Number(whole + significant.padEnd(digits, '0'))
  return minor === 0 || !Number.isSafeInteger(minor) ? null : minor
}
