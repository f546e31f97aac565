/** Settlements that are due are expected from now on, and those that nobody paid in time are a case. */
import type { Database } from 'better-sqlite3'
import { dayNumberOf, dayOfNumber } from '../calendar/day.ts'
import type { Instant } from '../calendar/instant.ts'
import { type Cause, findCause, raise, settle } from '../exceptions/raise.ts'
import { invariant } from '../invariant.ts'
import { command, type QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { homeOf } from '../workspace/home.ts'
import { noteHistory } from './change.ts'
import { countBatch } from './counted.ts'
import type { Due } from './due.ts'
import { type ExpectedRecord, expectedColumns } from './record.ts'
import { referenceOf } from './reference.ts'

const engine = 'engine'

type Raised = Readonly<{ settlements: number }>

export const raiseSettlements = command({
  topics: ['expected'],
  record: ({ due }: Readonly<{ due: readonly Due[] }>, { settlements }: Raised) => ({
    action: 'expected.settlements',
    subject: 'settlements',
    outcome: 'done',
    detail: { accounts: new Set(due.map(({ account }) => account)).size, settlements },
  }),
  isLong: true,
  run: (context, { due }): Raised => {
    let settlements = 0
    for (const one of due) if (mark(context, one)) settlements += expect(context, one)
    return { settlements }
  },
})

type At = Readonly<{ raw: Database; at: Instant }>

/** Whether nobody has done this since it was looked at. */
function mark({ raw }: At, { account, batch, before, throughDay, counted }: Due): boolean {
  const { begin, goOn } = statementsOf(raw)
  const isFirst =
    batch !== null ||
    (before === null ? begin.run({ account, throughDay }) : goOn.run({ account, before, throughDay })).changes === 1
  const isNew = isFirst && counted.every((one) => countBatch(raw, account, one))
  invariant(isNew || batch !== null || !isFirst, 'a batch is counted for two days', { account })
  return isNew
}

function expect({ raw, at }: At, { claims, counted: _, ...due }: Due): number {
  for (const claim of claims) {
    const { lastInsertRowid } = statementsOf(raw).expect.run({ ...due, ...claim, at })
    const id = Number(lastInsertRowid)
    noteHistory(raw, { id, at, by: engine, kind: 'requested', entry: null, detail: {} })
  }
  return claims.length
}

type Overdue = Readonly<{ cases: number }>

export const noteOverdue = command({
  topics: ['expected', 'exceptions'],
  record: (_: null, { cases }: Overdue) => ({
    action: 'expected.overdue',
    subject: 'settlements',
    outcome: 'done',
    detail: { cases },
  }),
  run: ({ raw, at }): Overdue => {
    const late = overdueWithoutCase(raw, at)
    for (const record of late) raiseOverdue(raw, at, record)
    return { cases: late.length }
  },
})

export const anyOverdue = ({ raw }: Pick<QueryContext, 'raw'>, { at }: Readonly<{ at: Instant }>): boolean =>
  overdueWithoutCase(raw, at).length > 0

const overdueWithoutCase = (raw: Database, at: Instant): readonly ExpectedRecord[] => {
  const today = dayNumberOf(homeOf(raw).zone.dayOf(at))
  const late = statementsOf(raw).overdue.all(today) as ExpectedRecord[]
  return late.filter((record) => findCause(raw, causeOf(record)) === undefined)
}

function raiseOverdue(raw: Database, at: Instant, record: ExpectedRecord): void {
  const { id, amount, currency, dueDay } = record
  raise(raw, at, {
    ...causeOf(record),
    rows: 0,
    amount: currency === homeOf(raw).currency ? Math.abs(amount) : null,
    client: null,
    line: null,
    found: null,
    facts: [],
    detail: {
      expected: id,
      reference: referenceOf(record),
      sum: amount,
      currency,
      ...(dueDay === null ? {} : { dueDay: dayOfNumber(dueDay) }),
    },
  })
}

/** Paid, or expected no more: nobody has to look for it. */
export function endOverdue(raw: Database, at: Instant, record: ExpectedRecord): void {
  if (record.kind === 'settlement') settle(raw, at, causeOf(record), 'not_a_problem')
}

const causeOf = ({ id, producer }: Pick<ExpectedRecord, 'id' | 'producer'>): Cause => ({
  code: 'SETTLEMENT_OVERDUE',
  scope: 'producer',
  producer,
  batch: null,
  cause: `expected:${id}`,
})

const statementsOf = perConnection((raw) => ({
  begin: raw.prepare(`
    INSERT INTO settlement_mark (account, through_day) VALUES (@account, @throughDay) ON CONFLICT DO NOTHING`),
  goOn: raw.prepare(`
    UPDATE settlement_mark SET through_day = @throughDay WHERE account = @account AND through_day = @before`),
  expect: raw.prepare(`
    INSERT INTO expected_payment (kind, part, account, currency, producer_id, amount, top_ups, payments, fee_expense,
      fee_income, cleared, bank, agreement, batch_id, through_day, due_day, created_at, state)
    VALUES ('settlement', @part, @account, @currency, @producer, @amount, @topUps, @payments, @feeExpense,
      @feeIncome, @cleared, @bank, @agreement, @batch, @throughDay, @dueDay, @at, 'requested')`),
  overdue: raw.prepare(`
    SELECT ${expectedColumns} FROM expected_payment
    WHERE due_day < ? AND state IN ('requested', 'pending', 'paid') ORDER BY due_day`),
}))
