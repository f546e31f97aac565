/**
 * `npm run pictures`: the pictures of README and manual, taken in a real browser of a demo that is made for it and thrown
 * away. Needs no network. They are the same each time, but for the dates: a demo's days are those before today.
 */
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Browser, chromium, type Page } from '@playwright/test'
import { demoArrivals } from '../fixtures/demo/today.ts'
import { findChromium } from './browser.ts'
import { buildIfStale } from './build.ts'
import { type DemoUser, makeDemo, put } from './demo-workspace.ts'
import { startHostProcess } from './host.ts'
import { ended, root, say } from './tools.ts'

type Picture = Readonly<{
  name: string
  user: string
  /** The screen's own path, as it stands in `renderer/route/screens.ts`. */
  screen: string
  /** What is open there, asked of the demo. */
  at?: (ask: Ask) => Promise<string>
}>

type Listed = Readonly<{ items: readonly Readonly<{ id: number }>[] }>
/** A list of the REST API, as the picture's user sees it. */
type Ask = (path: string) => Promise<Listed>

const firstOf = async (ask: Ask, path: string): Promise<number> => {
  const [first] = (await ask(path)).items
  if (first === undefined) throw new Error(`the demo has nothing at ${path}`)
  return first.id
}

/** One line adds one. */
const pictures: readonly Picture[] = [
  {
    name: 'exceptions',
    user: 'analyst',
    screen: '/exceptions',
    at: async (ask) => `?view=all&open=${await firstOf(ask, 'exceptions?code=BATCH_DOUBLED&limit=1')}`,
  },
  { name: 'overview', user: 'approver', screen: '/overview' },
  { name: 'live', user: 'operator', screen: '/live' },
  {
    name: 'approvals',
    user: 'approver',
    screen: '/approvals',
    at: async (ask) => `?proposal=${await firstOf(ask, 'proposals?state=open&kind=batch_release&limit=1')}`,
  },
  { name: 'batches', user: 'operator', screen: '/batches' },
  { name: 'producers', user: 'operator', screen: '/producers', at: async () => '?open=63' },
  { name: 'reconciliation', user: 'analyst', screen: '/reconciliation', at: async () => '/omnibus:main?currency=USD' },
  { name: 'expected', user: 'analyst', screen: '/expected-payments', at: async () => '?state=requested' },
  {
    name: 'ask-client',
    user: 'analyst',
    screen: '/exceptions',
    at: async (ask) => `?view=all&open=${await firstOf(ask, 'exceptions?code=CLIENT_FROZEN&limit=1')}`,
  },
  { name: 'measures', user: 'approver', screen: '/measures' },
  { name: 'audit', user: 'auditor', screen: '/audit' },
  { name: 'users', user: 'admin', screen: '/settings/users' },
  { name: 'jobs', user: 'admin', screen: '/jobs' },
]

const folder = join(root, 'docs', 'pictures')
/** README is read over slow lines too. */
const bytesMax = 150_000

process.exitCode = await main()

async function main(): Promise<number> {
  const executablePath = findChromium()
  if (executablePath === undefined) {
    say('There is no Chromium to take pictures with: "node scripts/browser.ts" installs one.')
    return 1
  }
  if (!(await buildIfStale())) return 1
  const scratch = mkdtempSync(join(tmpdir(), 'countinghouse-pictures-'))
  process.on('exit', () => rmSync(scratch, { recursive: true, force: true, maxRetries: 5 }))
  const workspace = join(scratch, 'workspace')
  say('Making a demo workspace ...')
  const begun = Date.now()
  const users = await makeDemo(workspace)
  const [first] = users
  if (first === undefined) return 1
  const environment = { COUNTINGHOUSE_USER: first.name, COUNTINGHOUSE_PASSPHRASE: first.passphrase }
  const host = await startHostProcess({ directory: workspace, environment })
  if (host.url === null) return 1
  const { origin: url } = new URL(host.url)
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--font-render-hinting=none'] })
  try {
    await letSomeArrive(begun, workspace, tellingBy(url, await signedIn(url, first)))
    return await takeAll(browser, url, users)
  } finally {
    await browser.close()
    host.process.kill('SIGTERM')
    await ended(host.process)
  }
}

/** The first of today's files, of the large one only the half that broke off, and until one that should be there is late. */
async function letSomeArrive(begun: number, workspace: string, ask: Ask): Promise<void> {
  const arrivals = demoArrivals(begun)
  const skipped = 3
  const before = (await ask('batches?limit=1')).items[0]?.id ?? 0
  let dropped = 0
  for (let number = 0; number < 8; number += 1) {
    const arriving = arrivals.next().value.file(begun)
    if (number === skipped) continue
    put(join(workspace, 'drop', arriving.producer), arriving)
    dropped += 1
  }
  // A minute after the start one is late, and noticed in the minute after that.
  const waitedMax = 150
  for (let waited = 0; waited < waitedMax; waited += 1) {
    const newest = (await ask('batches?limit=1')).items[0]?.id
    const late = await ask('exceptions?code=BATCH_MISSING&limit=1')
    if (newest === before + dropped && late.items.length > 0) return
    await wait(1_000)
  }
  throw new Error('the files of today were not taken, or none of them is late')
}

async function takeAll(browser: Browser, url: string, users: readonly DemoUser[]): Promise<number> {
  mkdirSync(folder, { recursive: true })
  let tooLarge = 0
  for (const picture of pictures) {
    const user = users.find(({ name }) => name === picture.user) ?? users[0]
    if (user === undefined) throw new Error('a demo without people')
    const file = join(folder, `${picture.name}.webp`)
    await take(browser, { url, user, picture, file })
    const { size } = statSync(file)
    say(`${picture.name}: ${Math.round(size / 1_000)} kB`)
    if (size > bytesMax) tooLarge += 1
  }
  return tooLarge === 0 ? 0 : 1
}

type Taking = Readonly<{ url: string; user: DemoUser; picture: Picture; file: string }>

async function take(browser: Browser, { url, user, picture, file }: Taking): Promise<void> {
  const context = await browser.newContext({
    viewport: { width: 1_440, height: 900 },
    colorScheme: 'light',
    reducedMotion: 'reduce',
    locale: 'en-HK',
    timezoneId: 'Asia/Hong_Kong',
  })
  try {
    const page = await context.newPage()
    const ask = tellingBy(url, await signedIn(url, user))
    await page.goto(`${url}${picture.screen}${(await picture.at?.(ask)) ?? ''}`)
    await page.getByLabel('User', { exact: true }).fill(user.name)
    await page.getByLabel('Passphrase', { exact: true }).fill(user.passphrase)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('navigation', { name: 'Screens' }).waitFor()
    // What lies under the pointer looks different.
    await page.mouse.move(0, 0)
    await comeToRest(page)
    // WebP is sharp and small; Playwright itself has only PNG and JPEG.
    const session = await context.newCDPSession(page)
    const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 88 })
    writeFileSync(file, Buffer.from(data, 'base64'))
  } finally {
    await context.close()
  }
}

/** Until what is drawn is the same twice, half a second apart: fonts, lists and charts are all there then. */
async function comeToRest(page: Page): Promise<void> {
  await page.evaluate('document.fonts.ready.then(() => null)')
  const looksMax = 20
  let before = ''
  for (let look = 0; look < looksMax; look += 1) {
    await wait(500)
    const now = await page.locator('body').innerText()
    if (now === before && (await page.locator('.mantine-Skeleton-root').count()) === 0) return
    before = now
  }
}

async function signedIn(url: string, { name, passphrase }: DemoUser): Promise<string> {
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user: name, passphrase }),
  })
  if (!answer.ok) throw new Error(`${name} was not let in: ${answer.status}`)
  return ((await answer.json()) as { token: string }).token
}

function tellingBy(url: string, token: string): Ask {
  return async (path) => {
    const answer = await fetch(`${url}/api/${path}`, { headers: { authorization: `Bearer ${token}` } })
    if (!answer.ok) throw new Error(`${path} was refused: ${answer.status}`)
    return (await answer.json()) as Listed
  }
}
