/**
 * How a procedure of the contract is declared: always with its REST route, a summary, and the access it needs.
 * `ContractTree` refuses, at compile time, a procedure that was made without naming its access.
 */
import { type AnySchema, type ContractProcedure, type ErrorMap, oc } from '@orpc/contract'
import { commonFaults } from './fault.ts'
import type { Access } from './permission.ts'

export type ProcedureMeta = Readonly<{ access: Access; peopleOnly?: true }>

export type Route = Readonly<{
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  path: `/${string}`
  summary: string
  access: Access
  /** For people alone, also where a program may be given the permission for what stands beside it. */
  peopleOnly?: true
}>

type AnyProcedureWithAccess = ContractProcedure<AnySchema, AnySchema, ErrorMap, ProcedureMeta>
export type ContractTree = { readonly [name: string]: AnyProcedureWithAccess | ContractTree }

/** The tag groups procedures in the OpenAPI document: the first segment of the path is the noun. */
export function procedure({ method, path, summary, access, peopleOnly }: Route) {
  return oc
    .$meta<ProcedureMeta>(peopleOnly === undefined ? { access } : { access, peopleOnly })
    .errors(commonFaults)
    .route({ method, path, summary, tags: [path.split('/')[1] ?? ''] })
}
