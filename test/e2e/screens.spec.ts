/** What is around the screens: signing in, palette, language, and the whole way by keyboard. The screens: every-screen. */
import { clean } from './accessible.ts'
import { addProducer, expect, instant, signIn, test } from './console-fixture.ts'

test.beforeAll(async ({ host }) => {
  await addProducer(host, { id: 8, code: 'eight', name: 'Eight Market' })
  host.drop('eight', 'screens.csv', [
    `${instant(9)},8,C-300,Wan Chai,S-1,TopUp,5000`,
    `${instant(8)},8,C-300,Wan Chai,S-2,Payment,oops`,
  ])
})

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
