/** What is picked on both sides, and what it comes to: asked of the engine at each change, and again when the books move. */
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { Outputs } from '../../engine/contract/contract.ts'
import type { ItemSide } from '../../engine/contract/reconciled-items.ts'
import type { Fault } from '../engine/fault.ts'
import { type Question, useRead } from '../engine/use-read.ts'
import { useText } from '../messages/use-text.ts'
import { useToast } from '../notice/use-toast.ts'
import { countPicked, nothingPicked, type Picked, together, without, withToggled } from './picked.ts'

export type Summed = Outputs['reconciliation']['sum']

export type PickControl = Readonly<{
  picked: Picked
  /** Undefined while nothing is picked, and until the engine has said it. */
  sum: Summed | undefined
  fault: Fault | undefined
  toggle: (side: ItemSide, id: number) => void
  replace: (picked: Picked) => void
  clear: () => void
}>

const topics: readonly Topic[] = ['reconciliation']

export function usePicked({ account, currency }: Readonly<{ account: string; currency: string }>): PickControl {
  const [picked, setPicked] = useState<Picked>(nothingPicked)
  const content = countPicked(picked) === 0 ? null : JSON.stringify(together(picked))
  const question = useMemo<Question<Summed> | null>(() => {
    if (content === null) return null
    const asked = JSON.parse(content) as ReturnType<typeof together>
    return (client) => client.reconciliation.sum({ account, currency, ...asked })
  }, [account, currency, content])
  const { data, fault } = useRead(question, topics)
  useLeavers(fault, setPicked)
  const toggle = useCallback((side: ItemSide, id: number) => setPicked((before) => withToggled(before, side, id)), [])
  const clear = useCallback(() => setPicked(nothingPicked), [])
  return useMemo(
    () => ({ picked, sum: data, fault, toggle, replace: setPicked, clear }),
    [picked, data, fault, toggle, clear],
  )
}

/** What somebody else has matched meanwhile can't be picked any more; the rest of the picks stays. */
function useLeavers(fault: Fault | undefined, change: (next: (before: Picked) => Picked) => void): void {
  const text = useText()
  const { say } = useToast()
  useEffect(() => {
    if (fault?.code !== 'item_matched' && fault?.code !== 'item_unknown') return
    const { side, item } = fault
    change((before) => without(before, side, item))
    say(text('reconcile.left_selection', { side, item: String(item) }))
  }, [fault, change, say, text])
}
