/** That what somebody asked for many cases is done, or was stopped by somebody else. */
import type { Database } from 'better-sqlite3'
import type { BulkDeed } from '../contract/bulk.ts'
import { perConnection } from '../store/compiled.ts'
import { findPerson } from './people.ts'
import { tell } from './tell.ts'

/** Called after each case, so one that goes on costs a look. */
export function tellOfBulk(raw: Database, at: number, { bulk, stoppedBy = null }: BulkEnd): void {
  const found = statementsOf(raw).ended.get(bulk) as Ended | undefined
  if (found === undefined) return
  const { user, deed, ...facts } = found
  const person = findPerson(raw, user)
  if (person === null || person.name === stoppedBy) return
  const { action } = JSON.parse(deed) as BulkDeed
  tell(raw, at, person, {
    kind: 'bulk_done',
    subject: `bulk:${bulk}`,
    facts: { action, ...facts, ...(stoppedBy === null ? {} : { by: stoppedBy }) },
  })
}

type BulkEnd = Readonly<{ bulk: number; stoppedBy?: string | null }>
type Ended = Readonly<{ user: number; deed: string; state: string; cases: number; done: number }> &
  Readonly<{ proposed: number; refused: number }>

const statementsOf = perConnection((raw) => ({
  ended: raw.prepare(`
    SELECT user, deed, state, cases, done, proposed, refused FROM bulk WHERE id = ? AND state <> 'running'`),
}))
