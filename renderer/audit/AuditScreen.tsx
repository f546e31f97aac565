import { Button, Group } from '@mantine/core'
import { useCallback, useMemo } from 'react'
import type { AuditRecord } from '../../engine/contract/audit.ts'
import type { Topic } from '../../engine/contract/changes.ts'
import { ExportButton } from '../exports/ExportButton.tsx'
import { CursorGrid } from '../grid/CursorGrid.tsx'
import { KnownStatus } from '../grid/KnownStatus.tsx'
import { Newer } from '../grid/Newer.tsx'
import { type CursorList, type CursorQuestion, useCursorList } from '../grid/use-cursor-list.ts'
import { type OpenRow, useOpenRow } from '../grid/use-open-row.ts'
import { useKeyCommand } from '../keys/keys-context.ts'
import { useText } from '../messages/use-text.ts'
import { Nothing } from '../notice/Nothing.tsx'
import { useSearchValues } from '../route/use-search.ts'
import { useMay } from '../session/session-context.ts'
import { Page } from '../shell/Page.tsx'
import { SplitView } from '../shell/SplitView.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { AnchorButton } from './AnchorButton.tsx'
import { AuditFilters } from './AuditFilters.tsx'
import { AuditPane } from './AuditPane.tsx'
import { auditColumns } from './columns.ts'
import { AuditSearch } from './search.ts'
import { VerifyButton } from './VerifyButton.tsx'

const topics: readonly Topic[] = ['audit']
const rowId = ({ seq }: AuditRecord): string => String(seq)

export function AuditScreen() {
  const text = useText()
  const [search, change] = useSearchValues(AuditSearch)
  const { actor, action, subject, open } = search
  const changeOpen = useCallback(
    (seq: string | null, options?: { replace?: boolean }) =>
      change({ open: seq === null ? undefined : Number(seq) }, options),
    [change],
  )
  const row = useOpenRow<AuditRecord>(open === undefined ? null : String(open), changeOpen)
  const records = useAuditRecords(search, row)
  const filtered = Boolean(actor || action || subject)
  const clear = (): void => change({ actor: undefined, action: undefined, subject: undefined })

  return (
    <Page
      title={text('nav.audit')}
      fill
      actions={
        <>
          <ExportButton of={{ source: 'audit_records', parameters: auditFilterOf(search) }} />
          <Proofs />
        </>
      }
      filters={
        <>
          <AuditFilters search={search} onChange={change} />
          <Newer list={records} label={text('audit.newer')} />
        </>
      }
      status={
        <KnownStatus
          list={records}
          count={(rows, complete) => text(complete ? 'audit.shown' : 'audit.shown_so_far', { rows })}
        />
      }
    >
      <SplitView
        list={<AuditList records={records} row={row} onClear={filtered ? clear : null} />}
        pane={
          open === undefined
            ? null
            : {
                key: String(open),
                title: text('audit.title', { seq: open }),
                body: <AuditPane seq={open} grid={row.grid} known={records.known} />,
              }
        }
        onClose={row.close}
      />
    </Page>
  )
}

const auditFilterOf = ({ actor, action, subject }: Pick<AuditSearch, 'actor' | 'action' | 'subject'>) => ({
  ...(actor ? { actor } : {}),
  ...(action ? { action } : {}),
  ...(subject ? { subject } : {}),
})

function useAuditRecords({ actor, action, subject }: AuditSearch, row: OpenRow<AuditRecord>): CursorList {
  const ask = useCallback<CursorQuestion<AuditRecord>>(
    (client, page) => client.audit.list({ ...page, ...auditFilterOf({ actor, action, subject }) }),
    [actor, action, subject],
  )
  // Newest first: each new record would push all others down, so they wait to be asked for.
  const records = useCursorList({ ask, topics, grid: row.grid, live: false })
  useKeyCommand('list.reload', records.again, records.changed)
  return records
}

function Proofs() {
  const may = useMay('audit.verify')
  if (!may) return null
  return (
    <Group gap={8}>
      <AnchorButton />
      <VerifyButton />
    </Group>
  )
}

type ListProps = Readonly<{ records: CursorList; row: OpenRow<AuditRecord>; onClear: (() => void) | null }>

function AuditList({ records, row, onClear }: ListProps) {
  const text = useText()
  const formats = useFormats()
  const columns = useMemo(() => auditColumns(text, formats), [text, formats])
  const clear = onClear ? (
    <Button variant="default" onClick={onClear}>
      {text('filter.clear')}
    </Button>
  ) : null
  return (
    <CursorGrid
      label={text('nav.audit')}
      what={text('audit.unread')}
      list={records}
      columns={columns}
      rowId={rowId}
      nothing={<Nothing title={text(onClear ? 'audit.none_match' : 'audit.none')} action={clear} />}
      {...row.props}
    />
  )
}
