/** Taking a message back before it is sent, or a question before it is answered; and trying again what could not be sent. */
import type { Database } from 'better-sqlite3'
import type { Message, MessageState, Question } from '../contract/messages.ts'
import { changeCase, noteEvent } from '../exceptions/case.ts'
import { settle } from '../exceptions/raise.ts'
import { command } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { forgetLink } from './answer-link.ts'
import { findCase } from './case-in-hand.ts'
import { failureCause } from './message-failed.ts'
import { findMessage } from './messages.ts'
import { end, openQuestion, returnCase } from './questions.ts'

type Which = Readonly<{ message: number }>
type NotFound = Readonly<{ status: 'not_found'; noun: 'message'; id: string }>
type Done = Readonly<{ status: 'done' }>

export const cancelMessage = command({
  topics: ['contact', 'exceptions'],
  record: ({ message }: Which, { status }: ReturnType<typeof cancel>) => ({
    action: 'contact.cancel',
    subject: `message:${message}`,
    outcome: status,
  }),
  run: ({ raw, at, actor }, { message }) => cancel(raw, at, actor, message),
})

function cancel(
  raw: Database,
  at: number,
  actor: string,
  id: number,
): Done | NotFound | Readonly<{ status: 'message_not_waiting'; state: MessageState }> {
  const message = findMessage({ raw }, { id })
  if (message === null) return noSuchMessage(id)
  const question = openQuestion(raw, id)
  const waits = message.state === 'waiting'
  if (!waits && question === null) return { status: 'message_not_waiting', state: message.state }
  if (waits) {
    statementsOf(raw).cancel.run(id)
    forgetLink(raw, id)
  }
  if (question !== null) {
    end(raw, id, 'withdrawn')
    for (const reminder of statementsOf(raw).remindersWaiting.all(id) as number[])
      statementsOf(raw).cancel.run(reminder)
    returnCase(raw, at, question, { kind: 'undone', by: actor, detail: { of: question.party, message: id } })
  } else if (message.exception !== null) {
    noteEvent(raw, at, { id: message.exception, by: actor, kind: 'undone', detail: { message: id } })
  }
  return { status: 'done' }
}

export const sendMessageAgain = command({
  topics: ['contact', 'exceptions'],
  record: ({ message }: Which, { status }: ReturnType<typeof sendAgain>) => ({
    action: 'contact.send_again',
    subject: `message:${message}`,
    outcome: status,
  }),
  run: ({ raw, at, actor }, { message }) => sendAgain(raw, at, actor, message),
})

type NotAgain =
  | NotFound
  | Readonly<{ status: 'message_not_failed'; state: MessageState }>
  | Readonly<{ status: 'question_over'; state: Exclude<Question['state'], 'open'> }>

/** It goes out as the very same message, so that whoever got it after all can tell. */
function sendAgain(raw: Database, at: number, actor: string, id: number): Done | NotAgain {
  const message = findMessage({ raw }, { id })
  if (message === null) return noSuchMessage(id)
  if (message.state !== 'failed') return { status: 'message_not_failed', state: message.state }
  const over = overOf(raw, message)
  if (over !== null) return { status: 'question_over', state: over }
  statementsOf(raw).again.run({ id, at })
  const { client, producer } = message
  settle(raw, at, failureCause({ id, client, producer }), 'not_a_problem', actor)
  const question = openQuestion(raw, id)
  if (question === null) return { status: 'done' }
  const of = findCase(raw, question.exception)
  const goesOn = of !== null && of.status !== 'resolved' && of.waitingFor === null
  changeCase(raw, at, {
    id: question.exception,
    by: actor,
    kind: 'asked',
    detail: { of: question.party, message: id, again: true },
    ...(goesOn ? { to: { status: 'waiting', for: question.party } } : {}),
  })
  return { status: 'done' }
}

/** A letter that asks what nobody can answer any more must not go out; nor a reminder of it. */
function overOf(raw: Database, { id, remindsOf }: Message): Exclude<Question['state'], 'open'> | null {
  const state = findMessage({ raw }, { id: remindsOf ?? id })?.question?.state
  return state === undefined || state === 'open' ? null : state
}

const noSuchMessage = (id: number): NotFound => ({ status: 'not_found', noun: 'message', id: String(id) })

const statementsOf = perConnection((raw) => ({
  cancel: raw.prepare(
    `UPDATE message SET state = 'cancelled', next_attempt_at = NULL WHERE id = ? AND state = 'waiting'`,
  ),
  remindersWaiting: raw.prepare(`SELECT id FROM message WHERE reminds_of = ? AND state = 'waiting'`).pluck(),
  again: raw.prepare(`UPDATE message SET state = 'waiting', next_attempt_at = @at WHERE id = @id`),
}))
