/** Who else looks at which case now, for the rows: it warns, it does not lock. */
import { useCallback, useMemo } from 'react'
import type { Looker } from '../../engine/contract/cases.ts'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { useRead } from '../engine/use-read.ts'
import { useSession } from '../session/session-context.ts'
import { initials } from './words.ts'

const topics: readonly Topic[] = ['presence']

export type RowLookers = (id: number) => Readonly<{ initials: string; names: string }>

const alone = { initials: '', names: '' } as const

export function useRowLookers(): RowLookers {
  const myself = useSession().user.name
  const { data } = useRead(
    useCallback((client: EngineClient) => client.exceptions.lookers(), []),
    topics,
  )
  return useMemo(() => {
    const others = groupLookers((data?.items ?? []).filter(({ user }) => user !== myself))
    return (id) => others.get(id) ?? alone
  }, [data, myself])
}

export function groupLookers(lookers: readonly Looker[]): ReadonlyMap<number, ReturnType<RowLookers>> {
  const found = new Map<number, { initials: string; names: string }>()
  for (const { exception, displayName } of lookers) {
    const before = found.get(exception)
    found.set(exception, {
      initials: before ? `${before.initials} ${initials(displayName)}` : initials(displayName),
      names: before ? `${before.names}, ${displayName}` : displayName,
    })
  }
  return found
}
