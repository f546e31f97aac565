/** What the shape of the list can't say: a word in a row must not mean two locations. */
import { foldedPlace } from '../calendar/places.ts'
import type { SettingValue } from '../contract/settings.ts'

export function locationsProblem({
  locations,
}: SettingValue<'locations'>): Readonly<{ path: string; problem: string }> | null {
  const taken = new Map<string, number>()
  for (const [place, { code, name }] of locations.entries()) {
    for (const [field, word] of [
      ['code', code],
      ['name', name],
    ] as const) {
      const folded = foldedPlace(word)
      const other = taken.get(folded)
      if (other !== undefined && other !== place)
        return { path: `locations.${place}.${field}`, problem: `${word} is another location already` }
      taken.set(folded, place)
    }
  }
  return null
}
