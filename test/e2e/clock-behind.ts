/** Loaded before a program: it then believes that it is so much earlier, as it was when it ran so long ago. */
const behindMs = Number(process.env.CLOCK_BEHIND_MS)
const RealDate = Date

class DateBehind extends RealDate {
  constructor(...given: readonly number[]) {
    // Whoever says which time they mean gets that; only the present is another.
    super(...((given.length === 0 ? [DateBehind.now()] : given) as [number]))
  }

  static override now(): number {
    return RealDate.now() - behindMs
  }
}

globalThis.Date = DateBehind as DateConstructor

export {}
