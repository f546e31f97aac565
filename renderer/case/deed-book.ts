/**
 * What this person gave to the engine and how it went, apart from any screen: a pane is gone as soon as the next case is
 * open, and the answer about the one before comes afterwards. Pure but for telling whoever listens.
 */
import type { CaseAction } from '../../engine/contract/case-actions.ts'
import type { CaseDeed } from '../../engine/contract/cases.ts'
import type { Exception } from '../../engine/contract/exceptions.ts'
import type { Fault } from '../engine/fault.ts'

/** As the case was on the screen when something was done about it. */
export type Seen = Pick<Exception, 'id' | 'version' | 'owner' | 'snoozedUntil' | 'code'>

/** Under way. What is shown already, before the engine has said so, is only ever who owns it and until when it sleeps. */
export type Pending = Readonly<{ action: CaseAction; shown: Partial<Pick<Exception, 'owner' | 'snoozedUntil'>> }>

/** The engine said no: nothing was done, and what the person wrote is kept. */
export type Refused = Readonly<{ seen: Seen; deed: CaseDeed; fault: Fault; at: number }>

/** What was done last can be taken back first. */
export type Done = Readonly<{ seen: Seen; deed: CaseDeed; version: number; proposal: number | null }>

export type DeedState = Readonly<{
  pending: ReadonlyMap<number, Pending>
  /** Newest first; one for each case. */
  refused: readonly Refused[]
  /** A refused deed that its person came back to: its dialog opens again with what they wrote. */
  resumed: Refused | null
}>

const doneMax = 50

export class DeedBook {
  readonly #listeners = new Set<() => void>()
  #state: DeedState = { pending: new Map(), refused: [], resumed: null }
  #done: readonly Done[] = []

  readonly getState = (): DeedState => this.#state

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  begin(seen: Seen, deed: CaseDeed): void {
    const pending = new Map(this.#state.pending).set(seen.id, { action: deed.action, shown: shownBefore(deed) })
    this.#set({ ...this.#state, pending, refused: this.#without(seen.id), resumed: null })
  }

  finish(done: Done): void {
    this.#done = [...this.#done.slice(1 - doneMax), done]
    this.#set({ ...this.#state, pending: this.#ended(done.seen.id) })
  }

  refuse(refused: Refused): void {
    const { id } = refused.seen
    this.#set({ ...this.#state, pending: this.#ended(id), refused: [refused, ...this.#without(id)] })
  }

  resume(refused: Refused): void {
    this.#set({ ...this.#state, refused: this.#without(refused.seen.id), resumed: refused })
  }

  dismiss(id: number): void {
    const { resumed } = this.#state
    this.#set({ ...this.#state, refused: this.#without(id), resumed: resumed?.seen.id === id ? null : resumed })
  }

  /** What was done last, which then counts as taken back. */
  takeLast(): Done | undefined {
    const last = this.#done.at(-1)
    this.#done = this.#done.slice(0, -1)
    return last
  }

  #ended(id: number): ReadonlyMap<number, Pending> {
    const pending = new Map(this.#state.pending)
    pending.delete(id)
    return pending
  }

  #without(id: number): readonly Refused[] {
    return this.#state.refused.filter(({ seen }) => seen.id !== id)
  }

  #set(state: DeedState): void {
    this.#state = state
    for (const listener of this.#listeners) listener()
  }
}

/** Only what moves no money and tells nobody else is shown before the engine has answered. */
function shownBefore(deed: CaseDeed): Pending['shown'] {
  if (deed.action === 'assign') return { owner: deed.to }
  return deed.action === 'snooze' ? { snoozedUntil: deed.until } : {}
}

/** How a case is shown while something about it is under way. */
export const withPending = <E extends Pick<Exception, 'id' | 'owner' | 'snoozedUntil'>>(
  each: E,
  pending: DeedState['pending'],
): E => {
  const shown = pending.get(each.id)?.shown
  return shown === undefined ? each : { ...each, ...shown }
}
