/** Close packs: an approver has one made and takes it home, where it is checked without the workspace; an auditor reads. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { verifyPack } from '../../engine/close-pack/verify/verify-pack.ts'
import { clean } from './accessible.ts'
import { addSource } from './bank.ts'
import { ask } from './colleague.ts'
import { endHost, expect, openHost, otherPerson, type RunningHost, signIn, test } from './console-fixture.ts'

const iban = 'DE89370400440532013000'
const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)

let host: RunningHost

test.describe.configure({ mode: 'serial' })

// Its own workspace: what a pack of today says is then what these stories put there.
test.beforeAll(async () => {
  host = await openHost()
  await addSource(host, { code: 'packbank', name: 'Pack Bank', iban, account: 'omnibus:main' })
  await ask(host, 'anna', '/wallets', { client: 'PACK-1' })
  await ask(host, 'anna', '/deposits', { client: 'PACK-1', amount: 12_345, key: 'pack-1', reference: 'PACK-REF' })
})
test.afterAll(() => endHost(host))

const row = (page: Page, words: string): Locator =>
  page.getByRole('grid', { name: 'Close packs' }).getByRole('row').filter({ hasText: words })
const pane = (page: Page): Locator => page.locator('[data-pane]')

test('an approver has a pack of a day made, and it is what it says on another machine', async ({ page }) => {
  await signIn(page, host, 'april', '/reconciliation')
  await page.getByRole('button', { name: 'Close packs' }).click()
  await expect(page.getByRole('heading', { name: 'Close packs', level: 1 })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'No close pack yet' })).toBeVisible()
  await page.getByRole('button', { name: 'Make a close pack' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('input[type=date]').fill('2999-01-01')
  await dialog.getByRole('button', { name: 'Make it' }).click()
  await expect(dialog.getByText('2999-01-01 has not begun', { exact: false })).toBeVisible()
  await dialog.locator('input[type=date]').fill(today)
  await dialog.getByLabel('List each client’s wallet').check()
  await clean(page, 'asking for a pack')
  await dialog.getByRole('button', { name: 'Make it' }).click()
  await expect(dialog).toBeHidden()
  await expect(row(page, today)).toContainText('Not closed')
  await expect(pane(page)).toContainText('Each wallet is listed')
  await clean(page, 'a pack that is made')
  const coming = page.waitForEvent('download')
  await pane(page).getByRole('button', { name: 'Download' }).click()
  const download = await coming
  expect(download.suggestedFilename()).toMatch(new RegExp(`^close-pack-[0-9a-f]{8}-${today}..${today}\\.zip$`))
  const folder = mkdtempSync(path.join(tmpdir(), 'pack-'))
  const file = path.join(folder, 'pack.zip')
  await download.saveAs(file)
  const key = (await page.getByText('Signing key').innerText()).replace('Signing key ', '')
  expect(await verifyPack(file, { key })).toMatchObject({
    isSound: true,
    pack: { from: today, to: today, madeBy: 'april', fingerprint: key },
  })
  rmSync(folder, { recursive: true })
})

test('an auditor reads packs and makes none; an analyst sees none of it', async ({ page, browser }) => {
  await signIn(page, host, 'audrey', '/ledger?tab=periods')
  await page.getByRole('button', { name: 'Close packs' }).click()
  await row(page, today).click()
  await expect(pane(page).getByRole('button', { name: 'Download' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Make a close pack' })).toHaveCount(0)
  const anna = await otherPerson(browser, host, 'anna', '/reconciliation')
  await expect(anna.getByRole('heading', { name: 'Reconciliation', level: 1 })).toBeVisible()
  await expect(anna.getByRole('button', { name: 'Close packs' })).toHaveCount(0)
})
