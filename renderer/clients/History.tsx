import { ActionIcon, Button, Group, Menu, Text, VisuallyHidden } from '@mantine/core'
import { IconDots, IconFilter } from '@tabler/icons-react'
import { useCallback, useRef, useState } from 'react'
import { Link } from 'wouter'
import type { Topic } from '../../engine/contract/changes.ts'
import type { HistoryItem } from '../../engine/contract/clients.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { Wallet } from '../../engine/contract/wallets.ts'
import { assertNever } from '../assert-never.ts'
import { usePages } from '../engine/use-pages.ts'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { textOfCode, useText } from '../messages/use-text.ts'
import { State } from '../notice/Mark.tsx'
import { Waiting } from '../notice/Waiting.tsx'
import { ChargeBackDialog, PayOutDialog, RefundDialog } from '../operations/PastDialogs.tsx'
import { type PastOperation, pastOperationOf } from '../operations/past.ts'
import { changedAddress } from '../route/use-search.ts'
import { useMay } from '../session/session-context.ts'
import { PaneSection } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import classes from './clients.module.css'
import { HistoryFilters } from './HistoryFilters.tsx'
import { type ChangeSearch, type HistoryFilter, isFiltered, noFilter } from './search.ts'

const topics: readonly Topic[] = ['clients', 'ledger']
const pageRows = 25

type Props = Readonly<{ wallet: Wallet; filter: HistoryFilter; change: ChangeSearch }>

/** What moved the wallet, newest first. */
export function History({ wallet, filter, change }: Props) {
  const text = useText()
  const [filtering, setFiltering] = useState(isFiltered(filter))
  const { items, fault, hasMore, loadingMore, loadMore, again } = useHistory(wallet, filter)
  return (
    <PaneSection title={text('client.history')}>
      <Group gap={8} mb={8}>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconFilter size={16} stroke={1.75} aria-hidden />}
          aria-expanded={filtering}
          onClick={() => setFiltering(!filtering)}
        >
          {text('history.filter')}
        </Button>
        {isFiltered(filter) ? (
          <Button variant="subtle" size="compact-sm" onClick={() => change(noFilter)}>
            {text('filter.clear')}
          </Button>
        ) : null}
      </Group>
      {filtering ? <HistoryFilters currency={wallet.currency} filter={filter} change={change} /> : null}
      {!items && !fault ? <Waiting lines={4} /> : null}
      {items?.length === 0 ? (
        <Text c="dimmed">{text(isFiltered(filter) ? 'history.none_match' : 'client.history.none')}</Text>
      ) : null}
      {items && items.length > 0 ? <HistoryTable items={items} currency={wallet.currency} /> : null}
      {fault ? <FaultNotice fault={fault} onRetry={items ? loadMore : again} /> : null}
      {hasMore && !fault ? (
        <Button variant="default" mt={8} onClick={loadMore} loading={loadingMore}>
          {text('client.history.more', { count: items?.length ?? 0 })}
        </Button>
      ) : null}
    </PaneSection>
  )
}

function useHistory({ client, currency }: Wallet, filter: HistoryFilter) {
  const { kind, text, amount, from, to } = filter
  return usePages(
    useCallback(
      (engine: EngineClient, cursor: string | undefined) =>
        engine.ledger.history({ client, currency, kind, text, amount, from, to, cursor, limit: pageRows }),
      [client, currency, kind, text, amount, from, to],
    ),
    topics,
  )
}

type Doing = Readonly<{ what: PastOperation; transaction: number }>

function HistoryTable({ items, currency }: Readonly<{ items: readonly HistoryItem[]; currency: string }>) {
  const text = useText()
  const [doing, setDoing] = useState<Doing | null>(null)
  const close = (): void => setDoing(null)
  return (
    <div className={classes.scroll}>
      <table className={classes.history}>
        <thead>
          <tr>
            <th scope="col">{text('history.at')}</th>
            <th scope="col">{text('history.what')}</th>
            <th scope="col" className={classes.amount}>
              {text('history.amount', { currency })}
            </th>
            <th scope="col" className={classes.amount}>
              {text('history.balance', { currency })}
            </th>
            <th scope="col">
              <VisuallyHidden>{text('client.actions')}</VisuallyHidden>
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <Row
              key={item.transaction ?? `${item.batch} ${item.line}`}
              item={item}
              currency={currency}
              onDo={setDoing}
            />
          ))}
        </tbody>
      </table>
      {doing ? <PastDialog doing={doing} onClose={close} /> : null}
    </div>
  )
}

function PastDialog({ doing, onClose }: Readonly<{ doing: Doing; onClose: () => void }>) {
  const { what, transaction } = doing
  switch (what) {
    case 'refund':
      return <RefundDialog transaction={transaction} onClose={onClose} />
    case 'chargeback':
      return <ChargeBackDialog transaction={transaction} onClose={onClose} />
    case 'payout':
      return <PayOutDialog transaction={transaction} onClose={onClose} />
    default:
      return assertNever(what)
  }
}

type RowProps = Readonly<{ item: HistoryItem; currency: string; onDo: (doing: Doing) => void }>

function Row({ item, currency, onDo }: RowProps) {
  const { instant, money, signedMoney, zone } = useFormats()
  const [date, clock] = instant(item.at).split(' ')
  return (
    <tr>
      <td title={`${instant(item.at)} ${zone}`}>
        {date}
        <div className={classes.quiet}>{clock}</div>
      </td>
      <td>
        <What item={item} />
      </td>
      <td className={classes.amount} data-in={item.amount > 0}>
        {signedMoney(item.amount, currency)}
      </td>
      <td className={classes.amount}>{item.balance === null ? '' : money(item.balance, currency)}</td>
      <td className={classes.act}>
        <RowMenu item={item} onDo={onDo} />
      </td>
    </tr>
  )
}

function What({ item }: Readonly<{ item: HistoryItem }>) {
  const text = useText()
  const { type, transaction, location, producerName, reference, reason, txId } = item
  const word = textOfCode(text, 'posting', type)
  const about = [producerName, location, reference, reason].filter((part) => part !== null && part !== '')
  return (
    <>
      <div>
        {transaction === null ? word : <Link href={changedAddress(window.location, { transaction })}>{word}</Link>}
        {about.length > 0 ? ` · ${about.join(' · ')}` : ''}
      </div>
      <div className={classes.origin}>
        {item.status === 'in_process' ? <State tone="medium" word={text('history.in_process')} /> : null}
        {item.late ? <State tone="medium" word={text('history.late', { day: item.businessDay })} /> : null}
        {item.batch === null || item.line === null ? null : (
          <Link href={`/batches?open=${item.batch}`}>
            {text('history.origin', { batch: item.batch, line: item.line })}
          </Link>
        )}
        {txId === null ? null : <span>{txId}</span>}
        {item.counter === null || item.batch !== null ? null : <span>{item.counter}</span>}
      </div>
    </>
  )
}

function RowMenu({ item, onDo }: Readonly<{ item: HistoryItem; onDo: (doing: Doing) => void }>) {
  const text = useText()
  const target = useRef<HTMLButtonElement>(null)
  const mayOperate = useMay('ledger.operate')
  const { transaction } = item
  const what = pastOperationOf(item.type)
  if (!mayOperate || transaction === null || what === null) return null
  return (
    <Menu position="bottom-end" width={200} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon
          ref={target}
          variant="subtle"
          size={24}
          aria-label={text('history.actions', { transaction: String(transaction) })}
        >
          <IconDots size={16} stroke={1.75} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          onClick={() => {
            target.current?.focus()
            onDo({ what, transaction })
          }}
        >
          {text(`operation.${what}`)}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
