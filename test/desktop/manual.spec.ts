/** The manual in the desktop: our own pages in a window beside the console, without a network and without any power. */
import { expect } from '@playwright/test'
import { test, waitForEngine } from './console.ts'

test('the help menu opens the manual beside the console, once, and it closes with it', async ({ desk }) => {
  const { app, page } = await desk.start('--workspace', await desk.makeWorkspace('books'))
  await waitForEngine(page, 'running')
  const choose = () => app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('manual')?.click())
  const [manual] = await Promise.all([app.waitForEvent('window'), choose()])
  await manual.waitForURL('app://countinghouse/manual/en/index.html')
  await expect(manual.getByRole('heading', { level: 1, name: 'Manual' })).toBeVisible()
  await manual.getByRole('navigation').getByRole('link', { name: 'Analyst' }).click()
  const picture = manual.getByRole('img').first()
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1_440)
  expect(await manual.evaluate(() => 'desktop' in window)).toBe(false)
  await choose()
  await manual.waitForURL('app://countinghouse/manual/en/index.html')
  expect(app.windows()).toHaveLength(2)

  // No window is left then, and so the app ends.
  const ended = app.waitForEvent('close')
  await app.evaluate(({ BrowserWindow }) => {
    const console = BrowserWindow.getAllWindows().find((each) => each.webContents.getURL() === 'app://countinghouse/')
    setTimeout(() => console?.close(), 100)
  })
  await ended
})

test('a link of the console to the manual opens the same window', async ({ desk }) => {
  const { app, page } = await desk.start('--workspace', await desk.makeWorkspace('books'))
  await waitForEngine(page, 'running')
  const [manual] = await Promise.all([
    app.waitForEvent('window'),
    page.evaluate(() => void window.open('/manual/zh-HK/operator.html', '_blank', 'noopener')),
  ])
  await expect(manual.getByRole('heading', { level: 1, name: '操作員' })).toBeVisible()
  expect(app.windows()).toHaveLength(2)
})
