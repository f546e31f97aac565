import { Button } from '@mantine/core'
import { useCallback, useMemo } from 'react'
import type { Posting, PostingFilter } from '../../engine/contract/accounts.ts'
import { ExportButton } from '../exports/ExportButton.tsx'
import { NextStep } from '../first-run/NextStep.tsx'
import { CursorGrid } from '../grid/CursorGrid.tsx'
import { KnownStatus } from '../grid/KnownStatus.tsx'
import { Newer } from '../grid/Newer.tsx'
import { useOpenRow } from '../grid/use-open-row.ts'
import { useKeyCommand } from '../keys/keys-context.ts'
import { useText } from '../messages/use-text.ts'
import { Nothing } from '../notice/Nothing.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { LedgerPage } from './LedgerPage.tsx'
import { PostingFilters } from './PostingFilters.tsx'
import { postingColumns, postingId, postingOfId } from './posting-columns.ts'
import { noFilter, postingFilterOf } from './posting-filter.ts'
import type { ChangeSearch, LedgerSearch } from './search.ts'
import { type Postings, usePostingList } from './use-posting-list.ts'

type Props = Readonly<{ search: LedgerSearch; change: ChangeSearch }>

export function PostingsTab({ search, change }: Props) {
  const text = useText()
  const formats = useFormats()
  const { transaction, posting = transaction } = search
  const changeOpen = useCallback(
    (id: string | null, options?: { replace?: boolean }) =>
      change(
        {
          ...(id === null ? { transaction: undefined, posting: undefined } : postingOfId(id)),
          account: undefined,
          currency: undefined,
        },
        options,
      ),
    [change],
  )
  const openId = transaction === undefined || posting === undefined ? null : postingId({ transaction, seq: posting })
  const row = useOpenRow<Posting>(openId, changeOpen)
  const filter = useFilter(search)
  const postings = usePostingList(filter, row.grid)
  useKeyCommand('list.reload', postings.again, postings.changed)
  const columns = useMemo(() => postingColumns(text, formats), [text, formats])
  const clear = Object.keys(filter).length === 0 ? null : () => change(noFilter)

  return (
    <LedgerPage
      search={search}
      change={change}
      onClose={row.close}
      actions={<ExportButton of={{ source: 'postings', parameters: filter }} />}
      filters={
        <>
          <PostingFilters search={search} change={change} onClear={clear} />
          <Newer list={postings} label={text('postings.newer')} />
        </>
      }
      status={<PostingStatus postings={postings} />}
    >
      <CursorGrid
        label={text('ledger.tab.postings')}
        what={text('postings.unread')}
        list={postings}
        columns={columns}
        rowId={postingId}
        layout="postings"
        nothing={<NoPostings onClear={clear} />}
        {...row.props}
      />
    </LedgerPage>
  )
}

/** The same object while the same is asked for, so that opening a row does not begin the list anew. */
function useFilter(search: LedgerSearch): PostingFilter {
  const content = JSON.stringify(postingFilterOf(search))
  return useMemo(() => JSON.parse(content) as PostingFilter, [content])
}

function PostingStatus({ postings }: Readonly<{ postings: Postings }>) {
  const text = useText()
  const { instant } = useFormats()
  const { known, goOn, goingOn } = postings
  const back = known?.lookedBackTo ?? null
  return (
    <>
      <KnownStatus
        list={postings}
        count={(rows, complete) =>
          text(complete ? 'postings.shown' : back === null ? 'postings.shown_so_far' : 'postings.found_so_far', {
            rows,
          })
        }
      />
      {back === null ? null : (
        <>
          <span aria-live="polite">{text('postings.looked_back', { at: instant(back) })}</span>
          <Button size="compact-xs" variant="default" onClick={goOn} loading={goingOn}>
            {text('postings.go_on')}
          </Button>
        </>
      )}
    </>
  )
}

function NoPostings({ onClear }: Readonly<{ onClear: (() => void) | null }>) {
  const text = useText()
  if (!onClear) return <Nothing title={text('postings.none')} body={text('postings.none.next')} action={<NextStep />} />
  return (
    <Nothing
      title={text('postings.none_match')}
      body={text('postings.none_match.next')}
      action={
        <Button variant="default" onClick={onClear}>
          {text('filter.clear')}
        </Button>
      }
    />
  )
}
