import { Button, Text } from '@mantine/core'
import { useCallback } from 'react'
import { Link, useLocation, useSearch } from 'wouter'
import type { Account, StatementLine } from '../../engine/contract/accounts.ts'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient, Outputs } from '../../engine/contract/contract.ts'
import { type Page, usePages } from '../engine/use-pages.ts'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { textOfCode, useText } from '../messages/use-text.ts'
import { State } from '../notice/Mark.tsx'
import { Waiting } from '../notice/Waiting.tsx'
import { changedAddress } from '../route/use-search.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import classes from './ledger.module.css'
import type { LedgerSearch } from './search.ts'
import { sidedMoney } from './sides.ts'
import { originText } from './words.ts'

const topics: readonly Topic[] = ['ledger', 'batches']
const pageLines = 50

type Statement = Outputs['accounts']['statement']

type Props = Readonly<{ account: Account }> & Pick<LedgerSearch, 'since' | 'until' | 'order'>

/** The lines of an account between what stood on it before and after, each with the balance it left. */
export function StatementLines({ account, since, until, order }: Props) {
  const text = useText()
  const { statement, pages } = useStatement({ account, since, until, order })
  const { items, fault, hasMore, loadingMore, loadMore, again } = pages
  if (!items || !statement) return fault ? <FaultNotice fault={fault} onRetry={again} /> : <Waiting lines={4} />
  const opening = <Bound key="opening" name={text('statement.opening')} of={account} balance={statement.opening} />
  const closing = <Bound key="closing" name={text('statement.closing')} of={account} balance={statement.closing} />
  const lines = items.map((line) => <Line key={line.posting.seq} line={line} />)
  return (
    <>
      <div className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{text('transaction.business_day')}</th>
              <th scope="col">{text('statement.what')}</th>
              <th scope="col" className={classes.amount}>
                {text('statement.amount', { currency: account.currency })}
              </th>
              <th scope="col" className={classes.amount}>
                {text('statement.balance')}
              </th>
            </tr>
          </thead>
          <tbody>
            {order === 'newest' ? closing : opening}
            {lines}
            {hasMore ? null : order === 'newest' ? opening : closing}
          </tbody>
        </table>
      </div>
      {items.length === 0 ? <Text c="dimmed">{text('statement.none')}</Text> : null}
      {fault ? <FaultNotice fault={fault} onRetry={loadMore} /> : null}
      {hasMore && !fault ? (
        <Button variant="default" mt={8} onClick={loadMore} loading={loadingMore}>
          {text(order === 'newest' ? 'statement.earlier' : 'statement.later', { count: items.length })}
        </Button>
      ) : null}
    </>
  )
}

function useStatement({ account, since, until, order }: Props) {
  const { code, currency } = account
  const ask = useCallback(
    (client: EngineClient, cursor: string | undefined): Promise<Page<StatementLine> & Statement> =>
      client.accounts.statement({
        code,
        currency,
        newestFirst: order === 'newest',
        limit: pageLines,
        ...(since === undefined ? {} : { from: since }),
        ...(until === undefined ? {} : { to: until }),
        ...(cursor === undefined ? {} : { cursor }),
      }),
    [code, currency, since, until, order],
  )
  const pages = usePages(ask, topics)
  return { pages, statement: pages.first }
}

function Bound({ name, of, balance }: Readonly<{ name: string; of: Account; balance: number }>) {
  const text = useText()
  const formats = useFormats()
  return (
    <tr data-total>
      <th scope="row" colSpan={3}>
        {name}
      </th>
      <td className={classes.amount}>{sidedMoney({ balance, currency: of.currency }, { text, formats })}</td>
    </tr>
  )
}

function Line({ line }: Readonly<{ line: StatementLine }>) {
  const text = useText()
  const formats = useFormats()
  const [pathname] = useLocation()
  const search = useSearch()
  const { posting, counter, amount, balance } = line
  const { currency, kind, late, source, transaction, businessDay, postedAt } = posting
  return (
    <tr>
      <td className={classes.nowrap} title={`${formats.instant(postedAt)} ${formats.zone}`}>
        {businessDay}
      </td>
      <td>
        <Link href={changedAddress({ pathname, search }, { transaction })}>
          {text('statement.line', { kind: textOfCode(text, 'posting', kind), counter })}
        </Link>
        <div className={classes.origin}>
          {late ? <State tone="medium" word={text('posting.late')} /> : null}
          <span>{originText(source, text)}</span>
        </div>
      </td>
      <td className={classes.amount}>{sidedMoney({ balance: amount, currency }, { text, formats })}</td>
      <td className={classes.amount}>{sidedMoney({ balance, currency }, { text, formats })}</td>
    </tr>
  )
}
