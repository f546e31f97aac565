/** Whom money comes from and who works on it: clients, producers and users, by their numbers, codes and names. */
import type { Database } from 'better-sqlite3'
import type { WalletState } from '../contract/accounts.ts'
import type { SearchHit } from '../contract/search.ts'
import { behindPrefix } from '../ledger/prefix.ts'
import { perConnection } from '../store/compiled.ts'
import { type Asked, firstOfEach, wanted } from './asked.ts'

export function findClients({ raw, typed: { text, spellings }, seesContacts }: Asked): readonly SearchHit[] {
  const { one, beginning } = statementsOf(raw)
  // A client's number is what the producer wrote, and people type it in the other case.
  const numbers = firstOfEach([...spellings, text.toUpperCase(), text.toLowerCase()])
  const exact = numbers.filter((id) => one.get(id) !== undefined)
  const longer = numbers.flatMap((first) => beginning.all({ first, behind: behindPrefix(first), wanted }) as string[])
  const reached = seesContacts ? byContact(raw, spellings) : []
  return firstOfEach([...exact, ...longer, ...reached]).flatMap((id) => {
    const row = one.get(id) as ClientRow | undefined
    return row === undefined ? [] : [{ kind: 'client' as const, ...row, name: seesContacts ? row.name : null }]
  })
}

type ClientRow = Readonly<{ client: string; name: string | null; state: WalletState }>

function byContact(raw: Database, spellings: readonly string[]): readonly string[] {
  const { named, mailed } = statementsOf(raw)
  return spellings.flatMap((first) => {
    const range = { first, behind: behindPrefix(first), wanted }
    const mail = first.toLowerCase()
    const byMail = first.length < 3 ? [] : mailed.all({ first: mail, behind: behindPrefix(mail), wanted })
    return [...named.all(range), ...byMail] as string[]
  })
}

/** There are few enough of them to look at each. */
export function findProducers({ raw, typed: { text, number } }: Asked): readonly SearchHit[] {
  const part = folded(text)
  const all = statementsOf(raw).producers.all() as ProducerRow[]
  const isNumber = ({ producer }: ProducerRow): boolean => number?.noun === null && number.value === producer
  const byNumber = all.filter(isNumber)
  const byName = all.filter((row) => folded(row.name).includes(part) || folded(row.code).includes(part))
  return firstOfEach([...byNumber, ...byName]).map((row) => ({ kind: 'producer', ...row }))
}

type ProducerRow = Readonly<{ producer: number; code: string; name: string; state: 'active' | 'suspended' }>

export function findUsers({ raw, typed: { text } }: Asked): readonly SearchHit[] {
  const part = folded(text)
  const all = statementsOf(raw).users.all() as UserRow[]
  const found = all.filter(({ user, displayName }) => folded(user).includes(part) || folded(displayName).includes(part))
  return found.slice(0, wanted).map((row) => ({ kind: 'user', ...row }))
}

type UserRow = Readonly<{ user: string; displayName: string; state: 'active' | 'removed' }>

const folded = (text: string): string => text.normalize('NFKC').toLowerCase()

const statementsOf = perConnection((raw) => ({
  one: raw.prepare(`
    SELECT client.id AS client, client_contact.name, account.state
    FROM client JOIN account ON account.id = client.wallet
    LEFT JOIN client_contact ON client_contact.client_id = client.id WHERE client.id = ?`),
  beginning: raw.prepare('SELECT id FROM client WHERE id >= @first AND id < @behind ORDER BY id LIMIT @wanted').pluck(),
  named: raw
    .prepare(`
      SELECT client_id FROM client_contact
      WHERE name IS NOT NULL AND name COLLATE NOCASE >= @first AND name COLLATE NOCASE < @behind
      ORDER BY name COLLATE NOCASE LIMIT @wanted`)
    .pluck(),
  mailed: raw
    .prepare(`
      SELECT client_id FROM client_contact
      WHERE email IS NOT NULL AND lower(email) >= @first AND lower(email) < @behind
      ORDER BY lower(email) LIMIT @wanted`)
    .pluck(),
  producers: raw.prepare('SELECT id AS producer, code, name, state FROM producer ORDER BY id'),
  // A program has a record too, and is no user.
  users: raw.prepare(`
    SELECT name AS user, display_name AS displayName, state FROM user
    WHERE NOT EXISTS (SELECT 1 FROM caller WHERE caller.user_id = user.id) ORDER BY state, name`),
}))
