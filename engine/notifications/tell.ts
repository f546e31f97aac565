/**
 * Telling people of something, in the transaction of what it is about. The same again joins what they have not read yet,
 * and of what comes in great numbers only the first are told one by one: however much happens, a person who does not look
 * has a few lines for each kind and not thousands.
 */
import type { Database } from 'better-sqlite3'
import { furtherOnes, type NotificationKind, notedAloneMax } from '../contract/notifications.ts'
import type { Json } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { noteTopic } from '../store/noted-topics.ts'
import { everybody, type Person, permitted } from './people.ts'

export type Facts = Readonly<Record<string, Json>>
export type Note = Readonly<{ kind: NotificationKind; subject: string; facts: Facts }>

/** Tells everybody of whom it is said so, but for those who may not read it or do not want to know. */
export function tellThose(raw: Database, at: number, note: Note, isMeant: (person: Person) => boolean): void {
  for (const person of everybody(raw)) if (isMeant(person)) tell(raw, at, person, note)
}

export function tell(raw: Database, at: number, person: Person, note: Note): void {
  const ways = waysTo(person, note.kind)
  if (ways === null) return
  const { kind, subject } = note
  const row = { user: person.id, kind, subject, facts: JSON.stringify(note.facts), at, count: 1, ...ways }
  const { again, alone, insert } = statementsOf(raw)
  if (again.run(row).changes === 0) {
    if ((alone.get(row) as number) < notedAloneMax) insert.run(row)
    else insertFurther(raw, row)
  }
  noteTopic(raw, 'notifications')
}

/** So many more than those that were told one by one, counted by whoever looked through them. */
export function tellOfFurther(
  raw: Database,
  at: number,
  person: Person,
  { kind, count }: Readonly<{ kind: NotificationKind; count: number }>,
): void {
  const ways = waysTo(person, kind)
  if (ways === null || count < 1) return
  insertFurther(raw, { user: person.id, kind, at, count, ...ways })
  noteTopic(raw, 'notifications')
}

/** What they were told of is over, or nothing that they have to see to any more. Without a user: for everybody. */
export function takeBack(
  raw: Database,
  at: number,
  of: Readonly<{ subject: string; kinds: readonly NotificationKind[]; exceptUser?: number }>,
): void {
  const { subject, kinds, exceptUser = null } = of
  const { changes } = statementsOf(raw).over.run({ subject, kinds: JSON.stringify(kinds), exceptUser, at })
  if (changes > 0) noteTopic(raw, 'notifications')
}

type Ways = Readonly<{ inApp: number; byDesktop: number; byEmail: number }>

/** Null where nobody is to be told. */
function waysTo(person: Person, kind: NotificationKind): Ways | null {
  const chosen = person.choices[kind]
  if (chosen.length === 0 || !permitted(kind, person)) return null
  const has = (channel: (typeof chosen)[number]): number => Number(chosen.includes(channel))
  return { inApp: has('app'), byDesktop: has('desktop'), byEmail: has('email') }
}

type FurtherRow = Ways & Readonly<{ user: number; kind: NotificationKind; at: number; count: number }>

function insertFurther(raw: Database, { user, kind, at, count, inApp, byDesktop, byEmail }: FurtherRow): void {
  const row = { user, kind, at, count, inApp, byDesktop, byEmail, subject: furtherOnes, facts: '{}' }
  const { again, insert } = statementsOf(raw)
  if (again.run(row).changes === 0) insert.run(row)
}

const statementsOf = perConnection((raw) => ({
  again: raw.prepare(`
    UPDATE notification SET count = count + @count, facts = @facts, at = @at,
      in_app = @inApp, by_desktop = @byDesktop, by_email = @byEmail
    WHERE user_id = @user AND kind = @kind AND subject = @subject AND read_at IS NULL`),
  alone: raw
    .prepare(`
      SELECT count(*) FROM notification
      WHERE user_id = @user AND kind = @kind AND read_at IS NULL AND subject <> '${furtherOnes}'`)
    .pluck(),
  insert: raw.prepare(`
    INSERT INTO notification (user_id, kind, subject, facts, count, in_app, by_desktop, by_email, at)
    VALUES (@user, @kind, @subject, @facts, @count, @inApp, @byDesktop, @byEmail, @at)`),
  over: raw.prepare(`
    UPDATE notification SET read_at = @at
    WHERE subject = @subject AND read_at IS NULL AND user_id IS NOT @exceptUser
      AND kind IN (SELECT value FROM json_each(@kinds))`),
}))
