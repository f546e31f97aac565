import { Anchor, Box, Button, Text, Title } from '@mantine/core'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { pathOf } from '../../engine/contract/notification-paths.ts'
import type { Notification } from '../../engine/contract/notifications.ts'
import { ageWords } from '../exceptions/words.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { useText } from '../messages/use-text.ts'
import { State } from '../notice/Mark.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { notificationWords, toneOf } from './notification-words.ts'
import classes from './notifications.module.css'
import { useMarkRead, useNotificationPages } from './use-notifications.ts'

/** Newest first; Enter goes to what one is about, which is then read. */
export function NotificationPanel({ onClose }: Readonly<{ onClose: () => void }>) {
  const text = useText()
  const { items, fault, hasMore, loadingMore, loadMore } = useNotificationPages()
  const { one, all } = useMarkRead()
  const panel = useRef<HTMLElement>(null)
  const newest = items?.[0]
  const isThere = newest !== undefined
  // What is told comes a moment after the panel, whose own first link had the focus by then.
  useEffect(() => {
    if (isThere) panel.current?.querySelector<HTMLElement>('li a')?.focus()
  }, [isThere])
  const readAll = (asOf: string): void => {
    void all(asOf)
    // The button goes; the keys that close and move go on from here.
    panel.current?.focus()
  }
  return (
    <Box
      component="section"
      ref={panel}
      className={classes.panel}
      aria-label={text('notifications.title')}
      tabIndex={-1}
      onKeyDown={(event) => moveFocus(event, panel.current)}
    >
      <div className={classes.head}>
        <Title order={2}>{text('notifications.title')}</Title>
        <Anchor component={Link} href="/settings/notifications" onClick={onClose}>
          {text('notifications.choose')}
        </Anchor>
        {newest !== undefined && items?.some(({ readAt }) => readAt === null) ? (
          <Button variant="default" size="compact-sm" onClick={() => readAll(newest.at)}>
            {text('notifications.read_all')}
          </Button>
        ) : null}
      </div>
      <FaultLine fault={fault} />
      {items?.length === 0 ? <Text className={classes.none}>{text('notifications.none')}</Text> : null}
      <ul className={classes.list}>
        {items?.map((each) => (
          <Told
            key={each.id}
            told={each}
            onOpened={() => {
              void one(each.id)
              onClose()
            }}
          />
        ))}
      </ul>
      {hasMore ? (
        <Button variant="subtle" fullWidth loading={loadingMore} onClick={loadMore}>
          {text('notifications.earlier')}
        </Button>
      ) : null}
    </Box>
  )
}

type ToldProps = Readonly<{ told: Notification; onOpened: () => void }>

function Told({ told, onOpened }: ToldProps) {
  const text = useText()
  const formats = useFormats()
  const [, navigate] = useLocation()
  // Taken once: it is not to change while somebody reads.
  const [now] = useState(() => Date.now())
  const path = pathOf(told)
  const { title, body } = notificationWords(told, text, formats)
  const unread = told.readAt === null
  return (
    <li>
      <a
        href={path}
        className={classes.told}
        data-unread={unread}
        onClick={(event) => {
          // With a modifier the browser opens it beside this page, like every link.
          if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
          event.preventDefault()
          onOpened()
          navigate(path)
        }}
      >
        <span className={classes.line}>
          <State tone={toneOf[told.kind]} word={title} />
          <time className={classes.when} dateTime={told.at} title={formats.instant(told.at)}>
            {ageWords(told.at, now, text)}
          </time>
        </span>
        <span className={classes.body}>{body}</span>
        {unread ? <span className={classes.unread}>{text('notifications.unread_mark')}</span> : null}
      </a>
    </li>
  )
}

/** Up and down as in any list, J and K as everywhere here; Tab goes through as well. */
function moveFocus(event: KeyboardEvent, panel: HTMLElement | null): void {
  const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key]
  if (step === undefined || panel === null || event.ctrlKey || event.metaKey || event.altKey) return
  const links = [...panel.querySelectorAll<HTMLElement>('li a')]
  const at = links.indexOf(document.activeElement as HTMLElement)
  event.preventDefault()
  links[Math.min(Math.max(at + step, 0), links.length - 1)]?.focus()
}
