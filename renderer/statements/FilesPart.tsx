import { Select } from '@mantine/core'
import { useCallback, useMemo } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import { fileStates, type StatementFile } from '../../engine/contract/statements.ts'
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
import { fileColumns } from './columns.ts'
import { FilePane } from './FilePane.tsx'
import { SourceFilter } from './SourceFilter.tsx'
import { StatementTabs } from './StatementTabs.tsx'
import type { ChangeStatements, StatementsSearch } from './search.ts'
import { TakeIn } from './TakeIn.tsx'

type Props = Readonly<{ search: StatementsSearch; change: ChangeStatements }>

const topics: readonly Topic[] = ['statements']
const rowId = ({ id }: StatementFile): string => String(id)

/** File by file: what came, from whom, and whether it could be read. */
export function FilesPart({ search, change }: Props) {
  const text = useText()
  const formats = useFormats()
  const { source, became, file } = search
  const changeOpen = useCallback(
    (id: string | null, options?: { replace?: boolean }) =>
      change({ file: id === null ? undefined : Number(id) }, options),
    [change],
  )
  const row = useOpenRow<StatementFile>(file === undefined ? null : String(file), changeOpen)
  const list = useFileList(search, row)
  const columns = useMemo(() => fileColumns({ text, formats }), [text, formats])
  const filtered = source !== undefined || became !== undefined
  const clear = <ClearButton onClear={() => change({ source: undefined, became: undefined })} />
  return (
    <Page
      title={text('nav.statements')}
      fill
      tabs={<StatementTabs current="files" />}
      actions={<TakeIn />}
      filters={
        <>
          <SourceFilter source={source} onChange={(next) => change({ source: next })} />
          <StateFilter state={became} onChange={(next) => change({ became: next })} />
          {filtered ? clear : null}
          <Newer list={list} label={text('statements.newer')} />
        </>
      }
      status={
        <KnownStatus
          list={list}
          count={(rows, complete) => text(complete ? 'statements.files_shown' : 'statements.files_so_far', { rows })}
        />
      }
    >
      <SplitView
        list={
          <CursorGrid
            label={text('statements.part.files')}
            what={text('statements.files_unread')}
            list={list}
            columns={columns}
            rowId={rowId}
            nothing={
              filtered ? (
                <Nothing title={text('statements.files_none_match')} action={clear} />
              ) : (
                <Nothing title={text('statements.none')} body={text('statements.none.next')} action={<NextSource />} />
              )
            }
            {...row.props}
          />
        }
        pane={
          file === undefined
            ? null
            : {
                key: String(file),
                title: text('statements.file.title', { id: String(file) }),
                body: <FilePane id={file} />,
              }
        }
        onClose={row.close}
      />
    </Page>
  )
}

function useFileList({ source, became }: StatementsSearch, row: OpenRow<StatementFile>): CursorList {
  const ask = useCallback<CursorQuestion<StatementFile>>(
    (client, page) =>
      client.statements.files({
        ...page,
        ...(source === undefined ? {} : { source }),
        ...(became === undefined ? {} : { state: became }),
      }),
    [source, became],
  )
  const list = useCursorList({ ask, topics, grid: row.grid, live: false })
  useKeyCommand('list.reload', list.again, list.changed)
  return list
}

type StateProps = Readonly<{
  state: StatementFile['state'] | undefined
  onChange: (state: StatementFile['state'] | undefined) => void
}>

function StateFilter({ state, onChange }: StateProps) {
  const text = useText()
  return (
    <Select
      aria-label={text('statements.state')}
      placeholder={text('statements.any_state')}
      data={fileStates.map((value) => ({ value, label: text(`statements.file.state.${value}`) }))}
      value={state ?? null}
      onChange={(value) => onChange(fileStates.find((each) => each === value))}
      clearable
      clearButtonProps={{ 'aria-label': text('filter.clear_one', { what: text('statements.state') }) }}
      w={176}
    />
  )
}
