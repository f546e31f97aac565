import { Button, Group, Progress, Stack, Text } from '@mantine/core'
import { useCallback } from 'react'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { Export } from '../../engine/contract/exports.ts'
import { saveAs } from '../batches/save-as.ts'
import { useCommand } from '../engine/use-command.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { useText } from '../messages/use-text.ts'
import { CopyText } from '../notice/CopyText.tsx'
import { Live } from '../notice/Live.tsx'
import { State } from '../notice/Mark.tsx'
import { ProgressLine } from '../notice/ProgressLine.tsx'
import { useToast } from '../notice/use-toast.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { Facts } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { bytesWords, isUnderWay, problemId, soFarWords, standingWords, toneOfExport } from './export-words.ts'

export type FileStanding = Pick<Export, 'state' | 'rows' | 'total' | 'problem' | 'name' | 'bytes' | 'sha256'>

type Props = Readonly<{
  of: FileStanding
  label: string
  /** Null where it is not this person's to stop. */
  onCancel: ((client: EngineClient) => Promise<unknown>) | null
  fetchFile: (client: EngineClient) => Promise<Blob>
}>

/** How far a file is; stopping it while it is made; and once it is there its size, its hash and the file itself. */
export function ExportProgress({ of, label, onCancel, fetchFile }: Props) {
  const text = useText()
  return (
    <Stack gap={12}>
      <Live>
        <State
          tone={toneOfExport(of)}
          word={isUnderWay(of) ? text(`export.state.${of.state}`) : standingWords(of, text)}
        />
      </Live>
      {of.state === 'running' ? <Bar of={of} label={label} /> : null}
      {isUnderWay(of) && onCancel !== null ? <Cancel onCancel={onCancel} /> : null}
      {of.problem === null ? null : <Text>{text(problemId(of.problem))}</Text>}
      {of.state === 'done' ? <File of={of} fetchFile={fetchFile} /> : null}
    </Stack>
  )
}

function Bar({ of, label }: Pick<Props, 'of' | 'label'>) {
  const text = useText()
  const words = soFarWords(of, text)
  if (of.total !== null) return <ProgressLine label={label} done={of.rows ?? 0} total={of.total} words={words} />
  // Nobody knows how many there will be, so the bar tells of no share.
  return (
    <div>
      <Progress value={100} striped size={8} radius={4} aria-label={label} aria-valuetext={words} />
      <Text className="ch-figure" mt={4}>
        {words}
      </Text>
    </div>
  )
}

function Cancel({ onCancel }: Readonly<{ onCancel: (client: EngineClient) => Promise<unknown> }>) {
  const text = useText()
  const { run, busy, fault } = useCommand(onCancel)
  return (
    <Group gap={8}>
      <ActionButton variant="default" loading={busy} onClick={() => void run()}>
        {text('export.cancel')}
      </ActionButton>
      <FaultLine fault={fault} />
    </Group>
  )
}

function File({ of, fetchFile }: Pick<Props, 'of' | 'fetchFile'>) {
  const text = useText()
  const { locale } = useFormats()
  const { say } = useToast()
  const { name, bytes, sha256 } = of
  const { run, busy, fault } = useCommand(useCallback((client: EngineClient) => fetchFile(client), [fetchFile]))
  const download = async (): Promise<void> => {
    const outcome = await run()
    if (!outcome.ok) return
    saveAs(outcome.value, name)
    say(text('batch.download.done', { file: name }))
  }
  return (
    <>
      <Facts
        facts={[
          { name: text('pack.name'), value: <CopyText label={text('pack.name')} value={name} /> },
          { name: text('export.size'), value: bytesWords(bytes ?? 0, locale, text) },
          { name: text('pack.sha256'), value: <CopyText label={text('pack.sha256')} value={sha256 ?? ''} /> },
        ]}
      />
      <Group gap={8}>
        <Button loading={busy} onClick={() => void download()} data-autofocus>
          {text('export.download')}
        </Button>
        <FaultLine fault={fault} />
      </Group>
    </>
  )
}
