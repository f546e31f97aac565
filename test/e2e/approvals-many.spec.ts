/** Deciding on several proposals of one kind: picked by keys, seen in sum, each decided on by itself, and named where not. */
import type { Locator, Page } from '@playwright/test'
import { clean } from './accessible.ts'
import { ask } from './colleague.ts'
import { endHost, expect, openHost, type RunningHost, signIn, test } from './console-fixture.ts'

let host: RunningHost
const clients = ['M-1', 'M-2', 'M-3'] as const

test.describe.configure({ timeout: 90_000 })

test.beforeAll(async () => {
  host = await openHost()
  for (const client of clients) {
    await ask(host, 'anna', '/wallets', { client })
    await ask(host, 'anna', '/deposits', { client, amount: 10_000, key: `start-of-${client}` })
  }
})
test.afterAll(() => endHost(host))

let keys = 0
async function propose(user: string, change: object): Promise<number> {
  keys += 1
  return Number((await ask(host, user, '/proposals', { change, reason: `Reason ${keys}`, key: `many-${keys}` })).id)
}
const fee = (client: string, amount: number): object => ({ kind: 'fee', client, amount })
const adjustment = (client: string, amount: number): object => ({
  kind: 'adjustment',
  debit: 'suspense',
  credit: `wallet:${client}`,
  amount,
})
const balanceOf = async (client: string): Promise<unknown> =>
  (await ask(host, 'anna', `/ledger/balance/${client}`)).balance
const stateOf = async (id: number): Promise<unknown> => (await ask(host, 'anna', `/proposals/${id}`)).state

const rows = (page: Page): Locator => page.getByRole('grid', { name: 'Approvals' }).locator('[role="row"][row-id]')
const row = (page: Page, id: number): Locator => page.locator(`[role="row"][row-id="${id}"]`)
const dialog = (page: Page): Locator => page.getByRole('dialog')
const confirm = (page: Page): Promise<void> => page.keyboard.press('ControlOrMeta+Enter')
const table = (page: Page, caption: string): Locator =>
  dialog(page)
    .getByRole('table')
    .filter({ has: page.getByText(caption, { exact: true }) })

test('all of a kind are seen in sum and approved by keys alone; what moved or is one’s own is named and stays', async ({
  page,
}) => {
  const ids = [await propose('anna', adjustment('M-1', 500)), await propose('anna', adjustment('M-1', 700))]
  const last = await propose('anna', adjustment('M-2', 250))
  const own = await propose('april', adjustment('M-3', 900))
  const other = await propose('anna', fee('M-3', 100))
  await signIn(page, host, 'april', '/approvals')
  await expect(rows(page)).toHaveCount(5)
  // The first row is the fee, which was proposed last; the adjustments lie below it.
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await expect(page.getByText('1 selected: Adjustment', { exact: true })).toBeVisible()
  await row(page, other).locator('[col-id="select"]').click()
  await expect(
    page.getByText('Only proposals of one kind are decided on together. Picked now: Adjustment.'),
  ).toBeVisible()
  await row(page, own).locator('[col-id="id"], [col-id="what"]').first().focus()
  await page.keyboard.press('ControlOrMeta+a')
  await expect(page.getByText(/^All 4 open proposals of the kind “Adjustment” as of /)).toBeVisible()
  await expect(page.locator('[role="row"][aria-selected="true"]')).toHaveCount(4)
  await clean(page, 'picked')

  await page.keyboard.press('a')
  await expect(dialog(page).getByText('3 will be approved and carried out · 1 can’t: your own 1')).toBeVisible()
  await expect(dialog(page).getByRole('row', { name: new RegExp(`^Proposal ${own} Not decided`) })).toBeVisible()
  await expect(table(page, 'Entries of all of them together').getByRole('row')).toHaveText([
    /^KindDebitCreditEntriesAmount$/,
    /^Adjustmentsuspensewallet:M-12USD 12\.00$/,
    /^Adjustmentsuspensewallet:M-21USD 2\.50$/,
  ])
  await expect(table(page, 'Balances').getByRole('row')).toHaveText([
    /^AccountBeforeAfterChange$/,
    /^wallet:M-1USD 100\.00 CrUSD 112\.00 CrUSD 12\.00 Cr$/,
    /^suspenseUSD 0\.00USD 14\.50 DrUSD 14\.50 Dr$/,
    /^wallet:M-2USD 100\.00 CrUSD 102\.50 CrUSD 2\.50 Cr$/,
  ])
  await clean(page, 'review')
  // Enter alone decides on nothing.
  await page.keyboard.press('Enter')
  expect(await stateOf(last)).toBe('open')
  // Somebody else is quicker with one of them.
  await ask(host, 'anna', `/proposals/${last}/withdraw`, {})
  await confirm(page)
  const result = dialog(page).getByRole('status').first()
  await expect(result).toHaveText('2 approved, 2 not decided: decided already 1, your own 1')
  await expect(dialog(page).getByRole('row', { name: new RegExp(`^Proposal ${ids[0]} Approved`) })).toBeVisible()
  await expect(
    dialog(page).getByRole('row', { name: new RegExp(`^Proposal ${last} Not decided .*withdrawn`) }),
  ).toBeVisible()
  await clean(page, 'result')
  await page.keyboard.press('Escape')
  // What is over is picked no more; what somebody else has to decide on still is.
  await expect(page.getByText('1 selected: Adjustment', { exact: true })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByText(/selected: Adjustment/)).toHaveCount(0)
  expect(await balanceOf('M-1')).toBe(11_200)
  expect(await balanceOf('M-2')).toBe(10_000)
  expect([await stateOf(own), await stateOf(other)]).toEqual(['open', 'open'])
})

test('several are declined with one reason, which each of their proposers reads', async ({ page, browser }) => {
  const ids = [await propose('anna', fee('M-1', 300)), await propose('anna', fee('M-2', 300))]
  await signIn(page, host, 'april', '/approvals?kind=fee')
  for (const id of ids) await row(page, id).locator('[col-id="select"]').click()
  await expect(page.getByText('2 selected: Fee', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: /^Decline 2 proposals/ }).click()
  await expect(dialog(page).getByText('2 will be declined', { exact: true })).toBeVisible()
  await confirm(page)
  await expect(dialog(page).getByText('Say why', { exact: false }).first()).toBeVisible()
  expect(await stateOf(ids[0] ?? 0)).toBe('open')
  await dialog(page).getByLabel('Reason').fill('Charged last month')
  await clean(page, 'decline')
  await confirm(page)
  await expect(dialog(page).getByRole('status').first()).toHaveText('2 declined')
  for (const id of ids)
    expect(await ask(host, 'anna', `/proposals/${id}`)).toMatchObject({
      state: 'declined',
      decidedBy: 'april',
      decision: 'Charged last month',
    })
  expect(await balanceOf('M-2')).toBe(10_000)

  // Who may only read picks nothing.
  const audrey = await (await browser.newContext()).newPage()
  await signIn(audrey, host, 'audrey', '/approvals?state=any')
  await expect(rows(audrey).first()).toBeVisible()
  await expect(audrey.locator('[col-id="select"]')).toHaveCount(0)
  await audrey.context().close()
})
