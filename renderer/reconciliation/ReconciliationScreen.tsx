import { useCallback, useEffect, useMemo } from 'react'
import { useLocation } from 'wouter'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { AccountReconciliation } from '../../engine/contract/reconciliation.ts'
import { PacksLink } from '../close-packs/PacksLink.tsx'
import { type Question, type Reading, useRead } from '../engine/use-read.ts'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { NextSource } from '../first-run/NextStep.tsx'
import { ListGrid } from '../grid/ListGrid.tsx'
import { useOpenRow } from '../grid/use-open-row.ts'
import { useKeyCommand } from '../keys/keys-context.ts'
import { useText } from '../messages/use-text.ts'
import { ListStatus } from '../notice/ListStatus.tsx'
import { Nothing } from '../notice/Nothing.tsx'
import { Waiting } from '../notice/Waiting.tsx'
import { useSearchValues } from '../route/use-search.ts'
import { useMay } from '../session/session-context.ts'
import { Page } from '../shell/Page.tsx'
import { SplitView } from '../shell/SplitView.tsx'
import { Trace } from '../trace/Trace.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { AccountPane } from './AccountPane.tsx'
import { accountColumns, accountId } from './account-columns.ts'
import { workspaceAddress } from './address.ts'
import { RunButton } from './RunButton.tsx'
import { AccountsSearch } from './search.ts'

const topics: readonly Topic[] = ['reconciliation', 'statements']
const readAccounts = (client: EngineClient) => client.reconciliation.accounts()

/** Every account that somebody sends statements of: what nobody explained yet, and since when. */
export function ReconciliationScreen() {
  const [{ match }] = useSearchValues(AccountsSearch)
  return match === undefined ? <Accounts /> : <ToMatch match={match} />
}

function Accounts() {
  const text = useText()
  const [{ open }, change] = useSearchValues(AccountsSearch)
  const [, navigate] = useLocation()
  const reading = useRead(readAccounts, topics)
  const changeOpen = useCallback(
    (id: string | null, options?: { replace?: boolean }) => change({ open: id ?? undefined }, options),
    [change],
  )
  const mayLedger = useMay('ledger.read')
  const row = useOpenRow<AccountReconciliation>(open ?? null, changeOpen)
  const opened = reading.data?.items.find((each) => accountId(each) === open)
  useKeyCommand('case.page', () => {
    const at = row.grid.current?.getDisplayedRowAtIndex(row.grid.current.getFocusedCell()?.rowIndex ?? -1)?.data
    const account = opened ?? at
    if (account) navigate(workspaceAddress(account))
  })
  return (
    <Page
      title={text('nav.reconciliation')}
      fill
      actions={
        <>
          <PacksLink />
          <RunButton />
        </>
      }
      status={<ListStatus reading={reading} count={(total) => text('reconcile.shown', { total })} />}
    >
      <SplitView
        list={<AccountList reading={reading} row={row.props} />}
        pane={
          opened === undefined
            ? null
            : {
                key: accountId(opened),
                title: text('reconcile.account', { account: opened.account, currency: opened.currency }),
                body: <AccountPane account={opened} />,
                foot: mayLedger ? (
                  <Trace of={{ from: 'account', account: opened.account, currency: opened.currency }} />
                ) : null,
              }
        }
        onClose={row.close}
      />
    </Page>
  )
}

type ListProps = Readonly<{
  reading: Reading<Readonly<{ items: readonly AccountReconciliation[] }>>
  row: ReturnType<typeof useOpenRow<AccountReconciliation>>['props']
}>

function AccountList({ reading, row }: ListProps) {
  const text = useText()
  const formats = useFormats()
  const bands = JSON.stringify(reading.data?.items[0]?.ages.map(({ fromDays, toDays }) => ({ fromDays, toDays })) ?? [])
  // The bands are the engine's own; what waits in them changes far more often than they do.
  const columns = useMemo(() => accountColumns({ text, formats }, JSON.parse(bands)), [text, formats, bands])
  return (
    <ListGrid
      label={text('nav.reconciliation')}
      what={text('reconcile.unread')}
      reading={reading}
      columns={columns}
      rowId={accountId}
      nothing={<Nothing title={text('reconcile.none')} body={text('reconcile.none.next')} action={<NextSource />} />}
      {...row}
    />
  )
}

/** Approvals, the journal and a copied number know a match by its number alone. */
function ToMatch({ match }: Readonly<{ match: number }>) {
  const text = useText()
  const [, navigate] = useLocation()
  const question = useMemo<Question<Readonly<{ account: string; currency: string }>>>(
    () => (client) => client.reconciliation.get({ id: match }),
    [match],
  )
  const { data, fault, again } = useRead(question)
  useEffect(() => {
    if (data) navigate(workspaceAddress(data, { look: 'matched', match: String(match) }), { replace: true })
  }, [data, match, navigate])
  return (
    <Page title={text('match.title', { match: String(match) })}>
      {fault ? <FaultNotice fault={fault} onRetry={again} /> : <Waiting />}
    </Page>
  )
}
