/** Being told: what one person does is on another's screen at once, leads to the case, and is read once. */
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
  otherPerson,
  type RunningHost,
  signIn,
  test,
} from './console-fixture.ts'

/** A row that is held for its amount, as a case; answers its number. */
async function openCase(host: RunningHost, name: string): Promise<number> {
  host.drop('nine', `${name}.csv`, [
    `${instant(9)},9,N-1,Central,${name}-1,TopUp,5000`,
    `${instant(8)},9,N-2,Central,${name}-2,TopUp,150000`,
  ])
  let found: readonly { id: number; file: string }[] = []
  await expect
    .poll(async () => {
      const { items } = (await ask(host, 'anna', '/exceptions?code=AMOUNT_OVER_LIMIT')) as { items: never }
      found = (items as { id: number; file: string }[]).filter(({ file }) => file === `${name}.csv`)
      return found.length
    })
    .toBe(1)
  return found[0]?.id ?? 0
}

const bell = (page: Page): Locator => page.getByRole('banner').getByRole('button', { name: /^Notifications/ })
const panel = (page: Page): Locator => page.getByRole('dialog', { name: 'Notifications' })

// A workspace of its own: whom other stories tell of what would be read here too.
let host: RunningHost
test.beforeAll(async () => {
  host = await openHost()
  // So little that nobody is told of it only because of the money.
  const agreement = { limits: { ...forSmallFiles.limits, amountMax: 100_000 } }
  await addProducer(host, { id: 9, code: 'nine', name: 'Nine Lives', agreement })
})
test.afterAll(() => endHost(host))
test.beforeEach(async () => {
  for (const user of ['april', 'anna']) await ask(host, user, '/notifications/read', {})
})

test('a case that is given to somebody is on their bell within a second, opens by Enter, and stays read', async ({
  page,
  browser,
}) => {
  const id = await openCase(host, 'given')
  await signIn(page, host, 'april', '/batches')
  await expect(bell(page)).toHaveAccessibleName('Notifications, none unread')

  const anna = await otherPerson(browser, host, 'anna', `/exceptions?open=${id}`)
  await expect(anna.locator('[data-pane]')).toContainText(`EX-${id}`)
  await expect(anna.locator('[data-pane]').getByRole('button', { name: /Assign to…/ })).toBeVisible()
  await anna.locator('[data-pane]').getByRole('heading').first().focus()
  await anna.keyboard.press('Shift+I')
  await anna
    .getByRole('dialog')
    .getByRole('radio', { name: /April Approver/ })
    .check()
  await anna.keyboard.press('ControlOrMeta+Enter')
  await expect(anna.getByRole('dialog')).toHaveCount(0)
  await expect(bell(page)).toHaveAccessibleName('Notifications, 1 unread', { timeout: 1_500 })

  await page.keyboard.press('g')
  await page.keyboard.press('n')
  const told = panel(page).getByRole('link', { name: new RegExp(`Given to you.*anna gave you EX-${id}`) })
  await expect(told).toBeVisible()
  await clean(page, 'the bell')
  await expect(told).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`/exceptions\\?.*open=${id}`))
  await expect(page.locator('[data-pane]')).toContainText(`EX-${id}`)
  await expect(panel(page)).toHaveCount(0)
  await expect(bell(page)).toHaveAccessibleName('Notifications, none unread')

  await page.reload()
  await expect(bell(page)).toHaveAccessibleName('Notifications, none unread')
  await bell(page).click()
  await expect(panel(page).getByRole('link', { name: /Given to you/ })).toBeVisible()
  await expect(panel(page).getByText('Unread', { exact: true })).toHaveCount(0)
  // Whoever gave it was told of nothing.
  await expect(bell(anna)).toHaveAccessibleName('Notifications, none unread')
})

test('what is read in one window is read in the other, all at once if somebody says so', async ({ page, browser }) => {
  const ids = [await openCase(host, 'all-1'), await openCase(host, 'all-2')]
  for (const id of ids) {
    const { version } = (await ask(host, 'anna', `/exceptions/${id}`)) as { version: number }
    const deed = { action: 'assign', to: 'april' }
    await ask(host, 'anna', `/exceptions/${id}/act`, { version, key: `give-${id}`, deed })
  }
  await signIn(page, host, 'april', '/batches')
  const other = await otherPerson(browser, host, 'april', '/producers')
  await expect(bell(other)).toHaveAccessibleName('Notifications, 2 unread')
  await bell(page).click()
  await panel(page).getByRole('button', { name: 'Mark all read' }).click()
  await expect(bell(page)).toHaveAccessibleName('Notifications, none unread')
  await expect(bell(other)).toHaveAccessibleName('Notifications, none unread')
  await expect(panel(page).getByRole('button', { name: 'Mark all read' })).toHaveCount(0)
  const links = panel(page).getByRole('listitem').getByRole('link')
  await page.keyboard.press('ArrowDown')
  await expect(links.first()).toBeFocused()
  await page.keyboard.press('j')
  await expect(links.nth(1)).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(panel(page)).toHaveCount(0)
  await expect(bell(page)).toBeFocused()
})

test('each person chooses what comes, and where their e-mail goes', async ({ page }) => {
  await signIn(page, host, 'anna', '/settings/notifications')
  const critical = page.getByRole('checkbox', { name: 'Critical case: In the app' })
  await expect(critical).toBeChecked()
  // What an analyst may not read is not offered.
  await expect(page.getByRole('checkbox', { name: /Job failed/ })).toHaveCount(0)
  await critical.uncheck()
  await page.getByLabel('Your e-mail address').fill('anna at home')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('This is not an e-mail address.')).toBeVisible()
  await page.getByLabel('Your e-mail address').fill('anna@harbour.example')
  await page.getByLabel('At', { exact: true }).fill('07:45')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Saved.')).toBeVisible()
  await page.reload()
  await expect(page.getByRole('checkbox', { name: 'Critical case: In the app' })).not.toBeChecked()
  await expect(page.getByLabel('Your e-mail address')).toHaveValue('anna@harbour.example')
  await expect(page.getByLabel('At', { exact: true })).toHaveValue('07:45')
  await clean(page, 'choices')
})
