/** The Ledger screen: from any balance to what made it and back, the trial balance, and days that are closed by two people. */
import type { Locator, Page } from '@playwright/test'
import { clean } from './accessible.ts'
import {
  addProducer,
  endHost,
  expect,
  forSmallFiles,
  instant,
  openHost,
  passphraseOf,
  type RunningHost,
  signIn,
  test,
} from './console-fixture.ts'

type Answer = Readonly<Record<string, unknown>>

/** What a colleague, or a caller of the API, does at the same time. */
async function ask(
  ledger: RunningHost,
  passphrase: string,
  user: string,
  path: string,
  content: object,
): Promise<Answer> {
  const json = { 'content-type': 'application/json' }
  const post = async (to: string, body: object, more: object = {}): Promise<Answer> => {
    const answer = await fetch(`${ledger.url}/api${to}`, {
      method: 'POST',
      headers: { ...json, ...more },
      body: JSON.stringify(body),
    })
    expect(answer.status, await answer.clone().text()).toBe(200)
    return (await answer.json()) as Answer
  }
  const { token } = await post('/session', { user, passphrase })
  return post(path, content, { authorization: `Bearer ${String(token)}` })
}

const twoDaysMinutes = 2 * 24 * 60
const firstPassphrase = 'handed over on paper'

let ledger: RunningHost

// Its own workspace: a second approver ends set-up mode, and a closed day takes nothing more, whoever else is testing.
test.beforeAll(async () => {
  ledger = await openHost()
  await addProducer(ledger, { id: 7, code: 'seven', name: 'Seven Corner', agreement: forSmallFiles })
  const arthur = { name: 'arthur', displayName: 'Arthur Approver', roles: ['approver'], passphrase: firstPassphrase }
  await ask(ledger, passphraseOf('admin'), 'admin', '/users', arthur)
  await ask(ledger, firstPassphrase, 'arthur', '/session/passphrase', {
    current: firstPassphrase,
    next: passphraseOf('arthur'),
  })
  ledger.drop('seven', 'monday.csv', [
    `${instant(twoDaysMinutes)},7,C-204,Central,T-1,TopUp,102550`,
    `${instant(twoDaysMinutes - 1)},7,C-204,Central,T-2,Payment,2550`,
  ])
})
test.afterAll(() => endHost(ledger))

const pane = (page: Page): Locator => page.locator('[data-pane]')
const dialog = (page: Page): Locator => page.getByRole('dialog')
const part = (page: Page, name: string): Locator =>
  page.getByRole('navigation', { name: 'Parts of the ledger' }).getByRole('link', { name })
const row = (page: Page, words: string | RegExp): Locator => page.getByRole('row').filter({ hasText: words })

/** The second person, who approves what was proposed a moment ago. */
async function approveProposed(page: Page): Promise<string> {
  const address = await page.getByRole('status').filter({ hasText: 'Proposed' }).getByRole('link').getAttribute('href')
  const proposal = new URL(address ?? '', ledger.url).searchParams.get('proposal') ?? ''
  await ask(ledger, passphraseOf('arthur'), 'arthur', `/proposals/${proposal}/approve`, {})
  return proposal
}

test('any balance leads to its postings, a posting to the line of its file, and the way back is the same', async ({
  page,
}) => {
  await signIn(page, ledger, 'anna', '/ledger')
  await row(page, 'wallet:C-204').click()
  await expect(pane(page)).toContainText('1,000.00 Cr')
  await expect(row(page, 'Closing balance')).toContainText('1,000.00 Cr')
  await expect(row(page, 'Opening balance')).toContainText('0.00')
  await clean(page, 'statement')

  await pane(page).getByRole('link', { name: 'Payment · clearing:seven' }).click()
  await expect(pane(page).getByRole('row', { name: /^wallet:C-204.* 25\.50.*1,000\.00 Cr/ })).toBeVisible()
  await expect(pane(page).getByRole('row', { name: /^clearing:seven.* 25\.50.*1,000\.00 Dr/ })).toBeVisible()
  await expect(pane(page).locator('pre')).toContainText(',7,C-204,Central,T-2,Payment,2550')
  await clean(page, 'transaction')

  await pane(page).getByRole('link', { name: 'Batch 1' }).click()
  await expect(page.getByRole('heading', { name: 'Batches' })).toBeVisible()
  await expect(pane(page)).toContainText('monday.csv')
  await page.goBack()
  await expect(pane(page).locator('pre')).toContainText('T-2')
  await pane(page).getByRole('button', { name: 'Back to the statement' }).click()
  await expect(row(page, 'Closing balance')).toBeVisible()
  await pane(page).getByRole('link', { name: 'C-204', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Clients' })).toBeVisible()
  await expect(pane(page)).toContainText('1,000.00')
})

test('the statement of some days begins and ends with what stood before and after them', async ({ page }) => {
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
  await signIn(page, ledger, 'anna', `/ledger?account=wallet:C-204&currency=USD&since=${today}&order=oldest`)
  await expect(row(page, 'Opening balance')).toContainText('1,000.00 Cr')
  await expect(row(page, 'Closing balance')).toContainText('1,000.00 Cr')
  await expect(pane(page)).toContainText('Nothing was posted in these days.')
  await pane(page).getByRole('button', { name: 'Clear filters' }).click()
  await expect(row(page, 'Opening balance')).toContainText('0.00')
})

test('a posting is found by its reference and by its amount, and a new one shows itself', async ({ page }) => {
  await signIn(page, ledger, 'anna', '/ledger?tab=postings')
  await expect(page.getByText('2 postings')).toBeVisible()
  const deposit = { client: 'C-204', amount: 12_345, reference: 'INV-7', key: 'ledger-deposit' }
  await ask(ledger, passphraseOf('anna'), 'anna', '/deposits', deposit)
  await page.getByRole('button', { name: 'New postings' }).click()
  await expect(page.getByText('3 postings')).toBeVisible()

  await page.getByLabel('Reference').fill('INV-7')
  await expect(page.getByText('1 posting', { exact: true })).toBeVisible()
  await expect(row(page, 'omnibus:main')).toContainText('123.45')
  await page.getByLabel('Reference').fill('')
  await page.getByLabel('Amount', { exact: true }).fill('1,025.50')
  await expect(page).toHaveURL(/amount=102550/)
  await expect(row(page, 'Payment')).toHaveCount(0)
  await expect(row(page, 'clearing:seven')).toContainText('1,025.50')
  await expect(page.getByText('1 posting', { exact: true })).toBeVisible()
  await page.getByLabel('Amount', { exact: true }).fill('1,0')
  await expect(page.getByLabel('Amount', { exact: true })).toHaveAttribute('aria-invalid', 'true')
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect(page.getByText('3 postings')).toBeVisible()
  await clean(page, 'postings')

  await page.getByLabel('Text').fill('nowhere')
  await expect(page.getByRole('heading', { name: 'No posting matches' })).toBeVisible()
})

test('the trial balance agrees, now and as the books stood, and each line opens its accounts', async ({ page }) => {
  await signIn(page, ledger, 'anna', '/ledger?tab=trial-balance')
  await expect(page.getByText('Debits and credits agree.')).toBeVisible()
  const [currency, debit, credit] = await row(page, 'Total').getByRole('cell').allInnerTexts()
  expect([currency, debit]).toEqual(['USD', credit])
  expect(credit).toMatch(/^1,\d{3}\.\d{2}$/)
  await clean(page, 'trial balance')
  await page.getByRole('link', { name: 'Clearing', exact: true }).click()
  await expect(row(page, 'clearing:seven')).toBeVisible()
  await expect(row(page, 'wallet:C-204')).toHaveCount(0)
  await page.goBack()
  await page.getByLabel(/^As the books stood at/).fill('2020-01-01T00:00:00')
  await page.getByRole('button', { name: 'Show' }).click()
  await expect(page.getByText('No account stood in the books')).toBeVisible()
  await page.getByRole('button', { name: 'Back to now' }).click()
  await expect(page.getByText('Debits and credits agree.')).toBeVisible()
})

test('a day is closed by two people, and then proven', async ({ page, browser }) => {
  await signIn(page, ledger, 'april', '/ledger?tab=periods')
  await expect(page.getByText('No period is closed yet')).toBeVisible()
  await page.getByRole('button', { name: 'Close a period' }).first().click()
  const day = await dialog(page).getByLabel('Day').last().inputValue()
  expect(day).toMatch(/^\d{4}-\d{2}-\d{2}$/)
  await clean(page, 'close a period')
  await dialog(page).getByRole('button', { name: 'See what it does' }).click()
  await dialog(page).getByLabel('Why it is needed').fill('The day is done')
  await dialog(page).getByRole('button', { name: 'Propose' }).click()
  await expect(dialog(page)).toHaveCount(0)

  const proposal = await approveProposed(page)
  await expect(row(page, day)).toContainText('Closed')
  await row(page, day).click()
  await expect(pane(page).getByRole('link', { name: `Proposal ${proposal}` })).toBeVisible()

  const audrey = await (await browser.newContext()).newPage()
  await signIn(audrey, ledger, 'audrey', `/ledger?tab=periods&period=${day}`)
  await expect(audrey.getByRole('button', { name: 'Close a period' })).toHaveCount(0)
  await pane(audrey).getByRole('button', { name: 'Verify the period' }).click()
  await expect(pane(audrey)).toContainText('Proven: 2 postings give the same root hash')
  await clean(audrey, 'period')
  // Its number of postings leads to them.
  await pane(audrey).getByRole('link', { name: '2', exact: true }).click()
  await expect(audrey).toHaveURL(/tab=postings&from=([-\d]+)&to=\1$/)
  await expect(audrey.getByText('2 postings', { exact: true })).toBeVisible()
  await audrey.context().close()

  // A row of the closed day stands in the first open one, and says so.
  ledger.drop('seven', 'late.csv', [`${instant(twoDaysMinutes)},7,C-204,Central,T-9,TopUp,100`])
  await part(page, 'Postings').click()
  await expect(async () => {
    await page.reload()
    await expect(row(page, 'Top-up (late)')).toBeVisible({ timeout: 1_000 })
  }).toPass()
  await row(page, 'Top-up (late)').click()
  await expect(pane(page)).toContainText('Its own day was closed when it arrived.')
})

test('a transaction is reversed by proposal, and shows what undid it', async ({ page }) => {
  await signIn(page, ledger, 'anna', '/ledger?tab=postings&reference=T-1')
  await row(page, '1,025.50').click()
  await pane(page).getByRole('button', { name: 'Reverse' }).click()
  await dialog(page).getByLabel('Why it is needed').fill('Sent twice')
  await dialog(page).getByRole('button', { name: 'Propose' }).click()
  await expect(dialog(page)).toHaveCount(0)
  await approveProposed(page)
  await expect(pane(page)).toContainText('Reversal, USD 1,025.50')
  await expect(pane(page)).toContainText('Left of it: USD 0.00.')
  await expect(pane(page).getByRole('button', { name: 'Reverse' })).toHaveCount(0)
})

test('the consistency check and the chain’s verification say what they proved', async ({ page }) => {
  await signIn(page, ledger, 'audrey', '/settings/workspace')
  await page.getByRole('button', { name: 'Check now' }).click()
  await expect(page.getByText(/^Consistent: \d+ postings proven\.$/)).toBeVisible()
  const kinds = page.getByRole('table').filter({ hasText: 'What each kind of operation did' })
  await expect(kinds.getByRole('row').filter({ hasText: 'Payment' })).toContainText('25.50')
  await clean(page, 'check')
  await page.goto(`${ledger.url}/audit`)
  await page.getByRole('button', { name: 'Verify the chain' }).click()
  await dialog(page).getByRole('button', { name: 'Verify the chain now' }).click()
  await expect(dialog(page).getByText(/intact/i)).toBeVisible()
})
