/**
 * A workspace that is open: its store, its keys, and the work that goes on by itself. It is opened by the first person who
 * signs in, or by the secret for unattended start, and stays open until the engine ends.
 */
import { mkdirSync } from 'node:fs'
import { readSideLog, removeSideLog } from '../audit/side-log.ts'
import { now } from '../calendar/instant.ts'
import { Callers } from '../callers/callers.ts'
import { waitsForHost } from '../cases/bulk/ask-item.ts'
import { BulkRunner } from '../cases/bulk/bulk-runner.ts'
import { prepareItem } from '../cases/bulk/prepare.ts'
import { makePacks, PackMaker } from '../close-pack/pack-maker.ts'
import { type Commands, commands } from '../commands.ts'
import { Outbox } from '../contact/outbox.ts'
import type { Topic } from '../contract/changes.ts'
import type { EngineStore } from '../engine-store.ts'
import { ExportMaker, makeExports } from '../exports/export-maker.ts'
import { Failure, failureOf } from '../failure.ts'
import { Intake } from '../ingest/intake.ts'
import { removeCutOff } from '../ingest/put-file.ts'
import { Verifier, verifyBatches, verifyBatchesJob } from '../ingest/verify/verifier.ts'
import { recurringJobs } from '../jobs/recurring.ts'
import { Scheduler } from '../jobs/scheduler.ts'
import { publicBytesOf } from '../keys/derive.ts'
import { readKeyFile } from '../keys/key-file.ts'
import { type KeyRing, type Opened, ringOf } from '../keys/key-ring.ts'
import { type Policy, unusable } from '../policy/policy-file.ts'
import type { Queries } from '../queries.ts'
import { Reconciler } from '../reconcile/reconciler.ts'
import { reportJob } from '../reports/report-jobs.ts'
import { StatementIntake } from '../statements/intake/statement-intake.ts'
import { Store } from '../store/store.ts'
import type { WaitingThread } from '../threads/start-thread.ts'
import type { WaitingThreads } from '../threads/waiting-threads.ts'
import { Deliverer } from '../webhooks/deliverer.ts'
import type { Layout } from './layout.ts'
import type { WorkspaceRecord } from './workspace-commands.ts'

export type OpenOptions = Readonly<{
  layout: Layout
  /** False for commands that only look or do one thing: nothing is watched and no job runs. */
  background: boolean
  settleMs: number | undefined
  pollDrop: boolean
  anchors: string
  /** What the machine's policy file says; null where there is none. */
  policy: Policy | null
  /** Under which addresses a host serves the engine now. */
  served: ReadonlySet<string>
  /** Those that have loaded already, the first time. */
  takeThreads: () => WaitingThreads
  onChange: (topics: readonly Topic[]) => void
  logBug: (error: unknown, where: string) => void
}>

const arriveWithinMs = 10_000

export class OpenWorkspace {
  readonly ring: KeyRing
  readonly store: EngineStore
  readonly record: WorkspaceRecord
  readonly intake: Intake
  readonly verifier: Verifier
  readonly statements: StatementIntake
  readonly reconciler: Reconciler
  readonly packs: PackMaker
  readonly exports: ExportMaker
  readonly scheduler: Scheduler
  readonly bulk: BulkRunner
  readonly outbox: Outbox
  readonly callers: Callers
  readonly webhooks: Deliverer
  readonly #options: OpenOptions

  /** Tries the masters that a secret opened until one opens the store; the key file is settled on that one. */
  static async open(opened: readonly Opened[], options: OpenOptions): Promise<OpenWorkspace> {
    const rings = opened.map((each) => ringOf(options.layout.keys, each))
    for (const ring of rings) {
      // A rotation that was cut off may have left the head of the chain under the other set's key.
      const earlier = rings.filter((each) => each !== ring)
      const threads = options.takeThreads()
      const store = await openStore(ring, options, { threads, earlier }).catch((error: unknown) => {
        // Only a wrong key says that the other set may fit; everything else is the answer.
        if (failureOf(error)?.code !== 'wrong_key') throw error
        return null
      })
      if (store === null) continue
      const workspace = await OpenWorkspace.#begin(ring, store, { ...options, thread: threads.intake })
      return workspace.#finishRemovals()
    }
    const facts = { file: options.layout.store }
    // While a master is being replaced, a slot may be in the set that the store has left already.
    if (opened.length === 0 || readKeyFile(options.layout.keys).next !== null) throw new Failure('wrong_key', facts)
    // The key file proved its keys by its own seal, so it is the store that is not what they were made for.
    throw new Failure('store_damaged', { ...facts, reason: 'no_key_fits' })
  }

  static async #begin(
    ring: KeyRing,
    store: EngineStore,
    options: OpenOptions & Readonly<{ thread: WaitingThread }>,
    rotated?: Readonly<{ reason: string; actor: string }>,
  ): Promise<OpenWorkspace> {
    let workspace: OpenWorkspace | undefined
    try {
      ring.settle()
      const key = { generation: ring.generation, signingKey: publicBytesOf(ring.keys.signing) }
      if (rotated !== undefined) {
        await store.write('keys.noteRotation', { ...key, reason: rotated.reason }, rotated.actor)
      }
      // After a rotation that was interrupted, the store may not know yet which key signs from here on.
      await store.write('keys.noteGeneration', key, 'engine')
      await takePolicyOver(store, options.policy)
      const record = await store.read('workspace.get', null)
      workspace = new OpenWorkspace(ring, store, { record, options })
      await takeInSideLog(ring, store, options.layout.sideLog)
      if (options.background) await workspace.startBackground()
      return workspace
    } catch (error) {
      // Whatever has started by now ends too: a thread that is left would keep the process alive.
      await (workspace ?? store).close()
      if (workspace === undefined) await options.thread.drop()
      throw error
    }
  }

  private constructor(
    ring: KeyRing,
    store: EngineStore,
    {
      record,
      options,
    }: Readonly<{ record: WorkspaceRecord; options: OpenOptions & Readonly<{ thread: WaitingThread }> }>,
  ) {
    this.ring = ring
    this.store = store
    this.record = record
    this.#options = options
    const { layout, anchors, settleMs, pollDrop: poll, logBug, onChange, served } = options
    mkdirSync(anchors, { recursive: true, mode: 0o700 })
    this.callers = new Callers(store)
    this.reconciler = new Reconciler(store)
    this.packs = new PackMaker({
      store,
      ring,
      archive: layout.archive,
      onChange: () => onChange(['close_packs']),
    })
    this.exports = new ExportMaker({ store, ring, archive: layout.archive, onChange: () => onChange(['exports']) })
    this.verifier = new Verifier({ store, intake: () => this.intake, now })
    const jobs = [
      ...recurringJobs({
        store,
        ring,
        anchors,
        reconciler: this.reconciler,
        letArrive: () => this.intake.letArrive(arriveWithinMs),
      }),
      verifyBatchesJob(this.verifier),
      this.packs.job,
      ...this.exports.jobs,
      reportJob(
        store,
        () => void this.scheduler.run(makeExports, 'engine').catch((error) => logBug(error, makeExports)),
      ),
      this.callers.job,
    ]
    this.scheduler = new Scheduler(store, jobs, { zone: record.zone, logBug })
    this.outbox = new Outbox({ store, codeKey: ring.keys.walletCode, logBug })
    this.webhooks = new Deliverer({ store, logBug })
    this.intake = new Intake({
      store,
      drop: layout.drop,
      archive: layout.archive,
      thread: options.thread,
      work: { keys: archiveKeys(ring), file: layout.store, key: ring.keys.store },
      settleMs,
      poll,
      onChange: () => onChange(['ingest']),
      logBug,
    })
    this.statements = new StatementIntake({
      store,
      folder: layout.statements,
      archive: layout.archive,
      thread: this.intake.thread,
      settleMs,
      onChange: () => onChange(['statements']),
      logBug,
    })
    const asking = { store, intake: this.intake, served }
    this.bulk = new BulkRunner({
      store,
      prepare: (preparing) => prepareItem(asking, preparing),
      waits: (deed) => waitsForHost(asking, deed),
      logBug,
    })
  }

  async startBackground(): Promise<void> {
    this.bulk.nudge()
    await this.scheduler.start()
    await this.outbox.start()
    await this.webhooks.start()
    await removeCutOff(this.#options.layout.drop)
    await this.intake.start()
    this.statements.start()
    await this.#verifyRestored()
    await this.#makeAskedPacks()
    await this.#makeAskedExports()
  }

  /** In the background: people work meanwhile, and a start that comes in between goes on with what is left. */
  async #verifyRestored(): Promise<void> {
    const { restored } = await this.store.read('batches.verificationMark', null)
    if (restored > 0) await this.scheduler.run(verifyBatches, 'engine')
  }

  /** Those that were asked for when the engine ended. */
  async #makeAskedPacks(): Promise<void> {
    if ((await this.store.read('closePacks.next', null)) !== null) await this.scheduler.run(makePacks, 'engine')
  }

  async #makeAskedExports(): Promise<void> {
    await this.exports.tidy()
    if ((await this.store.read('exports.next', null)) !== null) await this.scheduler.run(makeExports, 'engine')
  }

  async close(): Promise<void> {
    await this.exports.stop()
    await this.packs.stop()
    // It works in the intake's thread, so it goes before the intake.
    await this.verifier.stop()
    await this.bulk.stop()
    await this.reconciler.stop()
    await this.statements.stop()
    await this.intake.stop()
    await this.outbox.stop()
    await this.webhooks.stop()
    await this.scheduler.stop()
    try {
      await this.callers.flush()
    } finally {
      await this.store.close()
    }
  }

  /**
   * Replaces the master key: everything pauses, the store is encrypted anew, everything goes on. A crash at any instant
   * leaves the store under one of two keys that the key file both knows. Whether it succeeds or not, this workspace is
   * closed afterwards: two open ones would be two writers.
   */
  async rotate(reason: string, actor: string): Promise<OpenWorkspace> {
    const next = await this.#closeForNextRing()
    const threads = this.#options.takeThreads()
    const store = await openStore(next, this.#options, { threads, from: this.ring, earlier: [this.ring] })
    return OpenWorkspace.#begin(next, store, { ...this.#options, thread: threads.intake }, { reason, actor })
  }

  async #closeForNextRing(): Promise<KeyRing> {
    try {
      return await this.#nextRing()
    } finally {
      await this.close()
    }
  }

  async #nextRing(): Promise<KeyRing> {
    const removed = await this.#removedHolders()
    return this.ring.beginRotation(new Set(removed.map(({ holder }) => holder)))
  }

  /** A removal that a crash cut off before the slot went and the master was replaced is finished at the next opening. */
  async #finishRemovals(): Promise<OpenWorkspace> {
    const removed = await this.#removedHolders()
    if (removed.length === 0) return this
    return this.rotate(`user removed: ${removed.map(({ name }) => name).join(', ')}`, 'engine')
  }

  /** Removed users whose passphrase still opens the workspace. */
  async #removedHolders(): Promise<readonly Readonly<{ name: string; holder: string }>[]> {
    const slots = new Set(this.ring.slots.map(({ holder }) => holder))
    const users = await this.store.read('users.list', null)
    return users
      .filter(({ state }) => state === 'removed')
      .map(({ name }) => ({ name, holder: this.ring.holderOf(name) }))
      .filter(({ holder }) => slots.has(holder))
  }
}

type Opening = Readonly<{
  threads: WaitingThreads
  /** The store is still under this ring's key, and is encrypted anew before anything else. */
  from?: KeyRing
  /** The head of the audit chain may still be authenticated by one of these. */
  earlier: readonly KeyRing[]
}>

function openStore(
  ring: KeyRing,
  { layout, onChange }: OpenOptions,
  { threads, from, earlier }: Opening,
): Promise<EngineStore> {
  return Store.open<Commands, Queries>({
    file: layout.store,
    key: (from ?? ring).keys.store,
    newKey: from === undefined ? undefined : ring.keys.store,
    chainKey: ring.keys.chain,
    earlierChainKeys: earlier.map((each) => each.keys.chain),
    copies: layout.upgrades,
    threads,
    commands,
    onChange,
  })
}

/** Before anything is read of the settings, and before anybody may call. */
async function takePolicyOver(store: EngineStore, policy: Policy | null): Promise<void> {
  const outcome = await store.write('policy.take', { policy }, 'engine')
  if (outcome.status === 'policy_unusable') throw unusable(policy?.file ?? '', outcome.problem)
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
