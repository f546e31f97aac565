import { Button, Group, Text } from '@mantine/core'
import { useCallback, useState } from 'react'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { ProducerFile } from '../../engine/contract/producers.ts'
import type { ProposedChange } from '../../engine/contract/proposals.ts'
import { ProposeDialog } from '../approvals/ProposeDialog.tsx'
import { useRead } from '../engine/use-read.ts'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { useKeyCommand } from '../keys/keys-context.ts'
import { useText } from '../messages/use-text.ts'
import { ConfirmDialog } from '../notice/ConfirmDialog.tsx'
import { Waiting } from '../notice/Waiting.tsx'
import { useMay } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { Page } from '../shell/Page.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { BecomesColumn } from './BecomesColumn.tsx'
import classes from './editor.module.css'
import { MappingColumn } from './MappingColumn.tsx'
import { SampleColumn } from './SampleColumn.tsx'
import type { Sample } from './sample.ts'
import { isBlank, readAgreement, typedAgreement, typedMapping } from './typed-agreement.ts'
import { usePreview } from './use-preview.ts'

type Props = Readonly<{
  id: number
  /** A sample that is there already when it opens. */
  first?: Sample
  onLeave: () => void
}>

/** Drafts an agreement beside a sample of what it is about. Nothing is kept before it is proposed. */
export function AgreementEditor({ id, first, onLeave }: Props) {
  const text = useText()
  const mayDraft = useMay('producers.propose')
  // Read once: what somebody else brings into force meanwhile must not wipe out what is typed.
  const { data, fault, again } = useRead(useCallback((client: EngineClient) => client.producers.get({ id }), [id]))
  const [seen, setSeen] = useState<ProducerFile>()
  if (data !== undefined && seen === undefined) setSeen(data)
  if (mayDraft && seen !== undefined) return <Editor producer={seen} first={first ?? null} onLeave={onLeave} />
  return (
    <Page
      title={text('producer.editor.title', { name: String(id) })}
      actions={
        <Button variant="default" onClick={onLeave}>
          {text('action.back')}
        </Button>
      }
    >
      {mayDraft ? null : <FaultNotice fault={{ code: 'not_permitted', permission: 'producers.propose' }} />}
      {mayDraft && fault ? <FaultNotice fault={fault} what={text('producer.unread')} onRetry={again} /> : null}
      {mayDraft && !fault ? <Waiting /> : null}
    </Page>
  )
}

type EditorProps = Readonly<{ producer: ProducerFile; first: Sample | null; onLeave: () => void }>

function Editor({ producer, first, onLeave }: EditorProps) {
  const text = useText()
  const draft = useDraft(producer, first)
  const { typed, change, read, dirty, sample, takeSample, preview } = draft
  const [line, setLine] = useState<number | null>(null)
  const [dialog, setDialog] = useState<'leave' | null>(null)
  const [proposed, setProposed] = useState<ProposedChange | null>(null)
  const leave = (): void => (dirty ? setDialog('leave') : onLeave())
  const propose = (): void => {
    if (read.ok) setProposed({ kind: 'agreement', producer: producer.id, agreement: read.agreement })
  }
  const reason = read.ok ? (dirty ? null : text('producer.editor.unchanged')) : text('producer.editor.problems')
  useKeyCommand('list.out', leave)
  return (
    <Page
      title={text('producer.editor.title', { name: producer.name })}
      fill
      actions={
        <Group gap={8}>
          <Button variant="default" onClick={leave}>
            {text('action.back')}
          </Button>
          <ActionButton onClick={propose} reason={reason}>
            {text('producer.editor.propose')}
          </ActionButton>
        </Group>
      }
      status={<Text fz={12}>{text('producer.editor.status', { version: producer.agreement.version })}</Text>}
    >
      <div className={classes.editor}>
        <SampleColumn
          sample={sample}
          preview={preview.data}
          line={line}
          onSample={(next) => {
            setLine(null)
            takeSample(next)
          }}
        />
        <MappingColumn typed={typed} onChange={change} preview={preview.data} problems={read.ok ? {} : read.problems} />
        <BecomesColumn hasSample={sample !== null} preview={preview} line={line} onLine={setLine} />
      </div>
      {proposed === null ? null : (
        <ProposeDialog
          title={text('producer.editor.propose.title', { name: producer.name })}
          change={proposed}
          onClose={() => setProposed(null)}
          onProposed={onLeave}
        />
      )}
      <ConfirmDialog
        opened={dialog === 'leave'}
        onClose={() => setDialog(null)}
        title={text('producer.editor.leave.title')}
        body={text('producer.editor.leave.body')}
        action={text('producer.editor.leave')}
        busy={false}
        fault={undefined}
        danger
        onConfirm={onLeave}
      />
    </Page>
  )
}

/** What is typed, and the sample that it is tried on. */
function useDraft(producer: ProducerFile, given: Sample | null) {
  const { currency, digits: digitsOf } = useFormats()
  const digits = digitsOf(currency)
  const { agreement } = producer.agreement
  const [first] = useState(() => typedAgreement(agreement, digits))
  const [typed, setTyped] = useState(first)
  const [sample, setSample] = useState(given)
  const [guessing, setGuessing] = useState(() => given !== null && isBlank(agreement))
  const read = readAgreement(typed, digits)
  const preview = usePreview({
    producer: producer.id,
    sample,
    by: guessing ? 'guess' : read.ok ? read.agreement : null,
  })
  // Where nobody has said yet how the files are read, the guess becomes the draft as soon as it is there.
  if (guessing && preview.data !== undefined) {
    setGuessing(false)
    setTyped({ ...typed, mapping: typedMapping(preview.data.guess.mapping) })
  }
  return {
    typed,
    change: setTyped,
    read,
    dirty: typed !== first && JSON.stringify(typed) !== JSON.stringify(first),
    sample,
    takeSample: (next: Sample): void => {
      setSample(next)
      setGuessing(isBlank(agreement) && typed.mapping === first.mapping)
    },
    preview,
  }
}
