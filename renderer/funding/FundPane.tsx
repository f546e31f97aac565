import { Text } from '@mantine/core'
import { useMemo, useState } from 'react'
import { Link } from 'wouter'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { FundRequestDetail } from '../../engine/contract/funding.ts'
import { ConfirmForm } from '../case/ConfirmForm.tsx'
import { ReasonField } from '../case/ReasonField.tsx'
import { useCommand } from '../engine/use-command.ts'
import { type Question, useRead } from '../engine/use-read.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { clientAddress, transactionAddress } from '../ledger/address.ts'
import { useText } from '../messages/use-text.ts'
import { CopyText } from '../notice/CopyText.tsx'
import { Dialog } from '../notice/Dialog.tsx'
import { State } from '../notice/Mark.tsx'
import { useToast } from '../notice/use-toast.ts'
import { Waiting } from '../notice/Waiting.tsx'
import { useMay } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { Facts, PaneSection } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { toneOfFund } from './columns.ts'
import classes from './funding.module.css'

type Of = Readonly<{ request: FundRequestDetail }>

const topics: readonly Topic[] = ['funding']

/** One request: what was asked, how far it is, and its life from the asking to the bank. */
export function FundPane({ id }: Readonly<{ id: number }>) {
  const question = useMemo<Question<FundRequestDetail>>(() => (client) => client.funding.get({ id }), [id])
  const { data, fault, again } = useRead(question, topics)
  if (!data && fault) return <FaultNotice fault={fault} onRetry={again} />
  if (!data) return <Waiting />
  return (
    <>
      <About request={data} />
      <Life request={data} />
      <Told request={data} />
    </>
  )
}

function About({ request }: Of) {
  const text = useText()
  const { instant, money, zone } = useFormats()
  const { client, amount, currency, gateway, state, reference, callerReference, expiresAt } = request
  const { received, fee, payment, bankReference, paidLate, createdBy } = request
  const shown = (minor: number): string => `${currency} ${money(minor, currency)}`
  const optional = (name: string, value: string | null) => (value === null ? [] : [{ name, value }])
  return (
    <PaneSection title={text('funds.about')}>
      <Facts
        facts={[
          {
            name: text('funds.state'),
            value: <State tone={toneOfFund[state]} word={text(`funds.state.${state}`)} />,
          },
          { name: text('content.amount'), value: shown(amount) },
          { name: text('content.client'), value: <Link href={clientAddress(client)}>{client}</Link> },
          { name: text('funds.gateway'), value: gateway },
          {
            name: text('funds.reference'),
            value: <CopyText label={text('funds.reference')} value={reference} />,
          },
          ...optional(text('funds.caller_reference'), callerReference),
          ...optional(text('funds.payment'), payment),
          ...optional(text('funds.bank_reference'), bankReference),
          ...optional(text('funds.received'), received === null ? null : shown(received)),
          ...optional(text('funds.fee'), fee === null ? null : shown(fee)),
          { name: text('funds.asked_by'), value: createdBy },
          { name: text('funds.expires'), value: <span title={zone}>{instant(expiresAt)}</span> },
        ]}
      />
      {paidLate ? <Text mt={8}>{text('funds.paid_late')}</Text> : null}
      {state === 'requested' || state === 'pending' ? <Cancel request={request} /> : null}
    </PaneSection>
  )
}

function Life({ request: { history } }: Of) {
  const text = useText()
  const { instant, zone } = useFormats()
  return (
    <PaneSection title={text('funds.life')}>
      <ol className={classes.life}>
        {history.map(({ at, by, state, transaction, kind }) => (
          <li key={`${at} ${kind} ${state}`}>
            <State tone={toneOfFund[state]} word={text(`funds.state.${state}`)} />{' '}
            {transaction === null ? null : (
              <Link href={transactionAddress(transaction)}>
                {text('transaction.title', { transaction: String(transaction) })}
              </Link>
            )}
            <div className={classes.when} title={zone}>
              {text('match.made.by', {
                at: instant(at),
                by: by === 'engine' ? text('reconcile.by_engine') : by,
              })}
            </div>
          </li>
        ))}
      </ol>
    </PaneSection>
  )
}

function Told({ request: { events, currency } }: Of) {
  const text = useText()
  const { instant, money, zone } = useFormats()
  return (
    <PaneSection title={text('funds.told')}>
      {events.length === 0 ? <Text c="dimmed">{text('funds.told.none')}</Text> : null}
      <ol className={classes.life}>
        {events.map((event) => (
          <li key={event.id}>
            {text(`funds.event.${event.type}`)} · {event.currency} {money(event.amount, event.currency)}
            {event.fee === null ? null : ` · ${text('funds.fee')} ${money(event.fee, currency)}`} ·{' '}
            {text(`funds.outcome.${event.outcome}`)}
            <div className={classes.when} title={zone}>
              {instant(event.receivedAt)}
            </div>
          </li>
        ))}
      </ol>
    </PaneSection>
  )
}

const cancel = (client: EngineClient, input: { id: number; reason: string }) => client.funding.cancel(input)

function Cancel({ request: { id } }: Of) {
  const text = useText()
  const may = useMay('ledger.operate')
  const { say } = useToast()
  const [opened, setOpened] = useState(false)
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const { run, busy, fault } = useCommand(cancel)
  if (!may) return null
  const confirm = async (): Promise<void> => {
    setTried(true)
    if (busy || reason.trim() === '') return
    const outcome = await run({ id, reason: reason.trim() })
    if (!outcome.ok) return
    setOpened(false)
    say(text('funds.cancelled', { id: String(id) }))
  }
  return (
    <>
      <ActionButton mt={8} variant="default" onClick={() => setOpened(true)}>
        {text('funds.cancel')}
      </ActionButton>
      {opened ? (
        <Dialog opened onClose={() => setOpened(false)} title={text('funds.cancel.title', { id: String(id) })}>
          <ConfirmForm
            action={text('funds.cancel')}
            danger
            busy={busy}
            onConfirm={() => void confirm()}
            onClose={() => setOpened(false)}
          >
            <Text>{text('funds.cancel.effect')}</Text>
            <ReasonField value={reason} onChange={setReason} quick={[]} tried={tried} />
            <FaultLine fault={fault} />
          </ConfirmForm>
        </Dialog>
      ) : null}
    </>
  )
}
