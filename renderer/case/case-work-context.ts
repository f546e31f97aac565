import { createContext, useContext, useSyncExternalStore } from 'react'
import type { CaseDeed } from '../../engine/contract/cases.ts'
import type { Outcome } from '../engine/use-command.ts'
import { CaseCache } from './case-cache.ts'
import { DeedBook, type DeedState, type Seen } from './deed-book.ts'

export type Acted = Readonly<{ version: number; proposal: number | null }>

export type CaseWork = Readonly<{
  book: DeedBook
  cache: CaseCache
  /** Gives it to the engine and goes on with the answer by itself, whatever is on the screen by then. */
  act: (seen: Seen, deed: CaseDeed) => Promise<Outcome<Acted>>
  /** Takes back what was done last. */
  undo: () => void
}>

const alone: CaseWork = {
  book: new DeedBook(),
  cache: new CaseCache(),
  act: async () => ({ ok: false, fault: { code: 'engine_lost' } }),
  undo: () => undefined,
}

export const CaseWorkContext = createContext<CaseWork>(alone)

export const useCaseWork = (): CaseWork => useContext(CaseWorkContext)

/** What is under way and what was refused: for the rows of the queue as for the pane. */
export function useDeeds(): DeedState {
  const { book } = useCaseWork()
  return useSyncExternalStore(book.subscribe, book.getState)
}
