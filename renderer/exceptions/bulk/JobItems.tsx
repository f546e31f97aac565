import { Anchor, Button } from '@mantine/core'
import { useCallback } from 'react'
import { Link } from 'wouter'
import type { Bulk, BulkItem } from '../../../engine/contract/bulk.ts'
import type { Topic } from '../../../engine/contract/changes.ts'
import type { EngineClient } from '../../../engine/contract/contract.ts'
import { usePages } from '../../engine/use-pages.ts'
import { FaultNotice } from '../../faults/FaultNotice.tsx'
import { useShown } from '../../faults/use-shown.ts'
import { proposalAddress } from '../../ledger/address.ts'
import { useText } from '../../messages/use-text.ts'
import { State } from '../../notice/Mark.tsx'
import { Waiting } from '../../notice/Waiting.tsx'
import classes from './bulk.module.css'
import { refusalWords, toneOfItem } from './bulk-words.ts'
import { CaseLink } from './CaseLink.tsx'
import type { Chosen } from './JobCounts.tsx'

/** It has ended: nothing about it changes any more. */
const topics: readonly Topic[] = []

type Props = Readonly<{ bulk: Bulk; chosen: Chosen; onOpenCase: (id: number) => void }>

/** What became of each, a page at a time. */
export function JobItems({ bulk: { id }, chosen: { outcome, code }, onOpenCase }: Props) {
  const text = useText()
  const pages = usePages(
    useCallback(
      (client: EngineClient, cursor: string | undefined) =>
        client.exceptions.bulk.items({
          id,
          ...(outcome === undefined ? {} : { outcome }),
          ...(code === undefined ? {} : { code }),
          ...(cursor === undefined ? {} : { cursor }),
        }),
      [id, outcome, code],
    ),
    topics,
  )
  const { items, fault, hasMore, loadingMore, loadMore, again } = pages
  if (!items)
    return fault ? <FaultNotice fault={fault} what={text('bulk.unread')} onRetry={again} /> : <Waiting lines={4} />
  return (
    <section className={classes.items} aria-label={text('bulk.items')}>
      <table className={classes.groups}>
        <thead>
          <tr>
            <th scope="col">{text('bulk.item.case')}</th>
            <th scope="col">{text('bulk.item.outcome')}</th>
            <th scope="col">{text('bulk.item.why')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <ItemRow key={item.exception} item={item} onOpenCase={onOpenCase} />
          ))}
        </tbody>
      </table>
      {fault ? <FaultNotice fault={fault} onRetry={again} /> : null}
      {hasMore ? (
        <Button variant="default" size="compact-sm" loading={loadingMore} onClick={loadMore}>
          {text('bulk.items.more')}
        </Button>
      ) : null}
    </section>
  )
}

function ItemRow({ item, onOpenCase }: Readonly<{ item: BulkItem; onOpenCase: (id: number) => void }>) {
  const text = useText()
  const shown = useShown()
  const { exception, outcome, proposal } = item
  return (
    <tr>
      <th scope="row">
        <CaseLink id={exception} onOpen={onOpenCase} />
      </th>
      <td>
        <State tone={toneOfItem[outcome]} word={text(`bulk.outcome.${outcome}`)} />
      </td>
      <td>
        {proposal === null ? (
          refusalWords(item, text, shown)
        ) : (
          <Anchor component={Link} href={proposalAddress(proposal)} underline="always" inherit>
            {text('proposal.title', { id: proposal })}
          </Anchor>
        )}
      </td>
    </tr>
  )
}
