import { Group } from '@mantine/core'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { CheckProgress } from '../../engine/contract/workspace.ts'
import { useStream } from '../engine/use-stream.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { useText } from '../messages/use-text.ts'
import { Live } from '../notice/Live.tsx'
import { ProgressLine } from '../notice/ProgressLine.tsx'
import { ActionButton } from '../shell/ActionButton.tsx'
import { CheckOutcome } from './CheckOutcome.tsx'
import { SettingsSection } from './SettingsSection.tsx'

const check = (client: EngineClient, deep: boolean) => client.ledger.watchCheck({ deep })

export function CheckSection() {
  const text = useText()
  const { run, busy, progress, fault, value } = useStream(check)
  const running = busy ? text('check.running') : null
  return (
    <SettingsSection title={text('check.title')} lead={text('check.lead')}>
      <Group gap={8}>
        <ActionButton reason={running} onClick={() => run(false)}>
          {text('check.run')}
        </ActionButton>
        <ActionButton variant="default" reason={running} onClick={() => run(true)}>
          {text('check.run_deep')}
        </ActionButton>
      </Group>
      {busy ? <Progress progress={progress} /> : null}
      <FaultLine fault={fault} />
      <Live>{value ? <CheckOutcome result={value} /> : null}</Live>
    </SettingsSection>
  )
}

function Progress({ progress }: Readonly<{ progress: CheckProgress | undefined }>) {
  const text = useText()
  const { postings = 0, total = 0 } = progress ?? {}
  const words = progress === undefined ? text('check.running') : text('check.progress', { postings, total })
  return <ProgressLine label={text('check.title')} done={postings} total={total} words={words} />
}
