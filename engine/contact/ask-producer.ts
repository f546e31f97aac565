/** Asking a producer about rows, a file, or one that did not come. Their case waits until somebody notes what they said. */
import type { Database } from 'better-sqlite3'
import type { Preview } from '../contract/messages.ts'
import type { Channel, Language } from '../contract/settings.ts'
import { settingInForce } from '../settings/in-force.ts'
import { command, type QueryContext } from '../store/command.ts'
import { type Case, type CaseBarred, findCase, movedSince, type NoSuchCase, noSuchCase } from './case-in-hand.ts'
import { producerLetter } from './letter.ts'
import { goesBy, insertMessage } from './messages.ts'
import { writtenOnce } from './once.ts'
import { type Named, reachProducer } from './producer-contact.ts'
import { askBarOf, begin, mayAsk, type NotNow } from './questions.ts'

export type AskingProducer = Named &
  Readonly<{
    exception: number
    version: number
    key: string
    channel: Channel
    language?: Language | undefined
    subject?: string | undefined
    text?: string | undefined
    user: number
  }>

type Refused = NoSuchCase | NotNow | Readonly<{ status: 'contact_missing'; channel: Channel }>

export const askProducer = command({
  topics: ['contact', 'exceptions'],
  record: ({ exception, channel }: AskingProducer, outcome: ReturnType<typeof ask>) => ({
    action: 'contact.ask_producer',
    subject: `exception:${exception}`,
    outcome: outcome.status,
    detail: 'message' in outcome ? { channel, message: outcome.message } : { channel },
  }),
  run: ({ raw, at, actor }, input) => ask(raw, at, actor, input),
})

function ask(raw: Database, at: number, actor: string, input: AskingProducer) {
  const { user, key, ...content } = input
  return writtenOnce({ raw, at }, { user, procedure: 'contact.askProducer', key, content }, () =>
    write(raw, at, actor, input),
  )
}

function write(
  raw: Database,
  at: number,
  actor: string,
  input: AskingProducer,
): Readonly<{ message: number }> | Refused {
  const { exception, version, channel, user } = input
  const of = findCase(raw, exception)
  if (of === null) return noSuchCase(exception)
  const bar = movedSince(raw, of, version) ?? mayAsk(raw, of, 'ask_producer')
  if (bar !== null) return bar
  const draft = draftFor(raw, of, input)
  if ('status' in draft) return draft
  const { producer, goes, to, name, language } = draft
  if (to === null) return { status: 'contact_missing', channel }
  const [subject, text] = [input.subject ?? draft.subject, input.text ?? draft.text]
  const message = insertMessage(
    raw,
    {
      exception,
      client: null,
      producer,
      channel,
      template: 'ask_producer',
      language,
      name,
      to,
      subject,
      text,
      by: actor,
    },
    { goes, at },
  )
  const expiresAt = at + settingInForce(raw, 'contact').value.answerHours * 3_600_000
  begin(raw, at, of, { message, party: 'producer', line: null, told: null, expiresAt, channel, by: actor, user })
  return { message }
}

type Drafting = Named & Readonly<{ channel: Channel; language?: Language | undefined }>
type Draft = Omit<Preview, 'bar' | 'channel'> & Readonly<{ producer: number }>

function draftFor(raw: Database, of: Case, { channel, language = 'en', ...named }: Drafting): Draft | CaseBarred {
  const barred = (bar: CaseBarred['bar']): CaseBarred => ({ status: 'case_barred', action: 'ask_producer', bar })
  if (of.producer === null) return barred('no_producer')
  // Of a producer without a batch there is one thing to ask: where the batch is.
  if (of.batch === null && of.code !== 'BATCH_MISSING') return barred('no_batch')
  const reached = reachProducer(raw, of.producer, channel, named)
  if (reached === null) return barred('no_producer')
  const { producerName: producer, name, to } = reached
  const letter = producerLetter(raw, of, { language, name, producer })
  return { ...letter, producer: of.producer, language, name, to, goes: goesBy(raw, channel) }
}

type Previewing = Omit<Drafting, 'channel'> & Readonly<{ exception: number; channel?: Channel | undefined }>

export function previewAskProducer(
  { raw }: Pick<QueryContext, 'raw'>,
  { exception, channel = 'email', ...drafting }: Previewing,
): (Readonly<{ status: 'done' }> & Omit<Preview, 'bar'>) | NoSuchCase | CaseBarred {
  const of = findCase(raw, exception)
  if (of === null) return noSuchCase(exception)
  const bar = askBarOf(raw, of, 'ask_producer')
  if (bar !== null) return bar
  const draft = draftFor(raw, of, { ...drafting, channel })
  if ('status' in draft) return draft
  const { producer: _, ...preview } = draft
  return { status: 'done', channel, ...preview }
}
