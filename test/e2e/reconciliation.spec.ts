/** Reconciliation: what the bank says on the left, what was posted on the right, and both put together by rules and by people. */
import type { Locator, Page } from '@playwright/test'
import { clean } from './accessible.ts'
import { pressBehindAClick } from './at-once.ts'
import { addSource, scan, sendStatement } from './bank.ts'
import { ask } from './colleague.ts'
import { endHost, expect, openHost, otherPerson, type RunningHost, signIn, test } from './console-fixture.ts'

const iban = 'DE89370400440532013000'
const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
const address = '/reconciliation/omnibus:main?currency=USD'

let host: RunningHost

// Each goes on where the one before it ended: a bank’s balances follow one another.
test.describe.configure({ mode: 'serial' })

// Its own workspace: what is open on the bank's account is then only what these stories put there.
test.beforeAll(async () => {
  host = await openHost()
  await addSource(host, { code: 'harbourbank', name: 'Harbour Bank', iban, account: 'omnibus:main' })
  for (const client of ['R-1', 'R-2', 'R-3', 'R-4', 'R-5', 'R-8', 'R-9'])
    await ask(host, 'anna', '/wallets', { client })
})
test.afterAll(() => endHost(host))

const side = (page: Page, name: 'Statement lines' | 'Postings'): Locator =>
  page.getByRole('grid', { name, exact: true })
const row = (of: Locator, words: string | RegExp): Locator => of.getByRole('row').filter({ hasText: words })
const dialog = (page: Page): Locator => page.getByRole('dialog')
const tray = (page: Page): Locator => page.getByRole('region', { name: 'Selection' })
const strip = (page: Page): Locator => page.getByRole('region', { name: 'Suggestion' })
const pane = (page: Page): Locator => page.locator('[data-pane]')

const deposit = (client: string, amount: number, reference?: string) =>
  ask(host, 'anna', '/deposits', {
    client,
    amount,
    key: `reconciliation-${client}-${amount}`,
    ...(reference === undefined ? {} : { reference }),
  })

test('before the first statement the screen says what to do', async ({ page }) => {
  await signIn(page, host, 'audrey', '/reconciliation')
  await expect(page.getByRole('heading', { name: 'Nothing to reconcile yet' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Match now' })).toHaveCount(0)
  await clean(page, 'nothing to reconcile')
})

test('from the bank’s file to the last cent: by rule, by suggestion, by hand, with a residue, and back', async ({
  page,
  browser,
}) => {
  test.setTimeout(180_000)
  await deposit('R-1', 10_000, 'INV-77001')
  await deposit('R-2', 20_000)
  await deposit('R-3', 42_345)
  await deposit('R-4', 50_000)
  sendStatement(host, 'harbourbank', 'day.sta', [
    {
      opening: 0,
      lines: [
        { day: today, amount: 10_000, ref: 'INV-77001', text: 'Transfer of R-1' },
        { day: today, amount: 20_000, text: 'CHAN TAI MAN' },
        { day: today, amount: 30_001, text: 'FIRST HALF' },
        { day: today, amount: 12_344, text: 'SECOND HALF' },
        { day: today, amount: 50_050, text: 'WITH A TIP' },
      ],
    },
  ])
  await scan(host)

  await signIn(page, host, 'anna', '/reconciliation')
  const account = page.getByRole('row').filter({ hasText: 'omnibus:main' })
  await expect(account).toContainText('1,223.95')
  await page.getByRole('button', { name: /^Match now/ }).click()
  await expect(page.getByText(/^1 line and 1 posting matched\. Left: 4 lines and 3 postings/)).toBeVisible()
  await expect(account).toContainText('1,123.95')
  await expect(account).toContainText('20.00 % · 8.17 %')
  await clean(page, 'accounts')

  await account.click()
  await expect(pane(page)).toContainText('Same reference, same amount: 1 match, 1 line with 1 posting')
  await clean(page, 'an account')
  await page.keyboard.press('Shift+Enter')
  await expect(page).toHaveURL(/\/reconciliation\/omnibus/)

  // The line that has a suggestion, by keyboard; nobody touches the mouse.
  await expect(row(side(page, 'Statement lines'), 'CHAN TAI MAN')).toBeVisible()
  await row(side(page, 'Statement lines'), 'SECOND HALF').getByRole('gridcell').nth(1).click()
  await page.keyboard.press('j')
  await expect(strip(page)).toContainText('1 of 1 for this line')
  await expect(strip(page)).toContainText('Same amount')
  await clean(page, 'workspace')
  await page.keyboard.press('Enter')
  await expect(page.getByText('1 line matched with 1 posting: USD 200.00.')).toBeVisible()
  await expect(row(side(page, 'Statement lines'), 'CHAN TAI MAN')).toHaveCount(0)
  await expect(row(side(page, 'Postings'), 'R-2')).toHaveCount(0)

  // Two lines with one posting, by hand, and without leaving the keys.
  await row(side(page, 'Statement lines'), 'SECOND HALF').getByRole('gridcell').nth(1).click()
  await page.keyboard.press('x')
  await page.keyboard.press('j')
  await page.keyboard.press('Space')
  await expect(tray(page)).toContainText('423.45')
  await expect(tray(page)).toContainText('Left over: +423.45')
  await page.keyboard.press('ArrowRight')
  await expect(row(side(page, 'Postings'), 'R-3').locator('.ag-cell-focus')).toBeVisible()
  await page.keyboard.press('x')
  await expect(tray(page)).toContainText('Left over: 0.00')
  await page.keyboard.press('m')
  await expect(dialog(page)).toContainText('Both sides come to USD 423.45. Nothing is left over.')
  await clean(page, 'match by hand')
  await dialog(page).getByLabel('Reason').fill('Paid in two halves')
  await page.keyboard.press('Control+Enter')
  await expect(dialog(page)).toHaveCount(0)
  await expect(page.getByText('2 lines matched with 1 posting: USD 423.45.')).toBeVisible()

  // What leaves something over is not matched before a second person has agreed.
  await row(side(page, 'Statement lines'), 'WITH A TIP').getByRole('gridcell').nth(1).click()
  await page.keyboard.press('x')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('x')
  await expect(tray(page)).toContainText('Left over: +0.50')
  await page.keyboard.press('m')
  await expect(dialog(page)).toContainText('the bank has USD 0.50 more than the books')
  await expect(dialog(page)).toContainText('It becomes a proposal')
  await dialog(page).getByLabel('What is left over goes to').click()
  await page.getByRole('option', { name: 'fee income' }).click()
  await dialog(page).getByLabel('Reason').fill('The client rounded up')
  await clean(page, 'match with a residue')
  await page.keyboard.press('Control+Enter')
  await expect(dialog(page)).toContainText('goes to fee income')
  await expect(dialog(page)).toContainText('0.50')
  await dialog(page).getByRole('button', { name: 'Propose' }).click()
  await expect(dialog(page)).toHaveCount(0)
  await expect(row(side(page, 'Statement lines'), 'WITH A TIP')).toBeVisible()

  const april = await otherPerson(browser, host, 'april', '/approvals?kind=match_residue')
  await april.getByRole('row').filter({ hasText: 'Match 1 line with 1 posting' }).click()
  await expect(pane(april)).toContainText('fee income')
  await april
    .getByRole('button', { name: /^Approve/ })
    .first()
    .click()
  await dialog(april)
    .getByRole('button', { name: /^Approve/ })
    .click()
  await expect(
    pane(april)
      .getByRole('link', { name: /^Match \d+$/ })
      .first(),
  ).toBeVisible()
  await april.context().close()
  await expect(page.getByRole('heading', { name: 'Every line is explained' })).toBeVisible()

  // Taken apart: by one person where nothing was posted, else by two.
  await page.getByRole('link', { name: 'Matched', exact: true }).click()
  const matches = page.getByRole('grid', { name: 'Matched' })
  await row(matches, '423.45').click()
  await expect(pane(page)).toContainText('By hand')
  await expect(pane(page)).toContainText('Paid in two halves')
  await clean(page, 'a match')
  await page.keyboard.press('u')
  await dialog(page).getByRole('button', { name: 'Matched by mistake' }).click()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText(/is taken apart: USD 423\.45 is open again/)).toBeVisible()
  await expect(pane(page)).toContainText('Taken apart: what was in it is open again')
  await row(matches, '500.50').click()
  await expect(pane(page)).toContainText('USD 0.50 to fee income')
  await pane(page)
    .getByRole('button', { name: /^Propose to take it apart/ })
    .click()
  await expect(dialog(page)).toContainText('a second person has to agree')
  await clean(page, 'propose to take apart')
})

test('the keys of the workspace are told by the sheet of keys, and filters narrow both sides', async ({ page }) => {
  await deposit('R-8', 77_700)
  await deposit('R-9', 88_800)
  const lines = [{ day: today, amount: 3_300, text: 'SOMEBODY ELSE' }]
  sendStatement(host, 'harbourbank', 'keys.sta', [{ opening: 142_395, number: '2/1', lines }])
  await scan(host)
  await ask(host, 'anna', '/reconciliation/runs', {})
  await signIn(page, host, 'anna', address)
  await expect(row(side(page, 'Postings'), 'R-8')).toBeVisible()
  await page.keyboard.press('?')
  for (const words of [
    'Next suggestion',
    'Merge as a repeat, or match what is selected',
    'Undo the last action, or take a match apart',
  ])
    await expect(dialog(page).getByText(words, { exact: true }).first()).toBeVisible()
  await page.keyboard.press('Escape')
  await page.getByLabel('Amount', { exact: true }).fill('888')
  await expect(row(side(page, 'Postings'), 'R-9')).toBeVisible()
  await expect(row(side(page, 'Postings'), 'R-8')).toHaveCount(0)
  await expect(page.getByRole('heading', { name: 'No open line like this' })).toBeVisible()
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await row(side(page, 'Postings'), 'R-9').getByRole('gridcell').nth(1).click()
  await page.keyboard.press('/')
  await page.keyboard.type('R-8')
  await expect(row(side(page, 'Postings'), 'R-9')).toHaveCount(0)
  await expect(row(side(page, 'Postings'), 'R-8')).toBeVisible()
})

test('a line that pays two things is split by keyboard, and money of an unknown payer goes to suspense', async ({
  page,
}) => {
  await deposit('R-5', 6_000, 'INV-77055')
  const lines = [
    { day: today, amount: 10_000, ref: 'INV-77055', text: 'TWO THINGS' },
    { day: today, amount: 1_234, text: 'NOBODY KNOWS' },
  ]
  sendStatement(host, 'harbourbank', 'parts.sta', [{ opening: 145_695, number: '3/1', lines }])
  await scan(host)
  await signIn(page, host, 'anna', address)
  const sides = { lines: side(page, 'Statement lines'), postings: side(page, 'Postings') }
  const startSplit = async (first: string): Promise<void> => {
    await expect(dialog(page)).toContainText('Split a statement line of USD 100.00')
    await dialog(page).getByLabel('Part 1 (USD)').fill(first)
  }
  const split = async (first: string): Promise<void> => {
    await page.keyboard.press('b')
    await startSplit(first)
  }
  // Then the key comes right behind a click on another, before anything was drawn.
  await row(sides.lines, 'NOBODY KNOWS').getByRole('gridcell').nth(1).click()
  await expect(tray(page).getByRole('button', { name: /^Split/ })).toBeEnabled()
  await pressBehindAClick(page, row(sides.lines, 'TWO THINGS').getByRole('gridcell').nth(1), 'b')
  await startSplit('100')
  await expect(dialog(page)).toContainText('USD 100.00 is all of it: nothing is left for the last part.')
  // No posting has this amount: a run that comes meanwhile leaves both parts open.
  await dialog(page).getByLabel('Part 1 (USD)').fill('70')
  await expect(dialog(page)).toContainText('Part 2, what is left: USD 30.00')
  await dialog(page).getByLabel('Reason').fill('Pays two invoices')
  await clean(page, 'split')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('USD 100.00 is split into 2 parts.')).toBeVisible()
  await expect(row(sides.lines, 'Part 1 of 2 of 100.00')).toBeVisible()
  await expect(row(sides.lines, 'Part 2 of 2 of 100.00')).toBeVisible()

  // Taken together it is what it was.
  await row(sides.lines, 'Part 2 of 2').getByRole('gridcell').nth(1).click()
  await page.keyboard.press('y')
  await expect(dialog(page)).toContainText('Take 2 parts of USD 100.00 together')
  await clean(page, 'take together')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('USD 100.00 is whole again.')).toBeVisible()
  await expect(row(sides.lines, 'Part 2 of 2')).toHaveCount(0)

  // Split once more, the part that was posted is matched by its reference, and the rest stays.
  await row(sides.lines, 'TWO THINGS').getByRole('gridcell').nth(1).click()
  await split('60')
  await expect(dialog(page)).toContainText('USD 40.00')
  await dialog(page).getByLabel('Reason').fill('Pays two invoices')
  await page.keyboard.press('Control+Enter')
  await expect(row(sides.lines, 'Part 1 of 2')).toBeVisible()
  await page.getByRole('button', { name: /^Match now/ }).click()
  await expect(row(sides.lines, 'Part 1 of 2')).toHaveCount(0)
  await expect(row(sides.lines, 'Part 2 of 2 of 100.00')).toContainText('40.00')
  await expect(row(sides.postings, 'R-5')).toHaveCount(0)

  // What goes nowhere else waits in suspense, and a posting can't.
  await row(sides.postings, 'R-8').getByRole('gridcell').nth(1).click()
  const unknown = tray(page).getByRole('button', { name: /^Unknown payer/ })
  await unknown.hover()
  await expect(page.getByRole('tooltip')).toHaveText('Only a statement line can be from an unknown payer')
  await row(sides.lines, 'NOBODY KNOWS').getByRole('gridcell').nth(1).click()
  await page.keyboard.press('e')
  await expect(dialog(page)).toContainText('omnibus:main is debited and suspense is credited with USD 12.34')
  await clean(page, 'unknown payer')
  await dialog(page).getByRole('button', { name: 'Nobody knows this payer' }).click()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('1 line matched with 1 posting: USD 12.34.')).toBeVisible()
  await expect(row(sides.lines, 'NOBODY KNOWS')).toHaveCount(0)
})

test('the proof says whether the bank’s money is what is owed, and each term opens its rows', async ({ page }) => {
  const before = new Date(Date.parse(today) - 86_400_000).toISOString().slice(0, 10)
  await signIn(page, host, 'audrey', `/reconciliation/omnibus:main/proof?currency=USD&day=${before}`)
  await expect(page.getByText('No statement reaches this day yet')).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await expect(page).toHaveURL(new RegExp(`day=${today}`))
  const table = page.getByRole('table', { name: /^The equation/ })
  await expect(row(table, 'The bank has')).toBeVisible()
  await expect(row(table, 'Wallets of clients')).toBeVisible()
  await expect(page.getByRole('img', { name: /bank/ })).toBeVisible()
  await expect(page.locator('figure canvas')).toBeVisible()
  await clean(page, 'proof')
  await page.emulateMedia({ colorScheme: 'dark' })
  await clean(page, 'proof', 'dark')
  // Behind the last statement nothing is proven, whatever it comes to.
  await page.keyboard.press('ArrowRight')
  await expect(page.getByText(`Not proven yet: no statement has told of this day.`)).toContainText(today)
  await expect(row(table, 'Difference')).toContainText('not known')
  await expect(row(table, `The bank had, at the end of ${today}`)).toBeVisible()
  await clean(page, 'a day that nobody told of', 'dark')
  await page.getByRole('button', { name: `Go to ${today}` }).click()
  await expect(page).toHaveURL(new RegExp(`day=${today}`))
  await expect(row(table, 'The bank has')).toBeVisible()
  await row(table, 'Postings not at the bank').getByRole('link').click()
  await expect(page.getByRole('grid', { name: 'Postings', exact: true })).toBeVisible()
  await page.goBack()
  await row(table, 'Wallets of clients').getByRole('link').click()
  await expect(page.getByRole('row').filter({ hasText: 'wallet:R-1' }).first()).toBeVisible()
})
