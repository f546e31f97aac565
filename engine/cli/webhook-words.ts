/** Sentences for what keeps an address from being told something: what happened, and what to do about it. */
import type { Fault } from './fault.ts'

type Sentence = (facts: Fault['facts']) => string

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

const urlProblems: Readonly<Record<string, string>> = {
  unreadable: 'This is no address that can be called: it begins with https:// and a host.',
  not_https: 'Only https:// is called; http:// is for this machine alone.',
  has_credentials: 'An address has no name or password in it: the receiver knows us by the signature.',
  has_fragment: 'Leave out what stands behind #: it is never sent.',
}

export const webhookSentences: Readonly<Record<string, Sentence>> = {
  webhook_unknown: ({ endpoint }) => `There is no webhook ${text(endpoint)}. "webhooks list" lists them.`,
  webhook_unchanged: ({ endpoint }) => `Webhook ${text(endpoint)} is so already.`,
  webhook_removed: ({ endpoint }) => `Webhook ${text(endpoint)} was removed for good. Propose a new one.`,
  webhook_url_unusable: ({ problem }) => urlProblems[text(problem)] ?? 'This address can not be called.',
  webhook_not_listed: ({ origin }) =>
    `${text(origin)} is not among the addresses that may be told. "proposals propose setting --name webhooks" proposes it.`,
  webhook_name_taken: ({ name }) => `Another webhook is called ${text(name)}.`,
  replay_under_way: ({ since }) => `What was told since ${text(since)} is being sent once more already.`,
  delivery_under_way: () => 'It has not ended yet: it is sent, or tried again, by itself.',
}
