/**
 * From a passphrase to a key, by scrypt: half a second and 128 MiB each at the default cost, off the answering thread and
 * never two at once, so that a flood of sign-ins can't take the machine.
 */
import { randomBytes, scrypt } from 'node:crypto'

export type PassphraseCost = Readonly<{ n: number; r: number; p: number }>

export const defaultCost: PassphraseCost = { n: 2 ** 17, r: 8, p: 1 }

export const makeSalt = (): Buffer => randomBytes(16)

let last: Promise<unknown> = Promise.resolve()

export function keyOfPassphrase(passphrase: string, salt: Uint8Array, cost: PassphraseCost): Promise<Buffer> {
  const mine = last.then(() => stretch(passphrase, salt, cost))
  last = mine.catch(() => undefined)
  return mine
}

function stretch(passphrase: string, salt: Uint8Array, { n, r, p }: PassphraseCost): Promise<Buffer> {
  // One person's keyboard composes é, another's types e and an accent: both mean the same passphrase.
  const text = passphrase.normalize('NFKC')
  return new Promise((resolve, reject) => {
    scrypt(text, salt, 32, { N: n, r, p, maxmem: 256 * n * r }, (error, key) => (error ? reject(error) : resolve(key)))
  })
}
