/** `2026-11-20T14:02:11` on the clocks of a zone, as an instant; null for a time that no clock there has shown. */
import { formatInstant } from './format.ts'

export function instantOf(local: string, zone: string): string | null {
  const wanted = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local) ? `${local}:00` : local
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(wanted)) return null
  const asUtc = Date.parse(`${wanted}Z`)
  if (Number.isNaN(asUtc)) return null
  // Where the clocks change, the offset before and the one behind it are both candidates; the earlier instant wins.
  const candidates = [asUtc - dayMs, asUtc + dayMs].map((near) => asUtc - offsetAt(near, zone))
  const found = candidates.toSorted((a, b) => a - b).find((at) => localOf(new Date(at).toISOString(), zone) === wanted)
  return found === undefined ? null : new Date(found).toISOString()
}

/** An instant as the clocks of a zone show it, the way a field for date and time takes it. */
export const localOf = (instant: string, zone: string): string => formatInstant(instant, zone).replace(' ', 'T')

const dayMs = 86_400_000

const offsetAt = (at: number, zone: string): number =>
  Date.parse(`${localOf(new Date(at).toISOString(), zone)}Z`) - Math.floor(at / 1_000) * 1_000
