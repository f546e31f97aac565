import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient, Outputs } from '../../engine/contract/contract.ts'
import { type Reading, useRead } from '../engine/use-read.ts'

const topics: readonly Topic[] = ['settings', 'statements']
const readSources = (client: EngineClient) => client.statements.sources()

export type Source = Outputs['statements']['sources']['items'][number]

export const useSources = (): Reading<Readonly<{ items: readonly Source[] }>> => useRead(readSources, topics)
