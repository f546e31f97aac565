/**
 * Back-off after failed sign-ins, per user and for the workspace as a whole, kept in a file of its own so that a restart
 * does not forget it. Times only grow from failures; a success clears the user's.
 */
import { z } from 'zod'
import { readWhole, writeWhole } from '../files/whole-file.ts'

const Attempt = z.object({ failures: z.int().min(0), lastAt: z.int() })
const Attempts = z.record(z.string(), Attempt)
type Attempts = z.infer<typeof Attempts>

const freeFailures = 3
const longestWaitSeconds = 900
// Names that nobody has are remembered too, but not without end.
const namesMax = 1_000
const insideMax = 16

export class SignInAttempts {
  readonly #file: string
  readonly #last = new Map<string, Promise<unknown>>()
  #attempts: Attempts
  #inside = 0

  constructor(file: string) {
    this.#file = file
    this.#attempts = readAttempts(file)
  }

  /**
   * One attempt of a holder after another. Side by side, a hundred guesses would all be let through before the first of
   * them had failed.
   */
  alone<T>(holder: string, attempt: () => Promise<T>): Promise<T> {
    const mine = (this.#last.get(holder) ?? Promise.resolve()).then(attempt)
    const settled = mine.then(
      () => undefined,
      () => undefined,
    )
    this.#last.set(holder, settled)
    void settled.then(() => {
      if (this.#last.get(holder) === settled) this.#last.delete(holder)
    })
    return mine
  }

  /** How long this holder has to wait before a passphrase is looked at; 0 when it may be tried now. */
  waitSeconds(holder: string, at: number): number {
    const attempt = this.#attempts[holder]
    if (attempt === undefined || attempt.failures < freeFailures) return 0
    // A clock that was set back must not lock anybody out for longer than the longest wait.
    const sinceSeconds = Math.max(0, (at - attempt.lastAt) / 1000)
    return Math.max(0, Math.ceil(waitAfter(attempt.failures) - sinceSeconds))
  }

  /**
   * Passphrases are looked at one after another, half a second each. When too many wait already, the next is turned away
   * instead of queueing behind a flood; whoever got in calls `leave` when done.
   */
  enter(): boolean {
    if (this.#inside >= insideMax) return false
    this.#inside += 1
    return true
  }

  leave(): void {
    this.#inside -= 1
  }

  noteFailure(holder: string, at: number): number {
    const failures = (this.#attempts[holder]?.failures ?? 0) + 1
    this.#attempts[holder] = { failures, lastAt: at }
    this.#forgetOldest()
    this.#write()
    return this.waitSeconds(holder, at)
  }

  noteSuccess(holder: string): void {
    if (this.#attempts[holder] === undefined) return
    delete this.#attempts[holder]
    this.#write()
  }

  #forgetOldest(): void {
    const names = Object.entries(this.#attempts)
    if (names.length <= namesMax) return
    const oldest = names.toSorted(([, a], [, b]) => a.lastAt - b.lastAt)[0]
    if (oldest !== undefined) delete this.#attempts[oldest[0]]
  }

  #write(): void {
    writeWhole(this.#file, JSON.stringify(this.#attempts))
  }
}

const waitAfter = (failures: number): number => Math.min(longestWaitSeconds, 2 ** (failures - freeFailures))

function readAttempts(file: string): Attempts {
  const text = readWhole(file)
  if (text === null) return {}
  try {
    return Attempts.parse(JSON.parse(text))
  } catch {
    // A damaged file is no reason to lock everybody out, nor to let them guess freely: one failure each from here on.
    return {}
  }
}
