import { Text } from '@mantine/core'
import { useMemo } from 'react'
import { Link } from 'wouter'
import type { Topic } from '../../engine/contract/changes.ts'
import type { ExpectedDetail } from '../../engine/contract/expected.ts'
import { type Question, useRead } from '../engine/use-read.ts'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { batchAddress, clientAddress, postingsAddress, producerAddress, transactionAddress } from '../ledger/address.ts'
import { textOfCode, useText } from '../messages/use-text.ts'
import { CopyText } from '../notice/CopyText.tsx'
import { State } from '../notice/Mark.tsx'
import { Waiting } from '../notice/Waiting.tsx'
import { matchAddress } from '../reconciliation/address.ts'
import { type Fact, Facts, PaneSection } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { toneOfExpected } from './columns.ts'
import { ExpectedActions } from './ExpectedActions.tsx'
import classes from './expected.module.css'

type Of = Readonly<{ payment: ExpectedDetail }>

const topics: readonly Topic[] = ['expected', 'reconciliation']

/** One expected payment: what it is for, how it comes to its amount, and how far it is. */
export function ExpectedPane({ id }: Readonly<{ id: number }>) {
  const question = useMemo<Question<ExpectedDetail>>(() => (client) => client.expected.get({ id }), [id])
  const { data, fault, again } = useRead(question, topics)
  if (!data && fault) return <FaultNotice fault={fault} onRetry={again} />
  if (!data) return <Waiting />
  return (
    <>
      <About payment={data} />
      {data.kind === 'settlement' ? <Reckoning payment={data} /> : null}
      <Explained payment={data} />
      <Life payment={data} />
    </>
  )
}

function About({ payment }: Of) {
  const text = useText()
  const { signedMoney } = useFormats()
  const { state, part, amount, paid, currency, reference, bank, client, producer, overdue, dueDay } = payment
  const shown = (minor: number): string => `${currency} ${signedMoney(minor, currency)}`
  return (
    <PaneSection title={text('expected.about')}>
      <Facts
        facts={[
          {
            name: text('funds.state'),
            value: <State tone={toneOfExpected[state]} word={text(`expected.state.${state}`)} />,
          },
          { name: text('expected.part'), value: text(`expected.part.${part}`) },
          { name: text('expected.amount'), value: shown(amount) },
          ...(paid === 0 || paid === amount ? [] : [{ name: text('expected.paid'), value: shown(paid) }]),
          ...(client === null
            ? []
            : [{ name: text('content.client'), value: <Link href={clientAddress(client)}>{client}</Link> }]),
          ...(producer === null
            ? []
            : [
                {
                  name: text('expected.producer'),
                  value: <Link href={producerAddress(producer)}>{payment.producerName ?? String(producer)}</Link>,
                },
              ]),
          { name: text('funds.reference'), value: <CopyText label={text('funds.reference')} value={reference} /> },
          { name: text('expected.bank'), value: bank },
          ...(dueDay === null ? [] : [{ name: text('expected.due'), value: dueDay }]),
          ...origin(payment, text),
        ]}
      />
      {overdue ? <Text mt={8}>{text('expected.is_overdue')}</Text> : null}
      <Text mt={8} c="dimmed">
        {text(`expected.state.${state}.means`)}
      </Text>
      <ExpectedActions payment={payment} />
    </PaneSection>
  )
}

function origin({ withdrawal, batch }: ExpectedDetail, text: ReturnType<typeof useText>): readonly Fact[] {
  if (withdrawal !== null)
    return [
      {
        name: text('expected.withdrawal'),
        value: (
          <Link href={transactionAddress(withdrawal)}>
            {text('transaction.title', { transaction: String(withdrawal) })}
          </Link>
        ),
      },
    ]
  if (batch === null) return []
  return [{ name: text('content.batch'), value: <Link href={batchAddress(batch)}>{String(batch)}</Link> }]
}

/** How it comes to its amount: what was taken and bought, what is neither, and what each side keeps. */
function Reckoning({ payment }: Of) {
  const text = useText()
  const { signedMoney } = useFormats()
  const { currency, topUps, payments, feeExpense, feeIncome, cleared, other, amount, account, throughDay } = payment
  const rows: readonly (readonly [string, number])[] = [
    [text('expected.top_ups'), topUps],
    [text('expected.payments'), 0 - payments],
    [text('expected.other'), other],
    [text('expected.cleared'), cleared],
    [text('expected.fee_expense'), 0 - feeExpense],
    [text('expected.fee_income'), feeIncome],
    [text('expected.amount'), amount],
  ]
  return (
    <PaneSection title={text('expected.reckoning')}>
      <Text mb={8}>
        {throughDay === null ? null : text('expected.reckoning.through', { day: throughDay })}{' '}
        <Link href={postingsAddress(account)}>{account}</Link>
      </Text>
      <dl className={classes.reckoning}>
        {rows.map(([name, minor]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{signedMoney(minor, currency)}</dd>
          </div>
        ))}
      </dl>
    </PaneSection>
  )
}

function Explained({ payment: { matches, transaction } }: Of) {
  const text = useText()
  if (transaction === null) return null
  return (
    <PaneSection title={text('expected.explained')}>
      <Text>
        <Link href={transactionAddress(transaction)}>
          {text('transaction.title', { transaction: String(transaction) })}
        </Link>
      </Text>
      {matches.length === 0 ? <Text c="dimmed">{text('expected.unexplained')}</Text> : null}
      {matches.map(({ match, final }) => (
        <Text key={match}>
          <Link href={matchAddress(match)}>{text('expected.match', { match: String(match) })}</Link>{' '}
          {text(final ? 'expected.match.final' : 'expected.match.provisional')}
        </Text>
      ))}
    </PaneSection>
  )
}

function Life({ payment: { history } }: Of) {
  const text = useText()
  const { instant, zone } = useFormats()
  return (
    <PaneSection title={text('funds.life')}>
      <ol className={classes.life}>
        {history.map(({ at, by, kind, transaction, detail }) => (
          <li key={`${at} ${kind} ${transaction ?? ''}`}>
            {textOfCode(text, 'expected', kind)}{' '}
            {transaction === null ? null : (
              <Link href={transactionAddress(transaction)}>
                {text('transaction.title', { transaction: String(transaction) })}
              </Link>
            )}
            {typeof detail.reason === 'string' ? <Text c="dimmed">{detail.reason}</Text> : null}
            <div className={classes.when} title={zone}>
              {text('match.made.by', { at: instant(at), by: by === 'engine' ? text('reconcile.by_engine') : by })}
            </div>
          </li>
        ))}
      </ol>
    </PaneSection>
  )
}
