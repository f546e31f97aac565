/**
 * The desktop shell: one window, one engine. It shows the local workspace's console, or that of a host elsewhere, and
 * tells the page what only the operating system knows.
 */
import { fileURLToPath } from 'node:url'
import {
  app,
  type BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  protocol,
  safeStorage,
  session,
  shell as system,
  utilityProcess,
} from 'electron'
import type { NewWorkspaceDraft, ShellCommand, ShellOutcome, ShellState } from '../engine/contract/shell.ts'
import { layoutOf, workspaceExists } from '../engine/workspace/layout.ts'
import { answerApp, appOrigin, appScheme } from './app-protocol.ts'
import { channels } from './channels.ts'
import { documentationOrigin, ruleSession } from './content-rules.ts'
import { EngineSupervisor } from './engine-supervisor.ts'
import { readHostAddress } from './host-address.ts'
import { isHostThere, sessionForHost } from './host-connection.ts'
import { answerPages } from './ipc.ts'
import { answerKeychain, keychainState } from './keychain.ts'
import { manualPath } from './manual-path.ts'
import { menuTemplate } from './menu.ts'
import { type Words, wordsFor } from './messages.ts'
import { News } from './news.ts'
import { planRestart } from './restart-plan.ts'
import { SettingsFile } from './settings.ts'
import { bringToFront, openConsoleWindow, openHostWindow, openManualWindow, rememberPlace } from './windows.ts'
import { chooseDirectory } from './workspace-choice.ts'

const rendererDirectory = fileURLToPath(new URL('../renderer', import.meta.url))
const engineFile = fileURLToPath(new URL('./engine-process.js', import.meta.url))
const done: ShellOutcome = { ok: true, detail: '' }

/** Made once the app is ready; the keychain and the locale are not known before. */
export class Shell {
  readonly #settings = new SettingsFile(app.getPath('userData'))
  readonly #words: Words = wordsFor(app.getLocale())
  readonly #developing = !app.isPackaged
  readonly #supervisor: EngineSupervisor
  readonly #news: News
  #state: ShellState
  #window: BrowserWindow | null = null
  #pageCrashes: number[] = []

  constructor() {
    this.#state = {
      engine: { state: 'starting' },
      directory: null,
      connectedTo: null,
      serving: null,
      keychain: keychainState(safeStorage, process.platform),
      platform: process.platform,
    }
    this.#news = new News({
      words: this.#words,
      isInFront: () => this.#window?.isFocused() === true,
      show: () => this.show(),
      open: (path) => this.#window?.webContents.send(channels.open, path),
      quit: () => app.quit(),
    })
    this.#supervisor = new EngineSupervisor({
      fork: () => utilityProcess.fork(engineFile, [], { serviceName: 'Countinghouse engine' }),
      version: app.getVersion(),
      rendererDirectory,
      answerKeychain: (ask) => answerKeychain(safeStorage, process.platform, ask),
      onState: (engine) => this.#tell({ engine }),
      onServing: (serving) => this.#tell({ serving }),
    })
  }

  /** `path`: a link to the console was what started it. */
  async start(asked: string | null, path: string | null): Promise<void> {
    ruleSession(session.defaultSession, appOrigin)
    protocol.handle(appScheme.scheme, (request) => answerApp(request, rendererDirectory))
    answerPages(ipcMain, {
      getState: () => this.#state,
      requestPort: (page) => this.#requestPort(page),
      openWorkspace: () => this.#chooseWorkspace(),
      chooseFolder: () => this.#chooseFolder(),
      createWorkspace: (draft) => this.#createWorkspace(draft),
      serve: (on) => this.#serve(on),
      connect: (address) => this.#connect(address),
      tellNews: (news) => this.#news.tell(news),
    })
    const directory = this.#directory(asked)
    const host = asked === null && !process.env.COUNTINGHOUSE_WORKSPACE ? this.#settings.current.connectedTo : null
    if (host !== null) return this.#showHostAgain(host)
    this.#showLocal(path ?? '/')
    await this.#open(directory)
  }

  /** A second start of the app: the person wants to see it, perhaps with another workspace. */
  async startAgain(directory: string | null): Promise<void> {
    this.show()
    if (directory === null || directory === this.#state.directory || this.#window === null) return
    const { response } = await dialog.showMessageBox(this.#window, {
      type: 'question',
      message: this.#words('otherWorkspace.message'),
      detail: this.#words('otherWorkspace.detail', { directory }),
      buttons: [this.#words('otherWorkspace.open'), this.#words('otherWorkspace.stay')],
      defaultId: 1,
      cancelId: 1,
    })
    if (response === 0) await this.#openOrSayWhy(directory)
  }

  show(): void {
    if (this.#window !== null) return bringToFront(this.#window)
    if (this.#state.connectedTo === null) this.#showLocal()
    else void this.#showHostAgain(this.#state.connectedTo)
  }

  /** A link to the console, from outside. It says nothing to a host's console, which has no way to hear of it. */
  openPath(path: string): void {
    if (this.#window === null && this.#state.connectedTo === null) return this.#showLocal(path)
    this.show()
    this.#window?.webContents.send(channels.open, path)
  }

  end(): Promise<void> {
    this.#news.end()
    return this.#supervisor.stop('engine_stopping', {})
  }

  #directory(asked: string | null): string {
    const { directory: last } = this.#settings.current
    return chooseDirectory({ asked, environment: process.env, last, platform: process.platform })
  }

  async #open(directory: string): Promise<ShellOutcome> {
    this.#tell({ directory, connectedTo: null })
    const outcome = await this.#supervisor.open(directory)
    if (!outcome.ok) return { ok: false, code: outcome.code, detail: directory }
    this.#settings.change({ directory, connectedTo: null })
    return { ok: true, detail: directory }
  }

  async #chooseWorkspace(): Promise<ShellOutcome> {
    if (this.#window === null) return { ok: false, code: 'cancelled', detail: '' }
    const { canceled, filePaths } = await dialog.showOpenDialog(this.#window, {
      title: this.#words('openWorkspace.title'),
      buttonLabel: this.#words('openWorkspace.button'),
      properties: ['openDirectory'],
    })
    const [directory] = filePaths
    if (canceled || directory === undefined) return { ok: false, code: 'cancelled', detail: '' }
    return this.#switchTo(directory)
  }

  /** Where a new workspace will live. Nothing is written there before it is made. */
  async #chooseFolder(): Promise<ShellOutcome> {
    if (this.#window === null || this.#state.engine.state !== 'stopped')
      return { ok: false, code: 'cancelled', detail: '' }
    const { canceled, filePaths } = await dialog.showOpenDialog(this.#window, {
      title: this.#words('newWorkspace.title'),
      buttonLabel: this.#words('newWorkspace.button'),
      properties: ['openDirectory', 'createDirectory'],
    })
    const [directory] = filePaths
    if (canceled || directory === undefined) return { ok: false, code: 'cancelled', detail: '' }
    if (workspaceExists(layoutOf(directory))) return this.#switchTo(directory)
    this.#tell({ directory })
    return { ok: true, detail: directory }
  }

  async #createWorkspace(draft: NewWorkspaceDraft): Promise<ShellOutcome> {
    const { directory } = this.#state
    if (directory === null) return { ok: false, code: 'workspace_missing', detail: '' }
    const outcome = await this.#supervisor.create(directory, draft)
    if (!outcome.ok) return { ok: false, code: outcome.code, detail: directory }
    this.#settings.change({ directory, connectedTo: null })
    return { ok: true, detail: outcome.recoveryKey }
  }

  /** What is open stays open unless the other one does open. */
  async #switchTo(directory: string): Promise<ShellOutcome> {
    if (!workspaceExists(layoutOf(directory))) return { ok: false, code: 'workspace_missing', detail: directory }
    const before = this.#state.connectedTo === null ? this.#state.directory : null
    const outcome = await this.#open(directory)
    if (!outcome.ok && before !== null && before !== directory && this.#supervisor.state.state === 'stopped') {
      await this.#open(before)
      return outcome
    }
    // A new document: nothing of one workspace may be left on the screen of another.
    this.#showLocal()
    return outcome
  }

  async #openOrSayWhy(directory?: string): Promise<void> {
    const outcome = await (directory === undefined ? this.#chooseWorkspace() : this.#switchTo(directory))
    if (outcome.ok || outcome.code === 'cancelled' || this.#window === null) return
    const { code, detail } = outcome
    const known = code === 'workspace_missing' || code === 'workspace_in_use' ? code : 'other'
    await dialog.showMessageBox(this.#window, {
      type: 'warning',
      message: this.#words(`openFailed.${known}`, { directory: detail, code }),
    })
  }

  async #serve(on: boolean): Promise<ShellOutcome> {
    const outcome = await this.#supervisor.serve(on)
    return outcome.ok ? { ok: true, detail: outcome.url ?? '' } : { ok: false, code: outcome.code, detail: '' }
  }

  async #connect(text: string | null): Promise<ShellOutcome> {
    if (text === null) return this.#disconnect()
    const address = readHostAddress(text)
    if (!address.ok) return { ok: false, code: address.code, detail: text }
    const { origin } = address
    const hostSession = sessionForHost(origin)
    if (!(await isHostThere(hostSession, origin))) return { ok: false, code: 'host_unreachable', detail: origin }
    // The host may well be serving the very folder that is open here.
    await this.#supervisor.stop('connected_elsewhere', { address: origin })
    this.#settings.change({ connectedTo: origin })
    this.#tell({ connectedTo: origin, directory: null })
    const title = this.#words('window.connected', { address: origin })
    const window = openHostWindow(this.#windowOptions, { session: hostSession, address: `${origin}/`, title })
    window.webContents.on('did-fail-load', (_event, code, _description, _url, isMainFrame) => {
      // -3 is Chromium's word for a load that another load replaced.
      if (isMainFrame && code !== -3) void this.#hostIsGone(origin)
    })
    this.#adopt(window, 'host')
    return done
  }

  async #disconnect(): Promise<ShellOutcome> {
    if (this.#state.connectedTo === null) return done
    this.#settings.change({ connectedTo: null })
    this.#tell({ connectedTo: null })
    this.#showLocal()
    return this.#open(this.#directory(null))
  }

  async #showHostAgain(address: string): Promise<void> {
    const outcome = await this.#connect(address)
    if (!outcome.ok) await this.#hostIsGone(address)
  }

  /** Our own page says so and offers to try again; the local workspace stays closed until somebody asks for it. */
  async #hostIsGone(address: string): Promise<void> {
    await this.#supervisor.stop('host_unreachable', { address })
    this.#tell({ connectedTo: address, directory: null })
    this.#showLocal()
  }

  #requestPort(page: Electron.WebContents): void {
    const { engine, connectedTo } = this.#state
    const hostIsAway = engine.state === 'stopped' && engine.reason === 'host_unreachable' && connectedTo !== null
    const again = this.#supervisor.hasAsked(page)
    this.#supervisor.requestPort(page)
    if (hostIsAway && again) void this.#connect(connectedTo)
  }

  #showLocal(path = '/'): void {
    const window = openConsoleWindow(this.#windowOptions, path)
    const { webContents } = window
    const forget = (): void => this.#supervisor.forget(webContents)
    webContents.on('destroyed', forget)
    webContents.on('did-start-navigation', (event) => {
      if (!event.isMainFrame || event.isSameDocument) return
      forget()
      this.#news.clear()
    })
    webContents.on('render-process-gone', (_event, { reason }) => {
      if (reason !== 'clean-exit') void this.#revivePage(window, reason)
    })
    this.#adopt(window, 'local')
  }

  get #windowOptions(): Readonly<{ settings: SettingsFile; developing: boolean }> {
    return { settings: this.#settings, developing: this.#developing }
  }

  /** A session belongs to its window for good, so a change of console is a change of window, in the same place. */
  #adopt(window: BrowserWindow, page: 'local' | 'host'): void {
    const before = this.#window
    this.#window = window
    window.on('closed', () => {
      if (this.#window !== window) return
      this.#window = null
      this.#news.clear()
    })
    if (before !== null) {
      rememberPlace(before, this.#settings)
      before.destroy()
    }
    // Whoever is signed in there says how much they have not read; of a host's console nothing is known here.
    this.#news.clear()
    this.#setMenu(page)
  }

  async #revivePage(window: BrowserWindow, reason: string): Promise<void> {
    const now = Date.now()
    this.#pageCrashes = [...this.#pageCrashes.slice(-10), now]
    if (planRestart(this.#pageCrashes, now).restart) return window.webContents.reload()
    await dialog.showMessageBox({
      type: 'error',
      message: this.#words('pageLost.message'),
      detail: this.#words('pageLost.detail', { reason }),
    })
    app.quit()
  }

  #tell(part: Partial<ShellState>): void {
    this.#state = { ...this.#state, ...part }
    // A host's console has no preload script, so this reaches our own pages only.
    this.#window?.webContents.send(channels.state, this.#state)
  }

  #setMenu(page: 'local' | 'host'): void {
    const template = menuTemplate({
      words: this.#words,
      platform: process.platform,
      page,
      hasHost: this.#state.connectedTo !== null,
      developing: this.#developing,
      command: (command: ShellCommand) => this.#window?.webContents.send(channels.command, command),
      openWorkspace: () => void this.#openOrSayWhy(),
      showFolder: () => void (this.#state.directory === null ? undefined : system.openPath(this.#state.directory)),
      disconnect: () => void this.#disconnect(),
      openManual: () => openManualWindow(manualPath(app.getLocale()), this.#window),
      openDocumentation: () => void system.openExternal(`${documentationOrigin}/docs`),
    })
    Menu.setApplicationMenu(Menu.buildFromTemplate(template))
  }
}
