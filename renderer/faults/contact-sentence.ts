/** Why a message was not sent, taken back or answered, and what to do instead. */
import { assertNever } from '../assert-never.ts'
import type { Fault } from '../engine/fault.ts'
import type { Sentence } from './fault-sentence.ts'

const codes = [
  'line_needed',
  'row_unreadable',
  'question_open',
  'contact_missing',
  'answers_unreachable',
  'contact_moved',
  'question_over',
  'answer_unusable',
  'message_not_waiting',
  'message_not_failed',
  'client_needed',
  'no_mail_server',
] as const

export type ContactFault = Extract<Fault, { code: (typeof codes)[number] }>

const known: ReadonlySet<string> = new Set(codes)

export const isContactFault = (fault: Fault): fault is ContactFault => known.has(fault.code)

export function contactSentence(fault: ContactFault): Sentence {
  switch (fault.code) {
    case 'line_needed':
      return { id: 'fault.line_needed', values: { rows: fault.rows } }
    case 'row_unreadable':
      return { id: 'fault.row_unreadable', values: { line: fault.line } }
    case 'question_open':
      return { id: 'fault.question_open', values: { message: String(fault.message) } }
    case 'contact_missing':
      return { id: 'fault.contact_missing', values: { channel: fault.channel } }
    case 'answers_unreachable':
      return { id: `case.ask.bar.${fault.reason}` }
    case 'contact_moved':
    case 'no_mail_server':
      return { id: `fault.${fault.code}` }
    case 'question_over':
    case 'message_not_waiting':
    case 'message_not_failed':
      return { id: `fault.${fault.code}`, values: { state: fault.state } }
    case 'answer_unusable':
      return { id: 'fault.answer_unusable', values: { of: fault.of } }
    case 'client_needed':
      return { id: 'fault.client_needed', values: { clients: fault.clients.join(', ') } }
    default:
      return assertNever(fault)
  }
}
