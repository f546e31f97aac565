/** Contact with clients and producers, through a real mail server: from its settings to a client's “no”. */
import type { Locator, Page } from '@playwright/test'
import { clean } from './accessible.ts'
import { ask } from './colleague.ts'
import { addProducer, expect, otherPerson, type RunningHost, signIn, test } from './console-fixture.ts'
import { lateAnswers } from './late-answers.ts'
import { type MailProgram, startMailProgram, type Taken } from './mail-program.ts'

const mailPassword = 'as the mail provider gave it'

let mail: MailProgram

// What is sent waits ten seconds for whoever thinks better of it, so these tests do too.
test.describe.configure({ mode: 'serial', timeout: 180_000 })

test.beforeAll(async ({ host }) => {
  mail = await startMailProgram(mailPassword)
  await addProducer(host, { id: 81, code: 'lotus', name: 'Lotus Bakery' })
  await ask(host, 'anna', '/wallets', { client: 'C-LETTER' })
})
test.afterAll(() => {
  mail.end()
})

const dialog = (page: Page): Locator => page.getByRole('dialog')
const pane = (page: Page): Locator => page.locator('[data-pane]')
const part = (page: Page, name: string): Locator => pane(page).getByRole('region', { name, exact: true })
const rule = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true })
const notice = (page: Page, words: string): Locator => page.getByRole('status').filter({ hasText: words })
// What a button says may be followed by its key.
const press = (at: Locator, name: string): Promise<void> =>
  at.getByRole('button', { name: new RegExp(`^${name}`) }).click({ timeout: 15_000 })

async function choose(page: Page, label: string, option: string): Promise<void> {
  await dialog(page).getByRole('combobox', { name: label }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

/** What is in the dialog is proposed by the one and approved by the other. */
async function agree(page: Page, approver: Page, host: RunningHost): Promise<void> {
  await press(dialog(page), 'Show what it would do')
  await dialog(page).getByLabel('Why it is needed').fill('The mail provider changed')
  await clean(page, 'proposal of a setting')
  await press(dialog(page), 'Propose')
  const proposed = notice(page, 'It waits for a second person')
  const href = await proposed.getByRole('link').getAttribute('href')
  await press(proposed, 'Close')
  await approver.goto(`${host.url}${href}`)
  await press(approver.locator('[data-pane]'), 'Approve')
  await press(dialog(approver), 'Approve and carry out')
  await expect(notice(approver, 'is approved and carried out')).toBeVisible()
}

test('a mail server is agreed on, gets its password, and shows with a test message whether it works', async ({
  page,
  host,
  browser,
}) => {
  const april = await otherPerson(browser, host, 'april', '/approvals')
  await signIn(page, host, 'admin', '/settings?setting=mail')
  const server = rule(page, 'Mail server')
  await expect(server).toContainText('No mail server: messages open in the mail program')
  await expect(rule(page, 'Answers of clients')).toContainText('no public address is set')
  await clean(page, 'rules without a mail server')

  await press(server, 'Propose a change')
  await dialog(page).getByLabel('Mail server', { exact: true }).fill('mail.example')
  await dialog(page).getByLabel('Port').fill(String(mail.port))
  await choose(page, 'Protection', 'None: in the clear')
  await press(dialog(page), 'Show what it would do')
  // What the engine would refuse is said where it is typed.
  await expect(dialog(page)).toContainText('Mail goes in the clear to a server on this machine only.')
  await expect(dialog(page)).toContainText('A mail server needs an address that mail comes from.')
  await clean(page, 'mail form')
  await dialog(page).getByLabel('Mail server', { exact: true }).fill('127.0.0.1')
  await choose(page, 'Protection', 'TLS by STARTTLS')
  await dialog(page).getByLabel('Signs in as').fill('care')
  await dialog(page).getByLabel('Sender’s name').fill('Harbour Wallet')
  await dialog(page).getByLabel('Sender’s address').fill('care@harbour.example')
  await dialog(page).getByLabel('Trusted certificate').fill(mail.certificate)
  await agree(page, april, host)
  await expect(server).toContainText('Through 127.0.0.1, from care@harbour.example')
  await expect(server).toContainText('None is set, and the server is signed in to: set it.')

  await press(server, 'Send a test message')
  await dialog(page).getByLabel('To', { exact: true }).fill('ada@harbour.example')
  await press(dialog(page), 'Send a test message')
  await expect(dialog(page)).toContainText('The mail server refused the sign-in.')
  await expect(dialog(page)).toContainText('Protected by TLSv1.3')
  await page.keyboard.press('Escape')

  await press(server, 'Set the password')
  await dialog(page).getByLabel('Password', { exact: true }).fill(mailPassword)
  await clean(page, 'mail password')
  await press(dialog(page), 'Set the password')
  await expect(server).toContainText(/Set at 2\d{3}-\d\d-\d\d \d\d:\d\d:\d\d; nobody can read it\./)
  await expect(page.locator('body')).not.toContainText(mailPassword)

  await press(server, 'Send a test message')
  await dialog(page).getByLabel('To', { exact: true }).fill('ada@harbour.example')
  await press(dialog(page), 'Send a test message')
  await expect(dialog(page)).toContainText('The mail server took it for ada@harbour.example.')
  await expect(dialog(page)).toContainText('taken as 1')
  await clean(page, 'test message')
  expect(mail.taken).toMatchObject([{ to: ['ada@harbour.example'], secure: true, user: 'care' }])
  await page.keyboard.press('Escape')

  const answers = rule(page, 'Answers of clients')
  await press(answers, 'Propose a change')
  await dialog(page).getByLabel('Public address of this host').fill('http://127.0.0.1:1')
  await choose(page, 'A client’s “no” freezes their wallet', 'yes')
  await clean(page, 'answers form')
  await agree(page, april, host)
  await expect(answers).toContainText(
    'the host that serves this workspace does not know the address http://127.0.0.1:1',
  )
  await clean(page, 'rules with a mail server')
  await press(answers, 'Propose a change')
  await dialog(page).getByLabel('Public address of this host').fill(host.url)
  await agree(page, april, host)
  await expect(answers).toContainText('Clients can open them.')
  await april.context().close()
})

test('a client is written to once somebody knows where, and what was written too early is taken back', async ({
  page,
  host,
}) => {
  await signIn(page, host, 'anna', '/clients?open=C-LETTER')
  const contact = part(page, 'Contact')
  const messages = part(page, 'Messages')
  await press(contact, 'Show contact data')
  await expect(contact).toContainText('Nothing is known to reach this client by.')
  await press(messages, 'Write to this client')
  await expect(dialog(page)).toContainText('No e-mail address is known. Add it first.')
  await page.keyboard.press('Escape')

  await press(contact, 'Add contact data')
  await dialog(page).getByLabel('Name').fill('Chan Tai Man')
  await dialog(page).getByLabel('E-mail').fill('chan')
  await press(dialog(page), 'Save contact data')
  await expect(dialog(page)).toContainText('This is no e-mail address.')
  await dialog(page).getByLabel('E-mail').fill('chan@client.example')
  await dialog(page).getByLabel('Phone').fill('+852 2345 6789')
  await dialog(page).getByLabel('Postal address').fill('1 Harbour Road\nWan Chai')
  await clean(page, 'contact data')
  await press(dialog(page), 'Save contact data')
  await expect(contact).toContainText('chan@client.example')
  await expect(contact).toContainText('Changed by anna at')

  await press(messages, 'Show messages')
  await expect(messages).toContainText('Nobody was written to.')
  await press(messages, 'Write to this client')
  await expect(dialog(page)).toContainText('Chan Tai Man · chan@client.example')
  await expect(dialog(page).getByLabel('Text')).toHaveValue(/^Dear Chan Tai Man,/)
  await clean(page, 'letter')
  await press(dialog(page), 'Send it')
  await press(notice(page, 'To Chan Tai Man: sends in'), 'Undo')
  await expect(notice(page, 'Taken back. Nothing was sent.')).toBeVisible()
  await expect(messages.getByRole('listitem')).toContainText('Taken back')

  await press(messages, 'Write to this client')
  await dialog(page).getByLabel('Subject').fill('Your new card')
  await press(dialog(page), 'Send it')
  await expect(messages.getByRole('listitem').first()).toContainText('Waits to be sent')
  await clean(page, 'client with a message that waits')
  await expect(messages.getByRole('listitem').first()).toContainText('Sent', { timeout: 30_000 })
  await expect(notice(page, 'sends in')).toHaveCount(0)
  expect(mail.taken.filter(({ to }) => to.includes('chan@client.example'))).toHaveLength(1)

  await press(messages, 'Note a call or letter')
  // Nothing said is nothing to record.
  await expect(dialog(page).getByRole('button', { name: /^Record it/ })).toBeDisabled()
  await dialog(page).getByLabel('What was said').fill('They will come by on Friday.')
  await clean(page, 'call')
  await press(dialog(page), 'Record it')
  await expect(messages.getByRole('listitem').first()).toContainText('Recorded Phone to Chan Tai Man · +852 2345 6789')
  await messages.getByText('What was said').click()
  await expect(messages).toContainText('They will come by on Friday.')
})

test('a message that a mailbox refuses says so in words, and goes out when somebody sends it again', async ({
  page,
  host,
}) => {
  await ask(host, 'anna', '/wallets', { client: 'C-501' })
  const late = await lateAnswers(page)
  await signIn(page, host, 'anna', '/clients?open=C-501')
  const contact = part(page, 'Contact')
  const messages = part(page, 'Messages')
  await press(contact, 'Show contact data')
  await press(contact, 'Add contact data')
  await dialog(page).getByLabel('E-mail').fill('full-box@client.example')
  await press(dialog(page), 'Save contact data')
  await expect(contact).toContainText('full-box@client.example')
  await press(messages, 'Show messages')
  await press(messages, 'Write to this client')
  await press(dialog(page), 'Send it')
  const message = messages.getByRole('listitem')
  await expect(message).toContainText('Not sent', { timeout: 30_000 })
  await expect(message).toContainText('The mail server refused the address full-box@client.example.')
  await expect(message).toContainText('Tried once, and not again by itself.')
  await expect(message).toContainText('The mailbox is full')
  await clean(page, 'message that failed')
  // It goes out at once: the engine tells of that before the page can have drawn that it waits.
  late.hold('/contact/messages')
  await press(message, 'Send again')
  await expect(message).toContainText('Sent', { timeout: 30_000 })
  await expect(message).not.toContainText('refused')
  expect(mail.taken.at(-1)).toMatchObject({ to: ['full-box@client.example'] })
})

test('a producer’s people are written to and called, and both are kept with it', async ({ page, host, browser }) => {
  const ada = await otherPerson(browser, host, 'admin', '/producers?open=81')
  await press(pane(ada), 'Edit')
  await press(dialog(ada), 'Add a contact')
  await dialog(ada).getByRole('group', { name: 'Contact 1' }).getByLabel('Name').fill('Mei Lam')
  await dialog(ada).getByRole('group', { name: 'Contact 1' }).getByLabel('E-mail').fill('mei@lotus.example')
  await press(dialog(ada), 'Save')
  await expect(part(ada, 'Contacts')).toContainText('mei@lotus.example')
  // Whoever administers does not write to anybody.
  await expect(part(ada, 'Messages')).toHaveCount(0)
  await ada.context().close()

  await signIn(page, host, 'anna', '/producers?open=81')
  const messages = part(page, 'Messages')
  await press(messages, 'Write to this producer')
  await expect(dialog(page)).toContainText('Mei Lam · mei@lotus.example')
  await press(dialog(page), 'Send it')
  await press(messages, 'Note a call')
  await dialog(page).getByLabel('What was said').fill('The file comes an hour later today.')
  await press(dialog(page), 'Record it')
  await expect(messages.getByRole('listitem')).toHaveCount(2)
  await press(messages.getByRole('listitem').last(), 'Take back')
  await expect(messages.getByRole('listitem').last()).toContainText('Taken back')
  // Nothing counts down any more to what does not happen.
  await expect(notice(page, 'sends in')).toHaveCount(0, { timeout: 2_000 })
  await expect(messages.getByRole('listitem').first()).toContainText('Recorded Phone to Lotus Bakery, by anna')
  await clean(page, 'producer')
})

test('a doubted transaction: the client is asked, says no by the link, the wallet is frozen and a fraud case waits', async ({
  page,
  host,
  browser,
}) => {
  const { transaction } = await ask(host, 'anna', '/deposits', {
    client: 'C-LETTER',
    amount: 50_000,
    key: 'doubted-in',
  })
  const paid = await ask(host, 'anna', '/purchases', {
    client: 'C-LETTER',
    amount: 12_050,
    key: 'doubted',
    producer: 81,
  })
  expect(transaction).not.toBe(paid.transaction)
  await signIn(page, host, 'anna', `/ledger?transaction=${String(paid.transaction)}`)
  await press(pane(page), 'Ask the client about this')
  await press(dialog(page), 'Open the case')
  await expect(dialog(page)).toContainText('Say why')
  await press(dialog(page), 'Unusual for this client')
  await clean(page, 'ask about a transaction')
  await press(dialog(page), 'Open the case')
  await expect(page).toHaveURL(/\/exceptions\?open=\d+$/)
  const address = page.url()
  await expect(part(page, 'History')).toContainText('Unusual for this client')

  await part(page, 'What now').getByRole('button', { name: 'Ask the client' }).click()
  await expect(dialog(page).getByLabel('Text')).toHaveValue(/\[answer link\]/)
  await press(dialog(page), 'Send it')
  await expect(notice(page, 'To Chan Tai Man: sends in')).toBeVisible()
  const letter = (): Taken | undefined => mail.taken.find(({ text }) => linkIn(text) !== '')
  await expect.poll(letter, { timeout: 30_000 }).toBeDefined()
  // Whoever has asked goes on to the next case; this one waits.
  await page.goto(address)
  await expect(part(page, 'Messages').getByRole('listitem')).toContainText('No answer from the client yet.')
  await clean(page, 'case that waits for its client')

  const client = await (await browser.newContext()).newPage()
  await client.goto(linkIn(letter()?.text ?? ''))
  await press(client.locator('body'), 'No, it was not me')
  await expect(client.getByText('To be safe, your wallet is stopped until then.')).toBeVisible()
  await client.context().close()

  const answered = part(page, 'Messages').getByRole('listitem')
  await expect(answered).toContainText('The client says: no')
  await expect(answered).toContainText('By the link in the message')
  await clean(page, 'case with its answer')
  await answered.getByRole('link', { name: /^Fraud case EX-\d+$/ }).click()
  await expect(page.getByText('C-LETTER').first()).toBeVisible()
  await page.goto(`${host.url}/exceptions?code=FRAUD_REPORTED`)
  await expect(page.getByRole('row').filter({ hasText: 'C-LETTER' })).toHaveCount(1)
  await page.goto(`${host.url}/clients?open=C-LETTER`)
  await expect(part(page, 'Wallet')).toContainText('Frozen')
  await press(part(page, 'Messages'), 'Show messages')
  await expect(part(page, 'Messages').getByRole('listitem').first()).toContainText('The client says: no')
  await clean(page, 'client who said no')
})

/** The answer link in a letter, as a mail program reads it: lines that are too long for mail are put together again. */
function linkIn(source: string): string {
  const [, encoded = ''] = source.split(/\r\n\r\n([\s\S]*)/)
  const isBase64 = /Content-Transfer-Encoding: base64/i.test(source)
  const plain = isBase64
    ? Buffer.from(encoded, 'base64').toString()
    : encoded
        .replace(/=\r\n/g, '')
        .replace(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
  return /http:\/\/\S+\/answer\/\S+/.exec(plain)?.[0] ?? ''
}
