import { ActionIcon, Tooltip } from '@mantine/core'
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { Link, useLocation } from 'wouter'
import { type OpenCount, useOpenCount } from '../approvals/use-open-count.ts'
import { commands } from '../keys/commands.ts'
import { onMac } from '../keys/keys-context.ts'
import { keysText } from '../keys/stroke.ts'
import { useText } from '../messages/use-text.ts'
import { usePreferences } from '../preferences/preferences-context.ts'
import { type Screen, screenOf, screensFor } from '../route/screens.ts'
import { useSession } from '../session/session-context.ts'
import classes from './frame.module.css'

type Props = Readonly<{
  narrow: boolean
  over: boolean
  /** The window is wide enough for the names, so the person may choose. */
  roomy: boolean
  onGone: () => void
}>

export function NavRail({ narrow, over, roomy, onGone }: Props) {
  const text = useText()
  const [path] = useLocation()
  const mine = screensFor(useSession().permissions)
  const waiting = useOpenCount()
  const rail = useRef<HTMLElement>(null)
  const here = screenOf(path)?.path
  // In a low window the rail scrolls: where one is stays in sight, also when a banner takes some of its height.
  useEffect(() => {
    const place = rail.current
    if (here === undefined || place === null) return
    const sized = new ResizeObserver(() =>
      place.querySelector('[aria-current="page"]')?.scrollIntoView({ block: 'nearest' }),
    )
    sized.observe(place)
    return () => sized.disconnect()
  }, [here])
  const link = (screen: Screen) => (
    <NavLink
      key={screen.path}
      screen={screen}
      narrow={narrow}
      current={screenOf(path) === screen}
      waiting={screen.path === '/approvals' ? waiting : null}
      onGone={onGone}
    />
  )
  return (
    <nav
      ref={rail}
      className={classes.rail}
      data-narrow={narrow}
      data-over={over}
      aria-label={text('nav.label')}
      data-region
    >
      {mine.filter((screen) => screen.group === 'work').map(link)}
      <div className={classes.railLabel}>{narrow ? '' : text('nav.settings')}</div>
      {mine.filter((screen) => screen.group === 'settings').map(link)}
      <span className={classes.spacer} />
      {roomy ? <CollapseButton narrow={narrow} /> : null}
    </nav>
  )
}

type LinkProps = Readonly<{
  screen: Screen
  narrow: boolean
  current: boolean
  /** What waits for this person there. */
  waiting: OpenCount | null
  onGone: () => void
}>

function NavLink({ screen, narrow, current, waiting, onGone }: LinkProps) {
  const text = useText()
  const name = text(screen.title)
  const count = waiting === null || waiting.count === 0 ? null : waitingWords(waiting)
  const title = count === null ? name : text('nav.waiting', { title: name, count })
  const keys = commands[screen.command].keys[0]
  const hint = keys === undefined ? title : `${title} · ${keysText(keys, onMac())}`
  const Icon = screen.icon
  return (
    <Tooltip label={hint} position="right">
      <Link
        href={screen.path}
        className={classes.link}
        onClick={onGone}
        aria-label={title}
        {...(current ? { 'aria-current': 'page' as const } : {})}
      >
        <Icon size={18} stroke={1.75} aria-hidden />
        {narrow ? null : `${name} `}
        {/* With a space before it, so that what is seen is a part of what is read out. */}
        {count === null ? null : <span className={classes.count}>{` ${count}`}</span>}
      </Link>
    </Tooltip>
  )
}

const waitingWords = ({ count, more }: OpenCount): string => (more ? `${count}+` : String(count))

function CollapseButton({ narrow }: Readonly<{ narrow: boolean }>) {
  const text = useText()
  const { preferences, setPreference } = usePreferences()
  const label = narrow ? text('nav.expand') : text('nav.collapse')
  return (
    <Tooltip label={label} position="right">
      <ActionIcon
        variant="subtle"
        size={32}
        aria-label={label}
        onClick={() => setPreference('railCollapsed', !preferences.railCollapsed)}
      >
        {narrow ? (
          <IconLayoutSidebarLeftExpand size={18} stroke={1.75} />
        ) : (
          <IconLayoutSidebarLeftCollapse size={18} stroke={1.75} />
        )}
      </ActionIcon>
    </Tooltip>
  )
}
