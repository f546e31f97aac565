/** What the proof of a closed period found, as a sentence. Pure. */
import type { Outputs } from '../../engine/contract/contract.ts'
import type { Text } from '../messages/use-text.ts'
import type { Tone } from '../notice/Mark.tsx'

type Proof = Outputs['periods']['verify']

export function periodVerdict(proof: Proof, text: Text): Readonly<{ tone: Tone; words: string }> {
  const { matches, postings, recorded, period } = proof
  if (matches) return { tone: 'ok', words: text('period.matches', { postings }) }
  if (recorded === null) return { tone: 'critical', words: text('period.not_recorded', { postings }) }
  // The chain and the period agree and the postings do not, or the chain says something else than the period itself.
  const words = recorded === period.root ? 'period.postings_differ' : 'period.record_differs'
  return { tone: 'critical', words: text(words, { postings }) }
}
