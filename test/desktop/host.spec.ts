import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { expect, type Page } from '@playwright/test'
import { type Console, stateOf, test, waitForEngine } from './console.ts'
import { project } from './runtime.ts'

type HostProcess = Readonly<{ url: string; end: () => Promise<void> }>

/** The Node host, as a server runs it: another process with a workspace of its own. */
async function startHost(workspace: string, ...args: string[]): Promise<HostProcess> {
  const entry = path.join(project, 'out', 'main', 'host.js')
  const child: ChildProcess = spawn(
    process.execPath,
    [entry, '--workspace', workspace, '--log-level', 'warn', ...args],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      const address = chunk.toString().match(/http:\/\/[\d.:]+/)?.[0]
      if (address !== undefined) resolve(address)
    })
    child.once('exit', (code) => reject(new Error(`the host ended with ${code}`)))
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return {
    url,
    end: async () => {
      child.kill()
      await ended
    },
  }
}

const connect = async ({ app, page }: Console, address: string): Promise<Page> => {
  const opened = app.waitForEvent('window')
  await page.evaluate((to) => void window.desktop?.connect(to), address)
  return opened
}

test('serves the open workspace on this machine when told to, and stops again', async ({ desk }) => {
  const { page } = await desk.start('--workspace', await desk.makeWorkspace('books'))
  await waitForEngine(page, 'running')
  const served = await page.evaluate(() => window.desktop?.serve(true))
  const { serving } = await stateOf(page)
  expect(served).toEqual({ ok: true, detail: serving })
  expect(await (await fetch(`${serving}/health`)).json()).toMatchObject({ status: 'ok', workspace: 'sealed' })
  expect(await (await fetch(`${serving}/`)).text()).toContain('<div id="root">')
  await page.evaluate(() => window.desktop?.serve(false))
  expect((await stateOf(page)).serving).toBeNull()
  await expect(fetch(`${serving}/health`)).rejects.toThrow()
})

test("shows a host's console without any door to this machine, and comes back", async ({ desk }) => {
  const host = await startHost(await desk.makeWorkspace('theirs'))
  const workspace = await desk.makeWorkspace('ours')
  const local = await desk.start('--workspace', workspace)
  await waitForEngine(local.page, 'running')
  const page = await connect(local, host.url)
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
  expect(page.url()).toBe(`${host.url}/`)
  expect(await page.evaluate(() => 'desktop' in window || 'require' in window)).toBe(false)
  expect(local.app.windows()).toHaveLength(1)
  expect(await page.evaluate(() => window.open('https://elsewhere.example/') === null)).toBe(true)
  expect(await page.evaluate(() => Notification.requestPermission())).toBe('denied')
  await page.evaluate(() => {
    window.location.href = 'app://countinghouse/'
  })
  await page.waitForTimeout(300)
  expect(page.url()).toBe(`${host.url}/`)

  const back = local.app.waitForEvent('window')
  await local.app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('disconnect')?.click())
  const again = await back
  await waitForEngine(again, 'running')
  expect(await stateOf(again)).toMatchObject({ directory: workspace, connectedTo: null })
  await host.end()
})

test('remembers the host, says when it is away, and shows it when it is back', async ({ desk }) => {
  const theirs = await desk.makeWorkspace('theirs')
  const host = await startHost(theirs)
  const local = await desk.start('--workspace', await desk.makeWorkspace('ours'))
  await waitForEngine(local.page, 'running')
  await connect(local, host.url)
  await local.app.close()
  await host.end()

  const { app, page } = await desk.start()
  await waitForEngine(page, 'stopped')
  expect(await stateOf(page)).toMatchObject({
    engine: { reason: 'host_unreachable', facts: { address: host.url } },
    connectedTo: host.url,
    directory: null,
  })

  const port = new URL(host.url).port
  const again = await startHost(theirs, '--port', port)
  const opened = app.waitForEvent('window')
  await page.evaluate(() => window.desktop?.requestEnginePort())
  expect((await opened).url()).toBe(`${host.url}/`)
  await app.close()
  await again.end()
})

test('connects to nothing that is not a host, and to no host that can be overheard', async ({ desk }) => {
  const { page } = await desk.start('--workspace', await desk.makeWorkspace('books'))
  await waitForEngine(page, 'running')
  const connectTo = (address: string) => page.evaluate((to) => window.desktop?.connect(to), address)
  expect(await connectTo('http://books.example')).toMatchObject({ ok: false, code: 'address_insecure' })
  expect(await connectTo('http://127.0.0.1:9')).toMatchObject({ ok: false, code: 'host_unreachable' })
  expect(await connectTo('file:///etc/passwd')).toMatchObject({ ok: false, code: 'address_unreadable' })
  expect(await stateOf(page)).toMatchObject({ engine: { state: 'running' }, connectedTo: null })
})
