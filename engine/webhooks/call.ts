/**
 * One call of an address: the body by POST, and what came of it. No redirect is followed and no proxy asked; the connection
 * goes to the address that was looked at and to no other, and what is answered is read only as far as the log keeps it.
 */
import { type LookupAddress, type LookupAllOptions, lookup as lookUp } from 'node:dns'
import http from 'node:http'
import https from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import type { WebhookOrigin } from '../contract/webhook-address.ts'
import type { WebhookProblem } from '../contract/webhooks.ts'
import { hostOf, listedOrigin, mayConnect, readUrl } from './address.ts'
import { signedHeaders } from './signature.ts'

export type Outgoing = Readonly<{
  url: string
  origins: readonly WebhookOrigin[]
  eventId: string
  body: string
  secrets: readonly string[]
}>

export type Called = Readonly<{
  status: number | null
  problem: WebhookProblem | null
  tookMs: number
  answer: string | null
  /** How long the receiver asked to be left alone. */
  restMs: number
}>

export type CallOptions = Readonly<{
  timestamp: number
  signal: AbortSignal
  agents: Agents
  timeoutMs?: number
}>

export const timeoutMs = 10_000
const answerMaxBytes = 4_096
const answerKeptChars = 500

/** Connections are kept for the next call: a receiver of many events shakes hands once. */
export class Agents {
  readonly #http = new http.Agent({ keepAlive: true, maxSockets: 8 })
  readonly #https = new https.Agent({ keepAlive: true, maxSockets: 8 })

  of(url: URL): http.Agent {
    return url.protocol === 'https:' ? this.#https : this.#http
  }

  close(): void {
    this.#http.destroy()
    this.#https.destroy()
  }
}

export async function call(outgoing: Outgoing, options: CallOptions): Promise<Called> {
  const began = performance.now()
  const ended = await attempt(outgoing, options)
  return { ...ended, tookMs: Math.round(performance.now() - began) }
}

type Ended = Omit<Called, 'tookMs'>

function attempt(outgoing: Outgoing, options: CallOptions): Promise<Ended> {
  const { url: text, origins, eventId: id, body, secrets } = outgoing
  const url = readUrl(text)
  // It was listed when it was agreed to, and may not be any more.
  const origin = typeof url === 'string' ? null : listedOrigin(url, origins)
  if (typeof url === 'string' || origin === null) return Promise.resolve(failed('not_listed'))
  const host = hostOf(url)
  // An address that is written as one is never looked up.
  if (isIP(host) !== 0 && !mayConnect(host, url, origin)) return Promise.resolve(failed('address_refused'))
  const { timestamp, signal, agents, timeoutMs: limit = timeoutMs } = options
  const timeout = AbortSignal.timeout(limit)
  const requestOptions: https.RequestOptions = {
    method: 'POST',
    agent: agents.of(url),
    lookup: lookupFor(url, origin),
    signal: AbortSignal.any([timeout, signal]),
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'user-agent': 'Countinghouse',
      ...signedHeaders({ id, timestamp, body, secrets }),
    },
    ...(origin.trustedCertificate === null ? {} : { ca: origin.trustedCertificate }),
  }
  return new Promise((resolve) => {
    const request = (url.protocol === 'https:' ? https : http).request(url, requestOptions)
    request.on('response', (response) => readAnswer(response, resolve))
    request.on('error', (error: NodeJS.ErrnoException) => {
      // A connection that was kept may be closed by the other side at the moment when it is used again.
      const isStale = request.reusedSocket && error.code === 'ECONNRESET'
      resolve(isStale ? attempt(outgoing, options) : failed(problemOf(error, timeout)))
    })
    // Neither an answer nor a fault, for the library: something that wants to go on in another protocol, or just ends.
    request.on('upgrade', (response, socket) => {
      socket.destroy()
      resolve({ ...failed('refused'), status: response.statusCode ?? null })
    })
    request.on('close', () => resolve(failed('unreachable')))
    request.end(body)
  })
}

/** The status decides; what stands in the answer only helps whoever looks for the cause. */
function readAnswer(response: http.IncomingMessage, resolve: (ended: Ended) => void): void {
  const { statusCode: status = 0, headers } = response
  const chunks: Buffer[] = []
  let bytes = 0
  const end = (): void => {
    const answer = Buffer.concat(chunks).subarray(0, answerMaxBytes).toString('utf8').slice(0, answerKeptChars)
    const restMs = status === 429 || status === 503 ? restOf(headers['retry-after']) : 0
    resolve({ status, problem: problemOfStatus(status), answer: answer === '' ? null : answer, restMs })
  }
  response.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes <= answerMaxBytes) return
    end()
    response.destroy()
  })
  response.on('end', end)
  // Cut off behind its status, by them or by our patience: the status was said.
  response.on('error', end)
  response.on('close', end)
}

function problemOfStatus(status: number): WebhookProblem | null {
  if (status >= 200 && status < 300) return null
  return status >= 300 && status < 400 ? 'redirected' : 'refused'
}

/** Seconds, or a date. */
function restOf(header: string | undefined): number {
  if (header === undefined) return 0
  if (/^[0-9]{1,9}$/.test(header)) return Number(header) * 1_000
  const at = Date.parse(header)
  return Number.isNaN(at) ? 0 : Math.max(0, at - Date.now())
}

class AddressRefused extends Error {}

type AskAll = (
  host: string,
  options: LookupAllOptions,
  done: (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => void,
) => void

/** What the name leads to is looked at, and the connection goes to what was looked at: a name can't change in between. */
export function lookupFor(url: URL, origin: WebhookOrigin, ask: AskAll = lookUp): LookupFunction {
  return (host, options, done) => {
    ask(host, { ...options, all: true }, (error, found) => {
      if (error !== null) return done(error, [])
      const addresses = found.filter(({ address }) => mayConnect(address, url, origin))
      const [first] = addresses
      if (first === undefined) return done(new AddressRefused('leads to an address that may not be called'), [])
      if (options.all === true) return done(null, addresses)
      return done(null, first.address, first.family)
    })
  }
}

function problemOf(error: Error, timeout: AbortSignal): WebhookProblem {
  if (timeout.aborted) return 'timed_out'
  if (error instanceof AddressRefused || error.cause instanceof AddressRefused) return 'address_refused'
  const { code = '' } = error as NodeJS.ErrnoException
  const isTls = /CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO|EPROTO/.test(code)
  return isTls ? 'tls_failed' : 'unreachable'
}

const failed = (problem: WebhookProblem): Ended => ({ status: null, problem, answer: null, restMs: 0 })
