/** What the engine's process does with each message of main, and the only place that holds the open engine there. */
import type { MessagePortMain, ParentPort } from 'electron'
import type { NewWorkspaceDraft } from '../engine/contract/shell.ts'
import { type Engine, openEngine } from '../engine/engine.ts'
import { failureOf } from '../engine/failure.ts'
import type { Host } from '../engine/host/host.ts'
import { assertNever } from '../engine/invariant.ts'
import { servePort } from '../engine/router/serve-port.ts'
import { layoutOf } from '../engine/workspace/layout.ts'
import type {
  CreateOutcome,
  Facts,
  FromEngine,
  KeychainAnswer,
  KeychainAsk,
  ServeOutcome,
  ToEngine,
} from './control.ts'
import { keychainKeeper } from './keychain-keeper.ts'

/** As much of `process.parentPort` as is used. */
export type ControlPort = Pick<ParentPort, 'on' | 'postMessage'>

export function answerControl(parent: ControlPort, exit: (code: number) => void): void {
  const room = new EngineRoom((message) => parent.postMessage(message), exit)
  parent.on('message', (event) => room.hear(event.data as ToEngine, event.ports))
}

class EngineRoom {
  readonly #say: (message: FromEngine) => void
  readonly #exit: (code: number) => void
  readonly #keychainRequests = new Map<number, (answer: KeychainAnswer) => void>()
  #lastRequest = 0
  #engine: Engine | null = null
  #host: Host | null = null
  #rendererDirectory = ''
  /** Opening, serving and closing wait for each other, so that closing never meets a half-open engine. */
  #turn: Promise<void> = Promise.resolve()

  constructor(say: (message: FromEngine) => void, exit: (code: number) => void) {
    this.#say = say
    this.#exit = exit
  }

  hear(message: ToEngine, ports: readonly MessagePortMain[]): void {
    switch (message.type) {
      case 'open':
        return this.#inTurn(() => this.#open(message))
      case 'create':
        return this.#inTurn(() => this.#create(message))
      case 'port':
        for (const port of ports) this.#servePort(port)
        return
      case 'serve':
        return this.#inTurn(async () => this.#answerServe(message.request, await this.#serve(message.port)))
      case 'stop-serving':
        return this.#inTurn(async () => this.#answerServe(message.request, await this.#stopServing()))
      case 'keychain-answer': {
        const settle = this.#keychainRequests.get(message.request)
        this.#keychainRequests.delete(message.request)
        return settle?.(message.answer)
      }
      case 'close':
        return this.#inTurn(() => this.#close())
      default:
        return assertNever(message)
    }
  }

  async #open(order: Extract<ToEngine, { type: 'open' }>): Promise<void> {
    this.#rendererDirectory = order.rendererDirectory
    const keeper = keychainKeeper(layoutOf(order.directory).unattended, (ask) => this.#askKeychain(ask))
    try {
      const { directory, version } = order
      this.#engine = await openEngine({ directory, version, program: 'desktop', keeper })
      this.#say({ type: 'opened' })
    } catch (error) {
      this.#say({ type: 'refused', ...refusalOf(error) })
    }
  }

  /** It is not opened: that is the next order, once its recovery key is in safe hands. */
  async #create({ request, directory, draft }: Extract<ToEngine, { type: 'create' }>): Promise<void> {
    this.#say({ type: 'created', request, outcome: await made(directory, draft) })
  }

  #servePort(port: MessagePortMain): void {
    if (this.#engine === null) return port.close()
    servePort(this.#engine, port)
    port.start()
  }

  async #serve(port: number | null): Promise<ServeOutcome> {
    if (this.#engine === null) return { ok: false, code: 'engine_stopped', facts: {} }
    if (this.#host !== null) return { ok: true, url: this.#host.url }
    try {
      // Loaded only now: most people never serve, and the web server is half of the engine's code.
      const { startHost } = await import('../engine/host/host.ts')
      this.#host = await startHost({
        engine: this.#engine,
        rendererDirectory: this.#rendererDirectory,
        ...(port === null ? {} : { port }),
      })
      return { ok: true, url: this.#host.url }
    } catch (error) {
      return { ok: false, ...refusalOf(error) }
    }
  }

  async #stopServing(): Promise<ServeOutcome> {
    const host = this.#host
    this.#host = null
    await host?.close()
    return { ok: true, url: null }
  }

  #answerServe(request: number, outcome: ServeOutcome): void {
    this.#say({ type: 'serving', request, outcome })
  }

  async #close(): Promise<void> {
    await this.#stopServing()
    const engine = this.#engine
    this.#engine = null
    await engine?.close()
    this.#exit(0)
  }

  #askKeychain(ask: KeychainAsk): Promise<KeychainAnswer> {
    this.#lastRequest += 1
    const request = this.#lastRequest
    return new Promise((resolve) => {
      this.#keychainRequests.set(request, resolve)
      this.#say({ type: 'keychain-ask', request, ask })
    })
  }

  /** What fails here and is not a refusal is a bug: the process ends, and main starts another. */
  #inTurn(work: () => Promise<void>): void {
    this.#turn = this.#turn.then(work)
  }
}

async function made(directory: string, draft: NewWorkspaceDraft): Promise<CreateOutcome> {
  const { name, user, displayName, passphrase, demo = false } = draft
  try {
    // Loaded only now: a workspace is made once, and opened every day.
    const [{ createWorkspace }, { foundedOn }] = await Promise.all([
      import('../engine/workspace/create.ts'),
      import('../engine/workspace/founding.ts'),
    ])
    const people = demo ? await import('../engine/cli/demo.ts') : null
    const first = { name: user, displayName, passphrase, roles: ['admin', 'approver'] } as const
    const users = people === null ? ([first] as const) : await people.demoPeople(user, passphrase)
    const founding = foundedOn(demo ? {} : draft)
    const { recoveryKey } = await createWorkspace({ directory, program: 'desktop', name, ...founding, demo, users })
    if (people !== null) await people.playDemoIn(directory, users)
    return { ok: true, recoveryKey }
  } catch (error) {
    return { ok: false, ...refusalOf(error) }
  }
}

/** What fails without a known reason is a bug and keeps its stack. */
function refusalOf(error: unknown): Readonly<{ code: string; facts: Facts }> {
  const failure = failureOf(error)
  if (failure === undefined) throw error
  const facts = Object.entries(failure.facts).map(([name, value]) => [name, String(value)])
  return { code: failure.code, facts: Object.fromEntries(facts) }
}
