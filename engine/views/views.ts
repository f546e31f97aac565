/**
 * Open views: the ordered ids of what matched when a person opened a table, so that positions do not shift while they
 * read. Bounded per session and in all; the one that was not read for longest is closed first.
 */
import { randomUUID } from 'node:crypto'

export const viewRowsMax = 250_000
const perSessionMax = 8
const inAllMax = 64
const idleMs = 30 * 60_000

type View = Readonly<{ owner: string; noun: string; ids: Float64Array }> & { readAt: number }

export class Views {
  readonly #views = new Map<string, View>()

  open(owner: string, noun: string, ids: Float64Array, at: number): string {
    const id = randomUUID()
    this.#views.set(id, { owner, noun, ids, readAt: at })
    this.#closeOldest((view) => view.owner === owner, perSessionMax)
    this.#closeOldest(() => true, inAllMax)
    return id
  }

  /** The ids between two positions; undefined when the view was closed, or is somebody else's or of another noun. */
  slice(
    view: Readonly<{ id: string; owner: string; noun: string }>,
    { from, to }: Readonly<{ from: number; to: number }>,
    at: number,
  ): number[] | undefined {
    const found = this.#views.get(view.id)
    if (found === undefined || found.owner !== view.owner || found.noun !== view.noun) return undefined
    if (at - found.readAt > idleMs) {
      this.#views.delete(view.id)
      return undefined
    }
    found.readAt = at
    return Array.from(found.ids.subarray(from, to))
  }

  #closeOldest(counts: (view: View) => boolean, max: number): void {
    const counted = [...this.#views].filter(([, view]) => counts(view))
    if (counted.length <= max) return
    const oldest = counted.toSorted(([, a], [, b]) => a.readAt - b.readAt)[0]
    if (oldest !== undefined) this.#views.delete(oldest[0])
  }
}
