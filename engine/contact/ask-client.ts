/** Asking a client whether they made a transaction. Their case waits until they say, somebody says it for them, or time is up. */
import type { Database } from 'better-sqlite3'
import type { LinkBar, Preview } from '../contract/messages.ts'
import type { RowFields } from '../contract/row-fields.ts'
import type { Channel, Language } from '../contract/settings.ts'
import { settingInForce } from '../settings/in-force.ts'
import { command, type QueryContext } from '../store/command.ts'
import { addLink, withLinkMark } from './answer-link.ts'
import { type AskedTransaction, askedTransaction, type NotAskable } from './asked-transaction.ts'
import { type Case, findCase, movedSince, type NoSuchCase, noSuchCase } from './case-in-hand.ts'
import { reachClient, wantedChannel } from './client-contact.ts'
import { answerWayOf, clientLetter } from './letter.ts'
import { type Goes, goesBy, insertMessage } from './messages.ts'
import { writtenOnce } from './once.ts'
import { askBarOf, begin, mayAsk, type NotNow } from './questions.ts'

type Written = Readonly<{
  language?: Language | undefined
  subject?: string | undefined
  text?: string | undefined
}>

export type AskingClient = Written &
  Readonly<{
    exception: number
    version: number
    key: string
    line?: number | undefined
    channel: Channel
    /** The fields of a row that was refused, as its file has them. */
    refused: RowFields | null
    /** Why an answer link would lead nowhere now. */
    linkBar: LinkBar | null
    user: number
  }>

type Unsendable =
  | Readonly<{ status: 'contact_missing'; channel: Channel }>
  | Readonly<{ status: 'answers_unreachable'; reason: LinkBar }>
type Refused = NoSuchCase | NotNow | NotAskable | Unsendable

export const askClient = command({
  topics: ['contact', 'exceptions'],
  record: ({ exception, channel }: AskingClient, outcome: ReturnType<typeof ask>) => ({
    action: 'contact.ask_client',
    subject: `exception:${exception}`,
    outcome: outcome.status,
    detail: 'message' in outcome ? { channel, message: outcome.message } : { channel },
  }),
  run: ({ raw, at, actor }, input) => ask(raw, at, actor, input),
})

function ask(raw: Database, at: number, actor: string, input: AskingClient) {
  const { user, key, refused: _, linkBar: __, ...content } = input
  return writtenOnce({ raw, at }, { user, procedure: 'contact.askClient', key, content }, () =>
    write(raw, at, actor, input),
  )
}

function write(raw: Database, at: number, actor: string, input: AskingClient): Readonly<{ message: number }> | Refused {
  const { exception, version, channel, linkBar, user } = input
  const of = findCase(raw, exception)
  if (of === null) return noSuchCase(exception)
  const moved = movedSince(raw, of, version) ?? mayAsk(raw, of, 'ask_client')
  if (moved !== null) return moved
  const draft = draftFor(raw, at, of, input)
  if ('status' in draft) return draft
  const { goes, to, client, line, told, expiresAt, ...letter } = draft
  if (to === null) return { status: 'contact_missing', channel }
  const linked = goes === 'mail_server'
  if (linked && linkBar !== null) return { status: 'answers_unreachable', reason: linkBar }
  const text = input.text ?? letter.text
  const message = insertMessage(
    raw,
    {
      exception,
      client,
      producer: null,
      channel,
      template: 'ask_client',
      by: actor,
      to,
      language: letter.language,
      name: letter.name,
      subject: input.subject ?? letter.subject,
      text: linked ? withLinkMark(text) : text,
    },
    { goes, at },
  )
  begin(raw, at, of, { message, party: 'client', line, told, expiresAt, channel, by: actor, user })
  const { publicAddress } = settingInForce(raw, 'contact').value
  if (linked && publicAddress !== null) addLink(raw, { question: message, message, address: publicAddress })
  return { message }
}

type Draft = AskedTransaction &
  Readonly<{
    goes: Goes
    to: string | null
    name: string | null
    language: Language
    subject: string
    text: string
    expiresAt: number
  }>

type Drafting = Readonly<{
  line?: number | undefined
  refused: RowFields | null
  channel: Channel
  language?: Language | undefined
}>

function draftFor(
  raw: Database,
  at: number,
  of: Case,
  { line, refused, channel, language }: Drafting,
): Draft | NotAskable {
  const asked = askedTransaction(raw, of, { line, refused })
  if ('status' in asked) return asked
  const reached = reachClient(raw, asked.client, channel)
  const written = language ?? reached.language
  const goes = goesBy(raw, channel)
  const expiresAt = at + settingInForce(raw, 'contact').value.answerHours * 3_600_000
  const letter = clientLetter(raw, {
    language: written,
    name: reached.name,
    told: asked.told,
    way: answerWayOf(channel, goes === 'mail_server'),
    until: expiresAt,
  })
  return { ...asked, ...letter, goes, to: reached.to, name: reached.name, language: written, expiresAt }
}

type Previewing = Omit<Drafting, 'channel'> & Readonly<{ exception: number; channel?: Channel | undefined; at: number }>

/** What would be sent; by the channel that the client wants to be reached by, when none is said. */
export function previewAskClient(
  { raw }: Pick<QueryContext, 'raw'>,
  { exception, at, ...asking }: Previewing,
): (Readonly<{ status: 'done'; client: string }> & Omit<Preview, 'bar'>) | NoSuchCase | NotAskable {
  const of = findCase(raw, exception)
  if (of === null) return noSuchCase(exception)
  const bar = askBarOf(raw, of, 'ask_client')
  if (bar !== null) return bar
  const asked = askedTransaction(raw, of, asking)
  if ('status' in asked) return asked
  const channel = asking.channel ?? wantedChannel(raw, asked.client)
  const draft = draftFor(raw, at, of, { ...asking, channel })
  if ('status' in draft) return draft
  const { client, language, name, to, subject, text, goes } = draft
  return { status: 'done', client, language, channel, name, to, subject, text, goes }
}
