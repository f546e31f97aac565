/** How clients are reached. Nothing of it goes into the audit chain, which nobody can ever take anything out of. */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../calendar/instant.ts'
import type { ClientContact, ClientContactDraft } from '../contract/messages.ts'
import type { Channel, Language } from '../contract/settings.ts'
import { settingInForce } from '../settings/in-force.ts'
import { command, type QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'

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
  const { changedAt, ...known } = row
  return { client, ...known, changedAt: isoOf(changedAt), writtenIn: row.language ?? standard }
}

type Changing = Readonly<{ client: string; expectedVersion: number; contact: ClientContactDraft }>
type Changed =
  | Readonly<{ status: 'done'; contact: ClientContact }>
  | Readonly<{ status: 'not_found' }>
  | Readonly<{ status: 'contact_moved'; expected: number; found: number }>

export const setClientContact = command({
  topics: ['contact', 'clients'],
  record: ({ client, contact }: Changing, outcome: Changed) => ({
    action: 'clients.set_contact',
    subject: `client:${client}`,
    outcome: outcome.status,
    // Which of them are known, and not what they are.
    detail: { known: reachableBy.filter((field) => contact[field] !== null) },
  }),
  run: ({ raw, at, actor }, { client, expectedVersion, contact }): Changed => {
    const found = findClientContact({ raw }, { client })
    if (found === null) return { status: 'not_found' }
    if (found.version !== expectedVersion)
      return { status: 'contact_moved', expected: expectedVersion, found: found.version }
    statementsOf(raw).set.run({ ...contact, client, version: found.version + 1, at, by: actor })
    return { status: 'done', contact: findClientContact({ raw }, { client }) ?? found }
  },
})

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

type Row = Omit<ClientContact, 'client' | 'changedAt' | 'writtenIn'> & Readonly<{ changedAt: number }>

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
} as const

const statementsOf = perConnection((raw) => ({
  isClient: raw.prepare('SELECT 1 FROM client WHERE id = ?'),
  find: raw.prepare(`
    SELECT name, email, phone, address, language, channel, version, changed_at AS changedAt, changed_by AS changedBy
    FROM client_contact WHERE client_id = ?`),
  set: raw.prepare(`
    INSERT INTO client_contact (client_id, name, email, phone, address, language, channel, version, changed_at, changed_by)
    VALUES (@client, @name, @email, @phone, @address, @language, @channel, @version, @at, @by)
    ON CONFLICT (client_id) DO UPDATE SET name = @name, email = @email, phone = @phone, address = @address,
      language = @language, channel = @channel, version = @version, changed_at = @at, changed_by = @by`),
}))
