import { Popover, UnstyledButton } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { type ReactNode, useId, useState } from 'react'
import classes from './pills.module.css'

type Props = Readonly<{
  label: string
  /** What is chosen, in words; null while nothing is. */
  chosen: string | null
  /** Something is about to be chosen: what there is may be looked up now. */
  onOpen?: () => void
  children: (close: () => void) => ReactNode
}>

/** One thing to filter by. It says what is chosen while it is shut. */
export function Pill({ label, chosen, onOpen, children }: Props) {
  const [opened, setOpened] = useState(false)
  const name = useId()
  const toggle = (next: boolean): void => {
    if (next) onOpen?.()
    setOpened(next)
  }
  return (
    <Popover
      opened={opened}
      onChange={toggle}
      position="bottom-start"
      shadow="none"
      trapFocus
      returnFocus
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <UnstyledButton
          id={name}
          className={classes.pill}
          data-chosen={chosen !== null}
          onClick={() => toggle(!opened)}
          title={chosen ?? undefined}
        >
          <span className={classes.label}>{chosen === null ? label : `${label}: `}</span>
          {chosen === null ? null : <span className={classes.chosen}>{chosen}</span>}
          <IconChevronDown size={14} stroke={1.75} aria-hidden />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown className={classes.dropdown ?? ''} aria-labelledby={name}>
        {children(() => toggle(false))}
      </Popover.Dropdown>
    </Popover>
  )
}
