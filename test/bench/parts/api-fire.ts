/** Load from a process of its own: so many connections, as fast as they are answered. */
import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'

export type Firing = Readonly<{
  /** More than one: each connection asks for all of them, one after another. */
  urls: readonly string[]
  headers?: Readonly<Record<string, string>>
  /** What is posted; `[<id>]` in it is another text each time. */
  body?: string
  seconds: number
  connections: number
}>
export type Fired = Readonly<{
  perSecond: number
  p99: number
  failed: number
  /** How often each status was answered. */
  statuses: string
}>

const gun = path.resolve(import.meta.dirname, 'api-gun.ts')

type Result = Readonly<{
  requests: Readonly<{ average: number }>
  latency: Readonly<{ p99: number }>
  non2xx: number
  errors: number
  timeouts: number
  statusCodeStats: Readonly<Record<string, Readonly<{ count: number }>>>
}>

export async function fire(firing: Firing): Promise<Fired> {
  const { stdout } = await promisify(execFile)(process.execPath, [gun, JSON.stringify(firing)], { maxBuffer: 2 ** 24 })
  const { requests, latency, non2xx, errors, timeouts, statusCodeStats } = JSON.parse(stdout) as Result
  return {
    perSecond: requests.average,
    p99: latency.p99,
    failed: non2xx + errors + timeouts,
    statuses: Object.entries(statusCodeStats)
      .map(([status, { count }]) => `${count} of ${status}`)
      .join(', '),
  }
}
