/**
 * A payment that waited for money longer than agreed becomes somebody's work. The days really pass for the workspace: its
 * host first runs with a clock that is eight days behind, and then with that of today.
 */
import type { Locator, Page } from '@playwright/test'
import { clean } from './accessible.ts'
import { ask } from './colleague.ts'
import {
  addProducer,
  endHost,
  expect,
  forSmallFiles,
  instant,
  openHost,
  type RunningHost,
  signIn,
  test,
} from './console-fixture.ts'

const dayMinutes = 24 * 60
const behind = {
  CLOCK_BEHIND_MS: String(8 * dayMinutes * 60_000),
  NODE_OPTIONS: `--import ${new URL('clock-behind.ts', import.meta.url).href}`,
}

let host: RunningHost

const payments = ['HT-REJECT', 'HT-WRITE-OFF', 'HT-MONEY'] as const

test.beforeAll(async () => {
  test.setTimeout(120_000)
  host = await openHost()
  await addProducer(host, { id: 85, code: 'patience', name: 'Patience Parking', agreement: forSmallFiles })
  await host.kill()
  await host.start(behind)
  const lastWeek = instant(8 * dayMinutes + 60)
  for (const client of payments)
    host.drop('patience', `${client}.csv`, [
      `${lastWeek},85,${client},Central,${client}-1,TopUp,8000`,
      `${lastWeek},85,${client},Central,${client}-2,Payment,12000`,
    ])
  // Sealed last week, as the engine itself says.
  await expect(async () => {
    const signedIn = await fetch(`${host.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user: 'anna', passphrase: 'anna has a long passphrase' }),
    })
    const { token } = (await signedIn.json()) as { token: string }
    const answer = await fetch(`${host.url}/api/batches?producer=85`, { headers: { authorization: `Bearer ${token}` } })
    const { items } = (await answer.json()) as { items: readonly { state: string; receivedAt: string }[] }
    expect(items.map(({ state }) => state)).toEqual(payments.map(() => 'posted'))
    for (const { receivedAt } of items)
      expect(Date.parse(receivedAt)).toBeLessThan(Date.now() - 7 * dayMinutes * 60_000)
  }).toPass({ timeout: 30_000 })
  await host.kill()
  await host.start()
  await ask(host, 'admin', '/jobs/held_payments.expire/run', {})
})
test.afterAll(() => endHost(host))

const rows = (page: Page): Locator =>
  page.getByRole('grid', { name: 'Exceptions', exact: true }).locator('[role="row"][row-id]')
const row = (page: Page, text: string): Locator => rows(page).filter({ hasText: text })
const pane = (page: Page): Locator => page.locator('[data-pane]')
const section = (page: Page, name: string | RegExp): Locator => pane(page).getByRole('region', { name })
const dialog = (page: Page): Locator => page.getByRole('dialog')

async function idOf(client: string): Promise<number> {
  const { items } = await ask(host, 'anna', `/exceptions?code=HELD_TOO_LONG&client=${client}`)
  return (items as readonly { id: number }[])[0]?.id ?? 0
}

const caseOf = (id: number) => ask(host, 'anna', `/exceptions/${id}`)

async function open(page: Page, client: string): Promise<number> {
  const id = await idOf(client)
  await page.goto(`${host.url}/exceptions?code=HELD_TOO_LONG&status=any&open=${id}`)
  await expect(section(page, 'What now')).toBeVisible()
  await pane(page).getByRole('group').first().focus()
  return id
}

test('it stands in the queue and says what it waits for, what is missing, and where it comes from', async ({
  page,
}) => {
  await signIn(page, host, 'anna', '/exceptions?view=all')
  await expect(rows(page)).toHaveCount(payments.length)
  await expect(row(page, 'HT-REJECT')).toContainText('Held too long')
  await expect(row(page, 'HT-REJECT')).toContainText('120.00')
  await expect(row(page, 'HT-REJECT')).toContainText('Patience Parking')
  await open(page, 'HT-REJECT')
  await expect(section(page, 'What happened')).toContainText(
    'Payment of USD 120.00 by HT-REJECT is held: its wallet has 80.00.',
  )
  await expect(section(page, 'Why')).toContainText('40.00')
  await expect(section(page, 'Where from').locator('[aria-current="true"]')).toContainText('HT-REJECT-2')
  await expect(section(page, 'Where from').locator('mark')).toHaveText('12000')
  await clean(page, 'held too long')
})

test('rejected, it is never posted, and the wallet keeps what it has', async ({ page }) => {
  await signIn(page, host, 'anna', '/exceptions')
  const id = await open(page, 'HT-REJECT')
  await page.keyboard.press('r')
  await expect(dialog(page)).toContainText('1 row is never posted.')
  await page.keyboard.press('ControlOrMeta+Enter')
  await expect.poll(() => caseOf(id)).toMatchObject({ status: 'resolved', resolution: 'rejected' })
  expect((await ask(host, 'anna', '/ledger/balance/HT-REJECT')).balance).toBe(8_000)
})

test('it can’t be posted without the money; written off, it is proposed, and a second person decides', async ({
  page,
}) => {
  await signIn(page, host, 'anna', '/exceptions')
  const id = await open(page, 'HT-WRITE-OFF')
  await page.keyboard.press('p')
  await expect(dialog(page)).toContainText('HT-WRITE-OFF has USD 80.00, the payment is USD 120.00.')
  await expect(dialog(page).getByRole('button', { name: /^Propose to post/ })).toBeDisabled()
  await page.keyboard.press('Escape')
  await pane(page).getByRole('group').first().focus()
  await page.keyboard.press('w')
  await expect(
    dialog(page)
      .getByRole('row', { name: /write-off/ })
      .first(),
  ).toContainText('120.00')
  await page.keyboard.press('ControlOrMeta+Enter')
  await expect.poll(() => caseOf(id)).toMatchObject({ status: 'waiting', waitingFor: 'approval' })
  const { proposals } = await caseOf(id)
  const proposal = (proposals as readonly { id: number }[])[0]?.id ?? 0
  const { effectHash } = await ask(host, 'april', `/proposals/${proposal}`)
  await ask(host, 'april', `/proposals/${proposal}/approve`, { effectHash })
  await expect.poll(() => caseOf(id)).toMatchObject({ status: 'resolved', resolution: 'written_off' })
  expect((await ask(host, 'anna', '/ledger/balance/HT-WRITE-OFF')).balance).toBe(8_000)
})

test('when the money comes it posts by itself, and the pane says so', async ({ page }) => {
  await signIn(page, host, 'anna', '/exceptions')
  const id = await open(page, 'HT-MONEY')
  await ask(host, 'anna', '/deposits', { client: 'HT-MONEY', amount: 5_000, key: 'ht-money' })
  await ask(host, 'admin', '/jobs/held_payments.expire/run', {})
  await expect.poll(() => caseOf(id)).toMatchObject({ status: 'resolved', resolution: 'posted', resolvedBy: 'engine' })
  await expect(section(page, 'What happened')).toContainText('Posted')
  expect((await ask(host, 'anna', '/ledger/balance/HT-MONEY')).balance).toBe(1_000)
})
