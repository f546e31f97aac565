/** Webhooks: from the proposal of an address to what it was told, and sending it again. */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Locator, Page } from '@playwright/test'
import { clean } from './accessible.ts'
import { agreed } from './bank.ts'
import { ask } from './colleague.ts'
import { endHost, expect, openHost, type RunningHost, signIn, test } from './console-fixture.ts'

let host: RunningHost
let receiver: Server
let origin: string
const got: Readonly<Record<string, unknown>>[] = []
let status = 204

// Its own workspace: which addresses may be told is a setting, and a setting is replaced whole.
test.beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString()
    })
    request.on('end', () => {
      got.push({ ...request.headers, ...(JSON.parse(body) as object) })
      response.writeHead(status)
      response.end()
    })
  }).listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  origin = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`
  host = await openHost()
  const origins = [{ origin, isPrivate: false, trustedCertificate: null }]
  await agreed(host, 'admin', { kind: 'setting', name: 'webhooks', value: { origins } })
  await ask(host, 'anna', '/wallets', { client: 'H-1' })
})
test.afterAll(async () => {
  await endHost(host)
  receiver.closeAllConnections()
  receiver.close()
})

const pane = (page: Page): Locator => page.locator('[data-pane]')
const dialog = (page: Page): Locator => page.getByRole('dialog')
const row = (page: Page, words: string): Locator => page.getByRole('row').filter({ hasText: words })

test('an address is proposed, agreed to, given its secret, told, and told again', async ({ page }) => {
  await signIn(page, host, 'admin', '/settings/webhooks')
  await expect(page.getByRole('heading', { name: 'Nothing was told to other systems yet.' })).toBeVisible()
  await clean(page, 'no webhooks')
  await page.getByRole('button', { name: 'Propose an address' }).click()
  await dialog(page).getByRole('button', { name: 'Show what it would do' }).click()
  await expect(dialog(page).getByText('Choose what it is told.')).toBeVisible()
  await expect(dialog(page).getByLabel('Name')).toBeFocused()
  await dialog(page).getByLabel('Name').fill('Web shop')
  await dialog(page).getByLabel('Address').fill('https://elsewhere.example.com/told')
  await dialog(page).getByLabel('Wallet changed').check()
  await dialog(page).getByLabel('Transaction posted').check()
  await clean(page, 'propose a webhook')
  await dialog(page).getByRole('button', { name: 'Show what it would do' }).click()
  await expect(dialog(page)).toContainText('https://elsewhere.example.com is not among the addresses that may be told')
  await dialog(page).getByRole('button', { name: 'Back' }).click()
  await dialog(page).getByLabel('Address').fill(`${origin}/told`)
  await dialog(page).getByRole('button', { name: 'Show what it would do' }).click()
  await expect(dialog(page)).toContainText(`${origin}/told`)
  await dialog(page).getByLabel('Why it is needed').fill('The shop shows balances')
  await dialog(page).getByRole('button', { name: 'Propose', exact: true }).click()
  await expect(page.getByText('Proposed')).toBeVisible()
  const [{ id } = { id: 0 }] = (await ask(host, 'april', '/proposals?state=open')).items as { id: number }[]
  await ask(host, 'april', `/proposals/${id}/approve`, {})
  const strip = page.getByRole('list', { name: 'Addresses' })
  await strip.getByRole('button', { name: /Web shop/ }).click()
  await expect(pane(page)).toContainText('Nothing is sent before its secret is made')
  await pane(page).getByRole('button', { name: 'Make the secret' }).click()
  await dialog(page)
    .getByRole('button', { name: /^Make the secret/ })
    .click()
  await expect(dialog(page)).toContainText(/whsec_[A-Za-z0-9+/=]{44}/)
  await clean(page, 'secret of a webhook')
  // Nobody can show it again, so no slip closes it.
  await page.keyboard.press('Escape')
  await expect(dialog(page)).toContainText('whsec_')
  await dialog(page).getByRole('button', { name: 'I have kept it' }).click()
  await expect(pane(page)).not.toContainText('whsec_')
  await ask(host, 'anna', '/deposits', { client: 'H-1', amount: 12_345, from: 'omnibus:main', key: 'h-1' })
  await expect.poll(() => got.length).toBe(2)
  await page.getByRole('button', { name: /Newer deliveries|Read again/ }).click()
  await expect(row(page, 'wallet:H-1 USD')).toContainText('Delivered')
  await row(page, 'wallet:H-1 USD').click()
  await expect(pane(page)).toContainText('"balance": 12345')
  await clean(page, 'a delivery')
  await pane(page).getByRole('button', { name: 'Send again' }).click()
  await expect.poll(() => got.length).toBe(3)
  expect(got.filter((each) => each['webhook-id'] === got[2]?.['webhook-id'])).toHaveLength(2)
})

test('who only reads sees why nothing is taken, and is offered nothing', async ({ page }) => {
  status = 500
  const change = { kind: 'webhook_endpoint', name: 'ERP', url: `${origin}/erp`, events: ['transaction.posted'] }
  await agreed(host, 'admin', change)
  const { items } = await ask(host, 'admin', '/webhooks/endpoints')
  const erp = (items as { id: number; name: string }[]).find(({ name }) => name === 'ERP')
  await ask(host, 'admin', `/webhooks/endpoints/${erp?.id}/secret`, {})
  await ask(host, 'anna', '/deposits', { client: 'H-1', amount: 1, from: 'omnibus:main', key: 'h-2' })
  await signIn(page, host, 'audrey', '/settings/webhooks')
  await expect(row(page, 'To be tried again').first()).toContainText('500 · not taken')
  await row(page, 'To be tried again').first().click()
  await expect(pane(page)).toContainText('500 · not taken')
  await expect(pane(page).getByRole('button', { name: 'Send again' })).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Propose an address' })).toHaveCount(0)
})
