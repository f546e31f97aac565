import { Select, Textarea, TextInput } from '@mantine/core'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { useRead } from '../engine/use-read.ts'
import { useText } from '../messages/use-text.ts'
import { hintBelow } from '../operations/fields.tsx'
import { useMay } from '../session/session-context.ts'
import { todayIn } from '../time/noon.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import classes from './callers.module.css'
import { ScopeChoice } from './ScopeChoice.tsx'
import { type CallerProblems, latestDay, movesMoney, needsProducer, type TypedCaller } from './typed-caller.ts'

type Props = Readonly<{
  typed: TypedCaller
  onTyped: (typed: TypedCaller) => void
  problems: CallerProblems
}>

export function TermFields({ typed, onTyped, problems }: Props) {
  const text = useText()
  const said = (field: keyof TypedCaller): string | null => {
    const problem = problems[field]
    return problem ? text(problem.id, problem.values) : null
  }
  const change = (changed: Partial<TypedCaller>): void => onTyped({ ...typed, ...changed })
  return (
    <>
      <ScopeChoice value={typed.scopes} onChange={(scopes) => change({ scopes })} problem={said('scopes')} />
      <div className={classes.pair}>
        <ProducerField
          value={typed.producer}
          onChange={(producer) => change({ producer })}
          required={needsProducer(typed.scopes)}
          error={said('producer')}
        />
        {movesMoney(typed.scopes) ? (
          <AloneField
            value={typed.aloneUpTo}
            onChange={(aloneUpTo) => change({ aloneUpTo })}
            error={said('aloneUpTo')}
          />
        ) : null}
      </div>
      <Textarea
        label={text('caller.addresses.label')}
        description={text('caller.addresses.hint')}
        value={typed.addresses}
        onChange={(event) => change({ addresses: event.currentTarget.value })}
        error={said('addresses')}
        spellCheck={false}
        autosize
        minRows={2}
        maxRows={6}
      />
      <div className={classes.pair}>
        <LastDayField value={typed.lastDay} onChange={(lastDay) => change({ lastDay })} error={said('lastDay')} />
        <TextInput
          label={text('caller.per_minute')}
          value={typed.callsPerMinute}
          onChange={(event) => change({ callsPerMinute: event.currentTarget.value })}
          error={said('callsPerMinute')}
          inputMode="numeric"
          autoComplete="off"
          className="ch-figure"
        />
      </div>
    </>
  )
}

type FieldProps = Readonly<{ value: string; onChange: (value: string) => void; error: string | null }>

const readProducers = (client: EngineClient) => client.producers.list()

function ProducerField({ value, onChange, error, required }: FieldProps & Readonly<{ required: boolean }>) {
  const text = useText()
  const label = text('caller.producer')
  const producers = useRead(useMay('producers.read') ? readProducers : null).data?.items ?? []
  return (
    <Select
      label={label}
      description={text('caller.producer.hint')}
      inputWrapperOrder={hintBelow}
      placeholder={text('caller.producer.choose')}
      data={producers.map(({ id, name }) => ({ value: String(id), label: name }))}
      value={value === '' ? null : value}
      onChange={(chosen) => onChange(chosen ?? '')}
      error={error}
      withAsterisk={required}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': text('filter.clear_one', { what: label }) }}
    />
  )
}

/** A bound and no payment: nothing, and nought, mean that a person agrees to everything. */
function AloneField({ value, onChange, error }: FieldProps) {
  const text = useText()
  const { currency } = useFormats()
  return (
    <TextInput
      label={text('caller.alone.label', { currency })}
      description={text('caller.alone.hint')}
      inputWrapperOrder={hintBelow}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
      inputMode="decimal"
      autoComplete="off"
      className="ch-figure"
    />
  )
}

function LastDayField({ value, onChange, error }: FieldProps) {
  const text = useText()
  const { zone } = useFormats()
  return (
    <TextInput
      type="date"
      label={text('caller.expires.label')}
      description={text('caller.expires.hint')}
      inputWrapperOrder={hintBelow}
      min={todayIn(zone)}
      max={latestDay(zone)}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
    />
  )
}
