/** AES-256-GCM for small secrets, and sealing them to a public key so that only its owner opens them. */
import {
  createCipheriv,
  createDecipheriv,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import { publicBytesOf, publicKeyOf } from './derive.ts'

const nonceBytes = 12
const tagBytes = 16
const publicBytes = 32

export function encrypt(key: Uint8Array, plain: Uint8Array, context: string): Buffer {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context))
  const body = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([nonce, body, cipher.getAuthTag()])
}

/** Null when the key is wrong or a byte was changed: the two can't be told apart. */
export function decrypt(key: Uint8Array, sealed: Uint8Array, context: string): Buffer | null {
  if (sealed.length < nonceBytes + tagBytes) return null
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes), { authTagLength: tagBytes })
  decipher.setAAD(Buffer.from(context)).setAuthTag(sealed.subarray(-tagBytes))
  const body = decipher.update(sealed.subarray(nonceBytes, -tagBytes))
  try {
    return Buffer.concat([body, decipher.final()])
  } catch {
    // The only failure of `final` is a tag that does not match.
    return null
  }
}

export function sealTo(recipient: Uint8Array, plain: Uint8Array, context: string): Buffer {
  const once = generateKeyPairSync('x25519')
  const sender = publicBytesOf(once.privateKey)
  const key = sharedKey(once.privateKey, publicKeyOf('x25519', recipient), sender, recipient)
  return Buffer.concat([sender, encrypt(key, plain, context)])
}

export function unseal(own: KeyObject, sealed: Uint8Array, context: string): Buffer | null {
  if (sealed.length < publicBytes + nonceBytes + tagBytes) return null
  const sender = sealed.subarray(0, publicBytes)
  const key = openingKey(own, sender)
  return key === null ? null : decrypt(key, sealed.subarray(publicBytes), context)
}

function openingKey(own: KeyObject, sender: Uint8Array): Buffer | null {
  try {
    return sharedKey(own, publicKeyOf('x25519', sender), sender, publicBytesOf(own))
  } catch {
    // Some 32 bytes are no sender's public key, all zeros for one: nobody sealed this, so nothing is in it.
    return null
  }
}

/** Both public keys go into the derivation, so that a sealed box can't be re-addressed. */
function sharedKey(own: KeyObject, other: KeyObject, sender: Uint8Array, recipient: Uint8Array): Buffer {
  const secret = diffieHellman({ privateKey: own, publicKey: other })
  return Buffer.from(hkdfSync('sha256', secret, Buffer.concat([sender, recipient]), 'countinghouse:seal:v1', 32))
}
