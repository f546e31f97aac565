import type { ColDef, GridApi, RowClickedEvent, SuppressKeyboardEventParams } from 'ag-grid-community'
import { useCallback, useEffect, useMemo, useRef } from 'react'
import type { Exception } from '../../engine/contract/exceptions.ts'
import { useDeeds } from '../case/case-work-context.ts'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { Grid, type GridExtras } from '../grid/Grid.tsx'
import { tickClasses, tickColumn, tickWords } from '../grid/tick-column.ts'
import { focusRow } from '../grid/use-grid-keys.ts'
import type { OpenRow } from '../grid/use-open-row.ts'
import { useText } from '../messages/use-text.ts'
import { Waiting } from '../notice/Waiting.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { type CaseWords, caseColumns } from './columns.ts'
import classes from './exceptions.module.css'
import { showsResolved, sortOf } from './filter.ts'
import { NothingInView } from './NothingInView.tsx'
import { SelectAll } from './SelectAll.tsx'
import { QueueSearch } from './search.ts'
import { countOf } from './selection.ts'
import { useCaseMenu } from './use-case-menu.tsx'
import { type Mirror, useMirror } from './use-mirror.ts'
import { usePickedRows } from './use-picked-rows.ts'
import type { QueueAddress } from './use-queue-search.ts'
import type { QueueView } from './use-queue-view.ts'
import { useRowLookers } from './use-row-lookers.ts'
import { useSelectKeys } from './use-select-keys.ts'
import type { SelectionControl } from './use-selection.ts'
import { useSteady } from './use-steady.ts'

const rowId = (row: Exception): string => String(row.id)
const now = (): number => Date.now()

type Props = Readonly<{
  address: QueueAddress
  queue: QueueView
  row: OpenRow<Exception>
  api: GridApi<Exception> | null
  onReady: (api: GridApi<Exception>) => void
  control: SelectionControl
  nameOf: (user: string) => string
}>

/** The list of cases, with what to show while, when and if there is nothing. */
export function QueueList(props: Props) {
  const text = useText()
  const { queue, address } = props
  const { view, source, fault, reopen } = queue
  if (!view && fault) return <FaultNotice fault={fault} what={text('queue.unread')} onRetry={reopen} />
  if (!view || !source) return <Waiting lines={12} />
  if (view.total === 0) return <NothingInView address={address} />
  return <CaseGrid {...props} source={source} total={view.total} />
}

type GridProps = Props & Readonly<{ source: NonNullable<QueueView['source']>; total: number }>

function CaseGrid({ address, queue, row, api, onReady, control, nameOf, source, total }: GridProps) {
  const text = useText()
  const { search, change } = address
  const place = useRef<HTMLDivElement>(null)
  const view = queue.view?.view
  const fades = !showsResolved(search)
  const columns = useCaseColumns(api, { nameOf, fades })
  const { selection } = control
  const mirror = useMirror({ api, place, selection, view, fades })
  const extras = useExtras(mirror, control)
  useSelectKeys({ api, control, selected: countOf(selection), openId: row.props.openId, onOpen: row.props.onOpen })
  useFromTheTop(api, queue.of)
  // The order of what is shown, and the same object while that is the same: for another the grid reads its rows anew.
  const { by, direction } = sortOf(queue.of ?? search)
  const sort = useMemo(() => ({ by, direction }), [by, direction])
  const picked = usePickedRows(selection, sort)
  const { menu, dialog } = useCaseMenu({ change, nameOf })
  const rows = useMemo(() => ({ type: 'blocks' as const, source, total, concurrent: 2 }), [source, total])
  return (
    <div className={classes.grid} ref={place}>
      <Grid
        label={text('nav.exceptions')}
        columns={columns}
        rowId={rowId}
        source={rows}
        layout="exceptions"
        menu={menu}
        picked={picked}
        {...row.props}
        onReady={onReady}
        extras={extras}
        sort={sort}
        onSort={(next) => {
          const known = QueueSearch.parse(next)
          change({ by: known.by, direction: known.direction })
        }}
      />
      <SelectAll selection={selection} view={queue.view} control={control} />
      {dialog}
    </div>
  )
}

/** Another question is another list, and is read from its beginning; the grid would stay where it was scrolled to. */
function useFromTheTop(api: GridApi<Exception> | null, question: unknown): void {
  const before = useRef(question)
  useEffect(() => {
    if (before.current === question) return
    before.current = question
    if (api === null || api.isDestroyed() || api.getDisplayedRowCount() === 0) return
    api.ensureIndexVisible(0, 'top')
    if (document.activeElement?.closest('[role="grid"]') != null) focusRow(api, 0, true)
  }, [api, question])
}

function useCaseColumns(
  api: GridApi<Exception> | null,
  { nameOf, fades }: Readonly<{ nameOf: Props['nameOf']; fades: boolean }>,
) {
  const text = useText()
  const formats = useFormats()
  const { lookersOf, pendingOf } = useOthers(api)
  return useMemo(
    () => caseColumns({ text, formats, now, nameOf, lookersOf, pendingOf, fades }),
    [text, formats, nameOf, lookersOf, pendingOf, fades],
  )
}

/** Who looks where and what is under way. Only their cells are drawn anew: columns made anew would redraw all of the grid. */
function useOthers(api: GridApi<Exception> | null): Pick<CaseWords, 'lookersOf' | 'pendingOf'> {
  const lookers = useRowLookers()
  const { pending } = useDeeds()
  const latest = useRef({ lookers, pending })
  useEffect(() => {
    latest.current = { lookers, pending }
    if (api !== null && !api.isDestroyed()) api.refreshCells({ columns: ['lookers', 'status', 'owner'], force: true })
  }, [api, lookers, pending])
  const lookersOf = useCallback((id: number) => latest.current.lookers(id), [])
  const pendingOf = useCallback((id: number) => latest.current.pending.get(id), [])
  return { lookersOf, pendingOf }
}

/** What the grid would take for itself although it means something here. */
const ours: ColDef<Exception> = {
  suppressKeyboardEvent: ({ event }: SuppressKeyboardEventParams<Exception>) => {
    const { key, ctrlKey, metaKey, shiftKey } = event
    if (key === ' ' || key === 'Backspace' || ((ctrlKey || metaKey) && key.toLowerCase() === 'a')) return true
    return shiftKey && (key === 'ArrowDown' || key === 'ArrowUp')
  },
}

function useExtras(
  { isTicked, rowClassRules, draw, drawRow }: Mirror,
  control: SelectionControl,
): GridExtras<Exception> {
  const text = useText()
  const click = useSteady((event: RowClickedEvent<Exception>) => selectByClick(event, control))
  return useMemo(
    () => ({
      leading: {
        ...tickColumn(text),
        cellClass: ({ data }) => tickClasses(isTicked(data)),
        valueGetter: ({ data }) => (data ? tickWords(isTicked(data), text) : ''),
      },
      rowClassRules,
      onClick: click,
      options: {
        defaultColDef: ours,
        processRowPostCreate: ({ eRow, node }) => drawRow(eRow, node.data),
        onModelUpdated: draw,
      },
    }),
    [text, isTicked, rowClassRules, draw, drawRow, click],
  )
}

/** The box, and with Shift or ⌘ anywhere in the row; any other click opens the case. */
function selectByClick({ data, rowIndex, event }: RowClickedEvent<Exception>, control: SelectionControl): boolean {
  if (!(event instanceof MouseEvent) || data === undefined || rowIndex === null) return false
  const boxed = event.target instanceof Element && event.target.closest('[col-id="select"]') !== null
  if (!boxed && !event.shiftKey && !event.metaKey && !event.ctrlKey) return false
  if (event.shiftKey) control.extendTo({ id: data.id, index: rowIndex })
  else control.toggle({ id: data.id, index: rowIndex })
  return true
}
