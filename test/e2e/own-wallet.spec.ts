/** The end user's wallet on a telephone: in by a code from a real letter, and what they see and do there. */
import { readFileSync } from 'node:fs'
import type { BrowserContext, Locator, Page } from '@playwright/test'
import { clean } from './accessible.ts'
import { addProducer, expect, forSmallFiles, instant, signIn, test } from './console-fixture.ts'
import { type MailProgram, startMailProgram } from './mail-program.ts'
import { addOwner, setMail, signInByLetter } from './wallet-owner.ts'

let mail: MailProgram

test.describe.configure({ mode: 'serial', timeout: 180_000 })
test.use({ viewport: { width: 390, height: 844 }, actionTimeout: 15_000 })

test.beforeAll(async ({ host }) => {
  mail = await startMailProgram('as the mail provider gave it')
  await setMail(host, mail)
  await addProducer(host, { id: 94, code: 'tramtea', name: 'Tram & Tea', agreement: forSmallFiles })
  await addOwner(host, 'C-OWN', { name: 'Chan Tai Man', email: 'own.chan@client.example' })
  host.drop('tramtea', 'own.csv', [
    `${instant(300)},94,C-OWN,Central,own-1,TopUp,25000`,
    `${instant(200)},94,C-OWN,Wan Chai,own-2,Payment,4250`,
    `${instant(100)},94,C-OWN,Sha Tin,own-3,Payment,990`,
    `${instant(50)},94,C-OWN,Sha Tin,own-4,Payment,900000`,
  ])
})
test.afterAll(() => mail.end())

const row = (page: Page, words: string): Locator => page.getByRole('link').filter({ hasText: words })
const isTooWide = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true })

async function cleanInBoth(page: Page, where: string): Promise<void> {
  await clean(page, where)
  await page.emulateMedia({ colorScheme: 'dark' })
  await clean(page, `${where}, dark`, 'dark')
  await page.emulateMedia({ colorScheme: 'light' })
}

/** With the session that the first of these tests began: there are only so many letters an hour. */
let session: Awaited<ReturnType<BrowserContext['cookies']>> = []

async function open(page: Page, url: string): Promise<void> {
  await page.context().addCookies(session)
  await page.goto(`${url}/wallet`)
  await expect(page.getByRole('heading', { name: 'My wallet', level: 1 })).toBeVisible()
}

test('a client signs in by the code in their letter, and sees what they have and what happened', async ({
  page,
  host,
}) => {
  await page.goto(`${host.url}/wallet`)
  await expect(page.getByRole('heading', { name: 'Sign in to your wallet' })).toBeVisible()
  await cleanInBoth(page, 'sign in')
  await button(page, 'Send me a code').click()
  await expect(page.getByRole('alert')).toHaveText('Type your client number or your e-mail address.')
  await expect(page.getByLabel('Client number or e-mail address')).toHaveAttribute('aria-invalid', 'true')
  await page.getByLabel('Client number or e-mail address').fill('nobody at all')
  await button(page, 'Send me a code').click()
  await expect(page.getByText('If we know nobody at all, an e-mail')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Type the code' })).toBeFocused()
  await cleanInBoth(page, 'code')
  await button(page, 'Use another number or address').click()
  await expect(page.getByRole('heading', { name: 'Sign in to your wallet' })).toBeFocused()
  await signInByLetter(page, mail, 'C-OWN')

  await expect(page.getByRole('heading', { name: 'My wallet', level: 1 })).toBeFocused()
  await expect(page.getByText('USD 197.60').first()).toBeVisible()
  await expect(page.getByRole('status').filter({ hasText: '4 shown, that is all.' })).toBeVisible()
  await expect(row(page, 'Wan Chai')).toContainText('Tram & Tea')
  await expect(row(page, 'Wan Chai')).toContainText('\u221242.50')
  await expect(row(page, 'Wan Chai')).toContainText('Confirmed')
  // What is not posted stands above the days, each with its own.
  const underWay = page.getByRole('region', { name: 'In process' })
  await expect(underWay.getByRole('link')).toHaveCount(1)
  await expect(underWay.getByRole('link')).toContainText('9,000.00')
  await expect(underWay.getByRole('link')).toContainText(/Payment · Sha Tin · \w{3},? \d/)
  await cleanInBoth(page, 'wallet')
  // The session outlives the page, and no script can read what keeps it.
  await page.reload()
  await expect(page.getByText('USD 197.60').first()).toBeVisible()
  expect(await page.evaluate(() => document.cookie)).toBe('')
  const [cookie] = await page.context().cookies(`${host.url}/api/wallet/me`)
  expect(cookie).toMatchObject({ name: 'wallet', path: '/api/wallet', httpOnly: true, sameSite: 'Strict' })
  expect(await page.context().cookies(host.url)).toEqual([])
  session = await page.context().cookies(`${host.url}/api/wallet/me`)
})

test('what happened is looked through by a shop, a place, an amount and its status', async ({ page, host }) => {
  await open(page, host.url)
  const search = page.getByLabel('Search by shop, place, reference or amount')
  const count = page.getByRole('status').filter({ hasText: /shown|found/ })
  await search.fill('wan ch')
  await expect(count).toHaveText('1 shown, that is all.')
  await search.fill('42.50')
  await expect(row(page, 'Wan Chai')).toBeVisible()
  await expect(count).toHaveText('1 shown, that is all.')
  await search.fill('tram')
  await expect(count).toHaveText('4 shown, that is all.')
  await page.getByText('Filter', { exact: true }).click()
  await page.getByRole('radio', { name: 'In process' }).check()
  await expect(count).toHaveText('1 shown, that is all.')
  await search.fill('nothing like it')
  await expect(count).toHaveText('Nothing was found.')
  await button(page, 'Clear search and filter').click()
  await expect(page.getByRole('heading', { name: 'History' })).toBeFocused()
  await expect(count).toHaveText('4 shown, that is all.')
  await expect(button(page, 'Clear search and filter')).toHaveCount(0)
  await page.getByLabel('From').fill('2026-02-02')
  await page.getByLabel('To', { exact: true }).fill('2026-02-01')
  await expect(page.getByRole('alert')).toHaveText('The last day is before the first.')
  await clean(page, 'search')
})

test('a client says that they don’t recognise a payment, and an analyst has the case', async ({
  page,
  host,
  browser,
}) => {
  await open(page, host.url)
  await row(page, 'Wan Chai').click()
  await expect(page).toHaveURL(/\/wallet\/transactions\/t\d+$/)
  await expect(page.getByRole('heading', { name: 'Tram & Tea' })).toBeFocused()
  await cleanInBoth(page, 'transaction')
  await button(page, 'I don’t recognise this').click()
  await expect(page.getByLabel('What do you know about it?')).toBeFocused()
  await clean(page, 'not recognised')
  await button(page, 'Cancel').click()
  await expect(page.getByRole('heading', { name: 'Something wrong with it?' })).toBeFocused()
  await button(page, 'I don’t recognise this').click()
  await page.getByLabel('What do you know about it?').fill('I was not in Wan Chai.')
  await button(page, 'Tell us').click()
  await expect(page.getByRole('status').filter({ hasText: 'We have received it.' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Something wrong with it?' })).toBeFocused()
  await expect(page.getByRole('article')).toContainText('I was not in Wan Chai.')
  await expect(button(page, 'I don’t recognise this')).toHaveCount(0)
  await button(page, 'Ask for a refund').click()
  await button(page, 'Send the request').click()
  await expect(page.getByRole('alert')).toHaveText('Say why, in a few words.')
  await page.goBack()
  await expect(page.getByRole('heading', { name: 'My wallet', level: 1 })).toBeFocused()

  const desk = await browser.newContext({ viewport: { width: 1280, height: 860 } })
  const anna = await desk.newPage()
  await signIn(anna, host, 'anna', '/exceptions?code=NOT_RECOGNISED')
  const found = anna.getByRole('row').filter({ hasText: 'C-OWN' })
  await expect(found).toHaveCount(1)
  await expect(found).toContainText('42.50')
  await found.click()
  const pane = anna.locator('[data-pane]')
  await expect(pane).toContainText('C-OWN does not recognise a transaction of')
  await expect(pane).toContainText('I was not in Wan Chai.')
  await clean(anna, 'case of a client')
  await desk.close()

  await page.getByRole('link', { name: 'Requests' }).click()
  await expect(page.getByRole('heading', { name: 'Requests', level: 1 })).toBeFocused()
  await expect(page.getByRole('article')).toContainText('Received')
  await cleanInBoth(page, 'requests')
})

test('a client keeps a statement and a receipt, and whoever has the receipt can have it checked', async ({
  page,
  host,
}) => {
  await open(page, host.url)
  await page.getByText('Statement', { exact: true }).click()
  await page.getByRole('radio', { name: 'CSV' }).check()
  await page.getByRole('radio', { name: 'Chosen days' }).check()
  await button(page, 'Save the statement').click()
  await expect(page.getByRole('alert')).toHaveText('Choose the first and the last day.')
  await page.getByLabel('First day').fill('2024-01-01')
  await page.getByLabel('Last day').fill('2025-01-01')
  await button(page, 'Save the statement').click()
  await expect(page.getByRole('alert')).toHaveText('One statement holds up to 366 days. Choose fewer.')
  await cleanInBoth(page, 'statement')
  // Days around every row of the file, whichever day it is where the books are.
  const day = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 10)
  await page.getByLabel('First day').fill(day(-48))
  await page.getByLabel('Last day').fill(day(24))
  const [statement] = await Promise.all([page.waitForEvent('download'), button(page, 'Save the statement').click()])
  const name = `statement-${day(-48)}..${day(24)}-USD.csv`
  expect(statement.suggestedFilename()).toBe(name)
  await expect(page.getByRole('status').filter({ hasText: name })).toBeVisible()
  await expect(page.getByRole('alert')).toHaveCount(0)
  const csv = readFileSync(await statement.path(), 'utf8')
  expect(csv.trim().split('\r\n').at(-1)).toMatch(/"Closing balance".*,250\.00,52\.40,197\.60$/)
  // The page itself reckons the days of a named period.
  await page.getByRole('radio', { name: 'This year' }).check()
  await page.getByRole('radio', { name: 'PDF' }).check()
  const [ofYear] = await Promise.all([page.waitForEvent('download'), button(page, 'Save the statement').click()])
  expect(ofYear.suggestedFilename()).toMatch(/^statement-(\d{4})-01-01\.\.\1-\d\d-\d\d-USD\.pdf$/)

  await row(page, 'Wan Chai').click()
  const [receipt] = await Promise.all([page.waitForEvent('download'), button(page, 'Receipt (PDF)').click()])
  expect(receipt.suggestedFilename()).toMatch(/^receipt-[0-9A-F]{8}-\d+-D\.pdf$/)
  await expect(page.getByRole('status').filter({ hasText: receipt.suggestedFilename() })).toBeVisible()
  await cleanInBoth(page, 'receipt')
  await page.goBack()
  await row(page, '9,000.00').click()
  await expect(page.getByRole('heading', { name: 'Tram & Tea' })).toBeFocused()
  await expect(button(page, 'Receipt (PDF)')).toHaveCount(0)

  await page.goto(`${host.url}/verify`)
  await page.locator('input[type=file]').setInputFiles(await receipt.path())
  await page.getByRole('button', { name: 'Check it' }).click()
  await expect(page.getByRole('heading', { name: 'This receipt is genuine' })).toBeVisible()
  await expect(page.getByText('USD \u221242.50').first()).toBeVisible()
})

test('without a connection nothing is sent, and what could not be loaded comes with it; an ended session is told', async ({
  browser,
  host,
}) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'en-HK' })
  const page = await context.newPage()
  await open(page, host.url)
  await expect(row(page, 'Wan Chai')).toBeVisible()
  await context.setOffline(true)
  await row(page, 'Wan Chai').click()
  await expect(page.getByRole('alert')).toContainText('You are offline.')
  await context.setOffline(false)
  await expect(page.getByRole('heading', { name: 'Tram & Tea' })).toBeFocused()
  await button(page, 'Ask for a refund').click()
  await page.getByLabel('Why do you want the money back?').fill('It was paid twice.')
  await context.setOffline(true)
  await button(page, 'Send the request').click()
  await expect(page.getByRole('alert')).toHaveText(
    'You are offline. Nothing was sent. Try again when you have a connection.',
  )
  await context.setOffline(false)
  await context.clearCookies()
  await page.getByRole('link', { name: 'Requests' }).click()
  await expect(page.getByText('You were signed out. Sign in again to go on.')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Sign in to your wallet' })).toBeFocused()
  await clean(page, 'signed out')
  await context.close()
})

test('the language is chosen by the client and stays theirs, in letters as on pages', async ({ page, host }) => {
  await open(page, host.url)
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByLabel('Tell me when money comes in').check()
  await page.getByLabel('Tell me about payments above (USD)').fill('a lot')
  await button(page, 'Save').click()
  await expect(page.getByRole('alert')).toHaveText('Type an amount such as 20 or 12.50.')
  await page.getByLabel('Tell me about payments above (USD)').fill('12.50')
  await button(page, 'Save').click()
  await expect(page.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible()
  await cleanInBoth(page, 'settings')
  await page.getByRole('radio', { name: '繁體中文' }).check()
  await expect(page.getByRole('heading', { name: '設定', level: 1 })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-HK')
  await expect(page.getByLabel('付款超過此金額時通知我 (USD)')).toHaveValue('12.50')
  await clean(page, 'settings in Chinese')
  await page.getByRole('link', { name: '錢包', exact: true }).click()
  await expect(page.getByText('結餘', { exact: true })).toBeVisible()
  await clean(page, 'wallet in Chinese')
  await page.getByRole('link', { name: '設定' }).click()
  await page.getByRole('button', { name: '登出', exact: true }).click()
  await expect(page.getByRole('heading', { name: '登入你的錢包' })).toBeVisible()
  await signInByLetter(page, mail, 'own.chan@client.example')
  await expect(page.getByRole('heading', { name: '我的錢包', level: 1 })).toBeVisible()
  expect(mail.taken.at(-1)?.to).toEqual(['own.chan@client.example'])
})

test('whoever is signed out elsewhere is brought to the door, and a wrong code stays outside', async ({
  host,
  browser,
}) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'en-HK' })
  const page = await context.newPage()
  await page.goto(`${host.url}/wallet/requests`)
  // As long as an address may be, it makes no page wider than its telephone.
  await page.getByLabel('Client number or e-mail address').fill(`${'nobody'.repeat(12)}@client.example`)
  await button(page, 'Send me a code').click()
  await expect(page.getByLabel('Code')).toBeVisible()
  expect(await isTooWide(page)).toBe(false)
  await button(page, 'Use another number or address').click()
  await page.getByLabel('Client number or e-mail address').fill('C-404')
  await button(page, 'Send me a code').click()
  await page.getByLabel('Code').fill('12')
  await button(page, 'Sign in').click()
  await expect(page.getByRole('alert')).toHaveText('A code has six digits.')
  await page.getByLabel('Code').fill('000000')
  await button(page, 'Sign in').click()
  await expect(page.getByRole('alert')).toContainText('This code does not let you in.')
  await context.close()
})

test('it is installed like an app, opens without a connection, and keeps nobody’s money on the device', async ({
  host,
  browser,
}) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'en-HK' })
  const page = await context.newPage()
  await page.goto(`${host.url}/wallet`)
  await page.evaluate(() => navigator.serviceWorker.ready)
  const manifest = await page.evaluate(async () => (await fetch('/wallet/manifest.webmanifest')).json())
  expect(manifest).toMatchObject({ start_url: '/wallet', display: 'standalone' })
  for (const { src } of manifest.icons as { src: string }[])
    expect((await page.request.get(host.url + src)).ok()).toBe(true)
  await context.setOffline(true)
  await page.reload()
  await expect(page.getByText('You are offline.').first()).toBeVisible()
  await expect(button(page, 'Try again')).toBeVisible()
  await clean(page, 'offline')
  const kept = await page.evaluate(async () => {
    const cache = await caches.open('wallet-shell')
    return (await cache.keys()).map(({ url }) => new URL(url).pathname)
  })
  expect(kept.filter((path) => !/^\/wallet$|\/assets\//.test(path))).toEqual([])
  await context.close()
})

test('nothing is lost at the width of 320 and at twice the size of letters', async ({ page, host }) => {
  await page.setViewportSize({ width: 320, height: 640 })
  await page.goto(`${host.url}/wallet`)
  const letters = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).fontSize)
  const usual = Number.parseFloat(await letters())
  await page.addStyleTag({ content: ':root:root { font-size: 200% }' })
  expect(await letters()).toBe(`${usual * 2}px`)
  expect(await isTooWide(page)).toBe(false)
  await signInByLetter(page, mail, 'own.chan@client.example')
  await expect(page.locator('.large')).toBeVisible()
  await expect(page.locator('.row').first()).toBeVisible()
  expect(await isTooWide(page)).toBe(false)
  // A name that is broken after each letter is no name.
  const share = await page
    .locator('.row')
    .first()
    .evaluate((shown) => (shown.querySelector('.title')?.getBoundingClientRect().width ?? 0) / shown.clientWidth)
  expect(share).toBeGreaterThan(0.9)
})
