/** The Chromium that the end-to-end tests run in: one that is here, else one that can be installed without asking. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'
import { ended, say, start } from './tools.ts'

const usual: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable'],
  darwin: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
  win32: ['C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe'],
}

/** Chromium without its windows: the same pages and clicks for a quarter less of a processor's time. */
const withoutWindows = '/usr/bin/chromium-headless-shell'

export function findChromium(): string | undefined {
  return firstOf([process.env.CHROMIUM ?? '', withoutWindows]) ?? findWholeChromium()
}

/** The one that people have, for measuring what they wait for. */
export function findWholeChromium(): string | undefined {
  return firstOf([process.env.CHROMIUM ?? '', ...(usual[process.platform] ?? []), chromium.executablePath()])
}

const firstOf = (paths: readonly string[]): string | undefined => paths.find((each) => each !== '' && existsSync(each))

export async function provideChromium(): Promise<string | undefined> {
  const found = findChromium()
  if (found !== undefined) return found
  say('No Chromium is here; installing one for the end-to-end tests ...')
  await installFromDebian()
  if (findChromium() === undefined) await ended(start('playwright', ['install', 'chromium']))
  return findChromium()
}

async function installFromDebian(): Promise<void> {
  if (!existsSync('/usr/bin/apt-get')) return
  const root = process.getuid?.() === 0
  if (!root && (await ended(start('sudo', ['-n', 'true'], { stdio: 'ignore' }))) !== 0) return
  const aptGet = (...args: readonly string[]): Promise<number> =>
    ended(
      start(root ? 'apt-get' : 'sudo', root ? args : ['-n', 'apt-get', ...args], {
        env: { DEBIAN_FRONTEND: 'noninteractive' },
      }),
    )
  await aptGet('update', '-qq')
  for (const name of ['chromium-headless-shell', 'chromium']) {
    if (findChromium() === undefined) await aptGet('install', '-y', '-qq', '--no-install-recommends', name)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = await provideChromium()
  say(
    found ??
      'There is no Chromium and none could be installed: install one, and name it in CHROMIUM if it is in an unusual place.',
  )
  process.exitCode = found === undefined ? 1 : 0
}
