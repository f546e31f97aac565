import { matchRateDays } from '../../engine/contract/match-rate.ts'
import type { AccountReconciliation, AgeBand } from '../../engine/contract/reconciliation.ts'
import type { Column } from '../grid/columns.ts'
import type { Text } from '../messages/use-text.ts'
import { formatCount, formatPercent } from '../money/format.ts'
import type { Formats } from '../workspace/workspace-context.ts'

type Words = Readonly<{ text: Text; formats: Formats }>

export const accountId = ({ account, currency }: Pick<AccountReconciliation, 'account' | 'currency'>): string =>
  `${account} ${currency}`

/** `bands` are those of the engine, the youngest first. */
export function accountColumns(words: Words, bands: readonly AgeBand[]): readonly Column<AccountReconciliation>[] {
  const { text, formats } = words
  const count = (value: number): string => formatCount(value, formats.locale)
  const money = (sum: string, currency: string): string => formats.money(BigInt(sum), currency)
  return [
    {
      id: 'account',
      header: text('account.account'),
      priority: 1,
      minWidth: 164,
      flex: 1,
      names: true,
      text: ({ account }) => account,
    },
    { id: 'currency', header: text('account.currency'), priority: 1, minWidth: 72, text: ({ currency }) => currency },
    {
      id: 'openLines',
      header: text('reconcile.open_lines'),
      priority: 1,
      minWidth: 80,
      align: 'right',
      text: ({ openLines }) => count(openLines),
    },
    {
      id: 'lineSum',
      header: text('reconcile.line_sum'),
      priority: 2,
      minWidth: 116,
      align: 'right',
      text: ({ lineSum, currency }) => money(lineSum, currency),
    },
    {
      id: 'openPostings',
      header: text('reconcile.open_postings'),
      priority: 1,
      minWidth: 104,
      align: 'right',
      text: ({ openPostings }) => count(openPostings),
    },
    {
      id: 'postingSum',
      header: text('reconcile.posting_sum'),
      priority: 2,
      minWidth: 116,
      align: 'right',
      text: ({ postingSum, currency }) => money(postingSum, currency),
    },
    {
      id: 'suggestions',
      header: text('reconcile.suggestions'),
      priority: 1,
      minWidth: 92,
      align: 'right',
      text: ({ suggestions }) => count(suggestions),
    },
    matchRateColumn(words),
    ...bands.map((band, at) => bandColumn(band, at, words)),
    ...standingColumns(words),
  ]
}

/** How much of the last days' lines is explained: by their count, and by their money. */
function matchRateColumn({ text, formats }: Words): Column<AccountReconciliation> {
  const { locale } = formats
  return {
    id: 'matchRate',
    header: text('reconcile.match_rate', { days: matchRateDays }),
    priority: 3,
    minWidth: 148,
    align: 'right',
    text: ({ matched: { shareOfLines, shareOfMoney } }) =>
      shareOfLines === null || shareOfMoney === null
        ? text('reconcile.match_rate.no_lines')
        : text('reconcile.match_rate.both', {
            lines: formatPercent(shareOfLines, locale),
            money: formatPercent(shareOfMoney, locale),
          }),
    tooltip: ({ matched, currency }) =>
      matched.lines === 0
        ? text('reconcile.match_rate.none', { day: matched.sinceDay })
        : text('reconcile.match_rate.long', {
            day: matched.sinceDay,
            matched: matched.matchedLines,
            lines: matched.lines,
            currency,
            matchedMoney: formats.money(BigInt(matched.matchedMoney), currency),
            money: formats.money(BigInt(matched.money), currency),
          }),
  }
}

/** How far it is final, and when it was looked at last. */
function standingColumns({ text, formats }: Words): readonly Column<AccountReconciliation>[] {
  return [
    {
      id: 'cutOffDay',
      header: text('reconcile.final_through'),
      priority: 5,
      minWidth: 104,
      className: 'ch-cell-figure',
      text: ({ cutOffDay }) => cutOffDay ?? text('reconcile.nothing_final'),
    },
    {
      id: 'lastRun',
      header: text('reconcile.last_run'),
      priority: 6,
      minWidth: 168,
      className: 'ch-cell-figure',
      text: ({ lastRun }) => (lastRun === null ? text('reconcile.never_run') : formats.instant(lastRun.startedAt)),
      tooltip: ({ lastRun }) => (lastRun === null ? '' : runByWords(lastRun, text)),
    },
  ]
}

/** Both sides at once: how many of each have waited so long. */
function bandColumn(band: AgeBand, at: number, { text, formats }: Words): Column<AccountReconciliation> {
  const of = ({ ages }: AccountReconciliation): AgeBand | undefined => ages[at]
  const count = (value: number): string => formatCount(value, formats.locale)
  return {
    id: `age${band.fromDays}`,
    header: ageWords(band, text),
    priority: 4,
    minWidth: 66,
    align: 'right',
    text: (row) => {
      const age = of(row)
      if (age === undefined || age.lines + age.postings === 0) return ''
      return text('reconcile.both_counts', { lines: count(age.lines), postings: count(age.postings) })
    },
    tooltip: (row) => {
      const age = of(row)
      return age === undefined ? '' : text('reconcile.both_counts.long', { lines: age.lines, postings: age.postings })
    },
  }
}

export const ageWords = ({ fromDays, toDays }: Pick<AgeBand, 'fromDays' | 'toDays'>, text: Text): string =>
  toDays === null
    ? text('reconcile.age.over', { from: fromDays })
    : text('reconcile.age.between', { from: fromDays, to: toDays })

/** Who had it matched: a person, or the engine by itself. */
export const runByWords = ({ by }: Readonly<{ by: string }>, text: Text): string =>
  by === 'engine' ? text('reconcile.by_engine') : text('reconcile.run_by', { name: by })
