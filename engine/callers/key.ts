/** What a program shows: 256 random bits behind a mark by which scanners of secrets find a key that leaked. */
import { hash, randomBytes } from 'node:crypto'

export const keyMark = 'chk_'
const prefixLength = keyMark.length + 6

export type MadeKey = Readonly<{ key: string; prefix: string; hash: Buffer }>

export function makeKey(): MadeKey {
  const key = `${keyMark}${randomBytes(32).toString('base64url')}`
  return { key, prefix: key.slice(0, prefixLength), hash: hash('sha256', key, 'buffer') }
}

/** A random key needs no slow hash: nobody tries 2^256 of them. */
export const hashOfKey = (key: string): string => hash('sha256', key, 'base64url')
