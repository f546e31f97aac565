/** What the command line says about working on exceptions: what was done, what would be, and why not. */
import type { ActionStanding, CaseAction, CaseBar } from '../contract/case-actions.ts'
import type { CaseEffect } from '../contract/cases.ts'
import type { Exception, Resolution } from '../contract/exceptions.ts'
import type { Proposal } from '../contract/proposals.ts'
import type { Fault } from './fault.ts'
import type { Figures } from './figures.ts'

type Sentence = (facts: Fault['facts']) => string

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

export const caseSentences: Readonly<Record<string, Sentence>> = {
  case_moved: ({ kind, by, at }) =>
    `${text(by)} did something about it (${text(kind)}, at ${text(at)}) since it was looked at, so nothing was done. Look again before you repeat it.`,
  case_barred: ({ action, bar }) => {
    const why = Object.hasOwn(barWords, text(bar)) ? barWords[text(bar) as CaseBar] : 'it does not stand so'
    return `Nothing was done (${text(action)}): ${why}.`
  },
  snooze_unusable: ({ earliest, latest }) =>
    `It can be put off until a time from ${text(earliest)} to ${text(latest)}.`,
  exception_unknown: ({ exception }) => `There is no exception ${text(exception)} with rows to decide on.`,
  exception_resolved: ({ exception }) =>
    `Exception ${text(exception)} is resolved. "exceptions act ${text(exception)} reopen" opens it again.`,
  batch_undecided: ({ batch, state }) =>
    `Batch ${text(batch)} is ${text(state)} itself, so its rows are not decided on one by one.`,
  nothing_left: ({ exception }) => `None of these rows of exception ${text(exception)} is left to be decided on.`,
  row_not_in_exception: ({ exception, line }) =>
    `Line ${text(line)} is not among the rows of exception ${text(exception)} that are left. "exceptions rows ${text(exception)}" lists them.`,
  rows_too_many: ({ rows, rowsMax }) =>
    `These are ${text(rows)} rows; at most ${text(rowsMax)} go at once. Name some of them with --lines.`,
  tx_id_taken: ({ line, txId, batch, otherLine }) =>
    `Line ${text(line)}: another row has the TxId ${text(txId)}, on line ${text(otherLine)} of batch ${text(batch)}.`,
  row_unusable: ({ line, field, problem }) =>
    `Line ${text(line)} can't be posted so: ${text(field)} is not usable (${text(problem)}).`,
  row_client_unknown: ({ line, client }) =>
    `Line ${text(line)} is a payment of ${text(client)}, who has no wallet. "wallets open ${text(client)}" opens one.`,
  rows_lack_money: ({ line, client, available, amount, rows }) =>
    `The wallet of ${text(client)} has ${text(available)} minor units, and the payment on line ${text(line)} needs ${text(amount)}; ${text(rows)} rows lack money.`,
  only_payments: ({ line }) =>
    `Line ${text(line)} is a top-up, which leaves nothing to write off. Name payments with --lines.`,
  count_differs: ({ cases }) => `Other cases are meant than were reviewed: ${text(cases)} by now. Review them again.`,
}

const barWords: Readonly<Record<CaseBar, string>> = {
  not_permitted: 'you may not do that',
  resolved: 'the exception is resolved',
  not_resolved: 'the exception is not resolved, so there is nothing to open again',
  awaits_approval: 'a proposal about it waits for a second person; decide on that first',
  no_rows: 'it stands for no rows that could be posted or refused',
  nothing_left: 'every row of it is decided on',
  unreadable: 'its rows can not be read as they are; correct them',
  identity_taken: 'other rows have its TxIds; correct it with another TxId, or merge it as a repeat',
  not_a_repeat: 'its rows repeat no other row',
  batch_not_posted: 'its batch was not posted',
  batch_not_held: 'its batch is not held',
  batch_partly_posted: 'a part of its batch is posted, so the batch can only be released or reversed',
  batch_undecided: 'its batch itself waits for a decision',
  producer_suspended: 'the producer is suspended',
  no_producer: 'it is about no producer',
  no_client: 'it is not about a single client',
  no_batch: 'it is about no batch',
  no_transaction: 'it is about no transaction that is posted',
  rows_are_held: 'rows of it are held; post them or reject them',
  nothing_to_write_off: 'only held payments leave something to write off',
  posted_stays: 'what is posted stays posted; a reversal undoes it',
}

const resolutionWords: Readonly<Record<Resolution, string>> = {
  posted: 'posted',
  rejected: 'rejected',
  corrected: 'corrected and posted',
  merged: 'merged as a repeat',
  written_off: 'written off',
  confirmed_by_client: 'confirmed by the client',
  not_a_problem: 'not a problem',
}

const rows = (count: number): string => `${count.toLocaleString('en')} row${count === 1 ? '' : 's'}`

export const caseSaid = {
  stands: (exception: Exception, { time }: Figures): string => {
    const { id, left, rows: all, status, snoozedUntil } = exception
    const rest = status !== 'resolved' && all > 0 ? ` ${left} of ${rows(all)} ${left === 1 ? 'is' : 'are'} left.` : ''
    const asleep = snoozedUntil === null ? '' : ` It is out of sight until ${time(snoozedUntil)}.`
    return `Exception ${id} is ${standingWords(exception)}.${rest}${asleep}`
  },

  wouldDo: ({ needsApproval, rows: decided, left, ...after }: CaseEffect): string => {
    const who = needsApproval ? 'A second person would have to agree.' : 'It would be done at once.'
    const about = decided + left === 0 ? '' : ` It decides on ${rows(decided)}; ${left} would be left.`
    return `${who}${about} The exception would be ${standingWords(after)}. Nothing was done now.`
  },

  mayDo: (actions: readonly ActionStanding[]): string => {
    const possible = actions.filter(({ bar }) => bar === null)
    if (possible.length === 0) return 'There is nothing that you may do about it now.'
    const names = possible.map(({ action, needsApproval }) => `${action}${needsApproval ? ' (needs approval)' : ''}`)
    return `You may: ${names.join(', ')}.`
  },

  /** What came of a proposal about rows; undefined of any other kind. */
  settled: ({ kind, result }: Pick<Proposal, 'kind' | 'result'>): string | undefined => {
    const done = Object.hasOwn(settledWords, kind) ? settledWords[kind] : undefined
    if (done === undefined || typeof result !== 'object' || result === null || !('rows' in result)) return undefined
    return `${rows(Number(result.rows))} of exception ${text(result.exception)} ${result.rows === 1 ? 'was' : 'were'} ${done}.`
  },
} as const

const settledWords: Readonly<Record<string, string>> = {
  rows_post: 'posted',
  rows_correct: 'corrected and posted',
  rows_write_off: 'written off',
}

type Standing = Pick<Exception, 'status' | 'resolution'> & Partial<Pick<Exception, 'waitingFor' | 'owner'>>

function standingWords({ status, resolution, waitingFor, owner }: Standing): string {
  switch (status) {
    case 'open':
      return 'open'
    case 'in_progress':
      return owner === undefined || owner === null ? 'in progress' : `in progress, with ${owner}`
    case 'waiting':
      return waitingFor === undefined || waitingFor === null ? 'waiting' : `waiting for ${awaitedWords[waitingFor]}`
    case 'resolved':
      return `resolved: ${resolution === null ? 'for good' : resolutionWords[resolution]}`
    default:
      return status satisfies never
  }
}

const awaitedWords = { client: 'the client', producer: 'the producer', approval: 'a second person' } as const

/** What each action needs to know, for help. */
export const actionForms: Readonly<Record<Exclude<CaseAction, 'ask_client' | 'ask_producer'>, string>> = {
  assign: '--to USER              who works on it; - for nobody',
  snooze: '--until INSTANT        out of sight until then; - wakes it',
  note: '--text TEXT            said in its history',
  post: '[--lines L] --reason   post its rows although a rule spoke against it; needs approval',
  correct: '--rows FILE --reason   post its rows with what FILE says instead; needs approval',
  write_off: '[--lines L] --reason   pay held payments at our own cost; needs approval',
  reverse: '--reason               undo the transaction that it is about; needs approval',
  reject: '[--lines L] --reason   its rows are never posted',
  merge: '[--lines L] --reason   its rows are repeats of what is there',
  dismiss: '--reason               it is no problem',
  suspend_producer: '--reason               nothing more is taken from its producer',
  release_batch: '--reason               post its held batch; needs approval',
  reject_batch: '--reason               nothing of its held batch is posted',
  reopen: '--reason               take back how it ended, where nothing was posted',
}
