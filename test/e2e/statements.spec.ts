/** Statements: a file comes by its folder or by hand, and the screen says what was in it and what is wrong with it. */
import type { Locator, Page } from '@playwright/test'
import { mt940 } from '../statements/mt940-file.ts'
import { clean } from './accessible.ts'
import { addSource, scan, sendStatement } from './bank.ts'
import { endHost, expect, openHost, type RunningHost, signIn, test } from './console-fixture.ts'

const iban = 'DE89370400440532013000'

let host: RunningHost

// Its own workspace: balances follow one another, so nobody else may send statements of the same account.
test.beforeAll(async () => {
  host = await openHost()
  await addSource(host, { code: 'tidebank', name: 'Tide Bank', iban, account: 'omnibus:main' })
})
test.afterAll(() => endHost(host))

const pane = (page: Page): Locator => page.locator('[data-pane]')
const dialog = (page: Page): Locator => page.getByRole('dialog')
const row = (page: Page, words: string): Locator => page.getByRole('row').filter({ hasText: words })

test('a statement from the folder stands with its balances and lines, and its file can be had again', async ({
  page,
}) => {
  const lines = [
    { day: '2026-11-02', amount: 12_345, ref: 'INV-1', text: 'HARBOUR SUPPLIES' },
    { day: '2026-11-02', amount: -2_345, text: 'BANK CHARGES' },
  ]
  sendStatement(host, 'tidebank', 'monday.sta', [{ opening: 50_000, number: '1/1', lines }])
  await scan(host)
  await signIn(page, host, 'anna', '/statements')
  await expect(row(page, 'omnibus:main')).toContainText('600.00')
  await row(page, 'omnibus:main').click()
  await expect(pane(page)).toContainText('HARBOUR SUPPLIES')
  await expect(row(page, 'BANK CHARGES')).toContainText('−23.45')
  await expect(pane(page)).toContainText('Its lines come to its balances')
  await clean(page, 'statement')
  const download = page.waitForEvent('download')
  await pane(page).getByRole('button', { name: 'Download the original' }).click()
  expect((await download).suggestedFilename()).toBe('monday.sta')
})

test('a file that is dropped in is read at once, and a missing statement before it is said', async ({ page }) => {
  await signIn(page, host, 'anna', '/statements')
  await page.getByRole('button', { name: 'Send a file in' }).click()
  await expect(dialog(page).getByRole('button', { name: 'Send a file in' })).toHaveAttribute('aria-disabled', 'true')
  await clean(page, 'send a file in')
  const content = mt940([
    { opening: 70_000, number: '3/1', lines: [{ day: '2026-11-04', amount: 1_000, text: 'LATER' }] },
  ])
  // As the browser hands it over when somebody lets go of a file.
  const handed = await page.evaluateHandle((text) => {
    const data = new DataTransfer()
    data.items.add(new File([text], 'wednesday.sta'))
    return data
  }, content)
  await dialog(page).getByRole('region', { name: 'File' }).dispatchEvent('drop', { dataTransfer: handed })
  await expect(dialog(page)).toContainText('wednesday.sta')
  await dialog(page).getByRole('button', { name: 'Send a file in' }).click()
  await expect(page.getByText('wednesday.sta is here and being read.')).toBeVisible()
  await page.getByRole('button', { name: /^Show what has come/ }).click()
  await row(page, '710.00').click()
  await expect(pane(page)).toContainText('A statement is missing: statement 1 ended with USD 600.00')
})

test('a file that nobody can read says where it stops, and sources say where files belong', async ({ page }) => {
  sendStatement(host, 'tidebank', 'broken.sta', [])
  await scan(host)
  await signIn(page, host, 'anna', '/statements?part=files')
  await expect(row(page, 'broken.sta')).toContainText('Can’t be read')
  await row(page, 'broken.sta').click()
  await expect(pane(page).getByRole('heading', { name: 'Why it can’t be read' })).toBeVisible()
  await clean(page, 'a file')
  await page.getByRole('link', { name: 'Sources', exact: true }).click()
  await expect(page.getByRole('main')).toContainText(`${iban} → omnibus:main USD`)
  await expect(page.getByRole('main')).toContainText('/statements/tidebank')
  await clean(page, 'sources')
})
