/** The deeds for many cases that this person sees going on: begun here, or found when the screen was entered. */
import { useCallback, useMemo, useState } from 'react'
import type { Bulk } from '../../../engine/contract/bulk.ts'
import type { EngineClient } from '../../../engine/contract/contract.ts'
import { useLine } from '../../engine/engine-context.ts'
import { useRead } from '../../engine/use-read.ts'
import { useSession } from '../../session/session-context.ts'
import type { Selection } from '../selection.ts'
import type { SelectionControl } from '../use-selection.ts'
import { isSameSelection, selectionAfter } from './not-done.ts'

export type Jobs = Readonly<{
  /** The newest first. */
  ids: readonly number[]
  begin: (id: number, of: Selection | null) => void
  /** It has come to its end, or somebody stopped it. */
  end: (bulk: Bulk) => void
  dismiss: (id: number) => void
  /** Whether what is selected is being worked on. */
  isUnderWay: (selection: Selection) => boolean
}>

const lookedThrough = 50
const question = (client: EngineClient) => client.exceptions.bulk.list({ limit: lookedThrough })

type Begun = Readonly<{ id: number; of: Selection | null; ended: boolean }>
const none: readonly number[] = []

export function useJobs(control: SelectionControl): Jobs {
  const line = useLine()
  const me = useSession().user.name
  const { data } = useRead(question)
  const [begun, setBegun] = useState<readonly Begun[]>([])
  const [dismissed, setDismissed] = useState<readonly number[]>(none)
  const { replace } = control

  const begin = useCallback(
    (id: number, of: Selection | null) => setBegun((before) => [{ id, of, ended: false }, ...before]),
    [],
  )
  const end = useCallback(
    (bulk: Bulk) => {
      const of = begun.find(({ id }) => id === bulk.id)?.of ?? null
      setBegun((before) => before.map((each) => (each.id === bulk.id ? { ...each, ended: true } : each)))
      if (of === null || !line) return
      selectionAfter(line.client, bulk, of).then(
        (after) => replace((now) => (isSameSelection(of, now) ? after : now)),
        // Without an answer it stays as it is: what was done is barred when it is asked for again.
        () => undefined,
      )
    },
    [begun, line, replace],
  )
  const dismiss = useCallback((id: number) => setDismissed((before) => [...before, id]), [])
  const isUnderWay = useCallback(
    (selection: Selection) => begun.some(({ of, ended }) => !ended && of !== null && isSameSelection(of, selection)),
    [begun],
  )
  const ids = useMemo(() => {
    const found = data?.items.filter(({ by, state }) => by === me && state === 'running').map(({ id }) => id) ?? none
    const all = new Set([...begun.map(({ id }) => id), ...found])
    return [...all].filter((id) => !dismissed.includes(id)).toSorted((a, b) => b - a)
  }, [data, begun, dismissed, me])
  return { ids, begin, end, dismiss, isUnderWay }
}
