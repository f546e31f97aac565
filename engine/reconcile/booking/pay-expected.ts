/** Posts an expected payment that a bank's line pays: a settlement by its terms, a withdrawal as the payout that it waits for. */
import type { Database } from 'better-sqlite3'
import { dayOfNumber } from '../../calendar/day.ts'
import type { Instant } from '../../calendar/instant.ts'
import { type ExpectedRecord, findExpected, isOpen, leftOf } from '../../expected/record.ts'
import { referenceOf } from '../../expected/reference.ts'
import { postSettlement } from '../../expected/settle.ts'
import { carryOut } from '../../operations/perform.ts'
import { isRefusal } from '../../operations/refusal.ts'
import { perConnection } from '../../store/compiled.ts'
import { homeOf } from '../../workspace/home.ts'
import type { Item } from '../items/open-items.ts'

type At = Readonly<{ raw: Database; at: Instant }>
export type PaidBy = Readonly<{ account: number; line: Item; by: string }>

/** Answers the transaction; null where it is not as it was when somebody looked. */
export function payExpected(context: At, id: number, { account, line, by }: PaidBy): number | null {
  const record = findExpected(context.raw, id)
  if (record === null || !isOpen(record) || !mayPay(record, line.amount)) return null
  const day = dayOfNumber(line.day)
  if (record.withdrawal === null)
    return postSettlement(context, record, { bank: account, amount: line.amount, day, by })
  return payOut(context, { ...record, withdrawal: record.withdrawal }, { account, line, by })
}

const mayPay = (record: ExpectedRecord, found: number): boolean =>
  Math.sign(found) === Math.sign(record.amount) && (record.kind === 'settlement' || found >= leftOf(record))

function payOut(
  context: At,
  record: ExpectedRecord & Readonly<{ withdrawal: number }>,
  { account, line, by }: PaidBy,
): number | null {
  const { raw, at } = context
  const to = statementsOf(raw).code.get(account) as string
  const content = {
    of: record.withdrawal,
    amount: 0 - line.amount,
    to,
    reference: referenceOf(record),
    occurredAt: new Date(momentOf(raw, line.day, at)).toISOString(),
  }
  const operation = { kind: 'payout', content } as const
  const initiator = { caller: 'bank-lines', user: 0, name: by, roles: [], onBehalfOf: null }
  const outcome = carryOut(context, { operation, initiator }, null)
  return isRefusal(outcome) ? null : outcome.transaction
}

/** Some instant of the bank's day; nothing happens in the future. */
function momentOf(raw: Database, day: number, at: number): number {
  const { zone } = homeOf(raw)
  return Math.min(at, zone.instantOfWall(Date.parse(`${dayOfNumber(day)}T12:00:00Z`)))
}

const statementsOf = perConnection((raw) => ({
  code: raw.prepare('SELECT code FROM account WHERE id = ?').pluck(),
}))
