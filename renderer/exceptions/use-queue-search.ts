/** The address of the queue, with the person's last view where it says nothing. */
import { useCallback, useEffect, useMemo, useRef } from 'react'
import { usePreferences } from '../preferences/preferences-context.ts'
import { useSearchValues } from '../route/use-search.ts'
import { firstView, type SavedView, savedViews, searchOfView, viewOf } from './saved-views.ts'
import { type ChangeSearch, isBare, QueueSearch } from './search.ts'

export type QueueAddress = Readonly<{
  search: QueueSearch
  change: ChangeSearch
  views: readonly SavedView[]
  view: SavedView | undefined
  edited: boolean
  show: (view: SavedView) => void
}>

export function useQueueSearch(): QueueAddress {
  const [given, write] = useSearchValues(QueueSearch)
  const { preferences, setPreference } = usePreferences()
  const { queueViews, queueView } = preferences
  const views = useMemo(() => savedViews(queueViews), [queueViews])
  const search = useMemo(() => (isBare(given) ? entered(given, views, queueView) : given), [given, views, queueView])
  const { view, edited } = useMemo(() => viewOf(search, views), [search, views])

  // The address must say all of what is shown, or a change would be one of something else.
  const shown = useRef(search)
  useEffect(() => {
    shown.current = search
  }, [search])
  const change = useCallback<ChangeSearch>(
    (changed, options) => write({ ...shown.current, ...changed }, options),
    [write],
  )
  const show = useCallback((next: SavedView) => write({ ...searchOfView(next), open: undefined }), [write])

  // Whoever comes back finds the view they left.
  const chosen = given.view
  useEffect(() => {
    if (chosen !== undefined && chosen !== queueView && views.some(({ id }) => id === chosen))
      setPreference('queueView', chosen)
  }, [chosen, queueView, views, setPreference])

  return useMemo(() => ({ search, change, views, view, edited, show }), [search, change, views, view, edited, show])
}

function entered(given: QueueSearch, views: readonly SavedView[], last: string | null): QueueSearch {
  const view = views.find(({ id }) => id === last) ?? views.find(({ id }) => id === firstView)
  return view === undefined ? given : { ...view.search, view: view.id, open: given.open, bulk: given.bulk }
}
