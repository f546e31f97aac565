/** Answers the contract over a MessagePort: the desktop shell hands one to each window. */
import type { SupportedMessagePort } from '@orpc/client/message-port'
import { RPCHandler } from '@orpc/server/message-port'
import { RequestHeadersPlugin } from '@orpc/server/plugins'
import type { Engine } from '../engine.ts'
import { router } from './router.ts'

export function servePort(engine: Engine, port: SupportedMessagePort): void {
  const handler = new RPCHandler(router, { plugins: [new RequestHeadersPlugin()] })
  handler.upgrade(port, { context: { engine, source: 'port' } })
}
