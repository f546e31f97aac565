/**
 * What no run has looked at: lines of statements that were not there at the last one, and postings with later numbers. A
 * statement that waited for its account has older lines than others that are known, so statements are told one by one.
 */
import type { Database } from 'better-sqlite3'
import { perConnection } from '../../store/compiled.ts'
import { indexedTo } from '../references/reference-index.ts'
import { type Side, sides } from './open-items.ts'

type Statement = Readonly<{ id: number; first: number; last: number }>

export class Fresh {
  readonly statements: readonly Statement[]
  readonly postingsAfter: number
  readonly postingsTo: number

  constructor(raw: Database, account: number) {
    const { statements, seen } = statementsOf(raw)
    this.statements = statements.all(account) as Statement[]
    this.postingsAfter = indexedTo(raw, account, sides.posting)
    this.postingsTo = seen.get(account) as number
  }

  has(side: Side, item: number): boolean {
    if (side === sides.posting) return item > this.postingsAfter
    let low = 0
    let high = this.statements.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.statements[middle] as Statement).last < item) low = middle + 1
      else high = middle
    }
    const statement = this.statements[low]
    return statement !== undefined && statement.first <= item
  }
}

export function noteStatements(raw: Database, statements: readonly number[]): void {
  for (const statement of statements) statementsOf(raw).note.run(statement)
}

const statementsOf = perConnection((raw) => ({
  statements: raw.prepare(`
    SELECT id, first_line AS first, last_line AS last FROM statement
    WHERE account = ? AND state = 'accepted' AND lines > 0 AND opened_to >= last_line
      AND NOT EXISTS (SELECT 1 FROM reconciled_statement WHERE reconciled_statement.statement = statement.id)
    ORDER BY first_line`),
  seen: raw.prepare('SELECT seen FROM reconciled_account WHERE account = ?').pluck(),
  note: raw.prepare('INSERT INTO reconciled_statement (statement) VALUES (?) ON CONFLICT DO NOTHING'),
}))
