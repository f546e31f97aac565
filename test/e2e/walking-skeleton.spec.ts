/** From a dropped file to a client's balance, live, as an analyst sees it. */
import { addProducer, endHost, expect, forSmallFiles, instant, openHost, signIn, test } from './console-fixture.ts'

const seven = { id: 7, code: 'seven', name: 'Seven Corner', agreement: forSmallFiles }

test.beforeAll(async ({ host }) => {
  await addProducer(host, seven)
})

test('the first batch of a workspace shows itself on the empty screen', async ({ page }) => {
  const host = await openHost()
  await addProducer(host, seven)
  await signIn(page, host, 'anna', '/batches')
  await expect(page.getByText('No batch has arrived yet')).toBeVisible()
  host.drop('seven', 'first.csv', [`${instant(60)},7,C-1,Central,F-1,TopUp,100`])
  await expect(page.getByRole('row').filter({ hasText: 'first.csv' })).toContainText('Posted')
  await page.close()
  await endHost(host)
})

test('a dropped file waits behind “new” on a list that somebody reads, and is in the client’s balance', async ({
  page,
  host,
}) => {
  host.drop('seven', 'before.csv', [`${instant(70)},7,C-203,Central,T-0,TopUp,100`])
  await signIn(page, host, 'anna', '/batches')
  await expect(page.getByRole('row').filter({ hasText: 'before.csv' })).toContainText('Posted')
  host.drop('seven', 'morning.csv', [
    `${instant(60)},7,C-204,Central,T-1,TopUp,100000`,
    `${instant(50)},7,C-204,Central,T-2,Payment,2550`,
    `${instant(40)},7,C-204,Central,T-2,Payment,2550`,
    `${instant(30)},7,C-999,Central,T-3,Payment,100`,
    `${instant(20)},7,C-204,Central,T-4,Payment,999999`,
  ])
  await page.getByRole('button', { name: '1 new' }).click()
  const row = page.getByRole('row').filter({ hasText: 'morning.csv' })
  await expect(row).toContainText('Posted')
  await expect(row).toContainText('1,025.50')

  await row.click()
  const pane = page.locator('[data-pane]')
  await expect(pane).toContainText('C-999')
  await expect(page).toHaveURL(/open=\d+/)

  await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Clients' }).click()
  // Among however many clients other stories have made by now.
  await page.getByRole('main').getByLabel('Client’s number').fill('C-204')
  // A click may meet the list while it is being narrowed.
  await expect(async () => {
    await page.getByRole('row').filter({ hasText: 'C-204' }).click()
    await expect(page).toHaveURL(/open=C-204/, { timeout: 1_000 })
  }).toPass()
  await expect(pane).toContainText('974.50')
  await expect(pane).toContainText('Seven Corner')
})

test('a later top-up releases the held payment, and an open pane shows it without a reload', async ({ page, host }) => {
  await signIn(page, host, 'anna', '/clients?open=C-204')
  const pane = page.locator('[data-pane]')
  await expect(pane).toContainText('974.50')
  host.drop('seven', 'noon.csv', [`${instant(10)},7,C-204,Central,T-5,TopUp,1000000`])
  await expect(pane).toContainText('974.51', { timeout: 15_000 })
})
