/** What the sums of the charts are told by beside their day, as bits; the store keeps one set of sums for each grain. */
export const told = { hour: 1, producer: 2, place: 4, tier: 8 } as const

export type ToldBy = Readonly<Record<keyof typeof told, boolean>>

/** Null of hours by place: there are as many of those as of the finest sums, so nobody adds them up. */
export function grainOf({ hour, producer, place, tier }: ToldBy): number | null {
  if (hour && place) return null
  return (hour ? told.hour : 0) + (producer ? told.producer : 0) + (place ? told.place : 0) + (tier ? told.tier : 0)
}
