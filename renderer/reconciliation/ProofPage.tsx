import { Anchor, Button, Group, Text } from '@mantine/core'
import { useCallback, useMemo } from 'react'
import { Link, useLocation } from 'wouter'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { OmnibusProof } from '../../engine/contract/reconciliation.ts'
import { type Question, useRead } from '../engine/use-read.ts'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { KeyHint } from '../keys/KeyHint.tsx'
import { useKeyCommand } from '../keys/keys-context.ts'
import { accountAddress } from '../ledger/address.ts'
import { useText } from '../messages/use-text.ts'
import { AsOf } from '../notice/AsOf.tsx'
import { Live } from '../notice/Live.tsx'
import { State } from '../notice/Mark.tsx'
import { Waiting } from '../notice/Waiting.tsx'
import { DayField } from '../route/DayField.tsx'
import { useSearchValues } from '../route/use-search.ts'
import { later } from '../shell/later.tsx'
import { Page } from '../shell/Page.tsx'
import { todayIn } from '../time/noon.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import { statementAddress } from './address.ts'
import { ItemTable } from './ItemTable.tsx'
import { ProofTable } from './ProofTable.tsx'
import { dayBeside, proofVerdict, termAddress } from './proof-words.ts'
import classes from './reconciliation.module.css'
import { ProofSearch } from './search.ts'
import { AccountTabs } from './WorkspacePage.tsx'
import { type Bar, barsOf } from './waterfall.ts'

// The chart library is larger than the whole queue: it comes when somebody looks at a proof.
const Waterfall = later(async () => (await import('./Waterfall.tsx')).Waterfall, <Waiting lines={6} />)

const topics: readonly Topic[] = ['reconciliation', 'statements', 'ledger']
const accountTopics: readonly Topic[] = ['reconciliation']
const readAccounts = (client: EngineClient) => client.reconciliation.accounts()

/** Whether the bank's money is what is owed, at the end of a day: the equation, drawn and as a table. */
export function ProofPage({ account }: Readonly<{ account: string }>) {
  const text = useText()
  const formats = useFormats()
  const [search, change] = useSearchValues(ProofSearch)
  const currency = search.currency ?? formats.currency
  const accounts = useRead(readAccounts, accountTopics)
  const of = accounts.data?.items.find((each) => each.account === account && each.currency === currency)
  // The last day that is cut off is the last one that is complete.
  const day = search.day ?? of?.cutOffDay ?? todayIn(formats.zone)
  const known = search.day !== undefined || accounts.data !== undefined
  const question = useMemo<Question<OmnibusProof> | null>(
    () => (known ? (client) => client.reconciliation.proof({ account, currency, day }) : null),
    [known, account, currency, day],
  )
  const { data, fault, readAt, again } = useRead(question, topics)
  const go = (to: string | undefined): void => change({ day: to }, { replace: true })
  return (
    <Page
      title={text('reconcile.account', { account, currency })}
      tabs={of === undefined ? null : <AccountTabs of={of} current="proof" />}
      filters={<DayPicker day={day} onGo={go} />}
      status={readAt ? <AsOf at={readAt} /> : <span />}
    >
      {data ? <Proof proof={data} onGo={go} /> : null}
      {!data && fault ? <FaultNotice fault={fault} onRetry={again} /> : null}
      {data || fault ? null : <Waiting />}
    </Page>
  )
}

function DayPicker({ day, onGo }: Readonly<{ day: string; onGo: (day: string | undefined) => void }>) {
  const text = useText()
  const before = (): void => onGo(dayBeside(day, -1))
  const after = (): void => onGo(dayBeside(day, 1))
  useKeyCommand('side.left', before)
  useKeyCommand('side.right', after)
  return (
    <Group gap={8}>
      <DayField inline label={text('item.day')} value={day} onChange={onGo} />
      <Button variant="default" onClick={before} rightSection={<KeyHint command="side.left" />}>
        {text('proof.previous')}
      </Button>
      <Button variant="default" onClick={after} rightSection={<KeyHint command="side.right" />}>
        {text('proof.next')}
      </Button>
    </Group>
  )
}

function Proof({ proof, onGo }: Readonly<{ proof: OmnibusProof; onGo: (day: string) => void }>) {
  const text = useText()
  const formats = useFormats()
  const [, navigate] = useLocation()
  const { currency, statement, bankDay, isTold } = proof
  const money = useCallback((sum: string) => formats.money(BigInt(sum), currency), [formats, currency])
  const shown = (minor: bigint): string => `${currency} ${formats.money(minor, currency)}`
  const verdict = proofVerdict(proof, { text, money: shown })
  const bars = useMemo(() => barsOf(proof), [proof])
  const nameOf = useCallback((bar: Bar) => text(`proof.term.${bar.name}`), [text])
  const open = (bar: Bar): void => {
    const address = addressOf(bar, proof)
    if (address !== null) navigate(address)
  }
  return (
    <div className={classes.proof}>
      <div className={classes.verdict}>
        <Live>
          <State tone={verdict.tone} word={verdict.words} />
        </Live>
        {statement === null ? null : (
          <Anchor component={Link} href={statementAddress(statement)} underline="always">
            {text('proof.statement', { statement })}
          </Anchor>
        )}
        {isTold || bankDay === null ? null : (
          <Anchor component="button" type="button" onClick={() => onGo(bankDay)} underline="always">
            {text('proof.last_told', { day: bankDay })}
          </Anchor>
        )}
      </div>
      <div className={classes.proofParts}>
        <ProofTable proof={proof} />
        <figure className={classes.figure}>
          <figcaption>{text('proof.chart', { day: proof.day })}</figcaption>
          <Waterfall bars={bars} nameOf={nameOf} money={money} description={verdict.words} onOpen={open} />
        </figure>
      </div>
      {isTold ? <Explanation proof={proof} /> : null}
    </div>
  )
}

function addressOf({ name }: Bar, proof: OmnibusProof): string | null {
  switch (name) {
    case 'bank':
      return proof.statement === null ? null : statementAddress(proof.statement)
    case 'expected':
      return accountAddress(proof.account, proof.currency)
    case 'difference':
      return null
    default:
      return termAddress({ term: name }, proof)
  }
}

/** Where somebody would begin to look. */
function Explanation({ proof: { explanation, currency } }: Readonly<{ proof: OmnibusProof }>) {
  const text = useText()
  if (explanation === null) return null
  const { items, bounded } = explanation
  return (
    <section aria-label={text('proof.explanation')}>
      <h2 className={classes.heading}>{text('proof.explanation')}</h2>
      {items.length === 0 ? (
        <Text>{text('proof.explanation.none')}</Text>
      ) : (
        <ItemTable items={items} currency={currency} label={text('proof.explanation')} />
      )}
      {bounded ? <Text c="dimmed">{text('proof.explanation.bounded')}</Text> : null}
    </section>
  )
}
