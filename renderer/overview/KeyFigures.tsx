import { useCallback } from 'react'
import { Link } from 'wouter'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type {
  OverviewExceptions,
  OverviewGap,
  OverviewHealth,
  OverviewReconciliation,
  OverviewVolume,
} from '../../engine/contract/overview.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { useText } from '../messages/use-text.ts'
import { AsOf } from '../notice/AsOf.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { type KeyFigure, keyFigures } from './key-figures.ts'
import classes from './overview.module.css'
import { useOverview } from './overview-context.ts'
import { dayParameters, healthParameters } from './questions.ts'
import { type Answered, useFigure } from './use-figure.ts'

export type Readings = Readonly<{
  volume: Answered<OverviewVolume>
  reconciliation: Answered<OverviewReconciliation>
  gap: Answered<OverviewGap>
  exceptions: Answered<OverviewExceptions>
  health: Answered<OverviewHealth>
}>

const never: readonly never[] = []

/** The six that are looked at first: now, against the period before, and since when. Each leads to its rows. */
export function KeyFigures({ readings, currency }: Readonly<{ readings: Readings; currency: string | undefined }>) {
  const text = useText()
  const own = useFormats().currency
  const { words } = useOverview()
  const before = useBefore(readings.volume.data)
  const { volume, reconciliation, gap, exceptions, health } = readings
  const figures = keyFigures(
    {
      volume: volume.data,
      reconciliation: reconciliation.data,
      gap: gap.data,
      exceptions: exceptions.data,
      health: health.data,
      before: { reconciliation: before.reconciliation.data, health: before.health.data },
      currency,
      own,
    },
    words,
  )
  return (
    <dl className={classes.keys} aria-label={text('overview.keys')}>
      {figures.map((figure) => (
        <Key key={figure.id} figure={figure} fault={readings[figure.of].fault} isOld={readings[figure.of].isOld} />
      ))}
    </dl>
  )
}

/** Shares of the period before, once the engine has said which that is; no figure waits for them. */
function useBefore(volume: OverviewVolume | undefined) {
  const { asked } = useOverview()
  const { from, to } = volume?.before ?? { from: undefined, to: undefined }
  const { producer } = asked
  const known = from !== undefined && to !== undefined
  const reconciliation = useCallback(
    (client: EngineClient) => client.overview.reconciliation(dayParameters({ from: from ?? '', to: to ?? '' })),
    [from, to],
  )
  const health = useCallback(
    (client: EngineClient) => client.overview.health(healthParameters({ from: from ?? '', to: to ?? '', producer })),
    [from, to, producer],
  )
  return {
    reconciliation: useFigure(known ? reconciliation : null, never),
    health: useFigure(known ? health : null, never),
  }
}

type KeyProps = Readonly<{ figure: KeyFigure; fault: Answered<unknown>['fault']; isOld: boolean }>

function Key({ figure: { name, value, href, change, detail, asOf, isWords = false }, fault, isOld }: KeyProps) {
  const shown = value ?? ''
  return (
    <div className={classes.key} data-old={isOld}>
      <dt>{name}</dt>
      <dd className={classes.value} data-words={isWords}>
        {href === null || value === null ? shown : <Link href={href}>{shown}</Link>}
      </dd>
      <dd>{change}</dd>
      <dd className={classes.detail}>{detail}</dd>
      <dd className={classes.detail}>
        {asOf === null ? null : <AsOf at={asOf} />}
        {value === null ? <FaultLine fault={fault} /> : null}
      </dd>
    </div>
  )
}
