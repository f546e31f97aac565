/** Why a change was refused: a code of the contract with its facts. */
import type { z } from 'zod'
import type { changeFaults } from '../contract/proposals.ts'

type Faults = typeof changeFaults
export type RefusalCode = keyof Faults
type FactsOf<C extends RefusalCode> = Faults[C]['data'] extends infer D extends z.ZodType ? z.infer<D> : never

export type RefusalOf<C extends RefusalCode> = Readonly<{ status: C } & FactsOf<C>>
export type Refusal = { [C in RefusalCode]: RefusalOf<C> }[RefusalCode]

/** Accounts and plans have no status; whatever has one here was refused. */
export const isRefusal = (found: object): found is Refusal => 'status' in found
