import { Button, Group, Stack, Text } from '@mantine/core'
import { IconLockOpen } from '@tabler/icons-react'
import { useState } from 'react'
import type { Fault } from '../engine/fault.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { useSessionControl } from '../session/session-context.ts'

/** Asked once more, because whoever hung the display has to sign in again for anything else. */
export function StayOn() {
  const text = useText()
  const { hangOnWall } = useSessionControl()
  const [asks, setAsks] = useState(false)
  const [fault, setFault] = useState<Fault>()
  const [busy, setBusy] = useState(false)
  const stay = async (): Promise<void> => {
    setBusy(true)
    setFault(await hangOnWall())
    setBusy(false)
  }
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconLockOpen size={16} stroke={1.75} aria-hidden />}
        onClick={() => setAsks(true)}
      >
        {text('live.wall.stay')}
      </Button>
      <Dialog opened={asks} onClose={() => setAsks(false)} title={text('live.wall.stay')}>
        <Stack gap={16}>
          <Text>{text('live.wall.stay.means')}</Text>
          <FaultLine fault={fault} />
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={() => setAsks(false)}>
              {text('action.cancel')}
            </Button>
            <Button onClick={() => void stay()} loading={busy}>
              {text('live.wall.stay.do')}
            </Button>
          </Group>
        </Stack>
      </Dialog>
    </>
  )
}
