import { Button, Group, Select } from '@mantine/core'
import { useCallback } from 'react'
import { Link } from 'wouter'
import type { Account } from '../../engine/contract/accounts.ts'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { toneOfClient } from '../clients/columns.ts'
import { useRead } from '../engine/use-read.ts'
import { ExportButton } from '../exports/ExportButton.tsx'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { useText } from '../messages/use-text.ts'
import { State } from '../notice/Mark.tsx'
import { Waiting } from '../notice/Waiting.tsx'
import { DayField } from '../route/DayField.tsx'
import { useMay } from '../session/session-context.ts'
import { type Fact, Facts, PaneSection } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { clientAddress, postingsAddress, producerAddress, producerOfCode } from './address.ts'
import classes from './ledger.module.css'
import { StatementLines } from './StatementLines.tsx'
import { type ChangeSearch, LedgerSearch } from './search.ts'
import { sidedMoney } from './sides.ts'

const topics: readonly Topic[] = ['ledger', 'batches']
const producerTopics: readonly Topic[] = ['producers']
const readProducers = (client: EngineClient) => client.producers.list()

type Props = Readonly<{ code: string; search: LedgerSearch; change: ChangeSearch }>

/** An account: what stands on it, and the lines that brought it there. */
export function AccountPane({ code, search, change }: Props) {
  const { currency } = search
  const { data, fault, again } = useRead(
    useCallback(
      (client: EngineClient) => client.accounts.get({ code, ...(currency === undefined ? {} : { currency }) }),
      [code, currency],
    ),
    topics,
  )
  if (!data && fault) return <FaultNotice fault={fault} onRetry={again} />
  if (!data) return <Waiting />
  return (
    <>
      <About account={data} />
      <Statement account={data} search={search} change={change} />
    </>
  )
}

function About({ account }: Readonly<{ account: Account }>) {
  const text = useText()
  const formats = useFormats()
  const { code, kind, currency, state, client, openedAt } = account
  const producer = useProducer(code)
  return (
    <PaneSection title={text('account.about')}>
      <p className={classes.figure}>
        <span>{currency}</span> {sidedMoney(account, { text, formats })}
      </p>
      <Facts
        facts={[
          { name: text('account.kind'), value: text(`account.kind.${kind}`) },
          { name: text('account.means'), value: text(`account.kind.${kind}.hint`) },
          {
            name: text('account.state'),
            value: <State tone={toneOfClient[state]} word={text(`client.state.${state}`)} />,
          },
          ...(client === null
            ? []
            : [{ name: text('client.id'), value: <Link href={clientAddress(client)}>{client}</Link> }]),
          ...producer,
          { name: text('account.opened'), value: <span title={formats.zone}>{formats.instant(openedAt)}</span> },
          {
            name: text('ledger.tab.postings'),
            value: <Link href={postingsAddress(code)}>{text('account.search_postings')}</Link>,
          },
        ]}
      />
    </PaneSection>
  )
}

/** A clearing account is known by its producer's code, and the producers' screen by their numbers. */
function useProducer(code: string): readonly Fact[] {
  const text = useText()
  const may = useMay('producers.read')
  const wanted = producerOfCode(code)
  const { data } = useRead(may && wanted !== null ? readProducers : null, producerTopics)
  const found = data?.items.find((producer) => producer.code === wanted)
  if (!found) return []
  return [{ name: text('batch.producer'), value: <Link href={producerAddress(found.id)}>{found.name}</Link> }]
}

/** Its postings over the same days: a table has them newest first. */
const ofAccount = ({ code, currency }: Account, { since, until }: LedgerSearch) => ({
  account: code,
  currency,
  ...(since === undefined ? {} : { from: since }),
  ...(until === undefined ? {} : { to: until }),
})

type StatementProps = Readonly<{ account: Account; search: LedgerSearch; change: ChangeSearch }>

function Statement({ account, search, change }: StatementProps) {
  const text = useText()
  const { since, until, order } = search
  const narrowed = since !== undefined || until !== undefined
  return (
    <PaneSection title={text('statement.title')}>
      <div className={classes.controls}>
        <DayField label={text('filter.from')} value={since} onChange={(day) => change({ since: day })} />
        <DayField label={text('filter.to')} value={until} onChange={(day) => change({ until: day })} />
        <Select
          label={text('statement.order')}
          data={LedgerSearch.shape.order
            .unwrap()
            .unwrap()
            .options.map((value) => ({ value, label: text(`statement.order.${value}`) }))}
          value={order}
          onChange={(value) => change({ order: LedgerSearch.shape.order.parse(value ?? undefined) })}
          allowDeselect={false}
          w={120}
        />
      </div>
      {narrowed ? (
        <Group mb={8}>
          <Button variant="subtle" size="compact-sm" onClick={() => change({ since: undefined, until: undefined })}>
            {text('filter.clear')}
          </Button>
        </Group>
      ) : null}
      <Group mb={8}>
        <ExportButton small of={{ source: 'postings', parameters: ofAccount(account, search) }} />
      </Group>
      <StatementLines account={account} since={since} until={until} order={order} />
    </PaneSection>
  )
}
