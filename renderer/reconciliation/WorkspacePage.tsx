import { useMemo } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { AccountReconciliation } from '../../engine/contract/reconciliation.ts'
import { assertNever } from '../assert-never.ts'
import { type Reading, useRead } from '../engine/use-read.ts'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { useText } from '../messages/use-text.ts'
import { Waiting } from '../notice/Waiting.tsx'
import { useSearchValues } from '../route/use-search.ts'
import { Page } from '../shell/Page.tsx'
import { TabLinks } from '../shell/TabLinks.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { matchedAddress, proofAddress, workspaceAddress } from './address.ts'
import { MatchedLook } from './MatchedLook.tsx'
import { OpenLook } from './OpenLook.tsx'
import { WorkspaceSearch } from './search.ts'

const topics: readonly Topic[] = ['reconciliation', 'statements']
const readAccounts = (client: EngineClient) => client.reconciliation.accounts()

/** One account on both sides: what is open, and what was put together. */
export function WorkspacePage({ account: code }: Readonly<{ account: string }>) {
  const formats = useFormats()
  const [search, change] = useSearchValues(WorkspaceSearch)
  const currency = search.currency ?? formats.currency
  const reading = useRead(readAccounts, topics)
  const account = useMemo(
    () => reading.data?.items.find((each) => each.account === code && each.currency === currency),
    [reading.data, code, currency],
  )
  if (account === undefined) return <NotThere reading={reading} code={code} currency={currency} />
  // Another account is another page: what was picked there means nothing here.
  const of = { account, search, change }
  const key = `${code} ${currency}`
  switch (search.look) {
    case 'open':
      return <OpenLook key={key} {...of} />
    case 'matched':
      return <MatchedLook key={key} {...of} />
    default:
      return assertNever(search.look)
  }
}

type NotThereProps = Readonly<{ reading: Reading<unknown>; code: string; currency: string }>

function NotThere({ reading: { data, fault, again }, code, currency }: NotThereProps) {
  const text = useText()
  return (
    <Page title={text('reconcile.account', { account: code, currency })}>
      {fault && !data ? <FaultNotice fault={fault} onRetry={again} /> : null}
      {data ? <FaultNotice fault={{ code: 'account_not_reconciled', account: code }} /> : null}
      {data || fault ? null : <Waiting />}
    </Page>
  )
}

type Part = 'open' | 'matched' | 'proof'

/** The parts of an account's reconciliation; only the bank's own money is proven. */
export function AccountTabs({ of, current }: Readonly<{ of: AccountReconciliation; current: Part }>) {
  const text = useText()
  const links = [
    { part: 'open', address: workspaceAddress(of), name: text('reconcile.look.open') },
    { part: 'matched', address: matchedAddress(of), name: text('reconcile.look.matched') },
    ...(of.kind === 'omnibus' ? [{ part: 'proof', address: proofAddress(of), name: text('proof.title') }] : []),
  ].map(({ part, ...link }) => ({ ...link, current: part === current }))
  return <TabLinks label={text('reconcile.looks')} links={links} />
}
