/** Rows that are held are one exception for each code of a batch, and those that wait for money only after too long. */
import type { Database } from 'better-sqlite3'
import type { ExceptionCode } from '../contract/exceptions.ts'
import { perConnection } from '../store/compiled.ts'
import type { ExceptionDraft } from './raise.ts'
import { amountOf, type SumInHalves, sumInHalves } from './sum-in-halves.ts'

type BatchOfRows = Readonly<{ id: number; producer: number }>

/** What is held of a batch and waits for a person. */
export function heldDrafts(raw: Database, batch: BatchOfRows): readonly ExceptionDraft[] {
  const counts = statementsOf(raw).counts.all(batch.id) as HeldCount[]
  return counts
    .filter(({ code }) => code !== waitsForMoney)
    .map((count) => draftOf(raw, batch, count.code as ExceptionCode, count))
}

/** The rows of one exception that are still held; null when none is any more. */
export function heldDraft(raw: Database, batch: BatchOfRows, code: ExceptionCode): ExceptionDraft | null {
  const count = statementsOf(raw).count.get(batch.id, rowCodeOf(code)) as HeldCount | undefined
  return count === undefined ? null : draftOf(raw, batch, code, count)
}

const waitsForMoney = 'INSUFFICIENT_FUNDS'

/** The code that the held rows of an exception carry. */
export const rowCodeOf = (code: ExceptionCode): string => (code === 'HELD_TOO_LONG' ? waitsForMoney : code)

/** The same in SQL, over `exception`. */
export const rowCodeSql = `iif(exception.code = 'HELD_TOO_LONG', '${waitsForMoney}', exception.code)`

type HeldCount = SumInHalves & Readonly<{ code: string; rows: number; line: number }>

function draftOf(raw: Database, batch: BatchOfRows, code: ExceptionCode, count: HeldCount): ExceptionDraft {
  const { rows, line } = count
  const single = rows === 1
  return {
    code,
    scope: 'hold',
    producer: batch.producer,
    batch: batch.id,
    cause: '',
    rows,
    amount: amountOf(count),
    client: single ? (statementsOf(raw).client.get(batch.id, line) as string) : null,
    line: single ? line : null,
    found: null,
    facts: [],
    detail: {},
  }
}

const counted = `count(*) AS rows, min(line) AS line, ${sumInHalves}`

const statementsOf = perConnection((raw) => ({
  counts: raw.prepare(`
    SELECT code, ${counted} FROM held_row WHERE batch_id = ? AND state = 'held' GROUP BY code`),
  count: raw.prepare(`
    SELECT code, ${counted} FROM held_row WHERE batch_id = ? AND code = ? AND state = 'held' GROUP BY code`),
  client: raw.prepare('SELECT client_id FROM held_row WHERE batch_id = ? AND line = ?').pluck(),
}))
