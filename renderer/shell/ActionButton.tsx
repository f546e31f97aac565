import { Button, type ButtonProps, Tooltip } from '@mantine/core'
import type { ReactNode } from 'react'
import { useEngineReason } from './EngineBanner.tsx'

type Props = ButtonProps &
  Readonly<{
    onClick?: () => void
    type?: 'button' | 'submit'
    /** Why it can't be pressed; null when it can. The engine being away is a reason by itself. */
    reason?: string | null
    children: ReactNode
  }>

/** A button that gives the engine a command. When it can't, it says why instead of only looking pale. */
export function ActionButton({ reason = null, onClick, type = 'button', children, ...looks }: Props) {
  const away = useEngineReason()
  const why = away ?? reason
  if (why === null) {
    return (
      <Button {...looks} type={type} {...(onClick ? { onClick } : {})}>
        {children}
      </Button>
    )
  }
  // `disabled` would hide the reason from the keyboard, so the button stays reachable and does nothing.
  return (
    <Tooltip label={why} multiline maw={360}>
      <Button {...looks} type="button" data-disabled aria-disabled onClick={(event) => event.preventDefault()}>
        {children}
      </Button>
    </Tooltip>
  )
}
