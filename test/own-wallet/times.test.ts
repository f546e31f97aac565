/** How long codes, letters and sessions count, on a store without threads, so that the clock is the test's. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { codeOf, hashOfChallenge } from '../../engine/own-wallet/codes.ts'
import { isSessionOpen } from '../../engine/own-wallet/sessions.ts'
import { type OpenBooks, openBooks } from '../operations/open-books.ts'
import { putAddress, writableByMail } from './mail-setting.ts'

let books: OpenBooks
const [minute, hour, day] = [60_000, 3_600_000, 86_400_000]
const began = Date.parse('2026-03-02T01:00:00Z')
const at = (ms: number): void => void vi.setSystemTime(began + ms)

beforeEach(async () => {
  books = await openBooks()
  vi.useFakeTimers({ toFake: ['Date'] })
  at(0)
  await writableByMail(books, 'anna')
})
afterEach(() => {
  vi.useRealTimers()
  books.close()
})

let challenges = 0
const from = { network: '203.0.113.1', device: null }
async function ask(): Promise<Readonly<{ hash: Buffer; message: number }>> {
  challenges += 1
  const hash = hashOfChallenge(`challenge ${challenges}`)
  const outcome = await books.run('ownWallet.askCode', { who: 'anna', hash, ...from })
  return { hash, message: outcome.status === 'done' ? outcome.message : 0 }
}
const enter = async (hash: Buffer, session = `session ${challenges}`): Promise<string> =>
  (await books.run('ownWallet.tryCode', { hash, isRight: true, session, nextDevice: null, ...from })).status

it('takes a code for ten minutes and not a moment longer', async () => {
  const [one, two] = [await ask(), await ask()]
  at(10 * minute - 1)
  expect(await enter(one.hash)).toBe('done')
  at(10 * minute)
  expect(await enter(two.hash)).toBe('refused')
})

it('sends no letter whose code counts no more, and says that it was cancelled', async () => {
  const [used, late, sent] = [await ask(), await ask(), await ask()]
  expect(await books.run('contact.beginSending', { message: sent.message })).toMatchObject({
    status: 'go',
    mail: { to: 'anna@client.example', text: expect.stringContaining('••••••') },
    codeFrom: sent.hash,
  })
  expect(await enter(used.hash)).toBe('done')
  expect(await books.run('contact.beginSending', { message: used.message })).toEqual({ status: 'not_waiting' })
  at(10 * minute)
  expect(await books.run('contact.beginSending', { message: late.message })).toEqual({ status: 'not_waiting' })
  const states = books.raw.prepare('SELECT state FROM message ORDER BY id').pluck().all()
  expect(states).toEqual(['cancelled', 'cancelled', 'sending'])
})

it('is nobody’s work when a letter with a code can’t be sent', async () => {
  const { message } = await ask()
  await books.run('contact.beginSending', { message })
  await books.run('contact.endSending', { message, end: { status: 'failed', error: 'refused', reply: 'no' } })
  expect(books.raw.prepare('SELECT state FROM message').pluck().get()).toBe('failed')
  expect(books.raw.prepare('SELECT count(*) FROM exception').pluck().get()).toBe(0)
})

it('writes four letters an hour and eight a day to whoever asks from one network', async () => {
  const sent: boolean[] = []
  for (let i = 0; i < 12; i += 1) {
    for (let n = 0; n < 5; n += 1) sent.push((await ask()).message > 0)
    at((i + 1) * hour + 1)
  }
  const four = [true, true, true, true, false]
  expect(sent.slice(0, 15)).toEqual([...four, ...four, false, false, false, false, false])
  expect(sent.slice(15).filter(Boolean)).toEqual([])
  at(day + 2 * minute)
  expect((await ask()).message).toBeGreaterThan(0)
})

it('lets in nobody by a code that went to an address which was changed since', async () => {
  const { hash } = await ask()
  await putAddress(books, 'anna', 'new@client.example')
  expect(await enter(hash)).toBe('refused')
})

it('keeps a session open for a day without use, and for thirty days in all', async () => {
  const open = (ms: number): boolean => {
    const of = { session: 'one', client: 'anna', at: began + ms }
    return isSessionOpen({ raw: books.raw }, of)
  }
  await enter((await ask()).hash, 'one')
  expect([open(day - 1), open(day)]).toEqual([true, false])
  for (let hours = 23; hours < 30 * 24; hours += 23) {
    at(hours * hour)
    expect(await books.run('ownWallet.useSession', { session: 'one', client: 'anna' })).toEqual({ status: 'done' })
  }
  expect([open(30 * day - 1), open(30 * day)]).toEqual([true, false])
  at(30 * day)
  expect(await books.run('ownWallet.useSession', { session: 'one', client: 'anna' })).toEqual({ status: 'ended' })
  expect(isSessionOpen({ raw: books.raw }, { session: 'one', client: 'ben', at: began })).toBe(false)
})

it('makes other codes by another key, and for another challenge', () => {
  const keys = [1, 2].map((n) => Buffer.alloc(32, n))
  const hashes = ['a', 'b'].map(hashOfChallenge)
  const made = keys.flatMap((key) => hashes.map((hash) => codeOf(key, hash)))
  for (const code of made) expect(code).toMatch(/^\d{6}$/)
  expect(new Set(made).size).toBe(4)
})

it('holds in the store what it says of challenges, sessions, requests and letters', async () => {
  const { raw } = books
  const { hash } = await ask()
  await enter(hash, 'one')
  await books.run('ownWallet.endSessions', { session: 'one', client: 'anna', everywhere: false })
  expect(() => raw.exec('UPDATE wallet_challenge SET used_at = NULL')).toThrow('a challenge is used once')
  expect(() => raw.exec(`UPDATE wallet_challenge SET client_id = 'ben'`)).toThrow('a challenge')
  expect(() => raw.exec('UPDATE wallet_session SET ended_at = NULL')).toThrow('a session that ended stays so')
  expect(() => raw.exec('DELETE FROM wallet_letter')).toThrow('a letter that may still go')
  expect(() => raw.exec(`UPDATE wallet_challenge SET network = 'other'`)).toThrow('a challenge')
  await ask()
  expect(() => raw.exec('UPDATE wallet_challenge SET tries = 6 WHERE used_at IS NULL')).toThrow('CHECK')
})
