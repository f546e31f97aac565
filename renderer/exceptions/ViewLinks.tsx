import { Tooltip } from '@mantine/core'
import { useCallback, useMemo } from 'react'
import { Link } from 'wouter'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { commands } from '../keys/commands.ts'
import { useKeyCommand } from '../keys/keys-context.ts'
import { useText } from '../messages/use-text.ts'
import { formatCount } from '../money/format.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import classes from './exceptions.module.css'
import { filterOf } from './filter.ts'
import { SavedViewActions } from './SavedViewActions.tsx'
import { commandOfPlace, type SavedView, viewAddress } from './saved-views.ts'
import { useCalmRead } from './use-calm-read.ts'
import type { QueueAddress } from './use-queue-search.ts'

const topics: readonly Topic[] = ['exceptions']

/** The saved views, each with how many cases it holds. Links, so that Back and a copied address lead to the same. */
export function ViewLinks({ address }: Readonly<{ address: QueueAddress }>) {
  const text = useText()
  const { views, view } = address
  const counts = useViewCounts(views)
  return (
    <>
      <nav className={classes.views} aria-label={text('queue.views')}>
        {views.map((each, place) => (
          <ViewLink key={each.id} view={each} place={place} current={each === view} count={counts?.[place] ?? null} />
        ))}
      </nav>
      <ViewKeys address={address} />
      <SavedViewActions address={address} />
    </>
  )
}

type LinkProps = Readonly<{ view: SavedView; place: number; current: boolean; count: number | null }>

function ViewLink({ view, place, current, count }: LinkProps) {
  const text = useText()
  const { locale } = useFormats()
  const name = view.label === null ? view.name : text(view.label)
  const key = commandOfPlace[place] === undefined ? undefined : commands[commandOfPlace[place]].keys[0]
  const link = (
    <Link href={viewAddress(view)} className={classes.view} {...(current ? { 'aria-current': 'page' as const } : {})}>
      <span className={classes.viewName}>{name}</span>{' '}
      {count === null ? null : <span className={classes.viewCount}>{formatCount(count, locale)}</span>}
    </Link>
  )
  return key === undefined ? link : <Tooltip label={text('queue.view.key', { name, key })}>{link}</Tooltip>
}

/** A key for each of the first nine places, which never move. */
function ViewKeys({ address: { views, show } }: Readonly<{ address: QueueAddress }>) {
  return commandOfPlace.map((command, place) => (
    <ViewKey key={command} command={command} view={views[place]} show={show} />
  ))
}

type KeyProps = Readonly<{
  command: (typeof commandOfPlace)[number]
  view: SavedView | undefined
  show: (view: SavedView) => void
}>

function ViewKey({ command, view, show }: KeyProps) {
  useKeyCommand(command, () => (view === undefined ? undefined : show(view)), view !== undefined)
  return null
}

function useViewCounts(views: readonly SavedView[]): readonly number[] | undefined {
  const { zone } = useFormats()
  const searches = useMemo(() => views.map(({ search }) => search), [views])
  const ask = useCallback(
    async (client: EngineClient) => {
      const clock = { now: Date.now(), zone }
      return client.exceptions.counts({ filters: searches.map((search) => filterOf(search, clock)) })
    },
    [searches, zone],
  )
  return useCalmRead(ask, topics).data?.counts
}
