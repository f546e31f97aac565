/** What every deed is given, and what may come of it. */
import type { Database } from 'better-sqlite3'
import type { z } from 'zod'
import type { CaseAction, CaseBar } from '../../contract/case-actions.ts'
import type { CaseDeed, caseFaults } from '../../contract/cases.ts'
import type { Initiator } from '../../operations/initiator.ts'
import type { Refusal } from '../../operations/refusal.ts'
import type { CaseFacts } from '../facts.ts'

type Faults = typeof caseFaults
type FactsOf<C extends keyof Faults> = Faults[C]['data'] extends infer D extends z.ZodType ? z.infer<D> : never
export type CaseRefusal =
  | { [C in keyof Faults]: Readonly<{ status: C } & FactsOf<C>> }[keyof Faults]
  | Readonly<{ status: 'not_found'; noun: 'exception'; id: string }>
  | Readonly<{ status: 'not_permitted'; permission: string }>

export type DeedContext = Readonly<{ raw: Database; at: number; facts: CaseFacts; initiator: Initiator }>

/** `more`: only so much is done at once, and the same deed goes on with the rest. */
export type Did = Readonly<{ exception: number; proposal: number | null; more: boolean }>
export type DeedOutcome = Did | Refusal | CaseRefusal

export type DeedOf<A extends CaseDeed['action']> = Extract<CaseDeed, { action: A }>

export const did = (
  { facts }: DeedContext,
  { proposal = null, more = false }: Partial<Pick<Did, 'proposal' | 'more'>> = {},
): Did => ({ exception: facts.id, proposal, more })

export const barred = (action: CaseAction, bar: CaseBar): CaseRefusal => ({ status: 'case_barred', action, bar })

export const isDid = (outcome: DeedOutcome): outcome is Did => !('status' in outcome)
