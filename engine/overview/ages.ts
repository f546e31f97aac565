/** How old what is open is, in days of the zone: the bands that every figure of the overview is told by. */
import { ageBandsFrom } from '../contract/overview.ts'

/** Days counted from 1970-01-01, both within. What is dated ahead is not old, and of the oldest there is no end. */
export type AgeDays = Readonly<{ fromDays: number; toDays: number | null; firstDay: number; lastDay: number }>

export const agesAt = (today: number): readonly AgeDays[] =>
  ageBandsFrom.map((fromDays, band) => {
    const next = ageBandsFrom[band + 1]
    return {
      fromDays,
      toDays: next === undefined ? null : next - 1,
      firstDay: next === undefined ? Number.MIN_SAFE_INTEGER : today - next + 1,
      lastDay: band === 0 ? Number.MAX_SAFE_INTEGER : today - fromDays,
    }
  })
