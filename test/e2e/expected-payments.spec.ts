/** Expected payments: what producers and we owe each other, and withdrawals, until the bank’s line pays them. */
import type { Locator, Page } from '@playwright/test'
import { clean } from './accessible.ts'
import { addSource, scan, sendStatement } from './bank.ts'
import { type Answer, ask } from './colleague.ts'
import { endHost, expect, openHost, type RunningHost, signIn, test } from './console-fixture.ts'

const iban = 'DE89370400440532013000'
const dayMs = 86_400_000
const hongKong = 8 * 3_600_000
const today = new Date(Date.now() + hongKong).toISOString().slice(0, 10)
const yesterday = new Date(Date.now() + hongKong - dayMs).toISOString().slice(0, 10)

let host: RunningHost

// Each goes on where the one before it ended.
test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  host = await openHost()
  await addSource(host, { code: 'harbourbank', name: 'Harbour Bank', iban, account: 'omnibus:main' })
  await ask(host, 'anna', '/wallets', { client: 'E-1' })
  await ask(host, 'anna', '/deposits', { client: 'E-1', amount: 90_000, key: 'expected-E-1' })
})
test.afterAll(() => endHost(host))

const pane = (page: Page): Locator => page.locator('[data-pane]')
const dialog = (page: Page): Locator => page.getByRole('dialog')
const row = (page: Page, words: string): Locator => page.getByRole('row').filter({ hasText: words })
const newest = async (): Promise<Answer> => {
  const { items } = (await ask(host, 'audrey', '/expected-payments?limit=1')) as { items: Answer[] }
  return items[0] as Answer
}

test('a withdrawal is expected, noted as on its way, and paid by the line that quotes it', async ({ page }) => {
  await signIn(page, host, 'anna', '/expected-payments')
  await expect(page.getByRole('heading', { name: 'No payment is expected yet' })).toBeVisible()
  await clean(page, 'no expected payments')
  await ask(host, 'anna', '/withdrawals', { client: 'E-1', amount: 12_345, key: 'expected-out-1' })
  await page.reload()
  await expect(row(page, 'E-1')).toContainText('−123.45')
  await row(page, 'E-1').click()
  await expect(pane(page)).toContainText('Nobody has said yet that it is paid.')
  await clean(page, 'expected withdrawal')
  await pane(page).getByRole('button', { name: 'On its way' }).click()
  await dialog(page).getByLabel('Reason').fill('Payment order 7')
  await dialog(page)
    .getByRole('button', { name: /^On its way/ })
    .click()
  await expect(pane(page).getByRole('listitem').last()).toContainText('Payment order 7')
  const { reference } = await newest()
  sendStatement(host, 'harbourbank', 'first.sta', [
    { opening: 90_000, lines: [{ day: today, amount: -12_345, ref: String(reference), text: 'Payout' }] },
  ])
  await scan(host)
  await ask(host, 'anna', '/reconciliation/runs', {})
  await expect(pane(page)).toContainText('Reconciled')
  await expect(pane(page).getByRole('link', { name: /^Match \d+$/ })).toBeVisible()
  await expect(pane(page).getByRole('button', { name: 'Settle with a line' })).toHaveCount(0)
})

test('a producer’s agreement says how it is settled, and what its day came to is settled with a line by hand', async ({
  page,
}) => {
  const agreement = { limits: { clientsMin: 0 }, settlement: { topUpFee: 100, knownAs: ['Quay Kiosk'] } }
  await ask(host, 'admin', '/producers', { id: 61, code: 'quay', name: 'Quay Kiosk', agreement })
  host.drop('quay', 'quay.csv', [
    `${yesterday}T10:00:00,61,E-1,Pier,q1,TopUp,50000`,
    `${yesterday}T10:01:00,61,E-1,Pier,q2,Payment,20000`,
  ])
  await expect(async () => {
    const { items } = (await ask(host, 'audrey', '/batches?producer=61')) as { items: { state: string }[] }
    expect(items[0]?.state).toBe('posted')
  }).toPass()
  await ask(host, 'admin', '/jobs/expected.settlements/run', {})
  await signIn(page, host, 'anna', '/expected-payments?kind=settlement')
  await row(page, 'Quay Kiosk').click()
  await expect(row(page, 'Quay Kiosk')).toContainText('+295.00')
  for (const words of ['Top-ups taken', '+500.00', 'Payments made', '−200.00', 'Kept by the producer', '−5.00'])
    await expect(pane(page)).toContainText(words)
  await clean(page, 'expected settlement')
  sendStatement(host, 'harbourbank', 'second.sta', [
    { opening: 77_655, lines: [{ day: today, amount: 29_000, text: 'SUNDRY CREDIT' }] },
  ])
  await scan(host)
  await pane(page).getByRole('button', { name: 'Settle with a line' }).click()
  await expect(dialog(page)).toContainText('No open line has exactly this amount.')
  await dialog(page).getByLabel('Show lines of other amounts, too').click()
  await dialog(page)
    .getByRole('radio', { name: /SUNDRY CREDIT/ })
    .click()
  await clean(page, 'settle with a line')
  await dialog(page).getByLabel('Reason').fill('They kept five more')
  await dialog(page)
    .getByRole('button', { name: /^Settle with a line/ })
    .click()
  await expect(page.getByText(/^Payment \d+ is posted, and the line is explained\.$/)).toBeVisible()
  await expect(pane(page)).toContainText('Reconciled')
  await expect(pane(page)).toContainText('+290.00')
})

test('who only reads is offered nothing that they may not do', async ({ page }) => {
  await ask(host, 'anna', '/withdrawals', { client: 'E-1', amount: 100, key: 'expected-out-2' })
  await signIn(page, host, 'audrey', '/expected-payments?state=requested')
  await row(page, 'E-1').click()
  await expect(pane(page)).toContainText('Withdrawal')
  await expect(pane(page).getByRole('button', { name: 'Settle with a line' })).toHaveCount(0)
})
