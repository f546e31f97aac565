import { useCallback, useEffect, useRef } from 'react'
import type { Batch, BatchRow } from '../../engine/contract/batches.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { useRead } from '../engine/use-read.ts'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { useText } from '../messages/use-text.ts'
import { formatCount } from '../money/format.ts'
import { Waiting } from '../notice/Waiting.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import classes from './batches.module.css'
import { markFound } from './mark-found.ts'

const linesAround = 2

export type WrongRow = Pick<BatchRow, 'raw' | 'field' | 'found'>

type Props = Readonly<{
  batch: Pick<Batch, 'id' | 'file'>
  line: number
  /** What was found to be wrong with it; null for a line that is only looked at. */
  row: WrongRow | null
  /** Whether the page moves so that it is in sight. */
  reveal?: boolean
}>

/** A line as it stood in the file with those around it; what is wrong in it is boxed, and its field named. */
export function FileView({ batch, line, row, reveal = true }: Props) {
  const text = useText()
  const { id } = batch
  const ask = useCallback(
    (client: EngineClient) => client.batches.context({ id, line, around: linesAround }),
    [id, line],
  )
  const { data, fault, again } = useRead(ask)
  // What the row itself says of its line is there at once, and stays where the archive can't be read.
  const own = row === null ? [] : [{ line, raw: row.raw }]
  const shown = data?.items ?? own
  const place = useRef<HTMLElement>(null)
  const linesShown = shown.length
  useEffect(() => {
    if (reveal && linesShown > 0) place.current?.scrollIntoView({ block: 'nearest' })
  }, [linesShown, reveal])
  return (
    <figure
      ref={place}
      className={classes.file}
      data-file-view
      tabIndex={-1}
      aria-label={text('batch.file_view', { line, file: batch.file })}
    >
      <figcaption className={classes.caption}>
        <span>{text('batch.file_view.caption', { file: batch.file })}</span>
        {row?.field ? <span>{text('batch.file_view.field', { field: row.field })}</span> : null}
      </figcaption>
      {shown.length === 0 && !fault ? <Waiting lines={3} /> : null}
      <ol className={classes.fileLines}>
        {shown.map((each) => (
          <FileLine key={each.line} line={each.line} raw={each.raw} row={each.line === line ? row : null} at={line} />
        ))}
      </ol>
      {fault ? <FaultNotice fault={fault} what={text('batch.file_view.unread')} onRetry={again} /> : null}
    </figure>
  )
}

type LineProps = Readonly<{ line: number; raw: string; row: WrongRow | null; at: number }>

function FileLine({ line, raw, row, at }: LineProps) {
  const text = useText()
  const { locale } = useFormats()
  const { before, found, after } = markFound({ raw, found: row?.found ?? null })
  return (
    <li className={classes.fileLine} {...(line === at ? { 'aria-current': 'true' } : {})}>
      <span className={classes.lineNumber}>{formatCount(line, locale)}</span>
      <pre className="ch-raw" title={raw}>
        {before}
        {found === '' ? null : (
          <mark className={classes.found} title={row?.field ? text('batch.file_view.field', { field: row.field }) : ''}>
            {found}
          </mark>
        )}
        {after}
      </pre>
    </li>
  )
}
