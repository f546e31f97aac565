import { useCallback } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { ProducerFile } from '../../engine/contract/producers.ts'
import { useRead } from '../engine/use-read.ts'
import { useMay } from '../session/session-context.ts'

const topics: readonly Topic[] = ['producers']

/** The producer of a batch as it is now. Undefined until it is known, and for those who may not know it. */
export function useProducer(producer: number): ProducerFile | undefined {
  const may = useMay('producers.read')
  const ask = useCallback((client: EngineClient) => client.producers.get({ id: producer }), [producer])
  return useRead(may ? ask : null, topics).data
}
