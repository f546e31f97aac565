/** Who gets in, what they see, and what they are told when they may not. */
import { expect, passphraseOf, signIn, test } from './console-fixture.ts'

test('a wrong passphrase is refused in one sentence, and the right one then works', async ({ page, host }) => {
  await page.goto(host.url)
  await page.getByLabel('User', { exact: true }).fill('anna')
  await page.getByLabel('Passphrase', { exact: true }).fill('not hers at all')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByText('The user or the passphrase is wrong.')).toBeVisible()
  await page.getByLabel('Passphrase', { exact: true }).fill(passphraseOf('anna'))
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('navigation', { name: 'Screens' })).toBeVisible()
})

test('a reload keeps the session; signing out ends it, also for the Back button', async ({ page, host }) => {
  await signIn(page, host, 'anna', '/clients')
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Clients' })).toBeVisible()
  await page.getByRole('button', { name: /Anna Analyst/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page.getByLabel('Passphrase', { exact: true })).toBeVisible()
  await page.goBack()
  await expect(page.getByRole('navigation', { name: 'Screens' })).toHaveCount(0)
})

test('an operator is not offered what would be refused, and is told why when going there', async ({ page, host }) => {
  await signIn(page, host, 'olive', '/batches')
  const screens = page.getByRole('navigation', { name: 'Screens' })
  await expect(screens.getByRole('link', { name: 'Batches' })).toBeVisible()
  await expect(screens.getByRole('link', { name: 'Users' })).toHaveCount(0)
  await expect(screens.getByRole('link', { name: 'Audit' })).toHaveCount(0)
  await page.goto(`${host.url}/audit`)
  await expect(page.getByText('audit.read')).toBeVisible()
})

test('a new user must choose their own passphrase before anything else', async ({ page, host }) => {
  await signIn(page, host, 'admin', '/settings/users')
  await page.getByRole('button', { name: 'Add a user' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('User name').fill('nora')
  await dialog.getByLabel('Name', { exact: true }).fill('Nora New')
  await dialog.getByLabel('New passphrase', { exact: true }).fill('handed over on paper')
  await dialog.getByLabel('New passphrase again').fill('handed over on paper')
  await dialog.getByRole('checkbox', { name: 'Analyst' }).check()
  await dialog.getByRole('button', { name: 'Add a user' }).click()
  await expect(page.getByRole('row').filter({ hasText: 'nora' })).toBeVisible()
  await page.getByRole('button', { name: /Ada Admin/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()

  await page.getByLabel('User', { exact: true }).fill('nora')
  await page.getByLabel('Passphrase', { exact: true }).fill('handed over on paper')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByText('Choose your own passphrase')).toBeVisible()
  await page.getByLabel('Current passphrase').fill('handed over on paper')
  await page.getByLabel('New passphrase', { exact: true }).fill('only nora knows this')
  await page.getByLabel('New passphrase again').fill('only nora knows this')
  await page.getByRole('button', { name: 'Change passphrase' }).click()
  await expect(page.getByRole('navigation', { name: 'Screens' })).toBeVisible()
})
