import { Button, Checkbox, Text } from '@mantine/core'
import { useCallback, useState } from 'react'
import { Link } from 'wouter'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { DecidedRow, ExceptionRow } from '../../engine/contract/exceptions.ts'
import { usePages } from '../engine/use-pages.ts'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { proposalAddress, transactionAddress } from '../ledger/address.ts'
import { useText } from '../messages/use-text.ts'
import { State } from '../notice/Mark.tsx'
import { Waiting } from '../notice/Waiting.tsx'
import { PaneSection } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import type { CaseProps } from './CasePane.tsx'
import { CompareTable } from './CompareTable.tsx'
import classes from './case.module.css'
import { toneOfStanding } from './standing.ts'
import { fieldTexts } from './why.ts'

const topics: readonly Topic[] = ['exceptions']
const pageRows = 100

type Props = CaseProps & Readonly<{ picked: ReadonlySet<number>; onPick: (picked: ReadonlySet<number>) => void }>

/** The rows that it stands for: the first of them at once, all when asked for. */
export function RowsSection({ each, picked, onPick }: Props) {
  const text = useText()
  const [all, setAll] = useState(false)
  const { firstRows, rows } = each
  if (firstRows.length === 0)
    return (
      <PaneSection title={text('case.section.rows')}>
        <Text c="dimmed">{text('case.rows.none')}</Text>
      </PaneSection>
    )
  const more = !all && rows > firstRows.length
  return (
    <PaneSection title={text('case.section.rows_of', { rows, left: each.left })}>
      {picked.size === 0 ? null : (
        <p className={classes.picked}>
          <output>{text('case.rows.picked', { rows: picked.size })}</output>
          <Button size="compact-xs" variant="default" onClick={() => onPick(new Set())}>
            {text('case.rows.pick_none')}
          </Button>
        </p>
      )}
      {all ? (
        <AllRows each={each} picked={picked} onPick={onPick} />
      ) : (
        <Rows each={each} items={firstRows} picked={picked} onPick={onPick} />
      )}
      {more ? (
        <Button variant="default" onClick={() => setAll(true)}>
          {text('case.rows.all', { rows })}
        </Button>
      ) : null}
    </PaneSection>
  )
}

function AllRows(props: Props) {
  const text = useText()
  const { id } = props.each
  const { items, fault, hasMore, loadingMore, loadMore, again } = usePages(
    useCallback(
      (client: EngineClient, cursor: string | undefined) =>
        client.exceptions.rows({ id, limit: pageRows, ...(cursor === undefined ? {} : { cursor }) }),
      [id],
    ),
    topics,
  )
  if (!items && fault) return <FaultNotice fault={fault} onRetry={again} />
  if (!items) return <Waiting lines={5} />
  return (
    <>
      <Rows {...props} items={items} />
      {fault ? <FaultNotice fault={fault} onRetry={loadMore} /> : null}
      {hasMore && !fault ? (
        <Button variant="default" onClick={loadMore} loading={loadingMore}>
          {text('batch.rows.more', { count: items.length })}
        </Button>
      ) : null}
    </>
  )
}

function Rows({ each, items, picked, onPick }: Props & Readonly<{ items: readonly ExceptionRow[] }>) {
  const toggle = (line: number): void => {
    const next = new Set(picked)
    if (!next.delete(line)) next.add(line)
    onPick(next)
  }
  // A single row is the case itself: there is nothing to pick from.
  const pickable = each.rows > 1 && each.status !== 'resolved'
  return (
    <ol className={classes.rows}>
      {items.map((row) => (
        <Row
          key={`${row.line} ${row.code}`}
          each={each}
          row={row}
          picked={picked.has(row.line)}
          onToggle={pickable && row.decided === null ? () => toggle(row.line) : null}
        />
      ))}
    </ol>
  )
}

type RowProps = CaseProps & Readonly<{ row: ExceptionRow; picked: boolean; onToggle: (() => void) | null }>

function Row({ each, row, picked, onToggle }: RowProps) {
  const text = useText()
  const { money } = useFormats()
  const { line, field, found, client, amount, raw, decided } = row
  const currency = each.currency ?? ''
  return (
    <li className={classes.row} data-picked={picked}>
      <div className={classes.rowHead}>
        {onToggle ? (
          <Checkbox size="xs" checked={picked} onChange={onToggle} aria-label={text('case.rows.pick', { line })} />
        ) : null}
        <span className="ch-figure">{text('batch.row.line', { line })}</span>
        {client === null ? null : <span>{client}</span>}
        {amount === null ? null : <span className="ch-figure">{`${currency} ${money(amount, currency)}`}</span>}
        {field === null ? null : (
          <span>{text('case.rows.found', { field, found: found === null || found === '' ? 'none' : found })}</span>
        )}
        {decided === null ? null : (
          <State
            tone={toneOfStanding({
              status: 'resolved',
              resolution: decided.decision,
              waitingFor: null,
              snoozedUntil: null,
            })}
            word={text(`case.resolution.${decided.decision}`)}
          />
        )}
      </div>
      <pre className={`ch-raw ${classes.raw ?? ''}`}>{raw}</pre>
      {decided === null ? null : <Decided decided={decided} currency={currency} />}
    </li>
  )
}

/** Who decided what, and where it led; a corrected row beside what it said before, for ever. */
function Decided({ decided, currency }: Readonly<{ decided: DecidedRow; currency: string }>) {
  const text = useText()
  const formats = useFormats()
  const { by, at, reason, proposal, transaction, original, corrected } = decided
  const words = { text, formats }
  const was = original === null ? null : fieldTexts(original, currency, words)
  const is = corrected === null ? null : fieldTexts(corrected, currency, words)
  return (
    <div className={classes.decided}>
      <p>
        {text('case.rows.decided', { by, at: formats.instant(at), reason })}{' '}
        {transaction === null ? null : (
          <Link href={transactionAddress(transaction)}>
            {text('transaction.title', { transaction: String(transaction) })}
          </Link>
        )}{' '}
        {proposal === null ? null : (
          <Link href={proposalAddress(proposal)}>{text('proposal.title', { id: proposal })}</Link>
        )}
      </p>
      {is === null ? null : (
        <CompareTable
          left={text('case.rows.said')}
          right={text('case.rows.says')}
          lines={is.map(({ name, says }, place) => ({
            what: name,
            expected: was?.[place]?.says ?? '',
            found: says,
            // What could not be read has no value to be held against the new one.
            exact: was !== null,
          }))}
        />
      )}
    </div>
  )
}
