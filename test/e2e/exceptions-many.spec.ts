/** The queue of a very bad day: what a person does with ten works the same with a hundred thousand open exceptions. */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Locator, Page } from '@playwright/test'
import {
  addProducer,
  endHost,
  expect,
  openHost,
  passphraseOf,
  type RunningHost,
  signIn,
  test,
} from './console-fixture.ts'

const raiseMany = fileURLToPath(new URL('raise-many.ts', import.meta.url))
const count = 100_000
/** Of 8 causes and 4 producers each the same, and every fiftieth is Anna's. */
const ofCause = count / 8
const ofGroup = ofCause / 4
const ofAnna = count / 50
/** A window full, and what the grid draws ahead on either side. */
const rowsDrawnMax = 80

let host: RunningHost
test.beforeAll(async () => {
  test.setTimeout(120_000)
  host = await openHost()
  for (const id of [61, 62, 63, 64]) await addProducer(host, { id, code: `many${id}`, name: `Many Stalls ${id}` })
  // The store belongs to whoever has it open.
  await host.kill()
  expect(execFileSync(process.execPath, [raiseMany, host.directory, String(count), 'anna'], { encoding: 'utf8' })).toBe(
    String(count),
  )
  await host.start()
})
test.afterAll(() => endHost(host))

const grid = (page: Page): Locator => page.getByRole('grid', { name: 'Exceptions', exact: true })
const rowAt = (page: Page, index: number): Locator => grid(page).locator(`[role="row"][row-index="${index}"]`)
const total = (page: Page, cases: number): Promise<void> =>
  expect(page.getByText(`${cases.toLocaleString('en')} exceptions`, { exact: true })).toBeVisible()
const pill = (page: Page, name: string): Locator =>
  page.getByRole('search').getByRole('button', { name: new RegExp(`^${name}`) })

/** The numbers of a view in its order, from the engine itself. */
async function idsOf(asked: object): Promise<readonly number[]> {
  const json = { 'content-type': 'application/json' }
  const body = JSON.stringify({ user: 'anna', passphrase: passphraseOf('anna') })
  const session = await fetch(`${host.url}/api/session`, { method: 'POST', headers: json, body })
  const headers = { ...json, authorization: `Bearer ${((await session.json()) as { token: string }).token}` }
  const views = `${host.url}/api/exceptions/views`
  const opened = await fetch(views, { method: 'POST', headers, body: JSON.stringify(asked) })
  const { view } = (await opened.json()) as { view: string }
  const answer = await fetch(`${views}/${view}/ids?from=0&to=${count}`, { headers })
  return ((await answer.json()) as { ids: number[] }).ids
}

/** What raise-many.ts wrote into the row of this exception. */
function contentOf(id: number): string {
  const [batch, place] = [Math.floor((id - 1) / 8), (id - 1) % 8]
  const amount = 100 + ((batch * 7_919 + place * 104_729) % 900_000)
  const money = (amount / 100).toLocaleString('en', { minimumFractionDigits: 2 })
  return `many-${(batch * 7 + place) % 3_000} ${money}`
}

type Seen = { most: number; rows: Record<string, true> }

/** From now on looks at each picture that is drawn: which row is where, what it says, and how many there are. */
async function watch(page: Page): Promise<() => Promise<Seen>> {
  await page.evaluate(() => {
    const seen: Seen = { most: 0, rows: {} }
    const look = (): void => {
      const rows = document.querySelectorAll('[role="grid"] [role="row"][row-index]')
      seen.most = Math.max(seen.most, rows.length)
      for (const row of rows) {
        const [client, amount] = ['client', 'amount'].map((id) => row.querySelector(`[col-id="${id}"]`)?.textContent)
        // A row comes before its cells, and a cell before what it says: until then nothing is claimed.
        if (client && amount)
          seen.rows[`${row.getAttribute('row-index')} ${row.getAttribute('row-id')} ${client} ${amount}`] = true
      }
      requestAnimationFrame(look)
    }
    look()
    Object.assign(window, { seen })
  })
  return () => page.evaluate(() => (window as unknown as { seen: Seen }).seen)
}

const focused = (page: Page): Promise<string | null> =>
  page.evaluate(() => document.activeElement?.closest('[role="row"]')?.getAttribute('row-index') ?? null)

/** As the thumb of the scrollbar does: from 0 at the top to 1 at the bottom. */
const scrollTo = (page: Page, part: number): Promise<void> =>
  grid(page).evaluate((element, to) => {
    element.scrollTop = to * element.scrollHeight
  }, part)

test('are counted, walked and jumped through, and each row is the one that belongs there', async ({ page }) => {
  const ids = await idsOf({ filter: { status: ['unresolved'] }, sort: { by: 'due', direction: 'ascending' } })
  expect(new Set(ids).size).toBe(count)
  await signIn(page, host, 'anna', '/exceptions?view=all')
  await total(page, count)
  await expect(rowAt(page, 0)).toHaveAttribute('row-id', String(ids[0]))
  const seen = await watch(page)

  for (const key of ['j', 'j', 'j', 'k', 'j']) await page.keyboard.press(key)
  expect(await focused(page)).toBe('2')
  await page.keyboard.press('End')
  await expect(rowAt(page, count - 1)).toHaveAttribute('row-id', String(ids[count - 1]))
  await expect.poll(() => focused(page)).toBe(String(count - 1))
  await page.keyboard.press('j')
  await page.keyboard.press('k')
  await expect.poll(() => focused(page)).toBe(String(count - 2))
  await page.keyboard.press('Home')
  await expect(rowAt(page, 0)).toHaveAttribute('row-id', String(ids[0]))

  for (const part of [0.5, 1, 0.25]) {
    await scrollTo(page, part)
    const last = part === 1 ? count - 1 : Math.round(part * count)
    await expect(rowAt(page, last)).toHaveAttribute('row-id', String(ids[last]))
  }
  await grid(page).hover()
  for (let turn = 0; turn < 20; turn += 1) await page.mouse.wheel(0, 700)
  await scrollTo(page, 0)
  await expect(rowAt(page, 0)).toHaveAttribute('row-id', String(ids[0]))

  const { most, rows } = await seen()
  const wrong = Object.keys(rows).filter((row) => {
    const id = ids[Number(row.split(' ')[0])] ?? 0
    return row !== `${row.split(' ')[0]} ${id} ${contentOf(id)}`
  })
  expect(wrong).toEqual([])
  expect(Object.keys(rows).length).toBeGreaterThan(100)
  expect(most).toBeLessThan(rowsDrawnMax)
})

test('are narrowed by a cause, looked at in other views by their keys, and added up', async ({ page }) => {
  await signIn(page, host, 'anna', '/exceptions?view=all')
  await total(page, count)
  await pill(page, 'Cause').click()
  await page.getByRole('checkbox', { name: `A field is missing ${ofCause.toLocaleString('en')}` }).check()
  await page.keyboard.press('Escape')
  await total(page, ofCause)
  for (const index of [0, 5, 9]) await expect(rowAt(page, index)).toContainText('A field is missing')

  await page.keyboard.press('1')
  await total(page, ofAnna)
  await page.keyboard.press('3')
  await total(page, count - ofAnna)
  await page.keyboard.press('7')
  await total(page, count)
  const [dearest] = await idsOf({ filter: { status: ['unresolved'] }, sort: { by: 'amount', direction: 'descending' } })
  await expect(rowAt(page, 0)).toHaveAttribute('row-id', String(dearest))
  // Scrolled far into one view, the next one begins at its own beginning.
  await scrollTo(page, 0.5)
  await expect(rowAt(page, count / 2)).toHaveAttribute('row-id', /\d/)
  const [first] = await idsOf({ filter: { status: ['unresolved'] }, sort: { by: 'due', direction: 'ascending' } })
  await page.keyboard.press('8')
  await expect(rowAt(page, 0)).toHaveAttribute('row-id', String(first))

  await pill(page, 'Group').click()
  await page.getByRole('radio', { name: 'Cause' }).click()
  const groups = page.getByRole('grid', { name: 'Exceptions by Cause' })
  await expect(page.getByText('32 groups', { exact: true })).toBeVisible()
  const group = groups.locator('[role="row"][row-index="0"]')
  await expect(group).toContainText(ofGroup.toLocaleString('en'))
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await total(page, ofGroup)
  await page.keyboard.press('Backspace')
  await expect(group).toContainText(ofGroup.toLocaleString('en'))
})

test('are selected at once, but those that are taken out', async ({ page }) => {
  await signIn(page, host, 'anna', '/exceptions?view=all')
  await total(page, count)
  await page.keyboard.press('j')
  await page.keyboard.press('ControlOrMeta+a')
  await expect(page.getByText(/^All 100,000 in this view as of /)).toBeVisible()
  await page.keyboard.press('x')
  await expect(page.getByText(/^99,999: all 100,000 in this view as of .* except 1$/)).toBeVisible()
  await page.keyboard.press('End')
  for (const index of [count - 1, count - 2]) await expect(rowAt(page, index)).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Home')
  await expect(rowAt(page, 0)).toHaveAttribute('aria-selected', 'false')
  await expect(rowAt(page, 1)).toHaveAttribute('aria-selected', 'true')
})
