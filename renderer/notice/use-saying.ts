import { useCallback } from 'react'
import type { Outcome } from '../engine/use-command.ts'
import { faultSentence } from '../faults/fault-sentence.ts'
import { useShown } from '../faults/use-shown.ts'
import { useText } from '../messages/use-text.ts'
import { useToast } from './use-toast.ts'

/** Says how a command went: what was done, or why not. */
export function useSaying(): <T>(outcome: Outcome<T>, done: (value: T) => string) => boolean {
  const text = useText()
  const { say, sayFailed } = useToast()
  const shown = useShown()
  return useCallback(
    (outcome, done) => {
      if (outcome.ok) {
        say(done(outcome.value))
        return true
      }
      const sentence = faultSentence(outcome.fault, shown)
      sayFailed(text(sentence.id, sentence.values))
      return false
    },
    [text, say, sayFailed, shown],
  )
}
