import type { ReactNode } from 'react'
import { useText } from '../messages/use-text.ts'
import { PeriodPane } from '../periods/PeriodPane.tsx'
import { Page } from '../shell/Page.tsx'
import { SplitView } from '../shell/SplitView.tsx'
import { TabLinks } from '../shell/TabLinks.tsx'
import { Trace } from '../trace/Trace.tsx'
import { AccountPane } from './AccountPane.tsx'
import { type ChangeSearch, type LedgerSearch, tabs } from './search.ts'
import { TransactionPane } from './TransactionPane.tsx'

type Props = Readonly<{
  search: LedgerSearch
  change: ChangeSearch
  /** Closes what was opened from a row of this part. */
  onClose: () => void
  actions?: ReactNode
  filters?: ReactNode
  status?: ReactNode
  children: ReactNode
}>

/** What the parts of the ledger have in common: the way between them, and the pane that each of them opens. */
export function LedgerPage({ search, change, onClose, actions, filters, status, children }: Props) {
  const text = useText()
  const links = tabs.map((tab) => ({
    address: `/ledger?tab=${tab}`,
    name: text(`ledger.tab.${tab}`),
    current: tab === search.tab,
  }))
  // One level out: from a transaction to the statement it was opened from, and from there to the list.
  const stacked = search.transaction !== undefined && search.account !== undefined
  const back = (): void => change({ transaction: undefined, posting: undefined })
  return (
    <Page
      title={text('nav.ledger')}
      fill
      tabs={<TabLinks label={text('ledger.tabs')} links={links} />}
      actions={actions}
      filters={filters}
      status={status}
    >
      <SplitView
        list={children}
        pane={usePane({ search, change, ...(stacked ? { back } : {}) })}
        onClose={stacked ? back : onClose}
      />
    </Page>
  )
}

type PaneProps = Pick<Props, 'search' | 'change'> & Readonly<{ back?: () => void }>

function usePane({ search, change, back }: PaneProps) {
  const text = useText()
  const { transaction, posting, account, currency, period } = search
  if (transaction !== undefined) {
    return {
      key: `transaction ${transaction}`,
      title: text('transaction.title', { transaction }),
      body: <TransactionPane transaction={transaction} {...(back ? { onClose: back } : {})} />,
      foot: <Trace of={{ from: 'transaction', transaction, ...(posting === undefined ? {} : { posting }) }} />,
    }
  }
  if (account !== undefined) {
    return {
      key: `account ${account} ${currency ?? ''}`,
      title: text('account.title', { account }),
      body: <AccountPane code={account} search={search} change={change} />,
      foot: <Trace of={{ from: 'account', account, ...(currency === undefined ? {} : { currency }) }} />,
    }
  }
  if (period === undefined) return null
  return { key: `period ${period}`, title: text('period.title', { period }), body: <PeriodPane name={period} /> }
}
