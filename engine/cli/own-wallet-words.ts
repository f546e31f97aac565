/** Sentences for what a client is refused about their own wallet. */
import type { Fault } from './fault.ts'

type Sentence = (facts: Fault['facts']) => string

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

export const ownWalletSentences: Readonly<Record<string, Sentence>> = {
  code_refused: () => 'The code is wrong, too old or used. Ask for another.',
  too_many_refused: () =>
    'Too many codes were refused lately. Try again in an hour, or with a browser that was signed in before.',
  already_answered: ({ case: number }) => `It was asked and answered: case ${text(number)}.`,
  too_many_open: ({ most }) => `${text(most)} questions of this client are open already; wait for an answer.`,
  refund_barred: () => 'No refund can be asked for this one.',
}
