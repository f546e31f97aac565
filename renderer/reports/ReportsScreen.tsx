import { useCallback, useMemo, useState } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { Export } from '../../engine/contract/exports.ts'
import type { Report } from '../../engine/contract/reports.ts'
import { useRead } from '../engine/use-read.ts'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { CursorGrid } from '../grid/CursorGrid.tsx'
import { KnownStatus } from '../grid/KnownStatus.tsx'
import { ListGrid } from '../grid/ListGrid.tsx'
import { type CursorQuestion, useCursorList } from '../grid/use-cursor-list.ts'
import { useOpenRow } from '../grid/use-open-row.ts'
import { useText } from '../messages/use-text.ts'
import { ListStatus } from '../notice/ListStatus.tsx'
import { Nothing } from '../notice/Nothing.tsx'
import { Waiting } from '../notice/Waiting.tsx'
import { useSearchValues } from '../route/use-search.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { Page } from '../shell/Page.tsx'
import { SplitView } from '../shell/SplitView.tsx'
import { TabLinks } from '../shell/TabLinks.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { exportColumns, reportColumns } from './columns.ts'
import { ExportPane } from './ExportPane.tsx'
import { ReportDialog } from './ReportDialog.tsx'
import { ReportPane } from './ReportPane.tsx'
import { type ChangeReports, ReportsSearch, tabs } from './search.ts'

const topics: readonly Topic[] = ['reports', 'exports']
const readReports = (client: EngineClient) => client.reports.list()
const askExports: CursorQuestion<Export> = (client, page) => client.exports.list(page)
const rowId = ({ id }: Readonly<{ id: number }>): string => String(id)

/** Tables that are files again and again, and those that somebody had written once. */
export function ReportsScreen() {
  const [search, change] = useSearchValues(ReportsSearch)
  const part = { open: search.open, change }
  return search.tab === 'reports' ? <ReportsPart {...part} /> : <ExportsPart {...part} />
}

type Props = Readonly<{ open: number | undefined; change: ChangeReports }>

function ReportsPart({ open, change }: Props) {
  const text = useText()
  const formats = useFormats()
  const reading = useRead(readReports, topics)
  const columns = useMemo(() => reportColumns(text, formats), [text, formats])
  const row = useOpenRow<Report>(open === undefined ? null : String(open), useOpening(change))
  const [isMaking, setIsMaking] = useState(false)
  const button = <ActionButton onClick={() => setIsMaking(true)}>{text('report.make')}</ActionButton>
  const opened = reading.data?.items.find(({ id }) => id === open)
  return (
    <Page
      title={text('nav.reports')}
      fill
      tabs={<Tabs current="reports" />}
      actions={button}
      status={<ListStatus reading={reading} count={(total) => text('reports.shown', { total })} />}
    >
      <SplitView
        list={
          <ListGrid
            label={text('reports.tab.reports')}
            what={text('reports.unread')}
            reading={reading}
            columns={columns}
            rowId={rowId}
            nothing={<Nothing title={text('reports.none')} body={text('reports.none.next')} action={button} />}
            {...row.props}
          />
        }
        pane={
          open === undefined
            ? null
            : {
                key: String(open),
                title: opened?.name ?? text('nav.reports'),
                body: <ReportPane id={open} onGone={row.close} />,
              }
        }
        onClose={row.close}
      />
      {isMaking ? (
        <ReportDialog
          of={null}
          onClose={() => setIsMaking(false)}
          onMade={({ id }) => {
            setIsMaking(false)
            change({ open: id })
          }}
        />
      ) : null}
    </Page>
  )
}

function ExportsPart({ open, change }: Props) {
  const text = useText()
  const formats = useFormats()
  const columns = useMemo(() => exportColumns(text, formats), [text, formats])
  const row = useOpenRow<Export>(open === undefined ? null : String(open), useOpening(change))
  const list = useCursorList({ ask: askExports, topics, grid: row.grid, live: true })
  return (
    <Page
      title={text('nav.reports')}
      fill
      tabs={<Tabs current="exports" />}
      status={
        <KnownStatus
          list={list}
          count={(total, complete) => text(complete ? 'exports.shown' : 'exports.shown_so_far', { total })}
        />
      }
    >
      <SplitView
        list={
          <CursorGrid
            label={text('reports.tab.exports')}
            what={text('exports.unread')}
            list={list}
            columns={columns}
            rowId={rowId}
            nothing={<Nothing title={text('exports.none')} body={text('exports.none.next')} />}
            {...row.props}
          />
        }
        pane={
          open === undefined
            ? null
            : { key: String(open), title: text('exports.title', { id: String(open) }), body: <OpenExport id={open} /> }
        }
        onClose={row.close}
      />
    </Page>
  )
}

/** Asked for by itself: it may be far down a long list. */
function OpenExport({ id }: Readonly<{ id: number }>) {
  const question = useCallback((client: EngineClient) => client.exports.get({ id }), [id])
  const { data, fault, again } = useRead(question, topics)
  if (data) return <ExportPane of={data} />
  return fault ? <FaultNotice fault={fault} onRetry={again} /> : <Waiting />
}

const useOpening = (change: ChangeReports) =>
  useCallback(
    (id: string | null, options?: { replace?: boolean }) =>
      change({ open: id === null ? undefined : Number(id) }, options),
    [change],
  )

function Tabs({ current }: Readonly<{ current: (typeof tabs)[number] }>) {
  const text = useText()
  const links = tabs.map((tab) => ({
    address: `/reports?tab=${tab}`,
    name: text(`reports.tab.${tab}`),
    current: tab === current,
  }))
  return <TabLinks label={text('nav.reports')} links={links} />
}
