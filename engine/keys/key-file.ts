/**
 * `keys.json`: the slots of a workspace and what may be known before it is open. While the master key is being replaced
 * it holds two sets, the current and the next; whichever opens the store after a crash is the one that counts.
 */
import { createHmac, hash, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { Failure } from '../failure.ts'
import { readWhole, writeWhole } from '../files/whole-file.ts'
import type { WorkspaceKeys } from './derive.ts'
import { Slot } from './slot.ts'

const KeySet = z.object({
  generation: z.int().min(1),
  slots: z.array(Slot),
  /** Archive keys of earlier generations, wrapped under this generation's: old files stay as they are. */
  earlierArchiveKeys: z.array(z.object({ generation: z.int(), wrapped: z.base64() })),
  sideLogKey: z.base64(),
  signingKey: z.base64(),
  /** Over all of the above: whoever can write the file can't slip a slot in. */
  mac: z.string(),
})
export type KeySet = z.infer<typeof KeySet>

const KeyFile = z.object({
  version: z.literal(1),
  workspace: z.string(),
  holderSalt: z.string(),
  current: KeySet,
  next: KeySet.nullable(),
})
export type KeyFile = z.infer<typeof KeyFile>

export function readKeyFile(file: string): KeyFile {
  const text = readWhole(file)
  if (text === null) throw new Failure('workspace_missing', { file })
  try {
    return KeyFile.parse(JSON.parse(text))
  } catch (error) {
    throw new Failure('keys_damaged', { file }, error)
  }
}

export const writeKeyFile = (file: string, content: KeyFile): void =>
  writeWhole(file, `${JSON.stringify(content, null, 1)}\n`)

/** The same name however it is typed; salted, so that the file can't be searched for names. */
export const holderOf = (salt: string, user: string): string =>
  hash('sha256', `${salt}:${user.normalize('NFKC').toLowerCase()}`, 'hex')

export const sealedSet = (keys: WorkspaceKeys, set: Omit<KeySet, 'mac'>): KeySet => ({ ...set, mac: macOf(keys, set) })

export function setIsAuthentic(keys: WorkspaceKeys, set: KeySet): boolean {
  const expected = Buffer.from(macOf(keys, set))
  const found = Buffer.from(set.mac)
  return expected.length === found.length && timingSafeEqual(expected, found)
}

function macOf(
  keys: WorkspaceKeys,
  { generation, slots, earlierArchiveKeys, sideLogKey, signingKey }: Omit<KeySet, 'mac'>,
): string {
  const covered = JSON.stringify([generation, slots, earlierArchiveKeys, sideLogKey, signingKey])
  return createHmac('sha256', keys.keyFile).update(covered).digest('hex')
}
