import { Button, Select } from '@mantine/core'
import { useCallback, useMemo } from 'react'
import { type Account, accountKinds } from '../../engine/contract/accounts.ts'
import type { Topic } from '../../engine/contract/changes.ts'
import { ExportButton } from '../exports/ExportButton.tsx'
import { NextStep } from '../first-run/NextStep.tsx'
import { CursorGrid } from '../grid/CursorGrid.tsx'
import { KnownStatus } from '../grid/KnownStatus.tsx'
import { type CursorQuestion, useCursorList } from '../grid/use-cursor-list.ts'
import { useOpenRow } from '../grid/use-open-row.ts'
import { useText } from '../messages/use-text.ts'
import { Nothing } from '../notice/Nothing.tsx'
import { SearchField } from '../route/SearchField.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { accountColumns, accountId, accountOfId } from './account-columns.ts'
import { LedgerPage } from './LedgerPage.tsx'
import { type ChangeSearch, LedgerSearch } from './search.ts'

const topics: readonly Topic[] = ['ledger', 'batches', 'clients', 'producers']

type Props = Readonly<{ search: LedgerSearch; change: ChangeSearch }>

export function AccountsTab({ search: address, change }: Props) {
  const text = useText()
  const formats = useFormats()
  const { kind, of, search, account, currency } = address
  const changeOpen = useCallback(
    (id: string | null, options?: { replace?: boolean }) =>
      change(
        {
          ...(id === null ? { account: undefined, currency: undefined } : accountOfId(id)),
          transaction: undefined,
          posting: undefined,
        },
        options,
      ),
    [change],
  )
  const openId = account === undefined ? null : accountId({ code: account, currency: currency ?? formats.currency })
  const row = useOpenRow<Account>(openId, changeOpen)
  const filter = useMemo(
    () => ({ ...(kind ? { kind } : {}), ...(of ? { currency: of } : {}), ...(search ? { search } : {}) }),
    [kind, of, search],
  )
  const ask = useCallback<CursorQuestion<Account>>(
    (client, page) => client.accounts.list({ ...page, ...filter }),
    [filter],
  )
  const accounts = useCursorList({ ask, topics, grid: row.grid, live: true })
  const columns = useMemo(() => accountColumns(text, formats), [text, formats])
  const filtered = Boolean(kind || of || search)
  const clear = filtered ? () => change({ kind: undefined, of: undefined, search: undefined }) : null

  return (
    <LedgerPage
      search={address}
      change={change}
      onClose={row.close}
      actions={<ExportButton of={{ source: 'accounts', parameters: filter }} />}
      filters={<AccountFilters search={address} change={change} onClear={clear} />}
      status={
        <KnownStatus
          list={accounts}
          count={(rows, complete) => text(complete ? 'accounts.shown' : 'accounts.shown_so_far', { rows })}
        />
      }
    >
      <CursorGrid
        label={text('ledger.tab.accounts')}
        what={text('accounts.unread')}
        list={accounts}
        columns={columns}
        rowId={accountId}
        layout="accounts"
        nothing={<NoAccounts onClear={clear} />}
        {...row.props}
      />
    </LedgerPage>
  )
}

type FiltersProps = Props & Readonly<{ onClear: (() => void) | null }>

function AccountFilters({ search: { kind, search }, change, onClear }: FiltersProps) {
  const text = useText()
  return (
    <>
      <Select
        aria-label={text('account.kind')}
        placeholder={text('accounts.any_kind')}
        data={accountKinds.map((value) => ({ value, label: text(`account.kind.${value}`) }))}
        value={kind ?? null}
        onChange={(value) => change({ kind: LedgerSearch.shape.kind.parse(value ?? undefined) })}
        clearable
        clearButtonProps={{ 'aria-label': text('filter.clear_one', { what: text('account.kind') }) }}
        w={200}
      />
      <SearchField
        label={text('accounts.search')}
        width={260}
        value={search ?? ''}
        onChange={(next) => change({ search: next || undefined }, { replace: true })}
      />
      {onClear ? (
        <Button variant="subtle" onClick={onClear}>
          {text('filter.clear')}
        </Button>
      ) : null}
    </>
  )
}

function NoAccounts({ onClear }: Readonly<{ onClear: (() => void) | null }>) {
  const text = useText()
  if (!onClear) return <Nothing title={text('accounts.none')} body={text('accounts.none.next')} action={<NextStep />} />
  return (
    <Nothing
      title={text('accounts.none_match')}
      body={text('accounts.none_match.next')}
      action={
        <Button variant="default" onClick={onClear}>
          {text('filter.clear')}
        </Button>
      }
    />
  )
}
