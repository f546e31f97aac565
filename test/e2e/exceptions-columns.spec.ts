/** The list as each person likes it, and what is taken out of it: columns, the menu of a row, copies, and sums of a selection. */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
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

const raiseMany = fileURLToPath(new URL('raise-many.ts', import.meta.url))
/** More than the list loads at once. */
const many = 400

type Case = Readonly<{ id: number; client: string | null; amount: number | null; file: string | null }>

let host: RunningHost
let cases: readonly Case[]

test.beforeAll(async () => {
  test.setTimeout(120_000)
  host = await openHost()
  for (const id of [81, 82]) await addProducer(host, { id, code: `ferry${id}`, name: `Ferry Piers ${id}` })
  await host.kill()
  execFileSync(process.execPath, [raiseMany, host.directory, String(many), 'anna'])
  await host.start()
  await addProducer(host, { id: 83, code: 'quay', name: 'Quay Kiosks', agreement: forSmallFiles })
  host.drop('quay', 'quay.csv', [
    ...Array.from({ length: 8 }, (_, row) => `${instant(60)},83,QY-C${row},Central,QY-${row},TopUp,1000`),
    `${instant(50)},83,+85291234567,Central,QY-100,Refund,120450`,
    `${instant(50)},83,QY-C4,Central,QY-101,TopUp,12.5O`,
  ])
  await expect
    .poll(async () => (await ask(host, 'anna', '/exceptions/views', {})).total, { timeout: 30_000 })
    .toBe(many + 2)
  // In the order of the list, as the engine has it.
  const { view } = await ask(host, 'anna', '/exceptions/views', { filter: { status: ['unresolved'] } })
  const { items } = await ask(host, 'anna', `/exceptions/views/${String(view)}?from=0&to=1000`)
  cases = items as readonly Case[]
})
test.afterAll(() => endHost(host))

const grid = (page: Page): Locator => page.getByRole('grid', { name: 'Exceptions', exact: true })
const rows = (page: Page): Locator => grid(page).locator('[role="row"][row-id]')
const row = (page: Page, text: string): Locator => rows(page).filter({ hasText: text })
const columns = (page: Page): Locator => page.getByRole('dialog', { name: 'Columns' })
const menu = (page: Page): Locator => page.getByRole('menu', { name: 'What can be done with the row' })
const item = (page: Page, name: string | RegExp): Locator => menu(page).getByRole('menuitem', { name })
const status = (page: Page): Locator => page.getByText(/selected · .*at stake/)

/** As people see them, from left to right. */
async function headers(page: Page): Promise<readonly string[]> {
  const cells = await grid(page)
    .locator('[role="columnheader"]:not([col-id="select"])')
    .evaluateAll((all) =>
      all.map((each) => [Number(each.getAttribute('aria-colindex')), each.textContent ?? ''] as const),
    )
  return cells.toSorted(([a], [b]) => a - b).map(([, text]) => text.trim())
}

/** By the keys that a person has: down to the row, and along it. */
async function toCell(page: Page, text: string, column: string): Promise<void> {
  await page.getByRole('heading', { level: 1 }).focus()
  const into = row(page, text)
  await expect(into).toBeVisible()
  await page.keyboard.press('k')
  for (let steps = 0; steps < 10 && !(await holdsFocus(into)); steps += 1) await page.keyboard.press('j')
  const cell = into.locator(`[col-id="${column}"]`)
  await page.keyboard.press('Home')
  for (let steps = 0; steps < 20 && !(await holdsFocus(cell)); steps += 1) await page.keyboard.press('ArrowRight')
  await expect(cell).toBeFocused()
}

const holdsFocus = (place: Locator): Promise<boolean> => place.evaluate((each) => each.contains(document.activeElement))

const copied = (page: Page): Promise<string> => page.evaluate(() => navigator.clipboard.readText())

const quay = '/exceptions?producer=83&status=any'

test('columns are chosen, ordered and sized by keyboard, and are the person’s own in every browser', async ({
  page,
  browser,
}) => {
  await signIn(page, host, 'anna', quay)
  await expect(rows(page)).toHaveCount(2)
  expect((await headers(page)).slice(0, 3)).toEqual(['Severity', 'Cause', 'Producer'])
  await page.keyboard.press('j')
  await page.keyboard.press('v')
  await expect(columns(page).getByLabel('Severity', { exact: true })).toBeFocused()
  await clean(page, 'columns')
  // Out with one, in with one that had no room, and one to the front.
  await columns(page).getByLabel('Producer', { exact: true }).press('Space')
  await columns(page).getByLabel('Case', { exact: true }).press('Space')
  await columns(page).getByLabel('Cause', { exact: true }).press('Alt+ArrowUp')
  await expect(columns(page).getByRole('button', { name: 'Move Cause up' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(columns(page)).toHaveCount(0)
  await expect.poll(async () => (await headers(page)).slice(0, 2)).toEqual(['Cause', 'Severity'])
  expect(await headers(page)).not.toContain('Producer')
  expect(await headers(page)).toContain('Case')
  // The header itself, as a person drags it.
  const cause = grid(page).getByRole('columnheader', { name: 'Cause' })
  const wide = (await cause.boundingBox())?.width ?? 0
  await cause.focus()
  await page.keyboard.press('Alt+ArrowRight')
  await expect.poll(async () => (await cause.boundingBox())?.width ?? 0).toBeGreaterThan(wide)
  const kept = Math.round((await cause.boundingBox())?.width ?? 0)
  await expect
    .poll(async () => ((await ask(host, 'anna', '/session/preferences')).columns as Record<string, object>)?.exceptions)
    .toMatchObject({ visible: { producer: false, number: true }, widths: { code: kept } })

  const other = await (await browser.newContext()).newPage()
  await signIn(other, host, 'anna', `${quay}&by=amount`)
  await expect(rows(other)).toHaveCount(2)
  await expect.poll(async () => (await headers(other)).slice(0, 2)).toEqual(['Cause', 'Severity'])
  expect(Math.round((await grid(other).getByRole('columnheader', { name: 'Cause' }).boundingBox())?.width ?? 0)).toBe(
    kept,
  )
  // What is looked at is nobody's habit: no filter, no row and no order came along.
  await other.goto(`${host.url}/exceptions?view=all`)
  await expect(other.getByText(`${many + 2} exceptions`)).toBeVisible()
  await other.getByRole('button', { name: 'Columns' }).click()
  await columns(other).getByRole('button', { name: 'Usual widths' }).click()
  await columns(other).getByRole('button', { name: 'Usual columns' }).click()
  await other.keyboard.press('Escape')
  await expect.poll(async () => (await headers(other)).slice(0, 3)).toEqual(['Severity', 'Cause', 'Producer'])
  await other.context().close()

  // Somebody else has the columns that everybody begins with.
  const april = await (await browser.newContext()).newPage()
  await signIn(april, host, 'april', quay)
  await expect.poll(async () => (await headers(april)).slice(0, 3)).toEqual(['Severity', 'Cause', 'Producer'])
  await april.context().close()
})

test('other lists have it too, and a list that orders itself keeps its order', async ({ page }) => {
  await signIn(page, host, 'april', '/producers')
  const list = page.getByRole('grid', { name: 'Producers' })
  await list.getByRole('columnheader', { name: 'Name' }).click()
  await expect(list.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'descending')
  await expect
    .poll(async () => ((await ask(host, 'april', '/session/preferences')).columns as Record<string, object>)?.producers)
    .toMatchObject({ sort: { direction: 'descending' } })
  await page.reload()
  await expect(list.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'descending')
  for (const path of ['/batches', '/clients', '/ledger?tab=accounts', '/ledger?tab=postings']) {
    await page.goto(`${host.url}${path}`)
    await expect(page.getByRole('button', { name: 'Columns' })).toBeVisible()
  }
})

test('the menu of a row opens by keyboard, says why not, narrows the list, and acts', async ({ page }) => {
  await signIn(page, host, 'anna', quay)
  await expect(rows(page)).toHaveCount(2)
  const id = cases.find(({ client }) => client === '+85291234567')?.id ?? 0
  await toCell(page, '+85291234567', 'code')
  await page.keyboard.press('Shift+F10')
  await expect(item(page, /^Open Enter/)).toBeFocused()
  await expect(item(page, /^Post anyway/)).toHaveAttribute('aria-disabled', 'true')
  await expect(item(page, /^Post anyway/)).toHaveAttribute('aria-description', /.+/)
  await expect(item(page, /^Reject R/)).not.toHaveAttribute('aria-disabled', 'true')
  await clean(page, 'menu')
  // Nothing happens, and it stays open with the reason in sight.
  await item(page, /^Post anyway/).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('tooltip')).toBeVisible()
  await expect(menu(page)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(menu(page)).toHaveCount(0)
  await expect.poll(() => page.evaluate(() => document.activeElement?.closest('[role="row"]') !== null)).toBe(true)

  await row(page, 'QY-C4').getByRole('gridcell').nth(2).click({ button: 'right' })
  await item(page, 'Only this client: QY-C4').click()
  await expect(page).toHaveURL(/client=QY-C4/)
  await expect(rows(page)).toHaveCount(1)
  await page.goBack()
  await expect(rows(page)).toHaveCount(2)

  await row(page, '+85291234567').getByRole('gridcell').nth(2).click({ button: 'right' })
  await item(page, /^Assign to me/).click()
  await expect.poll(async () => (await ask(host, 'anna', `/exceptions/${id}`)).owner).toBe('anna')
  await row(page, '+85291234567').getByRole('gridcell').nth(2).click({ button: 'right' })
  await expect(item(page, /^Assign to me/)).toHaveAttribute('aria-disabled', 'true')
  await item(page, /^Snooze/).click()
  await expect(page.getByRole('dialog', { name: new RegExp(`EX-${id}`) })).toBeVisible()
  await page.keyboard.press('Escape')
  await row(page, '+85291234567').getByRole('gridcell').nth(2).click({ button: 'right' })
  await item(page, /^Open on a page/).click()
  await expect(page).toHaveURL(new RegExp(`/exceptions/EX-${id}$`))
})

test('what is copied is read by a spreadsheet as text and figures, and never as a formula', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await signIn(page, host, 'anna', quay)
  await expect(rows(page)).toHaveCount(2)
  await toCell(page, '+85291234567', 'amount')
  await page.keyboard.press('ControlOrMeta+c')
  await expect.poll(() => copied(page)).toBe('1204.50')
  await toCell(page, '+85291234567', 'client')
  await page.keyboard.press('ControlOrMeta+c')
  await expect.poll(() => copied(page)).toBe("'+85291234567")
  await page.keyboard.press('x')
  await page.keyboard.press('ControlOrMeta+c')
  await expect(page.getByText('Copied 1 row with their headers.')).toBeVisible()
  const [head = [], cells = []] = (await copied(page)).split('\n').map((line) => line.split('\t'))
  expect(head.slice(0, 2)).toEqual(['Case', 'Severity'])
  expect(cells[head.indexOf('Client')]).toBe("'+85291234567")
  expect(cells[head.indexOf('At stake, USD')]).toBe('1204.50')
  expect(cells[head.indexOf('Due')]).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
})

test('all of the view is copied and added up by the engine, also what was never loaded', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await signIn(page, host, 'anna', '/exceptions?view=all')
  await expect(page.getByText(`${many + 2} exceptions`)).toBeVisible()
  const money = (picked: readonly Case[]): string => {
    const sum = picked.reduce((total, { amount }) => total + (amount ?? 0), 0)
    return `USD ${(sum / 100).toLocaleString('en', { minimumFractionDigits: 2 })}`
  }
  await expect(rows(page).first()).toBeVisible()
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await expect(status(page)).toHaveText(`1 selected · ${money(cases.slice(0, 1))} at stake`)
  await page.keyboard.press('Shift+J')
  await page.keyboard.press('Shift+J')
  await expect(status(page)).toHaveText(`3 selected · ${money(cases.slice(0, 3))} at stake`)
  // A range that ends where nothing is loaded.
  await grid(page).getByRole('gridcell').first().hover()
  await page.mouse.wheel(0, 250 * 32)
  const far = grid(page).locator('[role="row"][row-index="260"]')
  await expect(far).toBeVisible()
  await far.locator('[col-id="select"]').click({ modifiers: ['Shift'] })
  await expect(status(page)).toHaveText(`261 selected · ${money(cases.slice(0, 261))} at stake`)
  await page.keyboard.press('ControlOrMeta+a')
  await expect(status(page)).toHaveText(`${many + 2} selected · ${money(cases)} at stake + 1 unknown`)
  await grid(page).locator('[role="row"][row-index="260"] [col-id="select"]').click()
  const left = cases.filter((_, at) => at !== 260)
  await expect(status(page)).toHaveText(`${many + 1} selected · ${money(left)} at stake + 1 unknown`)
  await page.keyboard.press('ControlOrMeta+c')
  await expect(page.getByText(`Copied ${many + 1} rows with their headers.`)).toBeVisible()
  const lines = (await copied(page)).split('\n')
  expect(lines).toHaveLength(many + 2)
  expect(lines.slice(1).map((line) => line.split('\t')[0])).toEqual(left.map(({ id }) => `EX-${id}`))
})
