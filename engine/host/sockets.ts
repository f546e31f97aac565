/** The contract over WebSockets: one socket a window. Sockets and what they send are bounded, signed in or not. */
import websocket from '@fastify/websocket'
import { RequestHeadersPlugin } from '@orpc/server/plugins'
import { RPCHandler } from '@orpc/server/ws'
import type { FastifyInstance } from 'fastify'
import type { WebSocket } from 'ws'
import type { Engine } from '../engine.ts'
import { router } from '../router/router.ts'
import { callObserver } from './call-observer.ts'
import type { Metrics } from './metrics.ts'

const messageBytesMax = 4 * 2 ** 20
const socketsPerAddressMax = 64
const messagesPerSecondMax = 200
const tooMuch = 1008
const notUnderstood = 1007

export async function serveSockets(app: FastifyInstance, engine: Engine, metrics: Metrics): Promise<void> {
  const handler = new RPCHandler(router, {
    plugins: [new RequestHeadersPlugin()],
    clientInterceptors: [callObserver(metrics)],
  })
  const perAddress = new Map<string, number>()
  await app.register(websocket, { options: { maxPayload: messageBytesMax } })
  app.get('/rpc', { websocket: true }, (socket, request) => {
    const open = (perAddress.get(request.ip) ?? 0) + 1
    if (open > socketsPerAddressMax) return socket.close(tooMuch, 'too many connections')
    perAddress.set(request.ip, open)
    metrics.connections.inc()
    socket.once('close', () => {
      perAddress.set(request.ip, (perAddress.get(request.ip) ?? 1) - 1)
      metrics.connections.dec()
    })
    limitMessages(socket)
    void handler.upgrade(readableFrames(socket), { context: { engine, source: 'websocket' } })
  })
}

type Frames = Pick<WebSocket, 'addEventListener' | 'send'>

/**
 * Hands on only what begins like a frame of the contract. Anything else never came from a console: the socket is closed,
 * instead of every piece of it being decoded, failing, and filling the log.
 */
function readableFrames(socket: WebSocket): Frames {
  const listen = (type: string, listener: (event: { data: unknown }) => void): void => {
    if (type !== 'message') return socket.addEventListener(type as 'close', listener as never)
    socket.addEventListener('message', (event) => {
      const start = typeof event.data === 'string' ? event.data.slice(0, frameStart.length) : startOf(event.data)
      if (start === frameStart) listener(event)
      else socket.close(notUnderstood, 'not a call')
    })
  }
  return { addEventListener: listen as Frames['addEventListener'], send: socket.send.bind(socket) }
}

const frameStart = '{"i":'

const startOf = (data: Buffer | ArrayBuffer | Buffer[]): string =>
  Buffer.isBuffer(data) ? data.subarray(0, frameStart.length).toString('latin1') : ''

/** More than a console can mean to send: the socket is closed with the reason, and the console connects again later. */
function limitMessages(socket: WebSocket): void {
  let inSecond = 0
  let second = 0
  socket.on('message', () => {
    const at = Math.floor(performance.now() / 1000)
    inSecond = at === second ? inSecond + 1 : 1
    second = at
    if (inSecond > messagesPerSecondMax) socket.close(tooMuch, 'too many messages')
  })
}
