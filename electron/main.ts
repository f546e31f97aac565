/** The desktop shell starts here. What must be said before Electron is ready is said here; the rest is `shell.ts`. */
import { app, protocol } from 'electron'
import { z } from 'zod'
import { forbidCoreDumps } from '../engine/core-dumps.ts'
import { appScheme } from './app-protocol.ts'
import { ruleContents } from './content-rules.ts'
import { Shell } from './shell.ts'
import { askedDirectory } from './workspace-choice.ts'

/** Command lines of a second start arrive reordered by Chromium, so what was asked travels beside them. */
const SecondStart = z.object({ directory: z.string().nullable() })

const asked = askedDirectory(process.argv, process.cwd())

if (app.requestSingleInstanceLock({ directory: asked } satisfies z.infer<typeof SecondStart>)) {
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
  app.on('web-contents-created', (_event, contents) => ruleContents(contents))
}

async function start(): Promise<void> {
  const shell = new Shell()
  app.on('second-instance', (_event, _argv, _workingDirectory, data) => {
    const { directory } = SecondStart.catch({ directory: null }).parse(data)
    void shell.startAgain(directory)
  })
  app.on('activate', () => shell.show())
  app.on('window-all-closed', () => {
    // On macOS an app lives on in the dock, and its engine with it.
    if (process.platform !== 'darwin') app.quit()
  })
  // By now every page had its say. The app ends once the engine has put everything away.
  app.on('will-quit', (event) => {
    event.preventDefault()
    void shell.end().finally(() => app.exit(0))
  })
  await shell.start(asked)
}
