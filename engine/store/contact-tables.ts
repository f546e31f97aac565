/** The tables of contact as Kysely sees them: a part of `Tables`. */
import type { Generated } from 'kysely'
import type { ClientAnswer, MessageError, MessageState, MessageTemplate, Question } from '../contract/messages.ts'
import type { Channel, Language } from '../contract/settings.ts'
import type { Once } from './tables.ts'

export type ContactTables = {
  client_contact: {
    client_id: string
    name: string | null
    email: string | null
    phone: string | null
    address: string | null
    language: Language | null
    channel: Channel
    version: number
    changed_at: number
    changed_by: string
    email_since: number | null
    codes_from: number | null
    last_email: string | null
  }
  mail_password: { id: number; password: string; set_at: number; set_by: string }
  message: {
    id: Generated<number>
    exception_id: Once<number | null>
    client_id: Once<string | null>
    producer_id: Once<number | null>
    user_id: Once<number | null>
    channel: Once<Channel>
    template: Once<MessageTemplate | 'digest'>
    language: Once<Language>
    name: Once<string | null>
    address: Once<string>
    subject: Once<string>
    text: Once<string>
    state: MessageState
    attempts: Generated<number>
    next_attempt_at: number | null
    last_error: MessageError | null
    last_reply: string | null
    created_at: Once<number>
    created_by: Once<string>
    sent_at: number | null
    smtp_id: Once<string | null>
    reminds_of: Once<number | null>
    urgent: Once<number>
  }
  message_attempt: {
    message_id: Once<number>
    attempt: Once<number>
    at: Once<number>
    error: Once<MessageError | null>
    reply: Once<string | null>
  }
  question: {
    message_id: Once<number>
    exception_id: Once<number>
    party: Once<Question['of']>
    line: Once<number | null>
    asked: Once<string | null>
    state: Question['state']
    expires_at: Once<number>
    answer: ClientAnswer | null
    note: string | null
    answered_at: number | null
    answered_by: string | null
    answered_via: Question['answeredVia']
    frozen: Generated<number>
    fraud_case: number | null
  }
  answer_link: {
    hash: Once<Buffer>
    question_id: Once<number>
    message_id: Once<number>
    address: Once<string>
    token: Buffer | null
  }
}
