/** One field for everything: what somebody knows of a thing leads to it, and nobody is shown what they may not read. */
import type { Locator, Page } from '@playwright/test'
import { clean } from './accessible.ts'
import { addProducer, expect, forSmallFiles, instant, otherPerson, signIn, test } from './console-fixture.ts'

const field = (page: Page): Locator => page.getByPlaceholder('A number, name, reference, amount, or what to do')
const palette = (page: Page): Locator => page.getByRole('dialog', { name: 'Search and commands' })
const hit = (page: Page, words: string | RegExp): Locator =>
  palette(page).locator('[data-action]').filter({ hasText: words })
const pane = (page: Page): Locator => page.locator('[data-pane]')

async function look(page: Page, query: string): Promise<void> {
  if (!(await field(page).isVisible())) await page.keyboard.press('Control+k')
  await field(page).fill(query)
}

/** A palette that still closes would take the next words with it. */
async function landed(page: Page, url: RegExp): Promise<void> {
  await expect(page).toHaveURL(url)
  await expect(palette(page)).toBeHidden()
}

test.beforeAll(async ({ host }) => {
  await addProducer(host, { id: 95, code: 'finders', name: 'Finders Keepers', agreement: forSmallFiles })
  host.drop('finders', 'found-it.csv', [
    `${instant(60)},95,SEEK-1,Central,TX-SEEK-1,TopUp,123450`,
    `${instant(60)},95,SEEK-2,Central,TX-SEEK-0,TopUp,100`,
    `${instant(60)},95,SEEK-2,Central,TX-SEEK-2,Payment,6015`,
  ])
})

test('a TxId, a client, a producer, a batch and an amount lead to what they name', async ({ page, host }) => {
  await signIn(page, host, 'anna', '/batches')
  await expect(async () => {
    await look(page, '')
    await look(page, 'TX-SEEK-1')
    await expect(hit(page, 'Top-up')).toBeVisible({ timeout: 2_000 })
  }).toPass()
  await expect(palette(page).locator('mark')).toHaveText(['TX-SEEK-1'])
  await clean(page, 'what was found')
  await page.keyboard.press('Enter')
  await landed(page, /\/ledger\?transaction=\d+/)
  await expect(pane(page)).toContainText('TX-SEEK-1')

  await look(page, 'TX-SEEK-2')
  await hit(page, 'Held').click()
  await landed(page, /\/batches\?open=\d+&line=4/)

  await look(page, 'seek-')
  await expect(hit(page, 'SEEK-1')).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await landed(page, /\/clients\?open=SEEK-2/)

  await look(page, 'keepers')
  await hit(page, 'Finders Keepers').first().click()
  await landed(page, /\/producers\?open=95/)

  await look(page, 'und-it')
  await hit(page, 'found-it.csv').click()
  await landed(page, /\/batches\?open=\d+/)

  await look(page, '1,234.50')
  await hit(page, 'Look through postings for exactly USD 1,234.50').click()
  await landed(page, /tab=postings&amount=123450/)
})

test('only what answers the words that stand there is shown, however the answers come', async ({ page, host }) => {
  await signIn(page, host, 'anna', '/batches')
  await look(page, 'keepers')
  await expect(hit(page, 'Finders Keepers').first()).toBeVisible()
  await field(page).fill('nobody is called so')
  await expect(palette(page)).toContainText('Nothing has that name or number.')
  await expect(hit(page, 'Finders Keepers')).toHaveCount(0)
  // Each key before the answer to the one before it.
  await field(page).fill('')
  await field(page).pressSequentially('found-it', { delay: 60 })
  await expect(hit(page, 'found-it.csv')).toBeVisible()
  await expect(palette(page).locator('mark').first()).toHaveText('found-it')
})

test('a command that is marked stays marked when something is found above it', async ({ page, host }) => {
  await addProducer(host, { id: 62, code: 'ledgers', name: 'Ledger & Sons', agreement: forSmallFiles })
  await signIn(page, host, 'anna', '/batches')
  await look(page, 'ledger')
  await expect(hit(page, 'Ledger & Sons').first()).toBeVisible()
  await expect(palette(page).locator('[data-selected]')).toHaveCount(1)
  await expect(palette(page).locator('[data-selected]')).not.toContainText('Sons')
  await page.keyboard.press('Enter')
  await landed(page, /\/ledger/)
})

test('an operator finds the batch and not the money in it', async ({ browser, host }) => {
  const page = await otherPerson(browser, host, 'olive', '/batches')
  await look(page, 'found-it')
  await expect(hit(page, 'found-it.csv')).toBeVisible()
  for (const query of ['TX-SEEK-1', 'SEEK-1']) {
    await look(page, query)
    await expect(palette(page)).toContainText('Nothing has that name or number.')
  }
  await look(page, '1,234.50')
  await expect(hit(page, 'Look through postings')).toHaveCount(0)
  await page.context().close()
})
