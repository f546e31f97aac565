import { Anchor, Text } from '@mantine/core'
import { useCallback } from 'react'
import { Link } from 'wouter'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { ProducerFile } from '../../engine/contract/producers.ts'
import { PartyMessages } from '../contact/PartyMessages.tsx'
import { useRead } from '../engine/use-read.ts'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { useText } from '../messages/use-text.ts'
import { formatCount } from '../money/format.ts'
import { CopyText } from '../notice/CopyText.tsx'
import { Waiting } from '../notice/Waiting.tsx'
import { Facts, PaneSection } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { AgreementSection } from './AgreementSection.tsx'
import { OnTimeSection } from './OnTimeStrip.tsx'
import { ProducerHead } from './ProducerHead.tsx'
import classes from './producers.module.css'
import { scheduleSentence } from './schedule-words.ts'
import { VolumesSection } from './VolumesSection.tsx'

const topics: readonly Topic[] = ['producers', 'batches', 'proposals']
const placesShown = 40

export function ProducerPane({ id }: Readonly<{ id: number }>) {
  const text = useText()
  const { data, fault, again } = useRead(
    useCallback((client: EngineClient) => client.producers.get({ id }), [id]),
    topics,
  )
  if (!data && fault) return <FaultNotice fault={fault} what={text('producer.unread')} onRetry={again} />
  if (!data) return <Waiting />
  return (
    <>
      <ProducerHead producer={data} />
      {data.recent.length > 0 ? <OnTimeSection producer={data} /> : null}
      <ScheduleSection producer={data} />
      <AgreementSection producer={data} />
      <Batches producer={data} />
      <VolumesSection id={id} />
      <Contacts producer={data} />
      <PartyMessages key={id} party={{ of: 'producer', producer: id, name: data.name, contacts: data.contacts }} />
      <Places producer={data} />
      <About producer={data} />
    </>
  )
}

type Props = Readonly<{ producer: ProducerFile }>

function ScheduleSection({ producer: { schedule, lastExpected } }: Props) {
  const text = useText()
  const formats = useFormats()
  return (
    <PaneSection title={text('producer.schedule')}>
      <Text>{schedule === null ? text('producer.schedule.none') : scheduleSentence(schedule, { text, formats })}</Text>
      {lastExpected === null ? null : (
        <Text className="ch-figure" c="dimmed">
          {text(`producer.last_expected.${lastExpected.state}`, { at: formats.instant(lastExpected.expectedAt) })}
        </Text>
      )}
    </PaneSection>
  )
}

function Batches({ producer: { id, batches, lastBatchAt } }: Props) {
  const text = useText()
  const { instant, locale, zone } = useFormats()
  return (
    <PaneSection title={text('nav.batches')}>
      <Facts
        facts={[
          { name: text('producer.batches'), value: formatCount(batches, locale) },
          {
            name: text('producer.last_batch'),
            value: lastBatchAt === null ? text('producer.no_batch') : <span title={zone}>{instant(lastBatchAt)}</span>,
          },
        ]}
      />
      <Anchor component={Link} href={`/batches?producer=${id}`} underline="always" display="inline-block" mt={4}>
        {text('producer.see_batches', { count: batches })}
      </Anchor>
    </PaneSection>
  )
}

function Contacts({ producer: { contacts } }: Props) {
  const text = useText()
  const people = contacts.map((contact, place) => ({ key: `${place} ${contact.name}`, ...contact }))
  return (
    <PaneSection title={text('producer.contacts')}>
      {people.length === 0 ? <Text c="dimmed">{text('producer.contacts.none')}</Text> : null}
      <ul className={classes.plain}>
        {people.map(({ key, name, role, email, phone }) => (
          <li key={key}>{[name, role, email ?? '', phone ?? ''].filter((said) => said !== '').join(' · ')}</li>
        ))}
      </ul>
    </PaneSection>
  )
}

function Places({ producer: { locations } }: Props) {
  const text = useText()
  const shown = locations.slice(0, placesShown).join(' · ')
  const more = locations.length - placesShown
  return (
    <PaneSection title={text('producer.locations')}>
      <Text>
        {locations.length === 0 ? text('producer.locations.any') : shown}
        {more > 0 ? ` ${text('producer.locations.more', { count: more })}` : null}
      </Text>
    </PaneSection>
  )
}

function About({ producer }: Props) {
  const text = useText()
  const { instant, zone } = useFormats()
  return (
    <PaneSection title={text('producer.about')}>
      <Facts
        facts={[
          { name: text('producer.id'), value: producer.id },
          { name: text('producer.code'), value: producer.code },
          { name: text('producer.kind'), value: text(`producer.kind.${producer.kind}`) },
          { name: text('producer.since'), value: <span title={zone}>{instant(producer.createdAt)}</span> },
          {
            name: text('producer.drop_folder'),
            value: <CopyText label={text('producer.drop_folder')} value={producer.dropFolder} />,
          },
        ]}
      />
      <Text c="dimmed">{text('producer.drop_folder.hint')}</Text>
    </PaneSection>
  )
}
