/** The application's menu. What the page can do is asked of the page; only what the shell alone can do is done here. */
import type { MenuItemConstructorOptions } from 'electron'
import type { ShellCommand } from '../engine/contract/shell.ts'
import type { Words } from './messages.ts'

export type MenuOptions = Readonly<{
  words: Words
  platform: NodeJS.Platform
  /** A host's console has no way to the shell, so it can't be sent commands. */
  page: 'local' | 'host'
  /** Also while a host is wanted that does not answer. */
  hasHost: boolean
  developing: boolean
  command: (command: ShellCommand) => void
  openWorkspace: () => void
  showFolder: () => void
  disconnect: () => void
  openManual: () => void
  openDocumentation: () => void
}>

type Item = MenuItemConstructorOptions
const line: Item = { type: 'separator' }

export function menuTemplate(options: MenuOptions): Item[] {
  const { words, platform } = options
  const mac = platform === 'darwin'
  return [
    ...(mac ? [{ role: 'appMenu' } satisfies Item] : []),
    { label: words('menu.file'), submenu: fileMenu(options) },
    // Roles bring their own labels in the system's language, and their keys.
    { label: words('menu.edit'), role: 'editMenu' },
    { label: words('menu.view'), submenu: viewMenu(options) },
    { label: words('menu.window'), role: 'windowMenu' },
    { label: words('menu.help'), role: 'help', submenu: helpMenu(options) },
  ]
}

function fileMenu(options: MenuOptions): Item[] {
  const { words, page, hasHost, platform } = options
  return [
    { label: words('menu.openWorkspace'), accelerator: 'CmdOrCtrl+O', click: options.openWorkspace },
    { label: words('menu.showFolder'), enabled: page === 'local', click: options.showFolder },
    line,
    pageItem(options, 'serve', words('menu.serve')),
    pageItem(options, 'connect', words('menu.connect')),
    { id: 'disconnect', label: words('menu.disconnect'), visible: hasHost, click: options.disconnect },
    pageItem(options, 'backup', words('menu.backup')),
    line,
    pageItem(options, 'settings', words('menu.settings'), 'CmdOrCtrl+,'),
    pageItem(options, 'sign-out', words('menu.signOut')),
    ...(platform === 'darwin' ? [] : [line, { label: words('menu.quit'), role: 'quit' } satisfies Item]),
  ]
}

function viewMenu(options: MenuOptions): Item[] {
  const { words, developing } = options
  return [
    pageItem(options, 'palette', words('menu.palette'), 'CmdOrCtrl+K'),
    line,
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    line,
    { role: 'togglefullscreen' },
    ...(developing ? [line, { role: 'reload' } satisfies Item, { role: 'toggleDevTools' } satisfies Item] : []),
  ]
}

function helpMenu(options: MenuOptions): Item[] {
  const { words, openManual, openDocumentation, platform } = options
  return [
    pageItem(options, 'keys', words('menu.keys')),
    // Comes with the program, so it opens whatever page is shown, and without a network.
    { id: 'manual', label: words('menu.manual'), accelerator: 'F1', click: openManual },
    { label: words('menu.documentation'), click: openDocumentation },
    ...(platform === 'darwin' ? [] : [line, { label: words('menu.about'), role: 'about' } satisfies Item]),
  ]
}

/**
 * The page sees a key first and keeps it from the menu when it has handled it, so a key that both know is not done twice.
 */
function pageItem(options: MenuOptions, command: ShellCommand, label: string, accelerator?: string): Item {
  return {
    id: command,
    label,
    enabled: options.page === 'local',
    click: () => options.command(command),
    ...(accelerator === undefined ? {} : { accelerator }),
  }
}
