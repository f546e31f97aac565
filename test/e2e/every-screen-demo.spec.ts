/** Every screen, and every pane and page that one opens on it, on three months of the demo. */
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import type { DemoUser } from '../../scripts/demo-workspace.ts'
import { clean } from './accessible.ts'
import { endHost, expect, openDemo, type RunningHost, test } from './console-fixture.ts'
import { enter, everyScreen, faults, listen, lookAt, looks, type Stop, settled, smallest, walkTo } from './walk.ts'

let host: RunningHost
let admin: DemoUser
let stops: readonly Stop[]
test.beforeAll(async () => {
  test.setTimeout(120_000)
  const demo = await openDemo()
  host = demo.host
  admin = demo.admin
  stops = [...everyScreen.map(({ path, title }) => ({ address: path, title })), ...(await opened())]
})
test.afterAll(async () => {
  await endHost(host)
})

/** The first thing of each kind, opened where it is found. */
async function opened(): Promise<readonly Stop[]> {
  const first = await asking()
  const [kase, batch, client] = [await first('exceptions'), await first('batches?state=held'), await first('clients')]
  const account = '/reconciliation/omnibus:main'
  return [
    `/exceptions?view=all&open=${kase}`,
    `/exceptions/EX-${kase}`,
    `/batches?open=${batch}`,
    `/batches?open=${batch}&look=file`,
    `/producers?open=${await first('producers')}`,
    `/clients?open=${client}`,
    `/ledger?account=wallet:${client}&currency=USD`,
    '/ledger?tab=postings',
    `/ledger?tab=postings&transaction=${await first('postings', 'transaction')}`,
    '/ledger?tab=trial-balance',
    '/ledger?tab=periods',
    '/reconciliation?open=omnibus:main+USD',
    `${account}?currency=USD`,
    `${account}?currency=USD&look=matched`,
    `${account}/proof?currency=USD`,
    `/statements?open=${await first('statements')}`,
    '/statements?part=files',
    '/statements?part=sources',
    `/fund-requests?open=${await first('fund-requests')}`,
    `/expected-payments?open=${await first('expected-payments')}`,
    `/approvals?proposal=${await first('proposals')}`,
    `/audit?open=${await first('audit', 'seq')}`,
    '/reports?tab=exports',
    '/close-packs',
    `/jobs?open=${await first('jobs', 'name')}`,
    `/settings/users?open=${admin.name}`,
    '/live?wall=1',
  ].map((address) => ({ address }))
}

async function asking(): Promise<(path: string, key?: string) => Promise<string>> {
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ user: admin.name, passphrase: admin.passphrase })
  const signedIn = await fetch(`${host.url}/api/session`, { method: 'POST', headers, body })
  const { token } = (await signedIn.json()) as { token: string }
  return async (path, key = 'id') => {
    const answer = await fetch(`${host.url}/api/${path}`, { headers: { authorization: `Bearer ${token}` } })
    const { items } = (await answer.json()) as { items?: readonly Readonly<Record<string, unknown>>[] }
    const found = items?.[0]?.[key]
    expect(found, `the first ${key} of ${path}`).toBeDefined()
    return String(found)
  }
}

for (const look of looks) {
  test.describe(look.name, () => {
    test.use({ locale: look.locale, colorScheme: look.colorScheme, viewport: smallest })
    test.use({ contextOptions: { reducedMotion: 'reduce' } })

    test(`shows three months without anything in anybody's way (${look.name})`, async ({ page }) => {
      test.setTimeout(180_000)
      const heard = listen(page)
      await enter(page, host.url, admin)
      for (const stop of stops) await lookAt(page, stop, look)
      expect(heard).toEqual([])
    })
  })
}

test('no page of the frame is left out of these walks', () => {
  const frame = readFileSync(new URL('../../renderer/shell/Frame.tsx', import.meta.url), 'utf8')
  expect([...frame.matchAll(/<Route path=["{]([^"}]+)["}]/g)].map(([, path]) => path)).toEqual([
    '/',
    '/exceptions/:name',
    '/reconciliation/:account',
    '/reconciliation/:account/proof',
    'firstRunPath',
    'packsPath',
  ])
})

/** What is opened most, by the button that opens it; the others have stories of their own. */
const dialogs = [
  ['/producers', 'Add a producer'],
  ['/clients', 'Open a wallet'],
  ['/clients', 'Export…'],
  ['/ledger?tab=periods', 'Close a period'],
  ['/close-packs', 'Make a close pack'],
  ['/statements', 'Send a file in'],
  ['/reports', 'New report…'],
  ['/settings', 'Propose a change'],
  ['/settings/users', 'Add a user'],
  ['/settings/api-keys', 'Propose an API key'],
  ['/settings/webhooks', 'Propose an address'],
] as const

for (const { name, ...size } of [
  { name: 'a small window', ...smallest },
  { name: 'a window of 1440 at 200 %', width: 720, height: 450 },
]) {
  test.describe(name, () => {
    test.use({ locale: 'en-HK', viewport: size, contextOptions: { reducedMotion: 'reduce' } })

    test(`dialogs have room in ${name}`, async ({ page }) => {
      test.setTimeout(120_000)
      const heard = listen(page)
      await enter(page, host.url, admin)
      for (const [address, button] of dialogs) {
        await walkTo(page, address)
        await page.getByRole('button', { name: button }).first().click()
        await inSight(page, `${address}: ${button}`)
        await page.keyboard.press('Escape')
        await expect(page.getByRole('dialog')).toHaveCount(0)
      }
      expect(heard).toEqual([])
    })
  })
}

test.describe('a window of 1440 at 200 %', () => {
  test.use({ viewport: { width: 720, height: 450 } })

  test('both sides of a reconciliation keep their rows, and what is picked stays in sight', async ({ page }) => {
    await enter(page, host.url, admin)
    await walkTo(page, '/reconciliation/omnibus:main?currency=USD')
    const sides = page.locator('main section .ag-root')
    await expect(sides).toHaveCount(2)
    for (const side of await sides.all()) expect((await side.boundingBox())?.height).toBeGreaterThan(120)
    await expect(page.getByRole('button', { name: /^Match M/ })).toBeInViewport()
  })
})

async function inSight(page: Page, where: string): Promise<void> {
  const dialog = page.getByRole('dialog')
  await expect(dialog, where).toBeVisible()
  await settled(page)
  const [box, { width, height }] = [await dialog.boundingBox(), page.viewportSize() ?? { width: 0, height: 0 }]
  expect(box, where).not.toBeNull()
  if (box === null) return
  expect([box.x >= 0, box.y >= 0, box.x + box.width <= width, box.y + box.height <= height], where).toEqual([
    true,
    true,
    true,
    true,
  ])
  expect(await faults(page), where).toEqual([])
  await clean(page, where)
}
