/** The page that describes the API: read on any screen, in any light, by keyboard, and with nothing from anywhere else. */
import { clean } from './accessible.ts'
import { expect, test } from './console-fixture.ts'

test('the API is described on one page that loads nothing else', async ({ page, host }) => {
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.setViewportSize({ width: 360, height: 640 })
  await page.goto(`${host.url}/api/docs`)
  await clean(page, 'API')
  await page.emulateMedia({ colorScheme: 'dark' })
  await clean(page, 'API, dark', 'dark')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'openapi.json' })).toBeFocused()
  await page.getByRole('link', { name: 'webhooks', exact: true }).press('Enter')
  await expect(page).toHaveURL(/#webhooks$/)
  const operation = page.locator('summary').filter({ hasText: /GET \/api\/webhooks\/deliveries(?!\/)/ })
  await operation.press('Enter')
  await expect(page.locator('details[open]')).toContainText('cursor')
  // With everything open the page is no wider than its screen.
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true
  })
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
  expect(asked.map((url) => new URL(url).pathname)).toEqual(['/api/docs'])
})
