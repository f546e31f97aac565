import { Button, Group, Text } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { EngineClient, Inputs, Outputs } from '../../engine/contract/contract.ts'
import type { ReconciledItem } from '../../engine/contract/reconciled-items.ts'
import { ConfirmForm } from '../case/ConfirmForm.tsx'
import { ReasonField } from '../case/ReasonField.tsx'
import { useCommand } from '../engine/use-command.ts'
import { type Question, useRead } from '../engine/use-read.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { useText } from '../messages/use-text.ts'
import { readAmount } from '../money/read.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { useToast } from '../notice/use-toast.ts'
import { AmountField } from '../operations/fields.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import type { DeedDialogProps } from './deeds.ts'

const split = (client: EngineClient, input: Inputs['reconciliation']['split']) => client.reconciliation.split(input)

/** What is typed are all parts but the last: that one is what is left, and the engine says how much that is. */
export function SplitDialog({ of, item, onClose, onDone }: DeedDialogProps) {
  const text = useText()
  const { money } = useFormats()
  const { currency } = of
  const amount = `${currency} ${money(Math.abs(item.amount), currency)}`
  return (
    <Dialog opened onClose={onClose} title={text('item.split.title', { side: item.side, amount })} width={560}>
      <SplitForm of={of} item={item} onClose={onClose} onDone={onDone} />
    </Dialog>
  )
}

function SplitForm({ of, item, onClose, onDone }: DeedDialogProps) {
  const text = useText()
  const { say } = useToast()
  const { money } = useFormats()
  const [typed, setTyped] = useState<readonly string[]>([''])
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const { run, busy, fault } = useCommand(split)
  const { currency } = of
  const parts = useParts(typed, item, currency)
  const left = usePartsLeft(of, item, parts)
  const shown = (minor: number): string => `${currency} ${money(Math.abs(minor), currency)}`
  // Nothing is typed yet, or what is typed leaves something.
  const isPossible = left !== undefined && (left.isSplit || left.sum === 0)
  const fields = typed.map((value, at) => ({ label: text('item.split.part', { place: at + 1, currency }), value, at }))
  const change = (at: number, to: string): void => setTyped(typed.map((each, place) => (place === at ? to : each)))
  const confirm = async (): Promise<void> => {
    setTried(true)
    if (busy || parts === null || left?.isSplit !== true || reason.trim() === '') return
    const outcome = await run({
      ...of,
      side: item.side,
      item: item.id,
      parts: [...parts, left.left],
      reason: reason.trim(),
    })
    if (!outcome.ok) return
    say(text('item.split.done', { parts: outcome.value.items.length, amount: shown(item.amount) }))
    onDone()
  }
  return (
    <ConfirmForm
      action={text('item.split.now', { parts: typed.length + 1 })}
      busy={busy}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <Text>{text('item.split.effect')}</Text>
      {fields.map(({ label, value, at }) => (
        <AmountField
          key={label}
          label={label}
          currency={currency}
          value={value}
          onChange={(to) => change(at, to)}
          tried={tried}
          focused={at === 0}
        />
      ))}
      <Group gap={8} justify="space-between">
        <Text className="ch-figure" aria-live="polite">
          {text('item.split.last', { place: typed.length + 1 })}{' '}
          <strong>{left === undefined ? '…' : isPossible ? shown(left.left) : '–'}</strong>
        </Text>
        <Button variant="default" size="compact-sm" onClick={() => setTyped([...typed, ''])}>
          {text('item.split.more')}
        </Button>
      </Group>
      {left === undefined || isPossible ? null : (
        <Text c="danger" role="alert">
          {text(left.left === 0 ? 'item.split.nothing_left' : 'item.split.too_much', { sum: shown(left.sum) })}
        </Text>
      )}
      <ReasonField value={reason} onChange={setReason} quick={[]} tried={tried} focused={false} />
      <FaultLine fault={fault} currency={currency} />
    </ConfirmForm>
  )
}

/** As the item goes: what went out is typed without its sign. Null while one of them can't be read. */
function useParts(typed: readonly string[], { amount }: ReconciledItem, currency: string): readonly number[] | null {
  const digits = useFormats().digits(currency)
  const read = typed.map((each) => readAmount(each, digits))
  const parts = read.flatMap((each) => (each.ok ? [amount < 0 ? 0 - each.minor : each.minor] : []))
  return parts.length === typed.length ? parts : null
}

type Left = Outputs['reconciliation']['reckonParts']

function usePartsLeft(
  { account, currency }: DeedDialogProps['of'],
  { side, id }: ReconciledItem,
  parts: readonly number[] | null,
): Left | undefined {
  const content = JSON.stringify(parts ?? [])
  const question = useMemo<Question<Left>>(() => {
    const asked = { account, currency, side, item: id, parts: JSON.parse(content) as number[] }
    return (client) => client.reconciliation.reckonParts(asked)
  }, [account, currency, side, id, content])
  return useRead(question).data
}
