import { memo, useCallback, useMemo } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { OverviewVolume } from '../../engine/contract/overview.ts'
import type { Question } from '../engine/use-read.ts'
import { useText } from '../messages/use-text.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import { Figure } from './Figure.tsx'
import { movedAddress } from './links.ts'
import { useOverview } from './overview-context.ts'
import { partsChart, partsTable, type Split } from './parts.ts'
import { volumeParameters } from './questions.ts'
import { rowsOf } from './rows-of.ts'
import type { Measure } from './search.ts'
import { type Answered, useFigure } from './use-figure.ts'
import { currencyOf, volumeChart, volumeTable } from './volume.ts'

const topics: readonly Topic[] = ['batches', 'ledger']
const byBoth = { producer: true, location: true }

type VolumeProps = Readonly<{
  answered: Answered<OverviewVolume>
  currency: string | undefined
  show: Measure
}>

export const VolumeFigure = memo(function VolumeFigure({ answered, currency: wanted, show }: VolumeProps) {
  const text = useText()
  const own = useFormats().currency
  const { words, asked } = useOverview()
  const of = useCallback(
    (volume: OverviewVolume) => {
      const currency = currencyOf(volume, wanted, own)
      const { reach } = words
      return {
        asOf: volume.asOf,
        table: volumeTable({ volume, currency }, words),
        chart: volumeChart({ volume, currency, show }, words),
        rows: rowsOf(
          { label: words.text('overview.topUps'), href: movedAddress(reach, volume.now, { kind: 'TopUp' }) },
          { label: words.text('overview.payments'), href: movedAddress(reach, volume.now, { kind: 'Payment' }) },
        ),
        source: { source: 'overview_volume' as const, parameters: volumeParameters(asked) },
        nothing: volume.totals.length === 0 ? words.text('overview.nothing_moved') : null,
      }
    },
    [words, asked, wanted, own, show],
  )
  return <Figure title={text('overview.volume')} span="whole" answered={answered} of={of} narrowedBy={byBoth} />
})

type PartsProps = Readonly<{ split: Split; currency: string | undefined; show: Measure }>

/** Each is asked for by itself: none waits for another. */
export const PartsFigure = memo(function PartsFigure({ split, currency: wanted, show }: PartsProps) {
  const text = useText()
  const own = useFormats().currency
  const { words, asked } = useOverview()
  const question = useMemo<Question<OverviewVolume>>(
    () => (client) =>
      client.overview.volume({ ...volumeParameters(asked), by: partStep(asked.by), split, totalsOnly: true }),
    [asked, split],
  )
  const answered = useFigure(question, topics)
  const of = useCallback(
    (volume: OverviewVolume) => {
      const currency = currencyOf(volume, wanted, own)
      return {
        asOf: volume.asOf,
        table: partsTable({ volume, currency }, words),
        chart: partsChart({ volume, currency, show }, words),
        rows: rowsOf({ label: words.text('overview.rows'), href: movedAddress(words.reach, volume.now) }),
        source: {
          source: 'overview_parts' as const,
          parameters: { ...volumeParameters(asked), by: partStep(asked.by), split },
        },
        nothing: volume.totals.length === 0 ? words.text('overview.nothing_moved') : null,
      }
    },
    [words, asked, wanted, own, show, split],
  )
  return <Figure title={text(`overview.parts.${split}`)} span="third" answered={answered} of={of} narrowedBy={byBoth} />
})

/** Hours of places are added up by nobody beforehand, and what a part came to is the same by days. */
const partStep = (by: ReturnType<typeof volumeParameters>['by']) => (by === 'hour' ? 'day' : by)
