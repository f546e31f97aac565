/**
 * Restores a backup into a folder that holds no workspace yet, and proves what it restored: every file's hash, every page
 * of the store, the audit chain against the backup's signed head, and the ledger's laws. Only then is it a workspace.
 */
import { existsSync } from 'node:fs'
import { copyFile, mkdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { verifyChain } from '../audit/verify.ts'
import type { ChainVerdict } from '../contract/audit.ts'
import type { CheckResult } from '../contract/workspace.ts'
import { Failure, failureOf } from '../failure.ts'
import { readWhole } from '../files/whole-file.ts'
import { deriveKeys } from '../keys/derive.ts'
import { readKeyFile } from '../keys/key-file.ts'
import { openWith } from '../keys/key-ring.ts'
import { connect } from '../store/connection.ts'
import { refuseNewer } from '../store/migrate.ts'
import { migrations } from '../store/migrations/migrations.ts'
import { Manifest, manifestName, measure } from './backup.ts'
import { checkWorkspace } from './check.ts'
import { type Layout, layoutOf, workspaceExists } from './layout.ts'
import { type Program, takeLock } from './lock.ts'

export type RestoreRequest = Readonly<{
  from: string
  directory: string
  program: Program
  user: string
  passphrase: string
}>

export type Restored = Readonly<{ directory: string; files: number; check: CheckResult; chain: ChainVerdict }>

export async function restore(request: RestoreRequest): Promise<Restored> {
  const layout = layoutOf(request.directory)
  if (workspaceExists(layout)) throw new Failure('workspace_exists', { directory: layout.directory })
  const manifest = readManifest(request.from)
  const master = await masterOf(request)
  const lock = takeLock(layout, request.program)
  try {
    await copyFiles(manifest, request.from, layout)
    const proof = prove(layout, manifest, master)
    // The key file is what makes the folder a workspace, so it comes last, when everything is proven.
    await copyFile(path.join(request.from, 'keys.json'), `${layout.keys}.partial`)
    await rename(`${layout.keys}.partial`, layout.keys)
    return { directory: layout.directory, files: manifest.files.length, ...proof }
  } catch (error) {
    await rm(layout.archive, { recursive: true, force: true })
    for (const file of [layout.store, `${layout.store}-wal`, `${layout.store}-shm`, `${layout.keys}.partial`]) {
      await rm(file, { force: true })
    }
    throw failureOf(error) ?? error
  } finally {
    lock.release()
  }
}

function readManifest(from: string): Manifest {
  const file = path.join(from, manifestName)
  const text = readWhole(file)
  if (text === null) throw new Failure('backup_damaged', { directory: from, reason: 'no_manifest' })
  try {
    return Manifest.parse(JSON.parse(text))
  } catch (error) {
    throw new Failure('backup_damaged', { directory: from, reason: 'manifest_unreadable' }, error)
  }
}

async function masterOf({ from, user, passphrase }: RestoreRequest): Promise<Buffer> {
  const opened = await openWith(readKeyFile(path.join(from, 'keys.json')), 'user', user, passphrase)
  const current = opened.find(({ which }) => which === 'current')
  if (current === undefined) throw new Failure('wrong_key', { user })
  return current.master
}

async function copyFiles(manifest: Manifest, from: string, layout: Layout): Promise<void> {
  for (const file of manifest.files) {
    const source = path.resolve(from, file.path)
    const outside = path.relative(path.resolve(from), source).startsWith('..')
    if (outside || !existsSync(source)) throw new Failure('backup_damaged', { file: file.path, reason: 'missing' })
    const { bytes, sha256 } = await measure(source)
    if (bytes !== file.bytes || sha256 !== file.sha256) {
      throw new Failure('backup_damaged', { file: file.path, reason: 'changed' })
    }
    if (file.path === 'keys.json') continue
    const target = path.resolve(layout.directory, file.path)
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 })
    await copyFile(source, target)
  }
  await mkdir(layout.drop, { recursive: true, mode: 0o700 })
}

function prove(
  layout: Layout,
  manifest: Manifest,
  master: Buffer,
): Readonly<{ check: CheckResult; chain: ChainVerdict }> {
  const keys = deriveKeys(master)
  const raw = connect({ file: layout.store, key: keys.store, mode: 'write' })
  try {
    refuseNewer(raw, migrations)
    const context = { raw, db: undefined as never, onProgress: () => undefined }
    const check = checkWorkspace(context, { deep: true })
    const { workspace, anchor } = manifest
    const chain = verifyChain(context, { chainKey: keys.chain, anchor, workspace })
    if (!check.consistent) throw new Failure('backup_damaged', { reason: check.differences[0]?.code ?? 'inconsistent' })
    if (!chain.intact) throw new Failure('backup_damaged', { reason: `audit_${chain.problem ?? 'broken'}` })
    raw.pragma('wal_checkpoint(TRUNCATE)')
    return { check, chain }
  } finally {
    raw.close()
  }
}
