import { Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

export function SettingsSection({
  title,
  lead,
  children,
}: Readonly<{ title: string; lead?: string; children: ReactNode }>) {
  return (
    <section aria-label={title}>
      <Stack gap={12}>
        <div>
          <Title order={2}>{title}</Title>
          {lead === undefined ? null : <Text c="dimmed">{lead}</Text>}
        </div>
        {children}
      </Stack>
    </section>
  )
}
