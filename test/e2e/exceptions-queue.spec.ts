/** The queue as analysts work through it: from files as producers send them, by keyboard. */
import type { Locator, Page } from '@playwright/test'
import { clean } from './accessible.ts'
import { type Answer, ask } from './colleague.ts'
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

const topUps = (producer: number, tag: string, rows: number): string[] =>
  Array.from({ length: rows }, (_, row) => `${instant(60)},${producer},${tag}-C${row},Central,${tag}-${row},TopUp,1000`)

const seven = [
  ...topUps(7, 'A', 10),
  `${instant(50)},7,A-C3,Central,A-100,Refund,1000`,
  `${instant(50)},7,A-C4,Central,A-101,Refund,2550`,
  `${instant(50)},7,A-C5,Central,A-102,TopUp,12.5O`,
  `${instant(50)},7,A-C6,Central,A-1,TopUp,777`,
]
const metro = [
  ...topUps(55, 'M', 6),
  `${instant(50)},55,M-C1,Central,4111 1111 1111 1111,TopUp,1000`,
  `${instant(50)},55,M-C2,Central,M-101,Refund,120400`,
]

async function withProducers(): Promise<RunningHost> {
  const made = await openHost()
  await addProducer(made, { id: 7, code: 'seven', name: 'Seven Corner', agreement: forSmallFiles })
  await addProducer(made, { id: 55, code: 'metro', name: 'Metro Vending', agreement: forSmallFiles })
  await addProducer(made, { id: 31, code: 'lantern', name: 'Lantern Books' })
  return made
}

test.beforeAll(async () => {
  host = await withProducers()
  host.drop('seven', 'seven.csv', seven)
  host.drop('metro', 'metro.csv', metro)
  host.drop('lantern', 'short.csv', [...topUps(31, 'L', 10), '#CONTROL,10,12000'])
  await expect.poll(async () => (await ask(host, 'anna', '/exceptions/views', {})).total, { timeout: 30_000 }).toBe(6)
})
test.afterAll(() => endHost(host))

async function askAs(token: string, address: string, content?: object): Promise<Answer> {
  const answer = await fetch(`${host.url}/api${address}`, {
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    ...(content === undefined ? {} : { method: 'POST', body: JSON.stringify(content) }),
  })
  expect(answer.status, await answer.clone().text()).toBe(200)
  return (await answer.json()) as Answer
}

const grid = (page: Page): Locator => page.getByRole('grid', { name: 'Exceptions', exact: true })
const rows = (page: Page): Locator => grid(page).locator('[role="row"][row-id]')
const row = (page: Page, text: string): Locator => rows(page).filter({ hasText: text })
const pane = (page: Page): Locator => page.locator('[data-pane]')
const status = (page: Page, text: string | RegExp): Locator => page.getByText(text, { exact: typeof text === 'string' })
const pill = (page: Page, name: string): Locator =>
  page.getByRole('search').getByRole('button', { name: new RegExp(`^${name}`) })
const view = (page: Page, name: string): Locator =>
  page.getByRole('navigation', { name: 'Saved views' }).getByRole('link', { name: new RegExp(`^${name}`) })

/** The place of the row that has the focus. */
const focused = (page: Page): Promise<string | null> =>
  page.evaluate(() => document.activeElement?.closest('[role="row"]')?.getAttribute('row-index') ?? null)

test('an empty queue says what will be here, and the first exception shows itself', async ({ page }) => {
  const empty = await withProducers()
  await signIn(page, empty, 'anna')
  await expect(page).toHaveURL(/\/exceptions$/)
  await expect(page.getByRole('heading', { name: 'No exception has come up yet' })).toBeVisible()
  await clean(page, 'empty')
  empty.drop('metro', 'metro.csv', [...topUps(55, 'M', 6), `${instant(50)},55,M-C2,Central,M-101,Refund,120400`])
  await expect(row(page, 'Unknown transaction type')).toBeVisible()
  await page.close()
  await endHost(empty)
})

test('what is due first is first, with the money at stake in all of it below', async ({ page }) => {
  await signIn(page, host, 'anna', '/exceptions?view=all')
  await expect(rows(page)).toHaveCount(6)
  await expect(rows(page).first()).toContainText('Holds a payment card number')
  const severities = ['Critical', 'High', 'High', 'Medium', 'Medium', 'Medium']
  for (const [at, severity] of severities.entries()) await expect(rows(page).nth(at)).toContainText(severity)
  await expect(row(page, 'Control totals differ')).toContainText('Lantern Books')
  await expect(row(page, 'Control totals differ')).toContainText(/unknown\D*10/)
  await expect(row(page, 'M-C2')).toContainText('1,204.00')
  await expect(status(page, '6 exceptions')).toBeVisible()
  await expect(status(page, 'USD 1,247.27 at stake + 3 unknown')).toBeVisible()
  await clean(page, 'list')
})

test('the list is walked by keyboard, and the open case goes along', async ({ page }) => {
  await signIn(page, host, 'anna', '/exceptions?view=all')
  await expect(rows(page)).toHaveCount(6)
  await page.keyboard.press('j')
  expect(await focused(page)).toBe('0')
  await page.keyboard.press('j')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('k')
  expect(await focused(page)).toBe('1')
  await page.keyboard.press('Enter')
  await expect(pane(page)).toContainText('EX-')
  const first = new URL(page.url()).searchParams.get('open')
  await page.keyboard.press('ArrowDown')
  await expect(page).not.toHaveURL(new RegExp(`open=${first}(&|$)`))
  await page.keyboard.press('ArrowUp')
  await expect(page).toHaveURL(new RegExp(`open=${first}(&|$)`))
  await page.keyboard.press('j')
  expect(await focused(page)).toBe('2')
  // Into the pane, and on from there without leaving it.
  await page.keyboard.press('Enter')
  await page.keyboard.press('j')
  await expect.poll(() => page.evaluate(() => document.activeElement?.closest('[data-pane]') !== null)).toBe(true)
  await expect(row(page, 'Unknown transaction type').first()).toHaveClass(/ch-row-open/)
  await clean(page, 'open')
  await page.keyboard.press('Escape')
  await expect(pane(page)).toHaveCount(0)
  expect(await focused(page)).toBe('3')
})

test('a filter says what is chosen and how many each value shows; Back takes it back, a copied address brings it', async ({
  page,
}) => {
  await signIn(page, host, 'anna', '/exceptions?view=all')
  await expect(rows(page)).toHaveCount(6)
  await pill(page, 'Severity').click()
  await expect(page.getByRole('checkbox', { name: 'Critical 1' })).toBeVisible()
  await clean(page, 'severity')
  await page.getByRole('checkbox', { name: 'High 2' }).check()
  await page.getByRole('checkbox', { name: 'Critical 1' }).check()
  await page.keyboard.press('Escape')
  await expect(pill(page, 'Severity')).toHaveText('Severity: High, Critical')
  await expect(rows(page)).toHaveCount(3)
  await expect(page.getByText('edited', { exact: true })).toBeVisible()
  await page.keyboard.press('/')
  await page.keyboard.type('metro')
  await expect(rows(page)).toHaveCount(1)
  const address = page.url()
  expect(new URL(address).search).toContain('find=metro')
  await page.goBack()
  await expect(rows(page)).toHaveCount(2)
  await page.goBack()
  await expect(rows(page)).toHaveCount(6)
  await page.goto(address)
  await expect(rows(page)).toHaveCount(1)
  await page.getByRole('button', { name: 'Reset', exact: true }).click()
  await expect(rows(page)).toHaveCount(6)
  // What nobody may type by hand breaks nothing.
  await page.goto(`${host.url}/exceptions?severity=worst&due=soon&producer=x&least=-4&by=luck`)
  await expect(rows(page)).toHaveCount(6)
})

test('nothing that fits is said, with the way back', async ({ page }) => {
  await signIn(page, host, 'anna', '/exceptions?view=all&client=NOBODY')
  await expect(page.getByRole('heading', { name: 'No exception matches these filters' })).toBeVisible()
  await clean(page, 'nothing fits')
  await page.getByRole('button', { name: 'Reset' }).last().click()
  await expect(rows(page)).toHaveCount(6)
  await page.keyboard.press('1')
  await expect(page.getByRole('heading', { name: 'Nothing is assigned to you' })).toBeVisible()
  await expect(page.getByText('6 exceptions have no owner.')).toBeVisible()
  await page.getByRole('link', { name: 'Show the unassigned' }).click()
  await expect(rows(page)).toHaveCount(6)
})

test('groups are added up, entered and left by keyboard', async ({ page }) => {
  await signIn(page, host, 'anna', '/exceptions?view=all')
  await expect(rows(page)).toHaveCount(6)
  await page.keyboard.press('j')
  await page.keyboard.press('6')
  const groups = page.getByRole('grid', { name: 'Exceptions by Producer' })
  await expect(groups.getByRole('row', { name: /^Metro Vending/ })).toContainText('1,204.00 + 1 unknown')
  await expect(groups.getByRole('row', { name: /^Seven Corner/ })).toContainText('43.27 + 1 unknown')
  await expect(groups.getByRole('row', { name: /^Lantern Books/ })).toContainText('unknown')
  await clean(page, 'groups')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await expect(rows(page)).toHaveCount(3)
  await expect(page.getByRole('button', { name: /^Producer: Seven Corner/ })).toBeVisible()
  await expect(status(page, 'USD 43.27 at stake + 1 unknown')).toBeVisible()
  await page.reload()
  await expect(rows(page)).toHaveCount(3)
  await page.keyboard.press('j')
  await page.keyboard.press('Backspace')
  await expect(groups.getByRole('row', { name: /^Seven Corner/ })).toBeVisible()
})

test('what is selected is said exactly, and outlives a new order', async ({ page }) => {
  await signIn(page, host, 'anna', '/exceptions?view=all')
  await expect(rows(page)).toHaveCount(6)
  const selected = (count: number): Promise<void> =>
    expect(page.locator('[role="row"][aria-selected="true"]')).toHaveCount(count)
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await selected(1)
  await page.keyboard.press('Shift+J')
  await page.keyboard.press('Shift+ArrowDown')
  await selected(3)
  await page.keyboard.press(' ')
  await selected(2)
  await expect(page.getByRole('status').filter({ hasText: '2 selected' })).toBeVisible()
  const chosen = await page
    .locator('[role="row"][aria-selected="true"]')
    .evaluateAll((all) => all.map((one) => one.getAttribute('row-id')))
  await page.getByRole('columnheader', { name: 'Cause' }).click()
  await expect(page).toHaveURL(/by=code/)
  await selected(2)
  for (const id of chosen) await expect(grid(page).locator(`[row-id="${id}"]`)).toHaveAttribute('aria-selected', 'true')
  await page.goBack()

  await rows(page)
    .nth(1)
    .click({ modifiers: ['ControlOrMeta'] })
  await selected(1)
  await rows(page)
    .nth(5)
    .click({ modifiers: ['Shift'] })
  await selected(6)
  await page.keyboard.press('Escape')
  await selected(0)
  await page.keyboard.press('ControlOrMeta+a')
  await selected(6)
  await expect(
    page.getByText(/^All 6 in this view as of \d\d:\d\d:\d\d · USD 1,247\.27 at stake \+ 3 unknown$/),
  ).toBeVisible()
  await page.keyboard.press('x')
  await expect(page.getByText(/^5: all 6 in this view as of \d\d:\d\d:\d\d except 1$/)).toBeVisible()
  await clean(page, 'selected')
  await page.getByRole('checkbox', { name: 'Select all 6 in this view' }).click()
  await selected(6)
  // The same cases under another filter are known by their numbers.
  await page.keyboard.press('j')
  await page.keyboard.press('3')
  await expect(page).toHaveURL(/view=unassigned/)
  await expect(page.getByText(/^All 6 in the view as of /)).toBeVisible()
  await selected(6)
})

test('a view is kept for its person, and has its key', async ({ page }) => {
  await signIn(page, host, 'anna', '/exceptions?view=all')
  await pill(page, 'Cause').click()
  await page.getByRole('checkbox', { name: /^Unknown transaction type/ }).check()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await clean(page, 'name')
  await page.getByRole('button', { name: 'Save', exact: true }).last().click()
  await expect(page.getByText('Say what the view is called.')).toBeVisible()
  await page.getByLabel('Name').fill('Types')
  await page.getByRole('button', { name: 'Save', exact: true }).last().click()
  await expect(view(page, 'Types 2')).toHaveAttribute('aria-current', 'page')
  await expect(page.getByText('edited', { exact: true })).toHaveCount(0)
  await view(page, 'All').click()
  await expect(rows(page)).toHaveCount(6)
  await page.keyboard.press('9')
  await expect(rows(page)).toHaveCount(2)
  await page.getByRole('columnheader', { name: 'Producer' }).click()
  await expect(page.getByText('edited', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Reset', exact: true }).click()
  await expect(page.getByText('edited', { exact: true })).toHaveCount(0)
  // Whoever comes back, from wherever, finds the view they left.
  await page.goto(`${host.url}/exceptions`)
  await expect(rows(page)).toHaveCount(2)
  await page.getByRole('button', { name: 'More about this view' }).click()
  await page.getByRole('menuitem', { name: 'Remove this view' }).click()
  await expect(view(page, 'Types')).toHaveCount(0)
})

test('the keys of the queue are on the sheet, and those of another page are not', async ({ page }) => {
  await signIn(page, host, 'olive', '/batches')
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog').getByText('Select all that match')).toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.keyboard.press('g')
  await page.keyboard.press('e')
  await expect(rows(page)).toHaveCount(6)
  await page.keyboard.press('?')
  const sheet = page.getByRole('dialog')
  for (const words of ['Select all that match', 'Extend the selection down', 'Due today', 'Load what is new'])
    await expect(sheet.getByText(words)).toBeVisible()
  await clean(page, 'keys')
})

test('who else looks at a case is seen in its row', async ({ page, browser }) => {
  const other = await browser.newPage()
  await signIn(other, host, 'april', '/exceptions?view=all')
  await row(other, 'Control totals differ').click()
  await expect(pane(other)).toBeVisible()
  await signIn(page, host, 'anna', '/exceptions?view=all')
  await expect(row(page, 'Control totals differ').locator('[col-id="lookers"]')).toHaveText('AA')
  await other.close()
})

test('nothing moves under the reader: what is new waits, what is over turns grey in its place', async ({ page }) => {
  await signIn(page, host, 'anna', '/exceptions?view=all')
  await expect(rows(page)).toHaveCount(6)
  await rows(page).first().click()
  await expect(pane(page)).toBeVisible()
  const open = new URL(page.url()).searchParams.get('open')
  const over = row(page, 'Control totals differ')
  const [id, place] = [await over.getAttribute('row-id'), await over.getAttribute('row-index')]
  const { version } = (await ask(host, 'april', `/exceptions/${id}`)) as { version: number }
  const deed = { action: 'reject_batch', reason: 'They send it again' }
  await ask(host, 'april', `/exceptions/${id}/act`, { version, key: 'reject-it', deed })
  await expect(over).toHaveClass(/ch-row-over/)
  await expect(over).toContainText('Rejected')
  await expect(over).toHaveAttribute('row-index', place ?? '')
  host.drop('metro', 'later.csv', [
    ...topUps(55, 'N', 6),
    `${instant(50)},55,N-C1,Central,5555 5555 5555 4444,TopUp,1000`,
  ])
  await expect(page.getByRole('button', { name: /^1 new/ })).toBeVisible()
  await expect(rows(page)).toHaveCount(6)
  await clean(page, 'newer')
  await page.keyboard.press('.')
  await expect(page.getByRole('button', { name: /^1 new/ })).toHaveCount(0)
  await expect(rows(page)).toHaveCount(6)
  await expect(row(page, 'Control totals differ')).toHaveCount(0)
  await expect(row(page, 'Holds a payment card number')).toHaveCount(2)
  // The case that is open is where it was for its reader, and so is the focus.
  expect(new URL(page.url()).searchParams.get('open')).toBe(open)
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.closest('[role="row"]')?.getAttribute('row-id')))
    .toBe(open)
})

test('a view that the engine has closed is opened again, and the open case stays', async ({ page }) => {
  await signIn(page, host, 'anna', '/exceptions?view=all')
  await rows(page).nth(3).click()
  await expect(pane(page)).toBeVisible()
  const open = new URL(page.url()).searchParams.get('open')
  const before = await rows(page).count()
  const token = await page.evaluate(() => sessionStorage.getItem('countinghouse.session') ?? '')
  // A session has so many views and no more: the one that was read longest ago makes room.
  const asOfList = page.getByText(/^As of /).last()
  for (let opened = 0; opened < 9; opened += 1) await askAs(token, '/exceptions/views', {})
  const asOf = await asOfList.textContent()
  const { version } = (await ask(host, 'april', `/exceptions/${open}`)) as { version: number }
  const deed = { action: 'assign', to: 'april' }
  await ask(host, 'april', `/exceptions/${open}/act`, { version, key: 'take-it', deed })
  await expect(asOfList).not.toHaveText(asOf ?? '')
  await expect(rows(page)).toHaveCount(before)
  await expect(page.getByText('Some rows could not be read')).toHaveCount(0)
  expect(new URL(page.url()).searchParams.get('open')).toBe(open)
  await expect(pane(page)).toContainText('april assigned it to april')
})
