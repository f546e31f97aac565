/**
 * An answer, whether a client pressed the button behind their link or told somebody on the telephone. It moves the case and
 * never posts money: "yes" lets a person go on, "no" is a fraud that is reported, and stops the wallet where that was agreed.
 */
import type { Database } from 'better-sqlite3'
import type { ClientAnswer, Question } from '../contract/messages.ts'
import { changeCase } from '../exceptions/case.ts'
import { raise } from '../exceptions/raise.ts'
import { settingInForce } from '../settings/in-force.ts'
import { type AuditNote, type CommandContext, command, type Json } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { freezeWallet } from '../wallets/state.ts'
import { homeOf } from '../workspace/home.ts'
import { findCase } from './case-in-hand.ts'
import { findMessage } from './messages.ts'
import { askBarOf, noteAnswer, type OpenQuestion, openQuestion, questionOfLink, returnCase } from './questions.ts'

/** Who answers where nobody of the house does. */
export const theClient = 'client'

type Via = NonNullable<Question['answeredVia']>
type Given = Readonly<{ answer: ClientAnswer | null; note: string | null; by: string; via: Via }>
type Taken = Readonly<{ status: 'done'; message: number; exception: number; frozen: boolean; fraudCase: number | null }>

export const answerByLink = command({
  topics: ['contact', 'exceptions', 'clients', 'ledger'],
  record: ({ answer }: Readonly<{ hash: Uint8Array; answer: ClientAnswer }>, outcome: Taken | NoLink) =>
    outcome.status === 'done'
      ? recordOf(answer, 'link', outcome)
      : recordOf(answer, 'link', { status: outcome.status }),
  run: async (context, { hash, answer }): Promise<Taken | NoLink> => {
    const question = questionOfLink(context.raw, { hash, at: context.at })
    if (question === null) return { status: 'no_such_link' }
    return take(context, question, { answer, note: null, by: theClient, via: 'link' })
  },
})

/** Whether it never was one, was used, or ended: nobody who tries is told which. */
type NoLink = Readonly<{ status: 'no_such_link' }>

export type Recording = Readonly<{
  message: number
  answer?: ClientAnswer | undefined
  note?: string | undefined
  via: Exclude<Via, 'link'>
}>
type NotRecorded =
  | Readonly<{ status: 'not_found'; noun: 'message'; id: string }>
  | Readonly<{ status: 'question_over'; state: Exclude<Question['state'], 'open'> }>
  | Readonly<{ status: 'answer_unusable'; of: Question['of'] }>

export const recordAnswer = command({
  topics: ['contact', 'exceptions', 'clients', 'ledger'],
  record: ({ message, answer, via }: Recording, outcome: Taken | NotRecorded) =>
    recordOf(answer ?? null, via, { message, ...outcome }),
  run: async (context, { message, answer, note = null, via }): Promise<Taken | NotRecorded> => {
    const { raw, actor } = context
    const question = openQuestion(raw, message)
    if (question === null) return whyNot(raw, message)
    const { party } = question
    const fits = party === 'client' ? answer !== undefined : answer === undefined && note !== null
    if (!fits) return { status: 'answer_unusable', of: party }
    return take(context, question, { answer: answer ?? null, note, by: actor, via })
  },
})

function recordOf(
  answer: ClientAnswer | null,
  via: Via,
  outcome: Readonly<{ status: string; message?: number; exception?: number; frozen?: boolean }>,
): AuditNote {
  const { status, message, exception, frozen } = outcome
  const subject = message === undefined ? 'message' : `message:${message}`
  const of: Record<string, Json> = exception === undefined ? {} : { exception, frozen: frozen ?? false }
  return { action: 'contact.answer', subject, outcome: status, detail: { answer, via, ...of } }
}

function whyNot(raw: Database, message: number): NotRecorded {
  const state = findMessage({ raw }, { id: message })?.question?.state
  if (state === undefined || state === 'open') return { status: 'not_found', noun: 'message', id: String(message) }
  return { status: 'question_over', state }
}

async function take(context: CommandContext, question: OpenQuestion, given: Given): Promise<Taken> {
  const { raw, at } = context
  const { message, exception, party } = question
  const { answer, note, by, via } = given
  const no = answer === 'no' ? await takeNo(context, question) : { frozen: false, fraudCase: null }
  noteAnswer(raw, message, { ...given, ...no, at })
  const said: Record<string, Json> = answer === null ? {} : { answer }
  const noted: Record<string, Json> = note === null ? {} : { note }
  const followed: Record<string, Json> = answer === 'no' ? no : {}
  const detail = { of: party, message, via, ...said, ...noted, ...followed }
  if (answer === 'yes' && isAnswered(raw, exception)) {
    const to = { status: 'resolved', resolution: 'confirmed_by_client' } as const
    changeCase(raw, at, { id: exception, by, kind: 'answered', detail, to })
  } else returnCase(raw, at, question, { kind: 'answered', by, detail })
  return { status: 'done', message, exception, ...no }
}

/** A case that asks nothing else than this ends with it; every other one waits for a person to decide about its rows. */
function isAnswered(raw: Database, exception: number): boolean {
  const of = findCase(raw, exception)
  return of?.code === 'TRANSACTION_QUESTIONED' && askBarOf(raw, of, 'ask_client') === null
}

type No = Readonly<{ frozen: boolean; fraudCase: number }>

async function takeNo(context: CommandContext, { message, exception, line, told }: OpenQuestion): Promise<No> {
  const { raw, at } = context
  const { client, batch, posting } = statementsOf(raw).about.get({ message, exception }) as About
  const inHome = told?.currency === homeOf(raw).currency
  const fraud = raise(raw, at, {
    code: 'FRAUD_REPORTED',
    scope: 'client',
    producer: null,
    batch: null,
    cause: `message:${message}`,
    rows: 0,
    // What is at stake is counted in the workspace's own currency.
    amount: inHome ? (told?.amount ?? null) : null,
    client,
    line: null,
    found: null,
    facts: [],
    detail: { exception, message, batch, line, transaction: posting },
    posting,
  })
  return { frozen: await freezeIfAgreed(context, { client, exception, told }), fraudCase: fraud.id }
}

type Freezing = Pick<OpenQuestion, 'exception' | 'told'> & Readonly<{ client: string }>

/** The record of the answer stands for that of the freeze. A wallet that is closed already, or never opened, has nothing. */
async function freezeIfAgreed(context: CommandContext, { client, exception, told }: Freezing): Promise<boolean> {
  if (!settingInForce(context.raw, 'contact').value.freezeOnNo) return false
  const reason = `the client says that a transaction is not theirs (case ${exception})`
  const { status } = await freezeWallet.run(context, { client, currency: told?.currency, reason })
  return status === 'done'
}

type About = Readonly<{ client: string; batch: number | null; posting: number | null }>

const statementsOf = perConnection((raw) => ({
  about: raw.prepare(`
    SELECT message.client_id AS client, exception.batch_id AS batch,
      coalesce(exception.posting, (SELECT held_row.posting FROM held_row JOIN question ON question.message_id = message.id
        WHERE held_row.batch_id = exception.batch_id AND held_row.line = question.line)) AS posting
    FROM message JOIN exception ON exception.id = @exception WHERE message.id = @message`),
}))
