/** How clients are reached. Nothing of it goes into the audit chain, which nobody can ever take anything out of. */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../calendar/instant.ts'
import type { ClientContact, ClientContactDraft } from '../contract/messages.ts'
import type { Channel, Language } from '../contract/settings.ts'
import { settingInForce } from '../settings/in-force.ts'
import { command, type QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { addressLetter } from './letter.ts'
import { goesBy, insertMessage } from './messages.ts'

const hourMs = 3_600_000

/** Null when there is no such client. */
export function findClientContact(
  { raw }: Pick<QueryContext, 'raw'>,
  { client }: Readonly<{ client: string }>,
): ClientContact | null {
  const { isClient, find } = statementsOf(raw)
  if (isClient.get(client) === undefined) return null
  const standard = settingInForce(raw, 'contact').value.defaultLanguage
  const row = find.get(client) as Row | undefined
  if (row === undefined) return { client, ...nothing, writtenIn: standard }
  const { changedAt, emailSince, codesFrom, lastEmail: _, ...known } = row
  const instants = { changedAt: isoOf(changedAt), emailSince: orNull(emailSince), codesFrom: orNull(codesFrom) }
  return { client, ...known, ...instants, writtenIn: row.language ?? standard }
}

const orNull = (at: number | null): string | null => (at === null ? null : isoOf(at))

type Changing = Readonly<{ client: string; expectedVersion: number; contact: ClientContactDraft }>
type Changed =
  | Readonly<{
      status: 'done'
      contact: ClientContact
      /** Null while the address stays as it was; else whether the one before was told. */
      address: Readonly<{ told: number | null }> | null
    }>
  | Readonly<{ status: 'not_found' }>
  | Readonly<{ status: 'contact_moved'; expected: number; found: number }>

export const setClientContact = command({
  topics: ['contact', 'clients'],
  record: ({ client, contact }: Changing, outcome: Changed) => ({
    action: 'clients.set_contact',
    subject: `client:${client}`,
    outcome: outcome.status,
    // Which of them are known, and not what they are.
    detail: {
      known: reachableBy.filter((field) => contact[field] !== null),
      ...(outcome.status === 'done' && outcome.address !== null
        ? { address: 'changed', told: outcome.address.told, codesFrom: outcome.contact.codesFrom }
        : {}),
    },
  }),
  run: ({ raw, at, actor }, { client, expectedVersion, contact }): Changed => {
    const found = findClientContact({ raw }, { client })
    if (found === null) return { status: 'not_found' }
    if (found.version !== expectedVersion)
      return { status: 'contact_moved', expected: expectedVersion, found: found.version }
    const before = statementsOf(raw).find.get(client) as Row | undefined
    const address = addressAfter(raw, at, { before, email: contact.email })
    statementsOf(raw).set.run({ ...contact, ...address, client, version: found.version + 1, at, by: actor })
    const after = findClientContact({ raw }, { client }) ?? found
    const old = before?.lastEmail ?? null
    if (old === null || isSameAddress(contact.email, found.email))
      return { status: 'done', contact: after, address: null }
    // Put back where it was taken away, it needs not be told of itself.
    const told = isSameAddress(contact.email, old) ? null : tellOldAddress(raw, at, { before: found, old, after })
    return { status: 'done', contact: after, address: { told } }
  },
})

type Address = Readonly<{ emailSince: number | null; codesFrom: number | null; lastEmail: string | null }>

/**
 * Whoever reads a client's mail signs in as them. So the first address counts at once, and every other after a while, also one
 * that is put where none was any more: taking an address away first is no way around.
 */
function addressAfter(
  raw: Database,
  at: number,
  { before, email }: Readonly<{ before: Row | undefined; email: string | null }>,
): Address {
  const { emailSince = null, codesFrom = null, lastEmail = null } = before ?? {}
  if (isSameAddress(email, before?.email ?? null)) return { emailSince, codesFrom, lastEmail: email ?? lastEmail }
  if (email === null) return { emailSince: null, codesFrom: null, lastEmail }
  const { codesAfterHours } = settingInForce(raw, 'contact').value
  return { emailSince: at, codesFrom: lastEmail === null ? null : at + codesAfterHours * hourMs, lastEmail: email }
}

const isSameAddress = (one: string | null, other: string | null): boolean => one?.toLowerCase() === other?.toLowerCase()

type Telling = Readonly<{ before: ClientContact; old: string; after: ClientContact }>

/** At once, and in the client's language. Null where there is no mail server that would take it. */
function tellOldAddress(raw: Database, at: number, { before, old, after }: Telling): number | null {
  if (goesBy(raw, 'email') !== 'mail_server') return null
  const { client, name, writtenIn: language } = before
  const letter = addressLetter(raw, language, name, after.codesFrom === null ? null : Date.parse(after.codesFrom))
  const draft = { exception: null, client, producer: null, channel: 'email', template: 'plain' } as const
  return insertMessage(
    raw,
    { ...draft, language, name, to: old, ...letter, by: 'engine' },
    { goes: 'mail_server', at, atOnce: true, isUrgent: true },
  )
}

/** Whether the client's address is so new that no code goes there yet. */
export const isAddressNew = (raw: Database, { client, at }: Readonly<{ client: string; at: number }>): boolean => {
  const { codesFrom = null } = (statementsOf(raw).find.get(client) as Row | undefined) ?? {}
  return codesFrom !== null && codesFrom > at
}

export type Reached = Readonly<{ name: string | null; to: string | null; language: Language }>

/** By what they are reached through a channel; empty for a client of whom nothing is known. */
export function reachClient(raw: Database, client: string, channel: Channel): Reached {
  const found = findClientContact({ raw }, { client })
  if (found === null) return { name: null, to: null, language: settingInForce(raw, 'contact').value.defaultLanguage }
  const to = { email: found.email, phone: found.phone, post: found.address }[channel]
  return { name: found.name, to, language: found.writtenIn }
}

export const wantedChannel = (raw: Database, client: string): Channel =>
  findClientContact({ raw }, { client })?.channel ?? 'email'

const reachableBy = ['name', 'email', 'phone', 'address'] as const

type Row = Omit<ClientContact, 'client' | 'changedAt' | 'writtenIn' | 'emailSince' | 'codesFrom'> &
  Readonly<{ changedAt: number }> &
  Address

const nothing = {
  name: null,
  email: null,
  phone: null,
  address: null,
  language: null,
  channel: 'email',
  version: 0,
  changedAt: null,
  changedBy: null,
  emailSince: null,
  codesFrom: null,
} as const

const statementsOf = perConnection((raw) => ({
  isClient: raw.prepare('SELECT 1 FROM client WHERE id = ?'),
  find: raw.prepare(`
    SELECT name, email, phone, address, language, channel, version, changed_at AS changedAt, changed_by AS changedBy,
      email_since AS emailSince, codes_from AS codesFrom, last_email AS lastEmail
    FROM client_contact WHERE client_id = ?`),
  set: raw.prepare(`
    INSERT INTO client_contact (client_id, name, email, phone, address, language, channel, version, changed_at, changed_by,
      email_since, codes_from, last_email)
    VALUES (@client, @name, @email, @phone, @address, @language, @channel, @version, @at, @by, @emailSince, @codesFrom,
      @lastEmail)
    ON CONFLICT (client_id) DO UPDATE SET name = @name, email = @email, phone = @phone, address = @address,
      language = @language, channel = @channel, version = @version, changed_at = @at, changed_by = @by,
      email_since = @emailSince, codes_from = @codesFrom, last_email = @lastEmail`),
}))
