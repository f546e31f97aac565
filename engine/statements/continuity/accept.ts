/**
 * Taking in what statements say: lines that are repeats are marked, the account's span goes on, and what is new becomes
 * open for matching, a piece at a time, so that a million lines hold nobody up and a crash leaves whole pieces.
 */
import type { Database } from 'better-sqlite3'
import type { StatementFormat } from '../../contract/statement-sources.ts'
import type { Finding } from '../../contract/statements.ts'
import { invariant } from '../../invariant.ts'
import { openLines } from '../../reconcile/items/open-items.ts'
import { command } from '../../store/command.ts'
import { perConnection } from '../../store/compiled.ts'
import { noteEdge, noteNumbers, raiseCorrected } from '../statement-exceptions.ts'
import { numberedBehind } from './numbers.ts'
import { type Ends, joined } from './spans.ts'
import { type Correction, stretchOf, type Weighed } from './weigh.ts'

export const linesAtOnce = 32_768

export const markRepeats = command({
  topics: [],
  // The statement's acceptance says how many there are.
  record: null,
  isLong: true,
  run: ({ raw }, { pairs }: Readonly<{ pairs: Float64Array }>) => {
    for (let at = 0; at < pairs.length; at += 2) statementsOf(raw).repeats.run(pairs[at + 1], pairs[at])
    return null
  },
})

type Decision = Readonly<{ statement: number; repeats: number }> & Omit<Weighed, 'status' | 'repeats'>
type Accepted = Readonly<{ status: 'accepted' | 'repeated'; repeats: number; corrected: number }>

export const acceptStatement = command({
  topics: ['statements', 'exceptions'],
  record: ({ statement }: Decision, { status, repeats, corrected }: Accepted) => ({
    action: 'statements.accept',
    subject: `statement:${statement}`,
    outcome: status,
    detail: { repeats, corrected },
  }),
  run: ({ raw, at }, { statement, repeats, joins, corrected, repeatOf }): Accepted => {
    const row = statementsOf(raw).one.get(statement) as Row | undefined
    invariant(row !== undefined && row.account !== null, 'a statement is accepted that was not weighed', { statement })
    if (repeatOf !== null) {
      decide(raw, {
        statement,
        state: 'repeated',
        at: null,
        span: null,
        findings: [{ finding: 'repeated', of: repeatOf, ...otherFormat(raw, statement, repeatOf) }],
      })
      noteNumbers(raw, at, numberedBehind(raw, statement))
      return { status: 'repeated', repeats, corrected: 0 }
    }
    const span = goOn(raw, { ...row, account: row.account }, joins)
    const findings: readonly Finding[] = [
      ...(repeats === 0 ? [] : [{ finding: 'overlaps' as const, lines: repeats }]),
      ...(corrected === null ? [] : [{ finding: 'corrected' as const, ...plain(corrected) }]),
    ]
    decide(raw, { statement, state: 'accepted', at, span, findings })
    if (corrected !== null) raiseCorrected(raw, at, { statement, ...corrected })
    if (span !== null) noteEdges(raw, at, { account: row.account, span, merged: joins.map((join) => join.span) })
    noteNumbers(raw, at, numberedBehind(raw, statement))
    return { status: 'accepted', repeats, corrected: corrected?.lines ?? 0 }
  },
})

function otherFormat(raw: Database, statement: number, repeatOf: number): Readonly<{ format?: StatementFormat }> {
  const { format } = statementsOf(raw)
  const [own, first] = [format.get(statement), format.get(repeatOf)] as readonly [StatementFormat, StatementFormat]
  return own === first ? {} : { format: first }
}

const plain = ({ lines, sum, first }: Correction) => ({ lines, sum, first: [...first] })

export const openStatement = command({
  topics: ['statements', 'ledger'],
  // The statement's acceptance is on record.
  record: null,
  isLong: true,
  run: ({ raw, at }, { statement }: Readonly<{ statement: number }>): Readonly<{ more: boolean }> => {
    const { opening, account, opened } = statementsOf(raw)
    const found = opening.get(statement) as Opening | undefined
    if (found === undefined) return { more: false }
    const from = Math.max(found.first, found.openedTo + 1)
    const to = Math.min(found.last, from + linesAtOnce - 1)
    // Of one that waited until its account was known.
    account.run({ account: found.account, from, to })
    openLines(raw, { account: found.account, from, to, at })
    opened.run({ statement, to })
    return { more: to < found.last }
  },
})

type Row = Readonly<{
  id: number
  account: number | null
  fromDay: number
  toDay: number
  opening: number | null
  closing: number | null
  sumIn: number
  sumOut: number
}>
type Opening = Readonly<{ account: number; first: number; last: number; openedTo: number }>

type Decided = Readonly<{
  statement: number
  state: 'accepted' | 'repeated'
  at: number | null
  span: number | null
  findings: readonly Finding[]
}>

function decide(raw: Database, { findings, ...decided }: Decided): void {
  const { changes } = statementsOf(raw).decide.run({ ...decided, findings: JSON.stringify(findings) })
  invariant(changes === 1, 'a statement is decided about twice', { statement: decided.statement })
}

/** The span that it belongs to from now on; null where it says no balances, and so joins nothing. */
function goOn(raw: Database, row: Row & Readonly<{ account: number }>, joins: Decision['joins']): number | null {
  const stretch = stretchOf(row)
  if (stretch === null) return null
  const { span: spanOf, begin, extend, merge } = statementsOf(raw)
  const joining = joins.map(({ span, relation }) => ({ span: spanOf.get(span) as Ends, relation }))
  const whole = joined({ ...stretch, first: row.id, last: row.id }, joining)
  const [kept, ...others] = joins.map(({ span }) => span).toSorted((a, b) => a - b)
  if (kept === undefined) return Number(begin.run({ ...whole, account: row.account }).lastInsertRowid)
  for (const other of others) merge.run(kept, other)
  extend.run({ ...whole, id: kept })
  return kept
}

type SpanRow = Ends & Readonly<{ id: number }>
type Changed = Readonly<{ account: number; span: number; merged: readonly number[] }>

/** Spans that were merged begin nowhere any more; the one that changed and the one behind it may begin behind a gap. */
function noteEdges(raw: Database, at: number, { account, span, merged }: Changed): void {
  for (const gone of merged) if (gone !== span) noteEdge(raw, at, { span: gone, gap: null })
  const spans = statementsOf(raw).spans.all(account) as SpanRow[]
  const place = spans.findIndex(({ id }) => id === span)
  for (const each of [place, place + 1]) {
    const [before, behind] = [spans[each - 1], spans[each]]
    if (behind === undefined) continue
    noteEdge(raw, at, { span: behind.id, gap: before === undefined ? null : gapBetween(before, behind) })
  }
}

export const gapBetween = (before: SpanRow, behind: SpanRow) => ({
  after: before.last,
  before: behind.first,
  fromDay: Math.min(before.toDay, behind.fromDay),
  toDay: Math.max(before.toDay, behind.fromDay),
  closing: before.closing,
  opening: behind.opening,
})

const statementsOf = perConnection((raw) => ({
  format: raw.prepare('SELECT format FROM statement_file WHERE id = (SELECT file FROM statement WHERE id = ?)').pluck(),
  repeats: raw.prepare('UPDATE statement_line SET repeats = ? WHERE id = ?'),
  one: raw.prepare(`
    SELECT id, account, from_day AS fromDay, to_day AS toDay, opening, closing, sum_in AS sumIn, sum_out AS sumOut
    FROM statement WHERE id = ? AND state = 'read'`),
  decide: raw.prepare(`
    UPDATE statement SET state = @state, accepted_at = @at, span = @span, findings = @findings
    WHERE id = @statement AND state = 'read'`),
  opening: raw.prepare(`
    SELECT account, first_line AS first, last_line AS last, opened_to AS openedTo FROM statement
    WHERE id = ? AND state = 'accepted' AND opened_to < last_line`),
  account: raw.prepare(`
    UPDATE statement_line SET account = @account WHERE id BETWEEN @from AND @to AND account IS NULL`),
  opened: raw.prepare('UPDATE statement SET opened_to = @to WHERE id = @statement'),
  span: raw.prepare(`
    SELECT from_day AS fromDay, to_day AS toDay, opening, closing, first, last FROM statement_span
    WHERE id = ? AND merged_into IS NULL`),
  begin: raw.prepare(`
    INSERT INTO statement_span (account, from_day, to_day, opening, closing, first, last)
    VALUES (@account, @fromDay, @toDay, @opening, @closing, @first, @last)`),
  extend: raw.prepare(`
    UPDATE statement_span SET from_day = @fromDay, to_day = @toDay, opening = @opening, closing = @closing,
      first = @first, last = @last WHERE id = @id`),
  merge: raw.prepare('UPDATE statement_span SET merged_into = ? WHERE id = ?'),
  spans: raw.prepare(`
    SELECT id, from_day AS fromDay, to_day AS toDay, opening, closing, first, last FROM statement_span
    WHERE account = ? AND merged_into IS NULL ORDER BY from_day, to_day, id`),
}))
