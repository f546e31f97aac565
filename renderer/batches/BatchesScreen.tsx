import { Button, VisuallyHidden } from '@mantine/core'
import { useCallback, useMemo } from 'react'
import type { Batch, BatchSort } from '../../engine/contract/batches.ts'
import { ExportButton } from '../exports/ExportButton.tsx'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { NextStep } from '../first-run/NextStep.tsx'
import { Grid } from '../grid/Grid.tsx'
import { type OpenRow, useOpenRow } from '../grid/use-open-row.ts'
import { FolderActions } from '../ingest/FolderActions.tsx'
import { KeyHint } from '../keys/KeyHint.tsx'
import { useKeyCommand } from '../keys/keys-context.ts'
import { type Text, useText } from '../messages/use-text.ts'
import { AsOf } from '../notice/AsOf.tsx'
import { Live as LiveRegion } from '../notice/Live.tsx'
import { Nothing } from '../notice/Nothing.tsx'
import { Waiting } from '../notice/Waiting.tsx'
import { useSearchValues } from '../route/use-search.ts'
import { Page } from '../shell/Page.tsx'
import { SplitView } from '../shell/SplitView.tsx'
import { Trace } from '../trace/Trace.tsx'
import { useFormats, useWorkspace } from '../workspace/workspace-context.ts'
import { BatchFilters } from './BatchFilters.tsx'
import { BatchPane } from './BatchPane.tsx'
import classes from './batches.module.css'
import { batchColumns } from './columns.ts'
import type { Live } from './live.ts'
import { RunningNow } from './RunningNow.tsx'
import { BatchSearch, type ChangeSearch, noFilter } from './search.ts'
import { TroubleStrip } from './TroubleStrip.tsx'
import { type BatchView, useBatchView } from './use-batch-view.ts'
import { useLive } from './use-live.ts'

const rowId = (batch: Batch): string => String(batch.id)
const nothingLookedAt = { outcome: undefined, code: undefined, line: undefined, look: undefined }

export function BatchesScreen() {
  const text = useText()
  const [search, change] = useSearchValues(BatchSearch)
  const { by, direction, open } = search
  const filter = useFilter(search)
  const sort = useMemo<BatchSort>(() => ({ by, direction }), [by, direction])
  const changeOpen = useCallback(
    (id: string | null, options?: { replace?: boolean }) =>
      // The rows and the line that are looked at belong to the batch that was open.
      change({ open: id === null ? undefined : Number(id), ...nothingLookedAt }, options),
    [change],
  )
  const row = useOpenRow<Batch>(open === undefined ? null : String(open), changeOpen)
  const batches = useBatchView(filter, sort, row.grid)
  const live = useLive(row.grid)
  useKeyCommand('list.reload', batches.reopen, batches.newer > 0)

  return (
    <Page
      title={text('nav.batches')}
      fill
      actions={
        <>
          <ExportButton of={{ source: 'batches', parameters: { ...filter, ...sort } }} />
          <FolderActions />
        </>
      }
      filters={
        <>
          <BatchFilters search={search} onChange={change} />
          <Newer newer={batches.newer} onReload={batches.reopen} />
          <RunningNow live={live} onOpen={changeOpen} />
        </>
      }
      status={<BatchStatus batches={batches} />}
    >
      <div className={classes.screen}>
        <div>
          <TroubleStrip troubles={live.status?.troubles ?? []} />
          <VisuallyHidden>
            <LiveRegion>{live.heard}</LiveRegion>
          </VisuallyHidden>
        </div>
        <SplitView
          list={
            <BatchList
              batches={batches}
              filtered={Object.keys(filter).length > 0}
              sort={sort}
              row={row}
              liveOf={live.liveOf}
              change={change}
            />
          }
          pane={
            open === undefined ? null : paneOf({ id: open, live: live.lives.get(open) ?? null, search, change, text })
          }
          onClose={row.close}
        />
      </div>
    </Page>
  )
}

/** The same object while it narrows to the same. */
function useFilter({ producer, state, file, from, to }: BatchSearch) {
  return useMemo(
    () => ({
      ...(producer ? { producer } : {}),
      ...(state ? { state } : {}),
      ...(file ? { file } : {}),
      ...(from ? { from } : {}),
      ...(to ? { to } : {}),
    }),
    [producer, state, file, from, to],
  )
}

type PaneParts = Readonly<{ id: number; live: Live | null; search: BatchSearch; change: ChangeSearch; text: Text }>

const paneOf = ({ id, live, search, change, text }: PaneParts) => ({
  key: String(id),
  title: text('batch.title', { id }),
  body: <BatchPane id={id} live={live} search={search} onChange={change} />,
  foot: (
    <Trace
      of={search.line === undefined ? { from: 'batch', batch: id } : { from: 'row', batch: id, line: search.line }}
    />
  ),
})

type ListProps = Readonly<{
  batches: BatchView
  filtered: boolean
  sort: BatchSort
  row: OpenRow<Batch>
  liveOf: (batch: number) => Live | null
  change: ChangeSearch
}>

function BatchList({ batches, filtered, sort, row, liveOf, change }: ListProps) {
  const text = useText()
  const formats = useFormats()
  const columns = useMemo(() => batchColumns({ text, formats, liveOf }), [text, formats, liveOf])
  const { view, source, fault, reopen } = batches
  const rows = useMemo(
    () => (source && view ? { type: 'blocks' as const, source, total: view.total, concurrent: 2 } : null),
    [source, view],
  )
  if (!view && fault) return <FaultNotice fault={fault} what={text('batches.unread')} onRetry={reopen} />
  if (!view || !rows) return <Waiting lines={12} />
  if (view.total === 0) return <NoBatches filtered={filtered} change={change} />
  return (
    <Grid
      label={text('nav.batches')}
      columns={columns}
      rowId={rowId}
      source={rows}
      layout="batches"
      {...row.props}
      sort={sort}
      onSort={(next) => {
        const known = BatchSearch.parse(next)
        change({ by: known.by, direction: known.direction })
      }}
    />
  )
}

function NoBatches({ filtered, change }: Readonly<{ filtered: boolean; change: ListProps['change'] }>) {
  const text = useText()
  const folder = useWorkspace()?.dropDirectory
  const clear = (): void => change(noFilter)
  return filtered ? (
    <Nothing
      title={text('batches.none_match')}
      action={
        <Button variant="default" onClick={clear}>
          {text('filter.clear')}
        </Button>
      }
    />
  ) : (
    <Nothing
      title={text('batches.none')}
      body={text('batches.none.next', { folder: folder ?? 'none' })}
      action={<NextStep />}
    />
  )
}

function Newer({ newer, onReload }: Readonly<{ newer: number; onReload: () => void }>) {
  const text = useText()
  return (
    <output>
      {newer === 0 ? null : (
        <Button size="compact-sm" onClick={onReload} rightSection={<KeyHint command="list.reload" />}>
          {text('batches.newer', { count: newer })}
        </Button>
      )}
    </output>
  )
}

function BatchStatus({ batches }: Readonly<{ batches: BatchView }>) {
  const text = useText()
  const formats = useFormats()
  const { view, fault, reopen } = batches
  if (!view) return null
  const shown = view.complete ? 'batches.shown' : 'batches.shown_first'
  return (
    <>
      <span>{text(shown, { total: view.total })}</span>
      <span>{text('batches.money', { currency: view.currency, money: formats.money(view.money, view.currency) })}</span>
      <AsOf at={view.asOf} />
      {fault ? (
        <Button size="compact-xs" variant="default" onClick={reopen}>
          {text('batches.block_failed')}
        </Button>
      ) : null}
    </>
  )
}
