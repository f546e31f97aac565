/** Whether messages can be sent and answered, kept fresh. */
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient, Outputs } from '../../engine/contract/contract.ts'
import { type Reading, useRead } from '../engine/use-read.ts'

export type MailStatus = Outputs['contact']['status']

const topics: readonly Topic[] = ['contact', 'settings']
const readStatus = (client: EngineClient) => client.contact.status()

export const useMailStatus = (): Reading<MailStatus> => useRead(readStatus, topics)
