/**
 * The outbox in the store. A message is sent at most once by itself: it is marked before its text goes out, and one that was
 * marked when the program ended, or whose connection was cut when all of it had gone, may have arrived. It is not sent again
 * unless a person says so, and then under the same Message-ID, by which a receiver can tell the double.
 */
import type { Database } from 'better-sqlite3'
import type { MessageError } from '../contract/messages.ts'
import type { SettingValue } from '../contract/settings.ts'
import { settle } from '../exceptions/raise.ts'
import { invariant } from '../invariant.ts'
import { findWalletLetter, isLetterOver } from '../own-wallet/letters.ts'
import { settingInForce } from '../settings/in-force.ts'
import { type AuditNote, command, type QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { forgetLink, linkOf, withLink } from './answer-link.ts'
import { nextAttemptAt } from './back-off.ts'
import { type FailedMessage, failureCause, noteFailed } from './message-failed.ts'
import { findMessage, findOutgoing } from './messages.ts'
import type { Mail } from './smtp.ts'

export type MailServer = Readonly<{ settings: SettingValue<'mail'>; password: string | null }>

/** What there is to do for the outbox: a message, or when to look again. */
export type NextToSend =
  | Readonly<{ status: 'due'; message: number; server: MailServer }>
  | Readonly<{ status: 'later'; at: number | null }>

const minuteMs = 60_000
/** So much of what may go out in a minute goes to letters that somebody waits for, where others wait as well. */
const urgentShare = 0.8

export function nextToSend({ raw }: Pick<QueryContext, 'raw'>, { at }: Readonly<{ at: number }>): NextToSend {
  const { next, within } = statementsOf(raw)
  const first = next.get() as Readonly<{ id: number; dueAt: number }> | undefined
  if (first === undefined) return { status: 'later', at: null }
  if (first.dueAt > at) return { status: 'later', at: first.dueAt }
  const server = mailServer({ raw }, null)
  const { ratePerMinute } = server.settings
  // The first of so many tries is a minute old before there is room for another.
  const crowding = within.get({ from: at - minuteMs, skip: ratePerMinute - 1 }) as number | undefined
  if (crowding !== undefined) return { status: 'later', at: crowding + minuteMs + 1 }
  return { status: 'due', message: chosen(raw, { at, ratePerMinute }) ?? first.id, server }
}

/** Whoever asks for codes all day must not keep everybody else's letters back. */
function chosen(raw: Database, { at, ratePerMinute }: Readonly<{ at: number; ratePerMinute: number }>) {
  const { nextUrgent, nextOther, urgentWithin } = statementsOf(raw)
  const urgent = nextUrgent.get(at) as number | undefined
  const other = nextOther.get(at) as number | undefined
  if (urgent === undefined || other === undefined) return urgent ?? other
  const most = Math.max(1, Math.floor(ratePerMinute * urgentShare))
  return (urgentWithin.get(at - minuteMs) as number) < most ? urgent : other
}

export const mailServer = ({ raw }: Pick<QueryContext, 'raw'>, _: null): MailServer => ({
  settings: settingInForce(raw, 'mail').value,
  password: (statementsOf(raw).password.get() as string | undefined) ?? null,
})

type Which = Readonly<{ message: number }>

type Begun =
  | Readonly<{
      status: 'go'
      mail: Mail
      /** By what the code is made that the mail still lacks. */
      codeFrom: Uint8Array | null
    }>
  | Readonly<{ status: 'not_waiting' }>

/** Asked when the server is ready to take it. The record of how it ended stands for it. */
export const beginSending = command({
  topics: ['contact'],
  record: null,
  run: ({ raw, at }, { message: id }: Which): Begun => {
    const message = findOutgoing(raw, id)
    if (message?.state !== 'waiting') return { status: 'not_waiting' }
    const asked = findMessage({ raw }, { id: message.remindsOf ?? id })?.question
    if (asked !== null && asked !== undefined && asked.state !== 'open') {
      // Somebody answered meanwhile, or it is too late to.
      statementsOf(raw).cancel.run(id)
      return { status: 'not_waiting' }
    }
    const ofWallet = findWalletLetter(raw, id)
    if (ofWallet !== null && isLetterOver(ofWallet, at)) {
      statementsOf(raw).cancel.run(id)
      return { status: 'not_waiting' }
    }
    statementsOf(raw).begin.run(id)
    const { name, to, subject, text, language, messageId } = message
    invariant(messageId !== null, 'a message that goes out has no Message-ID', { id })
    const link = linkOf(raw, id)
    const whole = link === null ? text : withLink(text, link)
    const mail = { name, to, subject, text: whole, language, messageId }
    return { status: 'go', mail, codeFrom: ofWallet?.hash ?? null }
  },
})

export type SendingEnd =
  | Readonly<{ status: 'sent'; reply: string }>
  | Readonly<{ status: 'failed'; error: MessageError; reply: string | null }>

type Ended = Readonly<{ status: 'sent' | 'failed' | 'to_be_tried_again' | 'not_sending'; error: MessageError | null }>

/** How a try ended, also one that did not come as far as the text. */
export const endSending = command({
  topics: ['contact', 'exceptions'],
  record: ({ message }: Which & Readonly<{ end: SendingEnd }>, { status, error }: Ended) => ({
    action: 'contact.send_mail',
    subject: `message:${message}`,
    outcome: status,
    detail: error === null ? {} : { error },
  }),
  run: ({ raw, at }, { message: id, end }): Ended => {
    const message = findOutgoing(raw, id)
    if (message?.state !== 'sending' && message?.state !== 'waiting') return { status: 'not_sending', error: null }
    const attempt = message.attempts + 1
    const error = end.status === 'sent' ? null : end.error
    statementsOf(raw).note.run({ id, attempt, at, error, reply: end.reply })
    if (end.status === 'sent') {
      statementsOf(raw).sent.run({ id, at, attempt, reply: end.reply })
      forgetLink(raw, id)
      const { client, producer } = message
      settle(raw, at, failureCause({ id, client, producer }), 'not_a_problem')
      return { status: 'sent', error: null }
    }
    const nextAt = isForGood(end.error) ? null : nextAttemptAt(attempt, at)
    statementsOf(raw).failed.run({ id, attempt, nextAt, error, reply: end.reply })
    if (nextAt !== null) return { status: 'to_be_tried_again', error }
    noteFailed(raw, at, message, end.error)
    return { status: 'failed', error }
  },
})

/** The server will never take it, or may have taken it. */
const isForGood = (error: MessageError): boolean =>
  error === 'refused' || error === 'address_refused' || error === 'uncertain'

type Interrupted = Readonly<{ messages: readonly number[] }>

/** At the start: whatever was being sent when the program ended may have arrived or not. */
export const noteInterrupted = command({
  topics: ['contact', 'exceptions'],
  record: (_: null, { messages }: Interrupted): AuditNote => ({
    action: 'contact.send_mail',
    subject: 'outbox',
    outcome: messages.length === 0 ? 'done' : 'uncertain',
    detail: { messages },
  }),
  run: ({ raw, at }): Interrupted => {
    const { sending, note, failed } = statementsOf(raw)
    const cut = sending.all() as (FailedMessage & Readonly<{ attempts: number }>)[]
    for (const message of cut) {
      const { id, attempts } = message
      const [attempt, error] = [attempts + 1, 'uncertain'] as const
      note.run({ id, attempt, at, error, reply: null })
      failed.run({ id, attempt, nextAt: null, error, reply: null })
      noteFailed(raw, at, message, error)
    }
    return { messages: cut.map(({ id }) => id) }
  },
})

export const anySending = ({ raw }: Pick<QueryContext, 'raw'>, _: null): boolean =>
  statementsOf(raw).sending.get() !== undefined

const dueFirst = (which: string): string => `
  SELECT id FROM message WHERE next_attempt_at IS NOT NULL AND ${which} AND next_attempt_at <= ?
  ORDER BY next_attempt_at, id LIMIT 1`

const statementsOf = perConnection((raw: Database) => ({
  next: raw.prepare(`
    SELECT id, next_attempt_at AS dueAt FROM message WHERE next_attempt_at IS NOT NULL
    ORDER BY next_attempt_at, id LIMIT 1`),
  nextUrgent: raw.prepare(dueFirst('urgent = 1')).pluck(),
  nextOther: raw.prepare(dueFirst('urgent = 0')).pluck(),
  urgentWithin: raw
    .prepare(`
      SELECT count(*) FROM message_attempt JOIN message ON message.id = message_attempt.message_id
      WHERE message_attempt.at > ? AND message.urgent = 1`)
    .pluck(),
  within: raw.prepare('SELECT at FROM message_attempt WHERE at > @from ORDER BY at DESC LIMIT 1 OFFSET @skip').pluck(),
  password: raw.prepare('SELECT password FROM mail_password').pluck(),
  begin: raw.prepare(`UPDATE message SET state = 'sending', next_attempt_at = NULL WHERE id = ?`),
  cancel: raw.prepare(`UPDATE message SET state = 'cancelled', next_attempt_at = NULL WHERE id = ?`),
  note: raw.prepare(`
    INSERT INTO message_attempt (message_id, attempt, at, error, reply) VALUES (@id, @attempt, @at, @error, @reply)`),
  sent: raw.prepare(`
    UPDATE message SET state = 'sent', next_attempt_at = NULL, attempts = @attempt, sent_at = @at, last_error = NULL,
      last_reply = @reply
    WHERE id = @id`),
  failed: raw.prepare(`
    UPDATE message SET state = iif(@nextAt IS NULL, 'failed', 'waiting'), next_attempt_at = @nextAt, attempts = @attempt,
      last_error = @error, last_reply = @reply
    WHERE id = @id`),
  sending: raw.prepare(`
    SELECT id, exception_id AS exception, client_id AS client, producer_id AS producer, user_id AS user,
      attempts FROM message
    WHERE state = 'sending' ORDER BY id`),
}))
