import { createContext, useContext } from 'react'
import type { Words } from './figure.ts'
import type { Asked } from './search.ts'

/** What all figures of the page have in common. */
export type Overview = Readonly<{
  asked: Asked
  words: Words
  /** The filters in a sentence: it stands on every picture. */
  filters: string
}>

export const OverviewContext = createContext<Overview | null>(null)

export function useOverview(): Overview {
  const overview = useContext(OverviewContext)
  if (overview === null) throw new Error('a figure stands outside of the overview')
  return overview
}
