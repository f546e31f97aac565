/**
 * The console over a large workspace, in a real browser: how long from the start to a queue that can be worked with, how busy
 * the page is while each screen opens, how soon it answers while a large file is posted, and what it holds after a long day.
 * `npm run bench -- console --rows 5000000 --large 1000000 --minutes 60`
 */
import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type Browser, chromium, type Page } from '@playwright/test'
import { screens } from '../../renderer/route/screens.ts'
import { findWholeChromium } from '../../scripts/browser.ts'
import { endHost, openHost, passphraseOf, type RunningHost } from '../e2e/console-fixture.ts'
import { addShops, dropLarge, fillConsole } from './parts/console-fill.ts'
import { busyOf, cases, heldBy, processOf, watch, workTheQueue } from './parts/console-person.ts'

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '5000000' },
    large: { type: 'string', default: '1000000' },
    minutes: { type: 'string', default: '0' },
  },
})

const builtCli = fileURLToPath(new URL('../../out/main/cli.js', import.meta.url))
const executablePath = findWholeChromium()
// With passphrases that are as dear as real ones.
const host = await openHost({})
let browser: Browser | undefined
try {
  await addShops(host)
  const filling = performance.now()
  await fillConsole(host, Number(values.rows))
  say('rows taken in', `${values.rows} in ${seconds(performance.now() - filling)}`)
  await host.kill()
  openByItself(host)
  browser = await chromium.launch(executablePath === undefined ? {} : { executablePath })
  const page = await coldStart(host, browser)
  await everyScreen(page)
  await whileALargeFileIsPosted(page)
  await aLongDay(page, browser, Number(values.minutes))
} finally {
  await browser?.close()
  await endHost(host)
  rmSync(keyFileOf(host), { force: true })
}

function keyFileOf({ directory }: RunningHost): string {
  return `${directory}.key`
}

/** As a host is run that nobody sits at: somebody allows it once, with their passphrase. */
function openByItself(own: RunningHost): void {
  const unattended = ['keys', 'unattended', 'on', '--key-file', keyFileOf(own), '--workspace', own.directory]
  const env = { ...process.env, COUNTINGHOUSE_USER: 'admin', COUNTINGHOUSE_PASSPHRASE: passphraseOf('admin') }
  execFileSync(process.execPath, [builtCli, ...unattended], { env })
}

/**
 * Nothing runs: the engine, the page, the sign-in and the first cases, one after another as a person has them in the morning.
 * What is waited for is looked for at each picture: the test runner's own waiting looks every half a second only.
 */
async function coldStart(own: RunningHost, on: Browser): Promise<Page> {
  const page = await on.newPage({ viewport: { width: 1440, height: 900 } })
  await watch(page)
  const begun = performance.now()
  await own.start({}, ['--key-file', keyFileOf(own)])
  const listening = performance.now()
  await page.goto(`${own.url}/exceptions?view=all`)
  await shown(page, 'form')
  const asked = performance.now()
  await page.getByLabel('User', { exact: true }).fill('anna')
  await page.getByLabel('Passphrase', { exact: true }).fill(passphraseOf('anna'))
  const typed = performance.now()
  await page.keyboard.press('Enter')
  await shown(page, 'nav')
  const signedIn = performance.now()
  await shown(page, '[role=row][row-id]')
  const usable = performance.now()
  say('engine open and listening', seconds(listening - begun))
  say('page', seconds(asked - listening))
  say('sign-in, once a passphrase is typed', seconds(signedIn - typed))
  say('first cases shown after it', seconds(usable - signedIn))
  say('cold start but for the typing', seconds(usable - begun - (typed - asked)))
  return page
}

async function shown(page: Page, what: string): Promise<void> {
  await page.waitForFunction((selector) => document.querySelector(selector) !== null, what)
}

async function everyScreen(page: Page): Promise<void> {
  for (const { path } of screens) {
    const begun = performance.now()
    await page.goto(`${host.url}${path}`)
    await page.getByRole('main').waitFor()
    await page.waitForLoadState('networkidle')
    const { longest } = await busyOf(page)
    const failed = await page.getByText('This part of the console has failed').count()
    say(
      path,
      `${seconds(performance.now() - begun)} until quiet, longest task ${longest} ms${failed ? ', FAILED' : ''}`,
    )
  }
}

async function whileALargeFileIsPosted(page: Page): Promise<void> {
  await page.goto(`${host.url}/exceptions?view=all`)
  await cases(page).first().waitFor()
  await workTheQueue(page)
  await busyOf(page)
  dropLarge(host, Number(values.large))
  const until = performance.now() + 30_000
  const interactions: number[] = []
  let longest = 0
  while (performance.now() < until) {
    await workTheQueue(page)
    const busy = await busyOf(page)
    interactions.push(...busy.interactions)
    longest = Math.max(longest, busy.longest)
  }
  const sorted = interactions.toSorted((a, b) => a - b)
  const at = (part: number): number => sorted[Math.floor(sorted.length * part)] ?? 0
  say(
    `${values.large} rows posted meanwhile`,
    `to the next picture: median ${at(0.5)} ms, p95 ${at(0.95)} ms of ${sorted.length}; longest task ${longest} ms`,
  )
}

/** One page that is never loaded anew: what grows here grows at somebody's desk. */
async function aLongDay(page: Page, on: Browser, minutes: number): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const links = page.getByRole('navigation', { name: 'Screens' }).getByRole('link')
  for (let minute = 0; minute <= minutes; minute += 1) {
    const own = (await processOf(on)) >> 20
    const kept = (await heldBy(session)) >> 20
    const swept = (await processOf(on)) >> 20
    say(
      `memory after ${minute} min`,
      `${own} MiB in its process, ${swept} MiB once swept, ${kept} MiB of it the page's`,
    )
    const until = performance.now() + 60_000
    while (minute < minutes && performance.now() < until) {
      for (let link = 0; link < (await links.count()); link += 1) {
        await links.nth(link).click()
        await page.waitForTimeout(300)
      }
      await links.filter({ hasText: 'Exceptions' }).click()
      await cases(page).first().waitFor()
      await workTheQueue(page)
    }
  }
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(2)} s`
}

function say(what: string, found: string): void {
  process.stdout.write(`${what.padEnd(34)} ${found}\n`)
}
