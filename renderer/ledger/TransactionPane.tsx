import { Button, Text } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useCallback } from 'react'
import { Link } from 'wouter'
import type { Transaction } from '../../engine/contract/accounts.ts'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { useRead } from '../engine/use-read.ts'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { textOfCode, useText } from '../messages/use-text.ts'
import { State } from '../notice/Mark.tsx'
import { Waiting } from '../notice/Waiting.tsx'
import { ReceiptSection } from '../receipts/ReceiptSection.tsx'
import { Facts, PaneSection } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { transactionAddress } from './address.ts'
import { Journal } from './Journal.tsx'
import classes from './ledger.module.css'
import { TransactionActions } from './TransactionActions.tsx'
import { TransactionSource } from './TransactionSource.tsx'
import { standing } from './words.ts'

const topics: readonly Topic[] = ['ledger', 'batches']

type Props = Readonly<{ transaction: number; onClose?: () => void }>

/** One transaction: what moved, when, where it came from, and what became of it. */
export function TransactionPane({ transaction, onClose }: Props) {
  const text = useText()
  const { data, fault, again } = useRead(
    useCallback((client: EngineClient) => client.accounts.transaction({ transaction }), [transaction]),
    topics,
  )
  if (!data && fault) return <FaultNotice fault={fault} onRetry={again} />
  if (!data) return <Waiting />
  return (
    <>
      {onClose ? (
        <Button variant="subtle" m={8} mb={0} leftSection={<IconArrowLeft size={16} stroke={1.75} />} onClick={onClose}>
          {text('transaction.back')}
        </Button>
      ) : null}
      <What transaction={data} />
      <Journal postings={data.postings} />
      <Times transaction={data} />
      <TransactionSource source={data.source} />
      <Undone transaction={data} />
      <ReceiptSection transaction={data} />
    </>
  )
}

function What({ transaction }: Readonly<{ transaction: Transaction }>) {
  const text = useText()
  const { money } = useFormats()
  const { kind, currency, amount } = transaction
  const { tone, word } = standing(transaction)
  return (
    <PaneSection title={textOfCode(text, 'posting', kind)}>
      <p className={classes.figure}>
        <span>{currency}</span> {money(amount, currency)}
      </p>
      <State tone={tone} word={text(word)} />
    </PaneSection>
  )
}

function Times({ transaction }: Readonly<{ transaction: Transaction }>) {
  const text = useText()
  const { instant, zone } = useFormats()
  const { at, businessDay, postings } = transaction
  const [first] = postings
  const late = postings.some((posting) => posting.late)
  return (
    <PaneSection title={text('transaction.times')}>
      <Facts
        facts={[
          ...(first
            ? [
                {
                  name: text('transaction.occurred'),
                  value: <span title={zone}>{instant(first.occurredAt)}</span>,
                },
              ]
            : []),
          { name: text('transaction.posted'), value: <span title={zone}>{instant(at)}</span> },
          { name: text('transaction.business_day'), value: businessDay },
        ]}
      />
      {late ? (
        <>
          <State tone="medium" word={text('posting.late')} />
          <Text c="dimmed">{text('posting.late.hint', { day: businessDay })}</Text>
        </>
      ) : null}
    </PaneSection>
  )
}

function Undone({ transaction }: Readonly<{ transaction: Transaction }>) {
  const text = useText()
  const { instant, money, zone } = useFormats()
  const { currency, left, undoneBy } = transaction
  return (
    <PaneSection title={text('transaction.undone')}>
      {undoneBy.length === 0 ? <Text mb={8}>{text('transaction.undone.none')}</Text> : null}
      <ul className={classes.list}>
        {undoneBy.map((by) => (
          <li key={by.transaction}>
            <Link href={transactionAddress(by.transaction)}>
              {text('transaction.undone.by', {
                kind: textOfCode(text, 'posting', by.kind),
                currency,
                money: money(by.amount, currency),
                transaction: by.transaction,
              })}
            </Link>{' '}
            <span className="ch-figure" title={zone}>
              {instant(by.at)}
            </span>
          </li>
        ))}
      </ul>
      <Text mb={8}>{text('transaction.left', { currency, money: money(left, currency) })}</Text>
      <TransactionActions transaction={transaction} />
    </PaneSection>
  )
}
