import { Button, Text, UnstyledButton } from '@mantine/core'
import { useCallback, useEffect, useRef } from 'react'
import type { Batch, BatchRow } from '../../engine/contract/batches.ts'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { usePages } from '../engine/use-pages.ts'
import { ExportButton } from '../exports/ExportButton.tsx'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { useKeyCommand } from '../keys/keys-context.ts'
import { textOfCode, useText } from '../messages/use-text.ts'
import { State } from '../notice/Mark.tsx'
import { Waiting } from '../notice/Waiting.tsx'
import { PaneSection } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import classes from './batches.module.css'
import { FileView } from './FileView.tsx'
import { toneOfOutcome } from './outcomes.ts'
import { RowCounts } from './RowCounts.tsx'
import { rowSentence } from './row-words.ts'
import type { BatchSearch, ChangeSearch } from './search.ts'

const topics: readonly Topic[] = ['batches']
const pageRows = 20

type Props = Readonly<{ batch: Batch; search: BatchSearch; onChange: ChangeSearch }>

/** The rows that were not simply posted, in line order; the one that is looked at shows its place in the file. */
export function BatchRows({ batch, search, onChange }: Props) {
  const text = useText()
  const { outcome, code, line, look } = search
  const { items, fault, hasMore, loadingMore, loadMore, again } = useBatchRows(batch.id, outcome, code)
  const place = useRef<HTMLDivElement>(null)
  const isThere = items !== undefined
  useEffect(() => {
    if (look === 'file' && isThere && line !== undefined) focusFile(place.current)
  }, [look, isThere, line])
  const isListed = line === undefined || items?.some((row) => row.line === line) === true

  useKeyCommand('batch.file', () => {
    const wanted = line ?? items?.[0]?.line ?? 1
    onChange({ line: wanted }, { replace: line !== undefined })
    focusFile(place.current)
  })

  return (
    <PaneSection title={text('batch.rows.title')}>
      <div ref={place}>
        <RowCounts batch={batch} search={search} onChange={onChange} />
        {items && !isListed ? <FileView batch={batch} line={line} row={null} /> : null}
        {!items && !fault ? <Waiting lines={3} /> : null}
        {items?.length === 0 ? <NoRows batch={batch} /> : null}
        <ol className={classes.rows}>
          {items?.map((row) => (
            <Row
              key={`${row.line} ${row.code}`}
              batch={batch}
              row={row}
              isOpen={row.line === line}
              onChange={onChange}
            />
          ))}
        </ol>
        {fault ? <FaultNotice fault={fault} onRetry={items ? loadMore : again} /> : null}
        {items && items.length > 0 ? <ExportRows batch={batch.id} search={search} /> : null}
        {hasMore && !fault ? (
          <Button variant="default" onClick={loadMore} loading={loadingMore}>
            {text('batch.rows.more', { count: items?.length ?? 0 })}
          </Button>
        ) : null}
      </div>
    </PaneSection>
  )
}

const focusFile = (place: HTMLElement | null): void => place?.querySelector<HTMLElement>('[data-file-view]')?.focus()

function useBatchRows(id: number, outcome: BatchRow['outcome'] | undefined, code: string | undefined) {
  return usePages(
    useCallback(
      (client: EngineClient, cursor: string | undefined) =>
        client.batches.rows({
          id,
          limit: pageRows,
          ...(cursor === undefined ? {} : { cursor }),
          ...(outcome === undefined ? {} : { outcome }),
          ...(code === undefined ? {} : { code }),
        }),
      [id, outcome, code],
    ),
    topics,
  )
}

function ExportRows({ batch, search: { outcome, code } }: Readonly<{ batch: number; search: BatchSearch }>) {
  const narrowed = { ...(outcome === undefined ? {} : { outcome }), ...(code === undefined ? {} : { code }) }
  return <ExportButton small of={{ source: 'batch_rows', parameters: { batch, ...narrowed } }} />
}

/** Nothing to look at means something else for a file that was read than for one that was not, or is not yet. */
function NoRows({ batch }: Readonly<{ batch: Batch }>) {
  const text = useText()
  const { rows, posted } = batch
  if (rows === 0 || posted < rows) return <Text c="dimmed">{text('batch.rows.none')}</Text>
  return <Text c="dimmed">{text('batch.rows.all_posted')}</Text>
}

type RowProps = Readonly<{ batch: Batch; row: BatchRow; isOpen: boolean; onChange: ChangeSearch }>

function Row({ batch, row, isOpen, onChange }: RowProps) {
  const text = useText()
  const formats = useFormats()
  return (
    <li className={classes.row} data-open={isOpen}>
      <UnstyledButton
        className={classes.rowButton ?? ''}
        aria-expanded={isOpen}
        onClick={() => onChange({ line: isOpen ? undefined : row.line })}
      >
        <span className={classes.rowHead}>
          <span className="ch-figure">{text('batch.row.line', { line: row.line })}</span>
          <State tone={toneOfOutcome[row.outcome]} word={text(`batch.outcome.${row.outcome}`)} />
          <span title={row.code}>{textOfCode(text, 'rule', row.code)}</span>
        </span>
        <span className={classes.why}>{rowSentence(row, { text, formats, currency: batch.currency })}</span>
        {isOpen ? null : <span className={`ch-raw ${classes.brief ?? ''}`}>{row.raw}</span>}
      </UnstyledButton>
      {isOpen ? <FileView batch={batch} line={row.line} row={row} /> : null}
    </li>
  )
}
