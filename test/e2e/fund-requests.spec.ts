/** Fund requests: money that is expected through a gateway, from the asking to the end of it. */
import type { Locator, Page } from '@playwright/test'
import { clean } from './accessible.ts'
import { agreed } from './bank.ts'
import { ask } from './colleague.ts'
import { endHost, expect, openHost, type RunningHost, signIn, test } from './console-fixture.ts'

const tidepay = {
  name: 'tidepay',
  currency: 'USD',
  availableWhenPaid: false,
  expireAfterHours: 24,
  feePercentBasisPoints: 150,
  feeFixed: 30,
  webhook: { isOn: true, toleranceSeconds: 300 },
}

let host: RunningHost

// Its own workspace: which gateways there are is a setting, and a setting is replaced whole.
test.beforeAll(async () => {
  host = await openHost()
  await agreed(host, 'admin', { kind: 'setting', name: 'gateways', value: { gateways: [tidepay] } })
  for (const client of ['F-1', 'F-2']) await ask(host, 'anna', '/wallets', { client })
})
test.afterAll(() => endHost(host))

const pane = (page: Page): Locator => page.locator('[data-pane]')
const dialog = (page: Page): Locator => page.getByRole('dialog')
const row = (page: Page, words: string): Locator => page.getByRole('row').filter({ hasText: words })

const expectMoney = (client: string, amount: number, reference: string) =>
  ask(host, 'anna', '/fund-requests', { client, amount, gateway: 'tidepay', reference, key: `funds-${client}` })

test('a request is found, its life is told, and it is cancelled with a reason', async ({ page }) => {
  await signIn(page, host, 'anna', '/fund-requests')
  await expect(page.getByRole('heading', { name: 'Nobody was asked for money yet' })).toBeVisible()
  await clean(page, 'no fund requests')
  await expectMoney('F-1', 12_345, 'ORDER-1')
  await expectMoney('F-2', 67_890, 'ORDER-2')
  await page.reload()
  await expect(row(page, 'F-1')).toContainText('123.45')
  await expect(row(page, 'F-1')).toContainText('Requested')
  await page.getByLabel('Client', { exact: true }).fill('F-2')
  await expect(row(page, 'F-1')).toHaveCount(0)
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await row(page, 'F-1').click()
  await expect(pane(page)).toContainText('ORDER-1')
  await expect(pane(page).getByRole('listitem')).toHaveCount(1)
  await clean(page, 'fund request')
  await pane(page).getByRole('button', { name: 'Cancel the request' }).click()
  await expect(dialog(page)).toContainText('The money is expected no more')
  await clean(page, 'cancel a fund request')
  await dialog(page).getByLabel('Reason').fill('The client pays in cash')
  await dialog(page)
    .getByRole('button', { name: /^Cancel the request/ })
    .click()
  await expect(page.getByText(/^Fund request \d+ is cancelled\.$/)).toBeVisible()
  await expect(pane(page).getByRole('listitem')).toHaveCount(2)
  await expect(pane(page).getByRole('listitem').last()).toContainText('Cancelled')
  await expect(pane(page).getByRole('button', { name: 'Cancel the request' })).toHaveCount(0)
})

test('who only reads is offered nothing that they may not do', async ({ page }) => {
  await expectMoney('F-2', 67_890, 'ORDER-2')
  await signIn(page, host, 'audrey', '/fund-requests')
  await row(page, 'F-2').click()
  await expect(pane(page)).toContainText('ORDER-2')
  await expect(pane(page).getByRole('button', { name: 'Cancel the request' })).toHaveCount(0)
})
