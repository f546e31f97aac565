/** What a message says before a person changes anything about it: a template with everything filled in. */
import type { Database } from 'better-sqlite3'
import { answerLinkMark } from '../contract/messages.ts'
import type { RuleFact } from '../contract/rule-facts.ts'
import type { Channel, Language } from '../contract/settings.ts'
import { settingInForce } from '../settings/in-force.ts'
import type { QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { type Told, valuesOf } from './asked-transaction.ts'
import type { Case } from './case-in-hand.ts'
import { dayAndTime, dayText, listText } from './figures.ts'
import { type Values, type Written, writeLetter } from './words.ts'

/** How a client answers: by the link, to the message itself, or by talking to us. */
export type AnswerWay = 'link' | 'reply' | 'post' | 'phone'

export const answerWayOf = (channel: Channel, linked: boolean): AnswerWay =>
  channel === 'email' ? (linked ? 'link' : 'reply') : channel

type ToClient = Readonly<{ language: Language; name: string | null; told: Told; way: AnswerWay; until: number }>

export function clientLetter(raw: Database, { language, name, told, way, until }: ToClient, askedOn?: number): Written {
  const values = {
    ...whoAndFrom(raw, name),
    ...valuesOf(raw, language, told),
    way,
    until: dayAndTime(raw, language, until),
    answerLink: answerLinkMark,
  }
  if (askedOn === undefined) return writeLetter('ask_client', language, values)
  return writeLetter('remind_client', language, { ...values, askedOn: dayText(raw, language, askedOn) })
}

type ToProducer = Readonly<{ language: Language; name: string | null; producer: string }>

export function producerLetter(raw: Database, of: Case, { language, name, producer }: ToProducer): Written {
  const values = { ...whoAndFrom(raw, name), producer, ...aboutOf(raw, of, language) }
  return writeLetter('ask_producer', language, values)
}

type Reminding = ToProducer & Readonly<{ askedOn: number; earlier: Written }>

export function producerReminder(raw: Database, { language, name, producer, askedOn, earlier }: Reminding): Written {
  return writeLetter('remind_producer', language, {
    ...whoAndFrom(raw, name),
    producer,
    askedOn: dayText(raw, language, askedOn),
    subject: earlier.subject,
    // As mail quotes what was written before.
    earlier: earlier.text.replace(/^/gm, '> '),
  })
}

export const plainLetter = (raw: Database, language: Language, name: string | null): Written =>
  writeLetter('plain', language, whoAndFrom(raw, name))

export const writeTestLetter = (
  { raw }: Pick<QueryContext, 'raw'>,
  { language }: Readonly<{ language: Language | undefined }>,
): Written =>
  writeLetter('test', language ?? settingInForce(raw, 'contact').value.defaultLanguage, whoAndFrom(raw, null))

/** Letters to clients about their own wallet. */
export const ownWalletLetter = (
  raw: Database,
  template: 'wallet_code' | 'wallet_notice',
  language: Language,
  name: string | null,
  values: Values,
): Written => writeLetter(template, language, { ...whoAndFrom(raw, name), ...values })

/** To the address that a client had before; `codesFrom` is null where there is none any more. */
export const addressLetter = (
  raw: Database,
  language: Language,
  name: string | null,
  codesFrom: number | null,
): Written =>
  writeLetter('wallet_address', language, {
    ...whoAndFrom(raw, name),
    change: codesFrom === null ? 'removed' : 'changed',
    from: codesFrom === null ? '' : dayAndTime(raw, language, codesFrom),
  })

const whoAndFrom = (raw: Database, name: string | null): Values => ({
  named: name === null ? 'no' : 'yes',
  name: name ?? '',
  sender: settingInForce(raw, 'mail').value.fromName,
})

const linesNamedMax = 10

/** What a producer is asked about: a file that did not come, a file, or rows of one. */
function aboutOf(raw: Database, { id, code, scope, batch, rows }: Case, language: Language): Values {
  const nothing = { expected: '', file: '', received: '', rows: 0, lines: '', more: 0, problem: code }
  if (batch === null) {
    const detail = JSON.parse(statementsOf(raw).detail.get(id) as string) as Readonly<{ facts?: readonly RuleFact[] }>
    const expected = detail.facts?.find((each) => each.fact === 'expected_at')
    const at = expected === undefined ? '' : dayAndTime(raw, language, Date.parse(expected.at))
    return { ...nothing, about: 'missing', expected: at }
  }
  const { file, receivedAt } = statementsOf(raw).batch.get(batch) as Readonly<{ file: string; receivedAt: number }>
  const of = { ...nothing, file, received: dayText(raw, language, receivedAt) }
  if (scope === 'batch') return { ...of, about: 'file' }
  return { ...of, about: 'rows', ...linesOf(raw, { batch, code, scope, rows }, language) }
}

type OfRows = Readonly<{ batch: number; code: string; scope: Case['scope']; rows: number }>

function linesOf(raw: Database, { batch, code, scope, rows }: OfRows, language: Language): Values {
  const { noted, held } = statementsOf(raw)
  const lines = scope === 'hold' ? held.all({ batch, code }) : noted.all({ batch, code, scope })
  const named = (lines as number[]).map(String)
  return { rows, lines: listText(language, named, rows <= named.length), more: Math.max(0, rows - named.length) }
}

const statementsOf = perConnection((raw) => ({
  detail: raw.prepare('SELECT detail FROM exception WHERE id = ?').pluck(),
  batch: raw.prepare('SELECT file, received_at AS receivedAt FROM batch WHERE id = ?'),
  noted: raw
    .prepare(`
      SELECT line FROM batch_row
      WHERE batch_id = @batch AND outcome = @scope AND outcome <> 'repeat' AND code = @code
      ORDER BY line LIMIT ${linesNamedMax}`)
    .pluck(),
  held: raw
    .prepare(`
      SELECT line FROM held_row
      WHERE batch_id = @batch AND code = iif(@code = 'HELD_TOO_LONG', 'INSUFFICIENT_FUNDS', @code) AND state = 'held'
      ORDER BY line LIMIT ${linesNamedMax}`)
    .pluck(),
}))
