/** The outbox: what waits, what goes out and when, what is tried again, and that nothing goes out twice by itself. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { nextAttemptAt } from '../../engine/contact/back-off.ts'
import type { Message } from '../../engine/contract/messages.ts'
import { pause, start } from '../faults/processes.ts'
import { withRawStore } from '../ledger/raw-store.ts'
import { openTestEngine, refusalOf } from '../workspace-fixture.ts'
import { type Mailing, type MailServer, mailTo, startMailServer, startScriptedServer } from './mail-server.ts'
import { type Contacts, openContacts, pump, reach, set, take } from './open-contact.ts'

let books: Contacts
const closing: (() => Promise<void>)[] = []

beforeEach(async () => {
  books = await openContacts()
  await take(books, [{ client: 'C-1', tx: 'TX-1', amount: 100 }])
  await reach(books.tom, 'C-1')
}, 60_000)
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
  await books.close()
})

async function mailServer(options = {}, more: Partial<Mailing> = {}): Promise<MailServer> {
  const server = await startMailServer(options)
  closing.push(server.close)
  await set(books, 'mail', mailTo(server.port, more))
  return server
}

const write = async (text = 'Hello'): Promise<Message> => {
  const recipient = { of: 'client', client: 'C-1' } as const
  const asked = { recipient, key: crypto.randomUUID(), channel: 'email', subject: 'A word', text } as const
  return (await books.tom.contact.send(asked)).message
}
const messageNow = (message: number): Promise<Message> => books.tom.contact.message({ message })
const attemptsOf = (message: number) =>
  withRawStore(books.engine, (raw) =>
    raw.prepare('SELECT attempt, at, error FROM message_attempt WHERE message_id = ? ORDER BY attempt').all(message),
  ) as Promise<Readonly<{ attempt: number; at: number; error: string | null }>[]>
const caseAbout = async (message: number) =>
  (await books.client.exceptions.list({ code: 'MESSAGE_FAILED' })).items.find(
    ({ client }) => client === 'C-1' && message > 0,
  )

it('waits ten seconds, in which a message can be taken back', async () => {
  const server = await mailServer()
  const [kept, taken] = [await write('kept'), await write('taken back')]
  expect(Date.parse(kept.nextAttemptAt ?? '') - Date.parse(kept.createdAt)).toBe(10_000)
  await pump(books, 8)
  expect(server.taken).toEqual([])
  expect((await books.tom.contact.cancel({ message: taken.id })).message).toMatchObject({ state: 'cancelled' })
  await pump(books)
  expect(server.taken.map(({ text }) => text.includes('kept'))).toEqual([true])
  expect(await messageNow(kept.id)).toMatchObject({ state: 'sent', attempts: 1, lastReply: '250 taken as 1' })
  expect(await refusalOf(books.tom.contact.cancel({ message: kept.id }))).toEqual({
    code: 'message_not_waiting',
    data: { state: 'sent' },
  })
})

it('tries again after 1, 5, 15, 60 and 240 minutes, and then not any more', () => {
  const waits = [1, 2, 3, 4, 5, 6].map((failed) => nextAttemptAt(failed, 1_000_000))
  expect(waits.map((at) => (at === null ? null : (at - 1_000_000) / 60_000))).toEqual([1, 5, 15, 60, 240, null])
})

it('gives a message up after six tries, says so as a case, and sends it when somebody asks for it again', async () => {
  let refuses = true
  const refusing = Object.assign(new Error('come back later'), { responseCode: 451 })
  const server = await mailServer({
    onMailFrom: (_: unknown, __: unknown, done: (error?: Error) => void) => done(refuses ? refusing : undefined),
  })
  const { id, messageId } = await write()
  const waits: (number | null)[] = []
  const untilDue = [10, 60, 300, 900, 3_600, 14_400]
  for (let attempt = 1; attempt <= 6; attempt += 1) {
    await pump(books, (untilDue[attempt - 1] ?? 0) + 1)
    const { nextAttemptAt: next, attempts, lastError } = await messageNow(id)
    expect([attempts, lastError]).toEqual([attempt, 'refused_for_now'])
    const at = (await attemptsOf(id)).at(-1)?.at ?? 0
    waits.push(next === null ? null : (Date.parse(next) - at) / 60_000)
  }
  expect(waits).toEqual([1, 5, 15, 60, 240, null])
  expect(await messageNow(id)).toMatchObject({ state: 'failed' })
  expect(await caseAbout(id)).toMatchObject({
    status: 'open',
    scope: 'client',
    client: 'C-1',
    found: 'refused_for_now',
  })
  refuses = false
  expect((await books.tom.contact.sendAgain({ message: id })).message.state).toBe('waiting')
  await pump(books)
  expect(server.taken[0]?.text).toContain(`Message-ID: ${messageId}`)
  expect(await caseAbout(id)).toMatchObject({ status: 'resolved' })
  expect(await refusalOf(books.tom.contact.sendAgain({ message: id }))).toMatchObject({ code: 'message_not_failed' })
})

it('does not try again what a server refuses for good', async () => {
  const refusing = Object.assign(new Error('nobody of that name'), { responseCode: 550 })
  await mailServer({ onRcptTo: (_: unknown, __: unknown, done: (error: Error) => void) => done(refusing) })
  const { id } = await write()
  await pump(books)
  expect(await messageNow(id)).toMatchObject({
    state: 'failed',
    attempts: 1,
    lastError: 'address_refused',
    nextAttemptAt: null,
  })
  expect((await messageNow(id)).lastReply).toContain('nobody of that name')
  expect((await caseAbout(id))?.status).toBe('open')
})

it('does not send a second time by itself what may have arrived', async () => {
  const arrived: string[] = []
  const server = await startScriptedServer((line, socket) => {
    if (line === '(connected)') return '220 here'
    if (line === 'DATA') return '354 go on'
    if (line !== '.') return /^(EHLO|MAIL|RCPT|QUIT)/.test(line) ? '250 fine' : null
    arrived.push(line)
    socket.destroy()
    return null
  })
  closing.push(server.close)
  await set(books, 'mail', mailTo(server.port))
  const { id } = await write()
  await pump(books)
  await pump(books, 3_600)
  expect(arrived).toHaveLength(1)
  expect(await messageNow(id)).toMatchObject({ state: 'failed', lastError: 'uncertain' })
  expect((await caseAbout(id))?.found).toBe('uncertain')
})

it('sends no more in a minute than was agreed', async () => {
  const server = await mailServer({}, { ratePerMinute: 2 })
  for (const text of ['one', 'two', 'three']) await write(text)
  const again = await pump(books)
  expect(server.taken).toHaveLength(2)
  const [first] = await withRawStore(books.engine, (raw) =>
    raw.prepare('SELECT at FROM message_attempt ORDER BY at').pluck().all(),
  )
  expect(again).toBe((first as number) + 60_001)
  await pump(books, 61)
  expect(server.taken).toHaveLength(3)
})

it('sends by itself where work goes on in the background, and nothing elsewhere', async () => {
  const server = await mailServer()
  const { id } = await write()
  await pause(300)
  expect(server.taken).toEqual([])
  await withRawStore(books.engine, (raw) => raw.prepare('UPDATE message SET next_attempt_at = ?').run(Date.now() + 600))
  const { directory } = books
  await books.engine.close()
  const opened = await openTestEngine(directory, { background: true })
  const tom = await opened.as('tom')
  const sentBy = Date.now() + 10_000
  while ((await tom.contact.message({ message: id })).state !== 'sent' && Date.now() < sentBy) await pause(50)
  expect(server.taken).toHaveLength(1)
  // What is written while it sleeps wakes it.
  const recipient = { of: 'client', client: 'C-1' } as const
  const more = { recipient, key: 'k', channel: 'email', subject: 'Second', text: 'Second' } as const
  const second = (await tom.contact.send(more)).message
  while ((await tom.contact.message({ message: second.id })).state !== 'sent' && Date.now() < sentBy + 10_000)
    await pause(50)
  expect(server.taken).toHaveLength(2)
  await opened.engine.close()
  books = { ...books, close: async () => undefined }
}, 60_000)

it('is not sure about a message that was on its way when the program was killed', async () => {
  let heard: () => void = () => undefined
  const onItsWay = new Promise<void>((resolve) => {
    heard = resolve
  })
  const texts: string[] = []
  const server = await startScriptedServer((line) => {
    if (line === '(connected)') return '220 here'
    if (line === 'DATA') return '354 go on'
    if (line !== '.') return /^(EHLO|MAIL|RCPT|QUIT)/.test(line) ? '250 fine' : null
    texts.push(line)
    heard()
    return null
  })
  closing.push(server.close)
  await set(books, 'mail', mailTo(server.port, { answerSeconds: 60 }))
  const { id } = await write()
  await withRawStore(books.engine, (raw) => raw.prepare('UPDATE message SET next_attempt_at = 1').run())
  const { directory } = books
  await books.engine.close()
  const { kill } = start('mail-forever', [directory])
  await onItsWay
  await kill()
  const opened = await openTestEngine(directory, { background: true })
  const tom = await opened.as('tom')
  expect(await tom.contact.message({ message: id })).toMatchObject({
    state: 'failed',
    lastError: 'uncertain',
    attempts: 1,
  })
  await pause(500)
  expect(texts).toHaveLength(1)
  await opened.engine.close()
  books = { ...books, close: async () => undefined }
}, 60_000)

it('says with a test message what the mail server says, and tells the password to nobody', async () => {
  const { client, tom } = books
  expect(await refusalOf(client.contact.testMail({ to: 'it@harbour.example' }))).toMatchObject({
    code: 'no_mail_server',
  })
  const server = await mailServer()
  await client.contact.setMailPassword({ password: 'a very secret word' })
  const tested = await client.contact.testMail({ to: 'it@harbour.example' })
  expect(tested).toMatchObject({ sent: true, error: null, reply: '250 taken as 1', tls: null })
  expect(server.taken[0]?.text).toContain('Subject: Test message of Harbour Wallet')
  await server.close()
  closing.pop()
  expect(await client.contact.testMail({ to: 'it@harbour.example' })).toMatchObject({
    sent: false,
    error: 'server_unreachable',
  })
  const status = await tom.contact.status()
  expect(status).toMatchObject({ mailServer: '127.0.0.1', from: 'care@harbour.example', undoSeconds: 10 })
  expect(status.passwordSetAt).not.toBeNull()
  const everything = [status, await client.settings.list(), await client.audit.list({ limit: 500 })]
  expect(JSON.stringify(everything)).not.toContain('a very secret word')
  expect((await client.contact.setMailPassword({ password: null })).passwordSetAt).toBeNull()
  expect(await refusalOf(tom.contact.setMailPassword({ password: 'x' }))).toMatchObject({ code: 'not_permitted' })
})
