/** The day's e-mail to staff: when it goes out, what is in it, and who gets none. Over a real mail server. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { notificationKinds } from '../../engine/contract/notifications.ts'
import { changeCase } from '../../engine/exceptions/case.ts'
import { anyDigestDue, sendDigests } from '../../engine/notifications/digest.ts'
import { newsLine } from '../../engine/notifications/digest-letter.ts'
import { nextDigestAt } from '../../engine/notifications/preferences.ts'
import { type MailServer, mailTo, startMailServer } from '../contact/mail-server.ts'
import { type Contacts, heldCase, openContacts, pump, set } from '../contact/open-contact.ts'
import { inStore } from '../exceptions/open-exceptions.ts'
import { withRawStore } from '../ledger/raw-store.ts'
import { refusalOf } from '../workspace-fixture.ts'

let books: Contacts
let server: MailServer

beforeAll(async () => {
  books = await openContacts()
  const gone = Object.assign(new Error('no such box'), { responseCode: 550 })
  server = await startMailServer({
    onRcptTo: ({ address }, _session, done) => done(address.startsWith('gone@') ? gone : null),
  })
}, 60_000)
afterAll(async () => {
  await server.close()
  await books.close()
})

const choose = (more: object) =>
  books.tom.notifications.setPreferences({
    email: 'tom@house.example',
    digestAt: '08:30',
    language: 'en',
    choices: {},
    ...more,
  })

/** As the writer would do it at that time. */
const sendAt = (at: number) =>
  inStore(books, (raw) => {
    const context = { raw, at, actor: 'engine', db: undefined as never, othersWait: () => false } as const
    return sendDigests.run(context as never, null) as { messages: readonly number[] }
  })
const dueAt = (at: number) => withRawStore(books.engine, (raw) => anyDigestDue({ raw }, { at }))

/** What the mail says, without how mail writes it down. */
function letterIn(text: string): string {
  const [head = '', ...rest] = text.split('\r\n\r\n')
  const body = rest.join('\n\n').replaceAll('\r\n', '\n')
  const plain = /base64/i.test(head) ? Buffer.from(body, 'base64').toString() : decodeQuoted(body)
  return plain.trim()
}
const decodeQuoted = (text: string): string =>
  Buffer.from(
    text
      .replaceAll('=\n', '')
      .replace(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
    'latin1',
  ).toString()
const subjectIn = (text: string): string => /^Subject: (.*(?:\r\n .*)*)/m.exec(text)?.[1] ?? ''

it('goes out when the clocks of the zone show the time that somebody chose, also where these are moved', async () => {
  const { nextDigestAt: next, zone } = await choose({})
  expect(zone).toBe('Asia/Hong_Kong')
  expect(next?.slice(11)).toBe('00:30:00.000Z')
  expect(Date.parse(next ?? '') - Date.now()).toBeLessThanOrEqual(86_400_000)
  await withRawStore(books.engine, (raw) => {
    raw.exec(`BEGIN; UPDATE workspace SET zone = 'Europe/London'`)
    const at = (from: string, minutes: number) => new Date(nextDigestAt(raw, minutes, Date.parse(from))).toISOString()
    expect(at('2026-03-28T08:30:00Z', 510)).toBe('2026-03-29T07:30:00.000Z')
    expect(at('2026-03-28T08:29:59Z', 510)).toBe('2026-03-28T08:30:00.000Z')
    // At half past one there is no such time that day: as soon as the clocks go on.
    expect(at('2026-03-28T12:00:00Z', 90)).toBe('2026-03-29T01:00:00.000Z')
    // Where it comes twice, once.
    expect(at('2026-10-25T00:00:00Z', 90)).toBe('2026-10-25T00:30:00.000Z')
    expect(at('2026-10-25T00:30:00Z', 90)).toBe('2026-10-26T01:30:00.000Z')
    raw.exec('ROLLBACK')
  })
})

it('is planned by those alone who say where to and when', async () => {
  expect((await choose({ email: null })).nextDigestAt).toBeNull()
  expect((await choose({ digestAt: null })).nextDigestAt).toBeNull()
  expect(await refusalOf(choose({ digestAt: '24:00' }))).toMatchObject({ code: 'bad_input' })
  expect(await refusalOf(choose({ email: 'nowhere' }))).toMatchObject({ code: 'bad_input' })
  const first = await choose({})
  expect(await choose({ choices: { assigned: ['app'] } })).toMatchObject({ nextDigestAt: first.nextDigestAt })
  await choose({})
})

const due = async (): Promise<number> => Date.parse((await choose({})).nextDigestAt ?? '')

it('is none while there is no mail server, nor for whoever has nothing to see', async () => {
  const at = await due()
  expect(await sendAt(at)).toEqual({ messages: [] })
  await set(books, 'mail', mailTo(server.port))
  await books.tom.notifications.markRead({})
  const next = await due()
  expect(next).toBe(at + 86_400_000)
  expect(await sendAt(next)).toEqual({ messages: [] })
})

it('says at that minute what is late, due and unread, with links to each', async () => {
  await set(books, 'contact', { publicAddress: 'https://books.example' })
  const [late, today, given] = [
    await heldCase(books, 'C-1', 'TX-1'),
    await heldCase(books, 'C-2', 'TX-2'),
    await heldCase(books, 'C-3', 'TX-3'),
  ]
  const at = await due()
  await inStore(books, (raw) => {
    const own = { kind: 'assigned', detail: {}, owner: 4, to: { status: 'at_work' } } as const
    changeCase(raw, at - 3_600_000, { id: late.id, by: 'tom', ...own, dueAt: at - 60_000 })
    changeCase(raw, at - 3_600_000, { id: today.id, by: 'tom', ...own, dueAt: at + 60_000 })
    changeCase(raw, at - 3_600_000, { id: given.id, by: 'ann', ...own, dueAt: at + 10 * 86_400_000 })
  })
  expect(await dueAt(at - 1)).toBe(false)
  expect(await dueAt(at)).toBe(true)
  const { messages } = await sendAt(at)
  expect(messages).toHaveLength(1)
  expect(await dueAt(at)).toBe(false)
  await pump(books, (at - Date.now()) / 1_000 + 1)
  const [mail] = server.taken.slice(-1)
  expect(mail?.to).toEqual(['tom@house.example'])
  expect(subjectIn(mail?.text ?? '')).toContain('1_case_overdue')
  const letter = letterIn(mail?.text ?? '')
  const lines = letter.split('\n')
  expect(lines[0]).toBe('tom,')
  expect(letter).toContain('1 of your cases is overdue.\n1 of your cases is due today.')
  expect(letter).toContain(`- EX-${late.id}: The amount is over the limit, Seven Corner, USD 2,000,000.00. Was due `)
  expect(letter).toContain(`  https://books.example/exceptions?open=${today.id}`)
  expect(letter).toContain(
    `- ann gave you EX-${given.id}: The amount is over the limit, Seven Corner, USD 2,000,000.00.`,
  )
  expect(letter).toContain('https://books.example/settings/notifications')
  // Neither names nor numbers of clients leave the house with it.
  expect(letter).not.toMatch(/C-1|C-2|C-3|TX-/)
  // Of whoever may work on cases, nobody is told of a message that is to one of the staff.
  expect((await books.tom.contact.messages({})).items).toEqual([])
  const [id = 0] = messages
  for (const ask of ['message', 'cancel', 'sendAgain'] as const)
    expect(await refusalOf(books.tom.contact[ask]({ message: id }))).toMatchObject({ code: 'not_found' })
  expect((await books.tom.contact.status()).failed).toBe(0)
})

it('is written in the language that somebody chose, and leads to the desktop app where there is no address', async () => {
  await set(books, 'contact', { publicAddress: null })
  await choose({ language: 'zh-HK', digestAt: '09:00' })
  const at = Date.parse((await choose({ language: 'zh-HK', digestAt: '09:00' })).nextDigestAt ?? '')
  await sendAt(at)
  await pump(books, (at - Date.now()) / 1_000 + 1)
  const letter = letterIn(server.taken.at(-1)?.text ?? '')
  expect(letter).toContain('你未讀的通知：\n- ann 把 EX-')
  expect(letter).toMatch(/countinghouse:\/\/exceptions\?open=\d+/)
  expect(letter).toContain('countinghouse://settings/notifications')
})

it('says in the app that it could not be sent, and makes no case of it', async () => {
  const cases = (await books.client.exceptions.list({})).items.length
  const { nextDigestAt: next } = await choose({ email: 'gone@house.example', digestAt: '10:00' })
  const at = Date.parse(next ?? '')
  expect((await sendAt(at)).messages).toHaveLength(1)
  await pump(books, (at - Date.now()) / 1_000 + 1)
  const told = (await books.tom.notifications.list({})).items.find(({ kind }) => kind === 'digest_failed')
  expect(told).toMatchObject({ count: 1, facts: { error: 'address_refused' } })
  expect((await books.client.exceptions.list({})).items).toHaveLength(cases)
})

it('tells what comes by e-mail alone once', async () => {
  await books.tom.notifications.markRead({})
  const choices = { assigned: ['email'], overdue: ['app'], case_critical: ['app'] }
  const { nextDigestAt: next } = await choose({ digestAt: '11:00', choices })
  const held = await heldCase(books, 'C-4', 'TX-4')
  const at = Date.parse(next ?? '')
  await inStore(books, (raw) =>
    changeCase(raw, at - 1, {
      id: held.id,
      by: 'ann',
      kind: 'assigned',
      detail: {},
      owner: 4,
      to: { status: 'at_work' },
    }),
  )
  expect((await sendAt(at)).messages).toHaveLength(1)
  expect((await sendAt(at + 86_400_000)).messages).toHaveLength(0)
})

it('puts nobody’s address into the records, which last for ever', async () => {
  const { items } = await books.client.audit.list({ limit: 1_000 })
  expect(items.some(({ action }) => action === 'notifications.set_preferences')).toBe(true)
  expect(JSON.stringify(items)).not.toContain('house.example')
})

it('has a line for every kind, of one and of many, in both languages, whatever is known of it', async () => {
  const facts = {
    code: 'BATCH_MISSING',
    producer: 'Nine Lives',
    amount: 100,
    currency: 'USD',
    by: 'ana',
    reason: 'why',
  }
  await withRawStore(books.engine, (raw) => {
    for (const language of ['en', 'zh-HK'] as const)
      for (const kind of notificationKinds)
        for (const subject of ['exception:12', 'further'])
          for (const known of [{}, facts]) {
            const line = newsLine(raw, language, { kind, subject, count: 3, facts: known })
            expect([language, kind, line.length > 3 && !/[{}]|undefined|NaN/.test(line)]).toEqual([
              language,
              kind,
              true,
            ])
          }
  })
})
