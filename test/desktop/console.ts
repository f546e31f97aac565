/** What each desktop test starts from: a workspace of its own, settings of its own, and the app with a real window. */
import { execFile, spawn } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { test as base, type ElectronApplication, expect, type Page } from '@playwright/test'
import type { DesktopShell, ShellState } from '../../engine/contract/shell.ts'
import { prepareRuntime } from './prepare-runtime.ts'
import { project } from './runtime.ts'

declare global {
  interface Window {
    readonly desktop?: DesktopShell
  }
}

export const passphrase = 'a long passphrase for the desktop'

/** Far longer than a start takes, and short enough to try another one. */
const launchMs = 15_000

export type Console = Readonly<{ app: ElectronApplication; page: Page }>

export type Desk = Readonly<{
  /** An empty folder that goes when the test ends. */
  folder: string
  /** Makes a workspace in it, with the user `admin`. */
  makeWorkspace: (name: string) => Promise<string>
  cli: (...args: string[]) => Promise<string>
  /** What belongs to one installation of the app: the same settings and the same single instance. */
  launchArgs: (args: readonly string[]) => readonly string[]
  start: (...args: string[]) => Promise<Console>
  /** Starts the app without looking at it and answers its exit code. */
  startAgain: (...args: string[]) => Promise<number | null>
}>

export const test = base.extend<{ desk: Desk }>({
  desk: async ({ playwright }, lend, info) => {
    const runtime = prepareRuntime()
    test.skip(!runtime.found, runtime.found ? '' : runtime.why)
    if (!runtime.found) return
    const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'desktop-')))
    const apps: ElectronApplication[] = []
    const said: string[] = []
    const launchArgs = (args: readonly string[]): readonly string[] => [
      ...runtime.args,
      // Chromium refuses to run as root with its sandbox, and test machines are containers with nobody but root.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      `--user-data-dir=${path.join(folder, 'settings')}`,
      '--lang=en',
      ...args,
    ]
    await lend({
      folder,
      launchArgs,
      makeWorkspace: (name) => makeWorkspace(path.join(folder, name)),
      cli: runCli,
      start: async (...args) => {
        const launch = (): Promise<ElectronApplication> =>
          playwright._electron.launch({
            executablePath: runtime.executable,
            args: [...launchArgs(args)],
            env: environment(),
            timeout: launchMs,
          })
        // Now and then Electron's debugger never answers the test runner. Once is the machine's affair, twice is ours.
        const app = await launch().catch(launch)
        apps.push(app)
        app.process().stderr?.on('data', (chunk: Buffer) => said.push(chunk.toString()))
        return { app, page: await app.firstWindow() }
      },
      startAgain: (...args) =>
        new Promise((resolve) => {
          const second = spawn(runtime.executable, launchArgs(args), { env: environment(), stdio: 'ignore' })
          second.on('exit', resolve)
        }),
    })
    for (const app of apps) await app.close().catch(() => undefined)
    if (info.status !== info.expectedStatus)
      await info.attach('stderr', { body: said.join(''), contentType: 'text/plain' })
    rmSync(folder, { recursive: true, force: true })
  },
})

/** A workspace that the machine's owner named must not become the test's. */
function environment(): Record<string, string> {
  const { COUNTINGHOUSE_WORKSPACE: _named, ...rest } = process.env
  return Object.fromEntries(
    Object.entries(rest).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}

async function runCli(...args: string[]): Promise<string> {
  const env = { ...environment(), COUNTINGHOUSE_PASSPHRASE: passphrase }
  const cli = path.join(project, 'out', 'main', 'cli.js')
  const { stdout } = await promisify(execFile)(process.execPath, [cli, ...args], { env })
  return stdout
}

async function makeWorkspace(directory: string): Promise<string> {
  await runCli('init', '--workspace', directory, '--json')
  return directory
}

export async function stateOf(page: Page): Promise<ShellState> {
  const state = await page.evaluate(() => window.desktop?.getState())
  if (state === undefined) throw new Error('the page has no shell')
  return state
}

export async function waitForEngine(page: Page, state: ShellState['engine']['state']): Promise<void> {
  await expect.poll(async () => (await stateOf(page)).engine.state).toBe(state)
}

/** The process of the engine, as the operating system knows it. */
export async function enginePid(app: ElectronApplication): Promise<number> {
  const pid = await app.evaluate(
    ({ app: main }) => main.getAppMetrics().find(({ name }) => name === 'Countinghouse engine')?.pid,
  )
  if (pid === undefined) throw new Error('the engine has no process')
  return pid
}

export async function signIn(page: Page): Promise<void> {
  await waitForEngine(page, 'running')
  await page.getByLabel('User').fill('admin')
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('navigation', { name: 'Screens' })).toBeVisible()
}
