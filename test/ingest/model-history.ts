/**
 * Small random histories of drop folders, each as the files that producers drop and as what the model is told of them.
 * Few clients, few numbers, few places and small amounts, so that rows and files meet each other all the time.
 */
import fc from 'fast-check'
import { type ModelControl, statedSum } from '../../fixtures/model/batch-rules.ts'
import type { ModelTerms } from '../../fixtures/model/ingest-model.ts'
import type { ModelRow } from '../../fixtures/model/row.ts'
import { header, recentDay } from './drop.ts'

/** The largest amount that these producers may send in one row; a few rows are larger. */
export const amountMax = 11

export type RowDraft = Readonly<{
  client: string
  tx: string
  type: 'TopUp' | 'Payment'
  amount: string
  place: string
  time: string
  isStranger: boolean
  isNameless: boolean
}>

export type FileDraft = Readonly<{
  kind: 'file'
  /** Which of the producers of this history. */
  of: number
  /** What it has of an earlier file of the same producer; `fresh` has only rows of its own. */
  from: 'fresh' | 'same_bytes' | 'reordered' | 'renumbered' | 'overlapping'
  rows: readonly RowDraft[]
  /** Rows that come again at the end, by their place in the file: as they were, or at another place. */
  again: readonly Readonly<{ row: number; elsewhere: boolean }>[]
  control: 'none' | 'right' | 'wrong_count' | 'wrong_sum'
}>

export type Step =
  | FileDraft
  | Readonly<{ kind: 'freeze' | 'unfreeze'; client: string }>
  | Readonly<{ kind: 'suspend' | 'resume'; of: number }>

export type History = Readonly<{ terms: readonly ModelTerms[]; steps: readonly Step[] }>

const clients = ['A', 'B', 'C', 'D'] as const
const seldom = (weight: number) => fc.integer({ min: 1, max: weight }).map((n) => n === 1)

const rowDraft: fc.Arbitrary<RowDraft> = fc.record({
  client: fc.constantFrom(...clients),
  tx: fc.integer({ min: 0, max: 200 }).map((n) => `T${n}`),
  type: fc.constantFrom('TopUp' as const, 'Payment' as const, 'Payment' as const),
  amount: fc.oneof(
    { weight: 30, arbitrary: fc.integer({ min: 1, max: 12 }).map(String) },
    { weight: 1, arbitrary: fc.constantFrom('0', '-3', 'x', '1.5') },
  ),
  place: fc.constantFrom('Central', 'Central', 'Central', 'Sha Tin'),
  time: fc.constantFrom('', '', 'T09:30:00+08:00', 'T01:30:00Z', 'T18:00:01'),
  isStranger: seldom(40),
  isNameless: seldom(40),
})

const fileDraft: fc.Arbitrary<FileDraft> = fc.record({
  kind: fc.constant('file' as const),
  of: fc.nat(2),
  from: fc.constantFrom('fresh', 'fresh', 'fresh', 'fresh', 'same_bytes', 'reordered', 'renumbered', 'overlapping'),
  rows: fc.array(rowDraft, { maxLength: 40, size: 'max' }),
  again: fc.array(fc.record({ row: fc.nat(30), elsewhere: fc.boolean() }), { maxLength: 4 }),
  control: fc.constantFrom('none', 'none', 'none', 'right', 'wrong_count', 'wrong_sum'),
})

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fileDraft },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom('freeze' as const, 'unfreeze' as const),
      client: fc.constantFrom(...clients),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom('suspend' as const, 'resume' as const), of: fc.nat(2) }),
  },
)

const effect = fc.constantFrom('reject' as const, 'hold' as const, 'warn' as const)
const terms: fc.Arbitrary<ModelTerms> = fc.record({
  limits: fc.record({
    clientsMin: fc.constantFrom(0, 0, 0, 3),
    faultsMaxPercent: fc.constantFrom(5, 30, 100),
    doubledPercent: fc.constantFrom(50, 50, 80),
    alikePercent: fc.constantFrom(95, 60),
  }),
  effects: fc.record({
    CONTROL_MISMATCH: effect,
    BATCH_DOUBLED: effect,
    TOO_FEW_CLIENTS: effect,
    TOO_MANY_FAULTS: effect,
  }),
  unknownClients: fc.constantFrom('open', 'open', 'open', 'fault', 'hold'),
})

export const histories: fc.Arbitrary<History> = fc.record({
  terms: fc.array(terms, { minLength: 1, maxLength: 3 }),
  steps: fc.array(step, { minLength: 1, maxLength: 10, size: 'max' }),
})

/** The rows of a file with everything that it repeats, of itself or of a file before it. */
export function rowsOf({ from, rows, again }: FileDraft, earlier: readonly RowDraft[], file: number): RowDraft[] {
  const all = [...taken(from, earlier, file), ...(from === 'fresh' || from === 'overlapping' ? rows : [])]
  for (const { row, elsewhere } of again) {
    const first = all[row % Math.max(all.length, 1)]
    if (first !== undefined) all.push(elsewhere ? { ...first, place: 'Tai Po' } : first)
  }
  return all
}

function taken(from: FileDraft['from'], earlier: readonly RowDraft[], file: number): readonly RowDraft[] {
  switch (from) {
    case 'reordered':
      return earlier.toReversed()
    case 'renumbered':
      return earlier.map((row) => ({ ...row, tx: `${row.tx}-${file}` }))
    case 'overlapping':
      return earlier.slice(Math.floor(earlier.length / 2))
    default:
      return []
  }
}

export type Named = Readonly<{ producer: number; prefix: string }>

/** As the producer writes it: the run's own clients, so that all runs share one set of books. */
export function textOf(rows: readonly RowDraft[], { producer, prefix }: Named, control: ModelControl | null): string {
  const lines = rows.map((row) =>
    [
      `${recentDay}${row.time}`,
      row.isStranger ? producer + 1 : producer,
      row.isNameless ? '' : `${prefix}${row.client}`,
      row.place,
      row.tx,
      row.type,
      row.amount,
    ].join(','),
  )
  // A blank line as long as the run's number: a file without rows is never the same file in two runs.
  const end = control === null ? [] : [`#CONTROL,${control.count},${control.sum}`]
  return `${[header, ...lines, ' '.repeat(producer), ...end].join('\n')}\n`
}

export function modelRows(
  rows: readonly RowDraft[],
  { prefix, limited }: Readonly<{ prefix: string; limited: boolean }>,
): ModelRow[] {
  return rows.map((row, index) => {
    const readable = /^-?[0-9]+$/.test(row.amount)
    const amount = readable ? Math.abs(Number(row.amount)) : 0
    return {
      line: index + 2,
      ...verdictOf(row, { amount, readable, limited }),
      client: `${prefix}${row.client}`,
      txId: row.tx,
      type: row.type,
      amount,
      place: row.place,
      occurredAt: Date.parse(row.time === '' ? `${recentDay}T00:00:00+08:00` : instantText(row.time)),
    }
  })
}

const instantText = (time: string): string => `${recentDay}${/(Z|\+08:00)$/.test(time) ? time : `${time}+08:00`}`

type Judged = Pick<ModelRow, 'verdict' | 'code' | 'field'>
const faulty = (code: string, field: string): Judged => ({ verdict: 'fault', code, field })

function verdictOf(
  row: RowDraft,
  { amount, readable, limited }: Readonly<{ amount: number; readable: boolean; limited: boolean }>,
): Judged {
  if (row.isNameless) return faulty('FIELD_MISSING', 'ClientId')
  if (row.isStranger) return faulty('PRODUCER_MISMATCH', 'ProducerId')
  if (!readable) return faulty('FIELD_UNREADABLE', 'Amount')
  if (amount === 0 || row.amount.startsWith('-')) return faulty('AMOUNT_NOT_POSITIVE', 'Amount')
  if (limited && amount > amountMax) return { verdict: 'hold', code: 'AMOUNT_OVER_LIMIT', field: 'Amount' }
  return { verdict: 'valid', code: null, field: null }
}

export function controlOf({ control }: FileDraft, rows: readonly ModelRow[]): ModelControl | null {
  if (control === 'none') return null
  const sum = statedSum(rows)
  const count = control === 'wrong_count' ? rows.length + 1 : rows.length
  return { count, sum: control === 'wrong_sum' ? sum + 1n : sum }
}
