/** The console's window, and the window that shows another engine's console: same size and rules, different powers. */
import { fileURLToPath } from 'node:url'
import { BrowserWindow, type BrowserWindowConstructorOptions, nativeTheme, type Session, screen } from 'electron'
import { appOrigin } from './app-protocol.ts'
import { placeWindow, smallest } from './placement.ts'
import type { SettingsFile } from './settings.ts'

const preload = fileURLToPath(new URL('../preload/preload.cjs', import.meta.url))

type WebPreferences = NonNullable<BrowserWindowConstructorOptions['webPreferences']>

/** Mostly Electron's defaults, written down so that a change of default can't weaken them. */
const safePreferences: WebPreferences = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  spellcheck: false,
  devTools: false,
}

export type WindowOptions = Readonly<{ settings: SettingsFile; developing: boolean }>

/** The only window with a way to the shell: its pages are our own files. */
export function openConsoleWindow({ settings, developing }: WindowOptions, path: string): BrowserWindow {
  const window = openWindow(settings, { ...safePreferences, preload, devTools: developing })
  // Rejects when a reload overtakes it, which is no failure.
  window.loadURL(`${appOrigin}${path}`).catch(() => undefined)
  return window
}

/** No preload script: a host, even one that was broken into, can only draw. Its name stays in the title bar. */
export function openHostWindow(
  { settings, developing }: WindowOptions,
  { session, address, title }: Readonly<{ session: Session; address: string; title: string }>,
): BrowserWindow {
  const window = openWindow(settings, { ...safePreferences, session, devTools: developing })
  window.setTitle(title)
  window.on('page-title-updated', (event) => event.preventDefault())
  // A failure to load arrives as `did-fail-load`, which the shell listens for.
  window.loadURL(address).catch(() => undefined)
  return window
}

let manual: BrowserWindow | null = null

/** The manual beside the console, which is our own files without any way to the shell. It closes with the console. */
export function openManualWindow(path: string, console: BrowserWindow | null): void {
  if (manual === null) {
    const window = new BrowserWindow({
      width: 960,
      height: 800,
      title: 'Countinghouse',
      webPreferences: safePreferences,
    })
    window.setMenuBarVisibility(false)
    window.once('closed', () => {
      manual = null
    })
    console?.once('closed', () => {
      if (!window.isDestroyed()) window.close()
    })
    manual = window
  }
  manual.loadURL(`${appOrigin}${path}`).catch(() => undefined)
  bringToFront(manual)
}

function openWindow(settings: SettingsFile, webPreferences: WebPreferences): BrowserWindow {
  const place = settings.current.window
  const primary = screen.getPrimaryDisplay()
  const others = screen.getAllDisplays().filter((display) => display.id !== primary.id)
  const screens = [primary, ...others].map((display) => display.workArea)
  const window = new BrowserWindow({
    ...placeWindow(place?.bounds ?? null, screens),
    minWidth: smallest.width,
    minHeight: smallest.height,
    title: 'Countinghouse',
    // The page's own canvas colours, so that opening does not flash.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#0E1318' : '#F4F6F8',
    show: false,
    webPreferences,
  })
  window.once('ready-to-show', () => {
    if (place?.maximised === true) window.maximize()
    window.show()
  })
  window.on('close', () => rememberPlace(window, settings))
  return window
}

export function rememberPlace(window: BrowserWindow, settings: SettingsFile): void {
  settings.change({ window: { bounds: window.getNormalBounds(), maximised: window.isMaximized() } })
}

export function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
