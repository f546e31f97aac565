/**
 * What comes from the master key. Each purpose has a key of its own, so that none can be used, or lost, for another.
 */
import { createPrivateKey, createPublicKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto'

export type MasterKey = Buffer

export const makeMasterKey = (): MasterKey => randomBytes(32)

export type WorkspaceKeys = Readonly<{
  store: Buffer
  archive: Buffer
  /** Authenticates the head of the audit chain inside the store. */
  chain: Buffer
  /** Authenticates the key file's slots. */
  keyFile: Buffer
  /** Authenticates what a backup says it holds. */
  backup: Buffer
  /** Signs the tokens of end users. */
  walletToken: Buffer
  /** Makes the codes by which end users sign in. */
  walletCode: Buffer
  /** Signs anchors: Ed25519. */
  signing: KeyObject
  /** Opens what was sealed while the store was closed: X25519. */
  sideLog: KeyObject
}>

export function deriveKeys(master: MasterKey): WorkspaceKeys {
  return {
    store: derive(master, 'store'),
    archive: derive(master, 'archive'),
    chain: derive(master, 'audit-chain'),
    keyFile: derive(master, 'key-file'),
    backup: derive(master, 'backup'),
    walletToken: derive(master, 'wallet-token'),
    walletCode: derive(master, 'wallet-code'),
    signing: privateKeyOf('ed25519', derive(master, 'signing')),
    sideLog: privateKeyOf('x25519', derive(master, 'side-log')),
  }
}

const derive = (master: MasterKey, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', master, '', `countinghouse:${purpose}:v1`, 32))

// The fixed beginning of a PKCS #8 document that holds 32 bytes of either curve.
const pkcs8 = {
  ed25519: Buffer.from('302e020100300506032b657004220420', 'hex'),
  x25519: Buffer.from('302e020100300506032b656e04220420', 'hex'),
}

export function privateKeyOf(curve: keyof typeof pkcs8, seed: Buffer): KeyObject {
  return createPrivateKey({ key: Buffer.concat([pkcs8[curve], seed]), format: 'der', type: 'pkcs8' })
}

export const publicBytesOf = (key: KeyObject): Buffer =>
  createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32)

const spki = {
  ed25519: Buffer.from('302a300506032b6570032100', 'hex'),
  x25519: Buffer.from('302a300506032b656e032100', 'hex'),
}

export function publicKeyOf(curve: keyof typeof spki, bytes: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.concat([spki[curve], bytes]), format: 'der', type: 'spki' })
}
