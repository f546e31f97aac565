/** A typed client over any link: MessagePort, WebSocket, or an in-process call. */
import { createORPCClient } from '@orpc/client'
import type { EngineClient } from './contract.ts'

type Link = Parameters<typeof createORPCClient>[0]

export const engineClient = (link: Link): EngineClient => createORPCClient<EngineClient>(link)
