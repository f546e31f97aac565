import { Button, Group, Radio, Stack, Text } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { Caller } from '../../engine/contract/callers.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { useCommand } from '../engine/use-command.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { ActionButton } from '../shell/ActionButton.tsx'
import { ShownKey } from './ShownKey.tsx'

type Props = Readonly<{ caller: Caller; onClose: () => void }>

/**
 * Asks, makes and shows. A key that was made and is not copied yet is closed only by somebody who says so: nobody can show
 * it again, and the key before it may have ended for it.
 */
export function NewKeyDialog({ caller, onClose }: Props) {
  const text = useText()
  const [key, setKey] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [copied, setCopied] = useState(false)
  const [leaving, setLeaving] = useState(false)
  const close = (): void => {
    if (key === null || copied) onClose()
    // A second Escape goes back to the key, so that no row of them loses it.
    else setLeaving(!leaving)
  }
  return (
    <Dialog
      opened
      onClose={close}
      title={text('caller.key.title', { name: caller.name })}
      width={560}
      dismissible={!busy}
    >
      {key === null ? (
        <KeyForm caller={caller} onBusy={setBusy} onMade={setKey} onClose={onClose} />
      ) : (
        <ShownKey
          name={caller.name}
          shown={key}
          copied={copied}
          onCopied={() => {
            setCopied(true)
            setLeaving(false)
          }}
          leaving={leaving}
          onStay={() => setLeaving(false)}
          onDone={close}
          onLeave={onClose}
        />
      )}
    </Dialog>
  )
}

const makeKey = (client: EngineClient, caller: number, overlapHours: number) =>
  client.callers.newKey({ caller, overlapHours })

/** At once where a key is in wrong hands; a day is what a usual change-over takes. */
const overlaps = [0, 1, 24, 168] as const
const usualOverlap = 24

type FormProps = Readonly<{
  caller: Caller
  onBusy: (busy: boolean) => void
  onMade: (key: string) => void
  onClose: () => void
}>

function KeyForm({ caller, onBusy, onMade, onClose }: FormProps) {
  const text = useText()
  const hasKey = caller.keys.length > 0
  const [hours, setHours] = useState<number>(hasKey ? usualOverlap : 0)
  const { run, busy, fault } = useCommand(makeKey)

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (busy) return
    onBusy(true)
    const outcome = await run(caller.id, hours)
    onBusy(false)
    if (outcome.ok) onMade(outcome.value.key)
  }
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack gap={12}>
        <Text>{text('caller.key.first')}</Text>
        {hasKey ? (
          <Radio.Group label={text('caller.key.overlap')} value={String(hours)}>
            <Stack gap={8} mt={4}>
              {overlaps.map((each) => (
                <Radio
                  key={each}
                  value={String(each)}
                  label={text('caller.key.overlap.hours', { hours: each })}
                  onChange={() => setHours(each)}
                />
              ))}
            </Stack>
          </Radio.Group>
        ) : null}
        <FaultLine fault={fault} />
        <Group gap={8}>
          <ActionButton type="submit" loading={busy}>
            {text('caller.key.make')}
          </ActionButton>
          <Button variant="default" onClick={onClose} disabled={busy} data-autofocus>
            {text('action.cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
