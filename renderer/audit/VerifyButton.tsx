import { Button, FileButton, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { Anchor, ChainProgress } from '../../engine/contract/audit.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { useStream } from '../engine/use-stream.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { Live } from '../notice/Live.tsx'
import { State } from '../notice/Mark.tsx'
import { ProgressLine } from '../notice/ProgressLine.tsx'
import { ActionButton } from '../shell/ActionButton.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { readAnchor } from './read-anchor.ts'
import { chainSentence } from './verdict.ts'

type Chosen = Readonly<{ name: string; anchor: Anchor | undefined }>

const verifyChain = (client: EngineClient, anchor: Anchor | undefined) =>
  client.audit.watchVerify(anchor ? { anchor } : {})

export function VerifyButton() {
  const text = useText()
  const [opened, setOpened] = useState(false)
  return (
    <>
      <ActionButton onClick={() => setOpened(true)}>{text('audit.verify')}</ActionButton>
      <Dialog opened={opened} onClose={() => setOpened(false)} title={text('audit.verify')}>
        <Verify />
      </Dialog>
    </>
  )
}

function Verify() {
  const text = useText()
  const { instant } = useFormats()
  const [chosen, setChosen] = useState<Chosen>()
  const { run, busy, progress, fault, value, reset } = useStream(verifyChain)
  const choose = async (file: File | null): Promise<void> => {
    reset()
    setChosen(file ? { name: file.name, anchor: await readAnchor(file) } : undefined)
  }
  const unreadable = chosen !== undefined && chosen.anchor === undefined
  return (
    <Stack gap={12}>
      <Text>{text('audit.verify.lead')}</Text>
      <Group gap={8}>
        <FileButton accept="application/json,.json" onChange={(file) => void choose(file)}>
          {(button) => (
            <Button {...button} variant="default" data-autofocus>
              {text('audit.anchor.choose')}
            </Button>
          )}
        </FileButton>
        <Text>{chosen?.name ?? text('audit.anchor.without')}</Text>
      </Group>
      {chosen?.anchor ? (
        <Text c="dimmed">{text('audit.anchor.of', { seq: chosen.anchor.seq, at: instant(chosen.anchor.at) })}</Text>
      ) : null}
      {unreadable ? <Text c="var(--ch-critical)">{text('audit.anchor.unreadable')}</Text> : null}
      {busy ? <Progress progress={progress} /> : null}
      <FaultLine fault={fault} />
      <Live>
        {value ? (
          <State
            tone={value.intact ? 'ok' : 'critical'}
            word={chainSentence(value, chosen?.anchor !== undefined, text)}
          />
        ) : null}
      </Live>
      <Group>
        <ActionButton
          loading={busy}
          reason={unreadable ? text('audit.anchor.unreadable') : null}
          onClick={() => run(chosen?.anchor)}
        >
          {text(chosen?.anchor ? 'audit.verify.with_anchor' : 'audit.verify.now')}
        </ActionButton>
      </Group>
    </Stack>
  )
}

function Progress({ progress }: Readonly<{ progress: ChainProgress | undefined }>) {
  const text = useText()
  const { records = 0, total = 0 } = progress ?? {}
  const words =
    progress === undefined ? text('audit.verify.running') : text('audit.verify.progress', { records, total })
  return <ProgressLine label={text('audit.verify')} done={records} total={total} words={words} />
}
