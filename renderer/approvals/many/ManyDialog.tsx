import { Textarea } from '@mantine/core'
import { useCallback, useRef, useState } from 'react'
import type { EngineClient } from '../../../engine/contract/contract.ts'
import type { ProposalsReview } from '../../../engine/contract/proposals-bulk.ts'
import { ConfirmForm } from '../../case/ConfirmForm.tsx'
import { useCommand } from '../../engine/use-command.ts'
import { useRead } from '../../engine/use-read.ts'
import { FaultLine } from '../../faults/FaultLine.tsx'
import { FaultNotice } from '../../faults/FaultNotice.tsx'
import { useText } from '../../messages/use-text.ts'
import { AsOf } from '../../notice/AsOf.tsx'
import { Dialog } from '../../notice/Dialog.tsx'
import { Waiting } from '../../notice/Waiting.tsx'
import { useFormats } from '../../workspace/workspace-context.ts'
import { kindWords } from '../change-words.ts'
import { oneLine } from '../one-line.ts'
import { BecameTable } from './BecameTable.tsx'
import { decideMany } from './decide-many.ts'
import { ManyResult } from './ManyResult.tsx'
import classes from './many.module.css'
import { type Became, isAble, isOver, type ManyVerb, reviewWords } from './many-words.ts'
import { SummedEffectTables } from './SummedEffectTables.tsx'

type Props = Readonly<{
  verb: ManyVerb
  kind: string
  ids: readonly number[]
  /** These are decided on by now, whoever did it, and picked no more. */
  onDecided: (ids: readonly number[]) => void
  onClose: () => void
}>

/** What they would do together and which of them can't be decided on; then the decision, and what became of each. */
export function ManyDialog({ verb, kind, ids, onDecided, onClose }: Props) {
  const text = useText()
  const review = useRead(useCallback((client: EngineClient) => client.proposals.bulk.review({ ids: [...ids] }), [ids]))
  const { data, fault, again } = review
  const [became, setBecame] = useState<readonly Became[] | null>(null)
  const stopped = useRef(false)
  const deciding = useCommand(decideMany)

  const decide = async (seen: ProposalsReview, reason: string): Promise<void> => {
    const able = seen.items.filter((item) => isAble(item, verb))
    setBecame(seen.items.map((item) => ({ id: item.id, ...untouched(isAble(item, verb), item.refused) })))
    onDecided(seen.items.filter((item) => !isAble(item, verb) && isOver(item)).map(({ id }) => id))
    await deciding.run({
      verb,
      seen: able,
      reason,
      isStopped: () => stopped.current,
      onPiece: (items) => {
        const answers = new Map(items.map(({ id, refused }) => [id, refused]))
        setBecame((before) => (before ?? []).map((each) => answered(each, answers.get(each.id))))
        onDecided(items.filter(isOver).map(({ id }) => id))
      },
    })
  }
  return (
    <Dialog
      opened
      onClose={onClose}
      title={text(`approvals.many.title.${verb}`, { count: ids.length, kind: kindWords(text, kind) })}
      width={880}
      dismissible={!deciding.busy}
    >
      {!data && fault ? <FaultNotice fault={fault} what={text('approvals.many.unread')} onRetry={again} /> : null}
      {data || fault ? null : <Waiting lines={6} />}
      {data && became === null ? (
        <ReviewForm verb={verb} review={data} onConfirm={(reason) => void decide(data, reason)} onClose={onClose} />
      ) : null}
      {became === null ? null : (
        <ManyResult
          verb={verb}
          became={became}
          running={deciding.busy}
          onStop={() => {
            stopped.current = true
          }}
          onClose={onClose}
        />
      )}
      <FaultLine fault={deciding.fault} />
    </Dialog>
  )
}

const untouched = (able: boolean, refused: Became['refused']): Omit<Became, 'id'> =>
  able ? { outcome: 'left', refused: null } : { outcome: 'refused', refused }

const answered = (before: Became, refused: Became['refused'] | undefined): Became =>
  refused === undefined ? before : { id: before.id, outcome: refused === null ? 'done' : 'refused', refused }

type FormProps = Readonly<{
  verb: ManyVerb
  review: ProposalsReview
  onConfirm: (reason: string) => void
  onClose: () => void
}>

function ReviewForm({ verb, review, onConfirm, onClose }: FormProps) {
  const text = useText()
  const { locale } = useFormats()
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const able = review.items.filter((item) => isAble(item, verb)).length
  const not = review.items.filter((item) => !isAble(item, verb))
  const missing = verb === 'decline' && reason.trim() === ''
  const confirm = (): void => {
    setTried(true)
    if (able > 0 && !missing) onConfirm(reason.trim())
  }
  return (
    <ConfirmForm
      action={text(`approvals.many.${verb}`, { count: able })}
      reason={able === 0 ? text('approvals.many.none') : missing ? text('proposal.why.missing') : null}
      danger={verb === 'decline'}
      onConfirm={confirm}
      onClose={onClose}
    >
      {/* Nothing has to be typed to approve, and the focus still belongs into the form, whose key confirms. */}
      <p className={classes.summary} tabIndex={-1} data-autofocus={verb === 'approve' || undefined}>
        {reviewWords(review, verb, text, locale)}
      </p>
      {not.length === 0 ? null : (
        <BecameTable
          items={not.map(({ id, refused }) => ({ id, outcome: 'refused', refused }))}
          verb={verb}
          onOpen={onClose}
        />
      )}
      {verb === 'approve' && able > 0 ? <SummedEffectTables effect={review.effect} /> : null}
      <p className={classes.quiet}>
        {text(`approvals.many.body.${verb}`)} <AsOf at={review.asOf} />
      </p>
      <Textarea
        label={text(verb === 'decline' ? 'proposal.why' : 'proposal.why.optional')}
        value={reason}
        onChange={(event) => setReason(oneLine(event.currentTarget.value))}
        error={tried && missing ? text('proposal.why.missing') : null}
        maxLength={500}
        autosize
        minRows={2}
        {...(verb === 'decline' ? { 'data-autofocus': true } : {})}
      />
    </ConfirmForm>
  )
}
