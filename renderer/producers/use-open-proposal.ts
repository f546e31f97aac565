/** A change of this producer that waits for a second person: proposing it once more would only make two of them. */
import { useCallback } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { Proposal } from '../../engine/contract/proposals.ts'
import { useRead } from '../engine/use-read.ts'
import { useMay } from '../session/session-context.ts'

const topics: readonly Topic[] = ['proposals']

export function useOpenProposal(kind: 'agreement' | 'producer_resume', producer: number): Proposal | undefined {
  const mayRead = useMay('proposals.read')
  const ask = useCallback((client: EngineClient) => client.proposals.list({ state: 'open', kind, limit: 100 }), [kind])
  const { data } = useRead(mayRead ? ask : null, topics)
  return data?.items.find(({ change }) => change.kind === kind && change.producer === producer)
}
