/** Papers for a client: a receipt that anybody can have checked on the host's own page, and a statement. */
import { readFileSync } from 'node:fs'
import type { Download, Locator, Page } from '@playwright/test'
import { clean } from './accessible.ts'
import { ask } from './colleague.ts'
import { expect, signIn, test } from './console-fixture.ts'

const pane = (page: Page): Locator => page.locator('[data-pane]')
const dialog = (page: Page): Locator => page.getByRole('dialog')

const bytesOf = async (download: Download): Promise<Buffer> => readFileSync(await download.path())

/** The same with one bit of it another. */
function changed(file: Buffer): Buffer {
  const copy = Buffer.from(file)
  copy[1_000] = (copy[1_000] ?? 0) ^ 1
  return copy
}

const asFile = (buffer: Buffer) => ({ name: 'receipt.pdf', mimeType: 'application/pdf', buffer })

test('an analyst saves the receipt of a transaction, and anybody has it checked', async ({ page, host }) => {
  await ask(host, 'anna', '/wallets', { client: 'PAPER-1' })
  await ask(host, 'anna', '/deposits', { client: 'PAPER-1', amount: 12_345, key: 'paper-1', reference: 'SLIP-9' })
  await signIn(page, host, 'anna', '/clients?open=PAPER-1')
  await pane(page).getByRole('region', { name: 'History' }).getByRole('link').first().click()
  const section = pane(page).getByRole('region', { name: 'Receipt' })
  const coming = page.waitForEvent('download')
  await section.getByRole('button', { name: 'Save the receipt' }).click()
  const download = await coming
  expect(download.suggestedFilename()).toMatch(/^receipt-[0-9A-F]{8}-\d+-C\.pdf$/)
  await expect(page.getByRole('status').filter({ hasText: download.suggestedFilename() })).toBeVisible()
  await clean(page, 'a transaction with its receipt')
  const receipt = await bytesOf(download)

  await test.step('in the console', async () => {
    await page.keyboard.press('ControlOrMeta+k')
    await page.getByRole('dialog').getByRole('textbox').fill('check a receipt')
    await page.keyboard.press('Enter')
    const check = dialog(page).filter({ hasText: 'Choose the PDF file of a receipt.' })
    const choose = async (file: Buffer): Promise<void> => {
      const choosing = page.waitForEvent('filechooser')
      await check.getByRole('button', { name: 'Choose a file…' }).click()
      await (await choosing).setFiles(asFile(file))
    }
    await choose(receipt)
    await expect(check).toContainText('Genuine')
    await expect(check).toContainText('Its transaction stands')
    await expect(check).toContainText('USD 123.45')
    await clean(page, 'a checked receipt')
    await choose(changed(receipt))
    await expect(check).toContainText('It names a key of this workspace')
    await expect(check).not.toContainText('USD 123.45')
    await page.keyboard.press('Escape')
  })

  await test.step('on the page for everybody', async () => {
    await page.goto(`${host.url}/verify`)
    await clean(page, 'the page that checks receipts')
    await page.locator('input[type=file]').setInputFiles(asFile(receipt))
    await page.getByRole('button', { name: 'Check it' }).click()
    await expect(page.getByRole('heading', { name: 'This receipt is genuine' })).toBeVisible()
    await expect(page.getByRole('heading', { name: '此收據真確' })).toBeVisible()
    await expect(page.getByText('USD 123.45').first()).toBeVisible()
    await clean(page, 'a genuine receipt')
    await page.getByRole('link', { name: 'Check another receipt' }).click()
    await page.locator('input[type=file]').setInputFiles(asFile(changed(receipt)))
    await page.getByRole('button', { name: 'Check it' }).click()
    await expect(page.getByRole('heading', { name: 'This receipt was changed' })).toBeVisible()
    await expect(page.getByText('USD 123.45')).toHaveCount(0)
  })
})

test('an analyst saves a client’s statement in the client’s language', async ({ page, host }) => {
  await ask(host, 'anna', '/wallets', { client: 'PAPER-2' })
  await ask(host, 'anna', '/deposits', { client: 'PAPER-2', amount: 5_000, key: 'paper-2' })
  await signIn(page, host, 'anna', '/clients?open=PAPER-2')
  await pane(page).getByRole('button', { name: 'Statement for the client' }).click()
  await clean(page, 'asking for a statement')
  await dialog(page).getByLabel('First day').fill('2020-01-01')
  await dialog(page).getByRole('radio', { name: 'CSV, for table programs' }).check()
  await dialog(page).getByRole('radio', { name: '繁體中文' }).check()
  await dialog(page).getByRole('button', { name: 'Save it' }).click()
  await expect(dialog(page)).toContainText('one file holds up to 366')
  const today = await dialog(page).getByLabel('Last day').inputValue()
  await dialog(page).getByLabel('First day').fill(today)
  const coming = page.waitForEvent('download')
  await dialog(page).getByRole('button', { name: 'Save it' }).click()
  const download = await coming
  expect(download.suggestedFilename()).toBe(`statement-${today}..${today}-USD.csv`)
  expect((await bytesOf(download)).toString()).toContain('"存入"')
  await expect(dialog(page)).toBeHidden()
})
