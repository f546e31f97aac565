import { memo, useCallback } from 'react'
import type { OverviewExceptions, OverviewHealth } from '../../engine/contract/overview.ts'
import { useText } from '../messages/use-text.ts'
import { flowChart, flowTable, openChart, openTable, paceChart, paceTable } from './cases.ts'
import { Figure } from './Figure.tsx'
import { healthTable } from './health.ts'
import { batchesAddress, casesAddress } from './links.ts'
import { onTimeChart, onTimeTable } from './on-time.ts'
import { useOverview } from './overview-context.ts'
import { caseParameters, healthParameters } from './questions.ts'
import { rowsOf } from './rows-of.ts'
import type { Answered } from './use-figure.ts'

type CaseProps = Readonly<{ answered: Answered<OverviewExceptions> }>
type HealthProps = Readonly<{ answered: Answered<OverviewHealth> }>

// A case is of a producer's file, which is from many places.
const byProducer = { producer: true, location: false }

export const FlowFigure = memo(function FlowFigure({ answered }: CaseProps) {
  const text = useText()
  const { words, asked } = useOverview()
  const of = useCallback(
    (answer: OverviewExceptions) => {
      const { from, to } = answer
      const { reach } = words
      return {
        asOf: answer.asOf,
        table: flowTable(answer, words),
        chart: flowChart(answer, words),
        rows: rowsOf(
          { label: words.text('overview.opened'), href: casesAddress(reach, { raised: { from, to }, all: true }) },
          { label: words.text('overview.resolved'), href: casesAddress(reach, { resolved: { from, to } }) },
        ),
        source: { source: 'overview_exceptions' as const, parameters: caseParameters(asked) },
        nothing: null,
      }
    },
    [words, asked],
  )
  return <Figure title={text('overview.flow')} span="half" answered={answered} of={of} narrowedBy={byProducer} />
})

export const OpenFigure = memo(function OpenFigure({ answered }: CaseProps) {
  const text = useText()
  const { words, asked } = useOverview()
  const of = useCallback(
    (answer: OverviewExceptions) => ({
      asOf: answer.asOf,
      table: openTable(answer, words),
      chart: null,
      picture: openChart(answer, words),
      rows: rowsOf({ label: words.text('overview.rows'), href: casesAddress(words.reach, {}) }),
      source: { source: 'overview_open' as const, parameters: caseParameters(asked) },
      nothing: null,
    }),
    [words, asked],
  )
  return <Figure title={text('overview.open')} span="half" answered={answered} of={of} narrowedBy={byProducer} />
})

export const PaceFigure = memo(function PaceFigure({ answered }: CaseProps) {
  const text = useText()
  const { words, asked } = useOverview()
  const of = useCallback(
    (answer: OverviewExceptions) => {
      const { from, to, toFirstTouch, toResolution } = answer
      return {
        asOf: answer.asOf,
        table: paceTable(answer, words),
        chart: paceChart(answer, words),
        rows: rowsOf({
          label: words.text('overview.rows'),
          href: casesAddress(words.reach, { raised: { from, to }, all: true }),
        }),
        source: { source: 'overview_pace' as const, parameters: caseParameters(asked) },
        nothing: toFirstTouch.count + toResolution.count === 0 ? words.text('overview.pace.none') : null,
      }
    },
    [words, asked],
  )
  return <Figure title={text('overview.pace')} span="half" answered={answered} of={of} narrowedBy={byProducer} />
})

export const OnTimeFigure = memo(function OnTimeFigure({ answered }: HealthProps) {
  const text = useText()
  const { words, asked } = useOverview()
  const of = useCallback(
    (answer: OverviewHealth) => {
      const { from, to } = answer
      return {
        asOf: answer.asOf,
        table: onTimeTable(answer, words),
        chart: onTimeChart(answer, words),
        rows: rowsOf(
          { label: words.text('overview.batches'), href: batchesAddress(words.reach, { from, to }) },
          {
            label: words.text('overview.rejected'),
            href: batchesAddress(words.reach, { from, to, state: 'rejected' }),
          },
        ),
        source: { source: 'overview_punctuality' as const, parameters: healthParameters(asked) },
        nothing: answer.punctuality.length === 0 ? words.text('overview.on_time.none') : null,
      }
    },
    [words, asked],
  )
  return <Figure title={text('overview.on_time')} span="half" answered={answered} of={of} narrowedBy={byProducer} />
})

export const HealthFigure = memo(function HealthFigure({ answered }: HealthProps) {
  const text = useText()
  const { words, asked } = useOverview()
  const of = useCallback(
    (answer: OverviewHealth) => ({
      asOf: answer.asOf,
      table: healthTable(answer, words),
      chart: null,
      rows: rowsOf({ label: words.text('overview.rows'), href: batchesAddress(words.reach, {}) }),
      source: { source: 'overview_health' as const, parameters: healthParameters(asked) },
      nothing: null,
    }),
    [words, asked],
  )
  return <Figure title={text('overview.health')} span="half" answered={answered} of={of} narrowedBy={byProducer} />
})
