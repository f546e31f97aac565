/**
 * The arithmetic of the audit chain: what a record's hash covers and how the head is authenticated. Pure, and the only
 * place that knows the encoding, so that writing and proving can't drift apart.
 */
import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto'

export type ChainKey = Uint8Array

export type ChainedFields = Readonly<{
  seq: number
  at: number
  actor: string
  action: string
  subject: string
  outcome: string
  detail: string
}>

export const beforeFirst: Buffer = Buffer.alloc(32)

/** SHA-256 over the predecessor's hash and the fields as a JSON array, whose quoting keeps the fields apart. */
export function hashOf(prev: Buffer, { seq, at, actor, action, subject, outcome, detail }: ChainedFields): Buffer {
  const text = JSON.stringify([seq, at, actor, action, subject, outcome, detail])
  return hash('sha256', Buffer.concat([prev, Buffer.from(text)]), 'buffer')
}

/** Someone with the file but without the key can't cut off the end and move the head back. */
export function macOfHead(key: ChainKey, seq: number, headHash: Buffer): Buffer {
  return createHmac('sha256', preparedOf(key)).update(`audit-head:${seq}:`).update(headHash).digest()
}

// Every command moves the head, and reading the bytes of a key anew takes five times as long as the MAC itself.
const prepared = new WeakMap<ChainKey, KeyObject>()

function preparedOf(key: ChainKey): KeyObject {
  const known = prepared.get(key)
  if (known !== undefined) return known
  const fresh = createSecretKey(key)
  prepared.set(key, fresh)
  return fresh
}
