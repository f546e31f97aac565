/** What became of a row of a file: posted, or why not, who decided about it, and which row was there before it. */
import type { Database } from 'better-sqlite3'
import type { Resolution } from '../contract/exceptions.ts'
import type { RowBecame } from '../contract/trace.ts'
import { rowCodeSql } from '../exceptions/held-drafts.ts'
import { knownRow } from '../exceptions/known-row.ts'
import { decisionOn } from '../exceptions/row-decisions.ts'
import { perConnection } from '../store/compiled.ts'
import type { Place } from './place.ts'

type Noted = Readonly<{ outcome: 'fault' | 'conflict' | 'repeat'; code: string; found: string | null }>
type Held = Readonly<{ state: 'held' | 'posted' | 'rejected'; code: string }>

/** Null where it is about no row. */
export function becameOf(raw: Database, { row, posting }: Place): RowBecame | null {
  if (row === null) return null
  const { batch, line } = row
  const noted = statementsOf(raw).noted.get(row) as Noted | undefined
  const held = statementsOf(raw).held.get(row) as Held | undefined
  const outcome = outcomeOf({ noted, held, isPosted: posting !== null })
  const code = noted?.code ?? held?.code ?? null
  const about = caseOf(raw, { batch, line, code, isPlain: outcome === 'posted' && code === null })
  return {
    outcome,
    code,
    // Who decided on all rows of a case at once decided on each of them.
    decision: decisionOn(raw, batch, line)?.decision ?? about?.resolution ?? null,
    exception: about?.id ?? null,
    first: firstOf(raw, { batch, line }, noted),
  }
}

type Standing = Readonly<{ noted: Noted | undefined; held: Held | undefined; isPosted: boolean }>

/** A refused row that was corrected is from then on one that was held and posted later. */
function outcomeOf({ noted, held, isPosted }: Standing): RowBecame['outcome'] {
  if (held?.state === 'held') return 'held'
  if (isPosted) return 'posted'
  if (noted !== undefined) return noted.outcome
  return held === undefined ? 'unposted' : 'rejected'
}

type About = Readonly<{ id: number; resolution: Resolution | null }>
type Asked = Readonly<{ batch: number; line: number; code: string | null; isPlain: boolean }>

/** The one in which it was decided on; else the one that is about rows like it, or about its whole batch. */
function caseOf(raw: Database, { isPlain, ...asked }: Asked): About | null {
  const { decided, about } = statementsOf(raw)
  const { batch, line } = asked
  return ((decided.get({ batch, line }) ?? (isPlain ? undefined : about.get(asked))) as About | undefined) ?? null
}

function firstOf(
  raw: Database,
  { batch, line }: Readonly<{ batch: number; line: number }>,
  noted: Noted | undefined,
): RowBecame['first'] {
  // What a repeat and a conflict say they found is the TxId.
  if (noted === undefined || noted.outcome === 'fault' || noted.found === null) return null
  const known = knownRow(raw, { batch, line, txId: noted.found })
  return known === null ? null : { batch: known.batch, line: known.line }
}

const statementsOf = perConnection((raw) => ({
  noted: raw.prepare('SELECT outcome, code, found FROM batch_row WHERE batch_id = @batch AND line = @line'),
  held: raw.prepare('SELECT state, code FROM held_row WHERE batch_id = @batch AND line = @line'),
  decided: raw.prepare(`
    SELECT exception.id, exception.resolution FROM row_decision JOIN exception ON exception.id = row_decision.exception_id
    WHERE row_decision.batch_id = @batch AND row_decision.line = @line AND row_decision.undone_at IS NULL LIMIT 1`),
  about: raw.prepare(`
    SELECT id, resolution FROM exception
    WHERE batch_id = @batch AND (scope = 'batch'
      OR (scope IN ('fault', 'conflict') AND code = @code) OR (scope = 'hold' AND ${rowCodeSql} = @code))
    ORDER BY line IS @line DESC, scope = 'batch', id DESC LIMIT 1`),
}))
