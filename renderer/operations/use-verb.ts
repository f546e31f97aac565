import type { MessageId } from '../messages/messages.ts'
import { useText } from '../messages/use-text.ts'
import { useFormats } from '../workspace/workspace-context.ts'

/** The button repeats the verb, and its money as soon as that can be read: "Deposit USD 50.00". */
export function useVerb(currency: string): (verb: MessageId, amount: number | undefined) => string {
  const text = useText()
  const { money } = useFormats()
  return (verb, amount) =>
    amount === undefined
      ? text(verb)
      : text('operation.verb_amount', { verb: text(verb), currency, money: money(amount, currency) })
}
