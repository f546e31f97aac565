/** Instants as `2026-11-20 14:02:11` in the workspace's zone: sortable by eye and the same in every language. */
export function formatInstant(instant: string, zone: string): string {
  const part = partsOf(instant, zone)
  return `${part('year')}-${part('month')}-${part('day')} ${clock(part)}`
}

export function formatClock(instant: string, zone: string): string {
  return clock(partsOf(instant, zone))
}

type Part = (type: Intl.DateTimeFormatPartTypes) => string

const clock = (part: Part): string => `${part('hour')}:${part('minute')}:${part('second')}`

function partsOf(instant: string, zone: string): Part {
  const parts = formatOf(zone).formatToParts(new Date(instant))
  return (type) => parts.find((part) => part.type === type)?.value ?? ''
}

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  })
  formats.set(zone, made)
  return made
}

/** The zone of this machine: what a time is shown in before the workspace, and so its own zone, is known. */
export const machineZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone
