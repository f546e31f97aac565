/**
 * A backup is a folder: the store as one snapshot, the key file, the archive, and a manifest with the hash of each file and
 * the signed head of the audit chain. Everything in it is encrypted as it is in the workspace, and it opens with the
 * same passphrases and the same recovery key.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { constants, createReadStream, existsSync } from 'node:fs'
import { copyFile, mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { signAnchor } from '../audit/anchor.ts'
import { isoOf, now } from '../calendar/instant.ts'
import { Anchor } from '../contract/audit.ts'
import type { Backup } from '../contract/workspace.ts'
import { Failure, failureOf } from '../failure.ts'
import { syncFolder, writeWhole } from '../files/whole-file.ts'
import { readKeyFile } from '../keys/key-file.ts'
import type { Layout } from './layout.ts'
import type { OpenWorkspace } from './open-workspace.ts'

export const Manifest = z.object({
  version: z.literal(1),
  workspace: z.string(),
  generation: z.int(),
  madeAt: z.iso.datetime(),
  files: z.array(z.object({ path: z.string(), bytes: z.int(), sha256: z.string() })),
  anchor: Anchor,
  /** Over all of the above, under a key from the master: nobody else can say what a backup holds. */
  mac: z.string(),
})
export type Manifest = z.infer<typeof Manifest>

export function manifestIsAuthentic(key: Uint8Array, { mac, ...content }: Manifest): boolean {
  const expected = Buffer.from(macOf(key, content))
  const found = Buffer.from(mac)
  return expected.length === found.length && timingSafeEqual(expected, found)
}

function macOf(key: Uint8Array, manifest: Omit<Manifest, 'mac'>): string {
  const { version, workspace, generation, madeAt, files, anchor } = manifest
  const covered = JSON.stringify([version, workspace, generation, madeAt, files, anchor])
  return createHmac('sha256', key).update(covered).digest('hex')
}

export const manifestName = 'manifest.json'

/** The folder appears under its own name only when it is whole. */
export async function backUp(workspace: OpenWorkspace, layout: Layout, to: string): Promise<Backup> {
  const target = path.resolve(to)
  if (existsSync(target)) throw new Failure('directory_unusable', { directory: target, reason: 'exists' })
  const partial = `${target}.partial`
  try {
    await rm(partial, { recursive: true, force: true })
    await mkdir(partial, { recursive: true, mode: 0o700 })
    const manifest = await fill(workspace, layout, partial)
    writeWhole(path.join(partial, manifestName), `${JSON.stringify(manifest, null, 1)}\n`)
    await rename(partial, target)
    syncFolder(path.dirname(target))
    const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0)
    return { directory: target, files: manifest.files.length, bytes, auditRecords: manifest.anchor.seq }
  } catch (error) {
    // A folder that could not be made can't be removed either, and what went wrong first is the answer.
    await rm(partial, { recursive: true, force: true }).catch(() => undefined)
    if (cannotBeFolder(error))
      throw new Failure('directory_unusable', { directory: target, reason: 'unwritable' }, error)
    throw failureOf(error, { directory: target }) ?? error
  }
}

/** No right to write there, a file in the middle of the path, a name too long, or characters that no path has. */
function cannotBeFolder(error: unknown): boolean {
  const code = String((error as { code?: unknown } | null)?.code)
  const unusable = ['ENOTDIR', 'ENAMETOOLONG', 'EINVAL', 'ERR_INVALID_ARG_VALUE']
  return unusable.includes(code) || failureOf(error)?.code === 'workspace_unwritable'
}

async function fill({ store, ring }: OpenWorkspace, layout: Layout, partial: string): Promise<Manifest> {
  // The key file before everything: the snapshot is taken under this ring's key, and a rotation that comes in between
  // must not put other keys beside it.
  await copyFile(layout.keys, path.join(partial, 'keys.json'))
  const { current } = readKeyFile(path.join(partial, 'keys.json'))
  if (current.generation !== ring.generation) throw new Failure('engine_stopping', { reason: 'keys_replaced' })
  // The archive next: a batch of the snapshot then always finds its file, and files that came later are named by nobody.
  const archived = await copyArchive(layout.archive, path.join(partial, 'archive'))
  const head = await store.readLong('workspace.copyStore', { to: path.join(partial, 'store.db') })
  // Files that were archived while the snapshot was taken belong to it as well.
  const later = await copyArchive(layout.archive, path.join(partial, 'archive'))
  const names = ['store.db', 'keys.json', ...new Set([...archived, ...later].map((name) => `archive/${name}`))]
  const files = []
  for (const name of names) files.push({ path: name, ...(await measure(path.join(partial, name))) })
  const madeAt = now()
  const anchor = signAnchor(ring.keys.signing, head, { workspace: ring.workspace, at: madeAt })
  const { workspace, generation } = ring
  const manifest = { version: 1 as const, workspace, generation, madeAt: isoOf(madeAt), files, anchor }
  return { ...manifest, mac: macOf(ring.keys.backup, manifest) }
}

/** Archived files never change, so what is there already is the same. */
async function copyArchive(from: string, to: string): Promise<readonly string[]> {
  const names = (await readdir(from, { recursive: true }).catch(() => [])).filter((name) => name.endsWith('.cha'))
  for (const name of names) {
    const target = path.join(to, name)
    if (existsSync(target)) continue
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 })
    await copyFile(path.join(from, name), target, constants.COPYFILE_FICLONE)
  }
  return names.map((name) => name.split(path.sep).join('/'))
}

export async function measure(file: string): Promise<Readonly<{ bytes: number; sha256: string }>> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return { bytes: (await stat(file)).size, sha256: hash.digest('hex') }
}
