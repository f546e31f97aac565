import { ActionIcon, CopyButton, Group, Text, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useText } from '../messages/use-text.ts'

/** Something people carry elsewhere: a path, a hash, the id of an incident. */
export function CopyText({ label, value }: Readonly<{ label: string; value: string }>) {
  const text = useText()
  return (
    <Group gap={8} wrap="nowrap" align="flex-start">
      <Text component="span" className="ch-raw">
        {value}
      </Text>
      <CopyButton value={value} timeout={2_000}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? text('copy.done') : text('copy.what', { what: label })}>
            <ActionIcon
              variant="subtle"
              size={24}
              onClick={copy}
              aria-label={copied ? text('copy.done') : text('copy.what', { what: label })}
            >
              {copied ? <IconCheck size={16} stroke={1.75} /> : <IconCopy size={16} stroke={1.75} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </Group>
  )
}
