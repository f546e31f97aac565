/** The tables of expected payments as Kysely sees them: a part of `Tables`. */
import type { Generated } from 'kysely'
import type { ExpectedKind, ExpectedPart } from '../contract/expected.ts'
import type { Once } from './tables.ts'

export type ExpectedTables = {
  expected_move: { kind: Once<ExpectedKind>; came_from: Once<string>; goes_to: Once<string> }
  expected_payment: {
    id: Generated<number>
    kind: Once<ExpectedKind>
    part: Once<ExpectedPart>
    account: Once<number>
    currency: Once<string>
    producer_id: Once<number | null>
    client_id: Once<string | null>
    amount: Once<number>
    top_ups: Once<number>
    payments: Once<number>
    fee_expense: Once<number>
    fee_income: Once<number>
    cleared: Once<number>
    bank: Once<string>
    agreement: Once<number | null>
    batch_id: Once<number | null>
    through_day: Once<number | null>
    withdrawal: Once<number | null>
    due_day: Once<number | null>
    created_at: Once<number>
    state: string
    paid: number
    back: number
    entry: number | null
    posted_day: number | null
    version: number
  }
  expected_history: {
    id: Generated<number>
    expected: Once<number>
    at: Once<number>
    by: Once<string>
    kind: Once<string>
    entry: Once<number | null>
    detail: Once<string>
  }
  settlement_mark: { account: Once<number>; through_day: number }
  settled_batch: { batch: Once<number>; account: Once<number>; top_ups: Once<number>; payments: Once<number> }
}
