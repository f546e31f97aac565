/** Messages to clients and producers as they are kept: how they went out, what was asked with them, and what came back. */
import { z } from 'zod'
import { Awaited, ExceptionStatus, Resolution } from './exceptions.ts'
import { plainText } from './money.ts'
import { Channel, Language } from './settings.ts'

/** Lines of text as people write them: no other control characters, no half characters. */
export const textLines = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .regex(/^(?:[^\p{Cc}\p{Cs}]|[\n\t])*$/u)

/** Where the client's own link comes into the text when it is sent. Until then nobody has it, whoever reads the message. */
export const answerLinkMark = '[answer link]'

export const ClientContactDraft = z.strictObject({
  name: plainText(120).nullable().default(null),
  email: z.email().max(254).nullable().default(null),
  phone: plainText(40).nullable().default(null),
  address: textLines(500).nullable().default(null),
  /** What messages are written in; what the settings say when null. */
  language: Language.nullable().default(null),
  /** How they want to be reached. */
  channel: Channel.default('email'),
})
export type ClientContactDraft = z.infer<typeof ClientContactDraft>

/** Empty, with the version 0, while nothing is known. */
export const ClientContact = z.object({
  client: z.string(),
  ...ClientContactDraft.shape,
  /** What messages to them are written in now. */
  writtenIn: Language,
  version: z.int(),
  changedAt: z.iso.datetime().nullable(),
  changedBy: z.string().nullable(),
  /** Since when the e-mail address is this one; null where that was not noted yet. */
  emailSince: z.iso.datetime().nullable(),
  /** From when on codes to sign in to the wallet go there; null where they go at once. */
  codesFrom: z.iso.datetime().nullable(),
})
export type ClientContact = z.infer<typeof ClientContact>

export const messageTemplates = ['ask_client', 'ask_producer', 'remind_client', 'remind_producer', 'plain'] as const
export const MessageTemplate = z.enum(messageTemplates)
export type MessageTemplate = z.infer<typeof MessageTemplate>

/**
 * `waiting` to be sent, or to be tried again; `failed` for good. `recorded`: said by phone or sent by post. `handed_over`:
 * opened in the person's own mail program, so that nobody here knows whether it went out.
 */
export const messageStates = ['waiting', 'sending', 'sent', 'failed', 'cancelled', 'recorded', 'handed_over'] as const
export const MessageState = z.enum(messageStates)
export type MessageState = z.infer<typeof MessageState>

export const messageErrors = [
  /** The mail server was not reached, or did not answer in time. */
  'server_unreachable',
  /** It can't be told whether the server is the right one, or it offers no TLS. */
  'tls_failed',
  'sign_in_refused',
  /** The server will not take it, now or ever. */
  'refused_for_now',
  'refused',
  'address_refused',
  /** The connection was cut, or this program ended, when all of it had gone out: it may have arrived or not. */
  'uncertain',
  /** There is no mail server any more. */
  'no_mail_server',
] as const
export const MessageError = z.enum(messageErrors)
export type MessageError = z.infer<typeof MessageError>

export const questionStates = ['open', 'answered', 'expired', 'withdrawn'] as const
export const clientAnswers = ['yes', 'no'] as const
export const ClientAnswer = z.enum(clientAnswers)
export type ClientAnswer = z.infer<typeof ClientAnswer>

/** What was asked with a message, and what came back. */
export const Question = z.object({
  of: z.enum(['client', 'producer']),
  state: z.enum(questionStates),
  expiresAt: z.iso.datetime(),
  /** The row's line, where it is about one of several. */
  line: z.int().nullable(),
  remindersSent: z.int(),
  /** Only of clients: of producers the note says it. */
  answer: ClientAnswer.nullable(),
  note: z.string().nullable(),
  answeredAt: z.iso.datetime().nullable(),
  /** `client` where they pressed the button themselves, else the user who recorded it. */
  answeredBy: z.string().nullable(),
  answeredVia: z.enum(['link', 'phone', 'email', 'post']).nullable(),
  /** What a "no" did. */
  frozen: z.boolean(),
  fraudCase: z.int().nullable(),
})
export type Question = z.infer<typeof Question>

export const Message = z.object({
  id: z.int(),
  exception: z.int().nullable(),
  client: z.string().nullable(),
  producer: z.int().nullable(),
  producerName: z.string().nullable(),
  channel: Channel,
  template: MessageTemplate,
  language: Language,
  /** To whom: a person's name where it is known, and the address, number or postal address that was used. */
  name: z.string().nullable(),
  to: z.string(),
  subject: z.string(),
  /** With `[answer link]` where the client's own link stands. */
  text: z.string(),
  state: MessageState,
  attempts: z.int(),
  /** When it is sent, or tried again; until the first of them it can be taken back. */
  nextAttemptAt: z.iso.datetime().nullable(),
  lastError: MessageError.nullable(),
  /** What the mail server said last, in its own words. */
  lastReply: z.string().nullable(),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  /** When it went out; when it was said or sent, where it is recorded. */
  sentAt: z.iso.datetime().nullable(),
  /** The SMTP Message-ID: the same at every try, so that the receiver can tell a double. */
  messageId: z.string().nullable(),
  /** Of a reminder: the message that it reminds of. */
  remindsOf: z.int().nullable(),
  /** Opens it in the person's own mail program, while it is handed over. */
  mailto: z.string().nullable(),
  /** False where the text was too long for that and has to be copied. */
  mailtoHasText: z.boolean(),
  question: Question.nullable(),
})
export type Message = z.infer<typeof Message>

/** How the case stands after it. */
export const CaseMark = z.object({
  id: z.int(),
  version: z.int(),
  status: ExceptionStatus,
  waitingFor: Awaited.nullable(),
  resolution: Resolution.nullable(),
})
export type CaseMark = z.infer<typeof CaseMark>

/** Why an answer link would lead nowhere. */
export const linkBars = ['no_public_address', 'host_not_serving', 'host_not_at_that_address'] as const
export const LinkBar = z.enum(linkBars)
export type LinkBar = z.infer<typeof LinkBar>

export const Preview = z.object({
  language: Language,
  channel: Channel,
  name: z.string().nullable(),
  /** Null where nothing is known to reach them by. */
  to: z.string().nullable(),
  subject: z.string(),
  text: z.string(),
  /** What sending would do: it goes through the mail server, to the person's own mail program, or is only recorded. */
  goes: z.enum(['mail_server', 'mail_program', 'recorded']),
  /** Why it can't be sent this way. */
  bar: LinkBar.nullable(),
})
export type Preview = z.infer<typeof Preview>
