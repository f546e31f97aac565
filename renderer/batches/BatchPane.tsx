import { Text } from '@mantine/core'
import { useCallback } from 'react'
import { Link } from 'wouter'
import type { Batch } from '../../engine/contract/batches.ts'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { useRead } from '../engine/use-read.ts'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { textOfCode, useText } from '../messages/use-text.ts'
import { formatCount } from '../money/format.ts'
import { CopyText } from '../notice/CopyText.tsx'
import { State } from '../notice/Mark.tsx'
import { Waiting } from '../notice/Waiting.tsx'
import { Facts, PaneSection } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { BatchRows } from './BatchRows.tsx'
import classes from './batches.module.css'
import { barOf } from './equation.ts'
import { equationSentence, verdict } from './sentences.ts'
import { toneOfState } from './states.ts'

const topics: readonly Topic[] = ['batches']

/** One batch: the verdict first, then the equation that proves it, then what needs a look, then where it came from. */
export function BatchPane({ id }: Readonly<{ id: number }>) {
  const text = useText()
  const { data, fault, again } = useRead(
    useCallback((client: EngineClient) => client.batches.get({ id }), [id]),
    topics,
  )
  if (!data && fault) return <FaultNotice fault={fault} onRetry={again} />
  if (!data) return <Waiting />
  return (
    <>
      <PaneSection title={text('batch.verdict')}>
        <State tone={toneOfState[data.state]} word={text(`batch.state.${data.state}`)} />
        <Text>{verdict(data, text)}</Text>
      </PaneSection>
      <Equation batch={data} />
      <Reasons batch={data} />
      <BatchRows batch={data} />
      <Source batch={data} />
    </>
  )
}

function Equation({ batch }: Readonly<{ batch: Batch }>) {
  const text = useText()
  const formats = useFormats()
  return (
    <PaneSection title={text('batch.equation.title')}>
      <div className={classes.bar} style={{ backgroundImage: barOf(batch) }} aria-hidden />
      <Text className="ch-figure">{equationSentence(batch, text)}</Text>
      <Text className="ch-figure">
        {text('batch.money', { currency: batch.currency, money: formats.money(batch.sum, batch.currency) })}
      </Text>
      {batch.held > 0 ? <Text>{text('batch.held_now', { held: batch.held, heldNow: batch.heldNow })}</Text> : null}
    </PaneSection>
  )
}

function Reasons({ batch }: Readonly<{ batch: Batch }>) {
  const text = useText()
  if (batch.reasons.length === 0) return null
  return (
    <PaneSection title={text('batch.reasons')}>
      <ul className={classes.reasons}>
        {batch.reasons.map((code) => (
          <li key={code}>
            {textOfCode(text, 'rule', code)} <span className={classes.code}>{code}</span>
          </li>
        ))}
      </ul>
    </PaneSection>
  )
}

function Source({ batch }: Readonly<{ batch: Batch }>) {
  const text = useText()
  const { instant, zone, locale } = useFormats()
  return (
    <PaneSection title={text('batch.source')}>
      <Facts
        facts={[
          { name: text('batch.file'), value: batch.file },
          {
            name: text('batch.producer'),
            value: (
              <Link href={`/producers?open=${batch.producer}`}>{`${batch.producerName} (${batch.producer})`}</Link>
            ),
          },
          { name: text('batch.received'), value: <span title={zone}>{instant(batch.receivedAt)}</span> },
          {
            name: text('batch.seal'),
            value: batch.sealedAt ? text('batch.sealed', { at: instant(batch.sealedAt) }) : text('batch.not_sealed'),
          },
          { name: text('batch.bytes'), value: formatCount(batch.bytes, locale) },
          { name: 'SHA-256', value: <CopyText label="SHA-256" value={batch.sha256} /> },
        ]}
      />
    </PaneSection>
  )
}
