import { TextInput } from '@mantine/core'
import { useCallback, useMemo, useRef, useState } from 'react'
import type { Bulk, BulkDeed, BulkOf, BulkReview } from '../../../engine/contract/bulk.ts'
import type { EngineClient, Inputs } from '../../../engine/contract/contract.ts'
import { ConfirmForm } from '../../case/ConfirmForm.tsx'
import { quickReasons } from '../../case/reasons.ts'
import { snoozeChoices } from '../../case/snooze-times.ts'
import { useCommand } from '../../engine/use-command.ts'
import { useRead } from '../../engine/use-read.ts'
import { FaultLine } from '../../faults/FaultLine.tsx'
import { FaultNotice } from '../../faults/FaultNotice.tsx'
import { useText, type Text as Words } from '../../messages/use-text.ts'
import { Dialog } from '../../notice/Dialog.tsx'
import { Waiting } from '../../notice/Waiting.tsx'
import { useSession } from '../../session/session-context.ts'
import { useFormats } from '../../workspace/workspace-context.ts'
import classes from './bulk.module.css'
import { type BulkAction, type BulkVerb, bulkActionOf, isDangerousInBulk } from './bulk-verbs.ts'
import { doableOf, reasonsOf } from './bulk-words.ts'
import { DeedFields } from './DeedFields.tsx'
import { askedAbout, type Draft, type Drafted, draftedDeed, isCountTyped, nothingSet } from './deed-draft.ts'
import { ReviewGroups } from './ReviewGroups.tsx'

type Props = Readonly<{
  verb: BulkVerb
  of: BulkOf
  /** What it is about, in exact words. */
  scope: string
  onStarted: (bulk: Bulk) => void
  onOpenCase: (id: number) => void
  onClose: () => void
}>

const start = (client: EngineClient, input: Inputs['exceptions']['bulk']['start']) =>
  client.exceptions.bulk.start(input)

/** What it would come to for each of them, then why; nothing begins before both have been seen. */
export function ReviewDialog({ verb, of, scope, onStarted, onOpenCase, onClose }: Props) {
  const text = useText()
  const { zone } = useFormats()
  const me = useSession().user.name
  const asked = useMemo(() => askedAbout(verb, me), [verb, me])
  const {
    data: review,
    fault,
    again,
  } = useRead(useCallback((client: EngineClient) => client.exceptions.bulk.review({ of, deed: asked }), [of, asked]))
  const [draft, setDraft] = useState<Draft>(() => firstDraft(verb, { text, zone }))
  const [typed, setTyped] = useState('')
  const [tried, setTried] = useState(false)
  const keyOf = useKeyOf()
  const starting = useCommand(start)

  const drafted = draftedDeed(verb, draft, { me, zone })
  const able = review === undefined ? 0 : doableOf(review)
  const reason = useReasonNot({ review, failed: fault !== undefined, able, drafted, typed })
  const confirm = async (): Promise<void> => {
    setTried(true)
    if (review === undefined || reason !== null || drafted.status !== 'ready' || starting.busy) return
    const { deed } = drafted
    const outcome = await starting.run({ of, deed, count: review.cases, asOf: review.asOf, key: keyOf(deed) })
    if (outcome.ok) onStarted(outcome.value)
  }
  const action = bulkActionOf(verb)
  return (
    <Dialog opened onClose={onClose} title={text('bulk.title', { name: text(`bulk.name.${action}`) })} width={800}>
      <ConfirmForm
        action={confirmWords({ review, able, drafted, action }, text)}
        reason={reason}
        busy={starting.busy}
        danger={isDangerousInBulk(verb)}
        onConfirm={() => void confirm()}
        onClose={onClose}
      >
        {/* Where nothing is to be typed the focus still belongs into the form, whose key confirms. */}
        <p className={classes.scope} tabIndex={-1} data-autofocus={isBare(verb) || undefined}>
          {scope}
        </p>
        {review ? <ReviewGroups review={review} action={action} onOpenCase={onOpenCase} /> : null}
        {!review && fault ? <FaultNotice fault={fault} what={text('bulk.review.unread')} onRetry={again} /> : null}
        {review || fault ? null : <Waiting lines={4} />}
        <DeedFields
          verb={verb}
          draft={draft}
          onChange={(changed) => setDraft((before) => ({ ...before, ...changed }))}
          tried={tried}
        />
        {review?.typeCount && able > 0 ? (
          <CountField review={review} typed={typed} onType={setTyped} tried={tried} />
        ) : null}
        <FaultLine fault={starting.fault} />
      </ConfirmForm>
    </Dialog>
  )
}

const isBare = (verb: BulkVerb): boolean => verb === 'assign_me' || verb === 'ask_client' || verb === 'assign'

type Confirming = Pick<State, 'review' | 'able' | 'drafted'> & Readonly<{ action: BulkAction }>

/** The verb with how many of them anything will be done about. */
function confirmWords({ review, able, drafted, action }: Confirming, text: Words): string {
  if (able === 0) return text(`bulk.name.${action}`)
  if (review?.groups.some(({ outcome }) => outcome === 'proposed')) return text('bulk.confirm_propose', { cases: able })
  const isWaking = drafted.status === 'ready' && drafted.deed.action === 'snooze' && drafted.deed.until === null
  return text(`bulk.confirm.${isWaking ? 'wake' : action}`, { cases: able })
}

/** What is there as a reason is enough, as it is for one case; put off is until the next morning. */
function firstDraft(verb: BulkVerb, { text, zone }: Readonly<{ text: Words; zone: string }>): Draft {
  const [first] = verb === 'note' ? [] : quickReasons(verb, null)
  const reason = first === undefined ? '' : text(first)
  const until = snoozeChoices(Date.now(), zone).find(({ name }) => name === 'tomorrow')?.until
  return { reason, words: '', to: undefined, until, set: nothingSet }
}

/** The same deed asked for twice is one; another one needs a key of its own. */
function useKeyOf(): (deed: BulkDeed) => string {
  const keys = useRef(new Map<string, string>())
  return useCallback((deed) => {
    const content = JSON.stringify(deed)
    const key = keys.current.get(content) ?? crypto.randomUUID()
    keys.current.set(content, key)
    return key
  }, [])
}

type State = Readonly<{
  review: BulkReview | undefined
  failed: boolean
  able: number
  drafted: Drafted
  typed: string
}>

/** Why it can't be confirmed, the first thing first; null when it can. */
function useReasonNot({ review, failed, able, drafted, typed }: State): string | null {
  const text = useText()
  const { locale } = useFormats()
  if (review === undefined) return text(failed ? 'bulk.review.unread' : 'bulk.review.wait')
  if (able === 0) return text('bulk.nothing', { reasons: reasonsOf(review.groups, text, locale) })
  if (drafted.status === 'unfinished') return text(drafted.problem)
  return review.typeCount && !isCountTyped(typed, review.cases) ? text('bulk.count.missing') : null
}

type CountProps = Readonly<{ review: BulkReview; typed: string; onType: (typed: string) => void; tried: boolean }>

/** So many, or so much money, is never confirmed by a key alone. */
function CountField({ review: { cases }, typed, onType, tried }: CountProps) {
  const text = useText()
  return (
    <div className={classes.count}>
      <TextInput
        label={text('bulk.count', { cases })}
        description={text('bulk.count.hint')}
        value={typed}
        onChange={(event) => onType(event.currentTarget.value)}
        inputMode="numeric"
        autoComplete="off"
        error={tried && !isCountTyped(typed, cases) ? text('bulk.count.missing') : null}
        maw={420}
      />
    </div>
  )
}
