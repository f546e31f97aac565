import { expect, it } from 'vitest'
import { readHostAddress } from '../../electron/host-address.ts'
import { isHostThere, sessionForHost } from '../../electron/host-connection.ts'
import { FakeSession } from '../fakes/electron.ts'

it.each([
  ['https://books.example', 'https://books.example'],
  ['  books.example:8443 ', 'https://books.example:8443'],
  ['https://books.example/batches?x=1', 'https://books.example'],
  ['http://127.0.0.1:7411', 'http://127.0.0.1:7411'],
  ['http://127.1:7411', 'http://127.0.0.1:7411'],
  ['http://localhost:7411/', 'http://localhost:7411'],
  ['http://[::1]:7411', 'http://[::1]:7411'],
])('takes %j as %s', (text, origin) => {
  expect(readHostAddress(text)).toEqual({ ok: true, origin })
})

it.each([
  ['', 'address_unreadable'],
  ['not an address', 'address_unreadable'],
  ['file:///etc/passwd', 'address_unreadable'],
  ['ftp://books.example', 'address_unreadable'],
  ['javascript:alert(1)', 'address_unreadable'],
  ['http://books.example', 'address_insecure'],
  ['http://localhost.evil.example', 'address_insecure'],
  ['http://10.0.0.7:7411', 'address_insecure'],
  ['http://0.0.0.0:7411', 'address_insecure'],
  ['https://user:secret@books.example', 'address_has_password'],
])('refuses %j: %s', (text, code) => {
  expect(readHostAddress(text)).toEqual({ ok: false, code })
})

it.each([
  ['a host', async () => Response.json({ status: 'ok', version: '1.0.0' }), true],
  ['another web server', async () => new Response('<h1>It works</h1>'), false],
  ['a host that is not well', async () => Response.json({ status: 'ok' }, { status: 503 }), false],
  [
    'nobody',
    async () => {
      throw new TypeError('net::ERR_CONNECTION_REFUSED')
    },
    false,
  ],
])('finds %s behind an address: %s', async (_what, fetch, there) => {
  const session = new FakeSession()
  session.fetch.mockImplementation(fetch)
  expect(await isHostThere(session.asReal, 'https://books.example')).toBe(there)
  expect(session.fetch).toHaveBeenCalledWith(
    'https://books.example/health',
    expect.objectContaining({ redirect: 'error', credentials: 'omit' }),
  )
})

it('keeps hosts apart and nothing of them on disk', () => {
  const one = sessionForHost('https://one.example')
  expect(sessionForHost('https://one.example')).toBe(one)
  expect(sessionForHost('https://two.example')).not.toBe(one)
})
