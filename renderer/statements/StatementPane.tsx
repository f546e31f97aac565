import { Button, Text } from '@mantine/core'
import { useCallback, useMemo } from 'react'
import { Link } from 'wouter'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient, Outputs } from '../../engine/contract/contract.ts'
import type { StatementDetail } from '../../engine/contract/statements.ts'
import { usePages } from '../engine/use-pages.ts'
import { type Question, useRead } from '../engine/use-read.ts'
import { ExportButton } from '../exports/ExportButton.tsx'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { accountAddress } from '../ledger/address.ts'
import { useText } from '../messages/use-text.ts'
import { formatCount } from '../money/format.ts'
import { State } from '../notice/Mark.tsx'
import { Waiting } from '../notice/Waiting.tsx'
import { referenceWords } from '../reconciliation/evidence-words.ts'
import classes from '../reconciliation/reconciliation.module.css'
import { useMay } from '../session/session-context.ts'
import { Facts, PaneSection } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { balanceText, toneOfStatement } from './columns.ts'
import { DownloadButton } from './DownloadButton.tsx'
import { findingWords } from './finding-words.ts'

const topics: readonly Topic[] = ['statements']
const pageLines = 50

/** A statement: its balances, what was noticed about it, its lines, and the file that it came in. */
export function StatementPane({ id, ...choosing }: Readonly<{ id: number }> & Choosing) {
  const question = useMemo<Question<StatementDetail>>(() => (client) => client.statements.get({ id }), [id])
  const { data, fault, again } = useRead(question, topics)
  if (!data && fault) return <FaultNotice fault={fault} onRetry={again} />
  if (!data) return <Waiting />
  return (
    <>
      <About statement={data} />
      <Findings statement={data} />
      <Lines statement={data} {...choosing} />
    </>
  )
}

type Of = Readonly<{ statement: StatementDetail }>
type Choosing = Readonly<{ line: number | undefined; onLine: (line: number | undefined) => void }>

function About({ statement }: Of) {
  const text = useText()
  const formats = useFormats()
  const mayLedger = useMay('ledger.read')
  const { account, said, currency, number, from, to, opening, closing, state, lines, file, fileName } = statement
  return (
    <PaneSection title={text('statements.about')}>
      <Facts
        facts={[
          {
            name: text('statements.state'),
            value: <State tone={toneOfStatement[state]} word={text(`statements.state.${state}`)} />,
          },
          {
            name: text('account.account'),
            value:
              account === null || currency === null || !mayLedger ? (
                (account ?? text('statements.account_unknown'))
              ) : (
                <Link href={accountAddress(account, currency)}>{account}</Link>
              ),
          },
          { name: text('statements.said'), value: said },
          ...(number === null ? [] : [{ name: text('statements.said_number'), value: number }]),
          {
            name: text('statements.days'),
            value: from === to ? from : text('period.from_to', { first: from, last: to }),
          },
          { name: text('account.currency'), value: currency ?? '' },
          { name: text('statement.opening'), value: balanceText(opening, currency, formats) },
          { name: text('statement.closing'), value: balanceText(closing, currency, formats) },
          { name: text('statements.lines'), value: formatCount(lines, formats.locale) },
          {
            name: text('statements.file'),
            value: <Link href={`/statements?part=files&file=${file}`}>{fileName}</Link>,
          },
        ]}
      />
      <DownloadButton file={file} name={fileName} />
    </PaneSection>
  )
}

function Findings({ statement: { findings, currency } }: Of) {
  const text = useText()
  const formats = useFormats()
  const money = (minor: number): string => (currency === null ? '' : `${currency} ${formats.money(minor, currency)}`)
  return (
    <PaneSection title={text('statements.findings')}>
      {findings.length === 0 ? <Text c="dimmed">{text('statements.findings.none')}</Text> : null}
      {findings.map((finding) => (
        <Text key={JSON.stringify(finding)}>{findingWords(finding, { text, money })}</Text>
      ))}
    </PaneSection>
  )
}

function Lines({ statement: { id, currency }, line: chosen, onLine }: Of & Choosing) {
  const text = useText()
  const formats = useFormats()
  const ask = useCallback(
    (client: EngineClient, cursor: string | undefined): Promise<Outputs['statements']['lines']> =>
      client.statements.lines({ id, limit: pageLines, ...(cursor === undefined ? {} : { cursor }) }),
    [id],
  )
  const amountOf = (minor: number): string => (currency === null ? '' : formats.signedMoney(minor, currency))
  const { items, fault, hasMore, loadMore, loadingMore, again } = usePages(ask, topics)
  return (
    <PaneSection title={text('statements.lines')}>
      {!items && fault ? <FaultNotice fault={fault} onRetry={again} /> : null}
      {items && items.length > 0 ? (
        <ExportButton small of={{ source: 'statement_lines', parameters: { statement: id } }} />
      ) : null}
      {items ? (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{text('item.day')}</th>
              <th scope="col">{text('item.what')}</th>
              <th scope="col" data-amount>
                {currency ?? text('posting.amount', { currency: '' })}
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((line) => (
              <tr key={line.id}>
                <td className={classes.nowrap}>
                  {line.day}
                  <Button
                    variant="subtle"
                    size="compact-xs"
                    aria-pressed={line.id === chosen}
                    aria-label={text('statements.line.trace', { day: line.day, amount: amountOf(line.amount) })}
                    onClick={() => onLine(line.id === chosen ? undefined : line.id)}
                  >
                    {text(line.id === chosen ? 'statements.line.traced' : 'trace.title')}
                  </Button>
                </td>
                <td>
                  {[line.partyName ?? line.partyAccount ?? '', line.text].filter((part) => part !== '').join(' · ') ||
                    line.code}
                  <div className={classes.quiet}>
                    {line.references.map(({ kind, value }) => `${referenceWords(kind, text)}: ${value}`).join(' · ')}
                  </div>
                  {line.isPending ? <State tone="medium" word={text('statements.line.pending')} /> : null}
                  {line.isReversal ? <State tone="low" word={text('statements.line.reversal')} /> : null}
                </td>
                <td data-amount>{amountOf(line.amount)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {hasMore ? (
        <Button variant="default" mt={8} onClick={loadMore} loading={loadingMore}>
          {text('statements.lines.more')}
        </Button>
      ) : null}
    </PaneSection>
  )
}
