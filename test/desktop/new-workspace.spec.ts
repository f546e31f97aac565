import path from 'node:path'
import { expect, type Page } from '@playwright/test'
import { passphrase, stateOf, test, waitForEngine } from './console.ts'

test('the first start makes a workspace in the window: its key is typed back, and its first user signs in', async ({
  desk,
}) => {
  const directory = path.join(desk.folder, 'Harbour books')
  const { page } = await desk.start('--workspace', directory)
  await waitForEngine(page, 'stopped')
  await expect(page.getByText(directory)).toBeVisible()
  await page.getByRole('button', { name: 'Make the workspace' }).click()
  await expect(page.getByText('Give it a name')).toBeVisible()

  await page.getByLabel('Name of the workspace').fill('Harbour Finance')
  await choose(page, 'Zone', 'Asia/Singapore')
  await choose(page, 'First currency', 'SGD')
  await page.getByLabel('User', { exact: true }).fill('ada')
  await page.getByLabel('New passphrase', { exact: true }).fill(passphrase)
  await page.getByLabel('New passphrase again').fill(passphrase)
  await page.getByRole('button', { name: 'Make the workspace' }).click()

  const key = await printedKey(page)
  await page.getByRole('button', { name: 'I have stored it' }).click()
  await page.getByLabel('Group 2').fill('WRONG')
  await page.getByRole('button', { name: 'Open the workspace' }).click()
  await expect(page.getByLabel('Group 2')).toHaveAttribute('aria-invalid', 'true')
  await page.getByLabel('Group 2').fill(key[1] ?? '')
  await page.getByLabel(`Group ${key.length - 1}`).fill(key.at(-2) ?? '')
  await page.getByRole('button', { name: 'Open the workspace' }).click()

  await waitForEngine(page, 'running')
  expect(await stateOf(page)).toMatchObject({ directory })
  await expect(page.getByLabel('User', { exact: true })).toHaveValue('ada')
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('navigation', { name: 'Screens' })).toBeVisible()
  await page.getByRole('link', { name: 'Workspace' }).click()
  await expect(page.getByText('Asia/Singapore').first()).toBeVisible()
})

async function choose(page: Page, field: string, value: string): Promise<void> {
  await page.getByRole('combobox', { name: field }).fill(value)
  await page.getByRole('option', { name: value, exact: true }).click()
}

/** The groups of the recovery key as it stands on the page. */
async function printedKey(page: Page): Promise<readonly string[]> {
  await expect(page.getByRole('heading', { name: 'The recovery key' })).toBeVisible({ timeout: 30_000 })
  const shown = page.locator('.ch-raw')
  await expect(shown).toHaveCount(1)
  return ((await shown.textContent()) ?? '').trim().split('-')
}
