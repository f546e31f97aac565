/** Books with a mail server, a client who can be reached, and cases to ask about. */
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { Exception } from '../../engine/contract/exceptions.ts'
import type { SettingName, SettingValue } from '../../engine/contract/settings.ts'
import type { EngineOptions } from '../../engine/engine.ts'
import { defaultSettings } from '../../engine/settings/defaults.ts'
import { type Books, csvOf, openBooks, type RowDraft } from '../ingest/drop.ts'

export type Signed = EngineClient & Readonly<{ token: string }>
export type Contacts = Books & Readonly<{ ann: Signed; bob: Signed; tom: Signed }>

/** Ann and Bob are approvers, Tom is an analyst. */
export async function openContacts(options: Partial<EngineOptions> = {}): Promise<Contacts> {
  const books = await openBooks(options, [
    { name: 'ann', roles: ['approver'] },
    { name: 'bob', roles: ['approver'] },
    { name: 'tom', roles: ['analyst'] },
  ])
  const [ann, bob, tom] = await Promise.all([books.as('ann'), books.as('bob'), books.as('tom')])
  return { ...books, ann, bob, tom }
}

/** Proposed by one and approved by another, as any setting is; what is not named stays as it is by default. */
export async function set<N extends SettingName>(
  { ann, bob }: Pick<Contacts, 'ann' | 'bob'>,
  name: N,
  value: Partial<SettingValue<N>>,
): Promise<void> {
  const change = { kind: 'setting', name, value: { ...defaultSettings[name], ...value } as never } as const
  const { id } = await ann.proposals.propose({ change, reason: 'for this test', key: crypto.randomUUID() })
  await bob.proposals.approve({ id })
}

let files = 0

/** Takes rows of producer 7 as a file of their own, and answers what a person must decide about it. */
export async function take(books: Books, rows: readonly RowDraft[]): Promise<readonly Exception[]> {
  files += 1
  const name = `contact-${files}.csv`
  books.drop(name, csvOf(rows))
  await books.drain()
  const [batch] = (await books.client.batches.list({ file: name, limit: 1 })).items
  if (batch === undefined) throw new Error(`no batch came of ${name}`)
  return (await books.client.exceptions.list({ batch: batch.id })).items
}

/** More than an agreement lets through by itself. */
export const tooMuch = 200_000_000

/** A row of a client that is held because of its amount. */
export async function heldCase(books: Books, client: string, tx: string): Promise<Exception> {
  const found = await take(books, [
    { client, tx: `${tx}-a`, amount: 5_000 },
    { client, tx, amount: tooMuch, date: '2026-03-05T14:05:00+08:00' },
  ])
  const held = found.find(({ code }) => code === 'AMOUNT_OVER_LIMIT')
  if (held === undefined) throw new Error('nothing was held')
  return held
}

export const reach = (tom: Signed, client: string, more: Record<string, unknown> = {}) =>
  tom.clients.setContact({
    client,
    expectedVersion: 0,
    contact: { name: 'Chan Tai Man', email: 'chan@client.example', phone: '+852 2345 6789', ...more } as never,
  })

export const pump = async ({ engine }: Pick<Books, 'engine'>, inSeconds = 11): Promise<number | null> =>
  (await engine.opened()).outbox.pump(Date.now() + inSeconds * 1_000)

export const caseOf = async (books: Books, id: number): Promise<Exception> => books.client.exceptions.get({ id })
