import { useState } from 'react'
import { todayIn } from '../time/noon.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import { emptyOperation, type ReadOperation, readOperation, type TypedOperation } from './typed.ts'

export type OperationForm = Readonly<{
  currency: string
  typed: TypedOperation
  change: (typed: Partial<TypedOperation>) => void
  read: ReadOperation
  /** Somebody has pressed the button: from then on each field says what is wrong with it. */
  tried: boolean
  markTried: () => void
}>

export function useOperationForm(currency: string): OperationForm {
  const { digits, zone } = useFormats()
  const [typed, setTyped] = useState(emptyOperation)
  const [tried, setTried] = useState(false)
  return {
    currency,
    typed,
    change: (changed) => setTyped((before) => ({ ...before, ...changed })),
    read: readOperation(typed, { digits: digits(currency), zone, today: todayIn(zone) }),
    tried,
    markTried: () => setTried(true),
  }
}
