/** How many proposals wait for the signed-in person: to be decided by them, or made by them and not decided yet. */
import { useCallback } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { useRead } from '../engine/use-read.ts'
import { useMay, useSession } from '../session/session-context.ts'

const topics: readonly Topic[] = ['proposals']

/** A page is counted and not more: beyond it the exact number would tell nobody anything. */
const countedMax = 50

export type OpenCount = Readonly<{ count: number; more: boolean }>

/** Null while it is not known, and for whom proposals are none of their business. */
export function useOpenCount(): OpenCount | null {
  const { name } = useSession().user
  const mayRead = useMay('proposals.read')
  const mayDecide = useMay('proposals.decide')
  const ask = useCallback(
    (client: EngineClient) =>
      client.proposals.list({ state: 'open', limit: countedMax, ...(mayDecide ? {} : { proposedBy: name }) }),
    [mayDecide, name],
  )
  const { data } = useRead(mayRead ? ask : null, topics)
  return data ? { count: data.items.length, more: data.next !== null } : null
}
