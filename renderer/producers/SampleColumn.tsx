import { Button, FileButton, Group, Text, Title } from '@mantine/core'
import { useEffect, useMemo, useRef } from 'react'
import type { FilePreview } from '../../engine/contract/previews.ts'
import { markFound } from '../batches/mark-found.ts'
import { useText } from '../messages/use-text.ts'
import { formatCount } from '../money/format.ts'
import { DropPlace } from '../route/DropPlace.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import classes from './editor.module.css'
import { readSampleFile, type Sample, type SampleLine, sampleBytesMax, sampleLines } from './sample.ts'

type Props = Readonly<{
  sample: Sample | null
  preview: FilePreview | undefined
  /** The line that is looked at on the other side. */
  line: number | null
  onSample: (sample: Sample) => void
}>

/** The file as it stands. It is read here and shown by the engine; nothing of it is kept. */
export function SampleColumn({ sample, preview, line, onSample }: Props) {
  const text = useText()
  const { locale } = useFormats()
  const choose = (file: File | null | undefined): void => {
    if (file) void readSampleFile(file).then(onSample)
  }
  return (
    <DropPlace label={text('producer.sample')} className={classes.column} onFile={choose}>
      <Title order={2}>{text('producer.sample')}</Title>
      <Group gap={8} py={8}>
        <FileButton onChange={choose}>
          {(props) => (
            <Button {...props} variant="default" size="compact-sm">
              {text(sample === null ? 'producer.sample.choose' : 'producer.sample.other')}
            </Button>
          )}
        </FileButton>
      </Group>
      {sample === null ? (
        <Text c="dimmed">{text('producer.sample.none')}</Text>
      ) : (
        <>
          <Text className={classes.name ?? ''} fw={600}>
            {sample.name}
          </Text>
          <Text c="dimmed" fz={12}>
            {text(sample.whole ? 'producer.sample.whole' : 'producer.sample.beginning', {
              bytes: formatCount(sample.whole ? sample.bytes.length : sampleBytesMax, locale),
            })}
          </Text>
          <Lines sample={sample} preview={preview} line={line} />
        </>
      )}
    </DropPlace>
  )
}

function Lines({ sample, preview, line }: Readonly<{ sample: Sample } & Pick<Props, 'preview' | 'line'>>) {
  const text = useText()
  const lines = useMemo(() => sampleLines(sample, preview), [sample, preview])
  const shown = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (line !== null) shown.current?.scrollIntoView({ block: 'nearest' })
  }, [line])
  if (lines.length === 0) return <Text c="dimmed">{text('producer.sample.no_lines')}</Text>
  return (
    <ol className={classes.lines} aria-label={text('producer.sample.lines')}>
      {lines.map((one) => (
        <li key={one.line} ref={one.line === line ? shown : null} data-looked={one.line === line}>
          <span className={classes.number}>{one.line}</span>
          <RawLine line={one} />
        </li>
      ))}
    </ol>
  )
}

function RawLine({ line }: Readonly<{ line: SampleLine }>) {
  const { before, found, after } = markFound(line)
  return (
    <code className="ch-raw">
      {before}
      {found === '' ? null : <mark className={classes.found}>{found}</mark>}
      {after}
    </code>
  )
}
