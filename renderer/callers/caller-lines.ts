/** What is agreed on about a program as lines that a person reads, and that can be held against each other. Pure. */
import { z } from 'zod'
import { callerTerms } from '../../engine/contract/callers.ts'
import { formatCount } from '../money/format.ts'
import type { SettingLine, Words } from '../settings/setting-lines.ts'
import { groupWords, scopeGroups } from './scopes.ts'

const Terms = z.object(callerTerms)
export type CallerTerms = z.infer<typeof Terms>

/** Of what a newer engine agreed on it is shown as it came: better unreadable than not there. */
export function callerLines(value: unknown, words: Words): readonly SettingLine[] {
  if (value === null || value === undefined) return []
  const read = Terms.safeParse(value)
  return read.success
    ? termsLines(read.data, words)
    : [{ what: words.text('effect.value'), says: JSON.stringify(value) }]
}

/** `producerName`: where it is known; else the producer is its number. */
export function termsLines(terms: CallerTerms, words: Words, producerName?: string | null): readonly SettingLine[] {
  const { text, formats } = words
  const may = scopeGroups
    .map((group) => ({ what: text(`caller.group.${group}`), says: groupWords(terms.scopes, group, text) }))
    .filter(({ says }) => says !== '')
  return [
    ...may,
    { what: text('caller.producer'), says: producerWords(terms.producer, words, producerName) },
    ...(terms.scopes.includes('ledger.operate') || terms.aloneUpTo > 0
      ? [{ what: text('caller.alone'), says: aloneWords(terms.aloneUpTo, words) }]
      : []),
    { what: text('caller.addresses'), says: terms.addresses.join(', ') || text('caller.addresses.anywhere') },
    { what: text('caller.expires'), says: formats.instant(terms.expiresAt) },
    { what: text('caller.per_minute'), says: formatCount(terms.callsPerMinute, formats.locale) },
  ]
}

export function producerWords(producer: number | null, { text }: Words, name?: string | null): string {
  if (producer === null) return text('caller.producer.none')
  return name ?? text('caller.producer.number', { producer: String(producer) })
}

function aloneWords(minor: number, { text, formats }: Words): string {
  if (minor === 0) return text('caller.alone.nothing')
  return text('caller.alone.up_to', { amount: `${formats.currency} ${formats.money(minor, formats.currency)}` })
}
