/** The rows of a batch that were not simply posted: a page of them in line order, and how many there are of each code. */
import type { Database } from 'better-sqlite3'
import type { BatchRow } from '../contract/batches.ts'
import type { QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { maskCards } from './card.ts'

type Outcome = BatchRow['outcome']

export type BatchRowPage = Readonly<{
  batch: number
  outcome?: Outcome | undefined
  code?: string | undefined
  after: number
  limit: number
}>

export function listBatchRows(
  { raw }: Pick<QueryContext, 'raw'>,
  { batch, outcome, code, after, limit }: BatchRowPage,
): Readonly<{ items: BatchRow[]; more: boolean }> {
  const values = { batch, after, limit: limit + 1, ...(code === undefined ? {} : { code }) }
  const rows = pageOf(raw, { outcome, code }).all(values) as BatchRow[]
  // They were masked before they were stored; shown is where it would matter that one was not.
  const masked = rows.map((row) => ({
    ...row,
    found: row.found === null ? null : maskCards(row.found),
    raw: maskCards(row.raw),
  }))
  return { items: masked.slice(0, limit), more: rows.length > limit }
}

export type BatchRowCount = Readonly<{ outcome: Outcome; code: string; rows: number }>

export function countBatchRows(
  { raw }: Pick<QueryContext, 'raw'>,
  { batch }: Readonly<{ batch: number }>,
): readonly BatchRowCount[] {
  return countsOf(raw).all({ batch }) as BatchRowCount[]
}

type Asked = Pick<BatchRowPage, 'outcome' | 'code'>

function pageOf(raw: Database, { outcome, code }: Asked) {
  const { all, allOfCode } = pagesOf(raw)
  return code === undefined ? all[outcome ?? 'any'] : allOfCode[outcome ?? 'any']
}

const notedColumns = 'SELECT line, outcome, code, field, found, raw FROM batch_row'
const heldColumns = `
  SELECT line, 'held' AS outcome, code,
    CASE code WHEN 'LOCATION_UNKNOWN' THEN 'ProducerLocation' WHEN 'CLIENT_UNKNOWN' THEN 'ClientId'
      WHEN 'DATE_IN_FUTURE' THEN 'TxDate' WHEN 'DATE_TOO_OLD' THEN 'TxDate' ELSE 'Amount' END AS field,
    CASE code WHEN 'LOCATION_UNKNOWN' THEN location WHEN 'CLIENT_UNKNOWN' THEN client_id
      WHEN 'DATE_IN_FUTURE' THEN business_day WHEN 'DATE_TOO_OLD' THEN business_day
      ELSE CAST(amount AS TEXT) END AS found, raw
  FROM held_row`
const behind = 'batch_id = @batch AND line > @after'
const ordered = 'ORDER BY line LIMIT @limit'

/** Of all but repeats there is an index by code; it is one for a query only that leaves repeats out in so many words. */
const rareOfCode = (outcome: 'fault' | 'conflict'): string =>
  `${notedColumns} WHERE ${behind} AND outcome = '${outcome}' AND outcome <> 'repeat' AND code = @code`
const repeatsOfCode = `${notedColumns} WHERE ${behind} AND outcome = 'repeat' AND code = @code`
const heldOfCode = `${heldColumns} WHERE ${behind} AND state = 'held' AND code = @code`
const held = `${heldColumns} WHERE ${behind} AND state = 'held'`
const noted = `${notedColumns} WHERE ${behind}`
const everyOfCode = [rareOfCode('fault'), rareOfCode('conflict'), repeatsOfCode, heldOfCode].join(' UNION ALL ')

const pagesOf = perConnection((raw) => ({
  all: {
    any: raw.prepare(`${noted} UNION ALL ${held} ${ordered}`),
    fault: raw.prepare(`${noted} AND outcome = 'fault' ${ordered}`),
    conflict: raw.prepare(`${noted} AND outcome = 'conflict' ${ordered}`),
    repeat: raw.prepare(`${noted} AND outcome = 'repeat' ${ordered}`),
    held: raw.prepare(`${held} ${ordered}`),
  },
  allOfCode: {
    any: raw.prepare(`${everyOfCode} ${ordered}`),
    fault: raw.prepare(`${rareOfCode('fault')} ${ordered}`),
    conflict: raw.prepare(`${rareOfCode('conflict')} ${ordered}`),
    repeat: raw.prepare(`${repeatsOfCode} ${ordered}`),
    held: raw.prepare(`${heldOfCode} ${ordered}`),
  },
}))

const countsOf = perConnection((raw) =>
  raw.prepare(`
    SELECT outcome, code, count(*) AS rows FROM batch_row WHERE batch_id = @batch AND outcome <> 'repeat'
      GROUP BY outcome, code
    UNION ALL
    SELECT outcome, code, count(*) FROM batch_row WHERE batch_id = @batch AND outcome = 'repeat' GROUP BY code
    UNION ALL
    SELECT 'held', code, count(*) FROM held_row WHERE batch_id = @batch AND state = 'held' GROUP BY code
    ORDER BY 1, 2`),
)
