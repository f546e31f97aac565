/** @jsxImportSource preact */
/** A statement to keep: of a month, of the year or of chosen days, to read or for a table program. */
import { useState } from 'preact/hooks'
import { wallet } from './call.ts'
import { Field } from './parts.tsx'
import { type Days, daysOf, type PeriodName, periodNames, problemOfDays, todayIn } from './period.ts'
import { SavePaper } from './SavePaper.tsx'
import { useSaving } from './use-saving.ts'
import { useWords, type WordId } from './words.ts'

const formats = ['pdf', 'csv'] as const
type Format = (typeof formats)[number]

type Props = Readonly<{ currency: string; zone: string }>

export function StatementPart({ currency, zone }: Props) {
  const { say, language } = useWords()
  const [period, setPeriod] = useState<PeriodName>('this_month')
  const [days, setDays] = useState<Days>({ from: '', to: '' })
  const [format, setFormat] = useState<Format>('pdf')
  const [problem, setProblem] = useState<WordId | null>(null)
  const saving = useSaving()
  const save = (): void => {
    const asked = period === 'days' ? days : daysOf(period, todayIn(zone))
    const wrong = problemOfDays(asked)
    setProblem(wrong)
    if (wrong !== null) return saving.forget()
    void saving.save(() => wallet.statement({ ...asked, currency, format, language }))
  }
  return (
    <details>
      <summary>{say('statement')}</summary>
      <div class="stack">
        <Segments name="period" of={periodNames} chosen={period} onChosen={setPeriod} />
        {period === 'days' && <ChosenDays days={days} onDays={setDays} />}
        <Segments name="format" of={formats} chosen={format} onChosen={setFormat} />
        {problem !== null && (
          <p class="wrong" role="alert">
            {say(problem)}
          </p>
        )}
        <SavePaper label={say('statement.save')} of={saving} onSave={save} />
      </div>
    </details>
  )
}

type SegmentsProps<T extends string> = Readonly<{
  name: 'period' | 'format'
  of: readonly T[]
  chosen: T
  onChosen: (value: T) => void
}>

function Segments<T extends PeriodName | Format>({ name, of, chosen, onChosen }: SegmentsProps<T>) {
  const { say } = useWords()
  return (
    <fieldset class="segments">
      <legend>{say(`statement.${name}`)}</legend>
      {of.map((value) => (
        <label key={value}>
          <input type="radio" name={name} checked={chosen === value} onChange={() => onChosen(value)} />
          <span>{say(`statement.${value}`)}</span>
        </label>
      ))}
    </fieldset>
  )
}

function ChosenDays({ days, onDays }: Readonly<{ days: Days; onDays: (days: Days) => void }>) {
  const { say } = useWords()
  return (
    <div class="days">
      {(['from', 'to'] as const).map((edge) => (
        <Field key={edge} id={`statement-${edge}`} label={say(`statement.${edge}`)}>
          {(described) => (
            <input
              {...described}
              type="date"
              value={days[edge]}
              onInput={(event) => onDays({ ...days, [edge]: event.currentTarget.value })}
            />
          )}
        </Field>
      ))}
    </div>
  )
}
