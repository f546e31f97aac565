/** What was posted before the first statement and is in its opening balance leaves the list of what is open. */
import { clean } from './accessible.ts'
import { addSource, scan, sendStatement } from './bank.ts'
import { ask } from './colleague.ts'
import { endHost, expect, openHost, type RunningHost, signIn, test } from './console-fixture.ts'

const dayMs = 86_400_000
const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
const before = new Date(Date.parse(today) - 2 * dayMs).toISOString()

let host: RunningHost

test.beforeAll(async () => {
  host = await openHost()
  await addSource(host, { code: 'oldbank', name: 'Old Bank', iban: 'DE89370400440532013000', account: 'omnibus:main' })
  for (const client of ['O-1', 'O-2', 'O-3']) await ask(host, 'anna', '/wallets', { client })
})
test.afterAll(() => endHost(host))

test('a posting that the opening balance has waits for no line any more', async ({ page }) => {
  const deposit = (client: string, amount: number, more: object) =>
    ask(host, 'anna', '/deposits', { client, amount, key: `opening-${client}`, ...more })
  await deposit('O-1', 30_000, { occurredAt: before })
  await deposit('O-2', 70_000, { occurredAt: before })
  await deposit('O-3', 5_000, {})
  // The bank began with the one and not yet with the other.
  const lines = [{ day: today, amount: 1_000, text: 'SOMEBODY' }]
  sendStatement(host, 'oldbank', 'first.sta', [{ opening: 30_000, lines }])
  await scan(host)
  await ask(host, 'anna', '/reconciliation/runs', {})
  await signIn(page, host, 'anna', '/reconciliation/omnibus:main?currency=USD')
  const postings = page.getByRole('grid', { name: 'Postings', exact: true })
  const row = (client: string) => postings.getByRole('row').filter({ hasText: client })
  const opening = page.getByRole('button', { name: /^In the opening balance/ })
  await row('O-3').getByRole('gridcell').nth(1).click()
  await expect(opening).toHaveCount(0)
  await row('O-1').getByRole('gridcell').nth(1).click()
  await page.keyboard.press('x')
  await opening.click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('1 posting in the opening balance')
  await dialog.getByLabel('Reason').fill('Stands in the last paper statement')
  await clean(page, 'in the opening balance')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('1 posting is in the opening balance.')).toBeVisible()
  await expect(row('O-1')).toHaveCount(0)
  await expect(row('O-2')).toBeVisible()
})
