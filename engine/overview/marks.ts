/**
 * When the books, the pages and the chain were proven last, and when a copy was made: as the audit log has it, which knows of
 * those that a person asked for as of those that ran by themselves.
 */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../calendar/instant.ts'
import type { HealthMark, OverviewHealth } from '../contract/overview.ts'
import { perConnection } from '../store/compiled.ts'

type Noted = Readonly<{ seq: number; at: number; by: string; outcome: string }>

export function lastMarks(raw: Database): Pick<OverviewHealth, 'check' | 'pageCheck' | 'chainVerification' | 'backup'> {
  const { byHand, deepByHand, byJob } = statementsOf(raw)
  const pages = [byJob.get('job:store.check_pages'), deepByHand.get()]
  return {
    check: newestOf([byJob.get('job:ledger.check'), byHand.get('workspace.check'), ...pages]),
    pageCheck: newestOf(pages),
    chainVerification: newestOf([byJob.get('job:audit.verify'), byHand.get('audit.verify')]),
    backup: newestOf([byHand.get('workspace.backup')]),
  }
}

function newestOf(found: readonly unknown[]): HealthMark | null {
  const [newest] = (found as (Noted | undefined)[])
    .filter((each) => each !== undefined)
    .toSorted((a, b) => b.seq - a.seq)
  return newest === undefined ? null : { at: isoOf(newest.at), by: newest.by, outcome: outcomeOf(newest.outcome) }
}

const fine: ReadonlySet<string> = new Set(['done', 'consistent', 'intact'])

/** What has another word than these found something: checks name what it is. */
function outcomeOf(said: string): HealthMark['outcome'] {
  if (fine.has(said)) return 'fine'
  return said === 'failed' ? 'failed' : 'problems'
}

const statementsOf = perConnection((raw) => ({
  // An anchor that is not ours says nothing about the chain.
  byHand: raw.prepare(`
    SELECT seq, at, actor AS by, outcome FROM audit_record
    WHERE action = ? AND outcome <> 'anchor_forged' ORDER BY seq DESC LIMIT 1`),
  deepByHand: raw.prepare(`
    SELECT seq, at, actor AS by, outcome FROM audit_record
    WHERE action = 'workspace.check' AND detail ->> '$.deep' = 1 ORDER BY seq DESC LIMIT 1`),
  byJob: raw.prepare(`
    SELECT seq, at, actor AS by, outcome FROM audit_record
    WHERE subject = ? AND action = 'job.end' ORDER BY seq DESC LIMIT 1`),
}))
