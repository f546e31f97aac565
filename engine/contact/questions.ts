/** What was asked of somebody about a case: one question at a time, which its case waits for. */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../calendar/instant.ts'
import { factsOf } from '../cases/facts.ts'
import type { CaseAction } from '../contract/case-actions.ts'
import type { ClientAnswer, Question } from '../contract/messages.ts'
import type { Channel } from '../contract/settings.ts'
import { changeCase, type EventKind, itself } from '../exceptions/case.ts'
import type { Json } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { forgetLinksOf } from './answer-link.ts'
import type { Told } from './asked-transaction.ts'
import { type Case, type CaseBarred, type CaseMoved, findCase } from './case-in-hand.ts'

export type Party = Question['of']
export type NotNow = CaseMoved | CaseBarred | Readonly<{ status: 'question_open'; message: number }>

export type OpenQuestion = Readonly<{
  message: number
  exception: number
  party: Party
  line: number | null
  told: Told | null
  expiresAt: number
}>

/** A case that is over asks nobody, and one that a second person looks at is not moved meanwhile. */
export function askBarOf(raw: Database, of: Case, action: CaseAction): CaseBarred | null {
  if (of.status === 'resolved') return { status: 'case_barred', action, bar: 'resolved' }
  return factsOf(raw, of.id)?.awaitsApproval ? { status: 'case_barred', action, bar: 'awaits_approval' } : null
}

/** An answer is still waited for; a question that could not be sent gives way to the next. */
export function isBeingAsked(raw: Database, exception: number): boolean {
  const open = statementsOf(raw).openOf.get(exception) as Readonly<{ state: string }> | undefined
  return open !== undefined && open.state !== 'failed'
}

/** Null when it may be asked. A question that could not be sent gives way to the next. */
export function mayAsk(raw: Database, of: Case, action: CaseAction): NotNow | null {
  const bar = askBarOf(raw, of, action)
  if (bar !== null) return bar
  const open = statementsOf(raw).openOf.get(of.id) as Readonly<{ message: number; state: string }> | undefined
  if (open === undefined) return null
  if (open.state !== 'failed') return { status: 'question_open', message: open.message }
  end(raw, open.message, 'withdrawn')
  return null
}

type Beginning = Omit<OpenQuestion, 'exception' | 'told'> &
  Readonly<{ told: Told | null; channel: Channel; by: string; user: number }>

/** Whoever makes others wait owns what they began, unless somebody does already. */
export function begin(raw: Database, at: number, of: Case, asked: Beginning): void {
  const { message, party, line, told, expiresAt, channel, by, user } = asked
  const stored = told === null ? null : JSON.stringify(told)
  statementsOf(raw).begin.run({ message, exception: of.id, party, line, asked: stored, expiresAt })
  changeCase(raw, at, {
    id: of.id,
    by,
    kind: 'asked',
    detail: { of: party, message, channel, until: isoOf(expiresAt), ...(line === null ? {} : { line }) },
    to: { status: 'waiting', for: party },
    ...(of.owner === null ? { owner: user } : {}),
  })
}

export function openQuestion(raw: Database, message: number): OpenQuestion | null {
  const row = statementsOf(raw).open.get(message) as StoredQuestion | undefined
  return row === undefined ? null : questionOf(row)
}

/** Found by the hash of the link's token, while it may still be answered. */
export function questionOfLink(
  raw: Database,
  { hash, at }: Readonly<{ hash: Uint8Array; at: number }>,
): OpenQuestion | null {
  const row = statementsOf(raw).ofLink.get({ hash, at }) as StoredQuestion | undefined
  return row === undefined ? null : questionOf(row)
}

export function end(raw: Database, message: number, state: 'expired' | 'withdrawn'): void {
  statementsOf(raw).end.run({ message, state })
  forgetLinksOf(raw, message)
}

export type Answered = Readonly<{
  answer: ClientAnswer | null
  note: string | null
  at: number
  by: string
  via: NonNullable<Question['answeredVia']>
  frozen: boolean
  fraudCase: number | null
}>

export function noteAnswer(raw: Database, message: number, answered: Answered): void {
  statementsOf(raw).answer.run({ ...answered, message, frozen: Number(answered.frozen) })
  forgetLinksOf(raw, message)
}

type Returning = Readonly<{ kind: EventKind; by?: string; detail: Readonly<Record<string, Json>> }>

/** Whoever worked on the case goes on with it, if it waits for this party still. */
export function returnCase(
  raw: Database,
  at: number,
  { exception, party }: Pick<OpenQuestion, 'exception' | 'party'>,
  { kind, by = itself, detail }: Returning,
): void {
  const waits = findCase(raw, exception)?.waitingFor === party
  changeCase(raw, at, { id: exception, by, kind, detail, ...(waits ? { to: { status: 'at_work' } } : {}) })
}

type StoredQuestion = Omit<OpenQuestion, 'told'> & Readonly<{ asked: string | null }>

const questionOf = ({ asked, ...question }: StoredQuestion): OpenQuestion => ({
  ...question,
  told: asked === null ? null : (JSON.parse(asked) as Told),
})

const columns = `question.message_id AS message, question.exception_id AS exception, party, line, asked,
  expires_at AS expiresAt`

const statementsOf = perConnection((raw) => ({
  openOf: raw.prepare(`
    SELECT question.message_id AS message, message.state FROM question JOIN message ON message.id = question.message_id
    WHERE question.exception_id = ? AND question.state = 'open'`),
  open: raw.prepare(`SELECT ${columns} FROM question WHERE message_id = ? AND state = 'open'`),
  ofLink: raw.prepare(`
    SELECT ${columns} FROM answer_link JOIN question ON question.message_id = answer_link.question_id
    WHERE answer_link.hash = @hash AND question.state = 'open' AND question.expires_at > @at`),
  begin: raw.prepare(`
    INSERT INTO question (message_id, exception_id, party, line, asked, state, expires_at)
    VALUES (@message, @exception, @party, @line, @asked, 'open', @expiresAt)`),
  end: raw.prepare('UPDATE question SET state = @state WHERE message_id = @message'),
  answer: raw.prepare(`
    UPDATE question SET state = 'answered', answer = @answer, note = @note, answered_at = @at, answered_by = @by,
      answered_via = @via, frozen = @frozen, fraud_case = @fraudCase
    WHERE message_id = @message`),
}))
