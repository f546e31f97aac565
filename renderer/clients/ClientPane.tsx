import { Button, Text } from '@mantine/core'
import { useCallback } from 'react'
import { Link } from 'wouter'
import type { Topic } from '../../engine/contract/changes.ts'
import type { Balance, Client, HistoryItem } from '../../engine/contract/clients.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { usePages } from '../engine/use-pages.ts'
import { useRead } from '../engine/use-read.ts'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { useText } from '../messages/use-text.ts'
import { State } from '../notice/Mark.tsx'
import { Waiting } from '../notice/Waiting.tsx'
import { useMay } from '../session/session-context.ts'
import { Facts, PaneSection } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import classes from './clients.module.css'
import { toneOfClient } from './columns.ts'

const topics: readonly Topic[] = ['clients']

export function ClientPane({ id }: Readonly<{ id: string }>) {
  const mayLedger = useMay('ledger.read')
  const client = useRead(
    useCallback((engine: EngineClient) => engine.clients.get({ client: id }), [id]),
    topics,
  )
  const balance = useRead(
    useCallback((engine: EngineClient) => engine.ledger.balance({ client: id }), [id]),
    topics,
  )
  if (!client.data && client.fault) return <FaultNotice fault={client.fault} onRetry={client.again} />
  if (!client.data) return <Waiting />
  return (
    <>
      <Money client={client.data} balance={balance.data} />
      {mayLedger ? <History id={id} currency={client.data.currency} /> : null}
    </>
  )
}

function Money({ client, balance }: Readonly<{ client: Client; balance: Balance | undefined }>) {
  const text = useText()
  const { money, signedMoney, instant, zone } = useFormats()
  return (
    <PaneSection title={text('client.wallet')}>
      <p className={classes.figure}>
        <span>{client.currency}</span> {money(client.balance, client.currency)}
      </p>
      <Facts
        facts={[
          {
            name: text('client.state'),
            value: <State tone={toneOfClient[client.state]} word={text(`client.state.${client.state}`)} />,
          },
          { name: text('client.in_process'), value: signedMoney(client.inProcess, client.currency) },
          ...(balance
            ? [
                { name: text('client.available'), value: money(balance.available, balance.currency) },
                { name: text('client.pending'), value: money(balance.pending, balance.currency) },
              ]
            : []),
          { name: text('client.since'), value: <span title={zone}>{instant(client.createdAt)}</span> },
        ]}
      />
    </PaneSection>
  )
}

function History({ id, currency }: Readonly<{ id: string; currency: string }>) {
  const text = useText()
  const { items, fault, hasMore, loadingMore, loadMore, again } = usePages(
    useCallback(
      (engine: EngineClient, cursor: string | undefined) =>
        engine.ledger.history({ client: id, limit: 50, ...(cursor === undefined ? {} : { cursor }) }),
      [id],
    ),
    topics,
  )
  return (
    <PaneSection title={text('client.history')}>
      {!items && !fault ? <Waiting lines={4} /> : null}
      {items?.length === 0 ? <Text c="dimmed">{text('client.history.none')}</Text> : null}
      {items && items.length > 0 ? (
        <div className={classes.scroll}>
          <table className={classes.history}>
            <thead>
              <tr>
                <th>{text('history.at')}</th>
                <th>{text('history.what')}</th>
                <th className={classes.amount}>{text('history.amount', { currency })}</th>
                <th className={classes.amount}>{text('history.balance', { currency })}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((item) => (
                <HistoryRow key={`${item.batch} ${item.line}`} item={item} currency={currency} />
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {fault ? <FaultNotice fault={fault} onRetry={items ? loadMore : again} /> : null}
      {hasMore && !fault ? (
        <Button variant="default" mt={8} onClick={loadMore} loading={loadingMore}>
          {text('client.history.more', { count: items?.length ?? 0 })}
        </Button>
      ) : null}
    </PaneSection>
  )
}

function HistoryRow({ item, currency }: Readonly<{ item: HistoryItem; currency: string }>) {
  const text = useText()
  const { instant, money, signedMoney, zone } = useFormats()
  return (
    <tr>
      <td title={zone}>{instant(item.at)}</td>
      <td>
        <div>
          {item.producerName} · {item.location}
        </div>
        <div className={classes.origin}>
          {item.status === 'in_process' ? <State tone="medium" word={text('history.in_process')} /> : null}
          <Link href={`/batches?open=${item.batch}`}>
            {text('history.origin', { batch: item.batch, line: item.line })}
          </Link>
          <span>{item.txId}</span>
        </div>
      </td>
      <td className={classes.amount} data-in={item.amount > 0}>
        {signedMoney(item.amount, currency)}
      </td>
      <td className={classes.amount}>{item.balance === null ? '' : money(item.balance, currency)}</td>
    </tr>
  )
}
