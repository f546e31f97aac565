/** Writing to somebody without asking anything, and recording what was said or sent some other way. */
import type { Database } from 'better-sqlite3'
import type { Preview } from '../contract/messages.ts'
import type { Channel, Language } from '../contract/settings.ts'
import { changeCase } from '../exceptions/case.ts'
import { assertNever } from '../invariant.ts'
import { command, type QueryContext } from '../store/command.ts'
import { findCase, type NoSuchCase, noSuchCase } from './case-in-hand.ts'
import { findClientContact, reachClient, wantedChannel } from './client-contact.ts'
import { plainLetter } from './letter.ts'
import { goesBy, insertMessage } from './messages.ts'
import { writtenOnce } from './once.ts'
import { type Named, reachProducer } from './producer-contact.ts'

export type Recipient =
  | Readonly<{ of: 'client'; client: string; to?: string | undefined }>
  | (Readonly<{ of: 'producer'; producer: number }> & Named)

type Writing = Readonly<{
  recipient: Recipient
  exception?: number | undefined
  key: string
  channel: Channel
  user: number
}>
export type Sending = Writing & Readonly<{ language?: Language | undefined; subject: string; text: string }>
export type Telling = Writing & Readonly<{ at?: string | undefined; subject?: string | undefined; text: string }>

type NotFound = NoSuchCase | Readonly<{ status: 'not_found'; noun: 'client' | 'producer'; id: string }>
type Refused = NotFound | Readonly<{ status: 'contact_missing'; channel: Channel }>

export const sendMessage = command({
  topics: ['contact', 'exceptions'],
  record: (input: Sending, outcome: ReturnType<typeof send>) => recordOf('contact.send', input, outcome),
  run: ({ raw, at, actor }, input) => send(raw, at, actor, input),
})

export const tellMessage = command({
  topics: ['contact', 'exceptions'],
  record: (input: Telling, outcome: ReturnType<typeof tell>) => recordOf('contact.tell', input, outcome),
  run: ({ raw, at, actor }, input) => tell(raw, at, actor, input),
})

const recordOf = (
  action: string,
  { recipient, channel, exception }: Writing,
  outcome: Readonly<{ status: string; message?: number | undefined }>,
) => ({
  action,
  subject: recipient.of === 'client' ? `client:${recipient.client}` : `producer:${recipient.producer}`,
  outcome: outcome.status,
  detail: { channel, exception: exception ?? null, message: outcome.message ?? null },
})

function send(raw: Database, at: number, actor: string, input: Sending) {
  const { user, key, ...content } = input
  return writtenOnce({ raw, at }, { user, procedure: 'contact.send', key, content }, () => {
    const goes = goesBy(raw, input.channel)
    return write(raw, at, actor, input, { goes, sentAt: at })
  })
}

function tell(raw: Database, at: number, actor: string, input: Telling) {
  const { user, key, ...content } = input
  return writtenOnce({ raw, at }, { user, procedure: 'contact.tell', key, content }, () => {
    // A clock beside the telephone may run ahead; what was said was said by now.
    const sentAt = input.at === undefined ? at : Math.min(at, Date.parse(input.at))
    return write(raw, at, actor, { ...input, subject: input.subject ?? '' }, { goes: 'recorded', sentAt })
  })
}

function write(
  raw: Database,
  at: number,
  actor: string,
  {
    recipient,
    exception,
    channel,
    ...said
  }: Writing & Readonly<{ language?: Language | undefined; subject: string; text: string }>,
  leaving: Readonly<{ goes: ReturnType<typeof goesBy>; sentAt: number }>,
): Readonly<{ message: number }> | Refused {
  const of = exception === undefined ? null : findCase(raw, exception)
  if (exception !== undefined && of === null) return noSuchCase(exception)
  const reached = reach(raw, recipient, channel)
  if ('status' in reached) return reached
  const { client, producer, name, language: theirs } = reached
  // What was said needs no number to be told; what is to be sent does.
  const to = reached.to ?? (leaving.goes === 'recorded' ? '' : null)
  if (to === null) return { status: 'contact_missing', channel }
  const { subject, text, language = theirs } = said
  const message = insertMessage(
    raw,
    {
      exception: exception ?? null,
      client,
      producer,
      channel,
      template: 'plain',
      language,
      name,
      to,
      subject,
      text,
      by: actor,
    },
    { ...leaving, at },
  )
  if (of !== null) {
    const detail = { of: recipient.of, message, channel }
    changeCase(raw, at, { id: of.id, by: actor, kind: 'told', detail })
  }
  return { message }
}

type Reached = Readonly<{
  client: string | null
  producer: number | null
  name: string | null
  to: string | null
  language: Language
}>

function reach(raw: Database, recipient: Recipient, channel: Channel): Reached | NotFound {
  switch (recipient.of) {
    case 'client': {
      const { client, to } = recipient
      if (findClientContact({ raw }, { client }) === null) return { status: 'not_found', noun: 'client', id: client }
      const reached = reachClient(raw, client, channel)
      return { client, producer: null, ...reached, to: to ?? reached.to }
    }
    case 'producer': {
      const { producer } = recipient
      const reached = reachProducer(raw, producer, channel, recipient)
      if (reached === null) return { status: 'not_found', noun: 'producer', id: String(producer) }
      return { client: null, producer, name: reached.name, to: reached.to, language: 'en' }
    }
    default:
      return assertNever(recipient)
  }
}

type Previewing = Readonly<{
  recipient: Recipient
  language?: Language | undefined
  channel?: Channel | undefined
}>

export function previewPlain(
  { raw }: Pick<QueryContext, 'raw'>,
  { recipient, language, channel }: Previewing,
): (Readonly<{ status: 'done' }> & Omit<Preview, 'bar'>) | NotFound {
  const by = channel ?? (recipient.of === 'client' ? wantedChannel(raw, recipient.client) : 'email')
  const reached = reach(raw, recipient, by)
  if ('status' in reached) return reached
  const { name, to, language: theirs } = reached
  const written = language ?? theirs
  const letter = plainLetter(raw, written, name)
  return { status: 'done', language: written, channel: by, name, to, ...letter, goes: goesBy(raw, by) }
}
