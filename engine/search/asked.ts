/** What each search is given, and what it gives back: at most one hit more than is shown, which says that there are more. */
import type { Database } from 'better-sqlite3'
import { hitsPerGroup, type SearchHit } from '../contract/search.ts'
import type { Typed } from './typed.ts'

export type Money = Readonly<{ amount: number; currency: string; sign: '-' | '+' | null }>

export type Asked = Readonly<{
  raw: Database
  typed: Typed
  /** The typed amount in a currency that there is. */
  money: Money | null
  /** Whether whoever asks may read by what names and addresses clients are reached. */
  seesContacts: boolean
}>

export type Find = (asked: Asked) => readonly SearchHit[]

export const wanted = hitsPerGroup + 1

/** The first of each in the order in which they come, as many as are wanted. */
export const firstOfEach = <T>(all: readonly T[]): readonly T[] => [...new Set(all)].slice(0, wanted)
