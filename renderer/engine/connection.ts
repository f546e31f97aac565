/** The line to the engine, as the rest of the console sees it: a state that changes, and a client while it is ready. */
import type { EngineClient } from '../../engine/contract/contract.ts'

export type ConnectionState =
  | Readonly<{ state: 'connecting' }>
  | Readonly<{ state: 'ready'; client: EngineClient }>
  | Readonly<{ state: 'lost'; stoppedAt: string; attempt: number; attemptsMax: number | null }>
  /** Nobody tries any more; `reason` is a code of the shell and `facts` belong to its sentence. */
  | Readonly<{ state: 'stopped'; stoppedAt: string; reason: string; facts: Readonly<Record<string, string>> }>

export type Listener = () => void

export interface Connection {
  /** The same object until something changed, so that React can compare by identity. */
  getState(): ConnectionState
  subscribe(listener: Listener): () => void
  /** Tries at once instead of waiting for the next turn. */
  retry(): void
}

/** What each carrier needs to know of the session: what to send along, and whom to tell that it has ended. */
export type SessionLine = Readonly<{
  getToken: () => string | null
  onSessionGone: () => void
}>

/** The store half of a connection; the carriers only say what happened. */
export class ConnectionStore {
  #state: ConnectionState = { state: 'connecting' }
  readonly #listeners = new Set<Listener>()

  readonly getState = (): ConnectionState => this.#state

  readonly subscribe = (listener: Listener): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  set(state: ConnectionState): void {
    this.#state = state
    for (const listener of this.#listeners) listener()
  }
}
