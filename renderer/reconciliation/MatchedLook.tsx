import { Button, Select } from '@mantine/core'
import { useCallback, useMemo } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import {
  type AccountReconciliation,
  MatchState,
  type ReconciliationMatch,
} from '../../engine/contract/reconciliation.ts'
import { ExportButton } from '../exports/ExportButton.tsx'
import { CursorGrid } from '../grid/CursorGrid.tsx'
import { KnownStatus } from '../grid/KnownStatus.tsx'
import { type CursorQuestion, useCursorList } from '../grid/use-cursor-list.ts'
import { useOpenRow } from '../grid/use-open-row.ts'
import { KeyHint } from '../keys/KeyHint.tsx'
import { useKeyCommand } from '../keys/keys-context.ts'
import { type Text, useText } from '../messages/use-text.ts'
import { Nothing } from '../notice/Nothing.tsx'
import { Page } from '../shell/Page.tsx'
import { SplitView } from '../shell/SplitView.tsx'
import { Trace } from '../trace/Trace.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { MatchPane } from './MatchPane.tsx'
import { matchColumns } from './match-columns.ts'
import type { ChangeWorkspace, WorkspaceSearch } from './search.ts'
import { AccountTabs } from './WorkspacePage.tsx'

type Props = Readonly<{ account: AccountReconciliation; search: WorkspaceSearch; change: ChangeWorkspace }>

const topics: readonly Topic[] = ['reconciliation']
const rowId = ({ id }: ReconciliationMatch): string => String(id)

/** What was put together, by which rule or by whom, and the way to take it apart. */
export function MatchedLook({ account: of, search, change }: Props) {
  const text = useText()
  const formats = useFormats()
  const { account, currency } = of
  const { state, match } = search
  const changeOpen = useCallback(
    (id: string | null, options?: { replace?: boolean }) =>
      change({ match: id === null ? undefined : Number(id) }, options),
    [change],
  )
  const row = useOpenRow<ReconciliationMatch>(match === undefined ? null : String(match), changeOpen)
  const ask = useCallback<CursorQuestion<ReconciliationMatch>>(
    (client, page) =>
      client.reconciliation.matches({ ...page, account, currency, ...(state === undefined ? {} : { state }) }),
    [account, currency, state],
  )
  // The newest first: each new match would push all others down, so they wait to be asked for.
  const list = useCursorList({ ask, topics, grid: row.grid, live: false })
  useKeyCommand('list.reload', list.again, list.changed)
  const columns = useMemo(() => matchColumns({ text, formats, currency }), [text, formats, currency])
  return (
    <Page
      title={text('reconcile.account', { account, currency })}
      fill
      tabs={<AccountTabs of={of} current="matched" />}
      actions={
        <ExportButton
          of={{ source: 'matches', parameters: { account, currency, ...(state === undefined ? {} : { state }) } }}
        />
      }
      filters={
        <>
          <StateFilter state={state} onChange={(next) => change({ state: next })} />
          <output>
            {list.changed ? (
              <Button size="compact-sm" onClick={list.again} rightSection={<KeyHint command="list.reload" />}>
                {text('match.newer')}
              </Button>
            ) : null}
          </output>
        </>
      }
      status={
        <KnownStatus
          list={list}
          count={(rows, complete) => text(complete ? 'match.shown' : 'match.shown_so_far', { rows })}
        />
      }
    >
      <SplitView
        list={
          <CursorGrid
            label={text('reconcile.look.matched')}
            what={text('match.unread')}
            list={list}
            columns={columns}
            rowId={rowId}
            nothing={<Nothing title={text(state === undefined ? 'match.none' : 'match.none_match')} />}
            {...row.props}
          />
        }
        pane={match === undefined ? null : paneOf(match, text)}
        onClose={row.close}
      />
    </Page>
  )
}

type FilterProps = Readonly<{ state: MatchState | undefined; onChange: (state: MatchState | undefined) => void }>

function StateFilter({ state, onChange }: FilterProps) {
  const text = useText()
  return (
    <Select
      aria-label={text('match.state')}
      placeholder={text('match.any_state')}
      data={MatchState.options.map((value) => ({ value, label: text(`match.state.${value}`) }))}
      value={state ?? null}
      onChange={(value) => onChange(MatchState.options.find((each) => each === value))}
      clearable
      clearButtonProps={{ 'aria-label': text('filter.clear_one', { what: text('match.state') }) }}
      w={160}
    />
  )
}

const paneOf = (match: number, text: Text) => ({
  key: String(match),
  title: text('match.title', { match: String(match) }),
  body: <MatchPane match={match} />,
  foot: <Trace of={{ from: 'match', match }} />,
})
