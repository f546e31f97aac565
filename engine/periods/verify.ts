/** Proving a closed period: rebuilt from its postings, and held against its own root and the one in the audit chain. */
import type { Database } from 'better-sqlite3'
import { dayNumberOf } from '../calendar/day.ts'
import type { Outputs } from '../contract/contract.ts'
import type { QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { sealAction } from './finish.ts'
import { findPeriod, spanOf, subjectOf } from './period.ts'
import { rootOf } from './root.ts'

export type PeriodProof =
  | Readonly<{ status: 'not_found' }>
  | Readonly<{ status: 'period_closing' }>
  | (Readonly<{ status: 'reckoned' }> & Outputs['periods']['verify'])

export function verifyPeriod({ raw }: Pick<QueryContext, 'raw'>, { name }: Readonly<{ name: string }>): PeriodProof {
  const period = findPeriod(raw, name)
  if (period === null) return { status: 'not_found' }
  if (period.state === 'closing') return { status: 'period_closing' }
  const span = spanOf(name)
  const { postings: found, root } = rootOf(raw, span)
  // What says where a day's postings stand could be silent about one of them; here all postings there are were asked.
  const postings = statementsOf(raw).onDays.get(dayNumberOf(span.firstDay), dayNumberOf(span.lastDay)) as number
  const recorded = recordedRoot(raw, name)
  const matches = root === period.root && root === recorded && postings === period.postings && found === postings
  return { status: 'reckoned', period, matches, postings, root, recorded }
}

/** The first record, should there ever be another: a seal is given once. */
function recordedRoot(raw: Database, name: string): string | null {
  const found = statementsOf(raw).recorded.get(subjectOf(name), sealAction) as string | undefined
  return found ?? null
}

const statementsOf = perConnection((raw) => ({
  onDays: raw.prepare('SELECT count(*) FROM movement WHERE day BETWEEN ? AND ?').pluck(),
  recorded: raw
    .prepare(`
      SELECT detail ->> '$.root' FROM audit_record INDEXED BY audit_record_by_subject
      WHERE subject = ? AND action = ? AND outcome = 'done' ORDER BY seq LIMIT 1`)
    .pluck(),
}))
