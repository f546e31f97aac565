/** The six figures at the top: what each is now, how it was before, and where it leads. Pure. */
import type {
  OverviewExceptions,
  OverviewGap,
  OverviewHealth,
  OverviewReconciliation,
  OverviewVolume,
} from '../../engine/contract/overview.ts'
import { formatPercent, formatPoints } from '../money/format.ts'
import type { Words } from './figure.ts'
import { batchesAddress, casesAddress, gapAddress, matchedAddress, movedAddress } from './links.ts'
import { onTimeShare } from './on-time.ts'
import { currencyOf } from './volume.ts'
import { changeText, countText, moneyText, shareText } from './words.ts'

export type KeyFigure = Readonly<{
  id: 'topUps' | 'payments' | 'matched' | 'residue' | 'backlog' | 'onTime'
  /** The answer that it is of. */
  of: 'volume' | 'reconciliation' | 'gap' | 'exceptions' | 'health'
  name: string
  /** Null until it is known. */
  value: string | null
  href: string | null
  change: string
  detail: string
  asOf: string | null
  /** There is no figure, and these words say so. */
  isWords?: boolean
}>

export type Known = Readonly<{
  volume: OverviewVolume | undefined
  reconciliation: OverviewReconciliation | undefined
  gap: OverviewGap | undefined
  exceptions: OverviewExceptions | undefined
  health: OverviewHealth | undefined
  before: Readonly<{ reconciliation: OverviewReconciliation | undefined; health: OverviewHealth | undefined }>
  currency: string | undefined
  /** Of the workspace. */
  own: string
}>

export const keyFigures = (known: Known, words: Words): readonly KeyFigure[] => [
  moved('topUps', known, words),
  moved('payments', known, words),
  matched(known, words),
  residue(known, words),
  backlog(known, words),
  onTime(known, words),
]

const unknown = { value: null, href: null, change: '', detail: '', asOf: null } as const

function moved(kind: 'topUps' | 'payments', { volume, currency: wanted, own }: Known, words: Words): KeyFigure {
  const { text, formats, reach } = words
  const known = { id: kind, of: 'volume', name: text(`overview.${kind}`) } as const
  if (volume === undefined) return { ...known, ...unknown }
  const currency = currencyOf(volume, wanted, own)
  const total = volume.totals.find(({ part, currency: each }) => part === null && each === currency)
  const href = movedAddress(reach, volume.now, { kind: kind === 'topUps' ? 'TopUp' : 'Payment' })
  const [now, before] = [total?.now[kind], total?.before[kind]]
  return {
    ...known,
    name: text('overview.money', { name: text(`overview.${kind}`), currency }),
    value: moneyText(now?.money ?? '0', currency, formats),
    href,
    change:
      before === undefined || before.rows === 0
        ? text('overview.no_comparison')
        : text('overview.against', {
            change: changeText(total?.change[kind].money ?? null, words),
            before: moneyText(before.money, currency, formats),
          }),
    detail: text('overview.rows_against', {
      rows: now?.rows ?? 0,
      change: changeText(total?.change[kind].rows ?? null, words),
    }),
    asOf: volume.asOf,
  }
}

type Share = OverviewReconciliation['currencies'][number]

function shareIn(
  answer: OverviewReconciliation | undefined,
  wanted: string | undefined,
  own: string,
): Share | undefined {
  const all = answer?.currencies ?? []
  return all.find(({ currency }) => currency === wanted) ?? all.find(({ currency }) => currency === own) ?? all[0]
}

function matched({ reconciliation, before, currency, own }: Known, words: Words): KeyFigure {
  const { text, formats, reach } = words
  const known = { id: 'matched', of: 'reconciliation', name: text('overview.match_rate') } as const
  if (reconciliation === undefined) return { ...known, ...unknown }
  const [now, was] = [shareIn(reconciliation, currency, own), shareIn(before.reconciliation, currency, own)]
  const { asOf } = reconciliation
  if (now === undefined || now.matched.shareOfMoney === null)
    return { ...known, ...unknown, value: text('overview.nothing_told'), isWords: true, asOf }
  return {
    ...known,
    value: shareText(now.matched.shareOfMoney, text, formats),
    href: matchedAddress(reach, []),
    change: pointsText(now.matched.shareOfMoney, was?.matched.shareOfMoney ?? null, words),
    detail: text('overview.matched_of', {
      matched: now.matched.matchedLines,
      lines: now.matched.lines,
    }),
    asOf,
  }
}

/** Of two shares it is told how many points lie between them: a percentage of a percentage misleads. */
function pointsText(now: number | null, was: number | null, { text, formats }: Words): string {
  if (now === null || was === null) return text('overview.no_comparison')
  const points = formatPoints(now - was, formats.locale)
  return text('overview.points', {
    points: now > was ? `+${points}` : points,
    before: formatPercent(was, formats.locale),
  })
}

function residue({ gap, currency, own }: Known, words: Words): KeyFigure {
  const { text, formats, reach } = words
  const known = { id: 'residue', of: 'gap', name: text('overview.residue') } as const
  if (gap === undefined) return { ...known, ...unknown }
  const { banks, asOf } = gap
  const bank =
    banks.find((each) => each.currency === currency) ?? banks.find((each) => each.currency === own) ?? banks[0]
  if (bank === undefined) return { ...known, ...unknown, value: text('overview.not_told'), isWords: true, asOf }
  const href = gapAddress(reach, bank, bank.proof?.day)
  if (bank.residue === null || bank.gap === null)
    return { ...known, ...unknown, value: text('overview.not_told'), isWords: true, href, asOf }
  return {
    ...known,
    name: text('overview.money', { name: text('overview.residue'), currency: bank.currency }),
    value: moneyText(bank.residue, bank.currency, formats),
    href,
    change: text('overview.gap_of', { gap: moneyText(bank.gap, bank.currency, formats) }),
    detail: text('overview.proven_at', { account: bank.account, day: bank.proof?.day ?? '' }),
    asOf,
  }
}

function backlog({ exceptions }: Known, words: Words): KeyFigure {
  const { text, formats, reach } = words
  const known = { id: 'backlog', of: 'exceptions', name: text('overview.open_now') } as const
  if (exceptions === undefined) return { ...known, ...unknown }
  const { buckets, backlogBefore, asOf, from } = exceptions
  return {
    ...known,
    value: countText(buckets.at(-1)?.backlog ?? backlogBefore, formats),
    href: casesAddress(reach, {}),
    change: text('overview.open_before', { count: backlogBefore, day: from }),
    detail: '',
    asOf,
  }
}

function onTime({ health, before }: Known, words: Words): KeyFigure {
  const { text, formats, reach } = words
  const known = { id: 'onTime', of: 'health', name: text('overview.on_time.key') } as const
  if (health === undefined) return { ...known, ...unknown }
  const { totals, asOf, from, to } = health
  const share = onTimeShare(totals)
  if (share === null) return { ...known, ...unknown, value: text('overview.nothing_expected'), isWords: true, asOf }
  return {
    ...known,
    value: formatPercent(share, formats.locale),
    href: batchesAddress(reach, { from, to }),
    change: pointsText(share, before.health === undefined ? null : onTimeShare(before.health.totals), words),
    detail: text('overview.on_time.of', { ...totals }),
    asOf,
  }
}
