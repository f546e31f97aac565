import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { WebhookEndpoint } from '../../engine/contract/webhooks.ts'
import { type Reading, useRead } from '../engine/use-read.ts'

const topics: readonly Topic[] = ['webhooks', 'settings', 'proposals']
const readEndpoints = (client: EngineClient) => client.webhooks.endpoints({})

export const useEndpoints = (): Reading<Readonly<{ items: WebhookEndpoint[] }>> => useRead(readEndpoints, topics)
