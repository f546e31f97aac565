/** A system of somebody else that is told what happens: a real server on this machine that keeps everything it was sent. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import http from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import type { WebhookBody } from '../../engine/contract/webhook-events.ts'

export type Received = Readonly<{
  method: string
  path: string
  headers: http.IncomingHttpHeaders
  /** The bytes as they came. */
  raw: string
  body: WebhookBody
}>

export type Answer = Readonly<{ status: number; headers?: Readonly<Record<string, string>>; text?: string }>
/** What it answers to each; a promise keeps the caller waiting. */
export type Answering = (received: Received) => Answer | Promise<Answer>

export type Receiver = Readonly<{
  origin: string
  url: string
  got: Received[]
  /** From now on it answers so. */
  answer: (answering: Answering) => void
  close: () => Promise<void>
}>

export const taken: Answering = () => ({ status: 204 })

export async function startReceiver(tls?: Readonly<{ key: string; cert: string }>): Promise<Receiver> {
  const got: Received[] = []
  let answering = taken
  const listener: http.RequestListener = (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const raw = Buffer.concat(chunks).toString('utf8')
      const { method = '', url: path = '', headers } = request
      const received = { method, path, headers, raw, body: JSON.parse(raw) as WebhookBody }
      got.push(received)
      void Promise.resolve(answering(received)).then(({ status, headers: more = {}, text = '' }) => {
        response.writeHead(status, more)
        response.end(text)
      })
    })
  }
  const server = tls === undefined ? http.createServer(listener) : https.createServer(tls, listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const origin = `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`
  return {
    origin,
    url: `${origin}/told`,
    got,
    answer: (next) => {
      answering = next
    },
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** As the page about webhooks says that a receiver does it. */
export function isSigned({ headers, raw }: Received, secret: string): boolean {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
  const text = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${raw}`
  const expected = createHmac('sha256', key).update(text).digest()
  return String(headers['webhook-signature'])
    .split(' ')
    .some((each) => {
      const given = Buffer.from(each.replace('v1,', ''), 'base64')
      return given.length === expected.length && timingSafeEqual(given, expected)
    })
}
