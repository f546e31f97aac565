/**
 * Sends what waits, one message at a time. It sleeps until the next is due, and is woken when something was written; it runs
 * only in a workspace that works in the background.
 */
import { now } from '../calendar/instant.ts'
import type { EngineStore } from '../engine-store.ts'
import { codeOf, withCode } from '../own-wallet/codes.ts'
import { sendMail } from './smtp.ts'

/** Clocks are set and machines sleep, so it never waits longer than this before it looks again. */
const lookEveryMs = 30_000
/** How long the end of the program waits for a message that is on its way. */
const graceMs = 5_000

export type OutboxOptions = Readonly<{
  store: EngineStore
  /** Makes the codes of end users, which are in no message that is kept. */
  codeKey: Uint8Array
  logBug: (error: unknown, where: string) => void
}>

export class Outbox {
  readonly #store: EngineStore
  readonly #codeKey: Uint8Array
  readonly #logBug: OutboxOptions['logBug']
  readonly #abort = new AbortController()
  #timer: NodeJS.Timeout | undefined
  #running: Promise<unknown> | undefined
  #started = false
  #stopping = false
  /** Woken while it was at work: what it was woken for may have come behind its last look. */
  #woken = false

  constructor({ store, codeKey, logBug }: OutboxOptions) {
    this.#store = store
    this.#codeKey = codeKey
    this.#logBug = logBug
  }

  async start(): Promise<void> {
    if (await this.#store.read('contact.anySending', null))
      await this.#store.write('contact.noteInterrupted', null, 'engine')
    this.#started = true
    this.wake()
  }

  /** Something was written, or settings changed. Nothing happens where nothing is to be sent in the background. */
  wake(): void {
    if (!this.#started || this.#stopping) return
    clearTimeout(this.#timer)
    this.#woken = true
    this.#running ??= this.#look().finally(() => {
      this.#running = undefined
    })
  }

  async stop(): Promise<void> {
    this.#stopping = true
    clearTimeout(this.#timer)
    const late = setTimeout(() => this.#abort.abort(), graceMs)
    await this.#running?.catch(() => undefined)
    clearTimeout(late)
  }

  /** Sends everything that is due at an instant; answers when to look again, or null when nothing waits. */
  async pump(at: number = now()): Promise<number | null> {
    for (;;) {
      if (this.#stopping) return null
      const next = await this.#store.read('contact.nextToSend', { at })
      if (next.status === 'later') return next.at
      const { message, server } = next
      const fetch = () => this.#begin(message)
      const sent = await sendMail(server, { fetch, signal: this.#abort.signal })
      if (sent.status === 'not_waiting') continue
      const { tls: _, ...end } = sent
      await this.#store.write('contact.endSending', { message, end }, 'engine')
    }
  }

  async #begin(message: number) {
    const begun = await this.#store.write('contact.beginSending', { message }, 'engine')
    if (begun.status !== 'go' || begun.codeFrom === null) return begun
    const { mail, codeFrom } = begun
    return { ...begun, mail: { ...mail, text: withCode(mail.text, codeOf(this.#codeKey, codeFrom)) } }
  }

  async #look(): Promise<void> {
    let nextAt: number | null = null
    try {
      while (this.#woken) {
        this.#woken = false
        nextAt = await this.pump()
      }
    } catch (error) {
      this.#logBug(error, 'contact.outbox')
      nextAt = now() + lookEveryMs
    }
    if (this.#stopping) return
    const wait = nextAt === null ? lookEveryMs : Math.min(lookEveryMs, Math.max(0, nextAt - now()))
    this.#timer = setTimeout(() => this.wake(), wait)
    this.#timer.unref()
  }
}
