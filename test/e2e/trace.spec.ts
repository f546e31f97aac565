/** From a balance to the line of a file and back: one foot under every pane, one key, and each part a link. */
import type { Locator, Page } from '@playwright/test'
import { clean } from './accessible.ts'
import { ask } from './colleague.ts'
import { addProducer, expect, forSmallFiles, instant, type RunningHost, signIn, test } from './console-fixture.ts'

const file = 'trace-dawn.csv'

const pane = (page: Page): Locator => page.locator('[data-pane]')
const trace = (page: Page): Locator => page.getByRole('navigation', { name: 'Trace' })
const chip = (page: Page, name: string | RegExp): Locator => trace(page).getByRole('link', { name })
const chips = (page: Page): Promise<readonly string[]> => trace(page).getByRole('link').allTextContents()

async function intoPane(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await expect(pane(page)).toBeVisible()
  await pane(page).getByRole('group').first().focus()
}

type Batch = Readonly<{ id: number; file: string; state: string }>

async function batchOf(host: RunningHost): Promise<number> {
  let found: Batch | undefined
  await expect(async () => {
    const { items } = await ask(host, 'anna', `/batches?file=${file}`)
    found = (items as readonly Batch[])[0]
    expect(found?.state).toBe('posted')
  }).toPass()
  return found?.id ?? 0
}

/** The only one that the file gave rise to. */
async function caseOf(host: RunningHost): Promise<number> {
  const { items } = await ask(host, 'anna', '/exceptions?producer=84')
  return (items as readonly { id: number }[])[0]?.id ?? 0
}

test.beforeAll(async ({ host }) => {
  await addProducer(host, { id: 84, code: 'tram', name: 'Tram Stops', agreement: forSmallFiles })
  host.drop('tram', file, [
    ...Array.from({ length: 6 }, (_, row) => `${instant(60)},84,TR-C${row},Central,TR-${row},TopUp,${1000 + row}`),
    `${instant(50)},84,TR-C3,Central,TR-100,Refund,2550`,
  ])
})

test('T leads from a client’s balance over posting, transaction and row to the line of the file', async ({
  page,
  host,
}) => {
  const batch = await batchOf(host)
  await signIn(page, host, 'anna', '/clients')
  await intoPane(page, `${host.url}/clients?open=TR-C2`)
  await expect(pane(page).getByRole('button', { name: /^Trace/ })).toHaveAttribute('aria-expanded', 'false')
  await page.keyboard.press('t')
  await expect(chip(page, 'Balance USD 10.02')).toBeFocused()
  await expect
    .poll(() => chips(page))
    .toEqual([
      'Balance USD 10.02',
      expect.stringMatching(/^Posting \d+$/),
      expect.stringMatching(/^Transaction \d+$/),
      'Row 4',
      `${file}, line 4`,
    ])
  await clean(page, 'trace')
  // Along the chain by the arrows, and into the transaction.
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await expect(chip(page, /^Transaction/)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/ledger\?.*transaction=\d+/)
  // It stays open from pane to pane, and says where one is.
  await expect(chip(page, /^Transaction/)).toHaveAttribute('aria-current', 'true')
  expect(await chips(page)).toHaveLength(5)
  await chip(page, /^Posting/).click()
  await expect(page).toHaveURL(/tab=postings&in=wallet%3ATR-C2&transaction=\d+&posting=\d+/)
  await expect(page.getByRole('grid', { name: 'Postings' }).locator('.ch-row-open')).toHaveCount(1)
  await chip(page, 'Row 4').click()
  await expect(page).toHaveURL(new RegExp(`/batches\\?open=${batch}&line=4$`))
  await expect(chip(page, 'Row 4')).toHaveAttribute('aria-current', 'true')
  await chip(page, `${file}, line 4`).click()
  await expect(page.locator('[data-file-view]')).toBeFocused()
  await expect(page.locator('[data-file-view] [aria-current="true"]')).toContainText('TR-C2')
  await chip(page, /^Balance/).click()
  await expect(page).toHaveURL(/account=wallet%3ATR-C2/)
})

test('a case has the trace as far as there is one; Escape and T lead back into the pane', async ({ page, host }) => {
  await batchOf(host)
  const id = await caseOf(host)
  await signIn(page, host, 'anna', '/exceptions')
  await intoPane(page, `${host.url}/exceptions?producer=84&status=any&open=${id}`)
  await expect(pane(page).getByRole('region', { name: 'Why' })).toBeVisible()
  await page.keyboard.press('t')
  await expect.poll(() => chips(page)).toEqual(['Balance USD 10.03', 'Row 8', `${file}, line 8`])
  await expect(chip(page, /^Balance/)).toBeFocused()
  await page.keyboard.press('t')
  await expect(trace(page)).toHaveCount(0)
  await expect(pane(page).getByRole('group').first()).toBeFocused()
  await page.keyboard.press('t')
  await expect(chip(page, /^Balance/)).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(trace(page)).toHaveCount(0)
  await expect(pane(page)).toBeVisible()
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keys' })).toContainText(
    'Trace: from the balance to the line of the file',
  )
  await page.keyboard.press('Escape')
  await page.goto(`${host.url}/exceptions/EX-${id}`)
  await expect(page.getByRole('heading', { name: 'What now' })).toBeVisible()
  await page.keyboard.press('t')
  await expect(chip(page, 'Row 8')).toBeVisible()
})

test('a producer leads to what its clearing account came to; whoever may not see the books sees the file alone', async ({
  page,
  host,
}) => {
  const batch = await batchOf(host)
  await signIn(page, host, 'anna', '/producers?open=84')
  await expect(pane(page).getByRole('button', { name: /^Trace/ })).toBeVisible()
  await pane(page).getByRole('group').first().focus()
  await page.keyboard.press('t')
  await expect(chip(page, /^Balance USD −60\.15$/)).toBeVisible()
  await expect(chip(page, 'Row 7')).toBeVisible()

  await page.getByRole('button', { name: 'Anna Analyst' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await signIn(page, host, 'olive', `/batches?open=${batch}&line=4`)
  await expect(pane(page).getByRole('button', { name: /^Trace/ })).toBeVisible()
  await pane(page).getByRole('group').first().focus()
  await page.keyboard.press('t')
  await expect.poll(() => chips(page)).toEqual(['Row 4', `${file}, line 4`])
})

for (const [width, height] of [
  [1024, 700],
  [1440, 900],
] as const) {
  test(`what can be done stays in sight at ${width}×${height}, and never covers what has the focus`, async ({
    page,
    host,
  }) => {
    await batchOf(host)
    await page.setViewportSize({ width, height })
    const id = await caseOf(host)
    await signIn(page, host, 'anna', '/exceptions')
    await intoPane(page, `${host.url}/exceptions?producer=84&status=any&open=${id}`)
    const bar = pane(page).getByRole('region', { name: 'What now' })
    const actions = bar.getByRole('button')
    await expect(pane(page).getByRole('region', { name: 'History' })).toBeAttached()
    for (const name of [/^Post anyway/, /^Correct and post/, /^Reject$/]) {
      await expect(bar.getByRole('button', { name })).toBeInViewport({ ratio: 1 })
    }
    // From the top to the end of the pane by Tab: nothing that gets the focus lies under the bar.
    for (let steps = 0; steps < 60; steps += 1) {
      await page.keyboard.press('Tab')
      const hidden = await page.evaluate(() => {
        const focused = document.activeElement
        const over = document.querySelector('[data-pane] [aria-label="What now"]')
        if (focused?.closest('[data-pane] [role="group"]') == null || over === null || over.contains(focused))
          return null
        const [one, other] = [focused.getBoundingClientRect(), over.getBoundingClientRect()]
        return one.bottom > other.top + 1 && one.top < other.bottom - 1 ? focused.outerHTML.slice(0, 120) : null
      })
      expect(hidden).toBeNull()
    }
    const more = bar.getByRole('button', { name: '10 more' })
    if (height < 800) {
      await expect(bar.getByRole('button', { name: 'Snooze' })).toHaveCount(0)
      // The key of what has no room works all the same.
      await pane(page).getByRole('group').first().focus()
      await page.keyboard.press('h')
      await expect(page.getByRole('dialog')).toContainText(`EX-${id}`)
      await page.keyboard.press('Escape')
      await more.click()
    }
    await expect(actions.filter({ hasText: 'Snooze' })).toBeInViewport({ ratio: 1 })
    await expect(actions.filter({ hasText: 'Reopen' })).toBeInViewport({ ratio: 1 })
    await clean(page, `${width}×${height}`)
  })
}

// Last, because it moves what the others look at.
test('from a line of a file to where its money is now, whatever became of it', async ({ page, host }) => {
  const batch = await batchOf(host)
  const id = await caseOf(host)
  host.drop('tram', 'trace-again.csv', [
    ...Array.from({ length: 5 }, (_, row) => `${instant(40)},84,TR-C${row},Sha Tin,TR-90${row},TopUp,${700 + row}`),
    `${instant(60)},84,TR-C3,Central,TR-3,TopUp,1`,
  ])
  let again = 0
  await expect(async () => {
    const { items } = await ask(host, 'anna', '/batches?file=trace-again.csv')
    const [found] = items as readonly Batch[]
    expect(found?.state).toBe('posted')
    again = found?.id ?? 0
  }).toPass()
  const now = page.getByRole('list', { name: 'Where its money is now' })
  await signIn(page, host, 'anna', `/batches?open=${batch}&line=8`)
  await pane(page).getByRole('group').first().focus()
  await page.keyboard.press('t')
  await expect(now).toContainText('Not posted · Unknown transaction type')
  await expect(now.getByRole('link', { name: `EX-${id}` })).toBeVisible()
  await page.goto(`${host.url}/batches?open=${batch}&line=4`)
  await expect(now).toHaveText('Posted')
  await page.goto(`${host.url}/batches?open=${again}&line=7`)
  await expect(now).toContainText('another row has its transaction id')
  await clean(page, 'where its money is')
  await now.getByRole('link', { name: `Batch ${batch}, row 5 came first` }).click()
  await expect(page).toHaveURL(new RegExp(`/batches\\?open=${batch}&line=5$`))
  await expect(now).toHaveText('Posted')

  // A reversal moves it on; the proposal that made it leads there as well.
  const { posting } = await ask(host, 'anna', '/trace', { of: { from: 'row', batch, line: 5 } })
  const { transaction } = posting as { transaction: number }
  const change = { kind: 'reversal', of: transaction }
  const asked = { change, reason: 'Paid twice', key: 'trace-reversal' }
  const { id: proposal } = (await ask(host, 'anna', '/proposals', asked)) as { id: number }
  await ask(host, 'april', `/proposals/${proposal}/approve`, {})
  await expect(now).toContainText(/Reversal of USD 10\.03, transaction \d+/)
  await expect(now).toContainText('USD 0.00 of it stands')
  await page.goto(`${host.url}/approvals?proposal=${proposal}`)
  await expect(chip(page, /^Transaction/)).toBeVisible()
})
