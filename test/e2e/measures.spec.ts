/** The screen of measures: how the queue goes, and each figure opens what it counts. */
import type { Locator, Page } from '@playwright/test'
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

let host: RunningHost

test.beforeAll(async () => {
  host = await openHost()
  await addProducer(host, { id: 7, code: 'seven', name: 'Seven Corner', agreement: forSmallFiles })
  await addProducer(host, { id: 8, code: 'eight', name: 'Eight Market', agreement: forSmallFiles })
  for (const [producer, folder] of [
    [7, 'seven'],
    [8, 'eight'],
  ] as const) {
    const row = (txId: string, type: string, amount: string): string =>
      `${instant(60)},${producer},C-1,Central,${txId},${type},${amount}`
    host.drop(folder, `${folder}.csv`, [
      row('M-1', 'TopUp', '100'),
      row('M-2', 'Refund', '1000'),
      row('M-3', 'TopUp', '12.5O'),
    ])
  }
  await expect.poll(async () => (await ask(host, 'anna', '/exceptions/views', {})).total, { timeout: 30_000 }).toBe(4)
  const { items } = (await ask(host, 'anna', '/exceptions?code=TYPE_UNKNOWN')) as {
    items: readonly { id: number; version: number }[]
  }
  const [{ id, version }] = items as [{ id: number; version: number }]
  const deed = { action: 'reject', reason: 'Not one of ours' }
  await ask(host, 'anna', `/exceptions/${id}/act`, { version, key: 'measured', deed })
})
test.afterAll(() => endHost(host))

const figure = (page: Page, name: string): Locator =>
  page.getByRole('main').locator('dl > div').filter({ hasText: name }).locator('dd')
const line = (page: Page, name: string): Locator => page.getByRole('grid').getByRole('row').filter({ hasText: name })
const cells = async (row: Locator, columns: readonly string[]): Promise<readonly string[]> =>
  Promise.all(columns.map(async (column) => (await row.locator(`[col-id="${column}"]`).innerText()).trim()))

test('what was raised and decided is told as a whole and by cause, and each line opens its exceptions', async ({
  page,
}) => {
  await signIn(page, host, 'audrey', '/measures')
  await expect(figure(page, 'Raised')).toHaveText('4')
  await expect(figure(page, 'Resolved')).toHaveText('1, 0 by themselves')
  await expect(figure(page, 'To the decision')).toHaveText('half within < 1 min, 9 in 10 within < 1 min')
  const counted = ['raised', 'resolved', 'late']
  expect(await cells(line(page, 'Unknown transaction type'), counted)).toEqual(['2', '1', '0'])
  expect(await cells(line(page, 'A field can’t be read'), counted)).toEqual(['2', '0', '0'])

  await line(page, 'Unknown transaction type').click()
  await expect(page).toHaveURL(/\/exceptions\?/)
  await expect(page.getByText('2 exceptions', { exact: true })).toBeVisible()

  await page.goBack()
  await page.getByRole('combobox', { name: 'Set out by' }).click()
  await page.getByRole('option', { name: 'Person' }).click()
  await expect(line(page, 'Anna Analyst')).toBeVisible()
  expect(await cells(line(page, 'Anna Analyst'), ['resolved'])).toEqual(['1'])
})

test('days in which nothing happened say so, and the way back is there', async ({ page }) => {
  await signIn(page, host, 'audrey', '/measures?from=2024-01-01&to=2024-01-31')
  await expect(page.getByRole('heading', { name: 'Nothing happened in these days' })).toBeVisible()
  await expect(figure(page, 'Raised')).toHaveText('0')
  await page.getByRole('button', { name: 'Last 30 days' }).click()
  await expect(figure(page, 'Raised')).toHaveText('4')
})
