import { useState } from 'react'
import { useLocation } from 'wouter'
import type { ExceptionDetail } from '../../engine/contract/exceptions.ts'
import { useQueue } from '../exceptions/queue-context.ts'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { useKeyCommand } from '../keys/keys-context.ts'
import { useText } from '../messages/use-text.ts'
import { Waiting } from '../notice/Waiting.tsx'
import { ActionsSection } from './ActionsSection.tsx'
import type { Verb } from './actions.ts'
import classes from './case.module.css'
import { useDeeds } from './case-work-context.ts'
import { withPending } from './deed-book.ts'
import { EffectSection } from './EffectSection.tsx'
import { MessagesSection } from './MessagesSection.tsx'
import { RelatedSection } from './RelatedSection.tsx'
import { RowsSection } from './RowsSection.tsx'
import { SourceSection } from './SourceSection.tsx'
import { caseAddress } from './standing.ts'
import { TimelineSection } from './TimelineSection.tsx'
import { useCase, usePrefetch } from './use-case.ts'
import { WhatSection } from './WhatSection.tsx'
import { WhySection } from './WhySection.tsx'

type Props = Readonly<{ id: number }>

/** One case, in a fixed order and without a second click: what, why, where from, what now, and what that would do. */
export function CasePane({ id }: Props) {
  const text = useText()
  const { detail, fault, again } = useCase(id)
  const { pending } = useDeeds()
  const { current, upcoming } = useQueue()
  const [, navigate] = useLocation()
  usePrefetch(upcoming)
  useKeyCommand('case.page', () => navigate(caseAddress(id)), current !== null)
  if (!detail && fault) return <FaultNotice fault={fault} what={text('case.unread')} onRetry={again} />
  if (!detail) return <Waiting />
  // What was picked and looked at belongs to the case that was open then.
  return <Sections key={id} each={withPending(detail, pending)} />
}

export type CaseProps = Readonly<{ each: ExceptionDetail }>

function Sections({ each }: CaseProps) {
  const [picked, setPicked] = useState<ReadonlySet<number>>(new Set())
  const [looked, setLooked] = useState<Verb | null>(null)
  return (
    <div className={classes.sections}>
      <WhatSection each={each} />
      <WhySection each={each} />
      <SourceSection each={each} />
      <ActionsSection each={each} picked={picked} onLook={setLooked} />
      <EffectSection each={each} looked={looked} picked={picked} />
      <RelatedSection each={each} />
      <RowsSection each={each} picked={picked} onPick={setPicked} />
      <MessagesSection each={each} />
      <TimelineSection each={each} />
    </div>
  )
}
