/** Statements by our number of them and by the bank's, and the files that they came in by how their names begin. */
import { dayOfNumber } from '../calendar/day.ts'
import type { SearchHit } from '../contract/search.ts'
import type { FileState, StatementState } from '../contract/statements.ts'
import { behindPrefix } from '../ledger/prefix.ts'
import { perConnection } from '../store/compiled.ts'
import { type Asked, firstOfEach, wanted } from './asked.ts'

export function findStatements({ raw, typed: { text, number } }: Asked): readonly SearchHit[] {
  const { one, numbered, files } = statementsOf(raw)
  const range = { text, behind: behindPrefix(text), wanted }
  const byNumber = number !== null && (number.noun ?? 'statement') === 'statement' ? [number.value] : []
  const ids = firstOfEach([...byNumber, ...(numbered.all(range) as number[])])
  const statements = ids.flatMap((id) => {
    const row = one.get(id) as StatementRow | undefined
    return row === undefined ? [] : [{ kind: 'statement' as const, ...row, from: day(row.from), to: day(row.to) }]
  })
  const named = (files.all(range) as FileRow[]).map((row) => ({ kind: 'statement_file' as const, ...row }))
  return [...statements, ...named].slice(0, wanted)
}

const day = (number: number): string => dayOfNumber(number)

type StatementRow = Readonly<{
  statement: number
  number: string | null
  account: string
  from: number
  to: number
  state: StatementState
}>
type FileRow = Readonly<{ file: number; name: string; source: string; state: FileState }>

const statementsOf = perConnection((raw) => ({
  one: raw.prepare(`
    SELECT statement.id AS statement, number, coalesce(account.code, account_said) AS account, from_day AS "from",
      to_day AS "to", statement.state
    FROM statement LEFT JOIN account ON account.id = statement.account WHERE statement.id = ?`),
  numbered: raw
    .prepare(`
      SELECT id FROM statement WHERE number IS NOT NULL AND number COLLATE NOCASE >= @text
        AND number COLLATE NOCASE < @behind ORDER BY number COLLATE NOCASE, id LIMIT @wanted`)
    .pluck(),
  files: raw.prepare(`
    SELECT id AS file, name, source, state FROM statement_file
    WHERE name COLLATE NOCASE >= @text AND name COLLATE NOCASE < @behind ORDER BY name COLLATE NOCASE, id LIMIT @wanted`),
}))
