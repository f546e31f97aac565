/**
 * What is selected: cases by number, or all of a view except some. The grid only mirrors it, since it knows no more than
 * the rows it has loaded. Pure.
 */
export type ViewScope = Readonly<{
  view: string
  total: number
  /** Minor units as text, from the engine; and of how many cases nobody knows the amount. */
  sum: string
  unknown: number
  currency: string
  asOf: string
}>

export type Selection =
  | Readonly<{ type: 'some'; ids: ReadonlySet<number> }>
  | Readonly<{
      type: 'all'
      of: ViewScope
      except: ReadonlySet<number>
      /** The numbers of the view, once they are there: another view of the same cases is ticked by them. */
      members: ReadonlySet<number> | null
    }>

export const nothingSelected: Selection = { type: 'some', ids: new Set() }

export const allOf = (of: ViewScope): Selection => ({ type: 'all', of, except: new Set(), members: null })

/** `view`: the one whose row is asked about. */
export function isSelected(selection: Selection, id: number, view: string | undefined): boolean {
  if (selection.type === 'some') return selection.ids.has(id)
  const { of, except, members } = selection
  return !except.has(id) && (of.view === view || members?.has(id) === true)
}

/** A case that is no member of the view that all is of joins nothing: then the numbers are needed to go on by. */
export function toggled(selection: Selection, id: number, view: string | undefined): Selection {
  const before = isSelected(selection, id, view)
  if (selection.type === 'some') return { type: 'some', ids: changed(selection.ids, [id], !before) }
  const { of, except, members } = selection
  if (before || except.has(id)) return { ...selection, except: changed(except, [id], before) }
  const all = members ?? new Set<number>()
  return of.view === view ? selection : { type: 'some', ids: changed(without(all, except), [id], true) }
}

export function withSelected(selection: Selection, ids: readonly number[], view: string | undefined): Selection {
  if (selection.type === 'some') return { type: 'some', ids: changed(selection.ids, ids, true) }
  const { of, except, members } = selection
  if (of.view === view) return { ...selection, except: changed(except, ids, false) }
  return { type: 'some', ids: changed(without(members ?? new Set(), except), ids, true) }
}

export const countOf = (selection: Selection): number =>
  selection.type === 'some' ? selection.ids.size : selection.of.total - selection.except.size

/** The same selection, now that the numbers of its view are known; any other is left as it is. */
export const withMembers = (selection: Selection, view: string, members: ReadonlySet<number>): Selection =>
  selection.type === 'all' && selection.of.view === view ? { ...selection, members } : selection

/** Of what is shown: none, some or all of it, for the box above the list. */
export function extentOf(selection: Selection, view: string | undefined): 'none' | 'some' | 'all' {
  if (countOf(selection) === 0) return 'none'
  return selection.type === 'all' && selection.of.view === view && selection.except.size === 0 ? 'all' : 'some'
}

function changed(ids: ReadonlySet<number>, some: readonly number[], present: boolean): ReadonlySet<number> {
  const next = new Set(ids)
  for (const id of some) {
    if (present) next.add(id)
    else next.delete(id)
  }
  return next
}

const without = (ids: ReadonlySet<number>, others: ReadonlySet<number>): ReadonlySet<number> =>
  new Set([...ids].filter((id) => !others.has(id)))
