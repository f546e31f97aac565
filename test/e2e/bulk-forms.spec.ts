/** What one says once for many cases: until when they are put off, who gets them, and that their clients are asked. */
import type { Locator, Page } from '@playwright/test'
import { clean } from './accessible.ts'
import { ask } from './colleague.ts'
import {
  addProducer,
  endHost,
  expect,
  forSmallFiles,
  instant,
  openHost,
  otherPerson,
  type RunningHost,
  signIn,
  test,
} from './console-fixture.ts'
import { type MailProgram, startMailProgram } from './mail-program.ts'

let host: RunningHost
let mail: MailProgram

/** A row of a client of its own, of more than is agreed for one. */
const large = (client: string): string => `${instant(50)},74,${client},Central,${client}-L,TopUp,60000`
const small = (client: string): string => `${instant(60)},74,${client},Central,${client}-S,TopUp,1000`

// What sleeps in one story is not in the next one's list, and what is sent waits ten seconds for whoever thinks better of it.
test.describe.configure({ mode: 'serial', timeout: 90_000 })

test.beforeAll(async () => {
  host = await openHost()
  mail = await startMailProgram('as the mail provider gave it')
  const limits = { ...forSmallFiles.limits, amountMax: 50_000 }
  await addProducer(host, { id: 74, code: 'iris', name: 'Iris Books', agreement: { ...forSmallFiles, limits } })
  for (const client of ['F-1', 'F-2', 'F-3', 'F-4', 'F-5'])
    host.drop('iris', `${client}.csv`, [small(client), large(client)])
  await expect.poll(unresolved, { timeout: 30_000 }).toBe(5)
})
test.afterAll(async () => {
  mail.end()
  await endHost(host)
})

const unresolved = async (filter: object = {}): Promise<number> =>
  Number((await ask(host, 'anna', '/exceptions/views', { filter })).total)

const rows = (page: Page): Locator =>
  page.getByRole('grid', { name: 'Exceptions', exact: true }).locator('[role="row"][row-id]')
const dialog = (page: Page): Locator => page.getByRole('dialog')
const summary = (page: Page): Locator => dialog(page).getByRole('status').first()
const confirm = (page: Page): Promise<void> => page.keyboard.press('ControlOrMeta+Enter')
const bell = (page: Page): Locator => page.getByRole('banner').getByRole('button', { name: /^Notifications/ })
const news = (page: Page): Locator => page.getByRole('dialog', { name: 'Notifications' })

async function select(page: Page, cases: number, filter = ''): Promise<void> {
  await page.goto(`${host.url}/exceptions?view=all${filter}`)
  await expect(rows(page)).toHaveCount(cases)
  await page.keyboard.press('j')
  await page.keyboard.press('ControlOrMeta+a')
  await expect(page.locator('[role="row"][aria-selected="true"]')).toHaveCount(cases)
}

test('many are put off until a day that somebody chooses, are out of sight until then, and are taken back', async ({
  page,
}) => {
  await signIn(page, host, 'anna', '/exceptions?view=all')
  await select(page, 5)
  await page.keyboard.press('h')
  await expect(dialog(page).getByText('5 will be put off')).toBeVisible()
  // The next morning is chosen already, and has the focus: the one key is enough.
  await expect(dialog(page).getByRole('radio', { name: /^Tomorrow/ })).toBeChecked()
  await expect(dialog(page).getByRole('radio', { name: /^Tomorrow/ })).toBeFocused()
  await clean(page, 'snooze')
  await dialog(page).getByRole('radio', { name: 'Another day, 09:00' }).check()
  await confirm(page)
  // A day that is not said is no time: nothing begins.
  await expect(dialog(page).getByText('Choose a day that is still to come.')).toBeVisible()
  expect((await ask(host, 'anna', '/exceptions/bulk')).items).toEqual([])
  const day = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10)
  await dialog(page).locator('input[type="date"]').fill(day)
  await confirm(page)
  await expect(summary(page)).toHaveText('5 done')
  await page.keyboard.press('Escape')
  expect(await unresolved()).toBe(0)
  expect(await unresolved({ snoozed: 'only' })).toBe(5)
  const { items } = await ask(host, 'anna', '/exceptions?limit=1')
  expect((items as readonly { snoozedUntil: string }[])[0]?.snoozedUntil.slice(0, 10)).toBe(
    // Nine o'clock in the morning in Hong Kong, or earlier in the world's own day.
    day,
  )

  await select(page, 5, '&snoozed=only')
  await page.keyboard.press('h')
  await dialog(page).getByRole('radio', { name: 'Not any more: show it now' }).check()
  await dialog(page)
    .getByRole('button', { name: /^Take 5 cases back into sight/ })
    .click()
  await expect(summary(page)).toHaveText('5 done')
  expect(await unresolved()).toBe(5)
})

test('many are given to somebody, who is told; and whoever gave them is told what became of it', async ({
  page,
  browser,
}) => {
  await signIn(page, host, 'anna', '/exceptions?view=all')
  const [first] = ((await ask(host, 'anna', '/exceptions?limit=1')) as { items: readonly { id: number }[] }).items
  await select(page, 5)
  // Somebody else takes one meanwhile.
  const { version } = await ask(host, 'april', `/exceptions/${first?.id}`)
  const deed = { action: 'note', text: 'I call them' }
  await ask(host, 'april', `/exceptions/${first?.id}/act`, { version, key: 'meanwhile', deed })
  await page.keyboard.press('Shift+I')
  await expect(dialog(page).getByText(/^4 will be assigned/)).toBeVisible()
  await confirm(page)
  await expect(dialog(page).getByText('Choose who works on it.')).toBeVisible()
  await dialog(page)
    .getByRole('radio', { name: /^April Approver/ })
    .check()
  await clean(page, 'assign')
  await confirm(page)
  await expect(summary(page)).toHaveText('4 done, 1 not done: changed since 1')
  await page.keyboard.press('Escape')
  expect(await unresolved({ owner: ['april'] })).toBe(4)

  // From another screen, where nothing of it is to be seen.
  await page.goto(`${host.url}/batches`)
  await bell(page).click()
  const told = news(page).getByRole('link', { name: /Bulk work ended.*4 of 5 cases done/ })
  await clean(page, 'told')
  const address = await told.getAttribute('href')
  await told.click()
  await expect(page).toHaveURL(/\/exceptions\?.*bulk=\d+/)
  await expect(summary(page)).toHaveText('4 done, 1 not done: changed since 1')
  await dialog(page).getByRole('button', { name: 'changed since 1' }).click()
  await expect(dialog(page).getByRole('row', { name: /^EX-/ })).toHaveText([
    new RegExp(`^EX-${first?.id}Not doneapril did something about it after you looked`),
  ])
  await page.keyboard.press('Escape')
  await expect(dialog(page)).toHaveCount(0)
  await expect(page).not.toHaveURL(/bulk=/)
  await page.goBack()
  await expect(summary(page)).toHaveText('4 done, 1 not done: changed since 1')

  // The address says all of it, to whoever may look at the cases.
  const audrey = await otherPerson(browser, host, 'audrey', address ?? '')
  await expect(summary(audrey)).toHaveText('4 done, 1 not done: changed since 1')
  await expect(dialog(audrey).getByRole('row', { name: /^EX-/ })).toHaveCount(5)
  await clean(audrey, 'results by their address')
  await audrey.goto(`${host.url}/exceptions?bulk=999`)
  await expect(dialog(audrey).getByRole('alert')).toBeVisible()
  await audrey.context().close()
})

async function agreeOn(name: string, value: object): Promise<void> {
  const change = { kind: 'setting', name, value }
  const { id } = await ask(host, 'admin', '/proposals', { change, reason: 'for letters', key: `agree-${name}` })
  await ask(host, 'april', `/proposals/${String(id)}/approve`, {})
}

/** As the settings are by themselves, with what a letter needs. */
async function haveMail(): Promise<void> {
  const { items } = (await ask(host, 'admin', '/settings')) as { items: readonly { name: string; value: object }[] }
  const known = (name: string): object => items.find((each) => each.name === name)?.value ?? {}
  const server = { host: '127.0.0.1', port: mail.port, security: 'starttls', user: 'care' }
  const from = { fromName: 'Harbour Wallet', fromAddress: 'care@harbour.example', trustedCertificate: mail.certificate }
  await agreeOn('mail', { ...known('mail'), ...server, ...from })
  await agreeOn('contact', { ...known('contact'), publicAddress: host.url })
  await ask(host, 'admin', '/messages/mail-password', { password: mail.password }, 'PUT')
}

test('the clients of many cases are asked by e-mail, each in their language; who has no address is named', async ({
  page,
}) => {
  await haveMail()
  for (const [client, language] of [
    ['F-1', 'en'],
    ['F-2', 'zh-HK'],
    ['F-3', 'en'],
  ] as const) {
    const contact = { name: `Client ${client}`, email: `${client.toLowerCase()}@client.example`, language }
    await ask(host, 'anna', `/clients/${client}/contact`, { expectedVersion: 0, contact }, 'PUT')
  }
  await signIn(page, host, 'anna', '/exceptions?view=all')
  await select(page, 5)
  await page.keyboard.press('q')
  // Who can't be reached is said before anybody is written to.
  await expect(dialog(page).getByText('The clients of 3 will be asked · 2 can’t: no e-mail address 2')).toBeVisible()
  await clean(page, 'ask')
  await confirm(page)
  await expect(summary(page)).toHaveText('3 done, 2 not done: no e-mail address 2')
  await dialog(page).getByRole('button', { name: 'no e-mail address 2' }).click()
  await expect(dialog(page).getByRole('row', { name: /^EX-\d+ Not done / })).toHaveCount(2)
  await clean(page, 'asked')
  await page.keyboard.press('Escape')
  expect(await unresolved({ status: ['waiting'] })).toBe(3)
  await expect(page.getByText('2 selected', { exact: true }).first()).toBeVisible()

  await expect.poll(() => mail.taken.length, { timeout: 40_000 }).toBe(3)
  expect(mail.taken.map(({ to, secure, user }) => ({ to: to.join(), secure, user })).toSorted(byAddress)).toEqual(
    ['f-1', 'f-2', 'f-3'].map((name) => ({ to: `${name}@client.example`, secure: true, user: 'care' })),
  )

  // Asked again, those who were asked would be passed over, and no second letter goes.
  await select(page, 5)
  await page.keyboard.press('q')
  await expect(dialog(page).getByText('5 can’t: asked already 3, no e-mail address 2')).toBeVisible()
  await confirm(page)
  await expect(page.getByRole('dialog', { name: 'Ask the client, 5 cases: ended' })).toHaveCount(0)
  expect(mail.taken).toHaveLength(3)
})

const byAddress = (one: Readonly<{ to: string }>, other: Readonly<{ to: string }>): number =>
  one.to.localeCompare(other.to)
