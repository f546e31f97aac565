import { expect, type Page } from '@playwright/test'
import { test, waitForEngine } from './console.ts'

test('the page has nothing of Node, and of the shell only its one door', async ({ desk }) => {
  const { page } = await desk.start()
  const globals = ['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer']
  const found = await page.evaluate((names) => names.filter((name) => name in window), globals)
  expect(found).toEqual([])
  const door = await page.evaluate(() => Object.keys(window.desktop ?? {}).toSorted())
  expect(door).toEqual(
    [
      'chooseFolder',
      'connect',
      'createWorkspace',
      'getState',
      'onCommand',
      'onOpen',
      'onState',
      'openWorkspace',
      'requestEnginePort',
      'serve',
      'tellNews',
    ].toSorted(),
  )
})

test('the window is sandboxed, isolated and without node integration', async ({ desk }) => {
  const { app } = await desk.start()
  const preferences = await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    // Not in Electron's types, and the only way to read what a window was really made with.
    return (contents as unknown as { getLastWebPreferences(): Record<string, unknown> }).getLastWebPreferences()
  })
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
  })
  expect(preferences.enableBlinkFeatures ?? '').toBe('')
})

test('no script runs but our own files', async ({ desk }) => {
  const { page } = await desk.start()
  const ran = await page.evaluate(async () => {
    const inline = document.createElement('script')
    inline.textContent = 'window.inlineRan = true'
    document.head.append(inline)
    const remote = document.createElement('script')
    remote.src = 'https://elsewhere.example/a.js'
    const remoteOutcome = new Promise((resolve) => {
      remote.onload = () => resolve('loaded')
      remote.onerror = () => resolve('refused')
    })
    document.head.append(remote)
    const handler = document.createElement('button')
    handler.setAttribute('onclick', 'window.inlineRan = true')
    handler.click()
    return { inline: 'inlineRan' in window, remote: await remoteOutcome }
  })
  expect(ran).toEqual({ inline: false, remote: 'refused' })
  const evaluated = await page.evaluate(() => {
    const run = document.createElement('a')
    run.href = 'javascript:window.inlineRan=true'
    document.body.append(run)
    run.click()
    return 'inlineRan' in window
  })
  expect(evaluated).toBe(false)
})

test('the page reaches nobody over the network, in no way', async ({ desk }) => {
  const { page } = await desk.start()
  const reached = await page.evaluate(async () => {
    const fetched = await fetch('https://elsewhere.example/').then(
      () => true,
      () => false,
    )
    const picture = await new Promise((resolve) => {
      const image = new Image()
      image.onload = () => resolve(true)
      image.onerror = () => resolve(false)
      image.src = 'https://elsewhere.example/a.png'
    })
    const socket = await new Promise((resolve) => {
      try {
        const line = new WebSocket('ws://127.0.0.1:9/')
        line.onopen = () => resolve(true)
        line.onerror = () => resolve(false)
      } catch {
        resolve(false)
      }
    })
    return { fetched, picture, socket }
  })
  expect(reached).toEqual({ fetched: false, picture: false, socket: false })
})

test('files beside the pages are not served', async ({ desk }) => {
  const { page } = await desk.start()
  const paths = ['/../package.json', '/%2e%2e/package.json', '/..%2fmain%2fmain.js', '/..%5cmain%5cmain.js']
  const answers = await page.evaluate(
    (names) => Promise.all(names.map(async (name) => (await fetch(`app://countinghouse${name}`)).status)),
    paths,
  )
  expect(answers).toEqual([404, 404, 404, 404])
})

test('the page opens no window and goes nowhere', async ({ desk }) => {
  const { app, page } = await desk.start()
  const opened = await page.evaluate(() =>
    ['https://elsewhere.example/', 'app://countinghouse/', 'file:///etc/passwd', 'about:blank'].map(
      (address) => window.open(address) === null,
    ),
  )
  expect(opened).toEqual([true, true, true, true])
  expect(app.windows()).toHaveLength(1)
  for (const address of ['https://elsewhere.example/', 'file:///etc/passwd', 'data:text/html,<p>x</p>']) {
    await goTo(page, address)
    expect(page.url()).toMatch(/^app:\/\/countinghouse\//)
  }
})

async function goTo(page: Page, address: string): Promise<void> {
  await page.evaluate((to) => {
    const link = document.createElement('a')
    link.href = to
    document.body.append(link)
    // After the answer is on its way: one that is given while a navigation begins may never arrive.
    setTimeout(() => link.click(), 0)
  }, address)
  // A navigation that was not refused needs a moment to show.
  await page.waitForTimeout(300)
}

test('the page has no frames, from elsewhere or from us', async ({ desk }) => {
  const { page } = await desk.start()
  await page.evaluate(() => {
    for (const address of ['https://elsewhere.example/', 'app://countinghouse/']) {
      const frame = document.createElement('iframe')
      frame.src = address
      document.body.append(frame)
    }
    document.body.append(document.createElement('webview'))
  })
  await page.waitForTimeout(300)
  const loaded = page.frames().filter((frame) => frame !== page.mainFrame() && /^(app|https):/.test(frame.url()))
  expect(loaded.map((frame) => frame.url())).toEqual([])
})

test('every permission is refused', async ({ desk }) => {
  const { page } = await desk.start()
  const answers = await page.evaluate(async () => ({
    notifications: await Notification.requestPermission(),
    geolocation: await new Promise((resolve) => {
      navigator.geolocation.getCurrentPosition(
        () => resolve('granted'),
        ({ code }) => resolve(code === 1 ? 'denied' : 'unavailable'),
      )
    }),
    media: await navigator.mediaDevices.getUserMedia({ audio: true }).then(
      () => 'granted',
      (error: Error) => error.name,
    ),
    clipboardRead: (await navigator.permissions.query({ name: 'clipboard-read' as PermissionName })).state,
  }))
  expect(answers).toEqual({
    notifications: 'denied',
    geolocation: 'denied',
    media: expect.stringMatching(/NotAllowedError|NotFoundError/),
    clipboardRead: 'denied',
  })
})

// The clipboard itself is only for a focused window, and a display without a window manager gives the focus to nobody.
test('text may be copied, and what others copied may not be read', async ({ desk }) => {
  const { page } = await desk.start()
  const states = await page.evaluate(async () => {
    const state = async (name: string) => (await navigator.permissions.query({ name: name as PermissionName })).state
    return { write: await state('clipboard-write'), read: await state('clipboard-read') }
  })
  expect(states).toEqual({ write: 'granted', read: 'denied' })
})

test('a screen that is loaded anew is the same screen, with a new line to the engine', async ({ desk }) => {
  const { page } = await desk.start('--workspace', await desk.makeWorkspace('books'))
  await waitForEngine(page, 'running')
  await page.evaluate(() => history.pushState(null, '', '/batches?open=1'))
  await page.reload()
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
  expect(page.url()).toBe('app://countinghouse/batches?open=1')
})
