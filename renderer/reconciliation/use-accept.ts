import { useCallback } from 'react'
import type { EngineClient, Inputs } from '../../engine/contract/contract.ts'
import type { MatchSuggestion, ReconciliationMatch } from '../../engine/contract/reconciliation.ts'
import { useCommand } from '../engine/use-command.ts'
import { faultSentence } from '../faults/fault-sentence.ts'
import { useShown } from '../faults/use-shown.ts'
import { useText } from '../messages/use-text.ts'
import { useToast } from '../notice/use-toast.ts'
import { pickedOf, together } from './picked.ts'

type Of = Readonly<{
  of: Readonly<{ account: string; currency: string }>
  onMatched: (match: ReconciliationMatch) => void
}>

const make = (client: EngineClient, input: Inputs['reconciliation']['match']) => client.reconciliation.match(input)

/** Takes a suggestion that leaves nothing over as it stands, with its rule as the reason. */
export function useAccept({ of: { account, currency }, onMatched }: Of) {
  const text = useText()
  const shown = useShown(currency)
  const { sayFailed } = useToast()
  const { run, busy } = useCommand(make)
  const accept = useCallback(
    async ({ items, rule, ruleName }: MatchSuggestion): Promise<void> => {
      const reason = text('reconcile.reason.suggested', { rule: ruleName ?? rule })
      const outcome = await run({ account, currency, ...together(pickedOf(items)), reason })
      if (outcome.ok) return onMatched(outcome.value)
      const sentence = faultSentence(outcome.fault, shown)
      sayFailed(text(sentence.id, sentence.values))
    },
    [run, account, currency, onMatched, text, shown, sayFailed],
  )
  return { accept: (suggestion: MatchSuggestion) => (busy ? undefined : void accept(suggestion)), busy }
}
