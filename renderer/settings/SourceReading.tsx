import { Button, FileButton, Group, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { EngineClient, Inputs } from '../../engine/contract/contract.ts'
import { StatementMapping } from '../../engine/contract/statement-mappings.ts'
import type { SamplePreview } from '../../engine/contract/statement-previews.ts'
import { useCommand } from '../engine/use-command.ts'
import { type Question, useRead } from '../engine/use-read.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { useText } from '../messages/use-text.ts'
import { readSampleFile, type Sample } from '../producers/sample.ts'
import { useMay } from '../session/session-context.ts'
import type { ProblemWords } from './form-fields.tsx'
import { MappingFields } from './MappingFields.tsx'
import classes from './rules.module.css'
import { SampleLines } from './SampleLines.tsx'
import { isWholeMapping, type TypedSource } from './source-drafts.ts'

type Props = Readonly<{
  source: TypedSource
  words: ProblemWords
  onChange: (source: TypedSource) => void
}>

/** How the tables of a source are read: guessed from a sample, put right by a person, and shown as it would be read. */
export function SourceReading({ source, words, onChange }: Props) {
  const text = useText()
  const { key, mapping } = source
  const { sample, guess, choose } = useGuess(source, onChange)
  const mayTry = useMay('statements.manage')
  const wrong = words(`${key}.mapping`)
  return (
    <section className={classes.opened} aria-label={text('rules.statements.mapping')}>
      <Text fw={600}>{text('rules.statements.mapping')}</Text>
      {mapping === null ? <Text c="dimmed">{text('rules.statements.mapping.none')}</Text> : null}
      <div role="alert">{wrong === null ? null : <Text c="var(--ch-critical)">{wrong}</Text>}</div>
      <Group gap={8}>
        {mayTry ? (
          <FileButton onChange={choose}>
            {(props) => (
              <Button {...props} variant="default" size="compact-sm" loading={guess.busy}>
                {text('rules.statements.sample')}
              </Button>
            )}
          </FileButton>
        ) : null}
        {mapping === null ? null : (
          <Button variant="default" size="compact-sm" onClick={() => onChange({ ...source, mapping: null })}>
            {text('rules.statements.mapping.forget')}
          </Button>
        )}
      </Group>
      <FaultLine fault={guess.fault} />
      {guess.value ? <Guessed found={guess.value} /> : null}
      {mapping === null ? null : (
        <MappingFields mapping={mapping} onChange={(changed) => onChange({ ...source, mapping: changed })} />
      )}
      {mapping === null || sample === null ? null : <Read sample={sample} mapping={mapping} />}
    </section>
  )
}

const previewSample = (client: EngineClient, input: Inputs['statements']['preview']) => client.statements.preview(input)

/** What a chosen file seems to mean becomes the draft; whoever chose it goes on from there. */
function useGuess(source: TypedSource, onChange: (source: TypedSource) => void) {
  const [sample, setSample] = useState<Sample | null>(null)
  const guess = useCommand(previewSample)
  // The answer comes later, and more may be typed by then.
  const latest = useRef({ source, onChange })
  useEffect(() => {
    latest.current = { source, onChange }
  })
  const read = async (file: File): Promise<void> => {
    const chosen = await readSampleFile(file)
    const [account] = latest.current.source.accounts
    const said = account?.said.trim() ? { account: account.said.trim() } : {}
    const currency = account?.currency ? { currency: account.currency } : {}
    const { encoding } = latest.current.source
    const written = encoding === undefined ? {} : { encoding }
    const outcome = await guess.run({ sample: chosen.base64, whole: chosen.whole, ...written, ...said, ...currency })
    setSample(chosen)
    if (!outcome.ok || outcome.value.mapping === null) return
    latest.current.onChange({ ...latest.current.source, mapping: outcome.value.mapping })
  }
  const choose = (file: File | null): void => {
    if (file !== null) void read(file)
  }
  return { sample, guess, choose }
}

/** What the file does not say by itself, or that nothing has to be said of it. */
function Guessed({ found: { format, encoding, guess } }: Readonly<{ found: SamplePreview }>) {
  const text = useText()
  if (format === null) return <Text>{text('rules.statements.sample.unknown')}</Text>
  const written = text('rules.statements.sample.encoding', { encoding: text(`rules.statements.encoding.${encoding}`) })
  if (guess === null) return <Text>{`${text('rules.statements.sample.other')} ${written}`}</Text>
  return (
    <>
      {guess.mapping === null ? <Text>{text('rules.statements.sample.unguessed')}</Text> : null}
      <Text>{written}</Text>
      {guess.questions.length === 0 ? null : (
        <div>
          <Text>{text('rules.statements.questions')}</Text>
          <ul className={classes.questions}>
            {guess.questions.map(({ code, column, found }) => (
              <li key={`${code} ${column} ${found}`}>
                {text(`rules.statements.question.${code}`, { column: column ?? 'none', found: found ?? '' })}
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  )
}

const pauseMs = 400

/** Asked again a moment after each change; what can't be read yet is not asked for. */
function Read({ sample, mapping }: Readonly<{ sample: Sample; mapping: StatementMapping }>) {
  const content = isWholeMapping(mapping) ? JSON.stringify(mapping) : null
  const [settled] = useDebouncedValue(content, pauseMs)
  const question = useMemo<Question<SamplePreview> | null>(() => {
    if (settled === null) return null
    const { base64, whole } = sample
    return (client) =>
      client.statements.preview({ sample: base64, whole, mapping: StatementMapping.parse(JSON.parse(settled)) })
  }, [sample, settled])
  const { data, fault } = useRead(question)
  return (
    <>
      <FaultLine fault={fault} />
      {data?.preview ? <SampleLines preview={data.preview} /> : null}
    </>
  )
}
