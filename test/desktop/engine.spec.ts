import { existsSync } from 'node:fs'
import path from 'node:path'
import { expect, type Page } from '@playwright/test'
import { enginePid, passphrase, signIn, stateOf, test, waitForEngine } from './console.ts'
import { addProducer, drop, goodRow } from './dropped.ts'

/** A list that somebody reads never moves: what arrives waits behind a button that counts it. An empty one just fills. */
async function dropAndSee(page: Page, workspace: string): Promise<void> {
  await page.getByRole('link', { name: 'Batches', exact: true }).click()
  drop(
    workspace,
    'monday.csv',
    [1, 2, 3].map((n) => goodRow(`T-${n}`, n * 1000)),
  )
  const row = page.getByText('monday.csv').first()
  const waiting = page.getByRole('button', { name: /^1 new/ })
  await expect(row.or(waiting).first()).toBeVisible({ timeout: 30_000 })
  if (await waiting.isVisible()) await waiting.click()
  await expect(row).toBeVisible()
}

test('a person signs in, and a file that is dropped appears', async ({ desk }) => {
  const workspace = await desk.makeWorkspace('books')
  await addProducer(desk, workspace)
  const { page } = await desk.start('--workspace', workspace)
  await signIn(page)
  await dropAndSee(page, workspace)
})

test('an engine that dies is said to be away, comes back by itself, and has lost nothing', async ({ desk }) => {
  const workspace = await desk.makeWorkspace('books')
  await addProducer(desk, workspace)
  const { app, page } = await desk.start('--workspace', workspace)
  await signIn(page)
  await dropAndSee(page, workspace)

  const pid = await enginePid(app)
  process.kill(pid, 'SIGKILL')
  await expect(page.getByText(/The engine stopped at .* Restarting, try 1 of 5/).first()).toBeVisible()
  await waitForEngine(page, 'running')
  expect(await enginePid(app)).not.toBe(pid)
  // A new engine knows no sessions; the person signs in again and finds everything as it was.
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByText('monday.csv').first()).toBeVisible()
})

test('an engine that keeps dying is given up, said so, and tried again when asked', async ({ desk }) => {
  const { app, page } = await desk.start('--workspace', await desk.makeWorkspace('books'))
  for (let times = 0; times < 6; times += 1) {
    await waitForEngine(page, 'running')
    process.kill(await enginePid(app), 'SIGKILL')
    await expect.poll(async () => (await stateOf(page)).engine.state).not.toBe('running')
  }
  expect((await stateOf(page)).engine).toMatchObject({ state: 'stopped', reason: 'engine_crashed' })
  await page.evaluate(() => window.desktop?.requestEnginePort())
  await waitForEngine(page, 'running')
})

test('an app that dies takes its engine along, and the workspace opens again', async ({ desk }) => {
  const workspace = await desk.makeWorkspace('books')
  const first = await desk.start('--workspace', workspace)
  await waitForEngine(first.page, 'running')
  const pid = await enginePid(first.app)
  first.app.process().kill('SIGKILL')
  await expect.poll(() => isAlive(pid)).toBe(false)
  const second = await desk.start('--workspace', workspace)
  await waitForEngine(second.page, 'running')
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

test('without a keychain the shell says that it would be plain text, and keeps no secret', async ({ desk }) => {
  test.skip(process.platform !== 'linux', 'every other system has a keychain')
  const workspace = await desk.makeWorkspace('books')
  const { page } = await desk.start('--password-store=basic', '--workspace', workspace)
  await waitForEngine(page, 'running')
  expect((await stateOf(page)).keychain).toBe('plain_text_only')
  await signIn(page)
  await page.getByRole('link', { name: 'Workspace' }).click()
  await expect(page.getByText('The keychain of this machine would keep the secret in plain text').first()).toBeVisible()
  expect(existsSync(path.join(workspace, 'unattended.key'))).toBe(false)
})
