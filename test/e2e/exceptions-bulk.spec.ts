/** Many cases at once, from files that were really dropped: reviewed, done, looked at one by one, and taken back. */
import { readFileSync } from 'node:fs'
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

let host: RunningHost

const topUps = (tag: string): string[] =>
  Array.from({ length: 6 }, (_, row) => `${instant(60)},71,${tag}-C${row},Central,${tag}-${row},TopUp,1000`)

/** A type that nobody knows: it can be rejected, and not posted as it stands. */
const refund = (tag: string): string => `${instant(50)},71,${tag}-C9,Central,${tag}-9,Refund,1000`
/** More than is agreed for one row: it is held, and can be posted. */
const large = (tag: string): string => `${instant(50)},71,${tag}-C9,Central,${tag}-9,TopUp,60000`

test.beforeAll(async () => {
  host = await openHost()
  const limits = { ...forSmallFiles.limits, amountMax: 50_000 }
  await addProducer(host, { id: 71, code: 'orchid', name: 'Orchid Cafés', agreement: { ...forSmallFiles, limits } })
  for (let file = 0; file < 8; file += 1)
    host.drop('orchid', `refund${file}.csv`, [...topUps(`R${file}`), refund(`R${file}`)])
  for (let file = 0; file < 4; file += 1)
    host.drop('orchid', `large${file}.csv`, [...topUps(`L${file}`), large(`L${file}`)])
  await expect.poll(async () => (await ask(host, 'anna', '/exceptions/views', {})).total, { timeout: 30_000 }).toBe(12)
})
test.afterAll(() => endHost(host))

const rows = (page: Page): Locator =>
  page.getByRole('grid', { name: 'Exceptions', exact: true }).locator('[role="row"][row-id]')
const selected = (page: Page): Locator => page.locator('[role="row"][aria-selected="true"]')
const dialog = (page: Page): Locator => page.getByRole('dialog')
const group = (page: Page, name: RegExp): Locator => dialog(page).getByRole('row', { name })
const confirm = (page: Page): Promise<void> => page.keyboard.press('ControlOrMeta+Enter')

async function selectAll(page: Page, cases: number, filter = ''): Promise<void> {
  await page.goto(`${host.url}/exceptions?view=all${filter}`)
  await expect(rows(page)).toHaveCount(cases)
  await page.keyboard.press('j')
  await page.keyboard.press('ControlOrMeta+a')
  await expect(selected(page)).toHaveCount(cases)
}

test('all but one are reviewed, rejected, looked at, saved, and opened again', async ({ page }) => {
  // It walks the whole way once, and each stop is held against the rules of accessibility.
  test.slow()
  await signIn(page, host, 'anna', '/exceptions?view=all')
  await selectAll(page, 12)
  await page.keyboard.press('x')
  await expect(page.getByText(/^11: all 12 in this view as of .* except 1$/)).toBeVisible()
  const kept = Number(await rows(page).first().getAttribute('row-id'))
  await clean(page, 'bar')
  await page.keyboard.press('r')
  await expect(dialog(page).getByText(/^11 will be rejected$/)).toBeVisible()
  await expect(dialog(page).getByText(/^11: all 12 in this view as of .* except 1$/)).toBeVisible()
  await expect(group(page, /^Is done at once 11 11 /).getByRole('link')).toHaveCount(5)
  await clean(page, 'review')
  // Enter alone begins nothing.
  await page.keyboard.press('Enter')
  await expect(dialog(page).getByText(/^11 will be rejected$/)).toBeVisible()
  await dialog(page).getByRole('button', { name: 'It was no transaction' }).click()
  await confirm(page)
  await expect(dialog(page).getByText('11 done', { exact: true })).toBeVisible()
  await expect(dialog(page).getByText('Reason: It was no transaction')).toBeVisible()
  await clean(page, 'results')
  const { items } = await ask(host, 'anna', '/exceptions?status=unresolved')
  expect((items as readonly { id: number }[]).map(({ id }) => id)).toEqual([kept])
  await expect(selected(page)).toHaveCount(0)

  const download = page.waitForEvent('download')
  await dialog(page).getByRole('button', { name: 'Save as CSV' }).click()
  const file = await download
  expect(file.suggestedFilename()).toMatch(/^bulk-\d+\.csv$/)
  const lines = readFileSync(await file.path(), 'utf8')
    .trim()
    .split('\r\n')
  expect(lines).toHaveLength(12)
  expect(lines[1]).toMatch(/^"EX-\d+","done","","",""$/)

  await dialog(page).getByRole('button', { name: 'Open the 11 cases again' }).click()
  await expect(dialog(page).getByText(/^11 will be open again$/)).toBeVisible()
  await expect(dialog(page).getByText('The 11 cases that this was done about')).toBeVisible()
  await confirm(page)
  await expect(dialog(page).getByText('11 done', { exact: true })).toBeVisible()
  expect((await ask(host, 'anna', '/exceptions/views', {})).total).toBe(12)
})

test('posting proposes each; what waits for a second person then can’t be rejected, and the review says so', async ({
  page,
}) => {
  await signIn(page, host, 'anna', '/exceptions?view=all')
  await selectAll(page, 4, '&code=AMOUNT_OVER_LIMIT')
  await page.keyboard.press('p')
  await expect(dialog(page).getByText(/^4 will wait for approval$/)).toBeVisible()
  await confirm(page)
  await expect(dialog(page).getByText('0 done, 4 proposed', { exact: true })).toBeVisible()
  await expect(dialog(page).getByRole('link', { name: /^Proposal \d+$/ })).toHaveCount(4)
  await expect(dialog(page).getByText(/What was posted by then stays: it can only be reversed/)).toBeVisible()
  await page.keyboard.press('Escape')
  const line = page.getByRole('region', { name: 'Post anyway, 4 cases: ended' })
  await expect(line).toContainText('0 done, 4 proposed')
  await line.getByRole('button', { name: 'Put away' }).click()
  await expect(line).toHaveCount(0)

  await selectAll(page, 12)
  await page.keyboard.press('r')
  await expect(dialog(page).getByText('8 will be rejected · 4 can’t: waiting for approval 4')).toBeVisible()
  await expect(group(page, /^Something about it is proposed and waits for a second person. 4 /)).toBeVisible()
  await page.keyboard.press('Escape')
  // A key belongs to a dialog until it is gone.
  await expect(dialog(page)).toHaveCount(0)
  await page.keyboard.press('m')
  await expect(dialog(page).getByText(/^12 can’t: /)).toBeVisible()
  await expect(dialog(page).getByRole('button', { name: 'Merge as repeat' })).toHaveAttribute('aria-disabled', 'true')
})

test('what somebody else did in between is passed over, said, and stays selected', async ({ page, browser }) => {
  await signIn(page, host, 'anna', '/exceptions?view=all')
  await selectAll(page, 8, '&code=TYPE_UNKNOWN')
  const theirs = Number(await rows(page).nth(2).getAttribute('row-id'))
  const april = await browser.newPage()
  await signIn(april, host, 'april', `/exceptions?view=all&open=${theirs}`)
  await april.locator('[data-pane]').getByRole('button', { name: 'Assign to me' }).click()
  await expect(april.locator('[data-pane]').getByText('Owner: april')).toBeVisible()
  await expect.poll(async () => (await ask(host, 'anna', `/exceptions/${theirs}`)).owner).toBe('april')
  await april.close()

  await page.keyboard.press('n')
  await expect(dialog(page).getByText('7 will be closed as no problem · 1 can’t: changed since 1')).toBeVisible()
  await confirm(page)
  await expect(dialog(page).getByText('7 done, 1 not done: changed since 1', { exact: true })).toBeVisible()
  await dialog(page).getByRole('button', { name: 'changed since 1' }).click()
  await expect(
    dialog(page).getByText('april did something about it after you looked. It is in progress now.'),
  ).toBeVisible()
  await expect(dialog(page).getByRole('row', { name: /^EX-/ })).toHaveCount(1)
  await clean(page, 'refused')
  await expect(selected(page)).toHaveCount(1)
  await dialog(page)
    .getByRole('link', { name: `EX-${theirs}` })
    .click()
  await expect(page).toHaveURL(new RegExp(`open=${theirs}(&|$)`))
  await expect(dialog(page)).toHaveCount(0)
  await expect(page).not.toHaveURL(/bulk=/)
  await expect(page.getByText('1 selected', { exact: true }).first()).toBeVisible()

  // What was done in bulk is found again after the page was left.
  await page.reload()
  await expect(rows(page).first()).toBeVisible()
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await clean(page, 'more')
  await page.getByRole('menuitem', { name: 'What was done in bulk' }).click()
  await expect(
    dialog(page).getByRole('row', { name: /anna Not a problem, 8 cases Ended: 7 done, 1 not done/ }),
  ).toBeVisible()
  await clean(page, 'past')
})
