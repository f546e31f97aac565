/** Books with one person for each way of working, and what each of them has not read. */
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { ExceptionCode, ExceptionScope } from '../../engine/contract/exceptions.ts'
import { raise } from '../../engine/exceptions/raise.ts'
import { inStore } from '../exceptions/open-exceptions.ts'
import { type Books, openBooks } from '../ingest/drop.ts'

export const names = ['admin', 'ana', 'mei', 'ben', 'eve', 'olu', 'aud', 'exe'] as const
export type Name = (typeof names)[number]
type Signed = EngineClient & Readonly<{ token: string }>

export type People = Books & Readonly<Record<Exclude<Name, 'admin'>, Signed>>

/** Ana and Mei are analysts, Ben and Eve approvers; Olu operates, Aud audits, and Exe only looks. */
export async function openPeople(): Promise<People> {
  const books = await openBooks({}, [
    { name: 'ana', roles: ['analyst'] },
    { name: 'mei', roles: ['analyst'] },
    { name: 'ben', roles: ['approver'] },
    { name: 'eve', roles: ['approver'] },
    { name: 'olu', roles: ['operator'] },
    { name: 'aud', roles: ['auditor'] },
    { name: 'exe', roles: ['executive'] },
  ])
  const signed: Record<string, Signed> = {}
  for (const name of names) if (name !== 'admin') signed[name] = await books.as(name)
  return { ...books, ...signed } as People
}

export const everyone = (people: People): readonly (readonly [Name, Signed])[] =>
  names.map((name) => [name, name === 'admin' ? people.client : people[name]])

/** Who has not read what: kinds with what they are about, and how often where it was more than once. */
export async function unreadOf(people: People): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {}
  for (const [name, client] of everyone(people)) {
    const { items } = await client.notifications.list({})
    const unread = items.filter(({ readAt }) => readAt === null)
    if (unread.length > 0)
      found[name] = unread
        .map(({ kind, subject, count }) => `${kind} ${subject}${count > 1 ? ` ×${count}` : ''}`)
        .toSorted()
  }
  return found
}

/** Kinds alone, for whom each. */
export async function toldOf(people: People): Promise<Record<string, string>> {
  const all = await unreadOf(people)
  return Object.fromEntries(
    Object.entries(all).map(([name, unread]) => [name, unread.map((each) => each.split(' ')[0]).join(' ')]),
  )
}

export async function readAll(people: People): Promise<void> {
  for (const [, client] of everyone(people)) await client.notifications.markRead({})
}

let causes = 0

/** An exception of this code that was not there before; answers its number. */
export function raiseOne(
  people: People,
  code: ExceptionCode,
  more: Readonly<{ scope?: ExceptionScope; producer?: number; amount?: number; cause?: string; detail?: object }> = {},
): Promise<number> {
  causes += 1
  const { scope = 'engine', producer = null, amount = null, cause = `cause-${causes}`, detail = {} } = more
  const client = scope === 'client' ? 'C1' : null
  return inStore(people, (raw) => {
    const draft = {
      code,
      scope,
      producer,
      batch: null,
      cause,
      rows: 0,
      amount,
      client,
      line: null,
      found: null,
      facts: [],
    }
    return raise(raw, Date.now(), { ...draft, detail: detail as Record<string, string> }).id
  })
}

export async function act(client: EngineClient, id: number, deed: object): Promise<void> {
  causes += 1
  const { version } = await client.exceptions.get({ id })
  await client.exceptions.act({ id, version, key: `act-${causes}`, deed: deed as never })
}
