/** Letters to clients about their own wallet, as the outbox has to know them. */
import type { Database } from 'better-sqlite3'
import { perConnection } from '../store/compiled.ts'

export type WalletLetter = Readonly<{
  kind: 'code' | 'notice'
  /** By what the code is made that goes into it; null of a notice. */
  hash: Uint8Array | null
  /** Until when its code counts. */
  expiresAt: number | null
  isUsed: boolean
}>

export function findWalletLetter(raw: Database, message: number): WalletLetter | null {
  const row = statementsOf(raw).find.get(message) as
    | (Omit<WalletLetter, 'isUsed'> & Readonly<{ isUsed: number }>)
    | undefined
  return row === undefined ? null : { ...row, isUsed: row.isUsed === 1 }
}

/** A code that counts no more is sent to nobody. */
export const isLetterOver = ({ expiresAt, isUsed }: WalletLetter, at: number): boolean =>
  expiresAt !== null && (isUsed || expiresAt <= at)

type Letter = Readonly<{
  message: number
  client: string
  kind: 'code' | 'notice'
  challenge: number | null
  at: number
}>

export const noteLetter = (raw: Database, letter: Letter): void => {
  statementsOf(raw).note.run(letter)
}

export const lettersSince = (
  raw: Database,
  asked: Readonly<{ client: string; kind: 'code' | 'notice'; since: number }>,
): number => statementsOf(raw).count.get(asked) as number

/** When the letter went out that has `skip` others behind it; undefined where there are not so many. */
export const letterBefore = (
  raw: Database,
  asked: Readonly<{ client: string; kind: 'code' | 'notice'; skip: number }>,
): number | undefined => statementsOf(raw).before.get(asked) as number | undefined

const statementsOf = perConnection((raw) => ({
  find: raw.prepare(`
    SELECT letter.kind, challenge.hash, challenge.expires_at AS expiresAt, challenge.used_at IS NOT NULL AS isUsed
    FROM wallet_letter AS letter LEFT JOIN wallet_challenge AS challenge ON challenge.id = letter.challenge
    WHERE letter.message_id = ?`),
  note: raw.prepare(`
    INSERT INTO wallet_letter (message_id, client_id, kind, challenge, at)
    VALUES (@message, @client, @kind, @challenge, @at)`),
  count: raw
    .prepare('SELECT count(*) FROM wallet_letter WHERE client_id = @client AND kind = @kind AND at > @since')
    .pluck(),
  before: raw
    .prepare(`
      SELECT at FROM wallet_letter WHERE client_id = @client AND kind = @kind ORDER BY at DESC LIMIT 1 OFFSET @skip`)
    .pluck(),
}))
