/**
 * The printed recovery key: 128 random bits as 26 letters and digits that can't be mistaken for one another, with a
 * check at the end so that a slip of the pen is told from a wrong key.
 */
import { hash, randomBytes } from 'node:crypto'

// Crockford's alphabet: no I, L, O or U.
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const secretBytes = 16
const digits = 26
const checkDigits = 2

export type RecoveryKey = Readonly<{ printed: string; secret: Buffer }>

export function makeRecoveryKey(): RecoveryKey {
  const secret = randomBytes(secretBytes)
  return { printed: print(secret), secret }
}

/** Null when it is not a recovery key at all, mistyped for instance. Case, spaces and dashes do not matter. */
export function readRecoveryKey(text: string): Buffer | null {
  const letters = text.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1')
  if (letters.length !== digits + checkDigits) return null
  let bits = 0n
  for (const letter of letters.slice(0, digits)) {
    const value = alphabet.indexOf(letter)
    if (value < 0) return null
    bits = bits * 32n + BigInt(value)
  }
  // The last letter has two bits more than the secret; anything but zeros there was mistyped.
  if ((bits & 3n) !== 0n) return null
  const hex = (bits >> 2n).toString(16).padStart(secretBytes * 2, '0')
  if (hex.length > secretBytes * 2) return null
  const secret = Buffer.from(hex, 'hex')
  return letters.slice(digits) === checkOf(secret) ? secret : null
}

function print(secret: Buffer): string {
  let bits = BigInt(`0x${secret.toString('hex')}`) << 2n
  let letters = ''
  for (let i = 0; i < digits; i += 1) {
    letters = alphabet[Number(bits % 32n)] + letters
    bits /= 32n
  }
  return (letters + checkOf(secret)).replace(/(.{4})(?=.)/g, '$1-')
}

function checkOf(secret: Buffer): string {
  const sum = hash('sha256', secret, 'buffer').readUInt16BE(0)
  return `${alphabet[sum % 32]}${alphabet[(sum >> 5) % 32]}`
}
