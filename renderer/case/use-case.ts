/** One case as it is now: at once from what was read ahead, and then from the engine, again at each change. */
import { useCallback, useEffect } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { ExceptionDetail } from '../../engine/contract/exceptions.ts'
import { useLine } from '../engine/engine-context.ts'
import type { Fault } from '../engine/fault.ts'
import { useRead } from '../engine/use-read.ts'
import { useCaseWork } from './case-work-context.ts'

const topics: readonly Topic[] = ['exceptions', 'proposals', 'batches', 'ledger', 'producers', 'contact']

export type ReadCase = Readonly<{ detail: ExceptionDetail | undefined; fault: Fault | undefined; again: () => void }>

export function useCase(id: number): ReadCase {
  const { cache } = useCaseWork()
  const { data, fault, again } = useRead(
    useCallback(
      async (client: EngineClient) => {
        const detail = await client.exceptions.get({ id })
        cache.keep(detail)
        return detail
      },
      [id, cache],
    ),
    topics,
  )
  return { detail: data ?? cache.get(id), fault, again }
}

/** Reads what comes next while the person looks at this one; what fails is simply not there beforehand. */
export function usePrefetch(ids: readonly number[]): void {
  const line = useLine()
  const { cache } = useCaseWork()
  const wanted = ids.join(' ')
  useEffect(() => {
    if (!line || wanted === '') return
    let stopped = false
    const readAhead = async (): Promise<void> => {
      for (const id of wanted.split(' ').map(Number)) {
        if (stopped) return
        if (cache.get(id) === undefined) cache.keep(await line.client.exceptions.get({ id }))
      }
    }
    readAhead().catch(() => undefined)
    return () => {
      stopped = true
    }
  }, [line, cache, wanted])
}
