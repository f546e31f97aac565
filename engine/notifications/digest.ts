/**
 * The day's e-mail: at the time that each person chose, one message with what is unread and due, through the same outbox as
 * every other. Who has nothing to see gets none.
 */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../calendar/instant.ts'
import { goesBy, insertMessage } from '../contact/messages.ts'
import type { Language } from '../contract/settings.ts'
import { itself } from '../exceptions/case.ts'
import { settingInForce } from '../settings/in-force.ts'
import { command, type QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { homeOf } from '../workspace/home.ts'
import { type Digest, digestLetter, type News } from './digest-letter.ts'
import { type CaseRow, caseColumns } from './of-cases.ts'
import { findPerson, type Person, permitted } from './people.ts'
import { nextDigestAt } from './preferences.ts'
import type { Facts } from './tell.ts'

type Sent = Readonly<{ messages: readonly number[] }>

export const sendDigests = command({
  isLong: true,
  topics: ['notifications'],
  record: (_: null, { messages }: Sent) => ({
    action: 'notifications.digest',
    subject: 'staff',
    outcome: 'done',
    detail: { messages },
  }),
  run: ({ raw, at }): Sent => {
    const due = statementsOf(raw).due.all(at) as Due[]
    const messages = due.flatMap((each) => {
      // However many days a machine was off, there is one; the next is when its clock says so again.
      statementsOf(raw).plan.run(nextDigestAt(raw, each.digestAt, at), each.user)
      return sendTo(raw, at, each) ?? []
    })
    return { messages }
  },
})

export const anyDigestDue = ({ raw }: Pick<QueryContext, 'raw'>, { at }: Readonly<{ at: number }>): boolean =>
  statementsOf(raw).due.get(at) !== undefined

type Due = Readonly<{ user: number; email: string; digestAt: number; language: Language | null; displayName: string }>

const shownMax = 20

function sendTo(raw: Database, at: number, { user, email, language, displayName }: Due): number | null {
  const person = findPerson(raw, user)
  // Without a mail server nobody's own mail program could send it: what is unread waits in the app.
  if (person === null || goesBy(raw, 'email') !== 'mail_server') return null
  const written = language ?? settingInForce(raw, 'contact').value.defaultLanguage
  const unread = unreadOf(raw, person)
  const own = ownOf(raw, at, person)
  if (unread.length + own.late + own.due === 0) return null
  const { name: workspace } = statementsOf(raw).workspace.get() as Readonly<{ name: string }>
  const news = unread.slice(0, shownMax)
  const digest: Digest = { name: displayName, language: written, workspace, at, ...own, unread: unread.length, news }
  const message = insertMessage(
    raw,
    {
      exception: null,
      client: null,
      producer: null,
      user,
      channel: 'email',
      template: 'digest',
      language: written,
      name: displayName,
      to: email,
      ...digestLetter(raw, digest),
      by: itself,
    },
    { goes: 'mail_server', at },
  )
  // What is shown nowhere else has been said with this.
  statementsOf(raw).said.run(at, user)
  return message
}

/** Bounded by itself: of each kind there are a few. */
function unreadOf(raw: Database, person: Person): readonly News[] {
  const rows = statementsOf(raw).unread.all(person.id) as (Omit<News, 'facts'> & Readonly<{ facts: string }>)[]
  return rows
    .filter(({ kind }) => permitted(kind, person))
    .map(({ facts, ...row }) => ({ ...row, facts: JSON.parse(facts) as Facts }))
}

function ownOf(raw: Database, at: number, person: Person): Pick<Digest, 'late' | 'due' | 'own'> {
  if (!permitted('overdue', person) || !person.choices.overdue.includes('email')) return { late: 0, due: 0, own: [] }
  const { zone } = homeOf(raw)
  const tomorrow = zone.startOf(isoOf(Date.parse(`${zone.dayOf(at)}T00:00:00Z`) + dayMs).slice(0, 10))
  const asked = { owner: person.id, at, tomorrow }
  const { late, due } = statementsOf(raw).counts.get(asked) as Readonly<{ late: number; due: number }>
  return { late, due, own: statementsOf(raw).own.all(asked) as CaseRow[] }
}

const dayMs = 86_400_000

const ofOwner = `
  exception.owner = @owner AND exception.status <> 'resolved' AND exception.due_at < @tomorrow
  AND ifnull(exception.snoozed_until, 0) <= @at`

const statementsOf = perConnection((raw) => ({
  due: raw.prepare(`
    SELECT choice.user_id AS user, choice.email, choice.digest_at AS digestAt, choice.language,
      user.display_name AS displayName
    FROM notification_choice AS choice JOIN user ON user.id = choice.user_id
    WHERE choice.next_digest_at <= ? ORDER BY choice.user_id`),
  plan: raw.prepare('UPDATE notification_choice SET next_digest_at = ? WHERE user_id = ?'),
  workspace: raw.prepare('SELECT name FROM workspace'),
  unread: raw.prepare(`
    SELECT kind, subject, count, facts FROM notification
    WHERE user_id = ? AND read_at IS NULL AND by_email ORDER BY at DESC, id DESC`),
  said: raw.prepare(`
    UPDATE notification SET read_at = ?
    WHERE user_id = ? AND read_at IS NULL AND by_email AND NOT in_app AND NOT by_desktop`),
  counts: raw.prepare(`
    SELECT coalesce(sum(exception.due_at <= @at), 0) AS late, coalesce(sum(exception.due_at > @at), 0) AS due
    FROM exception WHERE ${ofOwner}`),
  own: raw.prepare(`
    SELECT ${caseColumns} WHERE ${ofOwner} ORDER BY exception.due_at, exception.id LIMIT ${shownMax}`),
}))
