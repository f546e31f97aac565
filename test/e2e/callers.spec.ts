/** API keys: what a program may do is proposed and agreed on; its key is made afterwards, is seen once, and can be stopped. */
import type { Locator, Page } from '@playwright/test'
import { clean } from './accessible.ts'
import {
  addProducer,
  endHost,
  expect,
  openHost,
  otherPerson,
  type RunningHost,
  signIn,
  test,
} from './console-fixture.ts'

let host: RunningHost

test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  host = await openHost()
  await addProducer(host, { id: 8, code: 'eight', name: 'Eight Market' })
})
test.afterAll(() => endHost(host))

const screen = '/settings/api-keys'
const row = (page: Page, words: string): Locator =>
  page.getByRole('grid', { name: 'API keys' }).getByRole('row').filter({ hasText: words })
const pane = (page: Page): Locator => page.locator('[data-pane]')

/** What a program gets when it calls with its key. */
const called = async (key: string, address: string): Promise<number> =>
  (await fetch(`${host.url}/api${address}`, { headers: { authorization: `Bearer ${key}` } })).status

/** Keys that were made in one story and are used in the next. */
let first = ''
let second = ''

const shownKey = (page: Page): Promise<string> =>
  page.getByRole('dialog').getByLabel('Key', { exact: true }).inputValue()

test('an administrator proposes what a program may do, and it is in no list before a second person agrees', async ({
  page,
  browser,
}) => {
  await signIn(page, host, 'admin', screen)
  await expect(page.getByRole('heading', { name: 'No program may call the API yet' })).toBeVisible()
  await clean(page, 'no keys yet')
  await page.getByRole('button', { name: 'Propose an API key' }).first().click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByLabel('Program')).toBeFocused()
  // On a small screen the button stands far below the first field.
  const size = page.viewportSize()
  await page.setViewportSize({ width: 1024, height: 700 })
  await dialog.getByRole('button', { name: 'Show what it would do' }).click()
  await expect(dialog.getByText('Choose what it may do: at least one thing.')).toBeVisible()
  await expect(dialog.getByLabel('Program')).toBeFocused()
  const isInSight = await dialog.getByLabel('Program').evaluate((field) => {
    const { x, y, width } = field.getBoundingClientRect()
    return document.elementFromPoint(x + width / 2, y + 2) === field
  })
  expect(isInSight).toBe(true)
  if (size !== null) await page.setViewportSize(size)
  await dialog.getByLabel('Program').fill('payroll')
  await dialog.getByRole('button', { name: 'Show what it would do' }).click()
  await expect(dialog.getByRole('checkbox', { name: 'Batches' })).toBeFocused()
  await dialog.getByRole('checkbox', { name: 'Ledger' }).check()
  await dialog.getByRole('checkbox', { name: 'Send files' }).check()
  await dialog.getByRole('checkbox', { name: 'Move money', exact: true }).check()
  await dialog.getByLabel('May move alone, up to').fill('50')
  await dialog.getByLabel('Addresses it may call from').fill('127.0.0.1\n::1\nmy desk')
  await dialog.getByRole('button', { name: 'Show what it would do' }).click()
  await expect(dialog.getByText('“my desk” is no address and no network.')).toBeVisible()
  await expect(dialog.getByText('choose which.', { exact: false })).toBeVisible()
  await clean(page, 'a form with what is missing')
  await dialog.getByLabel('Addresses it may call from').fill('127.0.0.1\n::1\n::ffff:127.0.0.1')
  await dialog.getByRole('combobox', { name: 'Producer' }).click()
  await page.getByRole('option', { name: 'Eight Market' }).click()
  await dialog.getByRole('button', { name: 'Show what it would do' }).click()
  await expect(dialog.getByText('Let the program payroll call the API')).toBeVisible()
  await expect(dialog.getByRole('row', { name: 'May move alone' })).toContainText('Up to USD 50.00 in one operation')
  await clean(page, 'what it would allow')
  await dialog.getByLabel('Why it is needed').fill('Payroll pays from the books')
  await dialog.getByRole('button', { name: 'Propose', exact: true }).click()
  await expect(page.getByText('The program “payroll” waits for a second person:')).toBeVisible()

  const april = await otherPerson(browser, host, 'april', screen)
  await expect(april.getByRole('button', { name: 'Propose an API key' })).toHaveCount(0)
  await april.getByRole('listitem').filter({ hasText: 'payroll' }).getByRole('link').click()
  await expect(april.getByRole('row', { name: 'Act for its producer' })).toContainText('Send files')
  await clean(april, 'what an approver reads')
  await pane(april)
    .getByRole('button', { name: /^Approve/ })
    .click()
  await april.getByRole('dialog').getByRole('button', { name: 'Approve and carry out' }).click()
  await expect(pane(april).getByRole('link', { name: 'API keys: the program that was agreed on' })).toBeVisible()
  await expect(row(page, 'payroll')).toContainText('Without a key')
  await expect(page.getByText('waits for a second person')).toHaveCount(0)
})

test('its key is shown once, opens what was agreed on and nothing else', async ({ page }) => {
  await signIn(page, host, 'admin', screen)
  await row(page, 'payroll').click()
  await expect(pane(page)).toContainText('has no key yet')
  await pane(page).getByRole('button', { name: 'New key' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('The key before it')).toHaveCount(0)
  await dialog.getByRole('button', { name: 'Make the key' }).click()
  await expect(dialog.getByText('This is the one time', { exact: false })).toBeVisible()
  first = await shownKey(page)
  expect(first).toMatch(/^chk_[\w-]{43}$/)
  await clean(page, 'a key that is shown')

  await page.keyboard.press('Escape')
  await expect(dialog.getByRole('button', { name: 'Back to the key' })).toBeFocused()
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await clean(page, `leaving without the key, ${colorScheme}`, colorScheme)
  }
  await page.keyboard.press('Escape')
  await expect(dialog.getByRole('button', { name: 'Copy the key' })).toBeFocused()
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.keyboard.press('Enter')
  await expect(dialog.getByText('Copied')).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(first)
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(dialog).toBeHidden()

  await expect(row(page, 'payroll')).toContainText('Active')
  await expect(pane(page)).toContainText(`${first.slice(0, 10)}…`)
  expect(await page.content()).not.toContain(first)
  await clean(page, 'a program with a key')
  await clean(page, 'a program with a key, dark', 'dark')
  expect(await called(first, '/trial-balance')).toBe(200)
  expect(await called(first, '/clients')).toBe(403)
})

test('a new key takes the place of the one before it, at once when that is asked for', async ({ page }) => {
  await signIn(page, host, 'admin', `${screen}?open=1`)
  await pane(page).getByRole('button', { name: 'New key' }).click()
  const dialog = page.getByRole('dialog')
  await clean(page, 'asking for a new key')
  await dialog.getByRole('radio', { name: 'ends at once', exact: false }).check()
  await dialog.getByRole('button', { name: 'Make the key' }).click()
  await dialog.getByRole('button', { name: 'Copy the key' }).waitFor()
  second = await shownKey(page)
  await dialog.getByRole('button', { name: 'Done' }).click()
  await dialog.getByRole('button', { name: 'Close without it' }).click()
  await expect(dialog).toBeHidden()
  await expect(pane(page)).toContainText(`${second.slice(0, 10)}…`)
  await expect(pane(page)).not.toContainText(`${first.slice(0, 10)}…`)
  expect(await called(first, '/trial-balance')).toBe(401)
  expect(await called(second, '/trial-balance')).toBe(200)
})

test('a change is proposed from what is agreed on', async ({ page }) => {
  await signIn(page, host, 'admin', `${screen}?open=1`)
  await pane(page).getByRole('button', { name: 'Propose a change' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('checkbox', { name: 'Send files' })).toBeChecked()
  await expect(dialog.getByLabel('May move alone, up to')).toHaveValue('50.00')
  await dialog.getByRole('button', { name: 'Show what it would do' }).click()
  await expect(dialog.getByText('nothing would change', { exact: false })).toBeVisible()
  await dialog.getByRole('button', { name: 'Back' }).click()
  await dialog.getByRole('checkbox', { name: 'Send files' }).uncheck()
  await dialog.getByRole('button', { name: 'Show what it would do' }).click()
  await expect(dialog.getByRole('row', { name: 'Act for its producer' })).toContainText('Send files')
  await dialog.getByLabel('Why it is needed').fill('Files come by another way now')
  await dialog.getByRole('button', { name: 'Propose', exact: true }).click()
  await expect(pane(page)).toContainText('Waits for a second person: Proposal 2')
})

test('a program that is stopped calls no more', async ({ page }) => {
  await signIn(page, host, 'admin', `${screen}?open=1`)
  await pane(page).getByRole('button', { name: 'Stop' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Stop payroll' }).click()
  await expect(dialog.getByText('Say why it is stopped.')).toBeVisible()
  await clean(page, 'stopping a program')
  await dialog.getByLabel('Why').fill('The contract ended')
  await dialog.getByRole('button', { name: 'Stop payroll' }).click()
  await expect(row(page, 'payroll')).toContainText('Stopped')
  await expect(pane(page).getByRole('button', { name: 'New key' })).toHaveCount(0)
  await clean(page, 'a stopped program')
  expect(await called(second, '/trial-balance')).toBe(401)
})
