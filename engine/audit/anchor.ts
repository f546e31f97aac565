/** The signed head of the chain. Kept outside the workspace, it proves later that nothing up to it was rewritten. */
import { type KeyObject, sign, verify } from 'node:crypto'
import { isoOf } from '../calendar/instant.ts'
import type { Anchor } from '../contract/audit.ts'
import { publicBytesOf, publicKeyOf } from '../keys/derive.ts'
import type { QueryContext } from '../store/command.ts'

export type ChainHead = Readonly<{ seq: number; hash: string }>

export function readHead({ raw }: Pick<QueryContext, 'raw'>, _: null): ChainHead {
  const head = raw.prepare('SELECT seq, hash FROM audit_head WHERE id = 1').get() as
    | { seq: number; hash: Buffer }
    | undefined
  return head === undefined ? { seq: 0, hash: '00'.repeat(32) } : { seq: head.seq, hash: head.hash.toString('hex') }
}

export function signAnchor(
  key: KeyObject,
  { seq, hash }: ChainHead,
  { workspace, at }: Readonly<{ workspace: string; at: number }>,
): Anchor {
  const unsigned = { workspace, seq, hash, at: isoOf(at), publicKey: publicBytesOf(key).toString('base64') }
  return { ...unsigned, signature: sign(null, textOf(unsigned), key).toString('base64') }
}

export function anchorIsSigned({ signature, ...unsigned }: Anchor): boolean {
  const key = Buffer.from(unsigned.publicKey, 'base64')
  if (key.length !== 32) return false
  return verify(null, textOf(unsigned), publicKeyOf('ed25519', key), Buffer.from(signature, 'base64'))
}

const textOf = ({ workspace, seq, hash, at, publicKey }: Omit<Anchor, 'signature'>): Buffer =>
  Buffer.from(JSON.stringify(['countinghouse:anchor:v1', workspace, seq, hash, at, publicKey]))
