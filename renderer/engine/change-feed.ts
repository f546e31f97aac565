/** Hands out what `changes.watch` says; a gap in the stream counts as a change of everything. */
import { type Change, type Topic, topics } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'

type TopicListener = (topic: Topic) => void

const resumeAfterMs = 1_000

export class ChangeFeed {
  readonly #listeners = new Set<TopicListener>()

  /** Calls the listener for each change of one of the topics, until the answer is called. */
  watch(wanted: readonly Topic[], listener: () => void): () => void {
    const entry: TopicListener = (topic) => {
      if (wanted.includes(topic)) listener()
    }
    this.#listeners.add(entry)
    return () => this.#listeners.delete(entry)
  }

  /** Follows the engine until the signal stops it. Never rejects. */
  async follow(client: EngineClient, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        for await (const change of await watch(client, signal)) this.#tell(change.topic)
      } catch {
        // A stream ends when the session, the line or the engine does, and each of those is said in its own place.
      }
      await pause(resumeAfterMs, signal)
      if (!signal.aborted) for (const topic of topics) this.#tell(topic)
    }
  }

  #tell(topic: Topic): void {
    for (const listener of this.#listeners) listener(topic)
  }
}

/** Ended by closing the stream and not by the call's own signal, which would throw where a broken line can't be told. */
async function watch(client: EngineClient, signal: AbortSignal): Promise<AsyncIterable<Change>> {
  const stream = await client.changes.watch()
  const close = (): void => {
    stream.return().catch(() => undefined)
  }
  if (signal.aborted) close()
  else signal.addEventListener('abort', close, { once: true })
  return stream
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
