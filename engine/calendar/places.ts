/** The places that a zone is known to have: its districts and their areas, in every language the zone's file has them in. */
import hongKong from '../../resources/zones/HK.json' with { type: 'json' }

type Named = Readonly<{ name: Readonly<Record<string, string>> }>
type ZoneFile = Readonly<{
  zone: string
  districts: readonly (Named & Readonly<{ areas: readonly Named[] }>)[]
}>

const zoneFiles: readonly ZoneFile[] = [hongKong]

/** One spelling for the ways that people write a place: capitals, and how wide the blanks in it are, do not matter. */
export const foldedPlace = (name: string): string => name.trim().replace(/\s+/g, ' ').toLowerCase()

/** All known places of a time zone, folded; null when nothing is known about the zone, so that nothing can be unknown. */
export function placesOfZone(zone: string): ReadonlySet<string> | null {
  const known = zoneFiles.filter((file) => file.zone === zone)
  if (known.length === 0) return null
  const named = known.flatMap((file) => file.districts.flatMap((district) => [district, ...district.areas]))
  return new Set(named.flatMap(({ name }) => Object.values(name).map(foldedPlace)))
}

/** A workspace's own locations are known beside those of its zone; where nothing can be unknown, nothing becomes so by them. */
export function withLocations(
  ofZone: ReadonlySet<string> | null,
  locations: readonly string[],
): ReadonlySet<string> | null {
  return ofZone === null || locations.length === 0 ? ofZone : new Set([...ofZone, ...locations])
}
