/**
 * The console as a person gets it: the built host as a process of its own, a real workspace, a real browser. Any error on
 * the page, a broken content policy included, fails the test that met it.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, test as base, expect, type Page } from '@playwright/test'
import type { Role } from '../../engine/contract/permission.ts'
import type { NewWorkspace } from '../../engine/workspace/create.ts'
import { type DemoUser, makeDemo } from '../../scripts/demo-workspace.ts'

const builtHost = fileURLToPath(new URL('../../out/main/host.js', import.meta.url))
const makeWorkspace = fileURLToPath(new URL('make-workspace.ts', import.meta.url))
export const passphraseOf = (user: string): string => `${user} has a long passphrase`

export const header = 'TxDate,ProducerId,ClientId,ProducerLocation,TxId,TxType,Amount'

const people: readonly Readonly<{ name: string; displayName: string; roles: readonly Role[] }>[] = [
  { name: 'admin', displayName: 'Ada Admin', roles: ['admin'] },
  { name: 'olive', displayName: 'Olive Operator', roles: ['operator'] },
  { name: 'anna', displayName: 'Anna Analyst', roles: ['analyst'] },
  { name: 'april', displayName: 'April Approver', roles: ['approver'] },
  { name: 'audrey', displayName: 'Audrey Auditor', roles: ['auditor'] },
  { name: 'erin', displayName: 'Erin Executive', roles: ['executive'] },
]

export class RunningHost {
  readonly directory: string
  readonly port: number
  readonly recoveryKey: string
  #child: ChildProcess | undefined

  constructor(directory: string, port: number, recoveryKey: string) {
    this.directory = directory
    this.port = port
    this.recoveryKey = recoveryKey
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  /** Starts the host and opens its workspace, as an operator's service would; `more` is for its environment. */
  async start(more: Readonly<Record<string, string>> = {}, options: readonly string[] = []): Promise<void> {
    const place = ['--workspace', this.directory, '--port', String(this.port)]
    const child = spawn(process.execPath, [builtHost, ...place, ...options], {
      env: { ...process.env, COUNTINGHOUSE_USER: 'admin', COUNTINGHOUSE_PASSPHRASE: passphraseOf('admin'), ...more },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child = child
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
    await new Promise<void>((resolve, reject) => {
      child.stdout.once('data', () => resolve())
      child.once('exit', (code) => reject(new Error(`the host ended with ${code}: ${said}`)))
    })
  }

  /** Ends it as the operating system would when it has had enough. */
  async kill(): Promise<void> {
    const child = this.#child
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await ended
  }

  /** Drops a complete file into a producer's folder. */
  drop(code: string, name: string, rows: readonly string[]): void {
    const folder = path.join(this.directory, 'drop', code)
    mkdirSync(folder, { recursive: true })
    writeFileSync(path.join(folder, name), `${[header, ...rows].join('\n')}\n`)
    writeFileSync(path.join(folder, `${name}.done`), '')
  }
}

/** Stories sign in hundreds of times: their passphrases are stretched less than real ones. */
const hurried = { passphraseCost: { n: 2 ** 12, r: 8, p: 1 } }

/** A host of its own on a new workspace; whoever asks for one ends it. */
export async function openHost(cost: Pick<NewWorkspace, 'passphraseCost'> = hurried): Promise<RunningHost> {
  const directory = mkdtempSync(path.join(tmpdir(), 'countinghouse e2e '))
  const [first, ...rest] = people.map((person) => ({ ...person, passphrase: passphraseOf(person.name) }))
  if (first === undefined) throw new Error('nobody to sign in')
  const draft: NewWorkspace = {
    directory,
    program: 'cli',
    name: 'Harbour Finance',
    zone: 'Asia/Hong_Kong',
    currency: 'USD',
    currencyDigits: 2,
    demo: false,
    users: [first, ...rest],
    ...cost,
  }
  const recoveryKey = execFileSync(process.execPath, [makeWorkspace, JSON.stringify(draft)], { encoding: 'utf8' })
  const host = new RunningHost(directory, await freePort(), recoveryKey)
  await host.start()
  return host
}

/** One that shows the demo: its people have passphrases of their own. */
export async function openDemo(): Promise<Readonly<{ host: RunningHost; admin: DemoUser }>> {
  const directory = mkdtempSync(path.join(tmpdir(), 'countinghouse e2e '))
  const admin = (await makeDemo(directory)).find(({ roles }) => roles.includes('admin'))
  if (admin === undefined) throw new Error('a demo without an administrator')
  const host = new RunningHost(directory, await freePort(), '')
  await host.start({ COUNTINGHOUSE_USER: admin.name, COUNTINGHOUSE_PASSPHRASE: admin.passphrase })
  return { host, admin }
}

export async function endHost(host: RunningHost): Promise<void> {
  await host.kill()
  rmSync(host.directory, { recursive: true, force: true })
}

type Fixtures = { errors: string[] }
type WorkerFixtures = { host: RunningHost }

export const test = base.extend<Fixtures, WorkerFixtures>({
  host: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads which fixtures are wanted from this pattern.
    async ({}, use) => {
      const host = await openHost()
      await use(host)
      await endHost(host)
    },
    { scope: 'worker' },
  ],
  errors: [
    async ({ page }, use) => {
      const errors: string[] = []
      page.on('pageerror', (error) => errors.push(error.message))
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text())
      })
      await use(errors)
      expect(errors).toEqual([])
    },
    { auto: true },
  ],
})
export { expect }

export async function signIn(page: Page, host: RunningHost, user: string, path = '/'): Promise<void> {
  await page.goto(`${host.url}${path}`)
  await page.getByLabel('User', { exact: true }).fill(user)
  await page.getByLabel('Passphrase', { exact: true }).fill(passphraseOf(user))
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('navigation', { name: 'Screens' })).toBeVisible()
}

/** A colleague at a browser of their own; whoever asks for one closes its context, or the run does. */
export async function otherPerson(browser: Browser, host: RunningHost, user: string, path: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await signIn(page, host, user, path)
  return page
}

/** Files of a row or two would be held for their few clients, and for a fault among so few rows. */
export const forSmallFiles = { limits: { clientsMin: 0, faultsMaxPercent: 100 } }

/** A producer as an administrator would add it, over the same API. */
export async function addProducer(
  host: RunningHost,
  producer: Readonly<{
    id: number
    code: string
    name: string
    agreement?: object
    contact?: object
    locations?: readonly string[]
  }>,
): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ user: 'admin', passphrase: passphraseOf('admin') })
  const signedIn = await fetch(`${host.url}/api/session`, { method: 'POST', headers, body })
  const { token } = (await signedIn.json()) as { token: string }
  const added = await fetch(`${host.url}/api/producers`, {
    method: 'POST',
    headers: { ...headers, authorization: `Bearer ${token}` },
    body: JSON.stringify(producer),
  })
  expect([200, 409]).toContain(added.status)
  // Stories share a workspace: one that is there already has to be this one, or two stories see each other's files.
  const known = await fetch(`${host.url}/api/producers/${producer.id}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  expect(await known.json()).toMatchObject({ code: producer.code, name: producer.name })
}

export const instant = (minutesAgo: number): string => new Date(Date.now() - minutesAgo * 60_000).toISOString()

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
