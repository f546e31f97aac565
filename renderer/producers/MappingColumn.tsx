import { Button, Group, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import type { FilePreview } from '../../engine/contract/previews.ts'
import { useText } from '../messages/use-text.ts'
import { ColumnFields } from './ColumnFields.tsx'
import classes from './editor.module.css'
import { LayoutFields } from './LayoutFields.tsx'
import { isAnswered } from './questions.ts'
import { EffectFields, LimitFields, PlacesField } from './RuleFields.tsx'
import { SettlementFields } from './SettlementFields.tsx'
import {
  type AgreementProblems,
  settlementProblems,
  type TypedAgreement,
  type TypedMapping,
  typedMapping,
} from './typed-agreement.ts'
import { AmountFields, DateFields, WordFields } from './ValueFields.tsx'

type Props = Readonly<{
  typed: TypedAgreement
  onChange: (typed: TypedAgreement) => void
  preview: FilePreview | undefined
  problems: AgreementProblems
}>

export type MappingProps = Readonly<{
  mapping: TypedMapping
  onChange: (mapping: TypedMapping) => void
  preview: FilePreview | undefined
  problems: AgreementProblems
}>

/** How the file is read, then what the rules do, then within which limits. */
export function MappingColumn({ typed, onChange, preview, problems }: Props) {
  const text = useText()
  const mapping: MappingProps = {
    mapping: typed.mapping,
    onChange: (next) => onChange({ ...typed, mapping: next }),
    preview,
    problems,
  }
  return (
    <section className={classes.column} aria-label={text('producer.mapping')} data-pane-section tabIndex={-1}>
      <Title order={2}>{text('producer.mapping')}</Title>
      <Guessed {...mapping} />
      <Part title={text('producer.mapping.columns')} lead={text('producer.mapping.columns.lead')}>
        <ColumnFields {...mapping} />
      </Part>
      <Part title={text('producer.mapping.values')}>
        <DateFields {...mapping} />
        <AmountFields {...mapping} />
        <WordFields {...mapping} />
      </Part>
      <Part title={text('producer.mapping.layout')} lead={text('producer.mapping.layout.lead')}>
        <LayoutFields {...mapping} />
      </Part>
      <Part title={text('producer.effects')} lead={text('producer.effects.lead')}>
        <EffectFields effects={typed.effects} onChange={(effects) => onChange({ ...typed, effects })} />
      </Part>
      <Part title={text('producer.limits')}>
        <LimitFields limits={typed.limits} problems={problems} onChange={(limits) => onChange({ ...typed, limits })} />
      </Part>
      <Part title={text('producer.settlement')}>
        <SettlementFields
          settlement={typed.settlement}
          problems={settlementProblems(problems)}
          onChange={(settlement) => onChange({ ...typed, settlement })}
        />
      </Part>
      <Part title={text('producer.locations')}>
        <PlacesField
          places={typed.places}
          problem={problems.places ?? null}
          onChange={(places) => onChange({ ...typed, places })}
        />
      </Part>
    </section>
  )
}

function Part({ title, lead, children }: Readonly<{ title: string; lead?: string; children: ReactNode }>) {
  return (
    <section className={classes.part} aria-label={title}>
      <Title order={3}>{title}</Title>
      {lead === undefined ? null : <Text c="dimmed">{lead}</Text>}
      <Stack gap={12} pt={8}>
        {children}
      </Stack>
    </section>
  )
}

/** What the file does not say by itself, and the way back to how it was guessed. */
function Guessed({ mapping, onChange, preview }: MappingProps) {
  const text = useText()
  if (preview === undefined) return null
  const guessed = typedMapping(preview.guess.mapping)
  const questions = preview.guess.questions.filter((question) => !isAnswered(question, mapping, guessed))
  const same = JSON.stringify(withoutKeys(guessed)) === JSON.stringify(withoutKeys(mapping))
  return (
    <>
      {questions.length === 0 ? null : (
        <div className={classes.notice} data-tone="medium">
          <strong>{text('producer.questions')}</strong>
          <ul className={classes.questions}>
            {questions.map(({ code, field, found }) => (
              <li key={`${code} ${field} ${found}`}>
                {text(`producer.question.${code}`, {
                  field: field === null ? '' : text(`producer.row.${field}`),
                  found: found ?? '',
                })}
              </li>
            ))}
          </ul>
        </div>
      )}
      {same ? null : (
        <Group pt={8}>
          <Button variant="default" size="compact-sm" onClick={() => onChange(guessed)}>
            {text('producer.guess.use')}
          </Button>
        </Group>
      )}
    </>
  )
}

const withoutKeys = (mapping: TypedMapping): unknown => ({
  ...mapping,
  words: mapping.words.map(({ word, type }) => [word, type]),
})
