/**
 * A workspace that is open: its store, its keys, and the work that goes on by itself. It is opened by the first person who
 * signs in, or by the secret for unattended start, and stays open until the engine ends.
 */
import { mkdirSync } from 'node:fs'
import { readSideLog, removeSideLog } from '../audit/side-log.ts'
import { type Commands, commands } from '../commands.ts'
import type { Topic } from '../contract/changes.ts'
import type { EngineStore } from '../engine-store.ts'
import { Failure, failureOf } from '../failure.ts'
import { Intake } from '../ingest/intake.ts'
import { recurringJobs } from '../jobs/recurring.ts'
import { Scheduler } from '../jobs/scheduler.ts'
import { publicBytesOf } from '../keys/derive.ts'
import { type KeyRing, type Opened, ringOf } from '../keys/key-ring.ts'
import type { Queries } from '../queries.ts'
import { Store } from '../store/store.ts'
import type { Layout } from './layout.ts'
import type { WorkspaceRecord } from './workspace-commands.ts'

export type OpenOptions = Readonly<{
  layout: Layout
  /** False for commands that only look or do one thing: nothing is watched and no job runs. */
  background: boolean
  settleMs: number
  anchors: string
  onChange: (topics: readonly Topic[]) => void
  logBug: (error: unknown, where: string) => void
}>

export class OpenWorkspace {
  readonly ring: KeyRing
  readonly store: EngineStore
  readonly record: WorkspaceRecord
  readonly intake: Intake
  readonly scheduler: Scheduler
  readonly #options: OpenOptions

  /** Tries the masters that a secret opened until one opens the store; the key file is settled on that one. */
  static async open(opened: readonly Opened[], options: OpenOptions): Promise<OpenWorkspace> {
    let last: unknown = new Failure('wrong_key', { file: options.layout.store })
    for (const each of opened) {
      const ring = ringOf(options.layout.keys, each)
      try {
        const store = await openStore(ring, options)
        ring.settle()
        return await OpenWorkspace.#begin(ring, store, options)
      } catch (error) {
        last = error
        // Only a wrong key says that the other set may fit; everything else is the answer.
        if (failureOf(error)?.code !== 'wrong_key') throw error
      }
    }
    throw last
  }

  static async #begin(ring: KeyRing, store: EngineStore, options: OpenOptions): Promise<OpenWorkspace> {
    try {
      // After a rotation that was interrupted, the store may not know yet which key signs from here on.
      await store.write(
        'keys.noteGeneration',
        { generation: ring.generation, signingKey: publicBytesOf(ring.keys.signing) },
        'engine',
      )
      const record = await store.read('workspace.get', null)
      const workspace = new OpenWorkspace(ring, store, { record, options })
      await takeInSideLog(ring, store, options.layout.sideLog)
      if (options.background) await workspace.startBackground()
      return workspace
    } catch (error) {
      await store.close()
      throw error
    }
  }

  private constructor(
    ring: KeyRing,
    store: EngineStore,
    { record, options }: Readonly<{ record: WorkspaceRecord; options: OpenOptions }>,
  ) {
    this.ring = ring
    this.store = store
    this.record = record
    this.#options = options
    const { layout, anchors, settleMs, logBug, onChange } = options
    mkdirSync(anchors, { recursive: true, mode: 0o700 })
    this.scheduler = new Scheduler(store, recurringJobs({ store, ring, anchors }), { zone: record.zone, logBug })
    this.intake = new Intake({
      store,
      drop: layout.drop,
      archive: layout.archive,
      keys: archiveKeys(ring),
      zone: record.zone,
      settleMs,
      onChange: () => onChange(['ingest']),
      logBug,
    })
  }

  async startBackground(): Promise<void> {
    await this.scheduler.start()
    await this.intake.start()
  }

  async close(): Promise<void> {
    await this.intake.stop()
    await this.scheduler.stop()
    await this.store.close()
  }

  /**
   * Replaces the master key: everything pauses, the store is encrypted anew, everything goes on. A crash at any instant
   * leaves the store under one of two keys that the key file both knows.
   */
  async rotate(reason: string, actor: string): Promise<OpenWorkspace> {
    const next = this.ring.beginRotation()
    await this.close()
    const store = await openStore(this.ring, this.#options, next)
    next.settle()
    const signingKey = publicBytesOf(next.keys.signing)
    await store.write('keys.noteRotation', { generation: next.generation, signingKey, reason }, actor)
    return OpenWorkspace.#begin(next, store, this.#options)
  }
}

function openStore(ring: KeyRing, { layout, onChange }: OpenOptions, next?: KeyRing): Promise<EngineStore> {
  return Store.open<Commands, Queries>({
    file: layout.store,
    key: ring.keys.store,
    newKey: next?.keys.store,
    chainKey: (next ?? ring).keys.chain,
    copies: layout.upgrades,
    commands,
    onChange,
  })
}

const archiveKeys = (ring: KeyRing) =>
  Array.from({ length: ring.generation }, (_, index) => ({ generation: index + 1, key: ring.archiveKey(index + 1) }))

/** The failed sign-ins of the time when the store was closed, oldest first; the file goes once they are in the chain. */
async function takeInSideLog(ring: KeyRing, store: EngineStore, file: string): Promise<void> {
  const { failures, unreadable } = readSideLog(file, ring.keys.sideLog)
  for (const { at, user, outcome, source } of failures) {
    const detail = { source, at: new Date(at).toISOString(), whileClosed: true }
    await store.write('audit.note', { action: 'session.sign_in', subject: `user:${user}`, outcome, detail }, 'engine')
  }
  if (unreadable > 0) {
    const detail = { lines: unreadable }
    await store.write(
      'audit.note',
      { action: 'audit.side_log', subject: 'side-log', outcome: 'unreadable', detail },
      'engine',
    )
  }
  removeSideLog(file)
}
