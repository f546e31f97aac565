import { Group, Stack } from '@mantine/core'
import { useState } from 'react'
import type { Bulk, BulkResult } from '../../../engine/contract/bulk.ts'
import type { EngineClient } from '../../../engine/contract/contract.ts'
import { saveAs } from '../../batches/save-as.ts'
import { useCommand } from '../../engine/use-command.ts'
import { FaultLine } from '../../faults/FaultLine.tsx'
import { FaultNotice } from '../../faults/FaultNotice.tsx'
import { useText } from '../../messages/use-text.ts'
import { Dialog } from '../../notice/Dialog.tsx'
import { useToast } from '../../notice/use-toast.ts'
import { Waiting } from '../../notice/Waiting.tsx'
import { ActionButton } from '../../shell/ActionButton.tsx'
import { useFormats } from '../../workspace/workspace-context.ts'
import type { Selection } from '../selection.ts'
import classes from './bulk.module.css'
import { bulkTitle, resultWords, undoingOfBulk } from './bulk-words.ts'
import { CasesButton, type Chosen, JobProgress, OutcomeFilter } from './JobCounts.tsx'
import { JobItems } from './JobItems.tsx'
import { done, namedMax, notDone } from './not-done.ts'
import { useJob } from './use-job.ts'

export type JobDialogProps = Readonly<{
  id: number
  onReopen: (ids: readonly number[]) => void
  onSelect: (selection: Selection) => void
  onOpenCase: (id: number) => void
  onClose: () => void
}>

/** How far it is; and once it has ended, what became of each, and what can be done about that. */
export function JobDialog(props: JobDialogProps) {
  const text = useText()
  const { id, onClose } = props
  const { data: bulk, fault, again } = useJob(id)
  return (
    <Dialog
      opened
      onClose={onClose}
      title={bulk === undefined ? text('bulk.past') : bulkTitle(bulk, text)}
      width={bulk?.state === 'running' ? 560 : 960}
    >
      {!bulk && fault ? <FaultNotice fault={fault} what={text('bulk.unread')} onRetry={again} /> : null}
      {bulk || fault ? null : <Waiting lines={4} />}
      {bulk ? (
        <Stack gap={12}>
          <About bulk={bulk} />
          {bulk.state === 'running' ? <JobProgress bulk={bulk} /> : <Ended {...props} bulk={bulk} />}
        </Stack>
      ) : null}
    </Dialog>
  )
}

/** Who began it, when, and why. */
function About({ bulk: { deed, by, startedAt, endedAt } }: Readonly<{ bulk: Bulk }>) {
  const text = useText()
  const { instant } = useFormats()
  return (
    <div>
      <p className={classes.quiet}>
        {text('bulk.about', {
          by,
          from: instant(startedAt),
          to: endedAt === null ? 'none' : instant(endedAt),
        })}
      </p>
      {'reason' in deed ? <p>{text('bulk.about.reason', { reason: deed.reason })}</p> : null}
    </div>
  )
}

function Ended({ bulk, onReopen, onSelect, onOpenCase }: JobDialogProps & Readonly<{ bulk: BulkResult }>) {
  const text = useText()
  const [chosen, setChosen] = useState<Chosen>({})
  const formats = useFormats()
  const { id, refused, left } = bulk
  const rest = refused + left
  return (
    <>
      <output className={classes.summary}>{resultWords(bulk, text, formats)}</output>
      <Undoing bulk={bulk} onReopen={onReopen} />
      <OutcomeFilter bulk={bulk} chosen={chosen} onChoose={setChosen} />
      <JobItems bulk={bulk} chosen={chosen} onOpenCase={onOpenCase} />
      <Group gap={8}>
        <SaveButton id={id} />
        {rest === 0 ? null : (
          <CasesButton
            id={id}
            outcomes={notDone}
            label={text('bulk.select_rest', { cases: rest })}
            onRead={(ids) => onSelect({ type: 'some', ids: new Set(ids) })}
          />
        )}
      </Group>
    </>
  )
}

/** The way back, or why there is none. */
function Undoing({ bulk, onReopen }: Pick<JobDialogProps, 'onReopen'> & Readonly<{ bulk: Bulk }>) {
  const text = useText()
  const why = undoingOfBulk(bulk.deed.action)
  if (bulk.done + bulk.proposed === 0) return null
  if (why !== 'reopen') return <p>{text('bulk.stands', { why })}</p>
  if (bulk.done > namedMax) return <p>{text('bulk.reopen.too_many', { most: namedMax })}</p>
  return (
    <Group gap={8}>
      <CasesButton id={bulk.id} outcomes={done} label={text('bulk.reopen', { cases: bulk.done })} onRead={onReopen} />
    </Group>
  )
}

const fileOf = (client: EngineClient, id: number) => client.exceptions.bulk.file({ id })

function SaveButton({ id }: Readonly<{ id: number }>) {
  const text = useText()
  const { say } = useToast()
  const fetching = useCommand(fileOf)
  const save = async (): Promise<void> => {
    const outcome = await fetching.run(id)
    if (!outcome.ok) return
    saveAs(outcome.value, outcome.value.name)
    say(text('bulk.save.done', { file: outcome.value.name }))
  }
  return (
    <>
      <ActionButton variant="default" loading={fetching.busy} onClick={() => void save()}>
        {text('bulk.save')}
      </ActionButton>
      <FaultLine fault={fetching.fault} />
    </>
  )
}
