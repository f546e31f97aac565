/**
 * What any page may do, whoever wrote it: stay on its own origin, ask for no permission, open no window. A session that
 * was not announced here may do nothing at all.
 */
import { type Session, shell, type WebContents, type WebFrameMain } from 'electron'
import { appOrigin, isAppUrl } from './app-protocol.ts'
import { manualPathOf } from './manual-path.ts'

/** The address of our documentation, the only one that is ever given to the system's browser. */
export const documentationOrigin = 'https://countinghouse.example'

const originOfSession = new WeakMap<Session, string>()

function isOfOrigin(address: string, origin: string): boolean {
  if (origin === appOrigin) return isAppUrl(address)
  return URL.canParse(address) && new URL(address).origin === origin
}

/** `origin` is the only one whose pages this session may show and whose data it may fetch. */
export function ruleSession(session: Session, origin: string): void {
  originOfSession.set(session, origin)
  session.setPermissionRequestHandler((contents, permission, answer, details) => {
    answer(mayCopy(permission, origin, details.isMainFrame, contents.getURL()))
  })
  session.setPermissionCheckHandler((contents, permission, requestingOrigin, details) =>
    mayCopy(permission, origin, details.isMainFrame, contents?.getURL() ?? requestingOrigin),
  )
  session.setDevicePermissionHandler(() => false)
  // Chromium would fetch dictionaries from the network.
  session.setSpellCheckerEnabled(false)
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !mayRequest(details.url, origin) }))
}

/** Putting text into the clipboard is what a copy key does; every other permission is refused, reading it included. */
function mayCopy(permission: string, origin: string, isMainFrame: boolean, address: string): boolean {
  return permission === 'clipboard-sanitized-write' && isMainFrame && isOfOrigin(address, origin)
}

/** `data:` and `blob:` come from the page itself; Chromium's own developer tools load themselves. */
function mayRequest(address: string, origin: string): boolean {
  if (/^(?:data|blob|devtools):/.test(address)) return true
  const overSocket = address.replace(/^ws(s?):/, 'http$1:')
  return isOfOrigin(overSocket, origin)
}

/** For every WebContents that comes into being. The manual is the only thing that a page may have opened beside itself. */
export function ruleContents(contents: WebContents, openManual: (path: string) => void): void {
  const origin = originOfSession.get(contents.session) ?? null
  const stays = (address: string): boolean => origin !== null && isOfOrigin(address, origin)
  contents.setWindowOpenHandler(({ url }) => {
    if (isDocumentation(url)) void shell.openExternal(url)
    const manual = stays(url) ? manualPathOf(url) : null
    if (manual !== null) openManual(manual)
    return { action: 'deny' }
  })
  contents.on('will-navigate', (event) => {
    if (!stays(event.url)) event.preventDefault()
  })
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !stays(event.url)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => {
    if (!stays(event.url)) event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
}

function isDocumentation(address: string): boolean {
  return URL.canParse(address) && new URL(address).origin === documentationOrigin
}

/** Only the console's own top page may talk to the shell: no frame in it, and no page from elsewhere. */
export function isOwnSender(event: Readonly<{ senderFrame: Pick<WebFrameMain, 'url' | 'parent'> | null }>): boolean {
  const frame = event.senderFrame
  return frame !== null && frame.parent === null && isAppUrl(frame.url)
}
