/**
 * What the signed-in person has not read, as the operating system shows it: a count on the app's icon and in the tray, and a
 * notification of its own for each new thing while the window is not in front. What it says comes from the page, which has
 * the session; a click goes back to it.
 */
import { app, Menu, Notification, nativeImage, Tray } from 'electron'
import type { ShellNews, ShellNotice } from '../engine/contract/shell.ts'
import type { Words } from './messages.ts'
import { trayIcons } from './tray-icon.ts'

export type NewsDesk = Readonly<{
  words: Words
  isInFront: () => boolean
  show: () => void
  /** Tells the page to go there. */
  open: (path: string) => void
  quit: () => void
}>

/** More than these would cover the screen of somebody who comes back; the count says how many there are. */
const keptMax = 20

export class News {
  readonly #desk: NewsDesk
  /** Kept, because one that nobody holds is forgotten by the system, and a click on it leads nowhere. */
  #shown: Notification[] = []
  #tray: Tray | null = null

  constructor(desk: NewsDesk) {
    this.#desk = desk
  }

  tell({ unread, notices }: ShellNews): void {
    app.setBadgeCount(unread)
    const { words } = this.#desk
    this.#openTray().setToolTip(unread === 0 ? words('tray.none') : words('tray.unread', { count: unread }))
    if (this.#desk.isInFront() || !Notification.isSupported()) return
    for (const notice of notices) this.#show(notice)
  }

  /** Nobody is signed in here any more. */
  clear(): void {
    app.setBadgeCount(0)
    this.#tray?.setToolTip(this.#desk.words('tray.none'))
    for (const notification of this.#shown) notification.close()
    this.#shown = []
  }

  end(): void {
    this.clear()
    this.#tray?.destroy()
    this.#tray = null
  }

  #show({ title, body, path }: ShellNotice): void {
    const notification = new Notification({ title, body })
    notification.on('click', () => {
      this.#desk.show()
      this.#desk.open(path)
    })
    this.#shown = [...this.#shown, notification].slice(-keptMax)
    notification.show()
  }

  #openTray(): Tray {
    this.#tray ??= this.#makeTray()
    return this.#tray
  }

  #makeTray(): Tray {
    const { words, show, quit } = this.#desk
    const icon = nativeImage.createEmpty()
    for (const { scale, data } of trayIcons) icon.addRepresentation({ scaleFactor: scale, dataURL: data })
    const tray = new Tray(icon)
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: words('tray.open'), click: show },
        { type: 'separator' },
        { label: words('tray.quit'), click: quit },
      ]),
    )
    tray.on('click', show)
    return tray
  }
}
