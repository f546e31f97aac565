import { Text } from '@mantine/core'
import { useCallback } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { ExportSource } from '../../engine/contract/export-sources.ts'
import { useRead } from '../engine/use-read.ts'
import { useText } from '../messages/use-text.ts'
import { useMay } from '../session/session-context.ts'
import { Facts } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { narrowings, type Parameters } from './narrowed.ts'

const topics: readonly Topic[] = ['producers']
const readProducers = (client: EngineClient) => client.producers.list()
const webhookTopics: readonly Topic[] = ['webhooks']
const readEndpoints = (client: EngineClient) => client.webhooks.endpoints({})

/** Which rows are in it: what the table is narrowed by, or that it is all of it. */
export function NarrowedBy({ source, parameters }: Readonly<{ source: ExportSource; parameters: Parameters }>) {
  const text = useText()
  const formats = useFormats()
  const may = useMay('producers.read')
  const { data } = useRead(may && parameters.producer !== undefined ? readProducers : null, topics)
  const producerName = useCallback((id: number) => data?.items.find((each) => each.id === id)?.name, [data])
  const endpointName = useEndpointName(parameters)
  const found = narrowings(source, parameters, { text, formats, producerName, endpointName })
  if (found.length === 0) return <Text>{text('export.everything')}</Text>
  return <Facts facts={found.map(({ name, value }) => ({ name, value }))} />
}

function useEndpointName({ endpoint }: Parameters): (id: number) => string | undefined {
  const may = useMay('webhooks.read')
  const { data } = useRead(may && endpoint !== undefined ? readEndpoints : null, webhookTopics)
  return useCallback((id: number) => data?.items.find((each) => each.id === id)?.name, [data])
}
