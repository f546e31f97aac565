import { Group } from '@mantine/core'
import { useCallback } from 'react'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { saveAs } from '../batches/save-as.ts'
import { useCommand } from '../engine/use-command.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { useText } from '../messages/use-text.ts'
import { useToast } from '../notice/use-toast.ts'
import { useMay } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { fetchStatementFile } from './fetch-statement-file.ts'

/** The file as it came, nothing masked; that it was taken out is written down by the engine. */
export function DownloadButton({ file, name }: Readonly<{ file: number; name: string }>) {
  const text = useText()
  const may = useMay('batches.download')
  const { say } = useToast()
  const { run, busy, fault } = useCommand(
    useCallback((client: EngineClient) => fetchStatementFile(client, file), [file]),
  )
  if (!may) return null
  const download = async (): Promise<void> => {
    const outcome = await run()
    if (!outcome.ok) return
    saveAs(outcome.value, name)
    say(text('batch.download.done', { file: name }))
  }
  return (
    <Group mt={8} gap={8}>
      <ActionButton variant="default" loading={busy} onClick={() => void download()}>
        {text('statements.download')}
      </ActionButton>
      <FaultLine fault={fault} />
    </Group>
  )
}
