import { Button, CopyButton, Group, Stack, Text, Title } from '@mantine/core'
import { useText } from '../messages/use-text.ts'

export function BrokenNotice({ report, onRetry }: Readonly<{ report: string; onRetry: () => void }>) {
  const text = useText()
  return (
    <Stack gap={8} p={16} role="alert" maw="72ch">
      <Title order={2}>{text('broken.title')}</Title>
      <Text>{text('broken.text')}</Text>
      <Group gap={8}>
        <Button onClick={onRetry}>{text('broken.retry')}</Button>
        <CopyButton value={report}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? text('copy.done') : text('broken.copy')}
            </Button>
          )}
        </CopyButton>
      </Group>
    </Stack>
  )
}
