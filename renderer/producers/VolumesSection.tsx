import { Button, Text } from '@mantine/core'
import { useCallback, useState } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { ProducerVolumes, Volume } from '../../engine/contract/producers.ts'
import { useRead } from '../engine/use-read.ts'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { useText } from '../messages/use-text.ts'
import { formatCount } from '../money/format.ts'
import { Waiting } from '../notice/Waiting.tsx'
import { Facts, PaneSection } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import classes from './producers.module.css'

const topics: readonly Topic[] = ['batches']
const linesShown = 7

/** What it moved lately, day by day, and how many clients its newest rows were of. */
export function VolumesSection({ id }: Readonly<{ id: number }>) {
  const text = useText()
  const { data, fault, again } = useRead(
    useCallback((client: EngineClient) => client.producers.volumes({ id }), [id]),
    topics,
  )
  return (
    <PaneSection title={text('producer.volumes')}>
      {!data && fault ? <FaultNotice fault={fault} what={text('producer.volumes.unread')} onRetry={again} /> : null}
      {!data && !fault ? <Waiting lines={3} /> : null}
      {data ? <Volumes volumes={data} /> : null}
    </PaneSection>
  )
}

function Volumes({ volumes: { from, to, days, totals, clients } }: Readonly<{ volumes: ProducerVolumes }>) {
  const text = useText()
  return (
    <>
      {clients.rows === 0 ? null : (
        <Facts
          facts={[{ name: text('producer.volumes.clients'), value: text('producer.volumes.clients.of', clients) }]}
        />
      )}
      {days.length === 0 ? (
        <Text c="dimmed">{text('producer.volumes.none', { from, to })}</Text>
      ) : (
        <DayTable days={days} totals={totals} />
      )}
    </>
  )
}

function DayTable({ days, totals }: Pick<ProducerVolumes, 'days' | 'totals'>) {
  const text = useText()
  const [all, setAll] = useState(false)
  const shown = all ? days : days.slice(0, linesShown)
  return (
    <>
      <table className={classes.volumes}>
        <thead>
          <tr>
            <th scope="col">{text('producer.volumes.day')}</th>
            <th scope="col">{text('producer.volumes.rows')}</th>
            <th scope="col">{text('producer.volumes.top_ups')}</th>
            <th scope="col">{text('producer.volumes.payments')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ day, ...volume }) => (
            <Line key={`${day} ${volume.currency}`} name={day} volume={volume} />
          ))}
        </tbody>
        <tfoot>
          {totals.map((volume) => (
            <Line key={volume.currency} name={text('producer.volumes.total')} volume={volume} />
          ))}
        </tfoot>
      </table>
      {shown.length < days.length ? (
        <Button variant="subtle" size="compact-sm" onClick={() => setAll(true)}>
          {text('producer.volumes.more', { count: days.length - shown.length })}
        </Button>
      ) : null}
    </>
  )
}

/** Money in another currency than the workspace's says so, as the header does not. */
function Line({ name, volume }: Readonly<{ name: string; volume: Volume }>) {
  const { locale, currency: home, money } = useFormats()
  const { currency, rows, topUps, payments } = volume
  const shown = (amount: string): string =>
    currency === home ? money(BigInt(amount), currency) : `${currency} ${money(BigInt(amount), currency)}`
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{formatCount(rows, locale)}</td>
      <td>{shown(topUps)}</td>
      <td>{shown(payments)}</td>
    </tr>
  )
}
