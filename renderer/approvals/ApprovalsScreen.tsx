import { Button } from '@mantine/core'
import { useCallback, useMemo, useRef } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { Proposal } from '../../engine/contract/proposals.ts'
import { ExportButton } from '../exports/ExportButton.tsx'
import { CursorGrid } from '../grid/CursorGrid.tsx'
import type { GridExtras } from '../grid/Grid.tsx'
import { KnownStatus } from '../grid/KnownStatus.tsx'
import { type CursorList, type CursorQuestion, useCursorList } from '../grid/use-cursor-list.ts'
import { type OpenRow, useOpenRow } from '../grid/use-open-row.ts'
import { useText } from '../messages/use-text.ts'
import { Nothing } from '../notice/Nothing.tsx'
import { useSearchValues } from '../route/use-search.ts'
import { useMay, useSession } from '../session/session-context.ts'
import { Page } from '../shell/Page.tsx'
import { SplitView } from '../shell/SplitView.tsx'
import { Trace } from '../trace/Trace.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { ApprovalFilters, isFiltered, unfiltered } from './ApprovalFilters.tsx'
import { proposalColumns } from './columns.ts'
import manyClasses from './many/many.module.css'
import { PickBar } from './many/PickBar.tsx'
import { usePickExtras } from './many/use-pick-extras.ts'
import { type PickControl, usePicked } from './many/use-picked.ts'
import { NewProposal } from './NewProposal.tsx'
import { ProposalPane } from './ProposalPane.tsx'
import { ApprovalSearch, type ChangeSearch } from './search.ts'

const topics: readonly Topic[] = ['proposals']
const rowId = ({ id }: Proposal): string => String(id)

export function ApprovalsScreen() {
  const text = useText()
  const [search, change] = useSearchValues(ApprovalSearch)
  const { proposal } = search
  const changeOpen = useCallback(
    (id: string | null, options?: { replace?: boolean }) =>
      change({ proposal: id === null ? undefined : Number(id) }, options),
    [change],
  )
  const row = useOpenRow<Proposal>(proposal === undefined ? null : String(proposal), changeOpen)
  const proposals = useProposals(search, row)
  const { name } = useSession().user
  const control = usePicked(search.mine ? name : undefined)
  const picking = control.picked.kind !== null

  return (
    <Page
      title={text('nav.approvals')}
      fill
      actions={
        <>
          <ExportButton of={{ source: 'proposals', parameters: filterOf(search, name) }} />
          <NewProposal onProposed={({ id }) => change({ proposal: id })} />
        </>
      }
      filters={<ApprovalFilters search={search} onChange={change} />}
      status={
        <KnownStatus
          list={proposals}
          count={(rows, complete) => text(complete ? 'approvals.shown' : 'approvals.shown_so_far', { rows })}
        />
      }
    >
      <SplitView
        list={<ProposalList proposals={proposals} row={row} search={search} onChange={change} control={control} />}
        pane={
          proposal === undefined
            ? null
            : {
                key: String(proposal),
                title: text('proposal.title', { id: proposal }),
                body: <ProposalPane id={proposal} picking={picking} />,
                foot: <Trace of={{ from: 'proposal', proposal }} />,
              }
        }
        onClose={row.close}
      />
    </Page>
  )
}

const filterOf = ({ state, kind, mine }: Pick<ApprovalSearch, 'state' | 'kind' | 'mine'>, name: string) => ({
  ...(state === 'any' ? {} : { state }),
  ...(kind ? { kind } : {}),
  ...(mine ? { proposedBy: name } : {}),
})

function useProposals({ state, kind, mine }: ApprovalSearch, row: OpenRow<Proposal>): CursorList {
  const { name } = useSession().user
  const ask = useCallback<CursorQuestion<Proposal>>(
    (client, page) => client.proposals.list({ ...page, ...filterOf({ state, kind, mine }, name) }),
    [state, kind, mine, name],
  )
  return useCursorList({ ask, topics, grid: row.grid, live: true })
}

type ListProps = Readonly<{
  proposals: CursorList
  row: OpenRow<Proposal>
  search: ApprovalSearch
  onChange: ChangeSearch
  control: PickControl
}>

/** Whoever may decide can pick several, and decide on them together. */
function ProposalList(props: ListProps) {
  const mayDecide = useMay('proposals.decide')
  return mayDecide ? <PickList {...props} /> : <PlainList {...props} />
}

function PickList(props: ListProps) {
  const { row, control } = props
  const place = useRef<HTMLDivElement>(null)
  const extras = usePickExtras({ control, grid: row.grid, place, openId: row.props.openId })
  return (
    <div className={manyClasses.list}>
      <div className={manyClasses.rows} ref={place}>
        <PlainList {...props} extras={extras} />
      </div>
      <PickBar control={control} />
    </div>
  )
}

type PlainProps = ListProps & Readonly<{ extras?: GridExtras<Proposal> }>

function PlainList({ proposals, row, search, onChange, extras }: PlainProps) {
  const text = useText()
  const formats = useFormats()
  const columns = useMemo(() => proposalColumns(text, formats), [text, formats])
  return (
    <CursorGrid
      label={text('nav.approvals')}
      what={text('approvals.unread')}
      list={proposals}
      columns={columns}
      rowId={rowId}
      nothing={<NoProposals search={search} onChange={onChange} />}
      {...row.props}
      {...(extras === undefined ? {} : { extras })}
    />
  )
}

function NoProposals({ search, onChange }: Readonly<{ search: ApprovalSearch; onChange: ChangeSearch }>) {
  const text = useText()
  if (isFiltered(search))
    return (
      <Nothing
        title={text('approvals.none_match')}
        action={
          <Button variant="default" onClick={() => onChange(unfiltered)}>
            {text('filter.clear')}
          </Button>
        }
      />
    )
  return (
    <Nothing
      title={text('approvals.none')}
      body={text('approvals.none.next')}
      action={
        <Button variant="default" onClick={() => onChange({ state: 'any' })}>
          {text('approvals.show_all')}
        </Button>
      }
    />
  )
}
