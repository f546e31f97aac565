/**
 * The one-time codes. A code is made from a key that comes from the master, and from what its challenge is known by: so it
 * stands nowhere, neither in the store nor in the message that is kept, and is written into the letter as it goes out.
 */
import { createHmac, hash, randomBytes, timingSafeEqual } from 'node:crypto'

/** What stands in the kept text of a letter, where the letter itself has its code. */
export const codeMark = '••••••'
export const codeMinutes = 10
/** How often one may be mistyped; the store holds the same. */
export const triesMax = 5

export const makeChallenge = (): string => randomBytes(32).toString('base64url')

export const hashOfChallenge = (challenge: string): Buffer => hash('sha256', challenge, 'buffer')

/** Six figures of 48 bits: none of them is noticeably more likely than another. */
export function codeOf(key: Uint8Array, challengeHash: Uint8Array): string {
  const made = createHmac('sha256', key).update(challengeHash).digest()
  return String(made.readUIntBE(0, 6) % 1_000_000).padStart(6, '0')
}

export const isCodeOf = (key: Uint8Array, challengeHash: Uint8Array, code: string): boolean =>
  code.length === 6 && timingSafeEqual(Buffer.from(codeOf(key, challengeHash)), Buffer.from(code))

/** A letter as it goes out. */
export const withCode = (text: string, code: string): string => text.replaceAll(codeMark, code)
