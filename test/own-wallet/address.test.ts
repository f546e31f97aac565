/** A client's e-mail address is what they sign in by: what happens when somebody of the staff changes it. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { hashOfChallenge } from '../../engine/own-wallet/codes.ts'
import { settingInForce } from '../../engine/settings/in-force.ts'
import { setSetting } from '../funding/open-funds.ts'
import { type OpenBooks, openBooks } from '../operations/open-books.ts'
import { addWritable, putAddress, writableByMail } from './mail-setting.ts'

let books: OpenBooks
const hour = 3_600_000
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

const from = { network: '203.0.113.1', device: null }
let challenges = 0
async function ask(who: string): Promise<Readonly<{ status: string; hash: Buffer }>> {
  challenges += 1
  const hash = hashOfChallenge(`challenge ${challenges}`)
  return { hash, status: (await books.run('ownWallet.askCode', { who, hash, ...from })).status }
}
const enter = (hash: Buffer, client?: string) =>
  books.run('ownWallet.tryCode', { hash, isRight: true, session: `s${challenges}`, nextDevice: null, client, ...from })
const lettersTo = (address: string) =>
  books.raw.prepare('SELECT subject, text, language, state FROM message WHERE address = ?').all(address) as {
    subject: string
    text: string
    language: string
    state: string
  }[]

it('gives codes to a client’s first address at once', async () => {
  await addWritable(books, 'ben')
  expect((await ask('ben')).status).toBe('done')
})

it('tells the address before at once, and gives codes to the new one after a day', async () => {
  const contact = await putAddress(books, 'anna', 'thief@client.example')
  expect(contact).toMatchObject({
    email: 'thief@client.example',
    emailSince: '2026-03-02T01:00:00.000Z',
    codesFrom: '2026-03-03T01:00:00.000Z',
  })
  const [letter, ...more] = lettersTo('anna@client.example')
  expect([letter?.subject, letter?.state, more]).toEqual(['Your e-mail address with us was changed', 'waiting', []])
  expect(letter?.text).toContain('March 3, 2026 at 09:00')
  // Whom the address is of now is nothing that the one before is told.
  expect(letter?.text).not.toContain('thief')
  for (const who of ['anna', 'thief@client.example', 'anna@client.example'])
    expect((await ask(who)).status).not.toBe('done')
  at(24 * hour - 1)
  expect((await ask('anna')).status).toBe('address_waits')
  at(24 * hour)
  const { status, hash } = await ask('anna')
  expect([status, (await enter(hash)).status]).toEqual(['done', 'done'])
})

it('writes it into the audit chain, without either address', async () => {
  await putAddress(books, 'anna', 'thief@client.example')
  const record = books.raw
    .prepare(`SELECT outcome, detail FROM audit_record WHERE action = 'clients.set_contact' ORDER BY seq DESC LIMIT 1`)
    .get() as { outcome: string; detail: string }
  expect(JSON.parse(record.detail)).toEqual({
    known: ['email'],
    address: 'changed',
    told: expect.any(Number),
    codesFrom: '2026-03-03T01:00:00.000Z',
  })
})

it('writes to the address before in the client’s language', async () => {
  books.raw.exec(`UPDATE client_contact SET language = 'zh-HK'`)
  await putAddress(books, 'anna', 'other@client.example')
  expect(lettersTo('anna@client.example')).toMatchObject([
    { language: 'zh-HK', subject: '你在我們登記的電郵地址已更改' },
  ])
})

it('waits as well when the address was taken away in between, and tells the one before both times', async () => {
  expect(await putAddress(books, 'anna', null)).toMatchObject({ emailSince: null, codesFrom: null })
  expect(lettersTo('anna@client.example')[0]?.text).toContain('was taken from your wallet')
  at(hour)
  expect(await putAddress(books, 'anna', 'thief@client.example')).toMatchObject({
    codesFrom: '2026-03-03T02:00:00.000Z',
  })
  expect(lettersTo('anna@client.example')).toHaveLength(2)
  expect((await ask('anna')).status).toBe('address_waits')
})

it('lets nobody in by a mailbox of their own to a client whose new address it is said to be', async () => {
  await addWritable(books, 'mallory')
  await putAddress(books, 'anna', 'mallory@client.example')
  const { status, hash } = await ask('mallory@client.example')
  expect(status).toBe('done')
  expect(await enter(hash, 'anna')).toMatchObject({ status: 'refused' })
  const again = await ask('mallory@client.example')
  expect(await enter(again.hash)).toEqual({ status: 'done', client: 'mallory' })
})

it('takes no other spelling of the same address for another one', async () => {
  const contact = await putAddress(books, 'anna', 'Anna@Client.example')
  expect(contact).toMatchObject({ email: 'Anna@Client.example', codesFrom: null })
  expect(lettersTo('anna@client.example')).toEqual([])
  expect((await ask('anna')).status).toBe('done')
})

it('waits as long as was agreed on, a day where an older setting says nothing of it', async () => {
  const { codesAfterHours, ...older } = settingInForce(books.raw, 'contact').value
  expect(codesAfterHours).toBe(24)
  setSetting(books, 'contact', older as never)
  expect(settingInForce(books.raw, 'contact').value.codesAfterHours).toBe(24)
  setSetting(books, 'contact', { ...older, codesAfterHours: 2 })
  await putAddress(books, 'anna', 'other@client.example')
  at(2 * hour)
  expect((await ask('anna')).status).toBe('done')
})

it('is held by the store, whoever writes to it', () => {
  const change = (more: string) =>
    books.raw.exec(`UPDATE client_contact SET email = 'x@y.example', changed_at = 5${more} WHERE client_id = 'anna'`)
  expect(() => change(', codes_from = 6')).toThrow('a contact knows its last address')
  expect(() => change('')).toThrow('no code goes at once')
  expect(() => change(`, last_email = 'x@y.example'`)).toThrow('no code goes at once')
  expect(() => change(`, last_email = 'x@y.example', codes_from = 5`)).toThrow('no code goes at once')
  expect(() => books.raw.exec('UPDATE client_contact SET email = NULL, last_email = NULL')).toThrow('its last address')
})
