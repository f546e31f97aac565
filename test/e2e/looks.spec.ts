/** How the console looks in windows and colours that few of us have: forced colours, 200 %, a low window, an open bell. */
import type { Locator } from '@playwright/test'
import { addProducer, expect, forSmallFiles, instant, passphraseOf, signIn, test } from './console-fixture.ts'
import { enter, settled, walkTo } from './walk.ts'

test.beforeAll(async ({ host }) => {
  await addProducer(host, { id: 63, code: 'looks', name: 'Looks Market', agreement: forSmallFiles })
  host.drop('looks', 'looks.csv', [
    `${instant(9)},63,C-630,Wan Chai,L-1,TopUp,5000`,
    `${instant(8)},63,C-630,Wan Chai,L-2,Payment,oops`,
  ])
})

test.describe('in colours that the system forces', () => {
  test.use({ contextOptions: { forcedColors: 'active' } })

  test('what is current, chosen and switched on has a mark of its own', async ({ page, host }) => {
    await signIn(page, host, 'admin', '/settings/appearance')
    await settled(page)
    const side = (link: Locator, of: 'Left' | 'Bottom') =>
      link.evaluate((it, at) => getComputedStyle(it)[`border${at}Width`], of)
    const rail = page.getByRole('navigation', { name: 'Screens' })
    expect(await side(rail.getByRole('link', { name: 'Appearance' }), 'Left')).toBe('3px')
    expect(await side(rail.getByRole('link', { name: 'Batches' }), 'Left')).toBe('0px')

    const [mark, ground] = [page.locator('.mantine-Radio-icon').nth(1), 'rgb(255, 255, 255)']
    await page.getByText('Light', { exact: true }).click()
    expect(await mark.evaluate((icon) => getComputedStyle(icon).color)).not.toBe(ground)
    const track = page.locator('.mantine-Switch-track')
    const on = await colourOf(track)
    await page.getByRole('switch', { name: 'Single keys' }).press(' ')
    await expect.poll(() => colourOf(track)).not.toBe(on)
    await page.getByRole('switch', { name: 'Single keys' }).press(' ')

    await walkTo(page, '/ledger?tab=postings')
    expect(await side(page.getByRole('link', { name: 'Postings', exact: true }), 'Bottom')).toBe('3px')
    await walkTo(page, '/batches')
    const row = page.getByRole('row').filter({ hasText: 'looks.csv' })
    await row.getByText('looks.csv').click()
    await expect(page.locator('[data-pane]')).toBeVisible()
    expect(
      await page
        .locator('.ch-row-open')
        .first()
        .evaluate((it) => getComputedStyle(it, '::after').width),
    ).toBe('4px')
  })
})

const colourOf = (element: Locator): Promise<string> => element.evaluate((it) => getComputedStyle(it).backgroundColor)

test.describe('at 200 %', () => {
  test.use({ viewport: { width: 720, height: 450 } })

  test('a pane has the place of its list, and what there is to do keeps its words', async ({ page, host }) => {
    await enter(page, host.url, { name: 'anna', passphrase: passphraseOf('anna') })
    await walkTo(page, '/exceptions?view=all')
    const words = page.getByRole('button', { name: 'Export…' }).locator('.mantine-Button-label')
    expect(await words.evaluate((label) => label.scrollWidth <= label.clientWidth)).toBe(true)
    await expect(page.getByRole('search')).toBeVisible()
    await page.getByText('A field can’t be read').first().click()
    await expect(page.locator('[data-pane]')).toBeVisible()
    await expect(page.getByRole('search')).toBeHidden()
    await page.getByRole('button', { name: 'Back' }).click()
    await expect(page.getByRole('search')).toBeVisible()
  })
})

test.describe('in a low window', () => {
  test.use({ viewport: { width: 1_024, height: 700 } })

  test('the rail shows where one is', async ({ page, host }) => {
    await signIn(page, host, 'admin', '/settings/notifications')
    await expect(page.locator('nav a[aria-current="page"]')).toBeInViewport({ ratio: 1 })
  })

  for (const path of ['/overview', '/measures']) {
    test(`the days of ${path} stand where the bell’s panel does not`, async ({ page, host }) => {
      await signIn(page, host, 'admin', path)
      const days = page.getByRole('search').getByRole('button', { name: /^Days/ })
      await expect(days).toBeVisible()
      await page.getByRole('button', { name: /^Notifications/ }).click()
      const panel = page.getByRole('dialog', { name: 'Notifications' })
      await expect(panel).toBeVisible()
      expect(await overlap(days, panel)).toBe(false)
      await page.keyboard.press('Escape')
      await days.click()
      await page.getByRole('textbox', { name: 'From' }).fill('2026-01-02')
      // Shut before the pause is over: it counts all the same.
      await page.keyboard.press('Escape')
      await expect(page).toHaveURL(/from=2026-01-02/)
    })
  }
})

async function overlap(one: Locator, other: Locator): Promise<boolean> {
  const [a, b] = [await one.boundingBox(), await other.boundingBox()]
  if (a === null || b === null) return false
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}
