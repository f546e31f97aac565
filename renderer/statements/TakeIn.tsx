import { Button, FileButton, Group, Select, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { useCommand } from '../engine/use-command.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { useSaying } from '../notice/use-saying.ts'
import { useToast } from '../notice/use-toast.ts'
import { DropPlace } from '../route/DropPlace.tsx'
import { useMay } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { sendFile } from './send-file.ts'
import classes from './statements.module.css'
import { useSources } from './use-sources.ts'

const takeNow = (client: EngineClient) => client.statements.scan({ settled: true })

/** The two ways in that a person has: what lies in the folders, and a file from their own machine. */
export function TakeIn() {
  const text = useText()
  const may = useMay('statements.manage')
  const saying = useSaying()
  const { run, busy } = useCommand(takeNow)
  const [opened, setOpened] = useState(false)
  if (!may) return null
  const take = async (): Promise<void> => {
    saying(await run(), ({ found, troubles }) => text('statements.taken', { found, troubles: troubles.length }))
  }
  return (
    <Group gap={8}>
      <ActionButton variant="default" loading={busy} onClick={() => void take()}>
        {text('statements.take')}
      </ActionButton>
      <ActionButton onClick={() => setOpened(true)}>{text('statements.send')}</ActionButton>
      {opened ? <SendDialog onClose={() => setOpened(false)} /> : null}
    </Group>
  )
}

function SendDialog({ onClose }: Readonly<{ onClose: () => void }>) {
  const text = useText()
  const { say } = useToast()
  const { data } = useSources()
  const [chosen, setChosen] = useState<string | null>(null)
  const [file, setFile] = useState<File | null>(null)
  const { run, busy, fault } = useCommand(sendFile)
  const sources = data?.items ?? []
  // With one source there is nothing to choose.
  const source = chosen ?? (sources.length === 1 ? (sources[0]?.code ?? null) : null)
  const send = async (): Promise<void> => {
    if (source === null || file === null || busy) return
    const outcome = await run(source, file)
    if (!outcome.ok) return
    say(text('statements.sent', { file: file.name }))
    onClose()
  }
  const missing = source === null ? 'statements.send.no_source' : file === null ? 'statements.send.no_file' : null
  return (
    <Dialog opened onClose={onClose} title={text('statements.send')} width={560}>
      <Stack gap={12}>
        <Text>{text('statements.send.lead')}</Text>
        <Select
          label={text('statements.source')}
          data={sources.map(({ code, name }) => ({ value: code, label: name }))}
          value={source}
          onChange={setChosen}
          allowDeselect={false}
          data-autofocus
        />
        <DropPlace label={text('statements.file')} className={classes.drop} onFile={(next) => setFile(next ?? null)}>
          <Text>{file === null ? text('statements.send.drop') : file.name}</Text>
          <FileButton onChange={setFile}>
            {(props) => (
              <Button {...props} variant="default" size="compact-sm">
                {text('statements.send.choose')}
              </Button>
            )}
          </FileButton>
        </DropPlace>
        <FaultLine fault={fault} />
        <Group gap={8}>
          <ActionButton loading={busy} reason={missing === null ? null : text(missing)} onClick={() => void send()}>
            {text('statements.send')}
          </ActionButton>
          <Button variant="default" onClick={onClose}>
            {text('action.cancel')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}
