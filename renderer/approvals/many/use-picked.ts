/** What is picked, and the ways to pick: one by one, or all that wait of a kind. */
import { useCallback, useMemo, useState } from 'react'
import type { EngineClient, Inputs } from '../../../engine/contract/contract.ts'
import type { Proposal } from '../../../engine/contract/proposals.ts'
import { reviewedAtOnceMax } from '../../../engine/contract/proposals-bulk.ts'
import type { Fault } from '../../engine/fault.ts'
import { useCommand } from '../../engine/use-command.ts'
import { useText } from '../../messages/use-text.ts'
import { useToast } from '../../notice/use-toast.ts'
import { kindWords } from '../change-words.ts'
import { nothingPicked, type Picked, toggled, withoutThem } from './picked.ts'

export type PickControl = Readonly<{
  picked: Picked
  fault: Fault | undefined
  toggle: (proposal: Proposal) => void
  pickAll: (kind: string) => void
  leave: (ids: readonly number[]) => void
  clear: () => void
}>

const ofKind = (client: EngineClient, asked: Partial<Inputs['proposals']['list']>) =>
  client.proposals.list({ ...asked, state: 'open', limit: reviewedAtOnceMax })

/** `proposedBy`: the list shows only what this person proposed, so all of it is that. */
export function usePicked(proposedBy: string | undefined): PickControl {
  const text = useText()
  const { say } = useToast()
  const [picked, setPicked] = useState<Picked>(nothingPicked)
  const reading = useCommand(ofKind)
  const { run, fault } = reading

  const toggle = useCallback(
    (proposal: Proposal) => {
      const outcome = toggled(picked, proposal)
      if (outcome.status === 'picked') setPicked(outcome.picked)
      else
        say(
          text(`approvals.pick.${outcome.status}`, {
            kind: kindWords(text, picked.kind ?? proposal.kind),
            most: reviewedAtOnceMax,
          }),
        )
    },
    [picked, say, text],
  )
  const pickAll = useCallback(
    (kind: string) => {
      void run({ kind, ...(proposedBy === undefined ? {} : { proposedBy }) }).then((outcome) => {
        if (!outcome.ok || outcome.value.items.length === 0) return
        const { items, next } = outcome.value
        const asked = { complete: next === null, asOf: new Date().toISOString() }
        setPicked({ kind, ids: new Set(items.map(({ id }) => id)), asked })
      })
    },
    [run, proposedBy],
  )
  const leave = useCallback((ids: readonly number[]) => setPicked((before) => withoutThem(before, ids)), [])
  const clear = useCallback(() => setPicked(nothingPicked), [])
  return useMemo(
    () => ({ picked, fault, toggle, pickAll, leave, clear }),
    [picked, fault, toggle, pickAll, leave, clear],
  )
}
