import { Button, Text } from '@mantine/core'
import { useCallback } from 'react'
import type { Batch, BatchRow } from '../../engine/contract/batches.ts'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { usePages } from '../engine/use-pages.ts'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { textOfCode, useText } from '../messages/use-text.ts'
import { State, type Tone } from '../notice/Mark.tsx'
import { Waiting } from '../notice/Waiting.tsx'
import { PaneSection } from '../shell/PaneSection.tsx'
import classes from './batches.module.css'
import { markFound } from './mark-found.ts'

const topics: readonly Topic[] = ['batches']
const pageRows = 20

const toneOfOutcome: Readonly<Record<BatchRow['outcome'], Tone>> = {
  fault: 'critical',
  conflict: 'high',
  held: 'medium',
  repeat: 'low',
}

/** The rows that were not simply posted, in line order, each with its line as it stood in the file. */
export function BatchRows({ batch }: Readonly<{ batch: Batch }>) {
  const text = useText()
  const { id } = batch
  const { items, fault, hasMore, loadingMore, loadMore, again } = usePages(
    useCallback(
      (client: EngineClient, cursor: string | undefined) =>
        client.batches.rows({ id, limit: pageRows, ...(cursor === undefined ? {} : { cursor }) }),
      [id],
    ),
    topics,
  )
  return (
    <PaneSection title={text('batch.rows.title')}>
      {!items && !fault ? <Waiting lines={3} /> : null}
      {items?.length === 0 ? <Text c="dimmed">{text('batch.rows.none')}</Text> : null}
      <ol className={classes.rows}>
        {items?.map((row) => (
          <Row key={`${row.line} ${row.code}`} row={row} />
        ))}
      </ol>
      {fault ? <FaultNotice fault={fault} onRetry={items ? loadMore : again} /> : null}
      {hasMore && !fault ? (
        <Button variant="default" onClick={loadMore} loading={loadingMore}>
          {text('batch.rows.more', { count: items?.length ?? 0 })}
        </Button>
      ) : null}
    </PaneSection>
  )
}

function Row({ row }: Readonly<{ row: BatchRow }>) {
  const text = useText()
  const { before, found, after } = markFound(row)
  return (
    <li className={classes.row}>
      <div className={classes.rowHead}>
        <span className="ch-figure">{text('batch.row.line', { line: row.line })}</span>
        <State tone={toneOfOutcome[row.outcome]} word={text(`batch.outcome.${row.outcome}`)} />
        <span title={row.code}>{textOfCode(text, 'rule', row.code)}</span>
      </div>
      {row.field === null ? null : (
        <Text>
          {row.found === null
            ? text('batch.row.field', { field: row.field })
            : text('batch.row.field_found', { field: row.field, found: row.found })}
        </Text>
      )}
      <pre className={`ch-raw ${classes.raw ?? ''}`}>
        {before}
        {found === '' ? null : <mark className={classes.found}>{found}</mark>}
        {after}
      </pre>
    </li>
  )
}
