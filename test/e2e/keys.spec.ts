/** The keys of a workspace in a person's hands: a lost passphrase, a new master key, somebody who leaves. */
import { endHost, expect, openHost, passphraseOf, type RunningHost, signIn, test } from './console-fixture.ts'

let host: RunningHost

test.beforeEach(async () => {
  host = await openHost()
})
test.afterEach(() => endHost(host))

test('the printed recovery key sets a new passphrase; a slip in it is told apart', async ({ page }) => {
  await page.goto(host.url)
  await page.getByRole('button', { name: 'Use the recovery key' }).click()
  await page.getByLabel('User', { exact: true }).fill('anna')
  await page.getByLabel('Recovery key').fill(`${host.recoveryKey.slice(0, -1)}#`)
  await page.getByLabel('New passphrase', { exact: true }).fill('anna found the paper')
  await page.getByLabel('New passphrase again').fill('anna found the paper')
  const send = page.getByRole('button', { name: 'Set the passphrase and sign in' })
  await send.click()
  await expect(page.getByText('There is a slip in the recovery key')).toBeVisible()
  // Off a sheet of paper: small letters and spaces will do.
  await page.getByLabel('Recovery key').fill(host.recoveryKey.toLowerCase().replaceAll('-', ' '))
  await send.click()
  await expect(page.getByRole('navigation', { name: 'Screens' })).toBeVisible()
  await expect(page.getByRole('button', { name: /Anna Analyst/ })).toBeVisible()
  // The first screen is there as well: the host ends with this test, and what is still loading then is a fault of the page.
  await expect(page.getByRole('heading', { name: 'Exceptions', level: 1 })).toBeVisible()
})

test('an administrator replaces the master key, removes somebody, and both are told what it meant', async ({
  page,
  browser,
}) => {
  const leaving = await browser.newPage()
  await signIn(leaving, host, 'olive', '/batches')
  await signIn(page, host, 'admin', '/settings/workspace')
  await expect(page.getByText('Master key no. 1')).toBeVisible()
  await page.getByRole('button', { name: 'Replace the master key' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Replace the master key' }).click()
  await expect(page.getByText('The master key is replaced; this is no. 2.')).toBeVisible()

  await page.goto(`${host.url}/settings/users`)
  await page.getByRole('row').filter({ hasText: 'olive' }).click()
  await page.getByRole('button', { name: 'Remove Olive Operator' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove Olive Operator' }).click()
  await expect(page.getByText('Olive Operator is removed.')).toBeVisible()

  await leaving.reload()
  await expect(leaving.getByLabel('Passphrase', { exact: true })).toBeVisible()
  await leaving.getByLabel('User', { exact: true }).fill('olive')
  await leaving.getByLabel('Passphrase', { exact: true }).fill(passphraseOf('olive'))
  await leaving.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(leaving.getByText('The user or the passphrase is wrong.')).toBeVisible()
  await leaving.close()
})
