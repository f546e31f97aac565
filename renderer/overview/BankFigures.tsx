import { memo, useCallback } from 'react'
import type { OverviewGap, OverviewReconciliation } from '../../engine/contract/overview.ts'
import { useText } from '../messages/use-text.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import { Figure } from './Figure.tsx'
import { gapChart, gapTable } from './gap.ts'
import { gapAddress, matchedAddress, openItemsAddress } from './links.ts'
import { useOverview } from './overview-context.ts'
import { dayParameters } from './questions.ts'
import { matchedChart, matchedTable, unmatchedChart, unmatchedTable } from './reconciled.ts'
import { rowsOf } from './rows-of.ts'
import type { Answered } from './use-figure.ts'

type Account = Readonly<{ account: string; currency: string }>
type ReconciledProps = Readonly<{
  answered: Answered<OverviewReconciliation>
  accounts: readonly Account[]
  currency: string | undefined
}>

// A statement says neither whose file money came with nor where it was paid.
const byNeither = { producer: false, location: false }

export const MatchedFigure = memo(function MatchedFigure({ answered, accounts }: Omit<ReconciledProps, 'currency'>) {
  const text = useText()
  const { words, asked } = useOverview()
  const of = useCallback(
    (reconciliation: OverviewReconciliation) => ({
      asOf: reconciliation.asOf,
      table: matchedTable({ reconciliation, accounts }, words),
      chart: matchedChart({ reconciliation, accounts }, words),
      rows: rowsOf({ label: words.text('overview.rows'), href: matchedAddress(words.reach, accounts) }),
      source: { source: 'overview_matched' as const, parameters: dayParameters(asked) },
      nothing: reconciliation.currencies.length === 0 ? words.text('overview.no_statements') : null,
    }),
    [words, asked, accounts],
  )
  return <Figure title={text('overview.matched')} span="half" answered={answered} of={of} narrowedBy={byNeither} />
})

export const UnmatchedFigure = memo(function UnmatchedFigure({
  answered,
  accounts,
  currency: wanted,
}: ReconciledProps) {
  const text = useText()
  const own = useFormats().currency
  const { words, asked } = useOverview()
  const of = useCallback(
    (reconciliation: OverviewReconciliation) => {
      const told = reconciliation.currencies.map(({ currency }) => currency)
      const currency = [wanted, own].find((each) => each !== undefined && told.includes(each)) ?? told[0] ?? own
      return {
        asOf: reconciliation.asOf,
        table: unmatchedTable({ reconciliation, accounts }, words),
        chart: unmatchedChart({ reconciliation, accounts }, currency, words),
        rows: rowsOf({ label: words.text('overview.rows'), href: openItemsAddress(words.reach, accounts) }),
        source: { source: 'overview_unmatched' as const, parameters: dayParameters(asked) },
        nothing: reconciliation.currencies.length === 0 ? words.text('overview.no_statements') : null,
      }
    },
    [words, asked, accounts, wanted, own],
  )
  return <Figure title={text('overview.unmatched')} span="half" answered={answered} of={of} narrowedBy={byNeither} />
})

type GapProps = Readonly<{ answered: Answered<OverviewGap>; currency: string | undefined }>

export const GapFigure = memo(function GapFigure({ answered, currency: wanted }: GapProps) {
  const text = useText()
  const own = useFormats().currency
  const { words, asked } = useOverview()
  const of = useCallback(
    (answer: OverviewGap) => {
      const { banks } = answer
      const bank =
        banks.find(({ currency }) => currency === wanted) ?? banks.find((each) => each.currency === own) ?? banks[0]
      const isTold = bank !== undefined && bank.gap !== null
      return {
        asOf: answer.asOf,
        table: gapTable(answer, words),
        chart: isTold ? gapChart(bank, words) : null,
        rows: rowsOf(
          ...banks.map((each) => ({
            label: `${each.account} ${each.currency}`,
            href: gapAddress(words.reach, each, each.proof?.day),
          })),
        ),
        source: { source: 'overview_gap' as const, parameters: dayParameters(asked) },
        nothing: isTold ? null : words.text('overview.gap.none'),
      }
    },
    [words, asked, wanted, own],
  )
  return <Figure title={text('overview.gap.title')} span="half" answered={answered} of={of} narrowedBy={byNeither} />
})
