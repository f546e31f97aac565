import { useEffect } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { Live } from '../../engine/contract/live.ts'
import { type Reading, useRead } from '../engine/use-read.ts'

const topics: readonly Topic[] = ['batches', 'producers', 'exceptions']
const readLive = (client: EngineClient) => client.live.get()
/** Nobody tells of a file that was put into a folder, nor of a minute that has passed. */
const lookAgainMs = 2_000

export function useLiveView(): Reading<Live> {
  const reading = useRead(readLive, topics)
  const { again } = reading
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') again()
    }, lookAgainMs)
    return () => clearInterval(timer)
  }, [again])
  return reading
}
