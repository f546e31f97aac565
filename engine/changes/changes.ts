/**
 * Tells clients that something changed, so that screens are live without asking. Bursts are merged: a listener hears of
 * each topic at most four times a second, whatever happens in between.
 */
import { isoOf, now } from '../calendar/instant.ts'
import type { Change, Topic } from '../contract/changes.ts'
import type { Permission } from '../contract/permission.ts'

const mergeMs = 250
/** How soon a quiet stream notices that its session is over; where something changes it notices at once. */
const lookEveryMs = 15_000

/** Who may hear of a topic: whoever may read it. Null: everybody who is signed in. */
const permissionOfTopic: Readonly<Record<Topic, Permission | null>> = {
  batches: 'batches.read',
  producers: 'producers.read',
  clients: 'clients.read',
  ingest: 'batches.read',
  jobs: 'jobs.read',
  users: 'users.read',
  callers: 'callers.read',
  audit: 'audit.read',
  workspace: null,
  ledger: 'ledger.read',
  proposals: 'proposals.read',
  settings: 'settings.read',
  exceptions: 'exceptions.read',
  presence: 'exceptions.read',
  contact: 'contact.read',
  notifications: null,
  statements: 'statements.read',
  expected: 'ledger.read',
  funding: 'ledger.read',
  reconciliation: 'reconciliation.read',
  close_packs: 'close_packs.read',
  webhooks: 'webhooks.read',
  exports: null,
  reports: null,
}

type Listener = Readonly<{ pending: Set<Topic>; wake: () => void }>

export class Changes {
  readonly #listeners = new Set<Listener>()
  #closed = false

  publish(topics: readonly Topic[]): void {
    for (const { pending, wake } of this.#listeners) {
      for (const topic of topics) pending.add(topic)
      wake()
    }
  }

  /** Ends when the signal does, when the engine closes, or when `allowed` says the session is over. */
  async *watch(allowed: () => ReadonlySet<Permission> | null, signal: AbortSignal | undefined): AsyncGenerator<Change> {
    let wake = (): void => {}
    const pending = new Set<Topic>()
    const listener: Listener = { pending, wake: () => wake() }
    const stop = (): void => wake()
    this.#listeners.add(listener)
    signal?.addEventListener('abort', stop)
    try {
      while (!this.#closed && signal?.aborted !== true) {
        const permissions = allowed()
        if (permissions === null) return
        if (pending.size === 0) {
          let timer: NodeJS.Timeout | undefined
          await new Promise<void>((resolve) => {
            wake = resolve
            timer = setTimeout(resolve, lookEveryMs)
          })
          clearTimeout(timer)
          continue
        }
        const topics = [...pending]
        pending.clear()
        const at = isoOf(now())
        for (const topic of topics) {
          const needed = permissionOfTopic[topic]
          if (needed === null || permissions.has(needed)) yield { topic, at }
        }
        await new Promise((resolve) => setTimeout(resolve, mergeMs))
      }
    } finally {
      this.#listeners.delete(listener)
      signal?.removeEventListener('abort', stop)
    }
  }

  close(): void {
    this.#closed = true
    for (const { wake } of this.#listeners) wake()
  }
}
