import { Button } from '@mantine/core'
import type { GridApi } from 'ag-grid-community'
import { type ReactNode, useCallback, useMemo, useState } from 'react'
import type { Exception } from '../../engine/contract/exceptions.ts'
import { CasePane } from '../case/CasePane.tsx'
import { CaseWorkProvider } from '../case/CaseWorkProvider.tsx'
import { NeedsYou } from '../case/NeedsYou.tsx'
import { caseName } from '../case/standing.ts'
import { ExportButton } from '../exports/ExportButton.tsx'
import { useOpenRow } from '../grid/use-open-row.ts'
import { KeyHint } from '../keys/KeyHint.tsx'
import { useKeyCommand } from '../keys/keys-context.ts'
import { useText } from '../messages/use-text.ts'
import { useToast } from '../notice/use-toast.ts'
import { Page } from '../shell/Page.tsx'
import { SplitView } from '../shell/SplitView.tsx'
import { Trace } from '../trace/Trace.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { QueueBulk } from './bulk/QueueBulk.tsx'
import classes from './exceptions.module.css'
import { FilterBar } from './FilterBar.tsx'
import { filterOf, showsResolved, sortOf } from './filter.ts'
import { GroupList, GroupStatus, type Groups, useGroups } from './GroupList.tsx'
import { QueueList } from './QueueList.tsx'
import { QueueStatus } from './QueueStatus.tsx'
import { QueueContext } from './queue-context.ts'
import { countOf } from './selection.ts'
import { useFacets } from './use-facets.ts'
import { useKeptFocus } from './use-kept-focus.ts'
import { type QueueAddress, useQueueSearch } from './use-queue-search.ts'
import { useQueueSteps } from './use-queue-steps.ts'
import { type QueueView, useQueueView } from './use-queue-view.ts'
import { useSameRow } from './use-same-row.ts'
import { useSelection } from './use-selection.ts'
import { ViewLinks } from './ViewLinks.tsx'

/** The queue: what waits for a person, the most urgent first, with everything about one case beside it. */
export function ExceptionsScreen() {
  const text = useText()
  const address = useQueueSearch()
  const { search, change } = address
  const grouped = search.group !== undefined && search.at === undefined
  const groups = useGroups(grouped ? search : null)
  const { work, list } = useWork(address, grouped)
  const { queue, openId, row, api, onReady, onList, control } = list
  const facets = useFacets(search, grouped ? groups.reading.data !== undefined : queue.settled)
  const newer = grouped ? groups.changed : queue.newer > 0
  const reload = grouped ? groups.reading.again : queue.reopen
  useKeyCommand('list.reload', reload)

  // A tick in the list draws neither the views nor the filters nor the case anew.
  const tabs = useMemo(() => <ViewLinks address={address} />, [address])
  const filters = useMemo(() => <FilterBar search={search} change={change} facets={facets} />, [search, change, facets])
  const pane = useMemo(() => (openId === null ? null : paneOf(openId)), [openId])
  return (
    <QueueContext value={work}>
      <CaseWorkProvider>
        <Page
          title={text('nav.exceptions')}
          fill
          tabs={tabs}
          actions={<ExportQueue search={search} />}
          filters={
            <>
              {filters}
              <Newer count={grouped ? null : queue.newer} shown={newer} onReload={reload} />
            </>
          }
          status={<Status grouped={grouped} groups={groups} queue={queue} selection={control.selection} />}
        >
          <SplitView
            list={
              <ListPart bar={<QueueBulk address={address} control={control} view={queue.view} grouped={grouped} />}>
                {grouped && search.group !== undefined ? (
                  <GroupList
                    by={search.group}
                    groups={groups}
                    address={address}
                    nameOf={facets.nameOf}
                    onReady={onList}
                  />
                ) : (
                  <QueueList
                    address={address}
                    queue={queue}
                    row={row}
                    api={api}
                    onReady={onReady}
                    control={control}
                    nameOf={facets.nameOf}
                  />
                )}
              </ListPart>
            }
            pane={pane}
            onClose={row.close}
          />
        </Page>
      </CaseWorkProvider>
    </QueueContext>
  )
}

const now = (): number => Date.now()

/** Days and "late" become instants when it is asked for, as they do for the list. */
function ExportQueue({ search }: Readonly<{ search: QueueAddress['search'] }>) {
  const { zone } = useFormats()
  const parameters = useMemo(() => ({ ...filterOf(search, { now: now(), zone }), ...sortOf(search) }), [search, zone])
  return <ExportButton of={{ source: 'exceptions', parameters }} />
}

const paneOf = (id: number) => ({
  key: String(id),
  title: caseName(id),
  body: <CasePane id={id} />,
  foot: <Trace of={{ from: 'case', exception: id }} />,
})

/** What the list and the pane share: the view, the open case, the selection, and the way from case to case. */
function useWork({ search, change }: QueueAddress, grouped: boolean) {
  const text = useText()
  const { say } = useToast()
  const openId = grouped ? null : (search.open ?? null)
  const changeOpen = useCallback(
    (id: string | null, options?: { replace?: boolean }) =>
      change({ open: id === null ? undefined : Number(id) }, options),
    [change],
  )
  const row = useOpenRow<Exception>(openId === null ? null : String(openId), changeOpen)
  const [api, setApi] = useState<GridApi<Exception> | null>(null)
  const ready = row.props.onReady
  const onList = useKeptFocus(openId)
  const onReady = useCallback(
    (grid: GridApi<Exception>) => {
      ready(grid)
      setApi(grid)
      onList(grid)
    },
    [ready, onList],
  )
  const sameRow = useSameRow(row.grid, openId)
  const queue = useQueueView(grouped ? null : search, { grid: row.grid, api, sameRow })
  const control = useSelection(queue.view)
  const work = useQueueSteps({
    grid: row.grid,
    api,
    queue,
    openId,
    change: changeOpen,
    showsResolved: showsResolved(search),
    selected: countOf(control.selection),
    onEnd: () => {
      row.close()
      say(text('queue.end'))
    },
  })
  const list = useMemo(
    () => ({ queue, openId, row, api, onReady, onList, control }),
    [queue, openId, row, api, onReady, onList, control],
  )
  return { work, list }
}

type StatusProps = Readonly<{
  grouped: boolean
  groups: Groups
  queue: QueueView
  selection: Parameters<typeof countOf>[0]
}>

const Status = ({ grouped, groups, queue, selection }: StatusProps) =>
  grouped ? <GroupStatus groups={groups} /> : <QueueStatus queue={queue} selection={selection} />

function ListPart({ bar, children }: Readonly<{ bar: ReactNode; children: ReactNode }>) {
  return (
    <div className={classes.list}>
      <NeedsYou />
      <div className={classes.rows}>{children}</div>
      {bar}
    </div>
  )
}

type NewerProps = Readonly<{
  /** Null where it is not known how many. */
  count: number | null
  shown: boolean
  onReload: () => void
}>

function Newer({ count, shown, onReload }: NewerProps) {
  const text = useText()
  return (
    <output>
      {shown ? (
        <Button size="compact-sm" onClick={onReload} rightSection={<KeyHint command="list.reload" />}>
          {count === null ? text('queue.changed') : text('queue.newer', { count })}
        </Button>
      ) : null}
    </output>
  )
}
