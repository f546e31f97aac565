/** Which open proposals somebody has picked to decide on together: of one kind, because one looks at one kind of effect. Pure. */
import type { Proposal } from '../../../engine/contract/proposals.ts'
import { reviewedAtOnceMax } from '../../../engine/contract/proposals-bulk.ts'

export type Picked = Readonly<{
  /** Null while nothing is picked. */
  kind: string | null
  ids: ReadonlySet<number>
  /** Set while it is all of the kind, or the newest of so many, as somebody asked for them then. */
  asked: Readonly<{ complete: boolean; asOf: string }> | null
}>

export type Toggled =
  | Readonly<{ status: 'picked'; picked: Picked }>
  /** Nothing changes: it is of another kind, decided, or one too many. */
  | Readonly<{ status: 'other_kind' | 'not_open' | 'too_many' }>

export const nothingPicked: Picked = { kind: null, ids: new Set(), asked: null }

export function toggled(picked: Picked, { id, kind, state }: Pick<Proposal, 'id' | 'kind' | 'state'>): Toggled {
  if (picked.ids.has(id)) return { status: 'picked', picked: withoutThem(picked, [id]) }
  if (state !== 'open') return { status: 'not_open' }
  if (picked.kind !== null && picked.kind !== kind) return { status: 'other_kind' }
  if (picked.ids.size >= reviewedAtOnceMax) return { status: 'too_many' }
  return { status: 'picked', picked: { kind, ids: new Set([...picked.ids, id]), asked: null } }
}

export function withoutThem(picked: Picked, ids: readonly number[]): Picked {
  const gone = new Set(ids)
  const left = [...picked.ids].filter((id) => !gone.has(id))
  if (left.length === picked.ids.size) return picked
  return left.length === 0 ? nothingPicked : { kind: picked.kind, ids: new Set(left), asked: null }
}

/** The oldest first, as they were proposed: that is the order in which they are tried out and decided on. */
export const inOrder = ({ ids }: Picked): number[] => [...ids].toSorted((one, other) => one - other)
