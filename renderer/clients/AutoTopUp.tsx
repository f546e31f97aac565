import { Group, Text } from '@mantine/core'
import { useState } from 'react'
import type { Wallet } from '../../engine/contract/wallets.ts'
import { useText } from '../messages/use-text.ts'
import { AutoTopUpDialog, RemoveAutoTopUpDialog } from '../operations/AutoTopUpDialogs.tsx'
import { useMay } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { Facts, PaneSection } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'

export function AutoTopUp({ wallet }: Readonly<{ wallet: Wallet }>) {
  const text = useText()
  const { money } = useFormats()
  const mayManage = useMay('wallets.manage') && wallet.state !== 'closed'
  const [dialog, setDialog] = useState<'set' | 'remove' | null>(null)
  const { autoTopUp: terms, currency } = wallet
  const close = (): void => setDialog(null)
  const shown = (minor: number): string => `${currency} ${money(minor, currency)}`
  return (
    <PaneSection title={text('client.auto_top_up')}>
      {terms === null ? (
        <Text c="dimmed">{text('auto_top_up.none')}</Text>
      ) : (
        <Facts
          facts={[
            { name: text('auto_top_up.threshold'), value: shown(terms.threshold) },
            { name: text('auto_top_up.amount'), value: shown(terms.amount) },
            { name: text('auto_top_up.from'), value: terms.from },
            { name: text('client.state'), value: text(terms.armed ? 'auto_top_up.armed' : 'auto_top_up.acted') },
          ]}
        />
      )}
      {mayManage ? (
        <Group gap={8} mt={8}>
          <ActionButton variant="default" size="compact-sm" onClick={() => setDialog('set')}>
            {text(terms === null ? 'auto_top_up.set' : 'auto_top_up.change')}
          </ActionButton>
          {terms === null ? null : (
            <ActionButton variant="default" size="compact-sm" onClick={() => setDialog('remove')}>
              {text('auto_top_up.remove')}
            </ActionButton>
          )}
        </Group>
      ) : null}
      {dialog === 'set' ? <AutoTopUpDialog wallet={wallet} onClose={close} /> : null}
      {dialog === 'remove' ? <RemoveAutoTopUpDialog wallet={wallet} onClose={close} /> : null}
    </PaneSection>
  )
}
