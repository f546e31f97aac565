/**
 * A slot opens the master key for one holder, as in disk encryption. It has a key pair: the private half is wrapped under
 * what the holder knows, and the master is sealed to the public half. So the master can be replaced, and sealed anew for
 * every holder, without knowing anybody's passphrase.
 */
import { generateKeyPairSync, hkdfSync } from 'node:crypto'
import { z } from 'zod'
import { decrypt, encrypt, sealTo, unseal } from './cipher.ts'
import { type MasterKey, privateKeyOf, publicBytesOf } from './derive.ts'
import { keyOfPassphrase, makeSalt, type PassphraseCost } from './passphrase.ts'

const Bytes = z.base64()

export const Slot = z.object({
  kind: z.enum(['user', 'unattended', 'recovery']),
  /** Whose it is, as a salted hash: the file tells no names. */
  holder: z.string(),
  createdAt: z.int(),
  salt: Bytes,
  /** Null where the secret is random already and needs no stretching. */
  cost: z.object({ n: z.int(), r: z.int(), p: z.int() }).nullable(),
  publicKey: Bytes,
  privateKey: Bytes,
  master: Bytes,
})
export type Slot = z.infer<typeof Slot>

export type SlotSecret =
  | Readonly<{ kind: 'user'; passphrase: string; cost: PassphraseCost }>
  | Readonly<{ kind: 'unattended' | 'recovery'; secret: Uint8Array }>

export type SlotHolder = Readonly<{ holder: string; createdAt: number }>

export async function makeSlot(
  master: MasterKey,
  secret: SlotSecret,
  { holder, createdAt }: SlotHolder,
): Promise<Slot> {
  const pair = generateKeyPairSync('x25519')
  const seed = pair.privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32)
  const publicKey = publicBytesOf(pair.privateKey)
  const salt = makeSalt()
  const cost = secret.kind === 'user' ? secret.cost : null
  const wrapping = await wrappingKey(secret.kind === 'user' ? secret.passphrase : secret.secret, salt, cost)
  return {
    kind: secret.kind,
    holder,
    createdAt,
    salt: salt.toString('base64'),
    cost,
    publicKey: publicKey.toString('base64'),
    privateKey: encrypt(wrapping, seed, 'slot').toString('base64'),
    master: sealTo(publicKey, master, 'master').toString('base64'),
  }
}

/** Null when the passphrase or secret is not this slot's. */
export async function openSlot(slot: Slot, secret: string | Uint8Array): Promise<MasterKey | null> {
  const wrapping = await wrappingKey(secret, Buffer.from(slot.salt, 'base64'), slot.cost)
  const seed = decrypt(wrapping, Buffer.from(slot.privateKey, 'base64'), 'slot')
  if (seed === null) return null
  return unseal(privateKeyOf('x25519', seed), Buffer.from(slot.master, 'base64'), 'master')
}

/** The same slot, opened by the same secret, for another master key. */
export const resealSlot = (slot: Slot, master: MasterKey): Slot => ({
  ...slot,
  master: sealTo(Buffer.from(slot.publicKey, 'base64'), master, 'master').toString('base64'),
})

async function wrappingKey(
  secret: string | Uint8Array,
  salt: Buffer,
  cost: PassphraseCost | null,
): Promise<Uint8Array> {
  if (typeof secret === 'string' && cost !== null) return keyOfPassphrase(secret, salt, cost)
  const bytes = typeof secret === 'string' ? Buffer.from(secret) : secret
  return new Uint8Array(hkdfSync('sha256', bytes, salt, 'countinghouse:slot:v1', 32))
}
