/** By what a producer is reached: one of its contacts, or whatever a person named instead. */
import type { Database } from 'better-sqlite3'
import type { Contact } from '../contract/producers.ts'
import type { Channel } from '../contract/settings.ts'
import { perConnection } from '../store/compiled.ts'

/** Which contact, by its place; or any other address or number. The first that can be reached so without either. */
export type Named = Readonly<{ contact?: number | undefined; to?: string | undefined }>

export type ReachedProducer = Readonly<{ producerName: string; name: string | null; to: string | null }>

/** Null when there is no such producer. */
export function reachProducer(raw: Database, id: number, channel: Channel, named: Named): ReachedProducer | null {
  const row = producerOf(raw).get(id) as Readonly<{ name: string; contacts: string }> | undefined
  if (row === undefined) return null
  const contacts = JSON.parse(row.contacts) as readonly Contact[]
  const chosen =
    named.contact === undefined ? contacts.find((each) => addressOf(each, channel)) : contacts[named.contact]
  const name = named.to === undefined || named.contact !== undefined ? chosen?.name : undefined
  const to = named.to ?? (chosen === undefined ? null : addressOf(chosen, channel))
  return { producerName: row.name, name: name === undefined || name === '' ? null : name, to }
}

/** Nobody keeps the postal addresses of shops here. */
function addressOf({ email, phone }: Contact, channel: Channel): string | null {
  return { email, phone, post: null }[channel]
}

const producerOf = perConnection((raw) => raw.prepare('SELECT name, contacts FROM producer WHERE id = ?'))
