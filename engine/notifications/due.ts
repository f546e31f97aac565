/**
 * Cases that fall due within the hour, and those that are late: their owners are told of each once, and those who could take
 * it of what is nobody's. Looked for every minute from where the last look ended, so it takes as long as there are new ones.
 */
import type { Database } from 'better-sqlite3'
import { type NotificationKind, notedAloneMax } from '../contract/notifications.ts'
import { command, type QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { type CaseRow, caseColumns, caseFacts, caseSubject } from './of-cases.ts'
import { everybody, findPerson, type Person } from './people.ts'
import { tell, tellOfFurther } from './tell.ts'

const hourMs = 3_600_000

export type ToldOfDue = Readonly<{ soon: number; overdue: number }>

export const tellOfDue = command({
  isLong: true,
  topics: [],
  // Nothing about a case changes by somebody being told that its time is up.
  record: null,
  run: ({ raw, at }): ToldOfDue => {
    const { soon, overdue } = spansAt(raw, at)
    const told = { soon: tellOfSpan(raw, at, soon), overdue: tellOfSpan(raw, at, overdue) }
    statementsOf(raw).mark.run({ soon: soon.to, overdue: overdue.to })
    return told
  },
})

export function anyDueToTell({ raw }: Pick<QueryContext, 'raw'>, { at }: Readonly<{ at: number }>): boolean {
  const { soon, overdue } = spansAt(raw, at)
  return [soon, overdue].some(({ from, to }) => statementsOf(raw).any.get({ from, to }) !== undefined)
}

type Span = Readonly<{ from: number; to: number; owned: NotificationKind; unowned: NotificationKind | null }>

/** A machine that slept tells of what is late by now as late, and not also that it was soon to be. */
function spansAt(raw: Database, at: number): Readonly<{ soon: Span; overdue: Span }> {
  const marks = statementsOf(raw).marks.get() as Readonly<{ soon: number; overdue: number }>
  return {
    soon: { from: Math.max(marks.soon, at), to: Math.max(marks.soon, at + hourMs), owned: 'due_soon', unowned: null },
    // A clock that was set back tells of nothing twice.
    overdue: { from: marks.overdue, to: Math.max(marks.overdue, at), owned: 'overdue', unowned: 'unowned_overdue' },
  }
}

type Share = Readonly<{ owner: number | null; cases: number }>

function tellOfSpan(raw: Database, at: number, { from, to, owned, unowned }: Span): number {
  let told = 0
  for (const { owner, cases } of statementsOf(raw).shares.all({ from, to, at }) as Share[]) {
    const kind = owner === null ? unowned : owned
    if (kind === null) continue
    const first = statementsOf(raw).first.all({ from, to, at, owner }) as CaseRow[]
    for (const person of peopleFor(raw, owner)) {
      for (const each of first) tell(raw, at, person, { kind, subject: caseSubject(each.id), facts: caseFacts(each) })
      tellOfFurther(raw, at, person, { kind, count: cases - first.length })
    }
    told += cases
  }
  return told
}

function peopleFor(raw: Database, owner: number | null): readonly Person[] {
  if (owner === null) return everybody(raw)
  const person = findPerson(raw, owner)
  return person === null ? [] : [person]
}

// By severity first, as they lie in the index of what is not resolved.
const within = `
  exception.severity IN ('critical', 'high', 'medium', 'low') AND exception.status <> 'resolved'
  AND exception.due_at > @from AND exception.due_at <= @to`
const awake = 'ifnull(exception.snoozed_until, 0) <= @at'

const statementsOf = perConnection((raw) => ({
  marks: raw.prepare('SELECT soon, overdue FROM notification_mark'),
  mark: raw.prepare('UPDATE notification_mark SET soon = @soon, overdue = @overdue'),
  any: raw.prepare(`SELECT 1 FROM exception WHERE ${within} LIMIT 1`),
  shares: raw.prepare(`
    SELECT owner, count(*) AS cases FROM exception WHERE ${within} AND ${awake} GROUP BY owner ORDER BY owner`),
  first: raw.prepare(`
    SELECT ${caseColumns} WHERE ${within} AND ${awake} AND exception.owner IS @owner
    ORDER BY exception.due_at, exception.id LIMIT ${notedAloneMax}`),
}))
