/** What batches moved, as the overview shows it: bucket by bucket beside the period before, and part by part. */
import type { OverviewVolume, VolumeBucket, VolumeTotal } from '../../contract/overview.ts'
import { readVolume } from '../../overview/volume.ts'
import { sourceOf } from '../source.ts'

type Moved = Readonly<{ topUps: number; topUpMoney: string; payments: number; paymentMoney: string }>
type Before = Readonly<{
  topUpsBefore: number
  topUpMoneyBefore: string
  paymentsBefore: number
  paymentMoneyBefore: string
}>

type BucketLine = Moved &
  Before &
  Readonly<{
    from: string | null
    to: string | null
    startsAt: string | null
    currency: string
    fromBefore: string | null
    toBefore: string | null
  }>

type Sides = VolumeTotal['now']
const nothing: Sides = { topUps: { rows: 0, money: '0' }, payments: { rows: 0, money: '0' } }

const movedOf = ({ topUps, payments }: Sides): Moved => ({
  topUps: topUps.rows,
  topUpMoney: topUps.money,
  payments: payments.rows,
  paymentMoney: payments.money,
})

const beforeOf = ({ topUps, payments }: Sides): Before => ({
  topUpsBefore: topUps.rows,
  topUpMoneyBefore: topUps.money,
  paymentsBefore: payments.rows,
  paymentMoneyBefore: payments.money,
})

const sumIn = (bucket: VolumeBucket | null, currency: string): Sides =>
  bucket?.sums.find((sum) => sum.currency === currency) ?? nothing

/** A line for each currency that moved in the period or before it, so that a bucket without any says so. */
function bucketLines({ buckets, totals }: OverviewVolume): readonly BucketLine[] {
  const currencies = [...new Set(totals.map(({ currency }) => currency))]
  return buckets.flatMap(({ now, before }) =>
    currencies.map((currency) => ({
      from: now?.from ?? null,
      to: now?.to ?? null,
      startsAt: now?.startsAt ?? null,
      currency,
      ...movedOf(sumIn(now, currency)),
      fromBefore: before?.from ?? null,
      toBefore: before?.to ?? null,
      ...beforeOf(sumIn(before, currency)),
    })),
  )
}

const sideColumns = {
  topUps: ['integer', 1],
  topUpMoney: ['money', 1.6],
  payments: ['integer', 1],
  paymentMoney: ['money', 1.6],
} as const
const beforeColumns = {
  topUpsBefore: 'integer',
  topUpMoneyBefore: ['money', 1.6],
  paymentsBefore: 'integer',
  paymentMoneyBefore: ['money', 1.6],
} as const

export const overviewVolume = sourceOf<'overview_volume', BucketLine>('overview_volume', {
  title: 'Is money moving as usual?',
  columns: {
    from: ['day', 1.2],
    to: 'day',
    startsAt: 'instant',
    currency: ['text', 0.8],
    ...sideColumns,
    fromBefore: 'day',
    toBefore: 'day',
    ...beforeColumns,
  },
  pages: async function* (context, { producer = null, location = null, ...asked }) {
    yield bucketLines(readVolume(context, { ...asked, split: 'none', producer, location, at: context.asker.at }))
  },
})

type PartLine = Moved &
  Before &
  Readonly<{ part: string | null; kind: string; key: string | null; currency: string; from: string; to: string }>

const partLines = ({ parts, totals, split, now: { from, to } }: OverviewVolume): readonly PartLine[] =>
  totals
    .filter(({ part }) => (split === 'none' ? part === null : part !== null))
    .map(({ part, currency, now, before }) => {
      const of = parts[part ?? 0]
      return {
        part: of?.name ?? null,
        kind: of?.kind ?? 'all',
        key: of?.key ?? null,
        currency,
        from,
        to,
        ...movedOf(now),
        ...beforeOf(before),
      }
    })

export const overviewParts = sourceOf<'overview_parts', PartLine>('overview_parts', {
  title: 'Who moves it?',
  columns: {
    part: ['text', 2],
    kind: 'state',
    key: 'text',
    currency: ['text', 0.8],
    from: 'day',
    to: 'day',
    ...sideColumns,
    ...beforeColumns,
  },
  pages: async function* (context, { producer = null, location = null, ...asked }) {
    yield partLines(readVolume(context, { ...asked, producer, location, totalsOnly: true, at: context.asker.at }))
  },
})
