import { Checkbox, Group, Radio, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { ClosePack } from '../../engine/contract/close-packs.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { useCommand } from '../engine/use-command.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { type PeriodKind, periodProblem, suggestedPeriod, type TypedPeriod } from '../periods/period-name.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { daysOf } from './pack-days.ts'

type Asked = Readonly<{ from: string; to: string; includeClients: boolean }>
const make = (client: EngineClient, asked: Asked) => client.closePacks.make(asked)

const kinds: readonly PeriodKind[] = ['day', 'month']

type Props = Readonly<{ suggested: string | null; onClose: () => void; onMade: (pack: ClosePack) => void }>

/** Which days, and whether each client is listed. It is made in the background: nobody waits in front of this. */
export function MakePackDialog({ suggested, onClose, onMade }: Props) {
  const text = useText()
  const [typed, setTyped] = useState(() => suggestedPeriod(suggested))
  const [includeClients, setIncludeClients] = useState(false)
  const [tried, setTried] = useState(false)
  const { run, busy, fault } = useCommand(make)
  const problem = periodProblem(typed)
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setTried(true)
    if (problem !== null) return
    const outcome = await run({ ...daysOf(typed), includeClients })
    if (outcome.ok) onMade(outcome.value)
  }
  return (
    <Dialog opened onClose={onClose} title={text('packs.make')}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap={12}>
          <Text>{text('packs.make.lead')}</Text>
          <PeriodFields typed={typed} onType={setTyped} said={tried && problem !== null ? text(problem) : null} />
          <Checkbox
            label={text('packs.make.clients')}
            description={text('packs.make.clients.hint')}
            checked={includeClients}
            onChange={(event) => setIncludeClients(event.currentTarget.checked)}
          />
          <FaultLine fault={fault} />
          <Group>
            <ActionButton type="submit" loading={busy}>
              {text('packs.make.do')}
            </ActionButton>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}

type FieldsProps = Readonly<{ typed: TypedPeriod; onType: (typed: TypedPeriod) => void; said: string | null }>

function PeriodFields({ typed, onType, said }: FieldsProps) {
  const text = useText()
  return (
    <>
      <Radio.Group label={text('packs.make.what')} value={typed.kind}>
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
          placeholder={text('period.month.form')}
          value={typed.month}
          onChange={(event) => onType({ ...typed, month: event.currentTarget.value })}
          error={said}
        />
      )}
    </>
  )
}
