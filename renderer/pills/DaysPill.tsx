import { useText } from '../messages/use-text.ts'
import { DayField } from '../route/DayField.tsx'
import { Pill } from './Pill.tsx'
import classes from './pills.module.css'

type Days = Readonly<{ from: string | undefined; to: string | undefined }>

type Props = Days & Readonly<{ label: string; onChange: (days: Partial<Days>) => void }>

/** The business days on which it came, or was decided, both included. */
export function DaysPill({ label, from, to, onChange }: Props) {
  const text = useText()
  const has = from === undefined ? 'to' : to === undefined ? 'from' : 'both'
  const words = text('queue.pill.days', { has, from: from ?? '', to: to ?? '' })
  return (
    <Pill label={label} chosen={from === undefined && to === undefined ? null : words}>
      {() => (
        <div className={classes.pair}>
          <DayField label={text('filter.from')} value={from} onChange={(day) => onChange({ from: day })} />
          <DayField label={text('filter.to')} value={to} onChange={(day) => onChange({ to: day })} />
        </div>
      )}
    </Pill>
  )
}
