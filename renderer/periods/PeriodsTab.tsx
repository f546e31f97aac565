import { useCallback, useMemo, useState } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { Period } from '../../engine/contract/periods.ts'
import { PacksLink } from '../close-packs/PacksLink.tsx'
import { useRead } from '../engine/use-read.ts'
import { ListGrid } from '../grid/ListGrid.tsx'
import { useOpenRow } from '../grid/use-open-row.ts'
import { useKeyCommand } from '../keys/keys-context.ts'
import { LedgerPage } from '../ledger/LedgerPage.tsx'
import type { ChangeSearch, LedgerSearch } from '../ledger/search.ts'
import { useText } from '../messages/use-text.ts'
import { ListStatus } from '../notice/ListStatus.tsx'
import { Nothing } from '../notice/Nothing.tsx'
import { useMay } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { ClosePeriodDialog } from './ClosePeriodDialog.tsx'
import { periodColumns } from './columns.ts'

const topics: readonly Topic[] = ['ledger', 'batches', 'proposals']
const readPeriods = (client: EngineClient) => client.periods.list()
const rowId = ({ name }: Period): string => name

type Props = Readonly<{ search: LedgerSearch; change: ChangeSearch }>

export function PeriodsTab({ search, change }: Props) {
  const text = useText()
  const formats = useFormats()
  const reading = useRead(readPeriods, topics)
  const changeOpen = useCallback(
    (period: string | null, options?: { replace?: boolean }) => change({ period: period ?? undefined }, options),
    [change],
  )
  const row = useOpenRow<Period>(search.period ?? null, changeOpen)
  const columns = useMemo(() => periodColumns(text, formats), [text, formats])
  const { closedThrough = null, firstOpenDay = null } = reading.data ?? {}
  const close = useClosing(firstOpenDay)

  return (
    <LedgerPage
      search={search}
      change={change}
      onClose={row.close}
      actions={
        <>
          <PacksLink />
          {close.button}
        </>
      }
      status={
        <>
          <ListStatus reading={reading} count={(total) => text('periods.shown', { total })} />
          {closedThrough === null ? null : <span>{text('periods.closed_through', { day: closedThrough })}</span>}
          {firstOpenDay === null ? null : <span>{text('periods.first_open', { day: firstOpenDay })}</span>}
        </>
      }
    >
      <ListGrid
        label={text('ledger.tab.periods')}
        what={text('periods.unread')}
        reading={reading}
        columns={columns}
        rowId={rowId}
        nothing={<Nothing title={text('periods.none')} body={text('periods.none.next')} action={close.button} />}
        {...row.props}
      />
      {close.dialog}
    </LedgerPage>
  )
}

/** Closing a period is proposed from two places of this screen, and only by those who may. */
function useClosing(firstOpenDay: string | null) {
  const text = useText()
  const mayPeriods = useMay('periods.propose')
  const mayPropose = useMay('proposals.propose')
  const may = mayPeriods && mayPropose
  const [opened, setOpened] = useState(false)
  const open = useCallback(() => setOpened(true), [])
  useKeyCommand('period.close', open, may)
  return {
    button: may ? (
      <ActionButton key="close" onClick={open}>
        {text('periods.close')}
      </ActionButton>
    ) : null,
    dialog: opened ? <ClosePeriodDialog firstOpenDay={firstOpenDay} onClose={() => setOpened(false)} /> : null,
  }
}
