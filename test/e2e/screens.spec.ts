/** Every screen, in both themes and languages: reachable, without errors, and without anything that axe finds. */
import { clean } from './accessible.ts'
import { addProducer, expect, instant, signIn, test } from './console-fixture.ts'

const screens = [
  '/live',
  '/overview',
  '/exceptions',
  '/batches',
  '/producers',
  '/clients',
  '/ledger',
  '/reconciliation',
  '/statements',
  '/fund-requests',
  '/approvals',
  '/measures',
  '/audit',
  '/jobs',
  '/settings',
  '/settings/users',
  '/settings/api-keys',
  '/settings/workspace',
  '/settings/appearance',
  '/settings/notifications',
] as const

const opened: Readonly<Partial<Record<(typeof screens)[number], string>>> = {
  '/exceptions': '/exceptions?view=all&open=1',
  '/batches': '/batches?open=1',
  '/producers': '/producers?open=8',
  '/clients': '/clients?open=C-300',
  '/ledger': '/ledger?account=wallet:C-300&currency=USD',
  '/audit': '/audit?open=1',
}

test.beforeAll(async ({ host }) => {
  await addProducer(host, { id: 8, code: 'eight', name: 'Eight Market' })
  host.drop('eight', 'screens.csv', [
    `${instant(9)},8,C-300,Wan Chai,S-1,TopUp,5000`,
    `${instant(8)},8,C-300,Wan Chai,S-2,Payment,oops`,
  ])
})

for (const scheme of ['light', 'dark'] as const) {
  test(`nothing stands in anybody's way (${scheme})`, async ({ page, host }) => {
    test.setTimeout(180_000)
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    await signIn(page, host, 'admin', '/batches')
    await expect(page.getByRole('row').filter({ hasText: 'screens.csv' })).toBeVisible({ timeout: 15_000 })
    for (const screen of screens) {
      for (const address of new Set([screen, opened[screen] ?? screen])) {
        await page.goto(`${host.url}${address}`)
        await expect(page.getByRole('main')).toBeVisible()
        await expect(page.getByText('This part of the console has failed')).toHaveCount(0)
        await page.waitForLoadState('networkidle')
        await clean(page, address, scheme)
      }
    }
  })
}

test('sign-in, palette, keys and dialogs are accessible too', async ({ page, host }) => {
  await page.goto(host.url)
  await expect(page.getByLabel('Passphrase', { exact: true })).toBeVisible()
  await clean(page, 'sign-in')
  await signIn(page, host, 'admin', '/batches')
  await page.keyboard.press('Control+k')
  await expect(page.getByPlaceholder('A number, name, reference, amount, or what to do')).toBeVisible()
  await clean(page, 'palette')
  await page.keyboard.press('Escape')
  await page.goto(`${host.url}/producers`)
  await page
    .getByRole('button', { name: /Add a producer/ })
    .first()
    .click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await clean(page, 'dialog')
})

test('the language changes without a reload, the page and its address stay', async ({ page, host }) => {
  await signIn(page, host, 'anna', '/clients')
  await page.goto(`${host.url}/settings/appearance`)
  await page.getByText('繁體中文').click()
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-HK')
  await expect(page.getByRole('link', { name: '批次' })).toBeVisible()
  await expect(page).toHaveURL(/settings\/appearance/)
  await page.getByText('English').click()
  await expect(page.getByRole('link', { name: 'Batches' })).toBeVisible()
})

test('the whole way by keyboard: palette, list, pane, back', async ({ page, host }) => {
  await signIn(page, host, 'admin', '/audit')
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder('A number, name, reference, amount, or what to do').fill('Batches')
  await expect(
    page
      .getByRole('option', { name: /Batches/ })
      .or(page.getByRole('button', { name: /^Batches/ }))
      .first(),
  ).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Batches' })).toBeVisible()
  await expect(page.getByRole('row').filter({ hasText: 'screens.csv' })).toBeVisible()
  // From the heading to the filters, and on into the list.
  await page.keyboard.press('F6')
  await page.keyboard.press('F6')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await expect(page.locator('[data-pane]')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await expect(page.locator('[data-pane]')).toHaveCount(0)
})
