/** An instant as documents show it, in the zone of the workspace: `2026-01-31 14:05:09`. */
export function clockOf(zone: string): (at: string) => string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
  return (at) => format.format(Date.parse(at))
}
