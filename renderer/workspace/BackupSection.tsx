import { Group, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { useCommand } from '../engine/use-command.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { useKeyCommand } from '../keys/keys-context.ts'
import { useText } from '../messages/use-text.ts'
import { formatCount } from '../money/format.ts'
import { CopyText } from '../notice/CopyText.tsx'
import { Live } from '../notice/Live.tsx'
import { State } from '../notice/Mark.tsx'
import { ActionButton } from '../shell/ActionButton.tsx'
import { SettingsSection } from './SettingsSection.tsx'
import { useFormats } from './workspace-context.ts'

const backup = (client: EngineClient, to: string) => client.workspace.backup(to === '' ? {} : { to })

export function BackupSection() {
  const text = useText()
  const { locale } = useFormats()
  const [to, setTo] = useState('')
  const { run, busy, fault, value } = useCommand(backup)
  const start = (): void => void run(to.trim())
  useKeyCommand('workspace.backup', start)
  return (
    <SettingsSection title={text('workspace.backup')} lead={text('workspace.backup.lead')}>
      <TextInput
        label={text('workspace.backup.to')}
        description={text('workspace.backup.to.hint')}
        value={to}
        onChange={(event) => setTo(event.currentTarget.value)}
        spellCheck={false}
      />
      <Group>
        <ActionButton loading={busy} onClick={start}>
          {text('workspace.backup.run')}
        </ActionButton>
      </Group>
      <FaultLine fault={fault} />
      <Live>
        {value ? (
          <>
            <State tone="ok" word={text('workspace.backup.done')} />
            <Text>
              {text('workspace.backup.facts', {
                files: value.files,
                bytes: formatCount(value.bytes, locale),
                records: value.auditRecords,
              })}
            </Text>
            <CopyText label={text('workspace.backup.to')} value={value.directory} />
          </>
        ) : null}
      </Live>
    </SettingsSection>
  )
}
