/** What the files of the overview's figures must say: what the figures themselves are answered. */
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { ExportSource } from '../../engine/contract/export-sources.ts'
import type { Cases, Item } from './made.ts'

type FigureSource = Extract<ExportSource, `overview_${string}`>

/** The three days of the books are within. */
const days = { from: '2026-09-01', to: '2026-09-30' }
const hours = { from: '2026-09-01', to: '2026-09-04', by: 'hour' } as const

export function figureCases(clientOf: () => EngineClient): Readonly<Record<FigureSource, Cases>> {
  return {
    overview_volume: [
      [days, () => buckets(clientOf(), { ...days, by: 'day' })],
      [{ ...hours, producer: [7] }, () => buckets(clientOf(), { ...hours, producer: [7] })],
    ],
    overview_parts: [
      [{ ...days, split: 'producer' }, () => parts(clientOf(), 'producer')],
      [{ ...days, split: 'tier' }, () => parts(clientOf(), 'tier')],
    ],
    overview_matched: [
      [
        days,
        async () =>
          (await clientOf().overview.reconciliation(days)).currencies.map(({ currency, matched }) => ({
            ...days,
            currency,
            ...matched,
          })),
      ],
    ],
    overview_unmatched: [
      [
        days,
        async () =>
          (await clientOf().overview.reconciliation(days)).currencies.flatMap(({ currency, unmatched }) =>
            unmatched.map((band) => ({ currency, ...band })),
          ),
      ],
    ],
    overview_gap: [[days, () => gaps(clientOf())]],
    overview_exceptions: [[days, async () => (await clientOf().overview.exceptions(days)).buckets]],
    overview_open: [[days, async () => (await clientOf().overview.exceptions(days)).open]],
    overview_pace: [
      [
        days,
        async () => {
          const { toFirstTouch, toResolution } = await clientOf().overview.exceptions(days)
          return [
            { span: 'first_touch', ...toFirstTouch },
            { span: 'resolution', ...toResolution },
          ]
        },
      ],
    ],
    overview_punctuality: [[days, async () => (await clientOf().overview.health(days)).punctuality]],
    overview_health: [[days, () => health(clientOf())]],
  }
}

type Asked = Parameters<EngineClient['overview']['volume']>[0]
const noSide = { rows: 0, money: '0' }

async function buckets(client: EngineClient, asked: Asked): Promise<Item[]> {
  const { buckets: all, totals } = await client.overview.volume(asked)
  const currencies = [...new Set(totals.map(({ currency }) => currency))]
  return all.flatMap(({ now, before }) =>
    currencies.map((currency) => {
      const sum = (of: typeof now) =>
        of?.sums.find((each) => each.currency === currency) ?? { topUps: noSide, payments: noSide }
      return {
        from: now?.from ?? null,
        to: now?.to ?? null,
        startsAt: now?.startsAt ?? null,
        currency,
        ...moved(sum(now), ''),
        fromBefore: before?.from ?? null,
        toBefore: before?.to ?? null,
        ...moved(sum(before), 'Before'),
      }
    }),
  )
}

type Side = Readonly<{ rows: number; money: string }>

const moved = ({ topUps, payments }: Readonly<{ topUps: Side; payments: Side }>, when: '' | 'Before'): Item => ({
  [`topUps${when}`]: topUps.rows,
  [`topUpMoney${when}`]: topUps.money,
  [`payments${when}`]: payments.rows,
  [`paymentMoney${when}`]: payments.money,
})

async function parts(client: EngineClient, split: 'producer' | 'tier'): Promise<Item[]> {
  const { parts: all, totals } = await client.overview.volume({ ...days, split })
  return totals
    .filter(({ part }) => part !== null)
    .map(({ part, currency, now, before }) => {
      const of = all[part ?? 0]
      return {
        part: of?.name,
        kind: of?.kind,
        key: of?.key,
        currency,
        ...days,
        ...moved(now, ''),
        ...moved(before, 'Before'),
      }
    })
}

async function gaps(client: EngineClient): Promise<Item[]> {
  return (await client.overview.gap(days)).banks.map(({ account, currency, proof, gap, residue }) => {
    const term = (name: string) =>
      proof === null ? null : (proof.terms.find((each) => each.term === name)?.sum ?? '0')
    return {
      account,
      currency,
      day: proof?.day ?? null,
      bank: proof?.bankClosing ?? null,
      ledger: proof?.ledger ?? null,
      gap,
      linesNotPosted: term('lines_not_posted'),
      postingsNotAtBank: term('postings_not_at_bank'),
      residue,
    }
  })
}

async function health(client: EngineClient): Promise<Item[]> {
  const { ingest, backlog, ...marks } = await client.overview.health(days)
  const count = (what: string, of: number | null): Item => ({ what, count: of, at: null, by: null, outcome: null })
  const mark = (what: string, of: typeof marks.check): Item => ({
    what,
    count: null,
    at: null,
    by: null,
    outcome: null,
    ...of,
  })
  return [
    count('rows_per_second', ingest.rowsPerSecond),
    count('batches_running', backlog.batchesRunning),
    count('batches_held', backlog.batchesHeld),
    count('cases_open', backlog.casesOpen),
    count('proposals_waiting', backlog.proposalsWaiting),
    mark('check', marks.check),
    mark('page_check', marks.pageCheck),
    mark('chain_verification', marks.chainVerification),
    mark('backup', marks.backup),
  ]
}
