/**
 * Signing in: a letter with a code to the address that is on record, and the code back. Several challenges of one client may
 * be open at once, each with its own code and tries: if a new one ended the others, whoever knows a client's number could keep
 * them out by asking again and again.
 */
import type { Database } from 'better-sqlite3'
import { reachClient } from '../contact/client-contact.ts'
import { ownWalletLetter } from '../contact/letter.ts'
import { goesBy, insertMessage } from '../contact/messages.ts'
import { itself } from '../exceptions/case.ts'
import { type AuditNote, command } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { codeMark, codeMinutes, triesMax } from './codes.ts'
import { lettersSince, noteLetter } from './letters.ts'
import { beginSession } from './sessions.ts'

const minuteMs = 60_000
/** With so many letters and five tries each, guessing a client's code takes decades. */
const lettersMax = [
  { withinMs: 60 * minuteMs, most: 4 },
  { withinMs: 24 * 60 * minuteMs, most: 10 },
] as const

/** `who` as the client typed it: their number, or their address. */
export type AskingCode = Readonly<{ who: string; hash: Uint8Array }>
type Asked =
  | Readonly<{ status: 'done'; client: string; message: number }>
  | Readonly<{ status: 'not_found'; client: null }>
  | Readonly<{ status: 'contact_missing' | 'no_mail_server' | 'too_many_letters'; client: string }>

/** Its outcome is told to nobody: the answer was given before. */
export const askCode = command({
  topics: ['contact'],
  record: (_: AskingCode, outcome: Asked): AuditNote => ({
    action: 'wallet.ask_code',
    subject: outcome.client === null ? 'wallet' : `client:${outcome.client}`,
    outcome: outcome.status,
    detail: outcome.status === 'done' ? { message: outcome.message } : {},
  }),
  run: ({ raw, at }, asking): Asked => ask(raw, at, asking),
})

function ask(raw: Database, at: number, { who, hash }: AskingCode): Asked {
  const { client, byAddress } = whoIs(raw, who)
  if (client === null) return { status: 'not_found', client }
  const { name, to, language } = reachClient(raw, client, 'email')
  if (to === null) return { status: 'contact_missing', client }
  if (goesBy(raw, 'email') !== 'mail_server') return { status: 'no_mail_server', client }
  const isTooMany = lettersMax.some(
    ({ withinMs, most }) => lettersSince(raw, { client, kind: 'code', since: at - withinMs }) >= most,
  )
  if (isTooMany) return { status: 'too_many_letters', client }
  const { lastInsertRowid } = statementsOf(raw).add.run({
    hash,
    client,
    byAddress: Number(byAddress),
    address: to,
    at,
    expiresAt: at + codeMinutes * minuteMs,
  })
  const letter = ownWalletLetter(raw, 'wallet_code', language, name, { code: codeMark, minutes: codeMinutes })
  const message = insertMessage(
    raw,
    {
      exception: null,
      client,
      producer: null,
      channel: 'email',
      template: 'plain',
      language,
      name,
      to,
      ...letter,
      by: itself,
    },
    { goes: 'mail_server', at, atOnce: true },
  )
  noteLetter(raw, { message, client, kind: 'code', challenge: Number(lastInsertRowid), at })
  return { status: 'done', client, message }
}

/** A number is somebody's before it is an address. */
function whoIs(raw: Database, who: string): Readonly<{ client: string | null; byAddress: boolean }> {
  if (statementsOf(raw).isClient.get(who) !== undefined) return { client: who, byAddress: false }
  return { client: clientsAt(raw, who)[0]?.client ?? null, byAddress: true }
}

type Known = Readonly<{ client: string; name: string | null }>

const clientsAt = (raw: Database, address: string): readonly Known[] =>
  statementsOf(raw).byAddress.all(address) as Known[]

export type Trying = Readonly<{
  hash: Uint8Array
  /** Whether it was the code; the key that tells is not in the writer. */
  isRight: boolean
  client?: string | undefined
  /** The number of the session that begins. */
  session: string
}>
export type Tried =
  | Readonly<{ status: 'done'; client: string }>
  | Readonly<{ status: 'choose'; clients: readonly Known[] }>
  /** Wrong, too late, or never asked for: who tries is not told which. */
  | Readonly<{ status: 'refused'; client: string | null }>

export const tryCode = command({
  topics: [],
  record: (_: Trying, outcome: Tried): AuditNote => {
    const client = outcome.status === 'choose' ? outcome.clients[0]?.client : outcome.client
    const subject = client === undefined || client === null ? 'wallet' : `client:${client}`
    return { action: 'wallet.sign_in', subject, outcome: outcome.status }
  },
  run: ({ raw, at }, trying): Tried => take(raw, at, trying),
})

function take(raw: Database, at: number, { hash, isRight, client, session }: Trying): Tried {
  const challenge = statementsOf(raw).open.get({ hash, at }) as Challenge | undefined
  if (challenge === undefined) return { status: 'refused', client: null }
  const { id } = challenge
  const known = meantBy(raw, challenge)
  const chosen = client ?? (known.length === 1 ? known[0]?.client : undefined)
  const isKnown = chosen === undefined ? known.length > 0 : known.some((each) => each.client === chosen)
  if (!isRight || !isKnown) {
    statementsOf(raw).miss.run(id)
    return { status: 'refused', client: challenge.client }
  }
  if (chosen === undefined) return { status: 'choose', clients: known }
  statementsOf(raw).use.run({ id, at })
  beginSession(raw, { id: session, client: chosen, at })
  return { status: 'done', client: chosen }
}

type Challenge = Readonly<{ id: number; client: string; byAddress: number; address: string }>

/** An address that was changed since lets nobody in. */
function meantBy(raw: Database, { client, byAddress, address }: Challenge): readonly Known[] {
  if (byAddress === 1) return clientsAt(raw, address)
  return statementsOf(raw).ofClient.all(client, address) as Known[]
}

const statementsOf = perConnection((raw) => ({
  isClient: raw.prepare('SELECT 1 FROM client WHERE id = ?'),
  byAddress: raw.prepare(`
    SELECT client_id AS client, name FROM client_contact
    WHERE email IS NOT NULL AND lower(email) = lower(?) ORDER BY client_id LIMIT 50`),
  ofClient: raw.prepare(`
    SELECT client_id AS client, name FROM client_contact WHERE client_id = ? AND lower(email) = lower(?)`),
  add: raw.prepare(`
    INSERT INTO wallet_challenge (hash, client_id, by_address, address, asked_at, expires_at)
    VALUES (@hash, @client, @byAddress, @address, @at, @expiresAt)`),
  open: raw.prepare(`
    SELECT id, client_id AS client, by_address AS byAddress, address FROM wallet_challenge
    WHERE hash = @hash AND used_at IS NULL AND expires_at > @at AND tries < ${triesMax}`),
  miss: raw.prepare('UPDATE wallet_challenge SET tries = tries + 1 WHERE id = ?'),
  use: raw.prepare('UPDATE wallet_challenge SET used_at = @at WHERE id = @id'),
}))
