/** Two thousand cases at once, from files that were really dropped: a key alone begins nothing, and what goes on can be stopped. */
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
const files = 250
const cases = files * 8
const words = '2,000'

/** Rows with which something is wrong, each something else, so that each comes to a case. */
const wrong = (tag: string): readonly string[] => [
  `${instant(50)},72,${tag}-1,Central,${tag}-1,Refund,1000`,
  `${instant(50)},72,${tag}-2,Atlantis,${tag}-2,TopUp,1000`,
  `${instant(50)},72,${tag}-3,Central,${tag}-3,TopUp,ten`,
  `${instant(50)},72,,Central,${tag}-4,TopUp,1000`,
  `${instant(-6_000)},72,${tag}-5,Central,${tag}-5,TopUp,1000`,
  `${instant(600_000)},72,${tag}-6,Central,${tag}-6,TopUp,1000`,
  `${instant(50)},73,${tag}-7,Central,${tag}-7,TopUp,1000`,
  `${instant(50)},72,${tag}-8,Central,${tag}-8,TopUp,60000`,
]
const right = (tag: string): readonly string[] =>
  Array.from({ length: 8 }, (_, row) => `${instant(60)},72,${tag}-G${row},Central,${tag}-G${row},TopUp,100`)

// What one leaves waiting for approval the other finds so.
test.describe.configure({ mode: 'serial', timeout: 180_000 })

test.beforeAll(async () => {
  host = await openHost()
  const limits = { ...forSmallFiles.limits, amountMax: 50_000 }
  const agreement = { ...forSmallFiles, limits, effects: { LOCATION_UNKNOWN: 'fault' } }
  await addProducer(host, { id: 72, code: 'peony', name: 'Peony Market', locations: ['Central'], agreement })
  for (let file = 0; file < files; file += 1)
    host.drop('peony', `P${file}.csv`, [...right(`P${file}`), ...wrong(`P${file}`)])
  await expect
    .poll(async () => (await ask(host, 'anna', '/exceptions/views', {})).total, { timeout: 150_000 })
    .toBe(cases)
})
test.afterAll(() => endHost(host))

const rows = (page: Page): Locator =>
  page.getByRole('grid', { name: 'Exceptions', exact: true }).locator('[role="row"][row-id]')
const dialog = (page: Page): Locator => page.getByRole('dialog')
const summary = (page: Page): Locator => dialog(page).getByRole('status').first()
const confirm = (page: Page): Promise<void> => page.keyboard.press('ControlOrMeta+Enter')

async function selectAll(page: Page, filter = ''): Promise<void> {
  await page.goto(`${host.url}/exceptions?view=all${filter}`)
  await expect(rows(page).first()).toBeVisible()
  await page.keyboard.press('j')
  await page.keyboard.press('ControlOrMeta+a')
}

type Result = Readonly<Record<'id' | 'done' | 'proposed' | 'refused' | 'left', number>> &
  Readonly<{ state: string; reasons: readonly Readonly<{ code: string; cases: number }>[] }>

async function newest(): Promise<Result> {
  const { items } = (await ask(host, 'anna', '/exceptions/bulk?limit=1')) as { items: readonly { id: number }[] }
  return (await ask(host, 'anna', `/exceptions/bulk/${items[0]?.id}`)) as unknown as Result
}

const counted = (text: string, pattern: RegExp): number => Number(pattern.exec(text)?.[1]?.replaceAll(',', '') ?? 0)

test('so many are confirmed by typing how many, and stopped half-way: what is done stays, the rest stays selected', async ({
  page,
}) => {
  await signIn(page, host, 'anna', '/exceptions?view=all')
  await selectAll(page)
  await expect(page.getByText(new RegExp(`^All ${words} in this view as of`)).first()).toBeVisible()
  await page.keyboard.press('p')
  await expect(dialog(page).getByText(/^[\d,]+ will wait for approval/)).toBeVisible()
  // The key that confirms anything else begins nothing here, and neither does another number.
  await confirm(page)
  await expect(dialog(page).getByText('Type the number of cases that are selected.')).toBeVisible()
  const typed = dialog(page).getByLabel(`To confirm, type how many: ${words}`)
  await typed.fill('200')
  await confirm(page)
  await expect(dialog(page).getByText('Type the number of cases that are selected.')).toBeVisible()
  expect((await ask(host, 'anna', '/exceptions/bulk')).items).toEqual([])
  await clean(page, 'typed count')
  await typed.fill(words)
  await confirm(page)
  await dialog(page).getByRole('button', { name: 'Stop after this one' }).click()
  await expect(page.getByRole('dialog', { name: `Post anyway, ${words} cases: stopped` })).toBeVisible()

  const result = await newest()
  expect(result.state).toBe('stopped')
  expect(result.proposed).toBeGreaterThan(0)
  expect(result.left).toBeGreaterThan(0)
  const said = (await summary(page).textContent()) ?? ''
  expect(counted(said, /([\d,]+) proposed/)).toBe(result.proposed)
  expect(counted(said, /([\d,]+) left/)).toBe(result.left)
  const begun = dialog(page).getByRole('button', { name: /^Not begun/ })
  await begun.click()
  await expect(dialog(page).getByRole('row', { name: /^EX-\d+ Not begun/ })).toHaveCount(Math.min(100, result.left))
  await clean(page, 'stopped')
  await page.keyboard.press('Escape')

  // Nobody goes on with it, and what was not done is still there to be done, selected as it was.
  const rest = result.refused + result.left
  const selected = new Intl.NumberFormat('en').format(rest)
  await expect(page.getByText(`${selected} selected`, { exact: true }).first()).toBeVisible()
  const { total } = await ask(host, 'anna', '/exceptions/views', { filter: { status: ['waiting'] } })
  expect(total).toBe(result.proposed)
  expect(await newest()).toEqual(result)
  await page.keyboard.press('h')
  await expect(dialog(page).getByText(new RegExp(`^${selected} will be put off$`))).toBeVisible()
})

test('results say how many were not done for which reason, show exactly those, and are saved as a file', async ({
  page,
}) => {
  await signIn(page, host, 'anna', '/exceptions?view=all')
  await selectAll(page)
  await page.keyboard.press('n')
  await expect(dialog(page).getByText(/will be closed as no problem · [\d,]+ can’t: /)).toBeVisible()
  await dialog(page).getByLabel(`To confirm, type how many: ${words}`).fill(String(cases))
  await confirm(page)
  await expect(page.getByRole('dialog', { name: `Not a problem, ${words} cases: ended` })).toBeVisible({
    timeout: 60_000,
  })
  const { id, done, refused, reasons } = await newest()
  expect(reasons.map(({ code }) => code).toSorted()).toEqual(['awaits_approval', 'rows_are_held'])
  const say = new Intl.NumberFormat('en').format
  const named: Readonly<Record<string, string>> = {
    awaits_approval: 'waiting for approval',
    rows_are_held: 'rows held',
  }
  const why = reasons.map(({ code, cases: count }) => `${named[code]} ${say(count)}`).join(', ')
  await expect(summary(page)).toHaveText(`${say(done)} done, ${say(refused)} not done: ${why}`)

  const held = reasons.find(({ code }) => code === 'rows_are_held')?.cases ?? 0
  await dialog(page)
    .getByRole('button', { name: `rows held ${say(held)}` })
    .click()
  const shown = dialog(page).getByRole('row', { name: /^EX-\d+/ })
  await expect(shown).toHaveCount(100)
  await dialog(page).getByRole('button', { name: 'Load more' }).click()
  await expect(shown).toHaveCount(Math.min(held, 200))
  await expect(dialog(page).getByRole('row', { name: /^EX-\d+ Not done Rows of it are held/ })).toHaveCount(
    Math.min(held, 200),
  )
  await clean(page, 'one reason')

  const download = page.waitForEvent('download')
  await dialog(page).getByRole('button', { name: 'Save as CSV' }).click()
  const file = await download
  expect(file.suggestedFilename()).toBe(`bulk-${id}.csv`)
  const [head, ...lines] = readFileSync(await file.path(), 'utf8')
    .trim()
    .split('\r\n')
  expect(head).toContain('Exception,Outcome,Reason,Proposal,Facts')
  expect(lines).toHaveLength(cases)
  expect(lines.filter((line) => line.includes('"refused","rows_are_held"'))).toHaveLength(held)

  await dialog(page)
    .getByRole('button', { name: `Select the ${say(refused)} cases not done` })
    .click()
  await expect(page.getByText(`${say(refused)} selected`, { exact: true }).first()).toBeVisible()
})

test('few cases of much money are confirmed by typing how many, too', async ({ page }) => {
  await signIn(page, host, 'anna', '/exceptions?view=all')
  await selectAll(page, '&code=AMOUNT_OVER_LIMIT&status=open')
  await page.keyboard.press('r')
  await expect(dialog(page).getByText(/^[\d,]+ will be rejected/)).toBeVisible()
  const { total, sum } = await ask(host, 'anna', '/exceptions/views', {
    filter: { code: ['AMOUNT_OVER_LIMIT'], status: ['open'] },
  })
  expect(Number(total)).toBeLessThan(1_000)
  expect(Number(sum)).toBeGreaterThan(1_000_000)
  const before = await newest()
  await confirm(page)
  await expect(dialog(page).getByText(/^[\d,]+ will be rejected/)).toBeVisible()
  expect((await newest()).id).toBe(before.id)
  await dialog(page)
    .getByLabel(/^To confirm, type how many/)
    .fill(String(total))
  await confirm(page)
  await expect(summary(page)).toHaveText(`${String(total)} done`, { timeout: 30_000 })
})
