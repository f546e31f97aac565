/** A workspace with nothing in it: every screen says what to do next, and the first producer comes from a sample file. */
import type { Page } from '@playwright/test'
import { clean } from './accessible.ts'
import { endHost, expect, openHost, otherPerson, type RunningHost, signIn, test } from './console-fixture.ts'

let host: RunningHost

test.beforeAll(async () => {
  host = await openHost()
})
test.afterAll(() => endHost(host))

const begin = 'Add a producer from a sample file'
const sample = [
  'Day;Shop;Customer;Place;Reference;What;Sum',
  '22.11.2026;107;C-1;Central;T-1;charge;500',
  '22.11.2026;107;C-2;Central;T-2;spend;300',
].join('\n')

async function chooseSample(page: Page): Promise<void> {
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose a file' }).click()
  const buffer = Buffer.from(`${sample}\n`)
  await (await choosing).setFiles({ name: 'harbour_kiosk_2026-11-22.csv', mimeType: 'text/csv', buffer })
}

test('whoever may add producers is led to the first of them, until they put it off for good', async ({
  page,
  browser,
}) => {
  await signIn(page, host, 'admin')
  await expect(page).toHaveURL(/\/first-run$/)
  await expect(page.getByRole('link', { name: 'List your locations' })).toBeVisible()
  await expect(page.getByText('countinghouse init --demo')).toBeVisible()
  await clean(page, 'the first run')
  await page.getByRole('link', { name: 'List your locations' }).click()

  const section = page.getByRole('region', { name: 'Locations', exact: true })
  await section.getByRole('button', { name: 'Propose a change' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Paste a list' }).click()
  await dialog
    .getByLabel('Locations from a spreadsheet')
    .fill('cen\tCentral\t\tHK\nldn\tLondon Bridge\tEurope/London\tGB\ncen\tOther')
  await dialog.getByRole('button', { name: 'Add these locations' }).click()
  await dialog.getByRole('button', { name: 'Show what it would do' }).click()
  await expect(dialog.getByText('Another location has this name or code.')).toHaveCount(1)
  await clean(page, 'locations with a fault')
  await dialog.getByRole('button', { name: 'Remove Other' }).click()
  await dialog.getByRole('button', { name: 'Show what it would do' }).click()
  await expect(dialog.getByText('London Bridge (ldn)')).toBeVisible()
  await dialog.getByLabel('Why it is needed').fill('Our shops')
  await dialog.getByRole('button', { name: 'Propose', exact: true }).click()
  await expect(dialog).toHaveCount(0)
  const april = await otherPerson(browser, host, 'april', '/approvals')
  await april.getByText('Our shops').or(april.getByText('Locations')).first().click()
  await april
    .getByRole('button', { name: /^Approve/ })
    .first()
    .click()
  await april.getByRole('dialog').getByRole('button', { name: 'Approve and carry out' }).click()
  await expect(section.getByText('Europe/London')).toBeVisible()
  await april.context().close()

  await page.goto(`${host.url}/first-run`)
  await page.getByRole('button', { name: 'Not now' }).click()
  await expect(page).not.toHaveURL(/first-run/)
  const later = await otherPerson(browser, host, 'admin', '/')
  await expect(later.getByRole('main').getByRole('heading').first()).toBeVisible()
  await expect(later).not.toHaveURL(/first-run|\/$/)
  await later.context().close()
})

test('every empty screen says what to do next', async ({ page }) => {
  await signIn(page, host, 'admin', '/producers')
  for (const path of ['/batches', '/producers', '/clients', '/ledger']) {
    await page.goto(`${host.url}${path}`)
    await expect(page.getByRole('main').getByRole('link', { name: begin })).toBeVisible()
  }
  for (const path of ['/statements', '/reconciliation']) {
    await page.goto(`${host.url}${path}`)
    await expect(page.getByRole('main').getByRole('link', { name: 'Set up a statement source' })).toBeVisible()
  }
})

test('the first producer is added from a sample, and how it is read is proposed', async ({ page }) => {
  await signIn(page, host, 'admin', '/batches')
  await page.getByRole('link', { name: begin }).click()
  await expect(page.getByRole('listitem').filter({ hasText: 'Choose a sample' })).toHaveAttribute(
    'aria-current',
    'step',
  )
  await clean(page, 'the first producer: its sample')
  await chooseSample(page)

  await expect(page.getByLabel('Name', { exact: true }).first()).toHaveValue('Harbour Kiosk')
  await expect(page.getByLabel('Code')).toHaveValue('harbour-kiosk')
  await page.getByLabel('Number').fill('107')
  await page.getByRole('combobox', { name: 'Places' }).click()
  await page.getByRole('option', { name: 'Central' }).click()
  await page.getByLabel('Number').focus()
  await clean(page, 'the first producer: who it is')
  await page.getByRole('button', { name: 'Add a producer' }).click()

  await expect(page.getByRole('heading', { name: /Harbour Kiosk/ })).toBeVisible()
  await expect(page.getByRole('list', { name: 'Lines of the sample' })).toContainText('charge')
  await clean(page, 'the first producer: how it is read')
  await page.getByRole('button', { name: 'Propose', exact: false }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Why it is needed').fill('As they send it')
  await dialog.getByRole('button', { name: 'Propose', exact: true }).click()

  await expect(page.getByText('Harbour Kiosk is added and has a drop folder')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Approve how it is read' })).toBeVisible()
  await clean(page, 'the first producer: what is next')
})

test('whoever may not add producers is told who does', async ({ page }) => {
  await signIn(page, host, 'audrey', '/first-run')
  await expect(
    page
      .getByText('producers.manage')
      .or(page.getByText(/not allowed|may not|permission/i))
      .first(),
  ).toBeVisible()
})

test('a new recovery key is shown once, and a part of it is typed back', async ({ page }) => {
  await signIn(page, host, 'admin', '/settings/workspace')
  await page.getByRole('button', { name: 'Make a new recovery key' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Make a new recovery key' }).click()
  const shown = page.getByRole('dialog', { name: 'The new recovery key' })
  const key = (await shown.locator('.ch-raw').first().textContent()) ?? ''
  expect(key).toMatch(/^([0-9A-Z]{4}-){6}[0-9A-Z]{4}$/)
  await clean(page, 'the recovery key')
  await shown.getByRole('button', { name: 'I have stored it' }).click()
  const groups = key.split('-')
  await shown.getByLabel('Group 2').fill('WRNG')
  await shown.getByLabel('Group 6').fill((groups[5] ?? '').toLowerCase())
  await shown.getByRole('button', { name: 'Close' }).click()
  await expect(shown.getByText('This is not that group of the key.')).toHaveCount(1)
  await clean(page, 'the recovery key, typed back')
  await shown.getByLabel('Group 2').fill(groups[1] ?? '')
  await shown.getByRole('button', { name: 'Close' }).click()
  await expect(shown).toHaveCount(0)
})
