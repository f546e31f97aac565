/** Says every half minute that this person looks at a case, and who else does. It warns; it locks nothing. */
import { useEffect } from 'react'
import type { Looker } from '../../engine/contract/cases.ts'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { useLine } from '../engine/engine-context.ts'
import { useRead } from '../engine/use-read.ts'
import { useSession } from '../session/session-context.ts'

const topics: readonly Topic[] = ['presence']
const beatMs = 30_000
const question = (client: EngineClient) => client.exceptions.lookers()

export function useLookers(id: number): readonly Looker[] {
  const line = useLine()
  const me = useSession().user.name
  const { data, again } = useRead(question, topics)
  useEffect(() => {
    if (!line) return
    const look = (): void => {
      // Whoever has gone to another tab does not look.
      if (document.visibilityState === 'visible') line.client.exceptions.look({ id }).then(again, () => undefined)
    }
    look()
    const beat = setInterval(look, beatMs)
    document.addEventListener('visibilitychange', look)
    return () => {
      clearInterval(beat)
      document.removeEventListener('visibilitychange', look)
    }
  }, [line, id, again])
  return data?.items.filter(({ exception, user }) => exception === id && user !== me) ?? []
}
