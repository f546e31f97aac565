/** `npm run demo` as a person has it where no window is possible: an address to open, three months to look at, and nothing left. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, test } from './console-fixture.ts'

const script = fileURLToPath(new URL('../../scripts/demo.ts', import.meta.url))

let demo: ChildProcess | undefined
/** Ends what a failed test left running, its engine too. */
test.afterEach(() => {
  if (demo?.pid !== undefined && demo.exitCode === null && demo.signalCode === null) process.kill(-demo.pid, 'SIGKILL')
})

test.skip(process.platform !== 'linux', 'elsewhere it opens a window of its own')

test('the demo prints who may sign in and where, shows its months, and is gone after Ctrl-C', async ({ page }) => {
  // Three months are made first, and the console where it is not built.
  test.setTimeout(180_000)
  const folder = mkdtempSync(path.join(tmpdir(), 'countinghouse e2e '))
  // A group of its own, because a terminal's Ctrl-C reaches the demo and its engine alike.
  const running = spawn(process.execPath, [script], {
    detached: true,
    env: { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '', TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  demo = running
  const ended = once(running, 'close')
  let passphrase = ''
  let url = ''
  for await (const line of createInterface({ input: running.stdout })) {
    passphrase = /^ *approver +passphrase +(\S+)/.exec(line)?.[1] ?? passphrase
    url = /http:\/\/\S+/.exec(line)?.[0] ?? ''
    if (url !== '') break
  }
  await page.goto(url)
  await page.getByLabel('User', { exact: true }).fill('approver')
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByText('Made-up producers, clients and money.')).toBeVisible()
  await page.getByRole('link', { name: 'Batches', exact: true }).click()
  for (const words of ['The producer is suspended', 'The same file came before', 'Too many faults', 'Control totals'])
    await expect(page.getByRole('row').filter({ hasText: words }).first()).toBeVisible()
  await page.getByRole('link', { name: 'Approvals' }).click()
  await expect(page.getByRole('row').filter({ hasText: /Release batch [0-9]+/ })).toContainText('Open')

  expect(readdirSync(folder)).toHaveLength(1)
  // The console would go on looking for its engine, and say so.
  await page.close()
  if (running.pid !== undefined) process.kill(-running.pid, 'SIGINT')
  expect(await ended).toEqual([0, null])
  expect(readdirSync(folder)).toEqual([])
  rmSync(folder, { recursive: true })
})
