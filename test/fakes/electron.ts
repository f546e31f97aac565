/**
 * Stands in for `electron`, whose binary is not everywhere. Typed against the real one: a renamed or re-typed API breaks
 * the typecheck here, not only the product. It decides nothing; a test looks at what it was told.
 */
import { EventEmitter } from 'node:events'
import type * as Electron from 'electron'
import { vi } from 'vitest'

export const shell = {
  openExternal: vi.fn<Electron.Shell['openExternal']>(async () => undefined),
} satisfies Pick<Electron.Shell, 'openExternal'>

export class FakePort extends EventEmitter {
  readonly postMessage = vi.fn<Electron.MessagePortMain['postMessage']>()
  readonly start = vi.fn<Electron.MessagePortMain['start']>()
  readonly close = vi.fn<Electron.MessagePortMain['close']>()
}

export class MessageChannelMain {
  readonly port1 = new FakePort()
  readonly port2 = new FakePort()
}

/** The engine's process, with nobody in it: a test answers for it. */
export class FakeUtilityProcess extends EventEmitter {
  readonly postMessage = vi.fn<Electron.UtilityProcess['postMessage']>()
  readonly kill = vi.fn<Electron.UtilityProcess['kill']>(() => true)

  get asReal(): Electron.UtilityProcess {
    return this as unknown as Electron.UtilityProcess
  }
}

type RequestHandler = NonNullable<Parameters<Electron.Session['setPermissionRequestHandler']>[0]>
type CheckHandler = NonNullable<Parameters<Electron.Session['setPermissionCheckHandler']>[0]>
type DeviceHandler = NonNullable<Parameters<Electron.Session['setDevicePermissionHandler']>[0]>
type BeforeRequest = (
  details: Electron.OnBeforeRequestListenerDetails,
  callback: (response: Electron.CallbackResponse) => void,
) => void

export class FakeSession {
  onPermissionRequest: RequestHandler | null = null
  onPermissionCheck: CheckHandler | null = null
  onDevicePermission: DeviceHandler | null = null
  onBeforeRequest: BeforeRequest | null = null
  readonly setSpellCheckerEnabled = vi.fn<Electron.Session['setSpellCheckerEnabled']>()
  readonly fetch = vi.fn<Electron.Session['fetch']>()
  readonly webRequest = {
    onBeforeRequest: (listener: BeforeRequest) => {
      this.onBeforeRequest = listener
    },
  }

  setPermissionRequestHandler(handler: RequestHandler): void {
    this.onPermissionRequest = handler
  }

  setPermissionCheckHandler(handler: CheckHandler): void {
    this.onPermissionCheck = handler
  }

  setDevicePermissionHandler(handler: DeviceHandler): void {
    this.onDevicePermission = handler
  }

  get asReal(): Electron.Session {
    return this as unknown as Electron.Session
  }
}

const partitions = new Map<string, FakeSession>()

export const session = {
  fromPartition: (partition: string): FakeSession => {
    const known = partitions.get(partition) ?? new FakeSession()
    partitions.set(partition, known)
    return known
  },
}

type WindowOpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0]

export class FakeWebContents extends EventEmitter {
  readonly session: FakeSession
  readonly postMessage = vi.fn<Electron.WebContents['postMessage']>()
  openHandler: WindowOpenHandler | null = null
  destroyed = false
  url = ''

  constructor(session: FakeSession = new FakeSession()) {
    super()
    this.session = session
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.openHandler = handler
  }

  getURL(): string {
    return this.url
  }

  isDestroyed(): boolean {
    return this.destroyed
  }

  get asReal(): Electron.WebContents {
    return this as unknown as Electron.WebContents
  }
}

type InvokeHandler = Parameters<Electron.IpcMain['handle']>[1]

/** Delivers what a page would send, with whatever sender a test makes up. */
export class FakeIpcMain extends EventEmitter {
  readonly handlers = new Map<string, InvokeHandler>()

  handle(channel: string, handler: InvokeHandler): void {
    this.handlers.set(channel, handler)
  }

  async invoke(channel: string, event: unknown, input?: unknown): Promise<unknown> {
    return this.handlers.get(channel)?.(event as Electron.IpcMainInvokeEvent, input)
  }

  get asReal(): Electron.IpcMain {
    return this as unknown as Electron.IpcMain
  }
}

export const app = {
  setBadgeCount: vi.fn<Electron.App['setBadgeCount']>(() => true),
} satisfies Pick<Electron.App, 'setBadgeCount'>

/** What the operating system was given to show, in that order. */
export class Notification extends EventEmitter {
  static readonly shown: Notification[] = []
  static isSupported(): boolean {
    return true
  }

  readonly options: Electron.NotificationConstructorOptions
  readonly close = vi.fn<Electron.Notification['close']>()

  constructor(options: Electron.NotificationConstructorOptions) {
    super()
    this.options = options
  }

  show(): void {
    Notification.shown.push(this)
  }
}

export class Tray extends EventEmitter {
  static readonly open: Tray[] = []
  readonly setToolTip = vi.fn<Electron.Tray['setToolTip']>()
  menu: readonly Electron.MenuItemConstructorOptions[] = []

  constructor(_icon: Electron.NativeImage) {
    super()
    Tray.open.push(this)
  }

  setContextMenu(menu: unknown): void {
    this.menu = menu as readonly Electron.MenuItemConstructorOptions[]
  }

  destroy(): void {
    Tray.open.splice(Tray.open.indexOf(this), 1)
  }
}

/** A menu as it was asked for. */
export const Menu = {
  buildFromTemplate: (template: readonly Electron.MenuItemConstructorOptions[]) => template,
}

export const nativeImage = {
  createEmpty: () => ({ addRepresentation: vi.fn<Electron.NativeImage['addRepresentation']>() }),
}
