/** Answers the contract over a MessagePort: the desktop shell hands one to each window. */
import type { SupportedMessagePort } from '@orpc/client/message-port'
import { RPCHandler } from '@orpc/server/message-port'
import { RequestHeadersPlugin } from '@orpc/server/plugins'
import { z } from 'zod'
import type { Engine } from '../engine.ts'
import { router } from './router.ts'

export function servePort(engine: Engine, port: SupportedMessagePort): void {
  const handler = new RPCHandler(router, { plugins: [new RequestHeadersPlugin()] })
  handler.upgrade(onlyCalls(port), { context: { engine, source: 'port' } })
}

/** What our client sends: a call, or the wish to end one. Of the headers only the token means anything here. */
const Frame = z.union([
  z.object({ i: z.string(), t: z.literal(4) }),
  z.object({
    i: z.string(),
    p: z.object({
      u: z.string().startsWith('/'),
      m: z.enum(['GET', 'POST', 'PUT', 'DELETE']).optional(),
      h: z
        .object({
          authorization: z
            .string()
            .regex(/^[\x20-\x7e]*$/)
            .optional(),
        })
        .optional(),
      b: z.unknown(),
    }),
  }),
])

type Listener = (event?: { data: unknown }) => void

/**
 * The same port, on which only calls are heard. The library decodes a message outside of any promise that we hold, so one
 * that it can't decode would be an unhandled rejection and end the engine for every window.
 */
function onlyCalls(port: SupportedMessagePort): SupportedMessagePort {
  const listen = (type: string, listener: Listener): void => {
    const hear: Listener = (event) => {
      if (type !== 'message') return listener(event)
      const data = readFrame(event?.data)
      if (data !== null) listener({ data })
    }
    if ('addEventListener' in port) port.addEventListener(type, hear as never)
    else if ('on' in port) port.on(type, hear as never)
    else throw new TypeError('a port of a browser extension carries no calls')
  }
  return { on: listen, postMessage: (message: unknown) => port.postMessage(message) }
}

function readFrame(data: unknown): string | null {
  if (typeof data !== 'string') return null
  try {
    const frame = Frame.safeParse(JSON.parse(data))
    return frame.success ? JSON.stringify(frame.data) : null
  } catch {
    // Not even JSON: it never came from a console.
    return null
  }
}
