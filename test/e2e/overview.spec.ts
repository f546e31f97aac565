/** The overview: an executive looks, narrows, follows a figure to its rows, and takes it along. */
import { readFileSync } from 'node:fs'
import type { Download, Locator, Page } from '@playwright/test'
import Papa from 'papaparse'
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

let host: RunningHost
const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
const volume = 'Is money moving as usual?'

test.beforeAll(async () => {
  host = await openHost()
  // What a table program would take for a formula is no formula in a file of ours.
  await addProducer(host, { id: 7, code: 'seven', name: '=Seven Corner', agreement: forSmallFiles })
  await addProducer(host, { id: 8, code: 'eight', name: 'Eight Market', agreement: forSmallFiles })
  const row = (producer: number, txId: string, type: string, amount: string, place = 'Central'): string =>
    `${instant(1)},${producer},C-1,${place},${txId},${type},${amount}`
  host.drop('seven', 'seven.csv', [row(7, 'O-1', 'TopUp', '50000'), row(7, 'O-2', 'Payment', '1250')])
  host.drop('eight', 'eight.csv', [row(8, 'O-3', 'TopUp', '2000', 'Wan Chai'), row(8, 'O-4', 'Refund', '100')])
  const moved = async () => (await ask(host, 'erin', `/overview/volume?from=${today}&to=${today}`)).totals
  await expect.poll(moved, { timeout: 30_000 }).toMatchObject([{ now: { topUps: { rows: 2 }, payments: { rows: 1 } } }])
})
test.afterAll(() => endHost(host))

const key = (page: Page, name: string): Locator =>
  page.getByRole('main').locator('dl > div').filter({ hasText: name }).locator('dd').first()
const figure = (page: Page, name: string): Locator => page.getByRole('figure', { name })

async function taken(page: Page, click: () => Promise<void>): Promise<Readonly<{ name: string; bytes: Buffer }>> {
  const waiting: Promise<Download> = page.waitForEvent('download')
  await click()
  const download = await waiting
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) }
}

test('an executive begins here, narrows every figure in the address, and Back undoes it', async ({ page }) => {
  await signIn(page, host, 'erin')
  await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
  await expect(page).toHaveURL(/\/overview$/)
  await expect(key(page, 'Top-ups')).toHaveText('520.00')
  await expect(key(page, 'Open exceptions')).toHaveText('1')
  await expect(figure(page, volume).locator('canvas')).toBeVisible()

  await page.getByRole('combobox', { name: 'Producer' }).click()
  await page.getByRole('option', { name: 'Eight Market' }).click()
  await expect(page).toHaveURL(/producer=8/)
  await expect(key(page, 'Top-ups')).toHaveText('20.00')
  // A statement does not say whose money it is, and the figure says so.
  await expect(figure(page, 'Did it move as they said?').getByText('Of all producers')).toBeVisible()

  await page.getByRole('combobox', { name: 'Location' }).fill('Central')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/location=Central/)
  await expect(key(page, 'Top-ups')).toHaveText('0.00')
  await page.goBack()
  await expect(key(page, 'Top-ups')).toHaveText('20.00')
  await page.goBack()
  await expect(key(page, 'Top-ups')).toHaveText('520.00')
  await expect(page).toHaveURL(/\/overview$/)

  await page.getByRole('combobox', { name: 'Steps' }).click()
  await page.getByRole('option', { name: 'Hour' }).click()
  await expect(page).toHaveURL(/by=hour/)
  await expect(figure(page, volume).locator('canvas')).toBeVisible()
  // A link that was copied shows the same.
  await page.goto(`${host.url}/overview?from=${today}&to=${today}&producer=7&show=rows`)
  await expect(key(page, 'Top-ups')).toHaveText('500.00')
})

test('a figure is a table by key, and each number of it leads to its rows', async ({ page }) => {
  await signIn(page, host, 'erin', `/overview?from=${today}&to=${today}&producer=7`)
  const shown = figure(page, volume)
  await shown.getByRole('button', { name: 'Table' }).focus()
  await page.keyboard.press('Enter')
  const line = shown.getByRole('row').filter({ hasText: today })
  await expect(line.getByRole('cell')).toHaveText(['1', '500.00', '1', '12.50', /./, '0.00', '0.00'])
  await line.getByRole('link', { name: '500.00' }).click()
  await expect(page).toHaveURL(new RegExp(`/batches\\?producer=7&from=${today}&to=${today}`))
  await expect(page.getByRole('row').filter({ hasText: 'seven.csv' })).toBeVisible()
  await expect(page.getByRole('row').filter({ hasText: 'eight.csv' })).toHaveCount(0)
  await page.goBack()
  await expect(key(page, 'Top-ups')).toHaveText('500.00')
})

test('whoever works on them is led to postings and to exceptions', async ({ page }) => {
  await signIn(page, host, 'anna', `/overview?from=${today}&to=${today}`)
  await key(page, 'Payments').getByRole('link').click()
  await expect(page).toHaveURL(/\/ledger\?tab=postings&type=Payment/)
  await expect(page.getByRole('row').filter({ hasText: '12.50' }).first()).toBeVisible()
  await page.goBack()
  const open = figure(page, 'What is open, how bad and how old?')
  await open.getByRole('row').filter({ hasText: 'Medium' }).getByRole('link', { name: '1', exact: true }).click()
  await expect(page).toHaveURL(/\/exceptions\?.*severity=medium/)
  await expect(page.getByText('1 exception', { exact: true })).toBeVisible()
  await page.goBack()
  // A mark of the chart leads where its line of the table does.
  const canvas = figure(page, volume).locator('canvas')
  const box = await canvas.boundingBox()
  if (box === null) throw new Error('there is no chart')
  await page.mouse.click(box.x + box.width / 2 + 12, box.y + box.height / 2)
  await expect(page).toHaveURL(/\/ledger\?tab=postings&type=TopUp/)
})

test('a picture and the data of a figure are taken along', async ({ page }) => {
  await signIn(page, host, 'erin', `/overview?from=${today}&to=${today}`)
  const picture = await taken(page, () => figure(page, volume).getByRole('button', { name: 'PNG' }).click())
  expect(picture.name).toBe(`Is money moving as usual ${today} ${today}.png`)
  expect([picture.bytes.readUInt32BE(16), picture.bytes.readUInt32BE(20)]).toEqual([2_400, 1_280])
  const heat = figure(page, 'What is open, how bad and how old?')
  const drawn = await taken(page, () => heat.getByRole('button', { name: 'PNG' }).click())
  expect(drawn.bytes.subarray(1, 4).toString()).toBe('PNG')

  const parts = figure(page, 'Which producers move it?')
  const csv = await taken(page, () => parts.getByRole('button', { name: 'CSV' }).click())
  expect(csv.name).toMatch(/^overview-parts-.*\.csv$/)
  const { data } = Papa.parse<Record<string, string>>(csv.bytes.toString('utf8').slice(1).trim(), { header: true })
  expect(data.map(({ part, currency, topUpMoney, payments }) => [part, currency, topUpMoney, payments])).toEqual([
    ["'=Seven Corner", 'USD', '500.00', '1'],
    ['Eight Market', 'USD', '20.00', '0'],
  ])
  const xlsx = await taken(page, () => parts.getByRole('button', { name: 'XLSX' }).click())
  expect([xlsx.name.endsWith('.xlsx'), xlsx.bytes.subarray(0, 2).toString()]).toEqual([true, 'PK'])
  await expect(page.getByText(`${xlsx.name} is saved.`)).toBeVisible()
})

test('days without anything say so, and days that are too many are refused in their place', async ({ page }) => {
  await signIn(page, host, 'erin', '/overview?from=2024-01-01&to=2024-01-05')
  await expect(figure(page, volume).getByText('Nothing moved on these days.')).toBeVisible()
  await expect(figure(page, 'Is the bank’s money what we owe?').getByText('nothing is proven yet')).toBeVisible()
  await page.goto(`${host.url}/overview?from=2024-01-01&to=2024-03-31&by=hour`)
  await expect(figure(page, volume).getByText('Choose fewer days, or longer steps')).toBeVisible()
  // What can be told of so many days is told all the same.
  await expect(figure(page, 'Which producers move it?').getByText('Nothing moved on these days.')).toBeVisible()
})

test('the page goes on paper without what one can only click on', async ({ page }) => {
  await page.addInitScript(() => {
    window.print = () => document.documentElement.setAttribute('data-printed', 'yes')
  })
  await signIn(page, host, 'erin', '/overview')
  await expect(figure(page, volume).locator('canvas')).toBeVisible()
  await page.getByRole('button', { name: 'Print or PDF' }).click()
  await expect(page.locator('html')).toHaveAttribute('data-printed', 'yes')
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('navigation', { name: 'Screens' })).toBeHidden()
  await expect(figure(page, volume).getByRole('button', { name: 'PNG' })).toBeHidden()
  await expect(page.getByText('Any producer · Any location · Asia/Hong_Kong')).toBeVisible()
  await expect(page.getByText(/Made \d{4}-\d\d-\d\d .*Asia\/Hong_Kong/)).toBeVisible()
})

for (const scheme of ['light', 'dark'] as const) {
  test(`nothing stands in anybody’s way, in both languages (${scheme})`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    await signIn(page, host, 'audrey', '/batches')
    await page.keyboard.press('g')
    await page.keyboard.press('o')
    await expect(figure(page, volume).locator('canvas')).toBeVisible()
    await clean(page, 'overview', scheme)
    for (const button of await page.getByRole('button', { name: /^Table: / }).all()) await button.click()
    await clean(page, 'overview as tables', scheme)
    await page.goto(`${host.url}/settings/appearance`)
    await page.getByText('繁體中文').click()
    await page.goto(`${host.url}/overview`)
    await expect(page.getByRole('figure', { name: '資金流動是否如常？' }).locator('canvas')).toBeVisible()
    await clean(page, 'overview in Chinese', scheme)
    await page.goto(`${host.url}/settings/appearance`)
    await page.getByText('English').click()
    await expect(page.getByRole('link', { name: 'Batches' })).toBeVisible()
  })
}
