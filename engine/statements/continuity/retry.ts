/** Statements that waited until somebody said which account they are of, once the setting does. */
import { command } from '../../store/command.ts'
import { perConnection } from '../../store/compiled.ts'
import { findSource, ledgerAccount, ownAccountOf } from '../sources/sources.ts'
import { settleAccountUnknown } from '../statement-exceptions.ts'

type Waiting = Readonly<{ id: number; source: string; said: string; currency: string | null }>
type Retried = Readonly<{ found: number; more: boolean; after: number }>

const statementsAtOnce = 500

export const retryWaiting = command({
  topics: ['statements', 'exceptions'],
  record: ({ after }: Readonly<{ after: number }>, { found }: Retried) => ({
    action: 'statements.retry',
    subject: 'statements',
    outcome: 'done',
    detail: { after, found },
  }),
  run: ({ raw, at }, { after }): Retried => {
    const { waiting, go } = statementsOf(raw)
    const some = waiting.all(after, statementsAtOnce) as Waiting[]
    let found = 0
    for (const statement of some) {
      const own = ownAccountOf(findSource(raw, statement.source), statement)
      const account = own === undefined ? null : ledgerAccount({ raw, at }, own)
      if (account === null) continue
      go.run({ id: statement.id, account })
      settleAccountUnknown(raw, at, statement)
      found += 1
    }
    return { found, more: some.length === statementsAtOnce, after: some.at(-1)?.id ?? after }
  },
})

const statementsOf = perConnection((raw) => ({
  waiting: raw.prepare(`
    SELECT statement.id, statement_file.source, statement.account_said AS said, statement.currency FROM statement
    JOIN statement_file ON statement_file.id = statement.file
    WHERE statement.state = 'waiting' AND statement.id > ? ORDER BY statement.id LIMIT ?`),
  go: raw.prepare(`UPDATE statement SET state = 'read', account = @account WHERE id = @id AND state = 'waiting'`),
}))
