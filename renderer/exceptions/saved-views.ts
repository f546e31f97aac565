/** The views that everybody has, in the order of their keys, and those that a person kept. Pure. */
import type { CommandId } from '../keys/commands.ts'
import type { MessageId } from '../messages/messages.ts'
import { me, nobody, type QueueSearch, sameView, type ViewSearch, whole } from './search.ts'

export const usualViews = ['mine', 'due', 'unassigned', 'held', 'waiting', 'producer', 'money', 'all'] as const
export type UsualView = (typeof usualViews)[number]

const searches: Readonly<Record<UsualView, ViewSearch>> = {
  mine: { owner: me },
  due: { due: 'today' },
  unassigned: { owner: nobody },
  held: { scope: 'batch' },
  waiting: { status: 'waiting' },
  producer: { group: 'producer' },
  money: { by: 'amount', direction: 'descending' },
  all: {},
}

/** What the person sees who has not chosen anything yet: everything that waits, the most urgent first. */
export const firstView: UsualView = 'all'

/** A view that a person kept. */
export type OwnView = Readonly<{ id: string; name: string; search: ViewSearch }>

/** With the views that everybody has they are as many as the engine counts at once. */
export const ownViewsMax = 12

export type SavedView = Readonly<{ id: string; search: ViewSearch; label: MessageId | null; name: string }>

export const savedViews = (own: readonly OwnView[]): readonly SavedView[] => [
  ...usualViews.map((id) => ({ id, search: searches[id], label: `queue.view.${id}` as const, name: '' })),
  ...own.map(({ id, name, search }) => ({ id, search, label: null, name })),
]

/** The first of a person's own has the last of the keys. */
export const commandOfPlace: readonly CommandId[] = [...usualViews.map((id) => `queue.${id}` as const), 'queue.own']

const pathOf = '/exceptions'

export function viewAddress({ id, search }: Pick<SavedView, 'id' | 'search'>): string {
  const said = Object.entries(search).filter(([, value]) => value !== undefined)
  return `${pathOf}?${new URLSearchParams([['view', id], ...said.map(([name, value]) => [name, String(value)])])}`
}

/** All of the address that shows a view, so that nothing of the one before is left. */
export const searchOfView = ({ id, search }: Pick<SavedView, 'id' | 'search'>) => ({
  ...whole(search),
  view: id,
  at: undefined,
})

/** The view that the address began with, and whether it has become another. */
export function viewOf(
  search: QueueSearch,
  views: readonly SavedView[],
): Readonly<{ view: SavedView | undefined; edited: boolean }> {
  const view = views.find(({ id }) => id === search.view) ?? views.find((each) => sameView(each.search, search))
  return { view, edited: view === undefined || !sameView(view.search, search) }
}

/** Kept under this name in place of the one that had it, or behind the others. */
export function withOwnView(own: readonly OwnView[], view: OwnView): readonly OwnView[] {
  return own.some(({ id }) => id === view.id) ? own.map((each) => (each.id === view.id ? view : each)) : [...own, view]
}

/** Only what it decides about: neither the open pane nor the group that was entered. */
export const viewSearchOf = (search: QueueSearch): ViewSearch => {
  const kept = Object.entries(whole(search)).filter(([, value]) => value !== undefined)
  return Object.fromEntries(kept) as ViewSearch
}
