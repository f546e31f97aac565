import { useCallback, useState } from 'react'
import type { Bulk, BulkOf } from '../../../engine/contract/bulk.ts'
import { assertNever } from '../../assert-never.ts'
import { useKeyCommand } from '../../keys/keys-context.ts'
import { useText } from '../../messages/use-text.ts'
import { useFormats } from '../../workspace/workspace-context.ts'
import { BulkBar } from '../BulkBar.tsx'
import { bulkOf, scopeWords } from '../bulk-scope.ts'
import { useQueue } from '../queue-context.ts'
import type { Selection } from '../selection.ts'
import type { QueueAddress } from '../use-queue-search.ts'
import type { OpenedCases } from '../use-queue-view.ts'
import type { SelectionControl } from '../use-selection.ts'
import { BulkActions } from './BulkActions.tsx'
import type { BulkVerb } from './bulk-verbs.ts'
import { JobDialog } from './JobDialog.tsx'
import { JobLine } from './JobLine.tsx'
import { PastDialog } from './PastDialog.tsx'
import { ReviewDialog } from './ReviewDialog.tsx'
import { type Jobs, useJobs } from './use-jobs.ts'

type Shown =
  | Readonly<{ type: 'review'; verb: BulkVerb; of: BulkOf; scope: string; selection: Selection | null }>
  | Readonly<{ type: 'past' }>

type Props = Readonly<{
  address: QueueAddress
  control: SelectionControl
  view: OpenedCases | undefined
  /** Groups are shown and no cases: nothing can be selected, and what goes on still goes on. */
  grouped: boolean
}>

/** Everything about many cases at once: the bar, the dialogs that it leads to, and what goes on by itself. */
export function QueueBulk({ address, control, view, grouped }: Props) {
  const text = useText()
  const formats = useFormats()
  const [shown, setShown] = useState<Shown | null>(null)
  const jobs = useJobs(control)
  const { selection } = control
  const { search, change } = address
  // What became of it has an address of its own: a notification leads there, and Back leads away from it.
  const showJob = useCallback(
    (id: number) => {
      setShown(null)
      change({ bulk: id })
    },
    [change],
  )
  const show = useCallback(
    (next: Shown | null) => {
      setShown(next)
      if (search.bulk !== undefined) change({ bulk: undefined })
    },
    [search.bulk, change],
  )
  const showPast = useCallback(() => show({ type: 'past' }), [show])
  useKeyCommand('bulk.past', showPast)
  const review = (verb: BulkVerb): void =>
    show({
      type: 'review',
      verb,
      of: bulkOf(selection),
      scope: scopeWords(selection, view?.view, text, formats),
      selection,
    })
  return (
    <div>
      {jobs.ids.map((id) => (
        <JobLine key={id} id={id} onShow={showJob} onEnded={jobs.end} onDismiss={jobs.dismiss} />
      ))}
      {grouped ? null : (
        <BulkBar control={control} view={view}>
          <BulkActions
            selection={selection}
            underWay={jobs.isUnderWay(selection)}
            onReview={review}
            onPast={showPast}
          />
        </BulkBar>
      )}
      {shown === null ? null : <ShownDialog shown={shown} onShow={show} onJob={showJob} jobs={jobs} />}
      {shown === null && search.bulk !== undefined ? (
        <ShownJob
          id={search.bulk}
          onShow={show}
          onOpenCase={(open) => change({ bulk: undefined, open })}
          control={control}
        />
      ) : null}
    </div>
  )
}

type DialogProps = Readonly<{
  shown: Shown
  onShow: (shown: Shown | null) => void
  onJob: (id: number) => void
  jobs: Jobs
}>

function ShownDialog({ shown, onShow, onJob, jobs }: DialogProps) {
  const { open } = useQueue()
  const close = (): void => onShow(null)
  switch (shown.type) {
    case 'review': {
      const { verb, of, scope, selection } = shown
      const started = ({ id }: Bulk): void => {
        jobs.begin(id, selection)
        onJob(id)
      }
      const openCase = (id: number): void => {
        close()
        open(id)
      }
      return (
        <ReviewDialog verb={verb} of={of} scope={scope} onStarted={started} onOpenCase={openCase} onClose={close} />
      )
    }
    case 'past':
      return <PastDialog onShow={onJob} onClose={close} />
    default:
      return assertNever(shown)
  }
}

type JobProps = Readonly<{
  id: number
  onShow: (shown: Shown | null) => void
  /** One step of the history: the results give way to the case. */
  onOpenCase: (id: number) => void
  control: SelectionControl
}>

function ShownJob({ id, onShow, onOpenCase, control }: JobProps) {
  const text = useText()
  const close = (): void => onShow(null)
  return (
    <JobDialog
      key={id}
      id={id}
      onReopen={(ids) =>
        onShow({
          type: 'review',
          verb: 'reopen',
          of: { ids: [...ids] },
          scope: text('bulk.scope.done', { cases: ids.length }),
          selection: null,
        })
      }
      onSelect={(rest) => {
        control.replace(() => rest)
        close()
      }}
      onOpenCase={onOpenCase}
      onClose={close}
    />
  )
}
