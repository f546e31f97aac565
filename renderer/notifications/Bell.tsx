import { ActionIcon, Popover, VisuallyHidden } from '@mantine/core'
import { IconBell } from '@tabler/icons-react'
import { useState } from 'react'
import { commands } from '../keys/commands.ts'
import { onMac, useKeyCommand } from '../keys/keys-context.ts'
import { keysText } from '../keys/stroke.ts'
import { useText } from '../messages/use-text.ts'
import { NotificationPanel } from './NotificationPanel.tsx'
import classes from './notifications.module.css'
import { useUnread } from './use-notifications.ts'

/** Beyond it the exact number would tell nobody anything. */
const countedMax = 99

export function Bell() {
  const text = useText()
  const unread = useUnread()
  const [opened, setOpened] = useState(false)
  useKeyCommand('bell.open', () => setOpened(true))
  const label = text('notifications.bell', { count: unread ?? 0 })
  const hint = `${label} · ${keysText(commands['bell.open'].keys[0] ?? '', onMac())}`
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={400} trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon
          variant="subtle"
          size={32}
          className={classes.bell}
          aria-label={label}
          title={hint}
          onClick={() => setOpened(!opened)}
        >
          <IconBell size={18} stroke={1.75} aria-hidden />
          {unread === null || unread === 0 ? null : (
            <span className={classes.count} aria-hidden>
              {unread > countedMax ? `${countedMax}+` : unread}
            </span>
          )}
        </ActionIcon>
      </Popover.Target>
      <VisuallyHidden component="output">{unread === null || unread === 0 ? '' : label}</VisuallyHidden>
      <Popover.Dropdown p={0} aria-label={text('notifications.title')}>
        <NotificationPanel onClose={() => setOpened(false)} />
      </Popover.Dropdown>
    </Popover>
  )
}
