/** How often a program may call is agreed on with its key, each for itself, and what costs much is bounded for everybody. */
import { request } from 'node:http'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { networkOf } from '../../engine/callers/network.ts'
import { errorOf, type OpenCallers, openCallers } from './open-callers.ts'

let open: OpenCallers
beforeAll(async () => {
  open = await openCallers()
})
afterAll(() => open.close())

const leftOf = ({ headers }: { headers: Headers }): readonly (string | null)[] => [
  headers.get('ratelimit-limit'),
  headers.get('ratelimit-remaining'),
]

it('says how much is left, and refuses what is more, for each program by itself', async () => {
  const slow = await open.program({ scopes: ['producers.read'], callsPerMinute: 3 })
  const other = await open.program({ scopes: ['producers.read'], callsPerMinute: 3 })
  const answers = [await slow.call('GET', '/producers'), await slow.call('GET', '/producers')]
  answers.push(await slow.call('GET', '/producers'), await slow.call('GET', '/producers'))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429])
  expect(answers.slice(0, 3).map(leftOf)).toEqual([
    ['3', '2'],
    ['3', '1'],
    ['3', '0'],
  ])
  const refused = answers[3]
  expect(refused === undefined ? null : errorOf(refused)).toMatchObject({ status: 429, code: 'too_many_requests' })
  expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(refused?.headers.get('content-type')).toBe('application/problem+json')
  expect((await other.call('GET', '/producers')).status).toBe(200)
  expect((await open.callAs(null)('GET', '/producers')).status).toBe(401)
  const { callers } = await open.opened.engine.opened()
  await callers.flush()
  expect(await open.admin.callers.get({ caller: slow.caller })).toMatchObject({ calls: 4, refused: 1 })
})

it('bounds what reads the whole store, whatever a key allows', async () => {
  const { call } = await open.program({ scopes: ['workspace.check', 'producers.read'], callsPerMinute: 10_000 })
  const answers = await Promise.all(Array.from({ length: 13 }, () => call('GET', '/consistency-check')))
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(1)
  expect((await call('GET', '/producers')).status).toBe(200)
})

it.each(['/./session', '/session/', '//session', '/%73ession', '/session#x'])(
  'counts %s as what it is',
  async (spelling) => {
    const { port } = new URL(open.host.url)
    const signIn = (url: string) =>
      new Promise<number>((resolve, reject) => {
        const headers = { host: `127.0.0.1:${port}`, 'content-type': 'application/json' }
        const asked = request({ host: '127.0.0.1', port, path: url, method: 'POST', headers }, (answer) => {
          answer.resume()
          resolve(Number(answer.headers['ratelimit-limit']))
        })
        asked.on('error', reject)
        asked.end('{}')
      })
    expect(await signIn(`/api${spelling}`)).toBe(30)
  },
)

it('knows the network of an IPv6 address, which one machine has to itself', () => {
  expect(
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::9', '2001:db8::1', '::1', '::ffff:10.0.0.1', '10.0.0.1'].map(networkOf),
  ).toEqual([
    '2001:db8:1:2::/64',
    '2001:db8:1:2::/64',
    '2001:db8:0:0::/64',
    '0:0:0:0::/64',
    '::ffff:10.0.0.1',
    '10.0.0.1',
  ])
})
