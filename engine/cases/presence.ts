/** Who looks at which case right now. It warns and locks nothing, so it is kept in memory and forgotten by itself. */
import { isoOf } from '../calendar/instant.ts'
import type { Looker } from '../contract/cases.ts'

/** People say it again every half minute; one beat may get lost. */
const forgottenAfterMs = 75_000

type Looking = Readonly<{ name: string; displayName: string; exception: number; since: number; saidAt: number }>

export class Presence {
  /** By the token of the session: one person may look at two cases in two windows. */
  readonly #looking = new Map<string, Looking>()

  /** Answers whether that changed what others see. */
  look(session: string, who: Readonly<{ name: string; displayName: string }>, exception: number, at: number): boolean {
    const before = this.#looking.get(session)
    const same = before?.exception === exception && before.saidAt > at - forgottenAfterMs
    const { name, displayName } = who
    this.#looking.set(session, { name, displayName, exception, since: same ? before.since : at, saidAt: at })
    return this.#forget(at) || !same
  }

  leave(session: string): boolean {
    return this.#looking.delete(session)
  }

  /** Those who look at one case, or at any; without the session that asks. */
  others(session: string, exception: number | null, at: number): Looker[] {
    this.#forget(at)
    const found = [...this.#looking].filter(
      ([key, each]) => key !== session && (exception === null || each.exception === exception),
    )
    return found.map(([, { name, displayName, exception: id, since }]) => ({
      user: name,
      displayName,
      exception: id,
      since: isoOf(since),
    }))
  }

  #forget(at: number): boolean {
    const gone = [...this.#looking].filter(([, { saidAt }]) => saidAt <= at - forgottenAfterMs)
    for (const [session] of gone) this.#looking.delete(session)
    return gone.length > 0
  }
}
