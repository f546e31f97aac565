import { Button, Group, Stack, Text } from '@mantine/core'
import { useCallback, useState } from 'react'
import type { Batch } from '../../engine/contract/batches.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { useCommand } from '../engine/use-command.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { useText } from '../messages/use-text.ts'
import { formatCount } from '../money/format.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { ProgressLine } from '../notice/ProgressLine.tsx'
import { useToast } from '../notice/use-toast.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { fetchFile } from './fetch-file.ts'
import { saveAs } from './save-as.ts'

type Props = Readonly<{ batch: Batch; onClose: () => void }>

/** The file as it was dropped. What is in it and what is written down about this is said before it leaves. */
export function DownloadDialog({ batch, onClose }: Props) {
  const text = useText()
  const { locale } = useFormats()
  const { say } = useToast()
  const [bytesDone, setBytesDone] = useState(0)
  const { id, file, bytes } = batch
  const { run, busy, fault } = useCommand(
    useCallback((client: EngineClient) => fetchFile(client, id, setBytesDone), [id]),
  )
  const shown = (count: number): string => formatCount(count, locale)

  const download = async (): Promise<void> => {
    const outcome = await run()
    if (!outcome.ok) return
    saveAs(outcome.value, file)
    say(text('batch.download.done', { file }))
    onClose()
  }

  return (
    <Dialog opened onClose={onClose} title={text('batch.download.title', { id: String(id) })} width={560}>
      <Stack gap={12}>
        <Text>{text('batch.download.effect', { file, bytes })}</Text>
        <Text>{text('batch.download.warning')}</Text>
        {busy ? (
          <ProgressLine
            label={text('batch.download.progress', { file })}
            done={bytesDone}
            total={bytes}
            words={text('batch.download.so_far', { done: shown(bytesDone), bytes: shown(bytes) })}
          />
        ) : null}
        <FaultLine fault={fault} />
        <Group gap={8}>
          <Button variant="default" onClick={onClose} data-autofocus>
            {text('action.cancel')}
          </Button>
          <ActionButton loading={busy} onClick={() => void download()}>
            {text('batch.download.confirm')}
          </ActionButton>
        </Group>
      </Stack>
    </Dialog>
  )
}
