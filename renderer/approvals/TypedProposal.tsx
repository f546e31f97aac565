import { type ReactNode, useState } from 'react'
import type { Proposal, ProposedChange } from '../../engine/contract/proposals.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { ProposeDialog } from './ProposeDialog.tsx'

type Props = Readonly<{
  title: string
  width?: number
  onClose: () => void
  onProposed?: (proposal: Proposal) => void
  /** The form; what is typed in it is kept outside, because the form goes while its effect is shown. */
  children: (onRead: (change: ProposedChange) => void) => ReactNode
}>

/** First what, then its effect and why. Going back from there, what was typed is still here. */
export function TypedProposal({ title, width, onClose, onProposed, children }: Props) {
  const [change, setChange] = useState<ProposedChange | null>(null)
  if (change !== null)
    return (
      <ProposeDialog
        title={title}
        change={change}
        onClose={() => setChange(null)}
        onProposed={(proposal) => {
          onClose()
          onProposed?.(proposal)
        }}
      />
    )
  return (
    <Dialog opened onClose={onClose} title={title} {...(width === undefined ? {} : { width })}>
      {children(setChange)}
    </Dialog>
  )
}
