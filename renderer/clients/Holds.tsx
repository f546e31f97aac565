import { Button, Group, Text } from '@mantine/core'
import { useCallback, useState } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { Hold } from '../../engine/contract/operations.ts'
import type { Wallet } from '../../engine/contract/wallets.ts'
import { useRead } from '../engine/use-read.ts'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { useText } from '../messages/use-text.ts'
import { State, type Tone } from '../notice/Mark.tsx'
import { Waiting } from '../notice/Waiting.tsx'
import { CaptureDialog, ReleaseDialog } from '../operations/HoldEndDialogs.tsx'
import { useMay } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { PaneSection } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import classes from './clients.module.css'

const topics: readonly Topic[] = ['clients', 'ledger']
const holdsMax = 200
const shownAtFirst = 5

export const toneOfHold: Readonly<Record<Hold['state'], Tone>> = {
  open: 'accent',
  captured: 'ok',
  released: 'low',
  expired: 'low',
}

/** Money that is set aside, and what became of it. Open ones are all shown; of the others the last few, until asked. */
export function Holds({ wallet }: Readonly<{ wallet: Wallet }>) {
  const text = useText()
  const { client, currency } = wallet
  const [all, setAll] = useState(false)
  const { data, fault, again } = useRead(
    useCallback((engine: EngineClient) => engine.holds.list({ client, currency, limit: holdsMax }), [client, currency]),
    topics,
  )
  const holds = data?.items ?? []
  const shown = all ? holds : holds.filter(({ state }, place) => state === 'open' || place < shownAtFirst)
  return (
    <PaneSection title={text('client.holds')}>
      {!data && !fault ? <Waiting lines={2} /> : null}
      {!data && fault ? <FaultNotice fault={fault} onRetry={again} /> : null}
      {data && holds.length === 0 ? <Text c="dimmed">{text('client.holds.none')}</Text> : null}
      <ul className={classes.list}>
        {shown.map((hold) => (
          <HoldRow key={hold.id} hold={hold} />
        ))}
      </ul>
      {shown.length < holds.length ? (
        <Button variant="subtle" size="compact-sm" onClick={() => setAll(true)}>
          {text('client.holds.all', { count: holds.length })}
        </Button>
      ) : null}
    </PaneSection>
  )
}

function HoldRow({ hold }: Readonly<{ hold: Hold }>) {
  const text = useText()
  const { money, instant, zone } = useFormats()
  const mayOperate = useMay('ledger.operate')
  const [ending, setEnding] = useState<'capture' | 'release' | null>(null)
  const { id, currency, amount, captured, left, state, expiresAt, endedAt } = hold
  const shown = (minor: number): string => `${currency} ${money(minor, currency)}`
  const about = [hold.orderId, hold.reference].filter((part) => part !== null && part !== '')
  const close = (): void => setEnding(null)
  return (
    <li>
      <div className={classes.line}>
        <span>
          {text('hold.title', { hold: String(id), amount: shown(amount) })}
          {about.length > 0 ? ` · ${about.join(' · ')}` : ''}
        </span>
        <State tone={toneOfHold[state]} word={text(`hold.state.${state}`)} />
      </div>
      <div className={classes.quiet} title={zone}>
        {captured > 0 ? text('hold.captured', { captured: shown(captured), left: shown(left) }) : null}{' '}
        {state === 'open'
          ? text('hold.expires', { at: instant(expiresAt) })
          : endedAt === null
            ? null
            : text('hold.ended', { at: instant(endedAt) })}
      </div>
      {state === 'open' && mayOperate ? (
        <Group gap={8} mt={4}>
          <ActionButton variant="default" size="compact-sm" onClick={() => setEnding('capture')}>
            {text('hold.capture')}
          </ActionButton>
          <ActionButton variant="default" size="compact-sm" onClick={() => setEnding('release')}>
            {text('hold.release')}
          </ActionButton>
        </Group>
      ) : null}
      {ending === 'capture' ? <CaptureDialog hold={hold} onClose={close} /> : null}
      {ending === 'release' ? <ReleaseDialog hold={hold} onClose={close} /> : null}
    </li>
  )
}
