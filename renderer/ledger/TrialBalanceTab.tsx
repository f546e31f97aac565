import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useCallback, useState } from 'react'
import { Link } from 'wouter'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient, Outputs } from '../../engine/contract/contract.ts'
import { useRead } from '../engine/use-read.ts'
import { ExportButton } from '../exports/ExportButton.tsx'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { NextStep } from '../first-run/NextStep.tsx'
import { useText } from '../messages/use-text.ts'
import { formatCount } from '../money/format.ts'
import { AsOf } from '../notice/AsOf.tsx'
import { State } from '../notice/Mark.tsx'
import { Nothing } from '../notice/Nothing.tsx'
import { Waiting } from '../notice/Waiting.tsx'
import { instantOf, localOf } from '../time/read.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import { accountsAddress } from './address.ts'
import { LedgerPage } from './LedgerPage.tsx'
import classes from './ledger.module.css'
import type { ChangeSearch, LedgerSearch } from './search.ts'

const topics: readonly Topic[] = ['ledger', 'batches']
const never: readonly Topic[] = []

type Props = Readonly<{ search: LedgerSearch; change: ChangeSearch }>
type TrialBalance = Outputs['accounts']['trialBalance']

/** Debits and credits by kind of account, now or as the books stood; each line opens the accounts it is made of. */
export function TrialBalanceTab({ search, change }: Props) {
  const text = useText()
  const { instant, zone } = useFormats()
  const { at } = search
  const { data, fault, readAt, again } = useRead(
    useCallback((client: EngineClient) => client.accounts.trialBalance(at === undefined ? {} : { at }), [at]),
    at === undefined ? topics : never,
  )
  return (
    <LedgerPage
      search={search}
      change={change}
      onClose={() => change({ account: undefined, transaction: undefined, period: undefined })}
      actions={<ExportButton of={{ source: 'trial_balance', parameters: at === undefined ? {} : { at } }} />}
      filters={<Instant key={at ?? ''} at={at} onChange={(next) => change({ at: next })} />}
      status={
        data === undefined || readAt === undefined ? null : at === undefined ? (
          <AsOf at={readAt} />
        ) : (
          <span title={zone}>{text('trial_balance.stood_at', { at: instant(data.asOf) })}</span>
        )
      }
    >
      {data ? <Balance balance={data} /> : null}
      {!data && fault ? <FaultNotice fault={fault} what={text('trial_balance.unread')} onRetry={again} /> : null}
      {!data && !fault ? <Waiting lines={12} /> : null}
    </LedgerPage>
  )
}

type InstantProps = Readonly<{ at: string | undefined; onChange: (at: string | undefined) => void }>

function Instant({ at, onChange }: InstantProps) {
  const text = useText()
  const { zone } = useFormats()
  const [typed, setTyped] = useState(at === undefined ? '' : localOf(at, zone))
  const [tried, setTried] = useState(false)
  const read = typed === '' ? undefined : instantOf(typed, zone)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (read !== null) onChange(read)
  }
  return (
    <form className={classes.inline} onSubmit={submit} noValidate>
      <TextInput
        type="datetime-local"
        step={1}
        leftSection={text('trial_balance.as_at')}
        leftSectionWidth={56}
        aria-label={text('trial_balance.at', { zone })}
        title={text('trial_balance.at', { zone })}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        error={tried && read === null}
        w={264}
      />
      <Button type="submit" variant="default">
        {text('trial_balance.show')}
      </Button>
      {at === undefined ? null : (
        <Button variant="subtle" onClick={() => onChange(undefined)}>
          {text('trial_balance.now')}
        </Button>
      )}
      {tried && read === null ? <span role="alert">{text('trial_balance.no_such_time', { zone })}</span> : null}
    </form>
  )
}

// What scrolls takes the focus itself, so that it can be scrolled by keyboard.
const scrolledByKeys = (label: string) => ({ role: 'group', tabIndex: 0, 'aria-label': label }) as const

function Balance({ balance }: Readonly<{ balance: TrialBalance }>) {
  const text = useText()
  const { items, totals, balanced } = balance
  if (items.length === 0)
    return <Nothing title={text('trial_balance.none')} body={text('trial_balance.none.next')} action={<NextStep />} />
  return (
    <div className={classes.wide} {...scrolledByKeys(text('ledger.tab.trial-balance'))}>
      <p className={classes.verdict}>
        <State
          tone={balanced ? 'ok' : 'critical'}
          word={text(balanced ? 'trial_balance.balanced' : 'trial_balance.unbalanced')}
        />
      </p>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{text('account.kind')}</th>
            <th scope="col">{text('account.currency')}</th>
            <th scope="col" className={classes.amount}>
              {text('trial_balance.accounts')}
            </th>
            <th scope="col" className={classes.amount}>
              {text('ledger.debit')}
            </th>
            <th scope="col" className={classes.amount}>
              {text('ledger.credit')}
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((line) => (
            <Line key={`${line.currency} ${line.kind}`} line={line} />
          ))}
        </tbody>
        <tfoot>
          {totals.map((total) => (
            <Total key={total.currency} total={total} />
          ))}
        </tfoot>
      </table>
    </div>
  )
}

function Line({ line }: Readonly<{ line: TrialBalance['items'][number] }>) {
  const text = useText()
  const { money, locale } = useFormats()
  const { kind, currency, accounts, debit, credit } = line
  return (
    <tr>
      <th scope="row">
        <Link href={accountsAddress(kind, currency)}>{text(`account.kind.${kind}`)}</Link>
        <div className={classes.origin}>{text(`account.kind.${kind}.hint`)}</div>
      </th>
      <td>{currency}</td>
      <td className={classes.amount}>{formatCount(accounts, locale)}</td>
      <td className={classes.amount}>{debit === '0' ? '' : money(BigInt(debit), currency)}</td>
      <td className={classes.amount}>{credit === '0' ? '' : money(BigInt(credit), currency)}</td>
    </tr>
  )
}

function Total({ total }: Readonly<{ total: TrialBalance['totals'][number] }>) {
  const text = useText()
  const { money } = useFormats()
  const { currency, debit, credit } = total
  return (
    <tr data-total>
      <th scope="row">{text('trial_balance.total')}</th>
      <td colSpan={2}>{currency}</td>
      <td className={classes.amount}>{money(BigInt(debit), currency)}</td>
      <td className={classes.amount}>{money(BigInt(credit), currency)}</td>
    </tr>
  )
}
