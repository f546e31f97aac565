import { beforeEach, expect, it, vi } from 'vitest'
import { appOrigin } from '../../electron/app-protocol.ts'
import { isOwnSender, ruleContents, ruleSession } from '../../electron/content-rules.ts'
import { FakeSession, FakeWebContents, shell } from '../fakes/electron.ts'

const host = 'https://books.example'

const openManual = vi.fn<(path: string) => void>()

beforeEach(() => {
  openManual.mockClear()
  shell.openExternal.mockClear()
})

function ruled(origin: string | null): FakeWebContents {
  const session = new FakeSession()
  if (origin !== null) ruleSession(session.asReal, origin)
  const contents = new FakeWebContents(session)
  ruleContents(contents.asReal, openManual)
  return contents
}

function isPrevented(contents: FakeWebContents, name: string, event: object): boolean {
  const preventDefault = vi.fn<() => void>()
  contents.emit(name, { ...event, preventDefault })
  return preventDefault.mock.calls.length > 0
}

it.each([
  [appOrigin, 'app://countinghouse/batches', false],
  [appOrigin, 'https://countinghouse.example/', true],
  [appOrigin, 'file:///etc/passwd', true],
  [appOrigin, 'javascript:alert(1)', true],
  [host, 'https://books.example/batches', false],
  [host, 'https://books.example.evil/', true],
  [host, 'http://books.example/', true],
  [host, 'app://countinghouse/', true],
  // A session that nobody announced may go nowhere.
  [null, 'app://countinghouse/', true],
])('a page of %s that goes to %s is refused: %s', (origin, url, refused) => {
  const contents = ruled(origin)
  expect(isPrevented(contents, 'will-navigate', { url })).toBe(refused)
  expect(isPrevented(contents, 'will-redirect', { url })).toBe(refused)
  expect(isPrevented(contents, 'will-frame-navigate', { url, isMainFrame: true })).toBe(refused)
})

it('refuses every frame and every webview', () => {
  const contents = ruled(appOrigin)
  expect(isPrevented(contents, 'will-frame-navigate', { url: 'app://countinghouse/', isMainFrame: false })).toBe(true)
  expect(isPrevented(contents, 'will-attach-webview', {})).toBe(true)
})

it.each([
  ['https://countinghouse.example/docs/start', true],
  ['http://countinghouse.example/docs', false],
  ['https://countinghouse.example.evil/', false],
  ['https://countinghouse.example:8443/', false],
  ['mailto:someone@countinghouse.example', false],
  ['file:///etc/passwd', false],
])('opens no window for %s, and gives it to the system: %s', (url, given) => {
  const open = ruled(appOrigin).openHandler
  expect(open?.({ url } as never)).toEqual({ action: 'deny' })
  expect(shell.openExternal.mock.calls).toEqual(given ? [[url]] : [])
})

it.each([
  [appOrigin, 'app://countinghouse/manual/en/analyst.html', '/manual/en/analyst.html'],
  [host, 'https://books.example/manual/zh-HK/index.html', '/manual/zh-HK/index.html'],
  [host, 'https://elsewhere.example/manual/en/index.html', null],
  [appOrigin, 'app://countinghouse/manual/../batches', null],
  [appOrigin, 'app://countinghouse/batches', null],
  [null, 'app://countinghouse/manual/en/index.html', null],
])('a page of %s that opens %s beside itself gets our own copy of the manual: %s', (origin, url, path) => {
  expect(ruled(origin).openHandler?.({ url } as never)).toEqual({ action: 'deny' })
  expect(openManual.mock.calls).toEqual(path === null ? [] : [[path]])
})

it.each([
  [appOrigin, 'app://countinghouse/a.js', false],
  [appOrigin, 'data:image/png;base64,AA', false],
  [appOrigin, 'https://countinghouse.example/', true],
  [appOrigin, 'ws://127.0.0.1:7411/', true],
  [appOrigin, 'file:///etc/passwd', true],
  [host, 'https://books.example/api', false],
  [host, 'wss://books.example/rpc', false],
  [host, 'ws://books.example/rpc', true],
  [host, 'https://elsewhere.example/', true],
])('a page of %s that requests %s is refused: %s', (origin, url, refused) => {
  const { session } = ruled(origin)
  const answer = vi.fn<(response: { cancel?: boolean }) => void>()
  session.onBeforeRequest?.({ url } as never, answer)
  expect(answer).toHaveBeenCalledExactlyOnceWith({ cancel: refused })
})

it.each([
  ['clipboard-sanitized-write', 'app://countinghouse/', true, true],
  ['clipboard-sanitized-write', 'app://countinghouse/', false, false],
  ['clipboard-sanitized-write', 'https://elsewhere.example/', true, false],
  ['clipboard-read', 'app://countinghouse/', true, false],
  ['notifications', 'app://countinghouse/', true, false],
  ['media', 'app://countinghouse/', true, false],
  ['geolocation', 'app://countinghouse/', true, false],
  ['openExternal', 'app://countinghouse/', true, false],
  ['fullscreen', 'app://countinghouse/', true, false],
] as const)('permission %s for %s (top frame: %s) is given: %s', (permission, url, isMainFrame, given) => {
  const contents = ruled(appOrigin)
  contents.url = url
  const { session } = contents
  const answer = vi.fn<(given: boolean) => void>()
  session.onPermissionRequest?.(contents.asReal, permission, answer, { isMainFrame, requestingUrl: url } as never)
  expect(answer).toHaveBeenCalledExactlyOnceWith(given)
  const details = { isMainFrame } as never
  expect(session.onPermissionCheck?.(contents.asReal, permission as never, url, details)).toBe(given)
  expect(session.onPermissionCheck?.(null, permission as never, url, details)).toBe(given)
})

it('gives no device to a page and fetches no dictionary', () => {
  const { session } = ruled(appOrigin)
  expect(session.onDevicePermission?.({} as never)).toBe(false)
  expect(session.setSpellCheckerEnabled).toHaveBeenCalledWith(false)
})

it.each([
  ['our page', { url: 'app://countinghouse/batches', parent: null }, true],
  ['a frame in our page', { url: 'app://countinghouse/', parent: {} }, false],
  ["a host's page", { url: 'https://books.example/', parent: null }, false],
  ['a page that is gone', null, false],
])('%s may talk to the shell: %s', (_who, senderFrame, may) => {
  expect(isOwnSender({ senderFrame } as never)).toBe(may)
})
