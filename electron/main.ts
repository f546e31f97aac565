/** The desktop shell starts here. What must be said before Electron is ready is said here; the rest is `shell.ts`. */
import { app, BrowserWindow, protocol } from 'electron'
import { z } from 'zod'
import { forbidCoreDumps } from '../engine/core-dumps.ts'
import { appScheme } from './app-protocol.ts'
import { ruleContents } from './content-rules.ts'
import { consolePath, linkScheme, pathIn, pathOfLink } from './deep-link.ts'
import { Shell } from './shell.ts'
import { openManualWindow } from './windows.ts'
import { askedDirectory } from './workspace-choice.ts'

/** Command lines of a second start arrive reordered by Chromium, so what was asked travels beside them. */
const SecondStart = z.object({
  directory: z.string().nullable(),
  path: z.string().max(400).regex(consolePath).nullable(),
})

const asked = askedDirectory(process.argv, process.cwd())
/** Where a link leads that started this; on macOS it comes as an event, perhaps before the app is ready. */
let linked = pathIn(process.argv)

if (app.requestSingleInstanceLock({ directory: asked, path: linked } satisfies z.infer<typeof SecondStart>)) {
  prepare()
  void app.whenReady().then(start)
} else {
  app.exit(0)
}

function prepare(): void {
  forbidCoreDumps(process.platform, process.pid)
  // Whoever starts Chromium with this switch has turned its sandbox off already, and its helpers end themselves when
  // they are then told to use it: root can't run it otherwise, as in the containers that our tests run in.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
  protocol.registerSchemesAsPrivileged([appScheme])
  // The console fetches nothing from the network, and neither shall Chromium on its own account.
  for (const name of ['disable-background-networking', 'disable-component-update', 'no-pings']) {
    app.commandLine.appendSwitch(name)
  }
  // Any program of the same person could read the console through Chromium's debugging port. No fuse closes it.
  if (app.isPackaged) {
    for (const name of ['remote-debugging-port', 'remote-debugging-pipe']) app.commandLine.removeSwitch(name)
  }
  if (app.isPackaged) app.setAsDefaultProtocolClient(linkScheme)
  app.on('open-url', (event, url) => {
    event.preventDefault()
    linked = pathOfLink(url)
  })
  app.on('web-contents-created', (_event, contents) =>
    ruleContents(contents, (path) => openManualWindow(path, BrowserWindow.fromWebContents(contents))),
  )
}

async function start(): Promise<void> {
  const shell = new Shell()
  app.on('second-instance', (_event, _argv, _workingDirectory, data) => {
    const { directory, path } = SecondStart.catch({ directory: null, path: null }).parse(data)
    void shell.startAgain(directory)
    if (path !== null) shell.openPath(path)
  })
  app.on('activate', () => shell.show())
  app.on('open-url', (_event, url) => {
    const path = pathOfLink(url)
    if (path !== null) shell.openPath(path)
  })
  app.on('window-all-closed', () => {
    // On macOS an app lives on in the dock, and its engine with it.
    if (process.platform !== 'darwin') app.quit()
  })
  // By now every page had its say. The app ends once the engine has put everything away.
  app.on('will-quit', (event) => {
    event.preventDefault()
    void shell.end().finally(() => app.exit(0))
  })
  await shell.start(asked, linked)
}
