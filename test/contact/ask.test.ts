/** Asking clients and producers about cases: what is written, what the case does meanwhile, and what each answer does. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runHere } from '../cli/run-cli.ts'
import { withRawStore } from '../ledger/raw-store.ts'
import { refusalOf } from '../workspace-fixture.ts'
import { type MailServer, mailTo, startMailServer } from './mail-server.ts'
import { type Contacts, caseOf, heldCase, openContacts, pump, reach, set, take } from './open-contact.ts'

let books: Contacts
let server: MailServer

beforeAll(async () => {
  books = await openContacts()
  // It has everybody but one.
  const gone = Object.assign(new Error('no such box'), { responseCode: 550 })
  server = await startMailServer({
    onRcptTo: ({ address }, _session, done) => done(address.startsWith('gone@') ? gone : null),
  })
  await set(books, 'mail', mailTo(server.port))
}, 60_000)
afterAll(async () => {
  await server.close()
  await books.close()
})

let keys = 0
const key = (): string => {
  keys += 1
  return `key-${keys}`
}

it('shows the letter to a client in their language, with nothing in it that they need not know', async () => {
  const { tom } = books
  const held = await heldCase(books, 'C-1', 'TX-1')
  await reach(tom, 'C-1')
  const asked = { template: 'ask_client', exception: held.id } as const
  expect(await tom.contact.preview({ ...asked, channel: 'phone' })).toEqual({
    language: 'en',
    channel: 'phone',
    name: 'Chan Tai Man',
    to: '+852 2345 6789',
    goes: 'recorded',
    bar: null,
    subject: 'Did you make this transaction?',
    text: [
      'Dear Chan Tai Man,',
      '',
      'we were told of this transaction on your wallet and would like to be sure that it was you:',
      '',
      '  When: March 5, 2026, 14:05',
      '  Where: Seven Corner, Central',
      '  Amount: USD 2,000,000.00, paid in',
      '',
      'Was it you?',
      '',
      'We never ask for a password, a card number or a code.',
      '',
      'Harbour Wallet',
    ].join('\n'),
  })
  const chinese = await tom.contact.preview({ ...asked, language: 'zh-HK', channel: 'email' })
  expect(chinese.subject).toBe('這宗交易是您本人進行的嗎？')
  expect(chinese.text).toContain(
    '  日期：2026年3月5日　14:05\n  地點：Seven Corner（Central）\n  金額：USD 2,000,000.00（存入）',
  )
  expect(chinese).toMatchObject({ goes: 'mail_server', bar: 'no_public_address' })
  for (const { text } of [chinese]) expect(text).not.toMatch(/C-1|TX-1|AMOUNT_OVER_LIMIT/)
})

it('records who looked at how a client is reached, before they see it', async () => {
  const { ann, client } = books
  const before = (await client.audit.list({ action: 'clients.view_contact' })).items.length
  expect((await ann.clients.contact({ client: 'C-1' })).email).toBe('chan@client.example')
  const { items } = await client.audit.list({ action: 'clients.view_contact' })
  expect(items.length).toBe(before + 1)
  expect(items[0]).toMatchObject({ actor: 'ann', subject: 'client:C-1', outcome: 'done' })
  // What they are reached by is in no record that nobody could ever take out again.
  expect(JSON.stringify((await client.audit.list({ limit: 500 })).items)).not.toMatch(/chan@client|2345 6789/)
})

it('keeps two people from overwriting each other', async () => {
  const { tom, ann } = books
  const contact = {
    name: 'C',
    email: null,
    phone: null,
    address: '1 Pier Road\nCentral',
    language: 'zh-HK',
    channel: 'post',
  } as const
  expect(await refusalOf(ann.clients.setContact({ client: 'C-1', expectedVersion: 0, contact }))).toEqual({
    code: 'contact_moved',
    data: { expected: 0, found: 1 },
  })
  expect(await refusalOf(tom.clients.contact({ client: 'nobody' }))).toMatchObject({ code: 'not_found' })
  expect(await refusalOf(books.client.clients.contact({ client: 'C-1' }))).toMatchObject({ code: 'not_permitted' })
})

it('sends no link that would lead nowhere; the telephone remains', async () => {
  const { tom } = books
  const held = await heldCase(books, 'C-2', 'TX-2')
  const asked = { exception: held.id, version: held.version, key: key(), channel: 'email' } as const
  expect(await refusalOf(tom.contact.askClient(asked))).toEqual({ code: 'contact_missing', data: { channel: 'email' } })
  await reach(tom, 'C-2')
  expect(await refusalOf(tom.contact.askClient(asked))).toEqual({
    code: 'answers_unreachable',
    data: { reason: 'no_public_address' },
  })
  await set(books, 'contact', { publicAddress: 'https://answers.harbour.example' })
  expect(await refusalOf(tom.contact.askClient(asked))).toMatchObject({ data: { reason: 'host_not_serving' } })
  await set(books, 'contact', {})
  const byPhone = await tom.contact.askClient({ ...asked, channel: 'phone' })
  expect(byPhone.message).toMatchObject({ state: 'recorded', channel: 'phone', to: '+852 2345 6789', client: 'C-2' })
  expect(byPhone.message.question).toMatchObject({ of: 'client', state: 'open', answer: null })
  expect(byPhone.case).toMatchObject({ status: 'waiting', waitingFor: 'client' })
})

it('asks once under one key, and refuses what was seen too long ago', async () => {
  const { tom, ann } = books
  const held = await heldCase(books, 'C-3', 'TX-3')
  await reach(tom, 'C-3')
  const asked = { exception: held.id, version: held.version, key: key(), channel: 'phone' } as const
  const first = await tom.contact.askClient(asked)
  expect((await tom.contact.askClient(asked)).message.id).toBe(first.message.id)
  expect(await refusalOf(tom.contact.askClient({ ...asked, channel: 'post' }))).toMatchObject({
    code: 'key_reused_with_other_content',
  })
  expect(await refusalOf(ann.contact.askClient({ ...asked, key: key() }))).toMatchObject({
    code: 'case_moved',
    data: { kind: 'asked', by: 'tom', state: 'waiting' },
  })
  const now = await caseOf(books, held.id)
  expect(now).toMatchObject({ status: 'waiting', waitingFor: 'client', owner: 'tom' })
  expect(await refusalOf(ann.contact.askClient({ ...asked, key: key(), version: now.version }))).toEqual({
    code: 'question_open',
    data: { message: first.message.id },
  })
})

it('lets a person go on when a client says yes by phone, and posts nothing by it', async () => {
  const { tom, client } = books
  const held = await heldCase(books, 'C-4', 'TX-4')
  await reach(tom, 'C-4')
  const { message } = await tom.contact.askClient({
    exception: held.id,
    version: held.version,
    key: key(),
    channel: 'phone',
  })
  const before = await client.clients.get({ client: 'C-4' })
  const answer = { message: message.id, via: 'phone' } as const
  expect(await refusalOf(tom.contact.recordAnswer({ ...answer, note: 'yes' }))).toMatchObject({
    code: 'answer_unusable',
  })
  const answered = await tom.contact.recordAnswer({ ...answer, answer: 'yes', note: 'He was at the counter himself.' })
  expect(answered.case).toMatchObject({ status: 'in_progress', waitingFor: null })
  expect(answered.message.question).toMatchObject({
    state: 'answered',
    answer: 'yes',
    answeredBy: 'tom',
    answeredVia: 'phone',
    note: 'He was at the counter himself.',
    fraudCase: null,
  })
  expect(await client.clients.get({ client: 'C-4' })).toEqual(before)
  expect(await refusalOf(tom.contact.recordAnswer({ ...answer, answer: 'no' }))).toEqual({
    code: 'question_over',
    data: { state: 'answered' },
  })
})

it('reports a fraud when a client says no, and stops the wallet only where that was agreed', async () => {
  const { tom, client } = books
  for (const freezeOnNo of [false, true]) {
    await set(books, 'contact', { freezeOnNo, answerHours: freezeOnNo ? 71 : 70 })
    const id = freezeOnNo ? 'C-6' : 'C-5'
    const held = await heldCase(books, id, `TX-${id}`)
    await reach(tom, id)
    const { message } = await tom.contact.askClient({
      exception: held.id,
      version: held.version,
      key: key(),
      channel: 'phone',
    })
    const answered = await tom.contact.recordAnswer({ message: message.id, via: 'phone', answer: 'no' })
    expect(answered.case).toMatchObject({ status: 'in_progress' })
    expect((await client.clients.get({ client: id })).state).toBe(freezeOnNo ? 'frozen' : 'active')
    const fraud = await caseOf(books, answered.message.question?.fraudCase ?? 0)
    expect(fraud).toMatchObject({
      code: 'FRAUD_REPORTED',
      severity: 'critical',
      scope: 'client',
      client: id,
      amount: 200_000_000,
      transaction: null,
      detail: { exception: held.id, message: message.id, line: 3 },
    })
    expect(answered.message.question).toMatchObject({ answer: 'no', frozen: freezeOnNo })
  }
  await set(books, 'contact', {})
})

it('ends the case of a doubted transaction when its client says that it was theirs', async () => {
  const { tom, client } = books
  await take(books, [{ client: 'C-7', tx: 'TX-7', amount: 700, location: 'Mong Kok' }])
  await reach(tom, 'C-7')
  const [posting] = (await client.ledger.history({ client: 'C-7' })).items
  const transaction = posting?.transaction ?? 0
  const opened = await tom.contact.questionTransaction({ transaction, reason: 'The client called.' })
  expect(await caseOf(books, opened.id)).toMatchObject({
    code: 'TRANSACTION_QUESTIONED',
    client: 'C-7',
    amount: 700,
    transaction,
    owner: 'tom',
  })
  expect(await refusalOf(tom.contact.questionTransaction({ transaction: 99_999, reason: 'r' }))).toMatchObject({
    code: 'transaction_unknown',
  })
  expect(await refusalOf(tom.contact.questionTransaction({ transaction, client: 'C-1', reason: 'r' }))).toEqual({
    code: 'client_needed',
    data: { clients: ['C-7'] },
  })
  const asked = await tom.contact.askClient({
    exception: opened.id,
    version: opened.version,
    key: key(),
    channel: 'phone',
  })
  expect(asked.message.text).toContain('Where: Seven Corner, Mong Kok\n  Amount: USD 7.00, paid in')
  const answered = await tom.contact.recordAnswer({ message: asked.message.id, via: 'phone', answer: 'yes' })
  expect(answered.case).toMatchObject({ status: 'resolved', resolution: 'confirmed_by_client' })
  // Doubted again, it is the same case, opened again.
  const again = await tom.contact.questionTransaction({ transaction, reason: 'They called once more.' })
  expect(again).toMatchObject({ id: opened.id, status: 'in_progress' })
})

it('asks about one of several rows when it is said which, and about a refused one as its file has it', async () => {
  const { tom } = books
  const rows = [2, 3].map((each) => ({ client: `C-8${each}`, tx: `TX-8${each}`, amount: 200_000_000 }))
  const [held] = await take(books, [{ client: 'C-82', tx: 'TX-80', amount: 1 }, ...rows])
  await reach(tom, 'C-82')
  const asked = { exception: held?.id ?? 0, version: held?.version ?? 0, key: key(), channel: 'phone' } as const
  expect(await refusalOf(tom.contact.askClient(asked))).toEqual({ code: 'line_needed', data: { rows: 2 } })
  const { message } = await tom.contact.askClient({ ...asked, line: 3 })
  expect(message).toMatchObject({ client: 'C-82', question: { line: 3 } })
  // The same TxId with another amount.
  const [conflict] = await take(books, [{ client: 'C-82', tx: 'TX-80', amount: 12_345 }])
  expect(conflict).toMatchObject({ code: 'TXID_CONFLICT', line: 2 })
  const preview = await tom.contact.preview({ template: 'ask_client', exception: conflict?.id ?? 0, channel: 'phone' })
  expect(preview.text).toContain('Amount: USD 123.45, paid in')
  const [unreadable] = await take(books, [{ client: 'C-82', tx: 'TX-88', amount: 'much' }])
  expect(await refusalOf(tom.contact.preview({ template: 'ask_client', exception: unreadable?.id ?? 0 }))).toEqual({
    code: 'row_unreadable',
    data: { line: 2 },
  })
})

it('asks a producer about the rows of a file, and goes on with what they said', async () => {
  const { tom, client } = books
  const { version } = await client.producers.get({ id: 7 })
  const contacts = [
    { name: 'Desk', role: '', email: null, phone: '+852 1111 1111' },
    { name: 'Wong', role: 'Files', email: 'wong@seven.example', phone: null },
  ]
  await client.producers.change({ id: 7, expectedVersion: version, change: { contacts } })
  const faults = Array.from({ length: 12 }, (_, each) => ({ client: 'C-9', tx: `TX-9${each}`, amount: 'x' }))
  const [fault] = await take(books, [{ client: 'C-9', tx: 'TX-9', amount: 1 }, ...faults])
  const exception = fault?.id ?? 0
  const preview = await tom.contact.preview({ template: 'ask_producer', exception })
  expect(preview).toMatchObject({
    to: 'wong@seven.example',
    name: 'Wong',
    language: 'en',
    goes: 'mail_server',
    bar: null,
  })
  expect(preview.subject).toMatch(/^A question about rows of your file contact-\d+\.csv$/)
  expect(preview.text).toMatch(
    /^Dear Wong,\n\nyour file contact-\d+\.csv, received on .*, has 12 rows with a problem: a field can not be read\. They are on lines 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 2 more\. Please look at them and tell us what is right\.\n\nPlease answer this message\.\n\nHarbour Wallet$/,
  )
  const asked = await tom.contact.askProducer({ exception, version: fault?.version ?? 0, key: key(), channel: 'email' })
  expect(asked.case).toMatchObject({ status: 'waiting', waitingFor: 'producer' })
  await pump(books)
  expect(server.taken.at(-1)).toMatchObject({ to: ['wong@seven.example'] })
  const answered = await tom.contact.recordAnswer({
    message: asked.message.id,
    via: 'email',
    note: 'A new file comes tomorrow.',
  })
  expect(answered.case).toMatchObject({ status: 'in_progress' })
  const { history } = await client.exceptions.get({ id: exception })
  expect(history.map(({ kind, by }) => [kind, by])).toEqual([
    ['raised', 'engine'],
    ['asked', 'tom'],
    ['answered', 'tom'],
  ])
  expect(history.at(-1)?.detail).toMatchObject({ of: 'producer', note: 'A new file comes tomorrow.', via: 'email' })
})

it('keeps what was told by phone with the case, and who was told', async () => {
  const { tom } = books
  const held = await heldCase(books, 'C-10', 'TX-10')
  const said = { channel: 'phone', text: 'We told him that it is held.', exception: held.id } as const
  const told = await tom.contact.tell({ ...said, recipient: { of: 'client', client: 'C-10' }, key: key() })
  expect(told.message).toMatchObject({ state: 'recorded', client: 'C-10', createdBy: 'tom', question: null })
  // It moves nothing: whoever works on the case goes on.
  expect(told.case).toMatchObject({ status: 'open', version: held.version + 1 })
  await tom.contact.tell({ ...said, recipient: { of: 'producer', producer: 7, to: '+852 3' }, key: key() })
  const { items } = await tom.contact.messages({ exception: held.id })
  expect(items.map(({ client, producer, to }) => ({ client, producer, to }))).toEqual([
    { client: null, producer: 7, to: '+852 3' },
    { client: 'C-10', producer: null, to: '' },
  ])
})

it('opens a message in the person’s own mail program where there is no mail server, without any link to answer', async () => {
  const { tom } = books
  await set(books, 'mail', {})
  const held = await heldCase(books, 'C-11', 'TX-11')
  await reach(tom, 'C-11')
  const { message } = await tom.contact.askClient({
    exception: held.id,
    version: held.version,
    key: key(),
    channel: 'email',
  })
  expect(message).toMatchObject({ state: 'handed_over', mailtoHasText: true, messageId: null })
  const link = new URL(message.mailto ?? '')
  expect([link.protocol, link.pathname]).toEqual(['mailto:', 'chan@client.example'])
  expect(link.searchParams.get('body')).toContain('Please answer this message with yes or no.')
  expect(message.text).not.toContain('[answer link]')
  const long = await tom.contact.send({
    recipient: { of: 'client', client: 'C-11' },
    key: key(),
    channel: 'email',
    subject: 'A long letter',
    text: '長'.repeat(500),
  })
  expect(long.message).toMatchObject({
    mailto: 'mailto:chan@client.example?subject=A%20long%20letter',
    mailtoHasText: false,
  })
  await set(books, 'mail', mailTo(server.port))
})

it('does not let a case wait for somebody whom nobody could reach, and asks another way', async () => {
  const { tom, client } = books
  const [fault] = await take(books, [
    { client: 'C-12', tx: 'TX-12', amount: 1 },
    { client: 'C-12', tx: 'TX-13', amount: 'x' },
  ])
  const of = { exception: fault?.id ?? 0, channel: 'email' } as const
  const asked = await tom.contact.askProducer({
    ...of,
    to: 'gone@seven.example',
    version: fault?.version ?? 0,
    key: key(),
  })
  await pump(books)
  const now = await caseOf(books, of.exception)
  expect(now).toMatchObject({ status: 'in_progress', waitingFor: null })
  expect((await client.exceptions.get({ id: of.exception })).history.at(-1)).toMatchObject({
    kind: 'message_failed',
    by: 'engine',
    detail: { message: asked.message.id, error: 'address_refused' },
  })
  const [failed] = (await client.exceptions.list({ code: 'MESSAGE_FAILED' })).items
  expect(failed).toMatchObject({ scope: 'producer', producer: 7, status: 'open' })
  const again = await tom.contact.askProducer({
    ...of,
    channel: 'phone',
    to: '+852 9',
    version: now.version,
    key: key(),
  })
  expect(again.case).toMatchObject({ status: 'waiting', waitingFor: 'producer' })
  expect((await tom.contact.message({ message: asked.message.id })).question?.state).toBe('withdrawn')
  expect(await refusalOf(tom.contact.sendAgain({ message: asked.message.id }))).toMatchObject({ code: 'question_over' })
})

it('reminds a producer of what was asked, in the words that were used', async () => {
  const { tom } = books
  const [fault] = await take(books, [
    { client: 'C-14', tx: 'TX-14', amount: 1 },
    { client: 'C-14', tx: 'TX-15', amount: 'x' },
  ])
  const of = { exception: fault?.id ?? 0, version: fault?.version ?? 0, key: key(), channel: 'email' } as const
  const { message } = await tom.contact.askProducer({
    ...of,
    subject: 'Line 3?',
    text: 'What is in line 3?\nPlease say.',
  })
  await pump(books)
  await withRawStore(books.engine, (raw) => {
    raw.exec('DROP TRIGGER message_that_is_over_stays_so; DROP TRIGGER message_is_kept_as_it_was_written')
    raw.prepare('UPDATE message SET sent_at = sent_at - 90000000, created_at = created_at - 90000000').run()
  })
  const { store } = await books.engine.opened()
  await store.write('contact.followUp', null, 'engine')
  const { items } = await tom.contact.messages({ exception: of.exception })
  expect(items[0]).toMatchObject({
    template: 'remind_producer',
    remindsOf: message.id,
    createdBy: 'engine',
    to: 'wong@seven.example',
    subject: 'A reminder: Line 3?',
  })
  expect(items[0]?.text).toMatch(
    /^Dear Wong,\n\non .* we wrote to you and have no answer yet\. This is what we wrote:\n\n> What is in line 3\?\n> Please say\.\n\n/,
  )
})

it('reads messages page by page: of a client, a producer, a case', async () => {
  const { tom } = books
  const first = await tom.contact.messages({ producer: 7, limit: 2 })
  expect(first.items).toHaveLength(2)
  const second = await tom.contact.messages({ producer: 7, limit: 2, cursor: first.next ?? '' })
  const ids = [...first.items, ...second.items].map(({ id }) => id)
  expect(ids).toEqual(ids.toSorted((a, b) => b - a))
  expect((await tom.contact.messages({ client: 'C-5' })).items.map(({ client }) => client)).toEqual(['C-5'])
  expect(await refusalOf(tom.contact.messages({ cursor: 'mine' }))).toMatchObject({ code: 'bad_input' })
})

it('lists messages on the command line', async () => {
  const open = async () => ({ engine: books.engine, close: async () => undefined })
  const run = (...args: string[]) => runHere(books.directory, ['messages', 'list', ...args], { user: 'tom' }, open)
  const { out } = await run('--client', 'C-5', '--json')
  expect((JSON.parse(out) as { items: unknown[] }).items).toMatchObject([{ client: 'C-5', state: 'recorded' }])
  const table = (await run('--client', 'C-5')).out
  expect(table).toMatch(/Subject\s+Answer/)
  expect(table).toMatch(/tom\s+C-5\s+phone\s+recorded\s+\d+\s+Did you make this transaction\?\s+no/)
})

it('leaves books that are consistent', async () => {
  expect(await books.client.ledger.check()).toMatchObject({ consistent: true })
})

it.each([
  ['mail', { host: 'mail.example', fromAddress: null }, 'fromAddress'],
  ['mail', { host: 'mail.example', fromAddress: 'a@b.example', security: 'none' }, 'security'],
  ['contact', { publicAddress: 'http://answers.example' }, 'publicAddress'],
  ['contact', { publicAddress: 'https://answers.example/path' }, 'publicAddress'],
  ['contact', { remindAfterHours: 72, answerHours: 72 }, 'remindAfterHours'],
] as const)('takes no setting %s with %o', async (name, value, path) => {
  const refused = await refusalOf(set(books, name, value as never))
  expect(refused).toMatchObject({ code: 'setting_unusable', data: { issues: [{ path }] } })
})
