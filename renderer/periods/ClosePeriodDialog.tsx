import { Group, Radio, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { ProposeDialog } from '../approvals/ProposeDialog.tsx'
import { useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { ActionButton } from '../shell/ActionButton.tsx'
import { nameOf, type PeriodKind, periodProblem, suggestedPeriod, type TypedPeriod } from './period-name.ts'

type Props = Readonly<{ firstOpenDay: string | null; onClose: () => void }>

/** Which period, and then the proposal: a closed day takes nothing more, so a second person has to agree. */
export function ClosePeriodDialog({ firstOpenDay, onClose }: Props) {
  const text = useText()
  const [typed, setTyped] = useState(() => suggestedPeriod(firstOpenDay))
  const [chosen, setChosen] = useState<string>()
  if (chosen !== undefined) {
    return (
      <ProposeDialog
        title={text('periods.close.title', { period: chosen })}
        change={{ kind: 'period_close', period: chosen }}
        // Back to where it was typed; nothing is proposed yet.
        onClose={() => setChosen(undefined)}
        onProposed={onClose}
      />
    )
  }
  return (
    <Dialog opened onClose={onClose} title={text('periods.close')}>
      <ChoosePeriod typed={typed} firstOpenDay={firstOpenDay} onType={setTyped} onChoose={setChosen} />
    </Dialog>
  )
}

type ChooseProps = Readonly<{
  typed: TypedPeriod
  firstOpenDay: string | null
  onType: (typed: TypedPeriod) => void
  onChoose: (period: string) => void
}>

const kinds: readonly PeriodKind[] = ['day', 'month']

function ChoosePeriod({ typed, firstOpenDay, onType, onChoose }: ChooseProps) {
  const text = useText()
  const [tried, setTried] = useState(false)
  const problem = periodProblem(typed)
  const said = tried && problem !== null ? text(problem) : null
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (problem === null) onChoose(nameOf(typed))
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap={12}>
        <Text>{text('periods.close.lead')}</Text>
        {firstOpenDay === null ? null : <Text>{text('periods.close.first_open', { day: firstOpenDay })}</Text>}
        <Radio.Group label={text('periods.close.what')} value={typed.kind}>
          <Group gap={16} mt={4}>
            {kinds.map((kind) => (
              <Radio
                key={kind}
                value={kind}
                label={text(`period.kind.${kind}`)}
                onChange={() => onType({ ...typed, kind })}
              />
            ))}
          </Group>
        </Radio.Group>
        {typed.kind === 'day' ? (
          <TextInput
            type="date"
            label={text('period.kind.day')}
            value={typed.day}
            onChange={(event) => onType({ ...typed, day: event.currentTarget.value })}
            error={said}
            data-autofocus
          />
        ) : (
          <TextInput
            type="month"
            label={text('period.kind.month')}
            // Where the browser has no field for months it is typed.
            placeholder={text('period.month.form')}
            value={typed.month}
            onChange={(event) => onType({ ...typed, month: event.currentTarget.value })}
            error={said}
          />
        )}
        <Group>
          <ActionButton type="submit">{text('periods.close.see')}</ActionButton>
        </Group>
      </Stack>
    </form>
  )
}
