/** How reading a file ends: with a fault, and then nothing of it is kept but the file; or whole, and its statements begin to count. */
import type { Database } from 'better-sqlite3'
import type { StatementFormat } from '../../contract/statement-sources.ts'
import type { FileProblem } from '../../contract/statements.ts'
import { invariant } from '../../invariant.ts'
import { command } from '../../store/command.ts'
import { perConnection } from '../../store/compiled.ts'
import { insideOf, type Page } from '../continuity/inside.ts'
import { findSource, ledgerAccount, ownAccountOf } from '../sources/sources.ts'
import { raiseAccountUnknown, raiseDoesNotAddUp, raiseUnreadable } from '../statement-exceptions.ts'

const linesAtOnce = 20_000

/** What was read of a file before a crash, or up to a fault, a piece at a time. */
export const forgetRead = command({
  topics: [],
  // Nothing of it ever counted.
  record: null,
  isLong: true,
  run: ({ raw }, { file }: Readonly<{ file: number }>): Readonly<{ more: boolean }> => {
    const { last, lines, statement, shrink } = statementsOf(raw)
    let left = linesAtOnce
    for (;;) {
      const newest = last.get(file) as Readonly<{ id: number; first: number | null; last: number | null }> | undefined
      if (newest === undefined) return { more: false }
      if (left === 0) return { more: true }
      if (newest.first === null || newest.last === null) statement.run(newest.id)
      else {
        // From its end, so that what is left is still one number after another.
        const from = Math.max(newest.first, newest.last - left + 1)
        lines.run(from, newest.last)
        left -= newest.last - from + 1
        shrink.run({ id: newest.id, lines: from - newest.first })
      }
    }
  },
})

type Refused = Readonly<{ file: number; format: StatementFormat | null; problem: FileProblem }>

export const refuseFile = command({
  topics: ['statements', 'exceptions'],
  record: ({ file, problem: { code, place, field } }: Refused) => ({
    action: 'statements.refuse',
    subject: `statement-file:${file}`,
    outcome: 'refused',
    detail: { code, place, field },
  }),
  run: ({ raw, at }, { file, format, problem }) => {
    const { refuse, facts, last } = statementsOf(raw)
    invariant(last.get(file) === undefined, 'a file is refused of which something was kept', { file })
    refuse.run({ file, format, problem: JSON.stringify(problem), at })
    raiseUnreadable(raw, at, { ...(facts.get(file) as Readonly<{ source: string; name: string }>), file, problem })
    return null
  },
})

type Finished = Readonly<{ status: 'read' | 'empty'; statements: number; broken: number; waiting: number }>

export const finishReading = command({
  topics: ['statements', 'exceptions'],
  record: ({ file }: Readonly<{ file: number }>, { status, ...counts }: Finished) => ({
    action: 'statements.read',
    subject: `statement-file:${file}`,
    outcome: status,
    detail: counts,
  }),
  isLong: true,
  run: ({ raw, at }, { file }): Finished => {
    const { statements, settle, finish, facts } = statementsOf(raw)
    const found = (statements.all(file) as PageRow[]).map(pageOf)
    const inside = insideOf(found)
    const { source } = facts.get(file) as Readonly<{ source: string }>
    const counts = { broken: 0, waiting: 0 }
    for (const [place, { id, opening, closing, wrong }] of inside.entries()) {
      const page = found[place]
      invariant(page !== undefined, 'more statements than pages', { file })
      const account = accountOfPage({ raw, at }, source, page)
      const state = wrong !== null ? 'broken' : account === null ? 'waiting' : 'read'
      const findings = wrong === null ? [] : [{ finding: 'does_not_add_up', ...wrong }]
      settle.run({ id, opening, closing, account, state, findings: JSON.stringify(findings) })
      if (state === 'broken') counts.broken += 1
      if (state === 'waiting') counts.waiting += 1
      if (wrong !== null) raiseDoesNotAddUp(raw, at, { statement: id, ...wrong })
      else if (account === null) raiseAccountUnknown(raw, at, { source, said: page.said, currency: page.currency })
    }
    finish.run({ file, at })
    return { status: found.length === 0 ? 'empty' : 'read', statements: found.length, ...counts }
  },
})

function accountOfPage(
  context: Readonly<{ raw: Database; at: number }>,
  source: string,
  { said, currency, account }: Page & Readonly<{ account: number | null }>,
): number | null {
  if (account !== null) return account
  const own = ownAccountOf(findSource(context.raw, source), { said, currency })
  return own === undefined ? null : ledgerAccount(context, own)
}

type PageRow = Omit<Page, 'goesOn'> & Readonly<{ goesOn: number; account: number | null }>
const pageOf = ({ goesOn, ...row }: PageRow): Page & Readonly<{ account: number | null }> => ({
  ...row,
  goesOn: goesOn === 1,
})

const statementsOf = perConnection((raw) => ({
  last: raw.prepare(`
    SELECT id, first_line AS first, last_line AS last FROM statement WHERE file = ? ORDER BY id DESC LIMIT 1`),
  lines: raw.prepare('DELETE FROM statement_line WHERE id BETWEEN ? AND ?'),
  statement: raw.prepare('DELETE FROM statement WHERE id = ?'),
  shrink: raw.prepare(`
    UPDATE statement SET lines = @lines, first_line = iif(@lines = 0, NULL, first_line),
      last_line = iif(@lines = 0, NULL, first_line + @lines - 1) WHERE id = @id`),
  facts: raw.prepare('SELECT source, name FROM statement_file WHERE id = ?'),
  refuse: raw.prepare(
    `UPDATE statement_file SET state = 'refused', problem = @problem, read_at = @at, format = @format WHERE id = @file`,
  ),
  statements: raw.prepare(`
    SELECT id, account_said AS said, currency, number, page, goes_on AS goesOn, opening, closing,
      sum_in - sum_out AS sum, account FROM statement WHERE file = ? ORDER BY id`),
  settle: raw.prepare(`
    UPDATE statement SET opening = @opening, closing = @closing, account = @account, state = @state, findings = @findings
    WHERE id = @id`),
  finish: raw.prepare(`UPDATE statement_file SET state = 'read', read_at = @at WHERE id = @file`),
}))
