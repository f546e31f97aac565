/** What the database itself keeps true of messages and questions, whoever writes to it. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { withRawStore } from '../ledger/raw-store.ts'
import { type Contacts, openContacts, reach, take } from './open-contact.ts'

let books: Contacts

beforeAll(async () => {
  books = await openContacts()
  await take(books, [{ client: 'C-1', tx: 'TX-1', amount: 100 }])
  await reach(books.tom, 'C-1')
  const { items } = await books.client.ledger.history({ client: 'C-1' })
  const opened = await books.tom.contact.questionTransaction({ transaction: items[0]?.transaction ?? 0, reason: 'r' })
  const asked = { exception: opened.id, version: opened.version, key: 'k', channel: 'phone' } as const
  const { message } = await books.tom.contact.askClient(asked)
  await withRawStore(books.engine, (raw) =>
    raw.exec(`
      INSERT INTO answer_link (hash, question_id, message_id, address, token)
      VALUES (zeroblob(32), ${message.id}, ${message.id}, 'https://a.example', NULL);
      INSERT INTO message (id, client_id, channel, template, language, address, subject, text, state, created_at,
        created_by, next_attempt_at, smtp_id)
      VALUES (900, 'C-1', 'email', 'plain', 'en', 'a@b.example', '', '', 'waiting', 1, 'tom', 9000000000000, '<1@b>')`),
  )
  await books.tom.contact.recordAnswer({ message: message.id, via: 'phone', answer: 'yes' })
}, 60_000)
afterAll(() => books.close())

it.each([
  ['DELETE FROM message', 'kept with its case'],
  [`UPDATE message SET text = 'other' WHERE id = 900`, 'kept as it was written'],
  [`UPDATE message SET address = 'other' WHERE id = 900`, 'kept as it was written'],
  [`UPDATE message SET state = 'waiting', next_attempt_at = 1`, 'stays as it is'],
  ['DELETE FROM question', 'kept with its case'],
  [`UPDATE question SET answer = 'no'`, 'answered once'],
  [`UPDATE question SET asked = '{}'`, 'a question'],
  ['UPDATE answer_link SET token = zeroblob(32)', 'only ever forgotten'],
  [
    `INSERT INTO message (client_id, producer_id, channel, template, language, address, subject, text, state, created_at,
      created_by, sent_at) VALUES ('C-1', 7, 'phone', 'plain', 'en', '', '', '', 'recorded', 1, 'tom', 1)`,
    'CHECK constraint failed',
  ],
  [
    `INSERT INTO message (client_id, channel, template, language, address, subject, text, state, created_at, created_by,
      next_attempt_at) VALUES ('C-1', 'phone', 'plain', 'en', '', '', '', 'waiting', 1, 'tom', 1)`,
    'CHECK constraint failed',
  ],
])('refuses %s', async (sql, why) => {
  await withRawStore(books.engine, (raw) => expect(() => raw.exec(sql)).toThrow(why))
})
