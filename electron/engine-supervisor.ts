/**
 * Keeps the engine's process running: starts it for a workspace, starts it again when it crashed, hands its ports to the
 * pages, and ends it cleanly. What it knows it tells as an `EngineState`; it shows nothing itself.
 */
import { MessageChannelMain, type UtilityProcess, type WebContents } from 'electron'
import type { EngineState, NewWorkspaceDraft } from '../engine/contract/shell.ts'
import { assertNever } from '../engine/invariant.ts'
import { channels } from './channels.ts'
import type { CreateOutcome, Facts, KeychainAnswer, KeychainAsk, ServeOutcome } from './control.ts'
import { EngineLink, type OpenOutcome } from './engine-link.ts'
import { attemptsMax, planRestart } from './restart-plan.ts'

export type SupervisorOptions = Readonly<{
  fork: () => UtilityProcess
  version: string
  rendererDirectory: string
  answerKeychain: (ask: KeychainAsk) => KeychainAnswer
  onState: (state: EngineState) => void
  onServing: (url: string | null) => void
}>

/** As much of a page as the supervisor needs. */
export type EnginePage = Pick<WebContents, 'postMessage' | 'isDestroyed'>

const closeWaitMs = 10_000

export class EngineSupervisor {
  readonly #options: SupervisorOptions
  readonly #pages = new Set<EnginePage>()
  #state: EngineState = { state: 'starting' }
  #directory: string | null = null
  #link: EngineLink | null = null
  #crashes: number[] = []
  #restartTimer: NodeJS.Timeout | null = null
  /** The address people were given, so that a restarted engine serves on the same port. */
  #serving: URL | null = null
  /** Opening and closing happen one after another, whoever asks for them and how often. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(options: SupervisorOptions) {
    this.#options = options
  }

  get state(): EngineState {
    return this.#state
  }

  /** Closes what is open first. */
  open(directory: string): Promise<OpenOutcome> {
    return this.#inTurn(async () => {
      await this.#end()
      this.#directory = directory
      this.#crashes = []
      return this.#launch(directory)
    })
  }

  /** Makes a workspace where none is open; afterwards asking for a port again opens it. */
  create(directory: string, draft: NewWorkspaceDraft): Promise<CreateOutcome> {
    return this.#inTurn(async () => {
      if (this.#link !== null) return { ok: false, code: 'workspace_exists', facts: { directory } }
      const { fork, answerKeychain } = this.#options
      const link = new EngineLink({ child: fork(), answerKeychain, onExit: () => undefined })
      const outcome = await link.create(directory, draft)
      await link.close(closeWaitMs)
      if (outcome.ok) this.#directory = directory
      return outcome
    })
  }

  /** After this there is no engine until the next `open`; the pages are told the reason. */
  stop(reason: string, facts: Facts): Promise<void> {
    return this.#inTurn(async () => {
      await this.#end()
      this.#setStopped(reason, facts)
    })
  }

  /**
   * The page gets a port now, or as soon as the engine runs. A page that asks again while the engine is away wants it to
   * be tried at once; its first request comes with loading, and must not try what has just been refused.
   */
  requestPort(page: EnginePage): void {
    const again = this.#pages.has(page)
    this.#pages.add(page)
    switch (this.#state.state) {
      case 'running':
        return this.#handPort(page)
      case 'starting':
        return
      case 'restarting':
        return this.#restartNow()
      case 'stopped':
        if (again && this.#directory !== null) void this.open(this.#directory)
        return
      default:
        return assertNever(this.#state)
    }
  }

  hasAsked(page: EnginePage): boolean {
    return this.#pages.has(page)
  }

  /** A page that loads anew asks by itself; a port sent before that would reach nobody. */
  forget(page: EnginePage): void {
    this.#pages.delete(page)
  }

  async serve(on: boolean): Promise<ServeOutcome> {
    if (this.#link === null || this.#state.state !== 'running') return { ok: false, code: 'engine_stopped', facts: {} }
    const outcome = await (on ? this.#link.serve(this.#portToServe()) : this.#link.stopServing())
    if (outcome.ok) this.#setServing(outcome.url)
    return outcome
  }

  async #launch(directory: string): Promise<OpenOutcome> {
    this.#setState({ state: 'starting' })
    const link: EngineLink = new EngineLink({
      child: this.#options.fork(),
      answerKeychain: this.#options.answerKeychain,
      onExit: () => this.#onExit(link),
    })
    this.#link = link
    const { version, rendererDirectory } = this.#options
    const outcome = await link.open({ directory, version, rendererDirectory })
    // The process may be gone already, whatever it said last; `#onExit` has dealt with that.
    if (this.#link !== link) return outcome
    if (outcome.ok) {
      this.#setState({ state: 'running' })
      for (const page of this.#pages) this.#handPort(page)
      await this.#serveAgain(link)
    } else {
      // Refused, with nothing open: the process has no more work.
      this.#link = null
      await link.close(closeWaitMs)
      this.#setStopped(outcome.code, { directory, ...outcome.facts })
    }
    return outcome
  }

  /** Only an exit that nobody asked for arrives here with the link still in place. */
  #onExit(link: EngineLink): void {
    if (this.#link !== link) return
    this.#link = null
    const now = Date.now()
    this.#crashes = [...this.#crashes.slice(-attemptsMax), now]
    const plan = planRestart(this.#crashes, now)
    if (!plan.restart) return this.#setStopped('engine_crashed', { times: String(attemptsMax) })
    this.#setState({ state: 'restarting', stoppedAt: new Date(now).toISOString(), attempt: plan.attempt, attemptsMax })
    this.#restartTimer = setTimeout(() => this.#restartNow(), plan.delayMs)
  }

  /** Nothing while a restart is under way already. */
  #restartNow(): void {
    if (this.#restartTimer === null) return
    clearTimeout(this.#restartTimer)
    this.#restartTimer = null
    void this.#inTurn(() => this.#launchAgain())
  }

  /** Somebody may have closed the workspace, or opened another, while this waited for its turn. */
  async #launchAgain(): Promise<void> {
    if (this.#directory !== null && this.#link === null) await this.#launch(this.#directory)
  }

  async #end(): Promise<void> {
    if (this.#restartTimer !== null) clearTimeout(this.#restartTimer)
    this.#restartTimer = null
    const link = this.#link
    this.#link = null
    this.#directory = null
    if (this.#serving !== null) this.#setServing(null)
    await link?.close(closeWaitMs)
  }

  async #serveAgain(link: EngineLink): Promise<void> {
    if (this.#serving === null) return
    const outcome = await link.serve(this.#portToServe())
    this.#setServing(outcome.ok ? outcome.url : null)
  }

  #portToServe(): number | null {
    return this.#serving === null || this.#serving.port === '' ? null : Number(this.#serving.port)
  }

  #setServing(url: string | null): void {
    this.#serving = url === null ? null : new URL(url)
    this.#options.onServing(url)
  }

  #handPort(page: EnginePage): void {
    if (this.#link === null) return
    if (page.isDestroyed()) return this.forget(page)
    const { port1, port2 } = new MessageChannelMain()
    this.#link.handPort(port1)
    page.postMessage(channels.enginePort, null, [port2])
  }

  #setStopped(reason: string, facts: Facts): void {
    this.#setState({ state: 'stopped', stoppedAt: new Date().toISOString(), reason, facts })
  }

  #setState(state: EngineState): void {
    this.#state = state
    this.#options.onState(state)
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work)
    // A turn that failed must not fail the next one; its own caller sees the failure.
    this.#turn = turn.catch(() => undefined)
    return turn
  }
}
