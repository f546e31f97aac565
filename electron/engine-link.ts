/** One run of the engine's process, from fork to exit, as main sees it. The supervisor decides what follows an exit. */
import type { MessagePortMain, UtilityProcess } from 'electron'
import type { NewWorkspaceDraft } from '../engine/contract/shell.ts'
import { assertNever } from '../engine/invariant.ts'
import type {
  CreateOutcome,
  Facts,
  FromEngine,
  KeychainAnswer,
  KeychainAsk,
  ServeOutcome,
  ToEngine,
} from './control.ts'

export type OpenOutcome = Readonly<{ ok: true }> | Readonly<{ ok: false; code: string; facts: Facts }>

export type EngineLinkOptions = Readonly<{
  child: UtilityProcess
  answerKeychain: (ask: KeychainAsk) => KeychainAnswer
  /** Called once, after what was still waiting has been answered. */
  onExit: (code: number) => void
}>

const crashed: Readonly<{ ok: false; code: string; facts: Facts }> = { ok: false, code: 'engine_crashed', facts: {} }

export class EngineLink {
  readonly #child: UtilityProcess
  readonly #answerKeychain: EngineLinkOptions['answerKeychain']
  readonly #exited: Promise<void>
  readonly #serveRequests = new Map<number, (outcome: ServeOutcome) => void>()
  #creating: ((outcome: CreateOutcome) => void) | null = null
  #opening: ((outcome: OpenOutcome) => void) | null = null
  #lastRequest = 0
  #ended = false

  constructor({ child, answerKeychain, onExit }: EngineLinkOptions) {
    this.#child = child
    this.#answerKeychain = answerKeychain
    child.on('message', (message: FromEngine) => this.#hear(message))
    this.#exited = new Promise((resolve) => {
      child.once('exit', (code) => {
        this.#end()
        resolve()
        onExit(code)
      })
    })
  }

  open(order: Readonly<{ directory: string; version: string; rendererDirectory: string }>): Promise<OpenOutcome> {
    return new Promise((resolve) => {
      this.#opening = resolve
      this.#say({ type: 'open', ...order })
    })
  }

  create(directory: string, draft: NewWorkspaceDraft): Promise<CreateOutcome> {
    return new Promise((resolve) => {
      this.#creating = resolve
      this.#lastRequest += 1
      this.#say({ type: 'create', request: this.#lastRequest, directory, draft })
    })
  }

  handPort(port: MessagePortMain): void {
    this.#say({ type: 'port' }, [port])
  }

  /** Without a port the host takes its usual one. */
  serve(port: number | null): Promise<ServeOutcome> {
    return this.#ask((request) => ({ type: 'serve', request, port }))
  }

  stopServing(): Promise<ServeOutcome> {
    return this.#ask((request) => ({ type: 'stop-serving', request }))
  }

  /** Lets the engine finish what it is writing; one that does not end by itself is ended, its store survives that. */
  async close(waitMs: number): Promise<void> {
    if (this.#ended) return
    this.#say({ type: 'close' })
    const impatience = setTimeout(() => this.#child.kill(), waitMs)
    await this.#exited
    clearTimeout(impatience)
  }

  #ask(messageFor: (request: number) => ToEngine): Promise<ServeOutcome> {
    if (this.#ended) return Promise.resolve(crashed)
    this.#lastRequest += 1
    const request = this.#lastRequest
    return new Promise((resolve) => {
      this.#serveRequests.set(request, resolve)
      this.#say(messageFor(request))
    })
  }

  #hear(message: FromEngine): void {
    switch (message.type) {
      case 'opened':
        return this.#settleOpening({ ok: true })
      case 'refused':
        return this.#settleOpening({ ok: false, code: message.code, facts: message.facts })
      case 'created':
        return this.#settleCreating(message.outcome)
      case 'serving': {
        const settle = this.#serveRequests.get(message.request)
        this.#serveRequests.delete(message.request)
        return settle?.(message.outcome)
      }
      case 'keychain-ask': {
        const { request, ask } = message
        return this.#say({ type: 'keychain-answer', request, answer: this.#answerKeychain(ask) })
      }
      default:
        return assertNever(message)
    }
  }

  #settleOpening(outcome: OpenOutcome): void {
    const settle = this.#opening
    this.#opening = null
    settle?.(outcome)
  }

  #settleCreating(outcome: CreateOutcome): void {
    const settle = this.#creating
    this.#creating = null
    settle?.(outcome)
  }

  /** Nobody may wait for a process that is gone. */
  #end(): void {
    this.#ended = true
    this.#settleOpening(crashed)
    this.#settleCreating(crashed)
    for (const settle of this.#serveRequests.values()) settle(crashed)
    this.#serveRequests.clear()
  }

  #say(message: ToEngine, ports: MessagePortMain[] = []): void {
    if (!this.#ended) this.#child.postMessage(message, ports)
  }
}
