/** The operator's home: what arrives and runs, who is late, and stopping a producer from there; and the same on a wall. */
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

const hoursBehind = 6
const behind = {
  CLOCK_BEHIND_MS: String(hoursBehind * 3_600_000),
  NODE_OPTIONS: `--import ${new URL('clock-behind.ts', import.meta.url).href}`,
}
const hourly = { kind: 'every', minutes: 60, graceMinutes: 0 }

let host: RunningHost
test.beforeAll(async () => {
  test.setTimeout(120_000)
  host = await openHost()
  await host.kill()
  // Registered this morning: what was expected since then has not come.
  await host.start(behind)
  await ask(host, 'admin', '/producers', { id: 91, code: 'tardy', name: 'Tardy Trams', schedule: hourly })
  await host.kill()
  await host.start()
  await addProducer(host, { id: 92, code: 'steady', name: 'Steady Stores', agreement: forSmallFiles })
})
test.afterAll(() => endHost(host))

const part = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true })
const folder = (page: Page, name: string): Locator =>
  part(page, 'Drop folders').getByRole('row').filter({ hasText: name })

const row = (index: number): string => `${instant(60)},92,L-C${index % 5_000},Central,L-${index},TopUp,${100 + index}`

test('an operator begins there, and sees a file arrive, run and come through', async ({ page }) => {
  await signIn(page, host, 'olive')
  await expect(page).toHaveURL(/\/live$/)
  await expect(page.getByRole('heading', { name: 'Live', exact: true })).toBeVisible()
  await expect(part(page, 'Arriving and running')).toContainText('No batch is being read or posted.')
  await expect(folder(page, 'Steady Stores')).toContainText('Open')
  await clean(page, 'live, quiet')
  host.drop(
    'steady',
    'steady-large.csv',
    Array.from({ length: 250_000 }, (_, index) => row(index)),
  )
  const bar = part(page, 'Arriving and running').getByRole('progressbar', { name: 'steady-large.csv' })
  await expect(bar).toBeVisible()
  await expect(bar).toHaveAttribute('aria-valuetext', /(Reading|Posting), \d+ %/)
  const through = part(page, 'Through last').getByRole('listitem').filter({ hasText: 'steady-large.csv' })
  await expect(through).toContainText('250,000 posted', { timeout: 50_000 })
  await expect(part(page, 'Arriving and running').getByRole('progressbar')).toHaveCount(0)
  await expect(part(page, 'Last hour')).toContainText('250,000 rows in 1 file')
  await page.getByText('Table', { exact: true }).click()
  await expect(part(page, 'Last hour').getByRole('cell', { name: '250,000' })).toBeVisible()
  await clean(page, 'live, busy')
  await through.getByRole('link', { name: 'steady-large.csv' }).click()
  await expect(page).toHaveURL(/\/batches\?open=\d+/)
  await page.keyboard.press('g')
  await page.keyboard.press('w')
  await expect(page).toHaveURL(/\/live$/)
})

test('who is late says since when, and how many files are missing', async ({ page }) => {
  await signIn(page, host, 'olive', '/live')
  const late = part(page, 'Late and next due').getByRole('listitem').filter({ hasText: 'Tardy Trams' })
  await expect(late).toContainText(/5 h late/)
  await expect(late).toContainText(/6 files missing/)
  await expect(part(page, 'Late and next due')).toContainText('1 producer late')
  await late.getByRole('link', { name: 'Tardy Trams' }).click()
  await expect(page).toHaveURL(/\/producers\?open=91/)
})

test('an operator suspends a producer from there; a file that comes then is held', async ({ page }) => {
  await signIn(page, host, 'olive', '/live')
  await folder(page, 'Steady Stores').getByRole('button', { name: 'Suspend Steady Stores' }).click()
  const dialog = page.getByRole('dialog')
  await clean(page, 'suspend from the live view')
  await dialog.getByLabel('Why it is suspended').fill('Doubled amounts')
  await dialog.getByRole('button', { name: 'Suspend Steady Stores' }).click()
  await expect(folder(page, 'Steady Stores')).toContainText('Suspended')
  // Taking it up again needs a proposal, and that is not an operator's.
  await expect(folder(page, 'Steady Stores').getByRole('button')).toHaveCount(0)
  host.drop('steady', 'steady-held.csv', [row(900_001)])
  await expect(page.getByRole('main').locator('dl > div').filter({ hasText: 'Batches held' }).locator('dd')).toHaveText(
    '1',
  )
  await page.getByRole('link', { name: '1', exact: true }).first().click()
  await expect(page).toHaveURL(/\/batches\?state=held/)
})

test('an analyst proposes from there that it is taken up again', async ({ page }) => {
  await signIn(page, host, 'anna', '/live')
  await folder(page, 'Steady Stores').getByRole('button', { name: 'Propose to resume Steady Stores' }).click()
  await expect(page.getByRole('dialog')).toContainText('Steady Stores')
})

for (const scheme of ['light', 'dark'] as const) {
  test(`on a wall it is large, without the ways elsewhere and without deeds (${scheme})`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    await signIn(page, host, 'olive', '/live')
    await page.getByRole('button', { name: 'Wall display' }).click()
    await expect(page).toHaveURL(/\/live\?wall=1$/)
    await expect(page.getByRole('navigation')).toHaveCount(0)
    await expect(page.getByRole('button', { name: /Suspend/ })).toHaveCount(0)
    await expect(part(page, 'Late and next due')).toContainText('Tardy Trams')
    await clean(page, 'wall', scheme)
    await page.getByRole('button', { name: 'Leave the wall display' }).click()
    await expect(page.getByRole('navigation', { name: 'Screens' })).toBeVisible()
    await clean(page, 'live', scheme)
  })
}

test('kept on, the display does not lock, leads nowhere else and ends with a sign-in', async ({ page }) => {
  await page.clock.install()
  await signIn(page, host, 'olive', '/live')
  await page.getByRole('button', { name: 'Wall display' }).click()
  await page.getByRole('button', { name: 'Keep it on' }).click()
  await expect(page.getByRole('dialog')).toContainText('no longer locks when nobody touches it')
  await clean(page, 'asked whether the display stays on')
  await page.getByRole('button', { name: 'Keep the display on' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'End the display' })).toBeVisible()
  await page.clock.fastForward(20 * 60_000)
  await expect(part(page, 'Late and next due')).toContainText('Tardy Trams')
  await expect(page.getByRole('alert')).toHaveCount(0)
  await clean(page, 'a display that stays on')
  await page.goto(`${host.url}/batches`)
  await expect(page).toHaveURL(/\/live\?wall=1$/)
  await page.getByRole('button', { name: 'End the display' }).click()
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible()
})

test('in Chinese all of it is', async ({ page }) => {
  await signIn(page, host, 'olive', '/settings/appearance')
  await page.getByText('繁體中文').click()
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-HK')
  await page.goto(`${host.url}/live`)
  await expect(part(page, '遲交與即將到期')).toContainText('遲 5 小時')
  await expect(part(page, '投放資料夾')).toContainText('暫停')
  await clean(page, 'live in Chinese')
  await page.goto(`${host.url}/settings/appearance`)
  await page.getByText('English').click()
})
