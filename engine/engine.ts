/**
 * The composition root: takes the workspace's lock, waits for somebody who may open it, wires the nouns, and closes
 * cleanly. Both hosts run this same engine; what carries the calls is theirs.
 */

import { existsSync } from 'node:fs'
import path from 'node:path'
import { SignInAttempts } from './access/attempts.ts'
import { Sessions } from './access/sessions.ts'
import { now } from './calendar/instant.ts'
import { Presence } from './cases/presence.ts'
import { Changes } from './changes/changes.ts'
import { Failure } from './failure.ts'
import { type IncidentLog, logToStderr, noteIncident } from './incident.ts'
import { noKeeper, type SecretKeeper } from './keys/keeper.ts'
import { readKeyFile } from './keys/key-file.ts'
import { type Opened, openWith, unattendedHolder } from './keys/key-ring.ts'
import { type Policy, readPolicy } from './policy/policy-file.ts'
import { dropThreads, prepareThreads, type WaitingThreads } from './threads/waiting-threads.ts'
import { Views } from './views/views.ts'
import { type Layout, layoutOf, workspaceExists } from './workspace/layout.ts'
import { type Lock, type Program, takeLock } from './workspace/lock.ts'
import { OpenWorkspace } from './workspace/open-workspace.ts'

export type EngineOptions = Readonly<{
  directory: string
  program: Program
  version: string
  keeper?: SecretKeeper
  /** False for a command line that does one thing: nothing is watched and no job runs. */
  background?: boolean
  /** How long a dropped file must be at rest before it is taken; what each producer's agreement says when left out. */
  settleMs?: number | undefined
  /** Set where drop folders lie on a network, which tells no watcher anything; `COUNTINGHOUSE_POLL=1` when left out. */
  pollDrop?: boolean
  /** Where daily anchors go; on another disk than the workspace they are worth most. */
  anchors?: string
  /** Another policy file than the one of this machine: for whoever starts the program, never for a workspace. */
  policyFile?: string | undefined
  log?: IncidentLog
  /** Threads that began to load before the program did; the engine's own from here on. */
  threads?: WaitingThreads
}>

type Options = EngineOptions & Readonly<{ policy: Policy | null }>

export async function openEngine(options: EngineOptions): Promise<Engine> {
  const layout = layoutOf(options.directory)
  const policy = readPolicy(options.policyFile)
  if (!workspaceExists(layout)) throw new Failure('workspace_missing', { directory: layout.directory })
  const engine = engineOf(layout, { ...options, policy })
  try {
    await engine.openUnattended()
    return engine
  } catch (error) {
    await engine.close()
    throw error
  }
}

function engineOf(layout: Layout, options: Options): Engine {
  const lock = takeLock(layout, options.program)
  try {
    // A damaged key file is said now, not at somebody's sign-in.
    readKeyFile(layout.keys)
    if (!existsSync(layout.store)) throw new Failure('store_damaged', { file: layout.store, reason: 'missing' })
    return new Engine(layout, lock, options)
  } catch (error) {
    lock.release()
    throw error
  }
}

export class Engine {
  readonly layout: Layout
  readonly version: string
  readonly keeper: SecretKeeper
  readonly sessions = new Sessions()
  readonly attempts: SignInAttempts
  readonly views = new Views()
  readonly changes = new Changes()
  /** Under which addresses a host serves this engine now, as origins. */
  readonly #served = new Set<string>()
  readonly presence = new Presence()
  readonly log: IncidentLog
  readonly #options: Options
  readonly #lock: Lock
  #workspace: OpenWorkspace | null = null
  /** Until the first opening. */
  #threads: WaitingThreads | null
  /** Opening, rotating and closing happen one at a time; calls wait for them. */
  #transition: Promise<unknown> = Promise.resolve()
  #closing = false
  #closed: Promise<void> | undefined

  constructor(layout: Layout, lock: Lock, options: Options) {
    this.layout = layout
    this.version = options.version
    this.keeper = options.keeper ?? noKeeper
    this.attempts = new SignInAttempts(layout.attempts)
    this.log = options.log ?? logToStderr
    this.#threads = options.threads ?? prepareThreads()
    this.#options = options
    this.#lock = lock
  }

  get directory(): string {
    return this.layout.directory
  }

  get isOpen(): boolean {
    return this.#workspace !== null
  }

  /** The open workspace, after any change of state that is under way; throws while nobody has opened it. */
  async opened(): Promise<OpenWorkspace> {
    await this.#transition.catch(() => undefined)
    if (this.#closing) throw new Failure('engine_stopping')
    if (this.#workspace === null) throw new Failure('wrong_key', { reason: 'sealed' })
    return this.#workspace
  }

  /** Opens the workspace with whichever of these masters fits; when it is open already, only says whether one does. */
  openWithMasters(opened: readonly Opened[]): Promise<OpenWorkspace | null> {
    return this.#alone(async () => {
      const workspace = this.#workspace
      if (workspace !== null) return opened.some(({ master }) => workspace.ring.isMaster(master)) ? workspace : null
      if (opened.length === 0) return null
      this.#workspace = await OpenWorkspace.open(opened, {
        layout: this.layout,
        background: this.#options.background ?? true,
        settleMs: this.#options.settleMs,
        pollDrop: this.#options.pollDrop ?? process.env.COUNTINGHOUSE_POLL === '1',
        anchors: this.#options.anchors ?? this.layout.anchors,
        policy: this.#options.policy,
        served: this.#served,
        takeThreads: () => this.#takeThreads() ?? prepareThreads(),
        onChange: (topics) => {
          // Before anybody can be told that it changed, or a key that was stopped would open for one more call.
          if (topics.includes('callers')) this.#workspace?.callers.forget()
          this.changes.publish(topics)
          this.#workspace?.webhooks.hear(topics)
        },
        logBug: (error, where) => void noteIncident(this.log, error, where),
      })
      this.changes.publish(['workspace'])
      return this.#workspace
    })
  }

  async openUnattended(): Promise<boolean> {
    const secret = await this.keeper.recall()
    if (secret === null) return false
    const opened = await openWith(readKeyFile(this.layout.keys), 'unattended', unattendedHolder, secret)
    if (opened.length === 0) return false
    await this.openWithMasters(opened)
    return true
  }

  get served(): ReadonlySet<string> {
    return this.#served
  }

  /** Under which addresses a host serves this engine from now on; letters that were waiting for one go on. */
  nowServed(origins: ReadonlySet<string>): void {
    for (const origin of origins) this.#served.add(origin)
    this.#workspace?.bulk.nudge()
  }

  notServed(origins: ReadonlySet<string>): void {
    for (const origin of origins) this.#served.delete(origin)
  }

  rotate(reason: string, actor: string): Promise<OpenWorkspace> {
    return this.#alone(async () => {
      const workspace = this.#workspace
      if (workspace === null) throw new Failure('wrong_key', { reason: 'sealed' })
      this.#workspace = null
      this.#workspace = await workspace.rotate(reason, actor)
      return this.#workspace
    })
  }

  /** How many calls wait for each store thread; all zero while the workspace is closed. */
  queues(): Readonly<{ writer: number; quick: number; long: number }> {
    return this.#workspace?.store.waiting() ?? { writer: 0, quick: 0, long: 0 }
  }

  defaultBackupDirectory(): string {
    return path.join(this.layout.backups, new Date(now()).toISOString().slice(0, 19).replaceAll(':', '-'))
  }

  /** However often it is asked, it closes once, and every asker waits until it is done. */
  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #close(): Promise<void> {
    this.#closing = true
    this.changes.close()
    await this.#transition.catch(() => undefined)
    await this.#workspace?.close()
    this.#workspace = null
    const unused = this.#takeThreads()
    if (unused !== null) await dropThreads(unused)
    this.#lock.release()
  }

  #takeThreads(): WaitingThreads | null {
    const threads = this.#threads
    this.#threads = null
    return threads
  }

  #alone<T>(step: () => Promise<T>): Promise<T> {
    const mine = this.#transition.catch(() => undefined).then(step)
    this.#transition = mine
    return mine
  }
}
