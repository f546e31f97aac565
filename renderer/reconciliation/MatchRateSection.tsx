import { Text } from '@mantine/core'
import { matchRateDays } from '../../engine/contract/match-rate.ts'
import type { AccountReconciliation } from '../../engine/contract/reconciliation.ts'
import { useText } from '../messages/use-text.ts'
import { formatCount, formatPercent } from '../money/format.ts'
import { PaneSection } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import classes from './reconciliation.module.css'

/** How much of what the statements of the last days told of is matched: by the count of lines, and by their money. */
export function MatchRateSection({ account: { matched, currency } }: Readonly<{ account: AccountReconciliation }>) {
  const text = useText()
  const { money, locale } = useFormats()
  const { shareOfLines, shareOfMoney } = matched
  return (
    <PaneSection title={text('reconcile.match_rate', { days: matchRateDays })}>
      {shareOfLines === null || shareOfMoney === null ? (
        <Text c="dimmed">{text('reconcile.match_rate.none', { day: matched.sinceDay })}</Text>
      ) : (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{text('reconcile.match_rate.since', { day: matched.sinceDay })}</th>
              <th scope="col" data-amount>
                {text('reconcile.match_rate.matched')}
              </th>
              <th scope="col" data-amount>
                {text('reconcile.match_rate.of')}
              </th>
              <th scope="col" data-amount>
                {text('reconcile.match_rate.share')}
              </th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">{text('reconcile.lines')}</th>
              <td data-amount>{formatCount(matched.matchedLines, locale)}</td>
              <td data-amount>{formatCount(matched.lines, locale)}</td>
              <td data-amount>{formatPercent(shareOfLines, locale)}</td>
            </tr>
            <tr>
              <th scope="row">{currency}</th>
              <td data-amount>{money(BigInt(matched.matchedMoney), currency)}</td>
              <td data-amount>{money(BigInt(matched.money), currency)}</td>
              <td data-amount>{formatPercent(shareOfMoney, locale)}</td>
            </tr>
          </tbody>
        </table>
      )}
    </PaneSection>
  )
}
