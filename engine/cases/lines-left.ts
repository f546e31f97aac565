/** Lines of rows that are left of a case, as far as they are asked for. */
import type { Database } from 'better-sqlite3'
import type { LineRanges } from '../contract/row-fields.ts'
import {
  type CaseOfRows,
  heldRowsOf,
  isCase,
  joined,
  openCaseOfRows,
  refusedLinesOf,
} from '../exceptions/booking/case-rows.ts'
import { leftOf } from '../exceptions/proposed.ts'
import type { QueryContext } from '../store/command.ts'
import { factsOf } from './facts.ts'
import { barTo } from './may.ts'

export type LinesLeft = Readonly<{ batch: number; lines: readonly number[]; left: number }>

type Asked = Readonly<{
  id: number
  /** What is to be done about them. */
  action: 'post' | 'correct'
  lines: LineRanges | undefined
  limit: number
}>

/** Null where it can't be done, which is said by whoever does it, and where held rows are posted, which are in the store. */
export function linesLeft({ raw }: Pick<QueryContext, 'raw'>, { id, action, lines, limit }: Asked): LinesLeft | null {
  const facts = factsOf(raw, id)
  if (facts === null || barTo(action, facts) !== null || (facts.scope === 'hold' && action === 'post')) return null
  const of = openCaseOfRows(raw, id)
  if (!isCase(of)) return null
  const ranges = joined(lines ?? [[1, Number.MAX_SAFE_INTEGER]])
  const found = of.scope === 'hold' ? heldLinesOf(raw, of, ranges) : refusedLinesOf(raw, of, ranges)
  return { batch: of.batch, lines: found.slice(0, limit), left: leftOf(raw, id) }
}

function heldLinesOf(raw: Database, of: CaseOfRows, lines: LineRanges): readonly number[] {
  const rows = heldRowsOf(raw, of, lines)
  return 'status' in rows ? [] : rows.map(({ line }) => line)
}
