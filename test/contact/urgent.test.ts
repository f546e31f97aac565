/** What the outbox sends first: letters that somebody waits for, and yet not only these. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { nextToSend } from '../../engine/contact/outbox-commands.ts'
import { hashOfChallenge } from '../../engine/own-wallet/codes.ts'
import { type OpenBooks, openBooks } from '../operations/open-books.ts'
import { addWritable, writableByMail } from '../own-wallet/mail-setting.ts'

let books: OpenBooks
const began = Date.parse('2026-03-02T01:00:00Z')

beforeEach(async () => {
  books = await openBooks()
  vi.useFakeTimers({ toFake: ['Date'] })
  vi.setSystemTime(began)
  await writableByMail(books, 'anna')
})
afterEach(() => {
  vi.useRealTimers()
  books.close()
})

/** Letters of people, which were due long before. */
const others = (count: number): void => {
  const add = books.raw.prepare(`
    INSERT INTO message (client_id, channel, template, language, address, subject, text, state, created_at, created_by,
      next_attempt_at, smtp_id) VALUES ('anna', 'email', 'plain', 'en', 'a@b.example', 'Other', '', 'waiting', 1, 'tom', 1, ?)`)
  for (let n = 0; n < count; n += 1) add.run(`<other-${n}@b>`)
}

async function codes(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    await addWritable(books, `client-${n}`)
    const asking = { who: `client-${n}`, hash: hashOfChallenge(`${n}`), network: 'here', device: null }
    await books.run('ownWallet.askCode', asking)
  }
}

/** Sends until the minute's room is used up; answers what went, in order. */
async function sendMinute(): Promise<readonly string[]> {
  const went: string[] = []
  for (;;) {
    const next = nextToSend({ raw: books.raw }, { at: Date.now() })
    if (next.status === 'later') return went
    const { message } = next
    await books.run('contact.beginSending', { message })
    await books.run('contact.endSending', { message, end: { status: 'sent', reply: 'ok' } })
    const subject = books.raw.prepare('SELECT subject FROM message WHERE id = ?').pluck().get(message)
    went.push(subject === 'Other' ? 'other' : 'code')
  }
}

it('sends a code before all letters that have waited longer', async () => {
  others(30)
  await codes(1)
  expect((await sendMinute()).slice(0, 2)).toEqual(['code', 'other'])
})

it('keeps to the rate all the same, and leaves a fifth of it to the other letters', async () => {
  others(5)
  await codes(12)
  const went = await sendMinute()
  expect(went).toEqual([...Array.from({ length: 8 }, () => 'code'), 'other', 'other'])
  vi.setSystemTime(began + 61_000)
  expect(await sendMinute()).toEqual(['code', 'code', 'code', 'code', 'other', 'other', 'other'])
})

it('sends nothing but codes where nothing else waits', async () => {
  await codes(12)
  expect(await sendMinute()).toEqual(Array.from({ length: 10 }, () => 'code'))
})
