/** Messages as they are kept, each with what was asked and answered by it. */
import { randomUUID } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { isoOf } from '../calendar/instant.ts'
import type { Message, MessageState, MessageTemplate, Question } from '../contract/messages.ts'
import type { Channel, Language } from '../contract/settings.ts'
import { settingInForce } from '../settings/in-force.ts'
import type { QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { undoMs } from './back-off.ts'
import { mailLinkOf } from './mailto.ts'

/** A digest is to one of the staff: it is no contact with anybody, and shown to nobody. */
export type MessageDraft = Readonly<{
  exception: number | null
  client: string | null
  producer: number | null
  user?: number
  channel: Channel
  template: MessageTemplate | 'digest'
  language: Language
  name: string | null
  to: string
  subject: string
  text: string
  by: string
  remindsOf?: number
}>

/** How a message leaves: through the mail server, by the person's own mail program, or some other way that is recorded. */
export type Goes = 'mail_server' | 'mail_program' | 'recorded'

export function goesBy(raw: Database, channel: Channel): Goes {
  if (channel !== 'email') return 'recorded'
  const { host, fromAddress } = settingInForce(raw, 'mail').value
  return host === null || fromAddress === null ? 'mail_program' : 'mail_server'
}

type Leaving = Readonly<{
  goes: Goes
  at: number
  sentAt?: number | undefined
  /** Somebody waits for it, and nobody could want it back. */
  atOnce?: boolean
  /** Somebody sits and waits for it: it goes ahead of the others. */
  isUrgent?: boolean
}>

/** Answers its number. One that goes out waits first, unless nobody could want it back. */
export function insertMessage(
  raw: Database,
  draft: MessageDraft,
  { goes, at, sentAt = at, atOnce = false, isUrgent = false }: Leaving,
): number {
  const sends = goes === 'mail_server'
  const { lastInsertRowid } = statementsOf(raw).insert.run({
    ...draft,
    user: draft.user ?? null,
    remindsOf: draft.remindsOf ?? null,
    state: ({ mail_server: 'waiting', mail_program: 'handed_over', recorded: 'recorded' } as const)[goes],
    nextAttemptAt: sends
      ? at + (draft.remindsOf === undefined && draft.user === undefined && !atOnce ? undoMs : 0)
      : null,
    sentAt: goes === 'recorded' ? sentAt : null,
    urgent: Number(isUrgent),
    smtpId: sends ? smtpIdOf(settingInForce(raw, 'mail').value.fromAddress ?? '') : null,
    at,
  })
  return Number(lastInsertRowid)
}

/** Fixed before the first try: whoever gets a message twice can tell that it is one. */
const smtpIdOf = (from: string): string => `<${randomUUID()}@${from.slice(from.lastIndexOf('@') + 1)}>`

export type MessagePage = Readonly<{
  exception?: number | undefined
  client?: string | undefined
  producer?: number | undefined
  state?: MessageState | undefined
  before: number | null
  limit: number
}>

export function listMessages(
  { raw }: Pick<QueryContext, 'raw'>,
  { before, limit, ...filter }: MessagePage,
): Readonly<{ items: Message[]; more: boolean }> {
  const conditions = (Object.keys(columnOf) as (keyof typeof columnOf)[])
    .filter((name) => filter[name] !== undefined)
    .map((name) => `message.${columnOf[name]} = @${name}`)
  const where = ['message.id < @before', 'message.user_id IS NULL', ...conditions].join(' AND ')
  const rows = raw
    .prepare(`${selectMessages} WHERE ${where} ORDER BY message.id DESC LIMIT @limit`)
    .all({ ...filter, before: before ?? Number.MAX_SAFE_INTEGER, limit: limit + 1 }) as Row[]
  return { items: rows.slice(0, limit).map(messageOf), more: rows.length > limit }
}

export function findMessage({ raw }: Pick<QueryContext, 'raw'>, { id }: Readonly<{ id: number }>): Message | null {
  const row = statementsOf(raw).find.get(id) as Row | undefined
  return row === undefined ? null : messageOf(row)
}

/** As the outbox takes it, to whomever it is. */
export function findOutgoing(raw: Database, id: number): (Message & Readonly<{ user: number | null }>) | null {
  const row = statementsOf(raw).outgoing.get(id) as (Row & Readonly<{ user: number | null }>) | undefined
  return row === undefined ? null : { ...messageOf(row), user: row.user }
}

const columnOf = { exception: 'exception_id', client: 'client_id', producer: 'producer_id', state: 'state' } as const

type Row = Omit<Message, 'nextAttemptAt' | 'createdAt' | 'sentAt' | 'mailto' | 'mailtoHasText' | 'question'> &
  Readonly<{ nextAttemptAt: number | null; createdAt: number; sentAt: number | null }> &
  (
    | Readonly<{ of: null }>
    | (Omit<Question, 'state' | 'expiresAt' | 'answeredAt' | 'frozen'> &
        Readonly<{
          questionState: Question['state']
          expiresAt: number
          answeredAt: number | null
          frozen: number
        }>)
  )

function messageOf(row: Row): Message {
  const { id, exception, client, producer, producerName, channel, template, language, name, to, subject, text } = row
  const link = row.state === 'handed_over' ? mailLinkOf({ to, subject, text }) : null
  return {
    id,
    exception,
    client,
    producer,
    producerName,
    channel,
    template,
    language,
    name,
    to,
    subject,
    text,
    state: row.state,
    attempts: row.attempts,
    nextAttemptAt: orNull(row.nextAttemptAt),
    lastError: row.lastError,
    lastReply: row.lastReply,
    createdAt: isoOf(row.createdAt),
    createdBy: row.createdBy,
    sentAt: orNull(row.sentAt),
    messageId: row.messageId,
    remindsOf: row.remindsOf,
    mailto: link?.mailto ?? null,
    mailtoHasText: link?.hasText ?? false,
    question: questionOf(row),
  }
}

function questionOf(row: Row): Question | null {
  if (row.of === null) return null
  const { of, line, remindersSent, answer, note, answeredBy, answeredVia, fraudCase } = row
  return {
    of,
    line,
    remindersSent,
    answer,
    note,
    answeredBy,
    answeredVia,
    fraudCase,
    state: row.questionState,
    expiresAt: isoOf(row.expiresAt),
    answeredAt: orNull(row.answeredAt),
    frozen: row.frozen === 1,
  }
}

const orNull = (at: number | null): string | null => (at === null ? null : isoOf(at))

const selectMessages = `
  SELECT message.id, message.user_id AS user, message.exception_id AS exception, message.client_id AS client, message.producer_id AS producer,
    producer.name AS producerName, message.channel, message.template, message.language, message.name,
    message.address AS "to", message.subject, message.text, message.state, message.attempts,
    message.next_attempt_at AS nextAttemptAt, message.last_error AS lastError, message.last_reply AS lastReply,
    message.created_at AS createdAt, message.created_by AS createdBy, message.sent_at AS sentAt,
    message.smtp_id AS messageId, message.reminds_of AS remindsOf,
    question.party AS "of", question.line, question.state AS questionState, question.expires_at AS expiresAt,
    (SELECT count(*) FROM message AS reminder
      WHERE reminder.reminds_of = message.id AND reminder.state <> 'cancelled') AS remindersSent,
    question.answer, question.note, question.answered_at AS answeredAt, question.answered_by AS answeredBy,
    question.answered_via AS answeredVia, question.frozen, question.fraud_case AS fraudCase
  FROM message LEFT JOIN producer ON producer.id = message.producer_id
  LEFT JOIN question ON question.message_id = message.id`

const statementsOf = perConnection((raw) => ({
  insert: raw.prepare(`
    INSERT INTO message (exception_id, client_id, producer_id, user_id, channel, template, language, name, address, subject, text,
      state, next_attempt_at, created_at, created_by, sent_at, smtp_id, reminds_of, urgent)
    VALUES (@exception, @client, @producer, @user, @channel, @template, @language, @name, @to, @subject, @text,
      @state, @nextAttemptAt, @at, @by, @sentAt, @smtpId, @remindsOf, @urgent)`),
  find: raw.prepare(`${selectMessages} WHERE message.id = ? AND message.user_id IS NULL`),
  outgoing: raw.prepare(`${selectMessages} WHERE message.id = ?`),
}))
