import { Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

/** An empty place says what will be here, and offers the one next step. */
export function Nothing({ title, body, action }: Readonly<{ title: string; body?: string; action?: ReactNode }>) {
  return (
    <Stack gap={8} p={24} align="flex-start" maw="72ch">
      <Title order={2}>{title}</Title>
      {body === undefined ? null : <Text c="dimmed">{body}</Text>}
      {action}
    </Stack>
  )
}
