/** What is proposed about programs and waits for a second person: proposing it once more would only make two of it. */
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { ProposedChange } from '../../engine/contract/proposals.ts'
import { useRead } from '../engine/use-read.ts'
import { useMay } from '../session/session-context.ts'

type CallerChange = Extract<ProposedChange, { kind: 'caller' }>
export type OpenProposal = Readonly<{ id: number; change: CallerChange }>

const topics: readonly Topic[] = ['proposals']
const readOpen = (client: EngineClient) => client.proposals.list({ state: 'open', kind: 'caller', limit: 100 })

export function useOpenProposals(): readonly OpenProposal[] {
  const { data } = useRead(useMay('proposals.read') ? readOpen : null, topics)
  return (data?.items ?? []).flatMap(({ id, change }) => (change.kind === 'caller' ? [{ id, change }] : []))
}
