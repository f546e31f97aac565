/** The manual is opened from the console, beside it, in the person's language, and comes from the host itself. */
import { clean } from './accessible.ts'
import { expect, signIn, test } from './console-fixture.ts'

test('the person’s menu opens the manual in a tab of its own, and every page of it is there', async ({
  page,
  host,
}) => {
  await signIn(page, host, 'anna', '/batches')
  await page.getByRole('button', { name: 'Anna Analyst' }).click()
  const [manual] = await Promise.all([
    page.waitForEvent('popup'),
    page.getByRole('menuitem', { name: 'Open the manual' }).click(),
  ])
  await expect(manual.getByRole('heading', { level: 1, name: 'Manual' })).toBeVisible()
  await clean(manual, 'the index')
  await manual.getByRole('navigation').getByRole('link', { name: 'Analyst' }).click()
  await expect(manual.getByRole('heading', { level: 1, name: 'Analyst' })).toBeVisible()
  const picture = manual.getByRole('img').first()
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1_440)
  await clean(manual, 'a page with pictures')
  await manual.getByRole('link', { name: '中文' }).click()
  await expect(manual.getByRole('heading', { level: 1, name: '分析員' })).toBeVisible()
})

test('the palette opens it too, and its plain address asks the browser for the language', async ({ page, host }) => {
  await signIn(page, host, 'anna', '/batches')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('manual')
  const opened = page.waitForEvent('popup')
  await page.getByRole('option', { name: 'Open the manual' }).or(page.getByText('Open the manual')).first().click()
  await expect((await opened).getByRole('heading', { level: 1, name: 'Manual' })).toBeVisible()
  const answer = await fetch(`${host.url}/manual`, {
    redirect: 'manual',
    headers: { 'accept-language': 'zh-HK,zh;q=0.9' },
  })
  expect([answer.status, answer.headers.get('location')]).toEqual([302, '/manual/zh-HK/index.html'])
})
