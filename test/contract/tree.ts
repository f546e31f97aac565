/** Every procedure of the contract, by its name, however deep the tree grows. */
import { isContractProcedure } from '@orpc/contract'
import { contract } from '../../engine/contract/contract.ts'
import type { Access } from '../../engine/contract/permission.ts'
import type { Route } from '../../engine/contract/procedure.ts'

export type Described = Readonly<{
  name: string
  path: readonly string[]
  access: Access | undefined
  route: Partial<Route> & Readonly<{ tags?: readonly string[] }>
  errors: Readonly<Record<string, Readonly<{ status?: number }> | undefined>>
}>

export function procedures(): readonly Described[] {
  return walk(contract, [])
}

function walk(node: object, path: readonly string[]): readonly Described[] {
  if (!isContractProcedure(node)) return Object.entries(node).flatMap(([name, child]) => walk(child, [...path, name]))
  const { meta, route, errorMap } = node['~orpc']
  return [
    {
      name: path.join('.'),
      path,
      access: (meta as Readonly<{ access?: Access }>).access,
      route: route as Described['route'],
      errors: errorMap as Described['errors'],
    },
  ]
}
