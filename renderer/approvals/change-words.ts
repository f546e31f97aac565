/** A proposed change in words: one line for lists, and everything it says for whoever decides. Pure, so it is tested so. */
import type { ResidueAccount } from '../../engine/contract/match-rules.ts'
import type { ChangeKind, ProposedChange } from '../../engine/contract/proposals.ts'
import type { WebhookEventType } from '../../engine/contract/webhook-events.ts'
import { assertNever } from '../assert-never.ts'
import { callerLines } from '../callers/caller-lines.ts'
import { caseName } from '../case/standing.ts'
import type { MessageId } from '../messages/messages.ts'
import { type Text, type TextValues, textOfCode } from '../messages/use-text.ts'
import { formatCount } from '../money/format.ts'
import { agreementLines } from '../producers/agreement-lines.ts'
import { isSettingName, settingLines, type Words } from '../settings/setting-lines.ts'
import { eventWords } from '../webhooks/words.ts'
import { rangesWords } from './row-words.ts'

/** What the proposal itself knows of its money, where the change leaves it open: "all that is left". */
export type KnownMoney = Readonly<{ currency: string | null; amount: number | null }>

/** An open set: a proposal of a newer engine still says its code. */
export const kindWords = (text: Text, kind: string): string => textOfCode(text, 'change', kind)

type Of<K extends ChangeKind> = Extract<ProposedChange, { kind: K }>

const unknownMoney: KnownMoney = { currency: null, amount: null }

export function changeLine(change: ProposedChange, words: Words, known: KnownMoney = unknownMoney): string {
  const { text } = words
  switch (change.kind) {
    case 'deposit':
    case 'withdrawal':
    case 'purchase':
    case 'transfer':
    case 'fee':
    case 'hold':
    case 'adjustment':
    case 'write_off':
      return moneyLine(change, moneyWords(change.amount, change.currency ?? known.currency, words), words)
    case 'payout':
    case 'refund':
    case 'chargeback':
      return undoingLine(change, known, words)
    case 'reversal':
      return text('change.reversal', { of: String(change.of) })
    case 'wallet_terms':
      return termsLine(change, words)
    case 'setting':
      return text('change.setting', { name: text(`setting.${change.name}`) })
    case 'currency':
      return text('change.currency', { code: change.code, digits: change.digits })
    case 'period_close':
      return text('change.period_close', { period: change.period })
    case 'agreement':
      return text('change.agreement', { producer: String(change.producer) })
    case 'producer_resume':
      return text('change.producer_resume', { producer: String(change.producer) })
    case 'batch_release':
    case 'batch_reverse':
      return text(`change.${change.kind}`, { batch: String(change.batch) })
    case 'rows_post':
    case 'rows_correct':
    case 'rows_write_off':
      return rowsLine(change, known, words)
    case 'match_residue':
      return residueLine(change, known, words)
    case 'match_undo':
      return text('change.match_undo', { match: String(change.match) })
    case 'caller':
      return text('change.caller', { name: change.name, change: change.caller === undefined ? 'new' : 'terms' })
    case 'webhook_endpoint':
      return text('change.webhook_endpoint', { name: change.name, is: change.endpoint === undefined ? 'new' : 'known' })
    default:
      return assertNever(change)
  }
}

type MoneyChange = Of<'deposit' | 'withdrawal' | 'purchase' | 'transfer' | 'fee' | 'hold' | 'adjustment' | 'write_off'>

function moneyLine(change: MoneyChange, amount: string, { text }: Words): string {
  switch (change.kind) {
    case 'deposit':
      return text('change.deposit', { amount, to: change.client ?? change.virtualAccount ?? '', from: change.from })
    case 'transfer':
      return text('change.transfer', { amount, from: change.from, to: change.to })
    case 'adjustment':
      return text('change.adjustment', { amount, debit: change.debit, credit: change.credit })
    case 'write_off':
      return text('change.write_off', { amount, account: change.account })
    case 'withdrawal':
    case 'purchase':
    case 'fee':
    case 'hold':
      return text(`change.${change.kind}`, { amount, client: change.client })
    default:
      return assertNever(change)
  }
}

function undoingLine(change: Of<'payout' | 'refund' | 'chargeback'>, known: KnownMoney, words: Words): string {
  const { text } = words
  const minor = change.amount ?? known.amount
  const values: TextValues = {
    of: String(change.of),
    amount: minor === null ? 'all' : moneyWords(minor, known.currency, words),
  }
  return text(`change.${change.kind}`, values)
}

/** How many rows are meant where they are named; else all that are left of the case. */
function rowsLine(
  change: Of<'rows_post' | 'rows_correct' | 'rows_write_off'>,
  { amount, currency }: KnownMoney,
  words: Words,
): string {
  const { text } = words
  const values = {
    exception: String(change.exception),
    amount: amount === null ? 'none' : moneyWords(amount, currency, words),
  }
  if (change.kind !== 'rows_correct')
    return text(`change.${change.kind}`, {
      ...values,
      lines: change.lines === undefined ? 'all' : rangesWords(change.lines),
    })
  const rows = change.rows.length
  return text('change.rows_correct', { ...values, rows, stands: change.asTheyStand === true ? 'yes' : 'no' })
}

function residueLine(change: Of<'match_residue'>, known: KnownMoney, words: Words): string {
  const { text } = words
  return text('change.match_residue', {
    account: change.account,
    lines: change.lines.length,
    postings: change.postings.length,
    to: text(`residue.to.${change.residueTo}`),
    amount: known.amount === null ? 'none' : moneyWords(known.amount, change.currency ?? known.currency, words),
  })
}

function termsLine({ client, tier, overdraft, currency }: Of<'wallet_terms'>, words: Words): string {
  return words.text('change.wallet_terms', {
    client,
    tier: tier ?? 'none',
    overdraft: overdraft === undefined ? 'none' : moneyWords(overdraft, currency ?? null, words),
  })
}

/** The currency before the amount, as amounts stand everywhere outside of columns. */
export function moneyWords(minor: number, currency: string | null, { formats }: Words): string {
  const of = currency ?? formats.currency
  return `${of} ${formats.money(minor, of)}`
}

export type ContentRow = Readonly<{ name: string; value: string }>

/** What is proposed, field by field, in the order in which a person would ask. What is not said is not listed. */
export function contentRows(change: ProposedChange, words: Words, known: KnownMoney): readonly ContentRow[] {
  const { text, formats } = words
  const currency = 'currency' in change ? (change.currency ?? known.currency) : known.currency
  // Its fields are not named as those of others: all that is agreed on has lines of its own.
  if (change.kind === 'caller')
    return [{ name: text('content.kind'), value: kindWords(text, change.kind) }, ...callerRows(change, words)]
  const rows: (ContentRow | null)[] = contentFields.map(({ field, label }) => {
    const value: unknown = (change as Readonly<Record<string, unknown>>)[field]
    if (value === undefined || value === null) return null
    return { name: text(label), value: fieldValue(field, value, currency, words) }
  })
  const given = rows.filter((row) => row !== null)
  const whole = wholeAmount(change, words)
  return [
    { name: text('content.kind'), value: kindWords(text, change.kind) },
    ...given,
    ...(whole ? [whole] : []),
    ...(change.kind === 'setting' ? settingRows(change, words) : []),
    ...(change.kind === 'agreement' ? agreementRows(change, words) : []),
    ...('occurredAt' in change && change.occurredAt
      ? [{ name: text('content.occurredAt'), value: formats.instant(change.occurredAt) }]
      : []),
  ]
}

const settingRows = ({ name, value }: Of<'setting'>, words: Words): readonly ContentRow[] =>
  settingLines(name, value, words).map(({ what, says }) => ({ name: what, value: says }))

const agreementRows = ({ agreement }: Of<'agreement'>, words: Words): readonly ContentRow[] =>
  agreementLines(agreement, words).map(({ what, says }) => ({ name: what, value: says }))

const callerRows = (change: Of<'caller'>, words: Words): readonly ContentRow[] => [
  { name: words.text('caller.name'), value: change.name },
  ...callerLines(change, words).map(({ what, says }) => ({ name: what, value: says })),
]

/** Left out, the amount of these is whatever is left; said, because it may be less by the time somebody decides. */
function wholeAmount(change: ProposedChange, { text }: Words): ContentRow | null {
  const left = (change.kind === 'payout' || change.kind === 'refund' || change.kind === 'chargeback') && !change.amount
  return left ? { name: text('content.amount'), value: text('content.amount.all') } : null
}

const contentFields: readonly Readonly<{ field: string; label: MessageId }>[] = [
  { field: 'client', label: 'content.client' },
  { field: 'virtualAccount', label: 'content.virtualAccount' },
  { field: 'debit', label: 'content.debit' },
  { field: 'credit', label: 'content.credit' },
  { field: 'account', label: 'content.account' },
  { field: 'of', label: 'content.of' },
  { field: 'from', label: 'content.from' },
  { field: 'to', label: 'content.to' },
  { field: 'amount', label: 'content.amount' },
  { field: 'tier', label: 'content.tier' },
  { field: 'overdraft', label: 'content.overdraft' },
  { field: 'name', label: 'content.name' },
  { field: 'code', label: 'content.code' },
  { field: 'digits', label: 'content.digits' },
  { field: 'period', label: 'content.period' },
  { field: 'hours', label: 'content.hours' },
  { field: 'producer', label: 'content.producer' },
  { field: 'batch', label: 'content.batch' },
  { field: 'exception', label: 'content.exception' },
  { field: 'lines', label: 'content.lines' },
  { field: 'postings', label: 'content.postings' },
  { field: 'residueTo', label: 'content.residueTo' },
  { field: 'match', label: 'content.match' },
  { field: 'url', label: 'content.url' },
  { field: 'events', label: 'content.events' },
  { field: 'orderId', label: 'content.orderId' },
  { field: 'relatedOrderId', label: 'content.relatedOrderId' },
  { field: 'reference', label: 'content.reference' },
  { field: 'bankTransactionId', label: 'content.bankTransactionId' },
]

function fieldValue(field: string, value: unknown, currency: string | null, words: Words): string {
  if ((field === 'amount' || field === 'overdraft') && typeof value === 'number')
    return moneyWords(value, currency, words)
  if (field === 'lines') return linesWords(value as readonly (number | readonly [number, number])[], words)
  // So many of them that their numbers would say less than their count; the effect has their sums.
  if (field === 'postings') return formatCount((value as readonly number[]).length, words.formats.locale)
  if (field === 'residueTo') return words.text(`residue.to.${value as ResidueAccount}`)
  if (field === 'exception') return caseName(Number(value))
  if (field === 'name') return settingWords(String(value), words)
  if (field === 'events')
    return (value as readonly WebhookEventType[]).map((type) => eventWords(words.text, type)).join(', ')
  return String(value)
}

/** Rows of a file as ranges of its lines; lines of statements as how many they are. */
function linesWords(lines: readonly (number | readonly [number, number])[], { formats }: Words): string {
  const ranges = lines.filter((line) => typeof line !== 'number')
  return ranges.length === lines.length && lines.length > 0
    ? rangesWords(ranges)
    : formatCount(lines.length, formats.locale)
}

const settingWords = (name: string, { text }: Words): string => (isSettingName(name) ? text(`setting.${name}`) : name)
