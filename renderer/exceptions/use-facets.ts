/** How many cases each value of a filter would show, and what people and producers are called. */
import { useCallback, useMemo, useState } from 'react'
import type { CaseFacets } from '../../engine/contract/case-views.ts'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { useSession } from '../session/session-context.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import { filterOf } from './filter.ts'
import { me, nobody, none, type QueueSearch, valuesOf } from './search.ts'
import { useCalmRead } from './use-calm-read.ts'

const topics: readonly Topic[] = ['exceptions']

export type Facets = Readonly<{
  facets: CaseFacets | undefined
  /** Somebody is about to choose: from now on the counts are kept up to date. */
  want: () => void
  /** As people write it; stays the same function while nobody new has come. */
  nameOf: (user: string) => string
}>

/** `settled`: the rows are there. A person waits for those first, and counting the others would hold them up. */
export function useFacets(search: QueueSearch, settled: boolean): Facets {
  const { zone } = useFormats()
  const myself = useSession().user
  const [wanted, setWanted] = useState(false)
  const { open: _open, view: _view, by: _by, direction: _direction, ...asked } = search
  const key = JSON.stringify(asked)
  const ask = useCallback(
    (client: EngineClient) => {
      const filter = filterOf(JSON.parse(key) as QueueSearch, { now: Date.now(), zone })
      return client.exceptions.facets({ filter })
    },
    [key, zone],
  )
  const { data } = useCalmRead(settled && (wanted || namesSomebody(search)) ? ask : null, topics)
  // The counts before stay until the next ones are there.
  const [facets, setFacets] = useState(data)
  if (data !== undefined && data !== facets) setFacets(data)
  const owners = useNames(facets)
  const want = useCallback(() => setWanted(true), [])
  const nameOf = useCallback(
    (user: string) => (user === myself.name ? myself.displayName : (owners.get(user) ?? user)),
    [owners, myself],
  )
  return useMemo(() => ({ facets, want, nameOf }), [facets, want, nameOf])
}

/** The address knows people and producers by what the engine calls them, and the screen says their names. */
const namesSomebody = ({ producer, owner, at }: QueueSearch): boolean =>
  at !== undefined ||
  valuesOf(producer).some((value) => value !== none) ||
  valuesOf(owner).some((value) => value !== me && value !== nobody)

/** Names once heard stay known, whoever the list is about by now. */
function useNames(facets: CaseFacets | undefined): ReadonlyMap<string, string> {
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map())
  const [seen, setSeen] = useState(facets)
  if (facets !== seen) {
    setSeen(facets)
    const found = (facets?.owner ?? []).flatMap(({ value, name }) => (name === null ? [] : [[value, name] as const]))
    if (found.some(([user, name]) => names.get(user) !== name)) setNames(new Map([...names, ...found]))
  }
  return names
}
