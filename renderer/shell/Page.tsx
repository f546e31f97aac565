import { Title } from '@mantine/core'
import { type ReactNode, useEffect, useRef } from 'react'
import { useText } from '../messages/use-text.ts'
import { useWorkspace } from '../workspace/workspace-context.ts'
import classes from './frame.module.css'

type Props = Readonly<{
  title: string
  /** The parts that the screen has, when it has more than one. */
  tabs?: ReactNode
  actions?: ReactNode
  filters?: ReactNode
  status?: ReactNode
  /** The body is a grid that scrolls by itself; else the body scrolls. */
  fill?: boolean
  children: ReactNode
}>

/** Head, filter bar, body and status bar: the same places on every screen, so that the hand knows them. */
export function Page({ title, tabs, actions, filters, status, fill = false, children }: Props) {
  const text = useText()
  const workspace = useWorkspace()
  const heading = useRef<HTMLHeadingElement>(null)
  const name = workspace?.name

  useEffect(() => {
    document.title = name === undefined ? `${title} · ${text('app.name')}` : `${title} · ${name} · ${text('app.name')}`
  }, [title, name, text])

  // A change of screen says its name to a screen reader and gives the keyboard a place to start from.
  useEffect(() => {
    // A screen that arrives late must not take the focus from what was opened over it meanwhile, the palette for one.
    if (document.activeElement?.closest('[role="dialog"]') == null) heading.current?.focus({ preventScroll: true })
  }, [])

  return (
    <div className={classes.page} data-keys="work">
      <div className={classes.head} data-region>
        <Title order={1} ref={heading} tabIndex={-1}>
          {title}
        </Title>
        {tabs}
        <span className={classes.spacer} />
        {actions}
      </div>
      {filters ? (
        <search className={classes.filters} data-region>
          {filters}
        </search>
      ) : (
        <span />
      )}
      <div className={classes.body} data-fill={fill} data-region>
        {children}
      </div>
      {status ? <div className={classes.status}>{status}</div> : <span />}
    </div>
  )
}
