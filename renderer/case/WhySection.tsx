import { Text } from '@mantine/core'
import { useCallback } from 'react'
import { Link } from 'wouter'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { RowFields } from '../../engine/contract/row-fields.ts'
import { useRead } from '../engine/use-read.ts'
import { batchAddress } from '../ledger/address.ts'
import { textOfCode, useText } from '../messages/use-text.ts'
import { PaneSection } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import type { CaseProps } from './CasePane.tsx'
import { CompareTable } from './CompareTable.tsx'
import classes from './case.module.css'
import { useHeldWallet } from './WhatSection.tsx'
import { type Comparison, factComparison, fieldTexts, heldFieldOf, missingOf, rowComparison } from './why.ts'

/** What was expected and what was found, side by side. */
export function WhySection({ each }: CaseProps) {
  const text = useText()
  const { code } = each
  return (
    <PaneSection title={text('case.section.why')}>
      <p className={classes.rule}>
        <strong>{textOfCode(text, 'rule', code)}</strong> <span className={classes.code}>{code}</span>
      </p>
      <Comparisons each={each} />
      {each.scope === 'conflict' ? <Conflict each={each} /> : null}
    </PaneSection>
  )
}

function Comparisons({ each }: CaseProps) {
  const text = useText()
  const formats = useFormats()
  const wallet = useHeldWallet(each)
  const currency = each.currency ?? formats.currency
  const [row] = each.firstRows
  const ofFacts = each.facts.map((fact) => factComparison(fact, currency, { text, formats })).filter(isThere)
  const ofRow =
    row !== undefined && (each.scope === 'fault' || each.scope === 'hold')
      ? rowComparison(
          {
            code: each.code,
            field: row.field ?? heldFieldOf(each.code),
            found: row.found ?? heldFound(each, row, currency, formats.money),
            producer: each.producer,
          },
          { text, formats },
        )
      : null
  const lines = [...ofFacts, ...(ofRow === null ? [] : [ofRow])]
  const missing = wallet && each.amount !== null ? missingOf(each.amount, wallet.available) : null
  return (
    <>
      {lines.length === 0 ? (
        <Text c="dimmed">{text('case.means', { scope: each.scope })}</Text>
      ) : (
        <CompareTable left={text('case.why.expected')} right={text('case.why.found')} lines={lines} />
      )}
      {each.rows > 1 && ofRow !== null ? (
        <Text c="dimmed" fz={12}>
          {text('case.why.first_row', { line: row?.line ?? 0, rows: each.rows })}
        </Text>
      ) : null}
      {wallet && each.amount !== null ? (
        <dl className={classes.balance}>
          <dt>{text('case.why.payment')}</dt>
          <dd>{`${currency} ${formats.money(each.amount, currency)}`}</dd>
          <dt>{text('case.why.available')}</dt>
          <dd>{`${currency} ${formats.money(wallet.available, currency)}`}</dd>
          <dt>{text('case.why.missing')}</dt>
          <dd>{missing === null ? text('case.why.nothing') : `${currency} ${formats.money(missing, currency)}`}</dd>
        </dl>
      ) : null}
    </>
  )
}

const isThere = (line: Comparison | null): line is Comparison => line !== null

type FirstRow = CaseProps['each']['firstRows'][number]

/** A held row could be read, so that what the rule looked at is known as a value. */
function heldFound(
  { code }: CaseProps['each'],
  { amount, client }: FirstRow,
  currency: string,
  money: (minor: number, currency: string) => string,
): string | null {
  const field = heldFieldOf(code)
  if (field === 'Amount' && amount !== null) return `${currency} ${money(amount, currency)}`
  return field === 'ClientId' ? client : null
}

/** The row that has this TxId already, field by field beside the one that came later. */
function Conflict({ each }: CaseProps) {
  const text = useText()
  const formats = useFormats()
  const line = each.line ?? each.firstRows[0]?.line
  const original = useRead(
    useCallback(
      (client: EngineClient) => client.exceptions.original({ id: each.id, line: line ?? 1 }),
      [each.id, line],
    ),
  ).data
  const row = original?.row
  const known = each.firstRows.find((first) => first.line === line)?.known ?? null
  if (row === undefined || !isWhole(row)) return null
  if (known === null) return <Text c="dimmed">{text('case.why.known_gone', { txId: row.txId })}</Text>
  const currency = each.currency ?? formats.currency
  const words = { text, formats }
  const [earlier, later] = [fieldTexts(known.row, currency, words), fieldTexts(row, currency, words)]
  const lines = earlier.map(({ name, says }, place) => ({
    what: name,
    expected: says,
    found: later[place]?.says ?? '',
    exact: true,
  }))
  return (
    <>
      <CompareTable left={text('case.why.known_row')} right={text('case.why.this_row')} lines={lines} />
      <p>
        <Link href={`${batchAddress(known.batch)}&line=${known.line}`}>
          {text('case.why.known_at', { batch: String(known.batch), line: known.line })}
        </Link>
      </p>
    </>
  )
}

type ReadableRow = { readonly [F in keyof RowFields]?: RowFields[F] | undefined }

const isWhole = (row: ReadableRow): row is RowFields =>
  row.occurredAt !== undefined &&
  row.client !== undefined &&
  row.location !== undefined &&
  row.txId !== undefined &&
  row.type !== undefined &&
  row.amount !== undefined
