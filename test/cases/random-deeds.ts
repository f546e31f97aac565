/** What people, producers and time may do to cases in a short history, drawn at random and small enough to be read. */
import fc from 'fast-check'
import type { RowFields } from '../../engine/contract/row-fields.ts'
import { type RowDraft, recentDay } from '../ingest/drop.ts'

/** Few of everything, so that rows meet: repeats, conflicts, wallets that lack money and get it. */
const clients = ['A', 'B', 'C'] as const
const txIds = ['t1', 't2', 't3', 't4', 't5', 't6', 't7', 't8'] as const
const amounts = [100, 5_000, 40_000, 150_000, 300_000, 'x', 0] as const

const client = fc.constantFrom(...clients)
const type = fc.constantFrom('TopUp', 'Payment')

export const rowDrafts: fc.Arbitrary<RowDraft> = fc.record({
  client,
  tx: fc.constantFrom(...txIds),
  type: fc.oneof({ arbitrary: type, weight: 9 }, { arbitrary: fc.constant('Gift'), weight: 1 }),
  amount: fc.constantFrom(...amounts),
  location: fc.oneof(
    { arbitrary: fc.constant('Central'), weight: 4 },
    { arbitrary: fc.constant('Atlantis'), weight: 1 },
  ),
})
export const files = fc.array(rowDrafts, { minLength: 2, maxLength: 7 })

const correctedRow: fc.Arbitrary<RowFields> = fc.record({
  occurredAt: fc.constant(`${recentDay}T04:00:00.000Z`),
  client,
  location: fc.constantFrom('Central', 'Atlantis'),
  txId: fc.oneof(
    fc.constantFrom(...txIds),
    fc.nat({ max: 30 }).map((n) => `n${n}`),
  ),
  type: fc.constantFrom('TopUp', 'Payment'),
  amount: fc.constantFrom(100, 5_000, 40_000, 150_000),
})

const lines = fc.option(
  fc
    .tuple(fc.integer({ min: 2, max: 7 }), fc.integer({ min: 0, max: 3 }))
    .map(([from, more]) => [from, from + more] as const),
  { nil: undefined },
)

export type DeedDraft = Readonly<{
  /** Which of the actions that are possible, those that move money more often than others; seldom any at all. */
  pick: number
  wild: boolean
  lines: readonly [number, number] | undefined
  /** Which of the rows that are left, and what is said instead of them; seldom of a line that is none of them. */
  rows: readonly Readonly<{ at: number; row: RowFields }>[]
}>

const deedDrafts: fc.Arbitrary<DeedDraft> = fc.record({
  pick: fc.nat({ max: 999 }),
  wild: fc.oneof({ arbitrary: fc.constant(false), weight: 7 }, { arbitrary: fc.constant(true), weight: 1 }),
  lines: fc.oneof({ arbitrary: fc.constant(undefined), weight: 3 }, { arbitrary: lines, weight: 2 }),
  rows: fc.array(fc.record({ at: fc.nat({ max: 6 }), row: correctedRow }), { minLength: 1, maxLength: 3 }),
})

const of = fc.nat({ max: 19 })

export type Step =
  | Readonly<{ is: 'file'; rows: readonly RowDraft[]; badControl: boolean }>
  | Readonly<{ is: 'deed'; by: 'ana' | 'mei' | 'ben'; of: number; deed: DeedDraft; again: boolean }>
  | Readonly<{ is: 'decide'; end: 'approve' | 'decline' | 'withdraw' | 'expire'; of: number }>
  | Readonly<{ is: 'money'; client: 'A' | 'B' | 'C' }>
  | Readonly<{ is: 'freeze' | 'unfreeze'; client: 'A' | 'B' | 'C' }>
  | Readonly<{ is: 'wait' | 'look' | 'resume' }>
  | Readonly<{ is: 'reverse_batch'; of: number }>

const fileSteps = fc.record({
  is: fc.constant('file' as const),
  rows: files,
  badControl: fc.oneof({ arbitrary: fc.constant(false), weight: 5 }, { arbitrary: fc.constant(true), weight: 1 }),
})

export const histories: fc.Arbitrary<readonly Step[]> = fc
  .tuple(
    fc.array(fileSteps, { minLength: 1, maxLength: 2 }),
    fc.array(
      fc.oneof(
        { arbitrary: fileSteps, weight: 2 },
        {
          arbitrary: fc.record({
            is: fc.constant('deed' as const),
            by: fc.constantFrom('ana', 'mei', 'ben'),
            of,
            deed: deedDrafts,
            again: fc.boolean(),
          }),
          weight: 16,
        },
        {
          arbitrary: fc.record({
            is: fc.constant('decide' as const),
            end: fc.constantFrom('approve', 'approve', 'approve', 'decline', 'withdraw', 'expire'),
            of,
          }),
          weight: 14,
        },
        { arbitrary: fc.record({ is: fc.constant('money' as const), client }), weight: 2 },
        { arbitrary: fc.record({ is: fc.constantFrom('freeze', 'unfreeze'), client }), weight: 2 },
        { arbitrary: fc.record({ is: fc.constantFrom('wait', 'wait', 'look', 'resume') }), weight: 4 },
        { arbitrary: fc.record({ is: fc.constant('reverse_batch' as const), of }), weight: 1 },
      ),
      { minLength: 6, maxLength: 30, size: 'max' },
    ),
  )
  .map(([first, rest]) => [...first, ...rest])
