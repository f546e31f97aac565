/**
 * Writing to clients and producers, and what they answer. What goes out by e-mail waits ten seconds in an outbox, so that it
 * can be taken back; what was said by phone or sent by post is recorded. An answer moves a case and never posts money.
 */
import { z } from 'zod'
import { CaseAction, CaseBar } from './case-actions.ts'
import { caseFaults } from './cases.ts'
import { ClientId } from './client-id.ts'
import { notFound } from './fault.ts'
import {
  CaseMark,
  ClientAnswer,
  ClientContact,
  ClientContactDraft,
  LinkBar,
  Message,
  MessageError,
  MessageState,
  Preview,
  questionStates,
  textLines,
} from './messages.ts'
import { plainText, TransactionNumber } from './money.ts'
import { operationFaults } from './operations.ts'
import { pageInput, pageOf } from './page.ts'
import { procedure } from './procedure.ts'
import { Channel, Language } from './settings.ts'

const Subject = plainText(200)
const Text = textLines(10_000)

const Sent = z.object({ message: Message, case: CaseMark.nullable() })

export const contactFaults = {
  not_found: notFound,
  key_reused_with_other_content: operationFaults.key_reused_with_other_content,
  case_moved: caseFaults.case_moved,
  case_barred: { status: 409, data: z.object({ action: CaseAction, bar: CaseBar }) },
  /** It stands for several rows, or for none: which one is asked about has to be said. */
  line_needed: { status: 409, data: z.object({ rows: z.int() }) },
  /** Nobody can be asked about a row whose date, amount or client can't be read. */
  row_unreadable: { status: 409, data: z.object({ line: z.int() }) },
  /** An earlier question about the case is still open. */
  question_open: { status: 409, data: z.object({ message: z.int() }) },
  /** Nothing is known to reach them by. */
  contact_missing: { status: 409, data: z.object({ channel: Channel }) },
  /** The client could not open the link: they can be asked by phone. */
  answers_unreachable: { status: 409, data: z.object({ reason: LinkBar }) },
} as const

const key = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[\x21-\x7e]+$/)
const ExceptionNumber = z.int().min(1)
const MessageNumber = z.coerce.number().int().min(1)

/** What was seen of the case, and the key under which asking again does nothing more. */
const onCase = { exception: ExceptionNumber, version: z.int(), key }

/** What a person made of the template; as the template has it when left out. */
const written = { language: Language.optional(), subject: Subject.optional(), text: Text.optional() }

const addressOrNumber = plainText(254).meta({ examples: ['anna@example.com'] })

/** Which of a producer's contacts: by its place among them, or any other address or number. The first that fits without. */
const ProducerContact = z.object({
  contact: z
    .int()
    .min(0)
    .max(49)
    .optional()
    .meta({ examples: [0] }),
  to: addressOrNumber.optional(),
})

const Recipient = z.discriminatedUnion('of', [
  z.strictObject({ of: z.literal('client'), client: ClientId, to: addressOrNumber.optional() }),
  z.strictObject({ of: z.literal('producer'), producer: z.int().min(1), ...ProducerContact.shape }),
])

export const clientContacts = {
  contact: procedure({
    method: 'GET',
    path: '/clients/{client}/contact',
    summary: 'How a client is reached; each look is recorded',
    access: 'contact.read',
  })
    .errors({ not_found: notFound })
    .input(z.object({ client: ClientId }))
    .output(ClientContact),
  setContact: procedure({
    method: 'PUT',
    path: '/clients/{client}/contact',
    summary: 'Change how a client is reached',
    access: 'contact.send',
  })
    .errors({
      not_found: notFound,
      contact_moved: { status: 409, data: z.object({ expected: z.int(), found: z.int() }) },
    })
    .input(z.object({ client: ClientId, expectedVersion: z.int().min(0), contact: ClientContactDraft }))
    .output(ClientContact),
}

export const contact = {
  status: procedure({
    method: 'GET',
    path: '/messages/status',
    summary: 'Whether messages can be sent and answer links be opened, and how many wait',
    access: 'signed_in',
  }).output(
    z.object({
      /** Null without a mail server: messages open in the person's own mail program. */
      mailServer: z.string().nullable(),
      from: z.string().nullable(),
      passwordSetAt: z.iso.datetime().nullable(),
      linkBar: LinkBar.nullable(),
      waiting: z.int(),
      failed: z.int(),
      undoSeconds: z.int(),
    }),
  ),
  messages: procedure({
    method: 'GET',
    path: '/messages',
    summary:
      'Messages with their answers, newest first: of a case, a client or a producer; a look at clients is recorded',
    access: 'contact.read',
  })
    .input(
      z.object({
        exception: z.coerce.number().int().optional(),
        client: ClientId.optional(),
        producer: z.coerce.number().int().optional(),
        state: MessageState.optional(),
        ...pageInput,
      }),
    )
    .output(pageOf(Message)),
  message: procedure({
    method: 'GET',
    path: '/messages/{message}',
    summary: 'One message with its answer; a look at a client’s is recorded',
    access: 'contact.read',
  })
    .errors({ not_found: notFound })
    .input(z.object({ message: MessageNumber }))
    .output(Message),
  preview: procedure({
    method: 'POST',
    path: '/messages/preview',
    summary: 'A message as it would be sent, with everything filled in; nothing is sent',
    access: 'contact.send',
  })
    .errors({
      not_found: notFound,
      case_barred: contactFaults.case_barred,
      line_needed: contactFaults.line_needed,
      row_unreadable: contactFaults.row_unreadable,
    })
    .input(
      z.discriminatedUnion('template', [
        z.strictObject({
          template: z.literal('ask_client'),
          exception: ExceptionNumber,
          line: z.int().min(1).optional(),
          language: Language.optional(),
          channel: Channel.optional(),
        }),
        z.strictObject({
          template: z.literal('ask_producer'),
          exception: ExceptionNumber,
          language: Language.optional(),
          channel: Channel.optional(),
          ...ProducerContact.shape,
        }),
        z.strictObject({
          template: z.literal('plain'),
          recipient: Recipient,
          language: Language.optional(),
          channel: Channel.optional(),
        }),
      ]),
    )
    .output(Preview),
  askClient: procedure({
    method: 'POST',
    path: '/messages/ask-client',
    summary: 'Ask a client whether they made a transaction; the case then waits for them',
    access: 'contact.send',
  })
    .errors(contactFaults)
    .input(z.strictObject({ ...onCase, line: z.int().min(1).optional(), channel: Channel, ...written }))
    .output(Sent),
  askProducer: procedure({
    method: 'POST',
    path: '/messages/ask-producer',
    summary: 'Ask a producer about rows, a file or one that did not come; the case then waits for them',
    access: 'contact.send',
  })
    .errors(contactFaults)
    .input(z.strictObject({ ...onCase, ...ProducerContact.shape, channel: Channel, ...written }))
    .output(Sent),
  send: procedure({
    method: 'POST',
    path: '/messages',
    summary: 'Write to a client or a producer without asking anything; a case that it is about keeps it',
    access: 'contact.send',
  })
    .errors(contactFaults)
    .input(
      z.strictObject({
        recipient: Recipient,
        exception: ExceptionNumber.optional(),
        key,
        channel: Channel,
        language: Language.optional(),
        subject: Subject,
        text: Text,
      }),
    )
    .output(Sent),
  tell: procedure({
    method: 'POST',
    path: '/messages/tell',
    summary: 'Record what was said by phone, or sent some other way, to a client or a producer',
    access: 'contact.send',
  })
    .errors(contactFaults)
    .input(
      z.strictObject({
        recipient: Recipient,
        exception: ExceptionNumber.optional(),
        key,
        channel: Channel,
        /** Now, when it is not said. */
        at: z.iso.datetime().optional(),
        subject: Subject.optional(),
        text: Text,
      }),
    )
    .output(Sent),
  recordAnswer: procedure({
    method: 'POST',
    path: '/messages/{message}/answer',
    summary: 'Record an answer that came by phone, post or e-mail; it does what the answer’s own link would do',
    access: 'contact.send',
  })
    .errors({
      not_found: notFound,
      question_over: { status: 409, data: z.object({ state: z.enum(questionStates).exclude(['open']) }) },
      /** A client's answer is yes or no; a producer's is what they said. */
      answer_unusable: { status: 400, data: z.object({ of: z.enum(['client', 'producer']) }) },
    })
    .input(
      z.object({
        message: MessageNumber,
        answer: ClientAnswer.optional(),
        note: textLines(2_000).optional(),
        via: z.enum(['phone', 'email', 'post']),
      }),
    )
    .output(Sent),
  cancel: procedure({
    method: 'POST',
    path: '/messages/{message}/cancel',
    summary:
      'Take back a message that was not sent yet, or a question that nobody answered; its case waits for it no more',
    access: 'contact.send',
  })
    .errors({ not_found: notFound, message_not_waiting: { status: 409, data: z.object({ state: MessageState }) } })
    .input(z.object({ message: MessageNumber }))
    .output(Sent),
  sendAgain: procedure({
    method: 'POST',
    path: '/messages/{message}/send-again',
    summary: 'Try a message again that could not be sent',
    access: 'contact.send',
  })
    .errors({
      not_found: notFound,
      message_not_failed: { status: 409, data: z.object({ state: MessageState }) },
      question_over: { status: 409, data: z.object({ state: z.enum(questionStates).exclude(['open']) }) },
    })
    .input(z.object({ message: MessageNumber }))
    .output(Sent),
  questionTransaction: procedure({
    method: 'POST',
    path: '/messages/question-transaction',
    summary: 'Open a case about a posted transaction, so that its client can be asked about it',
    access: 'contact.send',
  })
    .errors({
      transaction_unknown: operationFaults.transaction_unknown,
      /** It moved no client's money, or several clients': which one has to be said. */
      client_needed: { status: 409, data: z.object({ clients: z.array(z.string()) }) },
    })
    .input(z.strictObject({ transaction: TransactionNumber, client: ClientId.optional(), reason: plainText(500) }))
    .output(CaseMark),
  setMailPassword: procedure({
    method: 'PUT',
    path: '/messages/mail-password',
    summary: 'Set the password for the mail server, or take it away; it can be read by nobody again',
    access: 'contact.manage',
  })
    .input(z.object({ password: z.string().min(1).max(500).nullable() }))
    .output(z.object({ passwordSetAt: z.iso.datetime().nullable() })),
  testMail: procedure({
    method: 'POST',
    path: '/messages/test-mail',
    summary: 'Send a test message with the settings in force, and say what the mail server said',
    access: 'contact.manage',
  })
    .errors({ no_mail_server: { status: 409 } })
    .input(z.object({ to: z.email().max(254), language: Language.optional() }))
    .output(
      z.object({
        sent: z.boolean(),
        error: MessageError.nullable(),
        /** In the mail server's own words, where it said any. */
        reply: z.string().nullable(),
        tls: z.string().nullable(),
        tookMs: z.int(),
      }),
    ),
}
