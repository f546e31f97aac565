import { Checkbox, Text, Title } from '@mantine/core'
import { Fragment, useState } from 'react'
import type { FilePreview } from '../../engine/contract/previews.ts'
import { capitalised, ruleSentence } from '../batches/rule-words.ts'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { textOfCode, useText } from '../messages/use-text.ts'
import { Live } from '../notice/Live.tsx'
import { State } from '../notice/Mark.tsx'
import { Waiting } from '../notice/Waiting.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { becomesLines, codesWords, type PreviewRow, toneOfBecoming } from './becomes-words.ts'
import classes from './editor.module.css'
import type { Preview } from './use-preview.ts'

type Props = Readonly<{
  hasSample: boolean
  preview: Preview
  line: number | null
  onLine: (line: number) => void
}>

/** What each record of the sample becomes under the draft, by the reader and the rules that real files meet. */
export function BecomesColumn({ hasSample, preview, line, onLine }: Props) {
  const text = useText()
  const { data, fault, behind, again } = preview
  const [only, setOnly] = useState(false)
  const rows = data?.rows.filter(({ becomes }) => !only || becomes.outcome !== 'valid') ?? []
  return (
    <section className={classes.column} aria-label={text('producer.becomes')} data-pane-section tabIndex={-1}>
      <Title order={2}>{text('producer.becomes')}</Title>
      {hasSample ? null : <Text c="dimmed">{text('producer.becomes.none')}</Text>}
      {fault ? <FaultNotice fault={fault} what={text('producer.becomes.unread')} onRetry={again} /> : null}
      {hasSample && !data && !fault ? <Waiting lines={6} /> : null}
      {data ? (
        <div aria-busy={behind}>
          <Counts preview={data} />
          <Unreadable preview={data} />
          {data.counts.rows > data.counts.valid ? (
            <Checkbox
              label={text('producer.becomes.only')}
              checked={only}
              onChange={(event) => setOnly(event.currentTarget.checked)}
            />
          ) : null}
          <ol className={classes.records} aria-label={text('producer.becomes')}>
            {rows.map((row) => (
              <Record key={row.line} row={row} looked={row.line === line} onLook={() => onLine(row.line)} />
            ))}
          </ol>
          {data.counts.rows > data.rows.length ? (
            <Text c="dimmed">
              {text('producer.becomes.first', { shown: data.rows.length, rows: data.counts.rows })}
            </Text>
          ) : null}
        </div>
      ) : null}
    </section>
  )
}

function Counts({ preview: { counts, codes, warnings } }: Readonly<{ preview: FilePreview }>) {
  const text = useText()
  const { rows, valid, held, faults } = counts
  return (
    <div className={classes.counts}>
      <Live>
        <Text fw={600} className="ch-figure">
          {text('producer.becomes.counts', { rows, valid, held, faults })}
        </Text>
      </Live>
      {Object.keys(codes).length === 0 ? null : <Text className="ch-figure">{codesWords(codes, text)}</Text>}
      {warnings.map((warning) => (
        <Text key={warning.code} c="dimmed" className="ch-figure">
          {text('producer.becomes.warning', { rule: textOfCode(text, 'rule', warning.code), rows: warning.rows })}
        </Text>
      ))}
    </div>
  )
}

function Unreadable({ preview: { fault } }: Readonly<{ preview: FilePreview }>) {
  const text = useText()
  const formats = useFormats()
  if (fault === null) return null
  const { code, ...why } = fault
  const spoken = { code, facts: [{ fact: 'unreadable', ...why }] } as const
  return (
    <div className={classes.notice} data-tone="critical" role="alert">
      <strong>{textOfCode(text, 'rule', code)}</strong>
      <span>{capitalised(ruleSentence(spoken, { text, formats, currency: formats.currency }))}</span>
    </div>
  )
}

type RecordProps = Readonly<{ row: PreviewRow; looked: boolean; onLook: () => void }>

function Record({ row, looked, onLook }: RecordProps) {
  const text = useText()
  const formats = useFormats()
  const { outcome } = row.becomes
  return (
    <li>
      <button type="button" className={classes.record} aria-pressed={looked} onClick={onLook} onFocus={onLook}>
        <span className={classes.recordHead}>
          <span className="ch-figure">{text('batch.row.line', { line: row.line })}</span>
          <State tone={toneOfBecoming[outcome]} word={text(`producer.becomes.${outcome}`)} />
        </span>
        {becomesLines(row, { text, formats }).map((parts) => (
          <span key={parts.join()} className={classes.said}>
            {parts.map((part, place) => (
              <Fragment key={part}>
                {place === 0 ? null : ' '}
                <span>{place === 0 ? part : `· ${part}`}</span>
              </Fragment>
            ))}
          </span>
        ))}
      </button>
    </li>
  )
}
