import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { answerApp, isAppUrl } from '../../electron/app-protocol.ts'

let folder: string
let root: string

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'app-protocol-'))
  root = path.join(folder, 'renderer')
  mkdirSync(path.join(root, 'assets'), { recursive: true })
  writeFileSync(path.join(root, 'index.html'), '<p>console</p>')
  writeFileSync(path.join(root, 'assets', 'a.js'), 'export {}')
  writeFileSync(path.join(folder, 'secret.txt'), 'secret')
  mkdirSync(path.join(root, 'wallet', 'assets'), { recursive: true })
  writeFileSync(path.join(root, 'wallet', 'index.html'), 'secret')
  writeFileSync(path.join(root, 'wallet', 'assets', 'wallet.js'), 'secret')
  mkdirSync(path.join(folder, 'renderer-other'))
  writeFileSync(path.join(folder, 'renderer-other', 'a.js'), 'secret')
})

afterAll(() => rmSync(folder, { recursive: true }))

const get = (url: string, method = 'GET'): Promise<Response> => answerApp({ url, method }, root)

it.each([
  ['app://countinghouse/', 'text/html; charset=utf-8', '<p>console</p>'],
  ['app://countinghouse/batches/12?open=3', 'text/html; charset=utf-8', '<p>console</p>'],
  ['app://countinghouse/assets/a.js', 'text/javascript; charset=utf-8', 'export {}'],
])('serves %s', async (url, type, content) => {
  const response = await get(url)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe(type)
  expect(await response.text()).toBe(content)
})

it.each([
  'app://countinghouse/../secret.txt',
  'app://countinghouse/%2e%2e/secret.txt',
  'app://countinghouse/..%2fsecret.txt',
  'app://countinghouse/assets/..%2f..%2fsecret.txt',
  'app://countinghouse/..%5csecret.txt',
  'app://countinghouse/..%2frenderer-other%2fa.js',
  'app://countinghouse//etc/hosts.js',
  'app://countinghouse/a%00.js',
  'app://countinghouse/%E0%A4%A.js',
  'app://countinghouse/missing.js',
  'app://countinghouse/wallet',
  'app://countinghouse/wallet/index.html',
  'app://countinghouse/%77allet/assets/wallet.js',
  'app://countinghouse/assets.js/',
  'app://elsewhere/index.html',
])('finds nothing at %s', async (url) => {
  const response = await get(url)
  expect(await response.text()).not.toContain('secret')
  expect(response.status).toBe(404)
})

it('only reads', async () => {
  expect((await get('app://countinghouse/', 'POST')).status).toBe(405)
  const head = await get('app://countinghouse/', 'HEAD')
  expect([head.status, await head.text()]).toEqual([200, ''])
})

it('sends a policy without foreign scripts, inline scripts or frames, with refusals too', async () => {
  for (const url of ['app://countinghouse/', 'app://countinghouse/missing.js']) {
    const { headers } = await get(url)
    const policy = headers.get('content-security-policy')?.split('; ') ?? []
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self'")
    expect(policy).toContain("style-src 'self' 'unsafe-inline'")
    expect(policy).toContain("connect-src 'self'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  }
})

it.each([
  ['app://countinghouse/batches', true],
  ['app://countinghouse.example/', false],
  ['app://countinghouse@evil/', false],
  ['https://countinghouse/', false],
  ['file:///app://countinghouse/', false],
  ['', false],
])('whether %s is one of our pages: %s', (url, own) => {
  expect(isAppUrl(url)).toBe(own)
})
