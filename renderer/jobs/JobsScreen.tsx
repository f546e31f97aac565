import { useCallback, useMemo } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { Job } from '../../engine/contract/jobs.ts'
import { useRead } from '../engine/use-read.ts'
import { ListGrid } from '../grid/ListGrid.tsx'
import { useOpenRow } from '../grid/use-open-row.ts'
import { IngestStrip } from '../ingest/IngestStrip.tsx'
import { ScanButton } from '../ingest/ScanButton.tsx'
import { textOfCode, useText } from '../messages/use-text.ts'
import { ListStatus } from '../notice/ListStatus.tsx'
import { useSearchValues } from '../route/use-search.ts'
import { Page } from '../shell/Page.tsx'
import { SplitView } from '../shell/SplitView.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { jobColumns } from './columns.ts'
import { JobPane } from './JobPane.tsx'
import { JobSearch } from './search.ts'

const topics: readonly Topic[] = ['jobs']
const readJobs = (client: EngineClient) => client.jobs.list()
const rowId = ({ name }: Job): string => name

export function JobsScreen() {
  const text = useText()
  const formats = useFormats()
  const [{ open }, change] = useSearchValues(JobSearch)
  const reading = useRead(readJobs, topics)
  const columns = useMemo(() => jobColumns(text, formats), [text, formats])
  const changeOpen = useCallback(
    (name: string | null, options?: { replace?: boolean }) => change({ open: name ?? undefined }, options),
    [change],
  )
  const row = useOpenRow<Job>(open ?? null, changeOpen)
  const opened = reading.data?.items.find(({ name }) => name === open)

  const list = (
    <ListGrid
      label={text('nav.jobs')}
      what={text('jobs.unread')}
      reading={reading}
      columns={columns}
      rowId={rowId}
      {...row.props}
    />
  )
  return (
    <Page
      title={text('nav.jobs')}
      fill
      actions={<ScanButton />}
      filters={<IngestStrip />}
      status={<ListStatus reading={reading} count={(total) => text('jobs.shown', { total })} />}
    >
      <SplitView
        list={list}
        pane={
          opened
            ? { key: opened.name, title: textOfCode(text, 'job', opened.name), body: <JobPane job={opened} /> }
            : null
        }
        onClose={row.close}
      />
    </Page>
  )
}
