import { Group, Text } from '@mantine/core'
import type { Transaction } from '../../engine/contract/accounts.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { Language } from '../../engine/contract/settings.ts'
import { saveAs } from '../batches/save-as.ts'
import { useCommand } from '../engine/use-command.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { useText } from '../messages/use-text.ts'
import { useToast } from '../notice/use-toast.ts'
import { usePreferences } from '../preferences/preferences-context.ts'
import { useMay } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { PaneSection } from '../shell/PaneSection.tsx'
import { clientsIn } from './wallets-in.ts'

type Asked = Readonly<{ transaction: number; client: string; language: Language }>
const make = (client: EngineClient, asked: Asked) => client.receipts.make(asked)

/** A receipt for each client whose wallet the transaction moved; of others there is none. */
export function ReceiptSection({ transaction }: Readonly<{ transaction: Transaction }>) {
  const text = useText()
  const { say } = useToast()
  const { language } = usePreferences().preferences
  const may = useMay('ledger.read')
  const { run, busy, fault } = useCommand(make)
  const clients = clientsIn(transaction)
  if (!may || clients.length === 0) return null
  const save = async (client: string): Promise<void> => {
    const outcome = await run({ transaction: transaction.id, client, language })
    if (!outcome.ok) return
    saveAs(outcome.value, outcome.value.name)
    say(text('batch.download.done', { file: outcome.value.name }))
  }
  return (
    <PaneSection title={text('receipts.title')}>
      <Text c="dimmed">{text('receipts.hint')}</Text>
      <Group mt={8} gap={8}>
        {clients.map((client) => (
          <ActionButton key={client} variant="default" loading={busy} onClick={() => void save(client)}>
            {clients.length === 1 ? text('receipts.make') : text('receipts.make.of', { client })}
          </ActionButton>
        ))}
        <FaultLine fault={fault} />
      </Group>
    </PaneSection>
  )
}
