/** What reconciliation goes by, as people change it: rules tried on the past first, who sends statements, and gateways. */
import type { Locator, Page } from '@playwright/test'
import { clean } from './accessible.ts'
import { addSource, scan, sendStatement } from './bank.ts'
import { ask } from './colleague.ts'
import { endHost, expect, openHost, otherPerson, type RunningHost, signIn, test } from './console-fixture.ts'

const iban = 'DE89370400440532013000'
const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
const secret = 'as the gateway showed it once'

let host: RunningHost

// Its own workspace: other stories go by the rules that these change.
test.beforeAll(async () => {
  host = await openHost()
  await addSource(host, { code: 'pier-bank', name: 'Pier Bank', iban, account: 'omnibus:main' })
  for (const client of ['S-1', 'S-2']) await ask(host, 'anna', '/wallets', { client })
  const deposits = [
    { client: 'S-1', amount: 10_000, reference: 'INV-88001' },
    { client: 'S-2', amount: 20_000 },
  ]
  for (const deposit of deposits) await ask(host, 'anna', '/deposits', { ...deposit, key: `pier-${deposit.client}` })
  const lines = [
    { day: today, amount: 10_000, ref: 'INV-88001', text: 'Transfer of S-1' },
    { day: today, amount: 20_000, text: 'CHAN TAI MAN' },
  ]
  sendStatement(host, 'pier-bank', 'day.sta', [{ opening: 0, lines }])
  await scan(host)
})
test.afterAll(() => endHost(host))
test.describe.configure({ timeout: 120_000 })

const dialog = (page: Page): Locator => page.getByRole('dialog')
const rule = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true })
const notice = (page: Page, words: string): Locator => page.getByRole('status').filter({ hasText: words })
const press = (at: Locator, name: string): Promise<void> =>
  at.getByRole('button', { name: new RegExp(`^${name}`) }).click({ timeout: 15_000 })

async function choose(page: Page, label: string, option: string): Promise<void> {
  await dialog(page).getByRole('combobox', { name: label }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

/** What is in the dialog is proposed by the one and approved by the other. */
async function agree(page: Page, approver: Page): Promise<void> {
  await dialog(page).getByLabel('Why it is needed').fill('Agreed with the bank')
  await press(dialog(page), 'Propose')
  const proposed = notice(page, 'It waits for a second person')
  const href = await proposed.getByRole('link').getAttribute('href')
  await press(proposed, 'Close')
  await approver.goto(`${host.url}${href}`)
  await press(approver.locator('[data-pane]'), 'Approve')
  await press(dialog(approver), 'Approve and carry out')
  await expect(notice(approver, 'is approved and carried out')).toBeVisible()
}

test('a rule is changed, tried on the past, agreed on, and then matches', async ({ page, browser }) => {
  const april = await otherPerson(browser, host, 'april', '/approvals')
  await signIn(page, host, 'admin', '/settings?setting=matching')
  const matching = rule(page, 'Matching')
  await expect(matching.getByRole('listitem').nth(7)).toContainText(
    'Same amountOne line and one posting of the same amount: only suggested.',
  )
  await clean(page, 'rules of matching')

  await press(matching, 'Propose a change')
  await press(dialog(page), 'Change rule 8')
  await choose(page, 'What it finds', 'Is matched')
  await clean(page, 'a rule of matching')
  const up = dialog(page).getByRole('button', { name: 'Move rule 8 up' })
  await up.focus()
  await page.keyboard.press('Enter')
  await expect(dialog(page)).toContainText('Same amount is now rule 7 of 10.')
  await expect(dialog(page).getByRole('button', { name: 'Move rule 7 up' })).toBeFocused()

  await press(dialog(page), 'Try it on past days')
  await press(dialog(page), 'Try it')
  await expect(dialog(page)).toContainText(`2 lines and 2 postings of omnibus:main, USD, from`)
  await expect(dialog(page)).toContainText('Only these rules explain1 line, 200.00')
  await expect(dialog(page)).toContainText('Lines left for people10')
  await expect(dialog(page).getByRole('region', { name: 'Examples' })).toContainText('CHAN TAI MAN')
  await clean(page, 'rules tried on the past')

  await press(dialog(page), 'Show what it would do')
  await expect(dialog(page)).toContainText('Order of the rules')
  await clean(page, 'proposal of rules')
  await agree(page, april)
  await expect(matching.getByRole('listitem').nth(6)).toContainText(
    'Same amountOne line and one posting of the same amount: matched.',
  )
  await expect(matching).toContainText('In force since')
  await ask(host, 'anna', '/reconciliation/runs', {})
  // A run of the engine's own may have come before and found one of them.
  const { items } = (await ask(host, 'anna', '/reconciliation/matches?account=omnibus:main')) as {
    items: readonly { rule: string; lines: number; ruleVersion: number }[]
  }
  const found = items.map(({ rule: by, lines }) => `${by} ${lines}`)
  expect(found.toSorted()).toEqual(['amount 1', 'reference 1'])
  expect(items.find(({ rule: by }) => by === 'amount')).toMatchObject({ ruleVersion: 1 })
})

test('a gateway that sends tables is agreed on from a sample of them, and gets its secret', async ({
  page,
  browser,
}) => {
  const april = await otherPerson(browser, host, 'april', '/approvals')
  await signIn(page, host, 'admin', '/settings?setting=gateways')
  const gateways = rule(page, 'Gateways')
  await expect(gateways).toContainText('Money comes through no gateway yet.')
  await press(gateways, 'Propose a change')
  await press(dialog(page), 'Add a gateway')
  await dialog(page).getByLabel('Name', { exact: true }).fill('acme')
  await choose(page, 'Currency', 'USD')
  await dialog(page).getByLabel('Usual fee, %').fill('1.4')
  await clean(page, 'gateway form')
  await press(dialog(page), 'Show what it would do')
  await agree(page, april)
  await expect(gateways).toContainText('usual fee 1.40 %')
  await expect(gateways).toContainText('None is set: what it tells is not taken.')
  await press(gateways, 'Set the secret of acme')
  await dialog(page).getByLabel('Secret', { exact: true }).fill(secret)
  await clean(page, 'secret of a gateway')
  await press(dialog(page), 'Set the secret of acme')
  await expect(gateways).toContainText(/Set at 2\d{3}-\d\d-\d\d \d\d:\d\d:\d\d; nobody can read it\./)
  await expect(page.locator('body')).not.toContainText(secret)
  await clean(page, 'gateways')

  const statements = rule(page, 'Statements')
  await expect(statements).toContainText('Pier Bank (pier-bank)')
  await press(statements, 'Propose a change')
  await dialog(page).locator('input[type=file]').setInputFiles('fixtures/statements/own/german-windows-1252.csv')
  await expect(dialog(page)).toContainText('The sample as it would be read')
  await expect(dialog(page).getByRole('table', { name: 'The sample as it would be read' })).toContainText(
    'Bäckerei · Vorgemerkt · announced only',
  )
  await clean(page, 'form of sources')
  await press(dialog(page), 'Show what it would do')
  await expect(dialog(page)).toContainText('Pier Bank (pier-bank): Amount')
  await agree(page, april)
  await expect(statements).toContainText('Pier Bank (pier-bank): Amount')
})

test('borrowed account numbers are said to be wrong where they are typed', async ({ page }) => {
  await signIn(page, host, 'admin', '/settings?setting=virtualIbans')
  const numbers = rule(page, 'Account numbers for wallets')
  await expect(numbers).toContainText('Wallets are given no account numbers.')
  await press(numbers, 'Propose a change')
  await dialog(page).getByLabel('Give wallets account numbers').check()
  await dialog(page).getByLabel('First number').fill('0001')
  await dialog(page).getByLabel('Last number').fill('999')
  await press(dialog(page), 'Show what it would do')
  await expect(dialog(page)).toContainText('It has to be as long as the first.')
  await clean(page, 'borrowed numbers')
})
