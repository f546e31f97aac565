/**
 * Open views: the ordered ids of what matched when a person opened a table, so that positions do not shift while they
 * read. Bounded per session and in all; the one that was not read for longest is closed first.
 */
import { randomUUID } from 'node:crypto'
import type { CaseViewOrigin } from '../exceptions/queue/newer.ts'

export const viewRowsMax = 250_000
const perSessionMax = 8
const inAllMax = 64
const idleMs = 30 * 60_000

/** What the views of each noun keep beside their ids: how they came about. */
type Origins = Readonly<{ batches: null; exceptions: CaseViewOrigin }>
export type ViewNoun = keyof Origins

export type Opened<N extends ViewNoun> = Readonly<{ ids: Float64Array; origin: Origins[N] }>
export type ViewName<N extends ViewNoun> = Readonly<{ id: string; owner: string; noun: N }>

type View = Readonly<{ owner: string; noun: ViewNoun; opened: Opened<ViewNoun> }> & { readAt: number }

export class Views {
  readonly #views = new Map<string, View>()

  open<N extends ViewNoun>(owner: string, noun: N, opened: Opened<N>, at: number): string {
    const id = randomUUID()
    this.#views.set(id, { owner, noun, opened, readAt: at })
    this.#closeOldest((view) => view.owner === owner, perSessionMax)
    this.#closeOldest(() => true, inAllMax)
    return id
  }

  /** Undefined when the view was closed, or is somebody else's or of another noun. */
  find<N extends ViewNoun>({ id, owner, noun }: ViewName<N>, at: number): Opened<N> | undefined {
    const found = this.#views.get(id)
    if (found === undefined || found.owner !== owner || found.noun !== noun) return undefined
    if (at - found.readAt > idleMs) {
      this.#views.delete(id)
      return undefined
    }
    found.readAt = at
    return found.opened as Opened<N>
  }

  /** The ids between two positions; undefined where the view is not found. */
  slice<N extends ViewNoun>(
    view: ViewName<N>,
    { from, to }: Readonly<{ from: number; to: number }>,
    at: number,
  ): number[] | undefined {
    const found = this.find(view, at)
    return found === undefined ? undefined : Array.from(found.ids.subarray(from, to))
  }

  #closeOldest(counts: (view: View) => boolean, max: number): void {
    const counted = [...this.#views].filter(([, view]) => counts(view))
    if (counted.length <= max) return
    const oldest = counted.toSorted(([, a], [, b]) => a.readAt - b.readAt)[0]
    if (oldest !== undefined) this.#views.delete(oldest[0])
  }
}
