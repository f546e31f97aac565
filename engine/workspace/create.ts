/** Makes a workspace: its keys, its encrypted store, its first user and the recovery key that is shown once. */
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { now } from '../calendar/instant.ts'
import { commands } from '../commands.ts'
import type { Role } from '../contract/permission.ts'
import { Failure, failureOf } from '../failure.ts'
import { syncFolder } from '../files/whole-file.ts'
import { publicBytesOf } from '../keys/derive.ts'
import { createKeyRing, type KeyRing, recoveryHolder } from '../keys/key-ring.ts'
import { defaultCost, type PassphraseCost } from '../keys/passphrase.ts'
import { makeRecoveryKey } from '../keys/recovery-key.ts'
import { connect } from '../store/connection.ts'
import { migrate } from '../store/migrate.ts'
import { migrations } from '../store/migrations/migrations.ts'
import { executorOf } from '../store/writer-loop.ts'
import { type Layout, layoutOf, workspaceExists } from './layout.ts'
import { type Program, takeLock } from './lock.ts'

export type FirstUser = Readonly<{ name: string; displayName: string; passphrase: string; roles: readonly Role[] }>

export type NewWorkspace = Readonly<{
  directory: string
  program: Program
  name: string
  zone: string
  currency: string
  currencyDigits: number
  demo: boolean
  users: readonly [FirstUser, ...FirstUser[]]
  /** Lowered only by tests, which make hundreds of workspaces. */
  passphraseCost?: PassphraseCost
}>

export type CreatedWorkspace = Readonly<{ directory: string; recoveryKey: string }>

export async function createWorkspace(draft: NewWorkspace): Promise<CreatedWorkspace> {
  const layout = layoutOf(draft.directory)
  if (workspaceExists(layout)) throw new Failure('workspace_exists', { directory: layout.directory })
  const lock = takeLock(layout, draft.program)
  try {
    // Once more under the lock: another process may have been quicker.
    if (workspaceExists(layout)) throw new Failure('workspace_exists', { directory: layout.directory })
    return { directory: layout.directory, recoveryKey: await build(layout, draft) }
  } finally {
    lock.release()
  }
}

/** The key file gets its name when all else is there: until then there is no workspace, whenever the process ends. */
async function build(layout: Layout, draft: NewWorkspace): Promise<string> {
  try {
    removeUnfinished(layout)
    for (const folder of [layout.archive, layout.drop, layout.anchors]) {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
    }
    const recovery = await makeKeysAndStore(layout, draft)
    renameSync(layout.keysInMaking, layout.keys)
    syncFolder(layout.directory)
    return recovery
  } catch (error) {
    if (!existsSync(layout.keys)) removeUnfinished(layout)
    throw failureOf(error, { directory: layout.directory }) ?? error
  }
}

async function makeKeysAndStore(layout: Layout, draft: NewWorkspace): Promise<string> {
  const uid = randomUUID()
  const ring = createKeyRing(layout.keysInMaking, uid)
  const at = now()
  const recovery = makeRecoveryKey()
  await ring.putSlot(recoveryHolder, { kind: 'recovery', secret: recovery.secret }, at)
  const cost = draft.passphraseCost ?? defaultCost
  for (const { name, passphrase } of draft.users) {
    await ring.putSlot(ring.holderOf(name), { kind: 'user', passphrase, cost }, at)
  }
  await found(layout, ring, uid, draft)
  return recovery.printed
}

/** Half a workspace opens for nobody; what was there before it was nothing. The key file goes last: it says what the rest is. */
function removeUnfinished(layout: Layout): void {
  for (const file of [layout.store, `${layout.store}-wal`, `${layout.store}-shm`, layout.keysInMaking]) {
    rmSync(file, { force: true })
  }
}

async function found(layout: Layout, ring: KeyRing, uid: string, draft: NewWorkspace): Promise<void> {
  const raw = connect({ file: layout.store, key: ring.keys.store, mode: 'write' })
  try {
    migrate(raw, migrations)
    const execute = executorOf(raw, commands, ring.keys.chain)
    const { name, zone, currency, currencyDigits, demo } = draft
    const signingKey = publicBytesOf(ring.keys.signing)
    const input = { uid, name, zone, currency, currencyDigits, demo, signingKey }
    await execute({ name: 'workspace.found', input, actor: draft.users[0].name })
    for (const { name: user, displayName, roles } of draft.users) {
      const first = { name: user, displayName, roles, mustChangePassphrase: false }
      await execute({ name: 'users.add', input: first, actor: draft.users[0].name })
    }
    raw.pragma('wal_checkpoint(TRUNCATE)')
  } finally {
    raw.close()
  }
}
