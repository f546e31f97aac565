import { Button, Group, Select, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { EngineClient, Inputs } from '../../engine/contract/contract.ts'
import type { WebhookEndpoint } from '../../engine/contract/webhooks.ts'
import { ConfirmForm } from '../case/ConfirmForm.tsx'
import { useCommand } from '../engine/use-command.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { useText } from '../messages/use-text.ts'
import { CopyText } from '../notice/CopyText.tsx'
import { Dialog } from '../notice/Dialog.tsx'

type Props = Readonly<{ endpoint: WebhookEndpoint; onClose: () => void }>

const newSecret = (client: EngineClient, input: Inputs['webhooks']['newSecret']) => client.webhooks.newSecret(input)

const hours = [0, 1, 24, 168] as const

/** Made, shown once, and gone: the dialog keeps it no longer than it is open, and no slip closes it while it is shown. */
export function SecretDialog({ endpoint, onClose }: Props) {
  const text = useText()
  const { run, busy, fault, value } = useCommand(newSecret)
  const isFirst = useState(() => endpoint.secretMadeAt === null)[0]
  const [oldValidHours, setOldValidHours] = useState(24)
  const { id, name } = endpoint
  const action = text(isFirst ? 'webhooks.secret.first' : 'webhooks.secret.new')
  return (
    <Dialog
      opened
      onClose={onClose}
      title={text('webhooks.secret.title', { name })}
      dismissible={value === undefined && !busy}
    >
      {value === undefined ? (
        <ConfirmForm
          action={action}
          busy={busy}
          onConfirm={() => {
            if (!busy) void run({ id, oldValidHours })
          }}
          onClose={onClose}
        >
          <Text>{text('webhooks.secret.lead')}</Text>
          {isFirst ? null : (
            <Select
              label={text('webhooks.secret.keep')}
              description={text('webhooks.secret.keep.hint')}
              data={hours.map((each) => ({
                value: String(each),
                label: text('webhooks.secret.hours', { hours: each }),
              }))}
              value={String(oldValidHours)}
              onChange={(chosen) => setOldValidHours(Number(chosen ?? 24))}
              allowDeselect={false}
            />
          )}
          <FaultLine fault={fault} />
        </ConfirmForm>
      ) : (
        <Stack gap={12}>
          <Text>{text('webhooks.secret.once')}</Text>
          <CopyText label={text('webhooks.secret')} value={value.secret} />
          <Group>
            <Button onClick={onClose} data-autofocus>
              {text('webhooks.secret.kept')}
            </Button>
          </Group>
        </Stack>
      )}
    </Dialog>
  )
}
