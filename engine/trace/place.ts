import type { Trace } from '../contract/trace.ts'

/** What belongs together, before anybody has asked where the money is now. */
export type Place = Omit<Trace, 'became' | 'movedOn' | 'left'>
