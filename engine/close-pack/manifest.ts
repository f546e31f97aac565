/**
 * What a close pack holds, signed: the hash of each file, under the workspace's signing key, as anchors of the audit chain
 * are. Who has the pack and the fingerprint of the key needs nothing else to know that it is what was made.
 */
import { createHash, type KeyObject, sign, verify } from 'node:crypto'
import { z } from 'zod'
import { publicBytesOf, publicKeyOf } from '../keys/derive.ts'
import type { PackDays } from './pack-days.ts'

export const manifestName = 'manifest.json'

export const Manifest = z.strictObject({
  version: z.literal(1),
  workspace: z.string(),
  from: z.iso.date(),
  to: z.iso.date(),
  madeAt: z.iso.datetime(),
  madeBy: z.string(),
  /** Of the workspace's keys. */
  generation: z.int(),
  /** All but this one, in the order in which they lie in the pack. */
  files: z.array(z.strictObject({ name: z.string(), bytes: z.int().min(0), sha256: z.string() })),
  publicKey: z.base64(),
  signature: z.base64(),
})
export type Manifest = z.infer<typeof Manifest>

type Unsigned = Omit<Manifest, 'signature' | 'publicKey' | 'version'>

export function signManifest(key: KeyObject, content: Unsigned): Manifest {
  const unsigned = { version: 1 as const, ...content, publicKey: publicBytesOf(key).toString('base64') }
  return { ...unsigned, signature: sign(null, coveredBy(unsigned), key).toString('base64') }
}

export function manifestIsSigned({ signature, ...unsigned }: Manifest): boolean {
  const key = Buffer.from(unsigned.publicKey, 'base64')
  if (key.length !== 32) return false
  const signed = Buffer.from(signature, 'base64')
  // The last letter has bits that say nothing: written otherwise, somebody has changed it all the same.
  if (signed.toString('base64') !== signature || key.toString('base64') !== unsigned.publicKey) return false
  return verify(null, coveredBy(unsigned), publicKeyOf('ed25519', key), signed)
}

/** There is one way to write a manifest, so that a byte of it that was changed shows even where it means nothing. */
export const manifestText = (manifest: Manifest): string => `${JSON.stringify(manifest, null, 1)}\n`

const coveredBy = (manifest: Omit<Manifest, 'signature'>): Buffer => {
  const { version, workspace, from, to, madeAt, madeBy, generation, files, publicKey } = manifest
  const listed = files.map(({ name, bytes, sha256 }) => [name, bytes, sha256])
  const said = [
    `countinghouse:close-pack:v${version}`,
    workspace,
    from,
    to,
    madeAt,
    madeBy,
    generation,
    listed,
    publicKey,
  ]
  return Buffer.from(JSON.stringify(said))
}

/** What people read to each other to know that they speak of one key: the first half of its SHA-256, in groups. */
export const fingerprintOf = (publicKey: Uint8Array): string =>
  createHash('sha256')
    .update(publicKey)
    .digest('hex')
    .slice(0, 32)
    .replace(/(.{4})(?!$)/g, '$1 ')

export const packName = (workspace: string, { from, to }: PackDays): string =>
  `close-pack-${workspace.slice(0, 8)}-${from}..${to}.zip`
