/** Reminding of questions that nobody has answered, and ending them when their time is up: then a person goes on by other ways. */
import type { Database } from 'better-sqlite3'
import { changeCase, itself } from '../exceptions/case.ts'
import { settingInForce } from '../settings/in-force.ts'
import { command, type QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { addLink, withLinkMark } from './answer-link.ts'
import { clientLetter, producerReminder } from './letter.ts'
import { findMessage, goesBy, insertMessage } from './messages.ts'
import { end, type OpenQuestion, openQuestion, returnCase } from './questions.ts'

type Followed = Readonly<{ reminded: number; expired: number; more: boolean }>
const questionsMax = 200

/** A bounded piece; `more` says that some are left. */
export const followUp = command({
  isLong: true,
  topics: ['contact', 'exceptions'],
  record: (_: null, { reminded, expired }: Followed) => ({
    action: 'contact.follow_up',
    subject: 'questions',
    outcome: 'done',
    detail: { reminded, expired },
  }),
  run: ({ raw, at }): Followed => {
    const over = statementsOf(raw).over.all({ at, limit: questionsMax }) as number[]
    for (const message of over) expire(raw, at, message)
    const due = dueReminders(raw, at, questionsMax)
    for (const message of due) remind(raw, at, message)
    const more = over.length === questionsMax || due.length === questionsMax
    return { reminded: due.length, expired: over.length, more }
  },
})

export const anyToFollowUp = ({ raw }: Pick<QueryContext, 'raw'>, { at }: Readonly<{ at: number }>): boolean =>
  statementsOf(raw).over.get({ at, limit: 1 }) !== undefined || dueReminders(raw, at, 1).length > 0

function expire(raw: Database, at: number, message: number): void {
  const question = openQuestion(raw, message)
  if (question === null) return
  end(raw, message, 'expired')
  returnCase(raw, at, question, { kind: 'expired', detail: { of: question.party, message } })
}

/** Only what went out by mail is reminded of by mail, as long as a mail server is there. */
function dueReminders(raw: Database, at: number, limit: number): readonly number[] {
  const { remindAfterHours, remindersMax } = settingInForce(raw, 'contact').value
  if (remindersMax === 0 || goesBy(raw, 'email') !== 'mail_server') return []
  const before = at - remindAfterHours * 3_600_000
  return statementsOf(raw).due.all({ before, remindersMax, limit }) as number[]
}

function remind(raw: Database, at: number, id: number): void {
  const question = openQuestion(raw, id)
  const asked = findMessage({ raw }, { id })
  if (question === null || asked === null) return
  const { exception, client, producer, channel, language, name, to } = asked
  const of = { exception, client, producer, channel, language, name, to, remindsOf: id, by: itself }
  const template = question.party === 'client' ? 'remind_client' : 'remind_producer'
  const letter = reminderOf(raw, question, { ...asked, askedOn: Date.parse(asked.sentAt ?? asked.createdAt) })
  const message = insertMessage(raw, { ...of, ...letter, template }, { goes: 'mail_server', at })
  const address = statementsOf(raw).address.get(id) as string | undefined
  if (address !== undefined) addLink(raw, { question: id, message, address })
  const detail = { of: question.party, message }
  changeCase(raw, at, { id: question.exception, by: itself, kind: 'reminded', detail })
}

type Asked = NonNullable<ReturnType<typeof findMessage>> & Readonly<{ askedOn: number }>

function reminderOf(raw: Database, { told, expiresAt }: OpenQuestion, asked: Asked) {
  const { language, name, producerName, askedOn, subject, text } = asked
  if (told === null) {
    const earlier = { subject, text }
    return producerReminder(raw, { language, name, producer: producerName ?? '', askedOn, earlier })
  }
  const letter = clientLetter(raw, { language, name, told, way: 'link', until: expiresAt }, askedOn)
  return { ...letter, text: withLinkMark(letter.text) }
}

const statementsOf = perConnection((raw) => ({
  over: raw
    .prepare(`
      SELECT message_id FROM question WHERE state = 'open' AND expires_at <= @at ORDER BY expires_at LIMIT @limit`)
    .pluck(),
  // From when the last of them went out; one that is still on its way is waited for.
  due: raw
    .prepare(`
      SELECT question.message_id FROM question
      JOIN message AS asked ON asked.id = question.message_id
      JOIN exception ON exception.id = question.exception_id
      WHERE question.state = 'open' AND asked.state = 'sent' AND exception.waiting_for = question.party
        AND asked.sent_at <= @before
        AND (SELECT count(*) FROM message WHERE reminds_of = asked.id) < @remindersMax
        AND NOT EXISTS (SELECT 1 FROM message WHERE reminds_of = asked.id
          AND (state IN ('waiting', 'sending') OR sent_at > @before OR created_at > @before))
      ORDER BY asked.id LIMIT @limit`)
    .pluck(),
  address: raw.prepare('SELECT address FROM answer_link WHERE message_id = ?').pluck(),
}))
