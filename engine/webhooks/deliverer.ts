/**
 * Tells other systems what waits for them: several addresses at once, and of one thing one event after another. It sleeps
 * until the next is due, and is woken when something was written; it runs only in a workspace that works in the background.
 */
import { now } from '../calendar/instant.ts'
import type { Topic } from '../contract/changes.ts'
import type { EngineStore } from '../engine-store.ts'
import { Agents, call } from './call.ts'
import type { Begun } from './delivery-commands.ts'

/** Clocks are set and machines sleep, so it never waits longer than this before it looks again. */
const lookEveryMs = 30_000
/** However much is written, it looks for what came of it no more often than this. */
const mergeMs = 100
/** How long the end of the program waits for calls that are on their way. */
const graceMs = 5_000
/** How soon an end that could not be noted, as on a full disk, is noted again. */
const noteAgainMs = 5_000
/** Over all addresses. */
const underWayMax = 16

export type DelivererOptions = Readonly<{
  store: EngineStore
  logBug: (error: unknown, where: string) => void
}>

export class Deliverer {
  readonly #store: EngineStore
  readonly #logBug: DelivererOptions['logBug']
  readonly #abort = new AbortController()
  readonly #agents = new Agents()
  readonly #underWay = new Set<Promise<void>>()
  #timer: NodeJS.Timeout | undefined
  #soon: NodeJS.Timeout | undefined
  #running: Promise<unknown> | undefined
  #started = false
  #stopping = false
  /** Woken while it was at work, or a call ended: what comes of that may have come behind its last look. */
  #woken = false
  #wakeUp: () => void = () => undefined

  constructor({ store, logBug }: DelivererOptions) {
    this.#store = store
    this.#logBug = logBug
  }

  async start(): Promise<void> {
    if (await this.#store.read('webhooks.anySending', null))
      await this.#store.write('webhooks.noteInterrupted', null, 'engine')
    this.#started = true
    this.wake()
  }

  /** Something was written. What it writes itself wakes nobody. */
  hear(topics: readonly Topic[]): void {
    if (!this.#started || this.#stopping || this.#soon !== undefined) return
    if (topics.every((topic) => topic === 'webhooks')) return
    this.#soon = setTimeout(() => {
      this.#soon = undefined
      this.wake()
    }, mergeMs)
    this.#soon.unref()
  }

  wake(): void {
    if (!this.#started || this.#stopping) return
    clearTimeout(this.#timer)
    this.#woken = true
    this.#wakeUp()
    this.#running ??= this.#look().finally(() => {
      this.#running = undefined
    })
  }

  async stop(): Promise<void> {
    this.#stopping = true
    clearTimeout(this.#timer)
    clearTimeout(this.#soon)
    this.#wakeUp()
    const late = setTimeout(() => this.#abort.abort(), graceMs)
    await this.#running?.catch(() => undefined)
    await Promise.all(this.#underWay)
    clearTimeout(late)
    this.#agents.close()
  }

  /** Does everything that is due at an instant; answers when to look again, or null when nothing waits. */
  async pump(at?: number): Promise<number | null> {
    for (;;) {
      if (this.#stopping) return null
      this.#woken = false
      const { behind, replays, isDue, nextAt } = await this.#store.read('webhooks.toDo', { at: at ?? now() })
      for (const id of replays) await this.#store.write('webhooks.replayPiece', { id }, 'engine')
      for (const endpoint of behind) await this.#store.write('webhooks.tellWallets', { endpoint }, 'engine')
      const room = underWayMax - this.#underWay.size
      const begun = isDue && room > 0 ? await this.#begin(at ?? now(), room) : 0
      if (behind.length > 0 || replays.length > 0 || begun > 0 || this.#woken) continue
      if (this.#underWay.size === 0) return nextAt
      await this.#somethingHappens(at)
    }
  }

  async #begin(at: number, limit: number): Promise<number> {
    const begun = await this.#store.write('webhooks.beginDeliveries', { at, limit }, 'engine')
    for (const each of begun) this.#send(each)
    return begun.length
  }

  #send(begun: Begun): void {
    const sending = this.#deliver(begun)
      .catch((error: unknown) => this.#logBug(error, 'webhooks.deliver'))
      .finally(() => {
        this.#underWay.delete(sending)
        this.#woken = true
      })
    this.#underWay.add(sending)
  }

  async #deliver({ delivery, ...outgoing }: Begun): Promise<void> {
    const timestamp = Math.floor(now() / 1_000)
    const called = await call(outgoing, { timestamp, signal: this.#abort.signal, agents: this.#agents })
    // Cut off by our own end: the next start sends it once more, and nothing of it is the receiver's fault.
    if (called.status === null && this.#abort.signal.aborted) return
    const { url } = outgoing
    // Its end has to be noted, or nothing about the same thing would go out before the next start.
    for (;;) {
      try {
        await this.#store.write('webhooks.endDelivery', { delivery, url, called }, 'engine')
        return
      } catch (error) {
        if (this.#stopping) throw error
        this.#logBug(error, 'webhooks.endDelivery')
        await new Promise((resolve) => setTimeout(resolve, noteAgainMs))
      }
    }
  }

  /** One of those under way ends, or something was written meanwhile, which need not wait for a slow receiver. */
  async #somethingHappens(at: number | undefined): Promise<void> {
    const woken = new Promise<void>((resolve) => {
      this.#wakeUp = resolve
    })
    // While one is waited for, another may fall due.
    let timer: NodeJS.Timeout | undefined
    const later = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, at === undefined ? 1_000 : lookEveryMs)
    })
    await Promise.race([...this.#underWay, woken, later])
    clearTimeout(timer)
    this.#wakeUp = () => undefined
  }

  async #look(): Promise<void> {
    let nextAt: number | null = null
    try {
      do nextAt = await this.pump()
      while (this.#woken && !this.#stopping)
    } catch (error) {
      this.#logBug(error, 'webhooks.deliverer')
      nextAt = now() + lookEveryMs
    }
    if (this.#stopping) return
    const wait = nextAt === null ? lookEveryMs : Math.min(lookEveryMs, Math.max(0, nextAt - now()))
    this.#timer = setTimeout(() => this.wake(), wait)
    this.#timer.unref()
  }
}
