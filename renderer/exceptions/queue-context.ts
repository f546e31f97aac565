/** What the queue and the pane beside it tell one another: which case is open, and the way to its neighbours. */
import { createContext, useContext } from 'react'

export type Queue = Readonly<{
  /** The case that is open; null when none is. */
  current: number | null
  /** The cases that follow it, nearest first, at most three: they are read ahead. */
  upcoming: readonly number[]
  /** How many cases are selected. While any are, the keys of actions mean all of them and not the one that is open. */
  selected: number
  /** Opens the case behind the current one; after the last of them the pane closes. */
  next: () => void
  previous: () => void
  /** Something was done about this case: its row is read again. */
  refresh: (id: number) => void
  /** Opens a case, where the list has it or not. */
  open: (id: number) => void
}>

const nothing = (): void => undefined

/** A case on a page of its own has no neighbours. */
export const aloneQueue: Queue = {
  current: null,
  upcoming: [],
  selected: 0,
  next: nothing,
  previous: nothing,
  refresh: nothing,
  open: nothing,
}

export const QueueContext = createContext<Queue>(aloneQueue)

export const useQueue = (): Queue => useContext(QueueContext)
