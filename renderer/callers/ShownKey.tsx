import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useText } from '../messages/use-text.ts'
import classes from './callers.module.css'

type Props = Readonly<{
  name: string
  shown: string
  copied: boolean
  onCopied: () => void
  /** Somebody is about to close it without a copy. */
  leaving: boolean
  onStay: () => void
  onDone: () => void
  onLeave: () => void
}>

const header = 'Authorization: Bearer …'

/** The one time that a key is seen. */
export function ShownKey({ name, shown, copied, onCopied, leaving, onStay, onDone, onLeave }: Props) {
  const text = useText()
  const { copy, copied: wasCopied } = useClipboard({ timeout: 600_000 })
  const copyButton = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (!leaving) copyButton.current?.focus()
  }, [leaving])
  // Only what the clipboard has taken is copied.
  useEffect(() => {
    if (wasCopied) onCopied()
  }, [wasCopied, onCopied])
  return (
    <Stack gap={12}>
      <Text fw={600}>{text('caller.key.shown', { name })}</Text>
      <TextInput
        label={text('caller.key.label')}
        value={shown}
        readOnly
        onFocus={(event) => event.currentTarget.select()}
        onCopy={({ currentTarget: { selectionStart, selectionEnd } }) => {
          if (selectionStart === 0 && selectionEnd === shown.length) onCopied()
        }}
        classNames={{ input: 'ch-raw' }}
      />
      <div>
        <Text c="dimmed">{text('caller.key.use')}</Text>
        <span className="ch-raw">{header}</span>
      </div>
      {leaving ? (
        <Leaving onStay={onStay} onLeave={onLeave} />
      ) : (
        <Group gap={8}>
          <Button
            ref={copyButton}
            onClick={() => copy(shown)}
            leftSection={copied ? <IconCheck size={16} stroke={1.75} /> : <IconCopy size={16} stroke={1.75} />}
          >
            {text('caller.key.copy')}
          </Button>
          <Button variant="default" onClick={onDone}>
            {text('caller.key.done')}
          </Button>
          <output>{copied ? text('caller.key.copied') : ''}</output>
        </Group>
      )}
    </Stack>
  )
}

function Leaving({ onStay, onLeave }: Readonly<{ onStay: () => void; onLeave: () => void }>) {
  const text = useText()
  const back = useRef<HTMLButtonElement>(null)
  useEffect(() => back.current?.focus(), [])
  return (
    <div className={classes.leave} role="alert">
      <strong>{text('caller.key.leave')}</strong>
      <Group gap={8}>
        <Button ref={back} variant="default" onClick={onStay}>
          {text('caller.key.leave.back')}
        </Button>
        <Button color="danger" onClick={onLeave}>
          {text('caller.key.leave.go')}
        </Button>
      </Group>
    </div>
  )
}
