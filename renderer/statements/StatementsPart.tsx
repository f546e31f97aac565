import { Select } from '@mantine/core'
import { useCallback, useMemo } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import { type Statement, statementStates } from '../../engine/contract/statements.ts'
import { ExportButton } from '../exports/ExportButton.tsx'
import { NextSource } from '../first-run/NextStep.tsx'
import { ClearButton } from '../grid/ClearButton.tsx'
import { CursorGrid } from '../grid/CursorGrid.tsx'
import { KnownStatus } from '../grid/KnownStatus.tsx'
import { Newer } from '../grid/Newer.tsx'
import { type CursorList, type CursorQuestion, useCursorList } from '../grid/use-cursor-list.ts'
import { type OpenRow, useOpenRow } from '../grid/use-open-row.ts'
import { useKeyCommand } from '../keys/keys-context.ts'
import { useText } from '../messages/use-text.ts'
import { Nothing } from '../notice/Nothing.tsx'
import { Page } from '../shell/Page.tsx'
import { SplitView } from '../shell/SplitView.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { statementColumns } from './columns.ts'
import { SourceFilter } from './SourceFilter.tsx'
import { StatementPane } from './StatementPane.tsx'
import { StatementTabs } from './StatementTabs.tsx'
import { StatementTrace } from './StatementTrace.tsx'
import type { ChangeStatements, StatementsSearch } from './search.ts'
import { TakeIn } from './TakeIn.tsx'

type Props = Readonly<{ search: StatementsSearch; change: ChangeStatements }>

const topics: readonly Topic[] = ['statements']
const rowId = ({ id }: Statement): string => String(id)

export function StatementsPart({ search, change }: Props) {
  const text = useText()
  const formats = useFormats()
  const { source, state, open, file, line } = search
  const changeOpen = useCallback(
    (id: string | null, options?: { replace?: boolean }) =>
      change({ open: id === null ? undefined : Number(id), line: undefined }, options),
    [change],
  )
  const row = useOpenRow<Statement>(open === undefined ? null : String(open), changeOpen)
  const list = useStatementList(search, row)
  const columns = useMemo(() => statementColumns({ text, formats }), [text, formats])
  const filtered = [source, state, file].some((value) => value !== undefined)
  const clear = <ClearButton onClear={() => change({ source: undefined, state: undefined, file: undefined })} />
  return (
    <Page
      title={text('nav.statements')}
      fill
      tabs={<StatementTabs current="statements" />}
      actions={<StatementActions search={search} />}
      filters={
        <>
          <SourceFilter source={source} onChange={(next) => change({ source: next })} />
          <StateFilter state={state} onChange={(next) => change({ state: next })} />
          {filtered ? clear : null}
          <Newer list={list} label={text('statements.newer')} />
        </>
      }
      status={
        <KnownStatus
          list={list}
          count={(rows, complete) => text(complete ? 'statements.shown' : 'statements.shown_so_far', { rows })}
        />
      }
    >
      <SplitView
        list={
          <CursorGrid
            label={text('nav.statements')}
            what={text('statements.unread')}
            list={list}
            columns={columns}
            rowId={rowId}
            nothing={
              filtered ? (
                <Nothing title={text('statements.none_match')} action={clear} />
              ) : (
                <Nothing title={text('statements.none')} body={text('statements.none.next')} action={<NextSource />} />
              )
            }
            {...row.props}
          />
        }
        pane={
          open === undefined
            ? null
            : {
                key: String(open),
                title: text('statements.title', { id: String(open) }),
                body: <StatementPane id={open} line={line} onLine={(next) => change({ line: next })} />,
                foot: <StatementTrace id={open} line={line} />,
              }
        }
        onClose={row.close}
      />
    </Page>
  )
}

const StatementActions = ({ search }: Pick<Props, 'search'>) => (
  <>
    <ExportButton of={{ source: 'statements', parameters: filterOf(search) }} />
    <TakeIn />
  </>
)

const filterOf = ({ source, state, file }: Pick<StatementsSearch, 'source' | 'state' | 'file'>) => ({
  ...(source === undefined ? {} : { source }),
  ...(state === undefined ? {} : { state }),
  ...(file === undefined ? {} : { file }),
})

function useStatementList({ source, state, file }: StatementsSearch, row: OpenRow<Statement>): CursorList {
  const ask = useCallback<CursorQuestion<Statement>>(
    (client, page) => client.statements.list({ ...page, ...filterOf({ source, state, file }) }),
    [source, state, file],
  )
  const list = useCursorList({ ask, topics, grid: row.grid, live: false })
  useKeyCommand('list.reload', list.again, list.changed)
  return list
}

type StateProps = Readonly<{
  state: Statement['state'] | undefined
  onChange: (state: Statement['state'] | undefined) => void
}>

function StateFilter({ state, onChange }: StateProps) {
  const text = useText()
  return (
    <Select
      aria-label={text('statements.state')}
      placeholder={text('statements.any_state')}
      data={statementStates.map((value) => ({ value, label: text(`statements.state.${value}`) }))}
      value={state ?? null}
      onChange={(value) => onChange(statementStates.find((each) => each === value))}
      clearable
      clearButtonProps={{ 'aria-label': text('filter.clear_one', { what: text('statements.state') }) }}
      w={176}
    />
  )
}
