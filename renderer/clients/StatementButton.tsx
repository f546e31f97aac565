import { Group, Radio, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { StatementFormat } from '../../engine/contract/client-statements.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { Language } from '../../engine/contract/settings.ts'
import type { Wallet } from '../../engine/contract/wallets.ts'
import { saveAs } from '../batches/save-as.ts'
import { useCommand } from '../engine/use-command.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { languages } from '../messages/messages.ts'
import { useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { useToast } from '../notice/use-toast.ts'
import { usePreferences } from '../preferences/preferences-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { todayIn } from '../time/noon.ts'
import { useFormats } from '../workspace/workspace-context.ts'

type Asked = Readonly<{
  client: string
  currency: string
  from: string
  to: string
  language: Language
  format: StatementFormat
}>
const make = (client: EngineClient, asked: Asked) => client.clients.statementDocument(asked)

const formats: readonly StatementFormat[] = ['pdf', 'csv']

type Props = Readonly<{ wallet: Wallet }>

/** A statement to hand to the client: nothing of any other client is in it. */
export function StatementButton({ wallet }: Props) {
  const text = useText()
  const [opened, setOpened] = useState(false)
  return (
    <>
      <Group mt={8}>
        <ActionButton variant="default" onClick={() => setOpened(true)}>
          {text('client.statement')}
        </ActionButton>
      </Group>
      {opened ? <StatementDialog wallet={wallet} onClose={() => setOpened(false)} /> : null}
    </>
  )
}

function StatementDialog({ wallet, onClose }: Props & Readonly<{ onClose: () => void }>) {
  const text = useText()
  const { say } = useToast()
  const { zone } = useFormats()
  const { preferences } = usePreferences()
  const today = todayIn(zone)
  const [from, setFrom] = useState(`${today.slice(0, 8)}01`)
  const [to, setTo] = useState(today)
  const [language, setLanguage] = useState<Language>(preferences.language)
  const [format, setFormat] = useState<StatementFormat>('pdf')
  const { run, busy, fault } = useCommand(make)
  const { client, currency } = wallet
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    const outcome = await run({ client, currency, from, to, language, format })
    if (!outcome.ok) return
    saveAs(outcome.value, outcome.value.name)
    say(text('batch.download.done', { file: outcome.value.name }))
    onClose()
  }
  return (
    <Dialog opened onClose={onClose} title={text('client.statement')}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap={12}>
          <Text>{text('client.statement.lead', { client, currency })}</Text>
          <Group gap={12} grow>
            <Day label={text('client.statement.from')} value={from} onChange={setFrom} />
            <Day label={text('client.statement.to')} value={to} onChange={setTo} />
          </Group>
          <Choice
            label={text('client.statement.format')}
            value={format}
            options={formats.map((value) => ({ value, label: text(`client.statement.format.${value}`) }))}
            onChange={setFormat}
          />
          <Choice
            label={text('client.statement.language')}
            value={language}
            options={languages.map((value) => ({ value, label: text(`appearance.language.${value}`) }))}
            onChange={setLanguage}
          />
          <FaultLine fault={fault} />
          <Group>
            <ActionButton
              type="submit"
              loading={busy}
              reason={from === '' || to === '' ? text('client.statement.days') : null}
            >
              {text('client.statement.make')}
            </ActionButton>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}

type DayProps = Readonly<{ label: string; value: string; onChange: (day: string) => void }>

function Day({ label, value, onChange }: DayProps) {
  return <TextInput type="date" label={label} value={value} onChange={(event) => onChange(event.currentTarget.value)} />
}

type ChoiceProps<T extends string> = Readonly<{
  label: string
  value: T
  options: readonly Readonly<{ value: T; label: string }>[]
  onChange: (value: T) => void
}>

function Choice<T extends string>({ label, value, options, onChange }: ChoiceProps<T>) {
  return (
    <Radio.Group label={label} value={value}>
      <Group gap={16} mt={4}>
        {options.map((option) => (
          <Radio key={option.value} value={option.value} label={option.label} onChange={() => onChange(option.value)} />
        ))}
      </Group>
    </Radio.Group>
  )
}
