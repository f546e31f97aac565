/**
 * The console's own pages, served as `app://countinghouse/…`: a real origin, unlike `file://`, with a policy that lets
 * no script in but our built files. It reads the renderer's folder and nothing beside it.
 */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { CustomScheme } from 'electron'

export const appOrigin = 'app://countinghouse'

/** Must be registered before the app is ready. */
export const appScheme: CustomScheme = {
  scheme: 'app',
  privileges: { standard: true, secure: true, supportFetchAPI: true },
}

/** Mantine and AG Grid write inline styles; the engine is reached through a MessagePort, so nothing else is fetched. */
const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
}

const commonHeaders = {
  'content-security-policy': contentPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-cache',
}

/** Whether an address is a page of the console. `URL.origin` is "null" for a scheme that Node does not know. */
export function isAppUrl(address: string): boolean {
  if (!URL.canParse(address)) return false
  const url = new URL(address)
  return `${url.protocol}//${url.host}` === appOrigin
}

export async function answerApp(request: Readonly<{ url: string; method: string }>, root: string): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405)
  if (!isAppUrl(request.url)) return refuse(404)
  const file = fileFor(new URL(request.url).pathname, root)
  if (file === null) return refuse(404)
  const content = await read(file)
  if (content === null) return refuse(404)
  const headers = { ...commonHeaders, 'content-type': contentTypes[path.extname(file)] ?? 'application/octet-stream' }
  return new Response(request.method === 'HEAD' ? null : new Uint8Array(content), { headers })
}

/** Screens have paths of their own without an ending; all of them are the one page. Null for a path that leaves `root`. */
function fileFor(pathname: string, root: string): string | null {
  const decoded = decode(pathname)
  if (decoded === null || decoded.includes('\0') || decoded.includes('\\')) return null
  // The end users' pages are a host's: here there is nobody to sign in to.
  if (/^\/wallet(\/|$)/.test(decoded)) return null
  if (path.posix.extname(decoded) === '') return path.join(root, 'index.html')
  const file = path.resolve(root, `.${decoded}`)
  return file.startsWith(path.resolve(root) + path.sep) ? file : null
}

function decode(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname)
  } catch {
    // Half a percent escape: no file has such a name.
    return null
  }
}

async function read(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR') return null
    throw error
  }
}

const refuse = (status: number): Response =>
  new Response(null, { status, headers: { ...commonHeaders, 'content-type': 'text/plain; charset=utf-8' } })
