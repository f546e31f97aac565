/** The engine goes away under a person's hands and comes back: said, nothing lost, the page and what was typed kept. */
import { expect, passphraseOf, signIn, test } from './console-fixture.ts'

test('the page says that the engine is away, keeps what was typed, and goes on when it is back', async ({
  page,
  host,
  errors,
}) => {
  await signIn(page, host, 'anna', '/clients')
  const search = page.getByRole('textbox').first()
  await search.fill('C-2')
  await host.kill()
  await expect(page.getByText('Nothing is lost.').first()).toBeVisible({ timeout: 20_000 })
  await expect(search).toHaveValue('C-2')

  await host.start()
  await expect(page.getByRole('heading', { name: 'Sign in again' })).toBeVisible({
    timeout: 30_000,
  })
  await page.getByLabel('Passphrase', { exact: true }).fill(passphraseOf('anna'))
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByText('Engine running')).toBeVisible()
  await expect(search).toHaveValue('C-2')
  // The browser reports each failed connection, and the client what it could not send: this test is about them.
  const expected = /ERR_CONNECTION_REFUSED|WebSocket is not open/
  errors.splice(0, errors.length, ...errors.filter((error) => !expected.test(error)))
})
