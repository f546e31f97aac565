/** Books with clients who can be written to, and what they do with their own wallets. */
import { createRouterClient } from '@orpc/server'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { EngineOptions } from '../../engine/engine.ts'
import { router } from '../../engine/router/router.ts'
import { type MailServer, mailTo, startMailServer, type Taken } from '../contact/mail-server.ts'
import { type Contacts, openContacts, pump, reach, set } from '../contact/open-contact.ts'
import { csvOf, type RowDraft } from '../ingest/drop.ts'
import { clientOf } from '../workspace-fixture.ts'

export type Wallets = Contacts & Readonly<{ mail: MailServer }>
export type Owner = EngineClient['ownWallet'] & Readonly<{ token: string }>

/** Mail goes out, and Anna and Ben can be written to. */
export async function openWallets(options: Partial<EngineOptions> = {}): Promise<Wallets> {
  const books = await openContacts(options)
  const mail = await startMailServer()
  await set(books, 'mail', mailTo(mail.port))
  return { ...books, mail }
}

export async function closeWallets({ mail, close }: Wallets): Promise<void> {
  await mail.close()
  await close()
}

/** A client with a wallet and an address of their own. */
export async function addClient(
  { tom }: Wallets,
  client: string,
  more: Record<string, unknown> = { email: `${client.toLowerCase()}@client.example` },
): Promise<void> {
  await tom.wallets.open({ client }).catch((error: { code: string }) => {
    if (error.code !== 'wallet_exists') throw error
  })
  await reach(tom, client, more)
}

let files = 0
export async function post(books: Wallets, rows: readonly RowDraft[]): Promise<void> {
  files += 1
  books.drop(`wallet-${files}.csv`, csvOf(rows))
  await books.drain()
}

export async function until<T>(find: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (let i = 0; i < 400; i += 1) {
    const found = await find()
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error('it did not come to pass')
}

/** The text of a letter, as a mail program reads it. */
export function textOf({ text: source }: Taken): string {
  const [, body = ''] = source.split(/\r\n\r\n([\s\S]*)/)
  if (/Content-Transfer-Encoding: base64/i.test(source)) return Buffer.from(body, 'base64').toString()
  if (!/Content-Transfer-Encoding: quoted-printable/i.test(source)) return body
  const bytes = body.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, code: string) => `%${code}`)
  return decodeURIComponent(bytes.replace(/%(?![0-9A-F]{2})/g, '%25'))
}

export const codeIn = (letter: Taken): string => /^ {2}(\d{6})\r?$/m.exec(textOf(letter))?.[1] ?? 'no code'

export type Asked = Readonly<{ challenge: string; code: string; letter: Taken }>

/** Asks for a code and reads it in the letter. */
export async function askCode(books: Wallets, who: string): Promise<Asked> {
  // What waits from before is somebody else's.
  await pump(books, 0)
  const before = books.mail.taken.length
  const { challenge } = await books.stranger.ownWallet.askCode({ who })
  const letter = await until(async () => {
    await pump(books, 0)
    return books.mail.taken[before]
  })
  return { challenge, code: codeIn(letter), letter }
}

export async function signIn(books: Wallets, who: string): Promise<Owner> {
  const { challenge, code } = await askCode(books, who)
  const outcome = await books.stranger.ownWallet.signIn({ challenge, code, asToken: true })
  if (outcome.status !== 'signed_in' || outcome.token === null) throw new Error('not signed in')
  return ownerOf(books, outcome.token)
}

export const ownerOf = ({ engine }: Pick<Wallets, 'engine'>, token: string): Owner =>
  Object.assign(clientOf(engine, token).ownWallet, { token })

/** Somebody who is not signed in, at an address of their own. */
export const strangerAt = ({ engine }: Pick<Wallets, 'engine'>, address: string): EngineClient =>
  createRouterClient(router, { context: { engine, source: 'rest', address } }) as EngineClient

/** Another code than the right one. */
export const otherCode = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0')
