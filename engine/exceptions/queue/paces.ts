/** How long it took to be looked at and to be decided, over all cases of a range: the overview asks for no more than that. */
import type { Database } from 'better-sqlite3'
import type { CaseMeasure } from '../../contract/case-views.ts'
import { perConnection } from '../../store/compiled.ts'
import { spreadOf } from './spread.ts'

export type PacesAsked = Readonly<{ from: number; before: number; producers: readonly number[] | null }>

/** The same as `measureCases` has of all. There may be hundreds of thousands, so nothing but these times is read. */
export function readPaces(raw: Database, asked: PacesAsked): Pick<CaseMeasure, 'toFirstTouch' | 'toResolution'> {
  const { from, before, producers } = asked
  const bounds = { from, before, producers: producers === null ? null : JSON.stringify(producers) }
  const { touched, resolved } = statementsOf(raw)
  return {
    toFirstTouch: spreadOf(touched.all(bounds) as number[]),
    toResolution: spreadOf(resolved.all(bounds) as number[]),
  }
}

// Named, because an index that does not have all of it would look at every case.
const timesOf = (column: string, index: string): string => `
  SELECT ${column} - raised_at FROM exception INDEXED BY ${index}
  WHERE ${column} >= @from AND ${column} < @before
    AND (@producers IS NULL OR producer_id IN (SELECT value FROM json_each(@producers)))`

const statementsOf = perConnection((raw) => ({
  touched: raw.prepare(timesOf('first_touched_at', 'exception_by_first_touch')).pluck(),
  resolved: raw.prepare(timesOf('resolved_at', 'exception_by_resolved')).pluck(),
}))
