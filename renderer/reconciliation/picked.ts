/** Lines and postings that somebody has picked to put together. What they come to only the engine says. Pure. */
import type { ItemSide } from '../../engine/contract/reconciled-items.ts'

export type Picked = Readonly<Record<ItemSide, ReadonlySet<number>>>

export const nothingPicked: Picked = { line: new Set(), posting: new Set() }

export const countPicked = ({ line, posting }: Picked): number => line.size + posting.size

export function withToggled(picked: Picked, side: ItemSide, id: number): Picked {
  const items = new Set(picked[side])
  if (!items.delete(id)) items.add(id)
  return { ...picked, [side]: items }
}

export function without(picked: Picked, side: ItemSide, id: number): Picked {
  return picked[side].has(id) ? withToggled(picked, side, id) : picked
}

export const pickedOf = (items: readonly Readonly<{ side: ItemSide; id: number }>[]): Picked => ({
  line: new Set(items.filter(({ side }) => side === 'line').map(({ id }) => id)),
  posting: new Set(items.filter(({ side }) => side === 'posting').map(({ id }) => id)),
})

/** As the engine takes them; in order, so that the same picks are the same question. */
export const together = ({ line, posting }: Picked): Readonly<{ lines: number[]; postings: number[] }> => ({
  lines: [...line].toSorted((a, b) => a - b),
  postings: [...posting].toSorted((a, b) => a - b),
})
