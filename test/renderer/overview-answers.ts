/** Answers of the overview, as the engine gives them. */
import type {
  OverviewExceptions,
  OverviewGap,
  OverviewHealth,
  OverviewReconciliation,
  OverviewVolume,
  VolumeBucket,
} from '../../engine/contract/overview.ts'
import type { Permission } from '../../engine/contract/permission.ts'
import { permissionsOfRole, type Role } from '../../engine/contract/permission.ts'
import type { Words } from '../../renderer/overview/figure.ts'
import { english, formats } from './text.ts'

export const asOf = '2026-11-22T06:00:00.000Z'

export const words = (role: Role, producer?: number): Words => ({
  text: english,
  formats,
  reach: {
    may: (permission: Permission) => permissionsOfRole[role].includes(permission),
    producers: [{ id: 7, code: 'seven' }],
    producer,
    location: undefined,
    today: '2026-11-22',
  },
})

const bucket = (day: string, money: string, rows: number): VolumeBucket => ({
  from: day,
  to: day,
  startsAt: `${day}T00:00:00.000Z`,
  endsAt: `${day}T23:00:00.000Z`,
  sums: rows === 0 ? [] : [{ part: 0, currency: 'USD', topUps: { rows, money }, payments: { rows: 1, money: '250' } }],
})

const side = (rows: number, money: string) => ({ rows, money })

export const volume: OverviewVolume = {
  asOf,
  zone: 'Asia/Hong_Kong',
  by: 'day',
  split: 'none',
  now: { from: '2026-11-21', to: '2026-11-22' },
  before: { from: '2026-11-19', to: '2026-11-20' },
  parts: [{ kind: 'all', key: null, name: null }],
  buckets: [
    { now: bucket('2026-11-21', '12345', 3), before: bucket('2026-11-19', '100', 1) },
    { now: bucket('2026-11-22', '0', 0), before: null },
  ],
  totals: [
    {
      part: null,
      currency: 'USD',
      now: { topUps: side(3, '12345'), payments: side(1, '250') },
      before: { topUps: side(1, '100'), payments: side(0, '0') },
      change: { topUps: { rows: 20_000, money: -1_050 }, payments: { rows: null, money: null } },
    },
  ],
}

export const byProducer: OverviewVolume = {
  ...volume,
  split: 'producer',
  parts: [
    { kind: 'one', key: '7', name: 'Seven Corner' },
    { kind: 'rest', key: null, name: null },
  ],
  totals: [
    ...volume.totals,
    ...volume.totals.map((total) => ({ ...total, part: 0 })),
    ...volume.totals.map((total) => ({ ...total, part: 1 })),
  ],
}

export const reconciliation: OverviewReconciliation = {
  asOf,
  from: '2026-11-21',
  to: '2026-11-22',
  currencies: [
    {
      currency: 'USD',
      matched: {
        lines: 4,
        openLines: 1,
        matchedLines: 3,
        money: '4000',
        openMoney: '1',
        matchedMoney: '3999',
        shareOfLines: 7_500,
        shareOfMoney: 9_997,
      },
      unmatched: [
        { fromDays: 0, toDays: 1, lines: 1, lineMoney: '1', postings: 0, postingMoney: '0' },
        { fromDays: 31, toDays: null, lines: 0, lineMoney: '0', postings: 2, postingMoney: '70' },
      ],
    },
  ],
}

export const gap: OverviewGap = {
  asOf,
  from: '2026-11-21',
  to: '2026-11-22',
  banks: [
    {
      account: 'omnibus:main',
      currency: 'USD',
      proof: {
        account: 'omnibus:main',
        currency: 'USD',
        day: '2026-11-22',
        bankClosing: '100000000',
        statement: 3,
        bankDay: '2026-11-22',
        isTold: true,
        ledger: '99999000',
        terms: [
          { term: 'wallets', sum: '99999000', rows: 9 },
          { term: 'lines_not_posted', sum: '1500', rows: 1 },
          { term: 'postings_not_at_bank', sum: '-700', rows: 2 },
        ],
        expected: '99999800',
        difference: '200',
      },
      gap: '1000',
      explained: '800',
      residue: '200',
    },
  ],
}

export const exceptions: OverviewExceptions = {
  asOf,
  zone: 'Asia/Hong_Kong',
  by: 'day',
  from: '2026-11-21',
  to: '2026-11-22',
  backlogBefore: 2,
  buckets: [
    { from: '2026-11-21', to: '2026-11-21', startsAt: asOf, endsAt: asOf, opened: 5, resolved: 3, backlog: 4 },
    { from: '2026-11-22', to: '2026-11-22', startsAt: asOf, endsAt: asOf, opened: 0, resolved: 1, backlog: 3 },
  ],
  open: [
    { severity: 'critical', fromDays: 0, toDays: 1, count: 0 },
    { severity: 'high', fromDays: 4, toDays: 7, count: 3 },
  ],
  toFirstTouch: { count: 4, p50Ms: 30_000, p90Ms: 7_200_000 },
  toResolution: { count: 0, p50Ms: null, p90Ms: null },
}

const nothing = { expected: 0, onTime: 0, late: 0, missing: 0, rejected: 0 }

export const health: OverviewHealth = {
  asOf,
  from: '2026-11-21',
  to: '2026-11-22',
  producers: [{ id: 7, code: 'seven', name: 'Seven Corner' }],
  punctuality: [
    { ...nothing, producer: 7, day: '2026-11-21', expected: 2, onTime: 1, late: 1 },
    { ...nothing, producer: 7, day: '2026-11-22', expected: 1, missing: 1, rejected: 1 },
  ],
  totals: { expected: 3, onTime: 1, late: 1, missing: 1, rejected: 1 },
  ingest: { batches: 2, rows: 1_000, tookMs: 100, rowsPerSecond: 10_000 },
  backlog: { filesWaiting: 0, batchesRunning: 0, batchesHeld: 2, casesOpen: 3, proposalsWaiting: 0 },
  check: { at: asOf, by: 'engine', outcome: 'fine' },
  pageCheck: null,
  chainVerification: { at: asOf, by: 'audrey', outcome: 'problems' },
  backup: null,
  disk: { free: 50_000_000_000, size: 1_000_000_000_000 },
}
