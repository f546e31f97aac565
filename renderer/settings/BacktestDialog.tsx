import { Button, Group, Select, Stack, Text } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { EngineClient, Inputs } from '../../engine/contract/contract.ts'
import type { AccountReconciliation } from '../../engine/contract/reconciliation.ts'
import type { SettingValue } from '../../engine/contract/settings.ts'
import { useCommand } from '../engine/use-command.ts'
import { useRead } from '../engine/use-read.ts'
import { todayOf } from '../exceptions/filter.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { Waiting } from '../notice/Waiting.tsx'
import { DayField } from '../route/DayField.tsx'
import { ActionButton } from '../shell/ActionButton.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { BacktestResult } from './BacktestResult.tsx'

type Props = Readonly<{
  draft: SettingValue<'matching'>
  onBack: () => void
  onPropose: () => void
}>

const readAccounts = (client: EngineClient) => client.reconciliation.accounts()

/** The rules in force and a draft of others, run over the same past: nothing is matched by it. */
export function BacktestDialog({ draft, onBack, onPropose }: Props) {
  const text = useText()
  const { data, fault, again } = useRead(readAccounts)
  return (
    <Dialog opened onClose={onBack} title={text('rules.matching.try.title')} width={900}>
      <Stack gap={16}>
        <Text c="dimmed">{text('rules.matching.try.lead')}</Text>
        {fault && !data ? <FaultNotice fault={fault} onRetry={again} /> : null}
        {data || fault ? null : <Waiting lines={2} />}
        {data?.items.length === 0 ? <Text>{text('rules.matching.try.none')}</Text> : null}
        {data && data.items.length > 0 ? <Trial accounts={data.items} draft={draft} /> : null}
        <Group gap={8}>
          <Button onClick={onPropose}>{text('approvals.new.next')}</Button>
          <Button variant="default" onClick={onBack}>
            {text('rules.matching.try.back')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}

const backtest = (client: EngineClient, input: Inputs['reconciliation']['backtest']) =>
  client.reconciliation.backtest(input)

const dayMs = 86_400_000
const daysAtFirst = 7

type TrialProps = Readonly<{ accounts: readonly AccountReconciliation[]; draft: SettingValue<'matching'> }>

function Trial({ accounts, draft }: TrialProps) {
  const text = useText()
  const { zone } = useFormats()
  const [place, setPlace] = useState('0')
  const [from, setFrom] = useState(() => todayOf({ now: Date.now() - daysAtFirst * dayMs, zone }))
  const [to, setTo] = useState(() => todayOf({ now: Date.now(), zone }))
  const { run, busy, fault, value } = useCommand(backtest)
  const asked = accounts[Number(place)]
  const isTurned = from > to
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (busy || isTurned || asked === undefined) return
    void run({ account: asked.account, currency: asked.currency, from, to, draft })
  }
  return (
    <>
      <form onSubmit={submit} noValidate>
        <Group gap={12} align="end">
          <Select
            label={text('rules.matching.try.account')}
            data={accounts.map(({ account, currency }, at) => ({
              value: String(at),
              label: text('reconcile.account', { account, currency }),
            }))}
            value={place}
            onChange={(chosen) => setPlace(chosen ?? '0')}
            allowDeselect={false}
            w={280}
          />
          <DayField label={text('filter.from')} value={from} onChange={(day) => setFrom(day ?? from)} />
          <DayField label={text('filter.to')} value={to} onChange={(day) => setTo(day ?? to)} />
          <ActionButton
            type="submit"
            variant="default"
            loading={busy}
            reason={isTurned ? text('rules.matching.try.days.wrong') : null}
          >
            {text('rules.matching.try.run')}
          </ActionButton>
        </Group>
      </form>
      <FaultLine fault={fault} />
      {value ? <BacktestResult backtest={value} /> : null}
    </>
  )
}
