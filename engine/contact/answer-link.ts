/**
 * The link by which a client answers. Its token is 256 random bits; the store keeps the hash, by which an answer is found,
 * and the token itself only until the message that carries it is gone, so that a message can be read here for ever without
 * anybody here being able to answer it.
 */
import { hash, randomBytes } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { answerLinkMark, type LinkBar } from '../contract/messages.ts'
import { perConnection } from '../store/compiled.ts'

type LinkDraft = Readonly<{ question: number; message: number; address: string }>

export function addLink(raw: Database, { question, message, address }: LinkDraft): void {
  const token = randomBytes(32)
  statementsOf(raw).add.run({ hash: hashOf(token), question, message, address, token })
}

/** The link that a message carries; null where it carries none any more. */
export function linkOf(raw: Database, message: number): string | null {
  const row = statementsOf(raw).ofMessage.get(message) as Readonly<{ address: string; token: Buffer }> | undefined
  return row === undefined ? null : new URL(`/answer/${row.token.toString('base64url')}`, row.address).href
}

export const forgetLink = (raw: Database, message: number): void => {
  statementsOf(raw).forget.run(message)
}

/** Reminders carry links of their own to the same question. */
export const forgetLinksOf = (raw: Database, question: number): void => {
  statementsOf(raw).forgetAll.run(question)
}

/** What a page address has behind `/answer/`, as the hash by which it is known; null when it can't be one of ours. */
export function hashOfToken(text: string): Buffer | null {
  if (!/^[A-Za-z0-9_-]{43}$/.test(text)) return null
  const token = Buffer.from(text, 'base64url')
  // The last letter has bits to spare: one link has one address.
  return token.toString('base64url') === text ? hashOf(token) : null
}

const hashOf = (token: Uint8Array): Buffer => hash('sha256', token, 'buffer')

/** A person may have edited the text; the link stays in it, on a line of its own. */
export const withLinkMark = (text: string): string =>
  text.includes(answerLinkMark) ? text : `${text.trimEnd()}\n\n${answerLinkMark}`

export const withLink = (text: string, link: string): string => text.replaceAll(answerLinkMark, link)

/** Whether a client who opens a link would reach this host, as far as the host can tell. */
export function linkBarOf(publicAddress: string | null, served: ReadonlySet<string>): LinkBar | null {
  if (publicAddress === null) return 'no_public_address'
  if (served.size === 0) return 'host_not_serving'
  return served.has(new URL(publicAddress).origin) ? null : 'host_not_at_that_address'
}

const statementsOf = perConnection((raw) => ({
  add: raw.prepare(`
    INSERT INTO answer_link (hash, question_id, message_id, address, token)
    VALUES (@hash, @question, @message, @address, @token)`),
  ofMessage: raw.prepare('SELECT address, token FROM answer_link WHERE message_id = ? AND token IS NOT NULL'),
  forget: raw.prepare('UPDATE answer_link SET token = NULL WHERE message_id = ? AND token IS NOT NULL'),
  forgetAll: raw.prepare('UPDATE answer_link SET token = NULL WHERE question_id = ? AND token IS NOT NULL'),
}))
