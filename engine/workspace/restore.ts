/**
 * Restores a backup into a folder that holds no workspace yet, and proves what it restored: every file's hash, every page
 * of the store, the audit chain against the backup's signed head, and the ledger's laws. Only then is it a workspace.
 */
import { existsSync } from 'node:fs'
import { copyFile, mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises'
import path from 'node:path'
import type { Database } from 'better-sqlite3'
import { verifyChain } from '../audit/verify.ts'
import { now } from '../calendar/instant.ts'
import { endAllKeys } from '../callers/key-commands.ts'
import type { ChainVerdict } from '../contract/audit.ts'
import type { CheckResult } from '../contract/workspace.ts'
import { Failure, type FailureFacts, failureOf } from '../failure.ts'
import { readWhole, syncFolder } from '../files/whole-file.ts'
import { markRestored } from '../ingest/verify/verification-commands.ts'
import { deriveKeys, type WorkspaceKeys } from '../keys/derive.ts'
import { readKeyFile } from '../keys/key-file.ts'
import { openWith } from '../keys/key-ring.ts'
import { endAllSessions } from '../own-wallet/sessions.ts'
import { connect } from '../store/connection.ts'
import { migrate, refuseNewer } from '../store/migrate.ts'
import { migrations } from '../store/migrations/migrations.ts'
import { pauseAll } from '../webhooks/delivery-commands.ts'
import { Manifest, manifestIsAuthentic, manifestName, measure } from './backup.ts'
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

export type Restored = Readonly<{
  directory: string
  files: number
  check: CheckResult
  chain: ChainVerdict
  /** Keys of programs that opened as of the backup; none does any more. */
  keysEnded: number
  /** Addresses that were told what happens; a person resumes them. */
  addressesPaused: number
}>

/**
 * Everything is copied and proven in a folder of its own beside its place; what fails there is removed with it, and nothing
 * that was in the workspace's folder before is touched.
 */
export async function restore(request: RestoreRequest): Promise<Restored> {
  const layout = layoutOf(request.directory)
  if (workspaceExists(layout)) throw new Failure('workspace_exists', { directory: layout.directory })
  await refuseForeignArchive(layout)
  const found = await whatIsThere(layout)
  const manifest = readManifest(request.from)
  const staging = layoutOf(path.join(layout.directory, 'restore.partial'))
  const lock = takeLock(layout, request.program)
  let done = false
  try {
    // Left by a restore that was cut off.
    await rm(staging.directory, { recursive: true, force: true })
    await copyFiles(
      manifest.files.filter((file) => file.path === 'keys.json'),
      request.from,
      staging,
    )
    const keys = deriveKeys(await masterOf(staging, request))
    if (!manifestIsAuthentic(keys.backup, manifest)) throw damaged({ reason: 'manifest_forged' })
    await copyFiles(manifest.files, request.from, staging)
    const proof = prove(staging, manifest, keys)
    await moveIn(staging, layout)
    done = true
    return { directory: layout.directory, files: manifest.files.length, ...proof }
  } catch (error) {
    throw failureOf(error) ?? error
  } finally {
    await rm(staging.directory, { recursive: true, force: true })
    lock.release()
    if (!done && !found.lock) await rm(layout.lock, { force: true })
    if (!done && !found.directory) await rmdir(layout.directory)
  }
}

const damaged = (facts: FailureFacts, cause?: unknown): Failure => new Failure('backup_damaged', facts, cause)

/** Archived files are the truth of their batches: without their store they are still somebody's, and not to be mixed. */
async function refuseForeignArchive(layout: Layout): Promise<void> {
  const names = await readdir(layout.archive).catch(() => [])
  if (names.length > 0) throw new Failure('directory_unusable', { directory: layout.archive, reason: 'not_empty' })
}

const whatIsThere = async (layout: Layout) => ({
  directory: existsSync(layout.directory),
  lock: existsSync(layout.lock),
})

function readManifest(from: string): Manifest {
  const file = path.join(from, manifestName)
  const text = readWhole(file)
  if (text === null) throw damaged({ directory: from, reason: 'no_manifest' })
  try {
    return Manifest.parse(JSON.parse(text))
  } catch (error) {
    throw damaged({ directory: from, reason: 'manifest_unreadable' }, error)
  }
}

async function masterOf(staging: Layout, { user, passphrase }: RestoreRequest): Promise<Buffer> {
  if (!existsSync(staging.keys)) throw damaged({ file: 'keys.json', reason: 'missing' })
  const opened = await openWith(readKeyFile(staging.keys), 'user', user, passphrase)
  const current = opened.find(({ which }) => which === 'current')
  if (current === undefined) throw new Failure('wrong_key', { user })
  return current.master
}

/** The copy is what is measured: what is proven is what will be used. */
async function copyFiles(files: Manifest['files'], from: string, staging: Layout): Promise<void> {
  for (const file of files) {
    const source = path.resolve(from, file.path)
    const target = path.resolve(staging.directory, file.path)
    const inside = path.relative(staging.directory, target)
    if (inside === '' || inside.startsWith('..') || path.isAbsolute(inside) || !existsSync(source)) {
      throw damaged({ file: file.path, reason: 'missing' })
    }
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 })
    await copyFile(source, target)
    const { bytes, sha256 } = await measure(target)
    if (bytes !== file.bytes || sha256 !== file.sha256) throw damaged({ file: file.path, reason: 'changed' })
  }
}

/** The key file is what makes the folder a workspace, so it comes last, when everything is proven. */
async function moveIn(staging: Layout, layout: Layout): Promise<void> {
  await mkdir(staging.archive, { recursive: true, mode: 0o700 })
  await mkdir(layout.drop, { recursive: true, mode: 0o700 })
  await rm(layout.archive, { recursive: true, force: true })
  await rename(staging.archive, layout.archive)
  await rename(staging.store, layout.store)
  await rename(staging.keys, layout.keys)
  syncFolder(layout.directory)
}

function prove(layout: Layout, manifest: Manifest, keys: WorkspaceKeys): Omit<Restored, 'directory' | 'files'> {
  const raw = connect({ file: layout.store, key: keys.store, mode: 'write' })
  try {
    refuseNewer(raw, migrations)
    // The laws are those of this version. The copy's bytes are proven already, and the backup itself stays as it was.
    migrate(raw, migrations)
    const context = { raw, db: undefined as never, onProgress: () => undefined }
    const check = checkWorkspace(context, { deep: true })
    const { workspace, anchor } = manifest
    const chain = verifyChain(context, { chainKey: keys.chain, anchor, workspace })
    if (!check.consistent) throw damaged({ reason: check.differences[0]?.code ?? 'inconsistent' })
    if (!chain.intact) throw damaged({ reason: `audit_${chain.problem ?? 'broken'}` })
    markRestored(raw)
    const doors = shutDoors(raw)
    raw.pragma('wal_checkpoint(TRUNCATE)')
    return { check, chain, ...doors }
  } finally {
    raw.close()
  }
}

/** What was closed since the backup would be open again: keys of programs, sessions of clients, addresses that are told. */
function shutDoors(raw: Database): Pick<Restored, 'keysEnded' | 'addressesPaused'> {
  const at = now()
  endAllSessions(raw, at)
  return { keysEnded: endAllKeys(raw, at), addressesPaused: pauseAll(raw, at) }
}
