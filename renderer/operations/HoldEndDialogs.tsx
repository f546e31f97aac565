/** The two ends of a hold: its money moves, or is free again. */
import { Checkbox } from '@mantine/core'
import { useState } from 'react'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { Hold } from '../../engine/contract/operations.ts'
import { useText } from '../messages/use-text.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import { AmountField, DetailFields, ReasonField } from './fields.tsx'
import { type Asked, OperationDialog } from './OperationDialog.tsx'
import type { Details } from './typed.ts'
import { useOperationForm } from './use-operation-form.ts'
import { useReceiptNotice } from './use-receipt-notice.tsx'
import { useVerb } from './use-verb.ts'

type Props = Readonly<{ hold: Hold; onClose: () => void }>

type Capture = Readonly<{ hold: number; amount?: number; keepRest: boolean }> & Details

const capture = (client: EngineClient, content: Capture, asked: Asked) => client.holds.capture({ ...content, ...asked })

export function CaptureDialog({ hold, onClose }: Props) {
  const text = useText()
  const { money } = useFormats()
  const notice = useReceiptNotice()
  const { id, currency, left } = hold
  const form = useOperationForm(currency)
  const [keepRest, setKeepRest] = useState(false)
  const { amount, details } = form.read
  const whole = form.typed.amount.trim() === ''
  const content =
    details && (whole || amount !== undefined)
      ? { hold: id, keepRest, ...(amount === undefined ? {} : { amount }), ...details }
      : null
  return (
    <OperationDialog
      title={text('hold.capture.title', { hold: String(id) })}
      lead={text('hold.capture.lead', { currency, left: money(left, currency) })}
      action={useVerb(currency)('hold.capture', whole ? left : amount)}
      form={form}
      content={content}
      carryOut={capture}
      onDone={(receipt) => notice.hold(receipt, 'captured')}
      onClose={onClose}
    >
      <AmountField
        currency={currency}
        description={text('operation.amount.all', { currency, left: money(left, currency) })}
        value={form.typed.amount}
        onChange={(typed) => form.change({ amount: typed })}
        tried={form.tried}
        optional
        focused
      />
      <Checkbox
        label={text('hold.keep_rest')}
        description={text('hold.keep_rest.hint')}
        checked={keepRest}
        onChange={(event) => setKeepRest(event.currentTarget.checked)}
        size="sm"
      />
      <DetailFields form={form} />
    </OperationDialog>
  )
}

const release = (client: EngineClient, content: Readonly<{ hold: number }>, asked: Asked) =>
  client.holds.release({ ...content, ...asked })

export function ReleaseDialog({ hold, onClose }: Props) {
  const text = useText()
  const { money } = useFormats()
  const notice = useReceiptNotice()
  const { id, currency, left } = hold
  const form = useOperationForm(currency)
  return (
    <OperationDialog
      title={text('hold.release.title', { hold: String(id) })}
      lead={text('hold.release.lead', { currency, left: money(left, currency) })}
      action={useVerb(currency)('hold.release', left)}
      form={form}
      content={{ hold: id }}
      carryOut={release}
      onDone={(receipt) => notice.hold(receipt, 'released')}
      onClose={onClose}
    >
      <ReasonField form={form} focused />
    </OperationDialog>
  )
}
