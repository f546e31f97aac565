import { Anchor, Text } from '@mantine/core'
import { Link } from 'wouter'
import type { Producer } from '../../engine/contract/producers.ts'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { AccountLink } from '../ledger/AccountLink.tsx'
import { useText } from '../messages/use-text.ts'
import { formatCount } from '../money/format.ts'
import { CopyText } from '../notice/CopyText.tsx'
import { State } from '../notice/Mark.tsx'
import { useMay } from '../session/session-context.ts'
import { Facts, PaneSection } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { toneOfProducer } from './columns.ts'

export function ProducerPane({ id, producer }: Readonly<{ id: number; producer: Producer | undefined }>) {
  const text = useText()
  const { instant, locale, zone, currency } = useFormats()
  const mayLedger = useMay('ledger.read')
  if (!producer) return <FaultNotice fault={{ code: 'not_found', noun: 'producer', id: String(id) }} />
  const { lastBatchAt, locations } = producer
  return (
    <>
      <PaneSection title={text('producer.about')}>
        <Facts
          facts={[
            {
              name: text('producer.state'),
              value: <State tone={toneOfProducer[producer.state]} word={text(`producer.state.${producer.state}`)} />,
            },
            { name: text('producer.id'), value: producer.id },
            { name: text('producer.code'), value: producer.code },
            ...(mayLedger
              ? [
                  {
                    name: text('producer.clearing'),
                    value: <AccountLink code={`clearing:${producer.code}`} currency={currency} />,
                  },
                ]
              : []),
            { name: text('producer.since'), value: <span title={zone}>{instant(producer.createdAt)}</span> },
          ]}
        />
      </PaneSection>
      <PaneSection title={text('producer.drop_folder')}>
        <CopyText label={text('producer.drop_folder')} value={producer.dropFolder} />
        <Text c="dimmed">{text('producer.drop_folder.hint')}</Text>
      </PaneSection>
      <PaneSection title={text('nav.batches')}>
        <Facts
          facts={[
            { name: text('producer.batches'), value: formatCount(producer.batches, locale) },
            {
              name: text('producer.last_batch'),
              value:
                lastBatchAt === null ? text('producer.no_batch') : <span title={zone}>{instant(lastBatchAt)}</span>,
            },
          ]}
        />
        <Anchor component={Link} href={`/batches?producer=${producer.id}`} underline="always">
          {text('producer.see_batches', { count: producer.batches })}
        </Anchor>
      </PaneSection>
      <PaneSection title={text('producer.locations')}>
        <Text>{locations.length === 0 ? text('producer.locations.any') : locations.join(' · ')}</Text>
      </PaneSection>
    </>
  )
}
