import { type ElectronApplication, expect, type Page } from '@playwright/test'
import { signIn, stateOf, test } from './console.ts'

type Shown = Readonly<{ title: string; body: string; click: () => void }>

/** What the operating system shows can't be seen by a test; what it is given to show is all that is looked at. */
async function watchSystem(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ app: main, Notification }) => {
    const seen = { shown: [] as Shown[], badge: -1 }
    ;(globalThis as unknown as { seen: typeof seen }).seen = seen
    const { prototype } = Notification
    Notification.isSupported = () => true
    prototype.show = function show(this: Electron.Notification) {
      seen.shown.push({ title: this.title, body: this.body, click: () => void this.emit('click') })
    }
    main.setBadgeCount = (count = 0) => {
      seen.badge = count
      return true
    }
  })
}

type Watched = { seen: { shown: Shown[]; badge: number } }
const shownIn = (app: ElectronApplication) =>
  app.evaluate(() => (globalThis as unknown as Watched).seen.shown.map(({ title, body }) => ({ title, body })))
const badgeOf = (app: ElectronApplication) => app.evaluate(() => (globalThis as unknown as Watched).seen.badge)

/** Signed in, and what the page itself has to tell is told: nothing, of a workspace that is new. */
async function signInAndHear(app: ElectronApplication, page: Page): Promise<void> {
  await signIn(page)
  await expect.poll(() => badgeOf(app)).toBe(0)
}

/** As the page does when something is new. */
const tell = (page: Page, path: string) =>
  page.evaluate((to) => {
    const notices = [{ title: 'Given to you', body: 'ana gave you EX-12', path: to }]
    window.desktop?.tellNews({ unread: 4, notices })
  }, path)

test('the operating system tells what is new while the window is away, and a click leads to it', async ({ desk }) => {
  const workspace = await desk.makeWorkspace('books')
  const { app, page } = await desk.start('--workspace', workspace)
  await watchSystem(app)
  await signInAndHear(app, page)
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
  await tell(page, '/settings/notifications')
  await expect.poll(() => shownIn(app)).toEqual([{ title: 'Given to you', body: 'ana gave you EX-12' }])
  expect(await badgeOf(app)).toBe(4)
  await app.evaluate(() => (globalThis as unknown as Watched).seen.shown[0]?.click())
  await expect(page.getByRole('heading', { name: 'Notifications', level: 1 })).toBeVisible()
  await expect.poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())).toBe(true)
  expect((await stateOf(page)).directory).toBe(workspace)
})

test('a link to the console starts it there, and leads there when it runs already', async ({ desk }) => {
  const workspace = await desk.makeWorkspace('books')
  const { page } = await desk.start('--workspace', workspace, 'countinghouse://settings/notifications')
  await signIn(page)
  await expect(page.getByRole('heading', { name: 'Notifications', level: 1 })).toBeVisible()
  expect(await desk.startAgain('--workspace', workspace, 'countinghouse://settings/appearance?from=mail')).toBe(0)
  await expect(page.getByRole('heading', { name: 'Appearance', level: 1 })).toBeVisible()
  expect(page.url()).toBe('app://countinghouse/settings/appearance?from=mail')
})

test('leads nowhere but within the console, and leaves nothing behind when somebody signs out', async ({ desk }) => {
  const { app, page } = await desk.start('--workspace', await desk.makeWorkspace('books'))
  await watchSystem(app)
  await signInAndHear(app, page)
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
  for (const path of ['https://elsewhere.example/', '//elsewhere.example/', 'file:///etc/passwd'])
    await tell(page, path)
  await tell(page, '/batches')
  await expect.poll(() => badgeOf(app)).toBe(4)
  expect(await shownIn(app)).toHaveLength(1)
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.show())
  await page.getByRole('button', { name: /admin/i }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible()
  await expect.poll(() => badgeOf(app)).toBe(0)
})
