/** Deciding piece by piece, so that whoever decides sees how far it is and can stop it in between. */
import type { EngineClient } from '../../../engine/contract/contract.ts'
import { type DecidedProposals, decidedAtOnceMax } from '../../../engine/contract/proposals-bulk.ts'
import type { ManyVerb } from './many-words.ts'

export type Deciding = Readonly<{
  verb: ManyVerb
  /** With the effect of each as it was seen. */
  seen: readonly Readonly<{ id: number; effectHash: string | null }>[]
  reason: string
  onPiece: (items: DecidedProposals['items']) => void
  isStopped: () => boolean
}>

export async function decideMany(
  client: EngineClient,
  { verb, seen, reason, onPiece, isStopped }: Deciding,
): Promise<void> {
  for (let from = 0; from < seen.length && !isStopped(); from += decidedAtOnceMax) {
    const piece = seen.slice(from, from + decidedAtOnceMax)
    const decided =
      verb === 'approve'
        ? await client.proposals.bulk.approve({
            proposals: piece.flatMap(({ id, effectHash }) => (effectHash === null ? [] : [{ id, effectHash }])),
            ...(reason === '' ? {} : { reason }),
          })
        : await client.proposals.bulk.decline({ ids: piece.map(({ id }) => id), reason })
    onPiece(decided.items)
  }
}
