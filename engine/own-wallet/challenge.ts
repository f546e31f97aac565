/**
 * Signing in: a letter with a code to the address that is on record, and the code back. Several challenges of one client may
 * be open at once, each with its own code and tries: if a new one ended the others, whoever knows a client's number could keep
 * them out by asking again and again.
 */
import type { Database } from 'better-sqlite3'
import { isAddressNew, reachClient } from '../contact/client-contact.ts'
import { ownWalletLetter } from '../contact/letter.ts'
import { goesBy, insertMessage } from '../contact/messages.ts'
import { itself } from '../exceptions/case.ts'
import { type AuditNote, command } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { hasLettersLeft } from './allowances.ts'
import { isBraked, noteRefusedTry } from './brake.ts'
import { codeMark, codeMinutes, triesMax } from './codes.ts'
import { isKnownDevice, rememberDevice } from './devices.ts'
import { noteLetter } from './letters.ts'
import { countRefusal } from './refusals.ts'
import { beginSession } from './sessions.ts'

const minuteMs = 60_000

/** From where somebody asks or tries: their network, and the hash of what their browser has where it was signed in before. */
export type AskedFrom = Readonly<{ network: string; device: Uint8Array | null }>

/** `who` as the client typed it: their number, or their address. */
export type AskingCode = AskedFrom & Readonly<{ who: string; hash: Uint8Array }>
type NotAsked =
  | Readonly<{ status: 'unknown_client'; client: null }>
  | Readonly<{
      status: 'contact_missing' | 'no_mail_server' | 'too_many_letters' | 'address_waits'
      client: string
    }>
type Asked = NotAsked | Readonly<{ status: 'done'; client: string; message: number }>

/** Its outcome is told to nobody: the answer was given before. */
export const askCode = command({
  topics: ['contact'],
  // What was refused is counted, and written down with others.
  record: (_: AskingCode, outcome: Asked): AuditNote | null =>
    outcome.status === 'done'
      ? {
          action: 'wallet.ask_code',
          subject: `client:${outcome.client}`,
          outcome: 'done',
          detail: { message: outcome.message },
        }
      : null,
  run: ({ raw, at }, asking): Asked => {
    const outcome = ask(raw, at, asking)
    const { status: reason, client } = outcome
    if (reason !== 'done') countRefusal(raw, { reason, client, network: asking.network })
    return outcome
  },
})

function ask(raw: Database, at: number, { who, hash, network, device }: AskingCode): Asked {
  const { client, byAddress } = whoIs(raw, who, at)
  if (client === null) return { status: 'unknown_client', client }
  const { name, to, language } = reachClient(raw, client, 'email')
  if (to === null) return { status: 'contact_missing', client }
  if (isAddressNew(raw, { client, at })) return { status: 'address_waits', client }
  if (goesBy(raw, 'email') !== 'mail_server') return { status: 'no_mail_server', client }
  const clients = byAddress ? clientsAt(raw, to, at).map((each) => each.client) : [client]
  const isKnown = isKnownDevice(raw, { device, clients, at })
  if (!hasLettersLeft(raw, { client, network, isKnownDevice: isKnown, at }))
    return { status: 'too_many_letters', client }
  const { lastInsertRowid } = statementsOf(raw).add.run({
    hash,
    client,
    byAddress: Number(byAddress),
    address: to,
    at,
    expiresAt: at + codeMinutes * minuteMs,
    network,
    isKnown: Number(isKnown),
  })
  const letter = ownWalletLetter(raw, 'wallet_code', language, name, { code: codeMark, minutes: codeMinutes })
  const draft = { exception: null, client, producer: null, channel: 'email', template: 'plain' } as const
  const message = insertMessage(
    raw,
    { ...draft, language, name, to, ...letter, by: itself },
    { goes: 'mail_server', at, atOnce: true, isUrgent: true },
  )
  noteLetter(raw, { message, client, kind: 'code', challenge: Number(lastInsertRowid), at })
  return { status: 'done', client, message }
}

/** A number is somebody's before it is an address. */
function whoIs(raw: Database, who: string, at: number): Readonly<{ client: string | null; byAddress: boolean }> {
  if (statementsOf(raw).isClient.get(who) !== undefined) return { client: who, byAddress: false }
  return { client: clientsAt(raw, who, at)[0]?.client ?? null, byAddress: true }
}

type Known = Readonly<{ client: string; name: string | null }>

/** Those for whom codes go there already: by an address of one's own nobody comes to a client whose address it was made. */
const clientsAt = (raw: Database, address: string, at: number): readonly Known[] =>
  statementsOf(raw).byAddress.all({ address, at }) as Known[]

export type Trying = AskedFrom &
  Readonly<{
    hash: Uint8Array
    /** Whether it was the code; the key that tells is not in the writer. */
    isRight: boolean
    client?: string | undefined
    /** The number of the session that begins. */
    session: string
    /** Of the token that the browser gets, by which it is known from then on. */
    nextDevice: Uint8Array | null
  }>
export type Tried =
  | Readonly<{ status: 'done'; client: string }>
  | Readonly<{ status: 'choose'; clients: readonly Known[] }>
  /** Wrong, too late, or never asked for: who tries is not told which. */
  | Readonly<{ status: 'refused'; client: string | null }>
  /** So many codes were refused, over all clients, that none is looked at. */
  | Readonly<{ status: 'braked'; client: null }>

export const tryCode = command({
  topics: [],
  // What was a try at no challenge that is open is counted, and written down with others.
  record: (_: Trying, outcome: Tried): AuditNote | null => {
    const client = outcome.status === 'choose' ? outcome.clients[0]?.client : outcome.client
    if (client === undefined || client === null) return null
    return { action: 'wallet.sign_in', subject: `client:${client}`, outcome: outcome.status }
  },
  run: ({ raw, at }, trying): Tried => {
    const outcome = take(raw, at, trying)
    if (outcome.status !== 'choose' && outcome.client === null) {
      const reason = outcome.status === 'braked' ? 'braked' : 'unknown_challenge'
      countRefusal(raw, { reason, client: null, network: trying.network })
    }
    return outcome
  },
})

function take(raw: Database, at: number, trying: Trying): Tried {
  const { hash, isRight, client, session, network, device, nextDevice } = trying
  const challenge = statementsOf(raw).open.get({ hash, at }) as Challenge | undefined
  const known = challenge === undefined ? [] : meantBy(raw, challenge, at)
  const clients = known.map((each) => each.client)
  if (isBraked(raw, { network, at }) && !isKnownDevice(raw, { device, clients, at }))
    return { status: 'braked', client: null }
  if (challenge === undefined) return { status: 'refused', client: null }
  const { id } = challenge
  const chosen = client ?? (clients.length === 1 ? clients[0] : undefined)
  const isKnown = chosen === undefined ? known.length > 0 : clients.includes(chosen)
  if (!isRight || !isKnown) {
    statementsOf(raw).miss.run(id)
    noteRefusedTry(raw, { challenge: id, network, at })
    return { status: 'refused', client: challenge.client }
  }
  if (chosen === undefined) return { status: 'choose', clients: known }
  statementsOf(raw).use.run({ id, at })
  beginSession(raw, { id: session, client: chosen, at })
  if (nextDevice !== null) rememberDevice(raw, { before: device, device: nextDevice, client: chosen, at })
  return { status: 'done', client: chosen }
}

type Challenge = Readonly<{ id: number; client: string; byAddress: number; address: string }>

/** An address that was changed since lets nobody in. */
function meantBy(raw: Database, { client, byAddress, address }: Challenge, at: number): readonly Known[] {
  if (byAddress === 1) return clientsAt(raw, address, at)
  return statementsOf(raw).ofClient.all({ client, address, at }) as Known[]
}

const isOld = '(codes_from IS NULL OR codes_from <= @at)'

const statementsOf = perConnection((raw) => ({
  isClient: raw.prepare('SELECT 1 FROM client WHERE id = ?'),
  byAddress: raw.prepare(`
    SELECT client_id AS client, name FROM client_contact
    WHERE email IS NOT NULL AND lower(email) = lower(@address) AND ${isOld} ORDER BY client_id LIMIT 50`),
  ofClient: raw.prepare(`
    SELECT client_id AS client, name FROM client_contact
    WHERE client_id = @client AND lower(email) = lower(@address) AND ${isOld}`),
  add: raw.prepare(`
    INSERT INTO wallet_challenge (hash, client_id, by_address, address, asked_at, expires_at, network, known_device)
    VALUES (@hash, @client, @byAddress, @address, @at, @expiresAt, @network, @isKnown)`),
  open: raw.prepare(`
    SELECT id, client_id AS client, by_address AS byAddress, address FROM wallet_challenge
    WHERE hash = @hash AND used_at IS NULL AND expires_at > @at AND tries < ${triesMax}`),
  miss: raw.prepare('UPDATE wallet_challenge SET tries = tries + 1 WHERE id = ?'),
  use: raw.prepare('UPDATE wallet_challenge SET used_at = @at WHERE id = @id'),
}))
