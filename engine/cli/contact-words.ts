/** What the command line says when something about messages was refused. */
import type { Fault } from './fault.ts'

type Sentence = (facts: Fault['facts']) => string

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

const channelWords: Readonly<Record<string, string>> = {
  email: 'e-mail address',
  phone: 'telephone number',
  post: 'postal address',
}

export const contactSentences: Readonly<Record<string, Sentence>> = {
  contact_moved: () => 'Somebody else changed the contact since it was read. Look again before you repeat it.',
  contact_missing: ({ channel }) => `No ${channelWords[text(channel)] ?? 'address'} is known to reach them by.`,
  line_needed: ({ rows }) => `The case stands for ${text(rows)} rows; say about which line of them you ask.`,
  row_unreadable: ({ line }) => `Line ${text(line)} can't be read, so nobody can be asked about it.`,
  question_open: ({ message }) => `The case waits for the answer to message ${text(message)} already.`,
  question_over: ({ state }) => `The question is ${text(state)} already.`,
  answers_unreachable: () =>
    "A client could not open the answer link: serve the host at the setting contact's public address, or ask by phone.",
  answer_unusable: ({ of }) =>
    of === 'client' ? "A client's answer is yes or no." : "A producer's answer is what they said, as a note.",
  message_not_waiting: ({ state }) => `The message is ${text(state)} and can't be taken back.`,
  message_not_failed: ({ state }) => `The message is ${text(state)}; only one that failed is tried again.`,
  client_needed: ({ clients }) =>
    Array.isArray(clients) && clients.length > 0
      ? `The transaction is about several clients; say which one: ${clients.join(', ')}.`
      : "The transaction moved no client's money, so there is nobody to ask.",
  no_mail_server: () => 'No mail server is set; propose the setting mail first.',
}
