/** Load from a process of its own: so many connections, as fast as they are answered. */
import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'

export type Firing = Readonly<{
  url: string
  headers?: Readonly<Record<string, string>>
  /** What is posted; `[<id>]` in it is another text each time. */
  body?: string
  seconds: number
  connections: number
}>
export type Fired = Readonly<{ perSecond: number; p99: number; failed: number }>

const program = path.resolve(import.meta.dirname, '../../../node_modules/autocannon/autocannon.js')

type Result = Readonly<{
  requests: Readonly<{ average: number }>
  latency: Readonly<{ p99: number }>
  non2xx: number
  errors: number
  timeouts: number
}>

export async function fire({ url, headers = {}, body, seconds, connections }: Firing): Promise<Fired> {
  const posted = body === undefined ? [] : ['-m', 'POST', '-I', '-b', body, '-H', 'content-type=application/json']
  const named = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}=${value}`])
  const args = [program, '--json', '-n', '-c', String(connections), '-d', String(seconds), ...posted, ...named, url]
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 2 ** 24 })
  const { requests, latency, non2xx, errors, timeouts } = JSON.parse(stdout) as Result
  return { perSecond: requests.average, p99: latency.p99, failed: non2xx + errors + timeouts }
}
