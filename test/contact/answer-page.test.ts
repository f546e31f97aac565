/** The whole way of a question: a letter with a link, the page behind it over real HTTP, and what the buttons do. */
import { request } from 'node:http'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Host, startHost } from '../../engine/host/host.ts'
import { withRawStore } from '../ledger/raw-store.ts'
import { refusalOf } from '../workspace-fixture.ts'
import { linkIn, type MailServer, mailTo, startMailServer } from './mail-server.ts'
import { type Contacts, caseOf, heldCase, openContacts, pump, reach, set } from './open-contact.ts'

let books: Contacts
let mail: MailServer
let host: Host

beforeAll(async () => {
  books = await openContacts()
  mail = await startMailServer()
  host = await startHost({ engine: books.engine })
  await set(books, 'mail', mailTo(mail.port))
  await set(books, 'contact', { publicAddress: host.url, freezeOnNo: true })
}, 60_000)
afterAll(async () => {
  await host.close()
  await mail.close()
  await books.close()
})

let cases = 0

/** Asks a client by mail about a held row; answers the link that came with the mail. */
async function ask(language: 'en' | 'zh-HK' = 'en') {
  cases += 1
  const client = `C-${cases}`
  const held = await heldCase(books, client, `TX-${cases}`)
  await reach(books.tom, client, { language })
  const asked = { exception: held.id, version: held.version, key: client, channel: 'email' } as const
  const { message } = await books.tom.contact.askClient(asked)
  await pump(books)
  const link = linkIn(mail.taken.at(-1)?.text ?? '')
  return { client, exception: held.id, message: message.id, link }
}

/** Fifty people, each from an address of their own: the limit is for one. */
let address = 1
const call = (url: string, method = 'GET', headers: Record<string, string> = {}) =>
  new Promise<{ status: number; headers: Record<string, unknown>; text: string }>((resolve, reject) => {
    address += 1
    const asked = request(url, { method, headers, localAddress: `127.0.0.${2 + (address % 250)}` }, (response) => {
      let text = ''
      response.on('data', (part) => {
        text += String(part)
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }))
    })
    asked.on('error', reject).end()
  })

it('shows what is asked and nothing about whom, and answers nothing by being opened', async () => {
  const { link, exception, message } = await ask()
  expect(link).toMatch(new RegExp(`^${host.url}/answer/[A-Za-z0-9_-]{43}$`))
  const page = await call(link)
  expect(page.status).toBe(200)
  for (const shown of ['March 5, 2026, 14:05', 'Seven Corner, Central', 'USD 2,000,000.00, paid in', 'Yes, it was me'])
    expect(page.text).toContain(shown)
  expect(page.text).not.toMatch(/Chan|chan@|C-1\b|TX-1|<script|https?:\/\//)
  expect(page.headers).toMatchObject({
    'cache-control': 'no-store',
    'x-robots-tag': 'noindex, nofollow',
    'referrer-policy': 'same-origin',
    'content-security-policy': expect.stringMatching(
      /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    ),
    'x-content-type-options': 'nosniff',
  })
  // A scanner opens everything there is to open, in every way but pressing a button.
  for (const method of ['HEAD', 'GET', 'OPTIONS']) {
    await call(link, method, { purpose: 'prefetch' })
    await call(`${link}/yes`, method)
  }
  await call(link, 'POST')
  await call(`${link}/maybe`, 'POST')
  expect((await books.tom.contact.message({ message })).question).toMatchObject({ state: 'open', answer: null })
  expect(await caseOf(books, exception)).toMatchObject({ status: 'waiting', waitingFor: 'client' })
})

it('moves the case when the button is pressed, once, and then is like any link that never was', async () => {
  const { link, exception, message, client } = await ask()
  const before = await books.client.clients.get({ client })
  const never = await call(`${host.url}/answer/${'a'.repeat(42)}A`)
  const answered = await call(`${link}/yes`, 'POST', { origin: host.url, 'sec-fetch-site': 'same-origin' })
  expect(answered.status).toBe(200)
  expect(answered.text).toContain('We have noted that it was you.')
  expect(await caseOf(books, exception)).toMatchObject({ status: 'in_progress', waitingFor: null, rows: 1 })
  expect((await books.tom.contact.message({ message })).question).toMatchObject({
    state: 'answered',
    answer: 'yes',
    answeredBy: 'client',
    answeredVia: 'link',
  })
  expect(await books.client.clients.get({ client })).toEqual(before)
  const used = [await call(link), await call(`${link}/no`, 'POST'), await call(`${link}/yes`, 'POST')]
  for (const { status, text } of [never, ...used]) expect([status, text]).toEqual([404, never.text])
  const {
    date: _,
    'x-request-id': __,
    'x-ratelimit-remaining': ___,
    'x-ratelimit-reset': ____,
    ...headers
  } = never.headers
  expect(used[0]?.headers).toMatchObject(headers)
  const { items } = await books.client.audit.list({ action: 'contact.answer' })
  expect(items[0]).toMatchObject({ actor: 'client', subject: `message:${message}`, outcome: 'done' })
  expect(items[0]?.detail).toMatchObject({ answer: 'yes', via: 'link', exception })
})

it('stops the wallet and reports a fraud when the client says that it was not them', async () => {
  const { link, exception, message, client } = await ask('zh-HK')
  const page = await call(link)
  expect(page.text).toContain('<html lang="zh-HK">')
  expect(page.text).toContain('不是，並非我本人')
  const answered = await call(`${link}/no`, 'POST')
  expect(answered.text).toContain('您的錢包在此之前已暫停使用')
  expect((await books.client.clients.get({ client })).state).toBe('frozen')
  const [fraud] = (await books.client.exceptions.list({ code: 'FRAUD_REPORTED', client })).items
  expect(fraud).toMatchObject({ severity: 'critical', status: 'open', amount: 200_000_000 })
  const { history } = await books.client.exceptions.get({ id: exception })
  expect(history.at(-1)).toMatchObject({
    kind: 'answered',
    by: 'client',
    detail: { answer: 'no', frozen: true, fraudCase: fraud?.id, message },
  })
})

it('takes no answer when the time is up', async () => {
  const { link, message, exception } = await ask()
  await withRawStore(books.engine, (raw) => {
    raw.exec('DROP TRIGGER question_keeps_what_was_asked')
    raw.prepare('UPDATE question SET expires_at = ? WHERE message_id = ?').run(Date.now() - 1, message)
  })
  expect((await call(link)).status).toBe(404)
  expect((await call(`${link}/no`, 'POST')).status).toBe(404)
  expect((await books.client.clients.list({})).items.filter(({ state }) => state === 'frozen')).toHaveLength(1)
  const { store } = await books.engine.opened()
  await store.write('contact.followUp', null, 'engine')
  expect(await caseOf(books, exception)).toMatchObject({ status: 'in_progress' })
  expect((await books.client.exceptions.get({ id: exception })).history.at(-1)).toMatchObject({
    kind: 'expired',
    by: 'engine',
  })
})

it('takes no answer that another site’s page sends, nor at another name', async () => {
  const { link, message } = await ask()
  const foreign = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { host: 'evil.example' },
  ]
  for (const headers of foreign) expect((await call(`${link}/no`, 'POST', headers)).status).toBe(403)
  // Opening the link from a mail in the browser is a navigation from elsewhere.
  const opened = await call(link, 'GET', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' })
  expect(opened.status).toBe(200)
  expect((await books.tom.contact.message({ message })).question?.state).toBe('open')
})

it('keeps the letter for ever and its link from everybody', async () => {
  const { link, message } = await ask()
  const kept = await books.tom.contact.message({ message })
  expect(kept.text).toContain('\n[answer link]\n')
  const token = link.slice(link.lastIndexOf('/') + 1)
  const left = await withRawStore(books.engine, (raw) => ({
    tokens: raw.prepare('SELECT count(*) FROM answer_link WHERE token IS NOT NULL').pluck().get(),
    texts: raw.prepare('SELECT count(*) FROM message WHERE instr(text, ?) > 0').pluck().get(token),
  }))
  expect(left).toEqual({ tokens: 0, texts: 0 })
})

it('does not let a question be answered that was taken back', async () => {
  const { link, message, exception } = await ask()
  const back = await books.tom.contact.cancel({ message })
  expect(back.case).toMatchObject({ id: exception, status: 'in_progress' })
  expect(back.message.question?.state).toBe('withdrawn')
  expect((await call(link)).status).toBe(404)
})

it('limits how often one address may try', async () => {
  const tries = Array.from({ length: 40 }, () => fetch(`${host.url}/answer/${'b'.repeat(42)}A`))
  const statuses = (await Promise.all(tries)).map(({ status }) => status)
  expect(statuses.filter((status) => status === 404)).toHaveLength(30)
  expect(statuses.filter((status) => status === 429)).toHaveLength(10)
})

it('reminds once, with a link of its own to the same question', async () => {
  const { link, message, exception } = await ask()
  const { store } = await books.engine.opened()
  await store.write('contact.followUp', null, 'engine')
  expect((await books.tom.contact.message({ message })).question?.remindersSent).toBe(0)
  const dayAgo = Date.now() - 25 * 3_600_000
  await withRawStore(books.engine, (raw) => {
    raw.exec('DROP TRIGGER message_that_is_over_stays_so; DROP TRIGGER message_is_kept_as_it_was_written')
    raw
      .prepare('UPDATE message SET sent_at = @dayAgo, created_at = @dayAgo WHERE id = @message')
      .run({ dayAgo, message })
  })
  expect(await store.read('contact.anyToFollowUp', { at: Date.now() })).toBe(true)
  expect(await store.write('contact.followUp', null, 'engine')).toMatchObject({ reminded: 1, expired: 0 })
  await pump(books)
  // A day after the reminder there is no other: one was agreed.
  await withRawStore(books.engine, (raw) =>
    raw
      .prepare('UPDATE message SET sent_at = @dayAgo, created_at = @dayAgo WHERE reminds_of = @message')
      .run({ dayAgo, message }),
  )
  expect(await store.write('contact.followUp', null, 'engine')).toMatchObject({ reminded: 0 })
  const reminder = mail.taken.at(-1)?.text ?? ''
  expect(reminder).toContain('Subject: A reminder: did you make this transaction?')
  const second = linkIn(reminder)
  expect(second).not.toBe(link)
  expect((await call(`${second}/yes`, 'POST')).status).toBe(200)
  // Either link answers the one question, so both are used up.
  expect((await call(link)).status).toBe(404)
  const { history } = await books.client.exceptions.get({ id: exception })
  expect(history.map(({ kind }) => kind)).toEqual(['raised', 'asked', 'reminded', 'answered'])
})

it('says that links would lead elsewhere when the public address is not one of the host’s', async () => {
  await set(books, 'contact', { publicAddress: 'https://answers.harbour.example' })
  const held = await heldCase(books, 'C-90', 'TX-90')
  await reach(books.tom, 'C-90')
  const asked = { exception: held.id, version: held.version, key: 'elsewhere', channel: 'email' } as const
  expect(await refusalOf(books.tom.contact.askClient(asked))).toEqual({
    code: 'answers_unreachable',
    data: { reason: 'host_not_at_that_address' },
  })
  expect((await books.tom.contact.status()).linkBar).toBe('host_not_at_that_address')
})
