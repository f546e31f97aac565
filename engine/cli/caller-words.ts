/** Sentences for what keeps a program from being agreed on, from getting a key or from being stopped. */
import type { Fault } from './fault.ts'

type Sentence = (facts: Fault['facts']) => string

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

export const callerSentences: Readonly<Record<string, Sentence>> = {
  address_not_listed: ({ address }) => `This key may not be used from ${text(address)}.`,
  no_producer: () => 'This key belongs to no producer.',
  order_unknown: ({ order }) => `The client paid for no order ${text(order)}.`,
  order_ambiguous: ({ order }) => `Several payments have the order ${text(order)}: name the transaction.`,
  caller_unknown: ({ caller }) => `There is no program ${text(caller)} of this name.`,
  caller_name_taken: ({ name }) =>
    `${text(name)} is, or was, a person or a program here; names are not given twice. Choose another.`,
  caller_stopped: () => 'The program was stopped, and stays so. Propose a new one under another name.',
  caller_unchanged: () => 'That is what is agreed on already: nothing would change.',
  caller_needs_producer: ({ scope }) => `${text(scope)} is for one producer: say whose program it is.`,
  caller_expiry_unusable: ({ latest }) =>
    `The program can not be agreed on for that long, or that time is over. The latest is ${text(latest)}.`,
  caller_agreed_by_oneself: () =>
    'You agreed to what this program may do, so another administrator has to make its key.',
  caller_expired: ({ expiredAt }) =>
    `What was agreed on ended at ${text(expiredAt)}, so no key is made. Propose a later time first.`,
}
