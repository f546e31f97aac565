import { type CommandId, commandIds } from './commands.ts'

type Handler = () => void

/** Which commands can be given right now, and what does them: the part that was mounted last wins. */
export class KeyRegistry {
  readonly #handlers = new Map<CommandId, readonly Handler[]>()
  readonly #listeners = new Set<() => void>()
  #active: readonly CommandId[] = []

  register(id: CommandId, handler: Handler): () => void {
    this.#set(id, [...(this.#handlers.get(id) ?? []), handler])
    return () =>
      this.#set(
        id,
        (this.#handlers.get(id) ?? []).filter((other) => other !== handler),
      )
  }

  readonly isActive = (id: CommandId): boolean => (this.#handlers.get(id)?.length ?? 0) > 0

  run(id: CommandId): boolean {
    const handler = this.#handlers.get(id)?.at(-1)
    handler?.()
    return handler !== undefined
  }

  readonly getActive = (): readonly CommandId[] => this.#active

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #set(id: CommandId, handlers: readonly Handler[]): void {
    this.#handlers.set(id, handlers)
    this.#active = commandIds.filter(this.isActive)
    for (const listener of this.#listeners) listener()
  }
}
