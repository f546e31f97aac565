import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect } from '@playwright/test'
import { enginePid, stateOf, test, waitForEngine } from './console.ts'

test('opens the workspace it is given, its engine in a process of its own', async ({ desk }) => {
  const workspace = await desk.makeWorkspace('books')
  const { app, page } = await desk.start('--workspace', workspace)
  await waitForEngine(page, 'running')
  expect(page.url()).toBe('app://countinghouse/')
  expect(await stateOf(page)).toMatchObject({ directory: workspace, connectedTo: null, serving: null })
  expect(await enginePid(app)).not.toBe(app.process().pid)
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
})

test('gives the page a line to the engine that main has no part in', async ({ desk }) => {
  const { page } = await desk.start('--workspace', await desk.makeWorkspace('books'))
  await waitForEngine(page, 'running')
  const kind = await page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        window.addEventListener('message', (event) => {
          if (event.data.type === 'engine-port') resolve(`${event.origin} ${event.ports[0]?.constructor.name}`)
        })
        window.desktop?.requestEnginePort()
      }),
  )
  expect(kind).toBe('app://countinghouse MessagePort')
})

test('ends with everything put away, and opens the same workspace in the same place next time', async ({ desk }) => {
  const workspace = await desk.makeWorkspace('books')
  const first = await desk.start('--workspace', workspace)
  await waitForEngine(first.page, 'running')
  expect(existsSync(path.join(workspace, 'holder.json'))).toBe(true)
  const place = { x: 60, y: 40, width: 1100, height: 700 }
  await first.app.evaluate(({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]?.setBounds(bounds), place)
  await first.app.close()
  expect(existsSync(path.join(workspace, 'holder.json'))).toBe(false)

  const second = await desk.start()
  await waitForEngine(second.page, 'running')
  expect((await stateOf(second.page)).directory).toBe(workspace)
  const found = await second.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())
  // Window managers add or take a pixel of frame.
  for (const side of ['x', 'y', 'width', 'height'] as const) {
    expect(Math.abs((found?.[side] ?? 0) - place[side])).toBeLessThanOrEqual(2)
  }
})

test('a second start brings the first window to the front and ends', async ({ desk }) => {
  const workspace = await desk.makeWorkspace('books')
  const { app } = await desk.start('--workspace', workspace)
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
  expect(await desk.startAgain('--workspace', workspace)).toBe(0)
  const isVisible = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())
  await expect.poll(isVisible).toBe(true)
  expect(app.windows()).toHaveLength(1)
})

test('says that there is no workspace where it looked', async ({ desk }) => {
  const { page } = await desk.start('--workspace', path.join(desk.folder, 'nothing'))
  await waitForEngine(page, 'stopped')
  const { engine } = await stateOf(page)
  expect(engine).toMatchObject({ reason: 'workspace_missing', facts: { directory: path.join(desk.folder, 'nothing') } })
})

test('says who has the workspace open, and opens it when asked again later', async ({ desk }) => {
  const workspace = await desk.makeWorkspace('books')
  const first = await desk.start('--workspace', workspace)
  await waitForEngine(first.page, 'running')
  const another = desk.launchArgs([]).find((arg) => arg.startsWith('--user-data-dir='))
  const second = await desk.start(`${another}-2`, '--workspace', workspace)
  await waitForEngine(second.page, 'stopped')
  expect((await stateOf(second.page)).engine).toMatchObject({
    reason: 'workspace_in_use',
    facts: { program: 'desktop' },
  })
  await first.app.close()
  await second.page.evaluate(() => window.desktop?.requestEnginePort())
  await waitForEngine(second.page, 'running')
})

test('the menu opens a folder, and what is open stays open unless the other one opens', async ({ desk }) => {
  const [books, others] = [await desk.makeWorkspace('books'), await desk.makeWorkspace('others')]
  const { app, page } = await desk.start('--workspace', books)
  await waitForEngine(page, 'running')
  const choose = (directory: string) =>
    app.evaluate(({ dialog }, chosen) => {
      // The operating system's own dialog can't be clicked by a test; what it answers is all that is replaced.
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] })
    }, directory)

  await choose(desk.folder)
  const refused = await page.evaluate(() => window.desktop?.openWorkspace())
  expect(refused).toEqual({ ok: false, code: 'workspace_missing', detail: desk.folder })
  expect(await stateOf(page)).toMatchObject({ directory: books, engine: { state: 'running' } })

  await choose(others)
  const opened = app.waitForEvent('window')
  await page.evaluate(() => void window.desktop?.openWorkspace())
  const next = await opened
  await waitForEngine(next, 'running')
  expect((await stateOf(next)).directory).toBe(others)
})

test('leaves no core dump with keys in it', async ({ desk }) => {
  test.skip(process.platform !== 'linux', 'limits of a process are read from /proc')
  const { app, page } = await desk.start('--workspace', await desk.makeWorkspace('books'))
  await waitForEngine(page, 'running')
  for (const pid of [app.process().pid, await enginePid(app)]) {
    const limit = readFileSync(`/proc/${pid}/limits`, 'utf8').match(/^Max core file size\s+(\d+)/m)
    expect(limit?.[1]).toBe('0')
  }
  expect(await app.evaluate(({ crashReporter }) => crashReporter.getUploadedReports())).toEqual([])
})
