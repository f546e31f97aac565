/** A release or reversal of this batch that waits for a second person: proposing it once more would only make two of them. */
import { useCallback } from 'react'
import type { Batch } from '../../engine/contract/batches.ts'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { Proposal } from '../../engine/contract/proposals.ts'
import { useRead } from '../engine/use-read.ts'
import { useMay } from '../session/session-context.ts'

const topics: readonly Topic[] = ['proposals']
const kinds = ['batch_release', 'batch_reverse'] as const

export type OpenDecision = Readonly<{ kind: (typeof kinds)[number]; proposal: Proposal['id'] }>

export function useOpenDecision({ id, state }: Pick<Batch, 'id' | 'state'>): OpenDecision | undefined {
  const mayRead = useMay('proposals.read')
  // Only what is held or posted may be decided by two people, so nothing is asked about the rest.
  const decidable = state === 'held' || state === 'posted' || state === 'reconciled'
  const ask = useCallback((client: EngineClient) => findOpen(client, id), [id])
  return useRead(mayRead && decidable ? ask : null, topics).data
}

async function findOpen(client: EngineClient, batch: number): Promise<OpenDecision | undefined> {
  const pages = await Promise.all(kinds.map((kind) => client.proposals.list({ state: 'open', kind, limit: 100 })))
  for (const { id, change } of pages.flatMap(({ items }) => items)) {
    if ((change.kind === 'batch_release' || change.kind === 'batch_reverse') && change.batch === batch)
      return { kind: change.kind, proposal: id }
  }
  return undefined
}
