/** What happened, in one sentence with its money. Pure. */
import { type BatchRule, batchRules } from '../../engine/contract/agreements.ts'
import type { Exception, ExceptionDetail } from '../../engine/contract/exceptions.ts'
import { assertNever } from '../assert-never.ts'
import { rowSentence } from '../batches/row-words.ts'
import { type RuleWords, ruleSentence } from '../batches/rule-words.ts'
import { isMessageId } from '../messages/messages.ts'
import { textOfCode } from '../messages/use-text.ts'

export type WhatCase = Pick<
  ExceptionDetail,
  | 'code'
  | 'scope'
  | 'rows'
  | 'amount'
  | 'currency'
  | 'client'
  | 'file'
  | 'batch'
  | 'batchState'
  | 'producerName'
  | 'facts'
  | 'found'
  | 'firstRows'
  | 'detail'
>

type Words = Omit<RuleWords, 'currency'>

/** The wallet that a held payment waits for, as it is now. */
export type SeenWallet = Readonly<{ currency: string; available: number }>

/** `none` where the sentence leaves something out. */
const none = 'none'

export function whatSentence(each: WhatCase, wallet: SeenWallet | null, words: Words): string {
  switch (each.scope) {
    case 'hold':
      return holdSentence(each, wallet, words)
    case 'fault':
    case 'conflict':
      return refusedSentence(each, words)
    case 'batch':
      return batchSentence(each, words)
    case 'producer':
      return words.text('case.what.producer', { producer: each.producerName ?? none, why: spoken(each, words) })
    case 'client':
      return words.text('case.what.client', {
        code: each.code,
        client: each.client ?? none,
        amount: money(each, words),
        gateway: toldIn(each.detail, 'gateway'),
        why: toldIn(each.detail, 'why'),
      })
    case 'engine':
      return engineSentence(each, words)
    default:
      return assertNever(each.scope)
  }
}

function holdSentence(each: WhatCase, wallet: SeenWallet | null, words: Words): string {
  const { text, formats } = words
  const values = { rows: each.rows, amount: money(each, words), client: each.client ?? none }
  if (each.code === 'HELD_TOO_LONG') {
    const available = wallet === null ? none : formats.money(wallet.available, wallet.currency)
    return text('case.what.held_payment', { ...values, available })
  }
  return text('case.what.held', { ...values, why: midSentence(textOfCode(text, 'rule', each.code)) })
}

/** A single row says what is wrong with it; many have only their rule in common. */
function refusedSentence(each: WhatCase, words: Words): string {
  const { text, formats } = words
  const { rows, scope, code, file, currency } = each
  const [row] = each.firstRows
  const why =
    rows === 1 && row !== undefined
      ? rowSentence(
          { outcome: scope === 'conflict' ? 'conflict' : 'fault', code: row.code, field: row.field, found: row.found },
          { text, formats, currency: currency ?? '' },
        )
      : text('case.what.rule', { rule: textOfCode(text, 'rule', code) })
  return text('case.what.refused', {
    rows,
    file: file ?? none,
    client: each.client ?? none,
    amount: money(each, words),
    why,
  })
}

function batchSentence(each: WhatCase, words: Words): string {
  const { rows, batch, batchState } = each
  return words.text('case.what.batch', {
    batch: String(batch ?? none),
    state: batchState ?? none,
    rows,
    amount: money(each, words),
    why: spoken(each, words),
  })
}

/** What the rule about a batch or a schedule said; it begins with a small letter where the language has them. */
function spoken(each: WhatCase, words: Words): string {
  const { code, facts, currency } = each
  return isBatchRule(code)
    ? ruleSentence({ code, facts: [...facts] }, { ...words, currency: currency ?? '' })
    : words.text('case.what.rule', { rule: textOfCode(words.text, 'rule', code) })
}

const rulesOfBatches: ReadonlySet<string> = new Set(batchRules)

const isBatchRule = (code: string): code is BatchRule => rulesOfBatches.has(code)

/** Names of rules begin as sentences do; behind a colon they don't. */
const midSentence = (words: string): string => words.charAt(0).toLowerCase() + words.slice(1)

/** What failed of the engine's own, and what it said when it did. */
function engineSentence({ code, detail }: WhatCase, { text }: Words): string {
  const said = (name: string): string => toldIn(detail, name)
  const job = said('job')
  const name = isMessageId(`code.job.${job}`) ? textOfCode(text, 'job', job) : job
  const ofStatements = { account: said('account'), source: said('source') }
  const { olderThanDays } = detail
  const ofReconciliation = {
    olderThanDays: typeof olderThanDays === 'number' ? String(olderThanDays) : none,
    day: said('day'),
  }
  const ofGateways = { gateway: said('gateway'), reference: said('reference') }
  return text('case.what.engine', {
    code,
    job: name,
    to: said('to'),
    problem: said('problem'),
    ...ofStatements,
    ...ofReconciliation,
    ...ofGateways,
  })
}

/** A text that the engine kept with it. */
function toldIn(detail: WhatCase['detail'], name: string): string {
  const value = detail[name]
  return typeof value === 'string' && value !== '' ? value : none
}

/** The currency before the amount, as amounts stand outside of columns. */
const money = ({ amount, currency }: Pick<Exception, 'amount' | 'currency'>, { formats }: Words): string =>
  amount === null || currency === null ? none : `${currency} ${formats.money(amount, currency)}`
