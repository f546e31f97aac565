/** What a change sets beside its postings, as lines of before and after; what stays the same is only counted. */
import { residueAccounts } from '../../engine/contract/match-rules.ts'
import type { Effect } from '../../engine/contract/proposals.ts'
import { batchLines } from '../batches/batch-lines.ts'
import { callerLines } from '../callers/caller-lines.ts'
import { formatCount } from '../money/format.ts'
import { agreementLines } from '../producers/agreement-lines.ts'
import { producerLines } from '../producers/producer-lines.ts'
import { isSettingName, type SettingLine, settingLines, type Words } from '../settings/setting-lines.ts'
import { endpointLines } from '../webhooks/words.ts'
import { rowLines, rowOf } from './row-words.ts'

export type SetRow = Readonly<{ what: string; before: string | null; after: string | null }>
export type SetGroup = Readonly<{ subject: string; rows: readonly SetRow[]; unchanged: number }>

type SetEffect = Effect['sets'][number]

export const setGroups = (sets: Effect['sets'], words: Words): readonly SetGroup[] =>
  sets.map((set) => setGroup(set, words))

function setGroup({ subject, before, after }: SetEffect, words: Words): SetGroup {
  const lines = linesOf(subject, words)
  return { subject: subjectWords(subject, words), ...heldAgainst(lines(before), lines(after)) }
}

/** Lines are known by what they are about; two of one name are told apart by which comes first. */
export function heldAgainst(
  before: readonly SettingLine[],
  after: readonly SettingLine[],
): Readonly<{ rows: readonly SetRow[]; unchanged: number }> {
  const [was, becomes] = [numbered(before), numbered(after)]
  const names = new Set([...was.keys(), ...becomes.keys()])
  const all = [...names].map((name): SetRow => {
    const [old, next] = [was.get(name), becomes.get(name)]
    return { what: old?.what ?? next?.what ?? name, before: old?.says ?? null, after: next?.says ?? null }
  })
  const rows = all.filter((row) => row.before !== row.after)
  return { rows, unchanged: all.length - rows.length }
}

function numbered(lines: readonly SettingLine[]): ReadonlyMap<string, SettingLine> {
  const found = new Map<string, SettingLine>()
  for (const line of lines) {
    let name = line.what
    for (let copy = 2; found.has(name); copy++) name = `${line.what} ${copy}`
    found.set(name, line)
  }
  return found
}

type Read = (value: unknown) => readonly SettingLine[]

const settingOf = (subject: string): string | undefined => /^setting:(.+)$/.exec(subject)?.[1]
const producerOf = (subject: string) => /^(agreement|producer):(.+)$/.exec(subject)
const batchOf = (subject: string): string | undefined => /^batch:(\d+)$/.exec(subject)?.[1]
const accountOf = (subject: string): string | undefined => /^account:(.+)$/.exec(subject)?.[1]
const callerOf = (subject: string): string | undefined => /^caller:(.+)$/.exec(subject)?.[1]
const webhookOf = (subject: string): string | undefined => /^webhook:(.+)$/.exec(subject)?.[1]
const walletOf = (subject: string) => /^(hold )?wallet:(.+) ([A-Z]{3})$/.exec(subject)

function linesOf(subject: string, words: Words): Read {
  const setting = settingOf(subject)
  if (setting !== undefined && isSettingName(setting)) return (value) => settingLines(setting, value, words)
  const producer = producerOf(subject)?.[1]
  if (producer === 'agreement') return (value) => (value === null ? [] : agreementLines(value, words))
  if (producer === 'producer') return (value) => producerLines(value, words)
  if (batchOf(subject) !== undefined) return (value) => batchLines(value, words)
  if (rowOf(subject) !== null) return (value) => rowLines(value, words)
  if (accountOf(subject) !== undefined) return (value) => residueLines(value, words)
  if (callerOf(subject) !== undefined) return (value) => callerLines(value, words)
  if (webhookOf(subject) !== undefined) return (value) => endpointLines(value, words.text)
  const currency = walletOf(subject)?.[3]
  return (value) => plainLines(value, words, currency)
}

function subjectWords(subject: string, { text }: Words): string {
  const setting = settingOf(subject)
  if (setting !== undefined && isSettingName(setting)) return text(`setting.${setting}`)
  const wallet = walletOf(subject)
  const [client = '', currency = ''] = wallet?.slice(2) ?? []
  if (wallet) return text(wallet[1] === undefined ? 'effect.wallet' : 'effect.hold', { client, currency })
  const batch = batchOf(subject)
  if (batch !== undefined) return text('effect.batch', { batch })
  const caller = callerOf(subject)
  if (caller !== undefined) return text('effect.caller', { name: caller })
  const match = /^match:(\d+)$/.exec(subject)?.[1]
  if (match !== undefined) return text('match.title', { match })
  const account = accountOf(subject)
  if (account !== undefined) return text('account.title', { account })
  const webhook = webhookOf(subject)
  if (webhook !== undefined) return text('effect.webhook', { name: webhook })
  const exception = /^exception:(\d+)$/.exec(subject)?.[1]
  if (exception !== undefined) return text('effect.exception', { exception })
  const row = rowOf(subject)
  if (row !== null) return text('effect.row', row)
  const [, kept, code = ''] = producerOf(subject) ?? []
  if (kept !== undefined) return text(kept === 'agreement' ? 'effect.agreement' : 'effect.producer', { code })
  const [, noun, name = ''] = /^(currency|period):(.+)$/.exec(subject) ?? []
  if (noun === 'currency') return text('effect.currency', { currency: name })
  return noun === 'period' ? text('effect.period', { period: name }) : subject
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** How much is left over stands among the postings, in its currency; here is what that account is for. */
function residueLines(value: unknown, { text }: Words): readonly SettingLine[] {
  const to = isObject(value) ? residueAccounts.find((account) => account === value.to) : undefined
  return to === undefined ? [] : [{ what: text('content.residueTo'), says: text(`residue.to.${to}`) }]
}

/** Anything else: a line for each of its fields, with those that are money in the currency of its wallet. */
function plainLines(value: unknown, words: Words, currency: string | undefined): readonly SettingLine[] {
  if (value === null || value === undefined) return []
  if (!isObject(value)) return [{ what: words.text('effect.value'), says: plainWords(value, words, currency) }]
  return (
    Object.entries(value)
      // What is not said, and a flag that is not set, would be a line about nothing.
      .filter(([, field]) => field !== null && field !== false)
      .map(([name, field]) => ({
        what: fieldWords(name, words),
        // The number of a posting is a name, not a count.
        says:
          name === 'lastPosting'
            ? String(field)
            : plainWords(field, words, name === 'overdraft' ? currency : undefined),
      }))
  )
}

const knownFields = [
  'tier',
  'overdraft',
  'digits',
  'firstDay',
  'lastDay',
  'closedThrough',
  'postings',
  'morePostings',
  'lastPosting',
  'held',
  'posted',
  'writtenOff',
  'lines',
] as const

function fieldWords(name: string, { text }: Words): string {
  const known = knownFields.find((field) => field === name)
  return known === undefined ? name : text(`effect.field.${known}`)
}

function plainWords(value: unknown, { text, formats }: Words, currency: string | undefined): string {
  if (typeof value === 'number' && currency !== undefined) return formats.money(value, currency)
  if (typeof value === 'number') return formatCount(value, formats.locale)
  if (value === true) return text('effect.yes')
  return typeof value === 'string' ? value : JSON.stringify(value)
}
