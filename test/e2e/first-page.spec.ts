/** What a page asks the host for before anybody can use it, and what becomes of a part that can't be had. */
import { expect, signIn, test } from './console-fixture.ts'

test('somebody who signs in has waited for a handful of files, and their first screen for a few more', async ({
  page,
  host,
}) => {
  const asked = new Set<string>()
  page.on('request', (request) => {
    if (request.resourceType() === 'script') asked.add(new URL(request.url()).pathname)
  })
  const html = await (await page.request.get(`${host.url}/`, { headers: { accept: 'text/html' } })).text()
  expect(html.match(/<(script|link rel="modulepreload")/g)?.length).toBeLessThanOrEqual(4)
  await signIn(page, host, 'anna', '/exceptions?view=all')
  await expect(page.getByRole('heading', { name: 'Exceptions', level: 1 })).toBeVisible()
  expect(asked.size).toBeLessThan(30)
})

test('the first screen asks once, by what its person has kept, and writes nothing down', async ({ page, host }) => {
  const said: string[] = []
  page.on('websocket', (line) =>
    line.on('framesent', ({ payload }) => {
      const [, route] = /"u":"([^"]+)"/.exec(String(payload)) ?? []
      if (route !== undefined) said.push(route)
    }),
  )
  await signIn(page, host, 'april', '/exceptions')
  await expect(page.getByRole('heading', { name: 'Exceptions', level: 1 })).toBeVisible()
  await expect.poll(() => said).toContain('/exceptions/counts')
  await page.waitForLoadState('networkidle')
  expect(said.filter((route) => /openView|setPreference/.test(route))).toEqual(['/exceptions/openView'])
  expect(said.indexOf('/session/preferences')).toBeLessThan(said.indexOf('/exceptions/openView'))
})

test('the end users’ wallet loads what it has in common with the console, and nothing else of it', async ({
  page,
  host,
}) => {
  const asked: string[] = []
  page.on('request', (request) => void asked.push(new URL(request.url()).pathname))
  await page.goto(`${host.url}/wallet`)
  await expect(page.getByRole('heading', { name: 'Sign in to your wallet' })).toBeVisible()
  const ofConsole = asked.filter((path) => path.startsWith('/assets/'))
  expect(ofConsole).toEqual([expect.stringMatching(/^\/assets\/both-/)])
})

// A file that can't be had is an error on the page, and meant to be one here.
const unwatched = test.extend({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads which fixtures are wanted from this pattern.
  errors: async ({}, lend) => lend([]),
})

unwatched(
  'a screen whose code can’t be had says so, the others go on, and it is there when it can',
  async ({ page, host }) => {
    await signIn(page, host, 'anna', '/exceptions')
    await page.route(/\/assets\/LedgerScreen-/, (route) => route.abort())
    await page.getByRole('link', { name: 'Ledger', exact: true }).click()
    await expect(page.getByRole('alert')).toContainText('This part of the console has failed')
    await page.getByRole('link', { name: 'Batches', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'Batches', level: 1 })).toBeVisible()
    await page.unroute(/\/assets\/LedgerScreen-/)
    await page.getByRole('link', { name: 'Ledger', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'Ledger', level: 1 })).toBeVisible()
  },
)

unwatched(
  'words that can’t be had are asked for again, and the page is there when they come',
  async ({ page, host }) => {
    let refused = 0
    await page.route(/\/assets\/en-/, (route) => {
      refused += 1
      return refused > 3 ? route.continue() : route.abort()
    })
    await page.goto(`${host.url}/`)
    await expect(page.getByLabel('User', { exact: true })).toBeVisible()
    expect(refused).toBeGreaterThan(3)
  },
)
