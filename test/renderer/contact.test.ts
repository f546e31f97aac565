/** What the console says of messages and of those they go to: why one did not go out, what may be done, and who is reached how. */
import { describe, expect, it } from 'vitest'
import {
  type ClientContact,
  linkBars,
  type Message,
  messageErrors,
  type Question,
} from '../../engine/contract/messages.ts'
import type { SettingValue } from '../../engine/contract/settings.ts'
import { defaultSettings } from '../../engine/settings/defaults.ts'
import { isReachable, readContact, typedContact } from '../../renderer/contact/client-contact.ts'
import { clientsOf } from '../../renderer/contact/clients-of.ts'
import { linkBarWords, testWords } from '../../renderer/contact/mail-words.ts'
import { isMoving, remediesFor, secondsToUndo, troubleOf } from '../../renderer/contact/message-trouble.ts'
import { contactChoices, recipientOf } from '../../renderer/contact/recipient.ts'
import { readContact as readSetting, typedContact as typedSetting } from '../../renderer/settings/contact-drafts.ts'
import { chinese, english, formats } from './text.ts'

const words = { text: english, formats }

const sent = {
  state: 'sent',
  to: 'chan@client.example',
  attempts: 1,
  nextAttemptAt: null,
  lastError: null,
  lastReply: '250 taken',
} satisfies Partial<Message>

describe('why a message did not go out', () => {
  it('says nothing of one that did, nor of one that nobody tried yet', () => {
    expect(troubleOf(sent, words)).toBeNull()
    expect(troubleOf({ ...sent, state: 'waiting', attempts: 0, lastReply: null }, words)).toBeNull()
    // What went wrong before it went right is over.
    expect(troubleOf({ ...sent, lastError: 'refused_for_now' }, words)).toBeNull()
  })

  it('says how often it was tried, and when it is tried again by itself', () => {
    const waiting = {
      ...sent,
      state: 'waiting',
      attempts: 2,
      lastError: 'server_unreachable',
      lastReply: null,
    } as const
    expect(troubleOf({ ...waiting, nextAttemptAt: '2026-11-20T06:07:11.000Z' }, words)).toEqual({
      why: 'The mail server was not reached, or did not answer in time.',
      tries: 'Tried 2 times, and tried again at 2026-11-20 14:07:11.',
      said: null,
    })
  })

  it('names the address that was refused, and hands on what the server said', () => {
    const refused = { ...sent, state: 'failed', lastError: 'address_refused', lastReply: '550 no such box' } as const
    expect(troubleOf(refused, words)).toEqual({
      why: 'The mail server refused the address chan@client.example. Correct it in the contact data and write anew, or use the phone.',
      tries: 'Tried once, and not again by itself.',
      said: 'Answer: 550 no such box',
    })
  })

  it('does not say that an uncertain one did not arrive', () => {
    const trouble = troubleOf({ ...sent, state: 'failed', lastError: 'uncertain', lastReply: null }, words)
    expect(trouble?.why).toContain('it may have arrived, or not')
    expect(trouble?.tries).toBeNull()
  })

  it.each(messageErrors)('has words for %s in both languages', (lastError) => {
    for (const text of [english, chinese]) {
      const trouble = troubleOf({ ...sent, state: 'failed', lastError }, { text, formats })
      expect(trouble?.why.length).toBeGreaterThan(5)
    }
  })
})

const question = (state: Question['state']): Question => ({
  of: 'client',
  state,
  expiresAt: '2026-11-23T06:00:00.000Z',
  line: null,
  remindersSent: 0,
  answer: null,
  note: null,
  answeredAt: null,
  answeredBy: null,
  answeredVia: null,
  frozen: false,
  fraudCase: null,
})

describe('what may be done about a message', () => {
  it.each<[Message['state'], Question['state'] | null, ReturnType<typeof remediesFor>]>([
    ['waiting', null, ['take_back']],
    ['waiting', 'open', ['take_back']],
    ['sending', null, []],
    ['sent', null, []],
    ['sent', 'open', ['answer', 'withdraw']],
    ['recorded', 'open', ['answer', 'withdraw']],
    ['sent', 'answered', []],
    ['failed', null, ['send_again']],
    ['failed', 'open', ['send_again', 'answer', 'withdraw']],
    // A letter that asks what nobody can answer any more must not go out.
    ['failed', 'expired', []],
    ['failed', 'withdrawn', []],
    ['cancelled', 'withdrawn', []],
    ['handed_over', null, []],
  ])('%s, its question %s: %j', (state, asked, remedies) => {
    expect(remediesFor({ state, question: asked === null ? null : question(asked) })).toEqual(remedies)
  })

  it('is looked at again by itself only while it may still move', () => {
    expect(isMoving({ state: 'sending', question: null })).toBe(true)
    expect(isMoving({ state: 'sent', question: question('open') })).toBe(true)
    expect(isMoving({ state: 'sent', question: question('answered') })).toBe(false)
  })

  it('can be taken back for as long as the engine waits, whatever this machine’s clock says', () => {
    const createdAt = '2001-01-01T00:00:00.000Z'
    expect(secondsToUndo({ createdAt, nextAttemptAt: '2001-01-01T00:00:10.000Z' })).toBe(10)
    expect(secondsToUndo({ createdAt, nextAttemptAt: null })).toBe(0)
  })
})

const known: ClientContact = {
  client: 'C-204',
  name: 'Chan Tai Man',
  email: 'chan@client.example',
  phone: null,
  address: '1 Harbour Road\nWan Chai',
  language: 'zh-HK',
  channel: 'email',
  writtenIn: 'zh-HK',
  version: 3,
  changedAt: null,
  changedBy: null,
  emailSince: null,
  codesFrom: null,
}

describe('how a client is reached', () => {
  it('reads back what it shows', () => {
    const { name, email, phone, address, language, channel } = known
    expect(readContact(typedContact(known))).toEqual({
      ok: true,
      contact: { name, email, phone, address, language, channel },
    })
  })

  it('takes an emptied field for nothing known, and no language for the one that the rules say', () => {
    const read = readContact({ ...typedContact(known), email: '  ', language: '' })
    expect(read).toMatchObject({ ok: true, contact: { email: null, language: null } })
  })

  it('tells which field can not be used', () => {
    const read = readContact({ ...typedContact(known), email: 'chan', phone: '9'.repeat(41) })
    expect(read).toEqual({ ok: false, problems: { email: 'contact.wrong.email', phone: 'contact.wrong.text' } })
  })

  it('is not reached by a name alone', () => {
    expect(isReachable({ email: null, phone: null, address: null })).toBe(false)
    expect(isReachable({ email: null, phone: '+852 2345 6789', address: null })).toBe(true)
  })
})

describe('to whom at a producer', () => {
  const party = {
    of: 'producer',
    producer: 7,
    name: 'Seven Corner',
    contacts: [
      { name: 'Ann', role: '', email: null, phone: '+852 1' },
      { name: 'Mei', role: 'Accounts', email: 'mei@seven.example', phone: null },
    ],
  } as const

  it('offers those who can be reached so, each by the place that the engine knows them by', () => {
    expect(contactChoices(party, 'email')).toEqual([{ value: '1', label: 'Mei · Accounts · mei@seven.example' }])
    expect(contactChoices(party, 'phone')).toEqual([{ value: '0', label: 'Ann · +852 1' }])
    expect(contactChoices(party, 'post')).toEqual([])
  })

  it('leaves the choice to the engine where nobody made one', () => {
    expect(recipientOf(party, null)).toEqual({ of: 'producer', producer: 7 })
    expect(recipientOf(party, 1)).toEqual({ of: 'producer', producer: 7, contact: 1 })
  })
})

it('asks only those about a transaction whose wallets it moved', () => {
  const postings = [
    { debit: 'wallet:C-2', credit: 'wallet:C-1' },
    { debit: 'wallet:C-1', credit: 'fee-income:main' },
    { debit: 'receivable:C-3', credit: 'omnibus:main' },
  ]
  expect(clientsOf({ postings })).toEqual(['C-1', 'C-2'])
})

describe('whether mail goes out and answers come back', () => {
  it.each(linkBars)('says what to do where links lead nowhere: %s', (bar) => {
    for (const text of [english, chinese]) expect(linkBarWords(bar, 'https://answers.example:8443', text)).not.toBe('')
  })

  it('names the option that the host is started with', () => {
    const said = linkBarWords('host_not_at_that_address', 'https://answers.example:8443', english)
    expect(said).toContain('“--host-name answers.example”')
    expect(said).toContain('https://answers.example:8443')
  })

  it('says of a test message what the server said, how it was protected and how long it took', () => {
    const took = { sent: true, error: null, reply: '250 OK', tls: 'TLSv1.3', tookMs: 1_240 }
    expect(testWords(took, 'a@b.example', english)).toEqual({
      verdict: 'The mail server took it for a@b.example.',
      said: 'Answer: 250 OK',
      line: 'Protected by TLSv1.3, 1.2 s',
    })
    const failed = { sent: false, error: 'sign_in_refused', reply: null, tls: null, tookMs: 90 } as const
    expect(testWords(failed, 'a@b.example', english)).toMatchObject({
      verdict: expect.stringContaining('refused the sign-in'),
      said: null,
      line: 'Not protected by TLS, 0.1 s',
    })
  })
})

describe('what the engine would refuse is said where it is typed', () => {
  const problemsOf = (name: 'mail' | 'contact', changed: Readonly<Record<string, string>>) => {
    const read = readSetting(name, {
      ...typedSetting(name, defaultSettings[name] as SettingValue<typeof name>),
      ...changed,
    })
    return read.ok ? {} : read.problems
  }

  it('of a mail server', () => {
    expect(problemsOf('mail', { host: 'mail.example', security: 'none' })).toEqual({
      fromAddress: 'rules.contact.wrong.from',
      security: 'rules.contact.wrong.security',
    })
    expect(problemsOf('mail', { host: 'localhost', security: 'none', fromAddress: 'a@b.example' })).toEqual({})
    expect(problemsOf('mail', { port: '70000', trustedCertificate: 'x' })).toEqual({
      port: 'rules.contact.wrong.number',
      trustedCertificate: 'rules.contact.wrong.certificate',
    })
  })

  it.each([
    ['http://answers.example', 'rules.contact.wrong.https'],
    ['https://answers.example/a', 'rules.contact.wrong.path'],
    ['answers', 'rules.contact.wrong.address'],
    ['https://answers.example', undefined],
    ['http://127.0.0.1:8080', undefined],
  ])('of the public address %s', (publicAddress, problem) => {
    expect(problemsOf('contact', { publicAddress })).toEqual(problem === undefined ? {} : { publicAddress: problem })
  })

  it('of a reminder that would come too late', () => {
    expect(problemsOf('contact', { answerHours: '24', remindAfterHours: '24' })).toEqual({
      remindAfterHours: 'rules.contact.wrong.remind',
    })
    expect(problemsOf('contact', { answerHours: '24', remindAfterHours: '24', remindersMax: '0' })).toEqual({})
  })
})
