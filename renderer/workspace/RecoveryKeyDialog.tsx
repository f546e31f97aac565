import { Button, Checkbox, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../messages/use-text.ts'
import { CopyText } from '../notice/CopyText.tsx'
import { Dialog } from '../notice/Dialog.tsx'

type Props = Readonly<{ recoveryKey: string | null; onStored: () => void }>

/** Shown this once and never again, so it closes by one door only: by saying that it is stored. */
export function RecoveryKeyDialog({ recoveryKey, onStored }: Props) {
  const text = useText()
  const [stored, setStored] = useState(false)
  const done = (): void => {
    setStored(false)
    onStored()
  }
  return (
    <Dialog
      opened={recoveryKey !== null}
      onClose={() => undefined}
      dismissible={false}
      title={text('recovery_key.title')}
    >
      <Stack gap={12}>
        <Text>{text('recovery_key.text')}</Text>
        {recoveryKey === null ? null : <CopyText label={text('recovery_key.label')} value={recoveryKey} />}
        <Checkbox
          label={text('recovery_key.stored')}
          checked={stored}
          onChange={(event) => setStored(event.currentTarget.checked)}
        />
        <Group>
          <Button disabled={!stored} onClick={done}>
            {text('action.close')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}
