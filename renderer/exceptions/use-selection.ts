/** The selection of the queue, its anchor, and what has to be asked of the engine to know all of it. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { useLine } from '../engine/engine-context.ts'
import { type Fault, readFault } from '../engine/fault.ts'
import {
  allOf,
  nothingSelected,
  type Selection,
  toggled,
  type ViewScope,
  withMembers,
  withSelected,
} from './selection.ts'

/** A row of the view that is shown, and where it stands. */
export type Place = Readonly<{ id: number; index: number }>

export type SelectionControl = Readonly<{
  selection: Selection
  /** Why a range could not be selected. */
  fault: Fault | undefined
  toggle: (place: Place) => void
  /** From the row that was touched last to this one, rows that nobody has loaded included. */
  extendTo: (place: Place) => void
  add: (places: readonly Place[]) => void
  selectAll: () => void
  clear: () => void
  /** Another selection, as whoever knows what is selected now has it. */
  replace: (next: (before: Selection) => Selection) => void
}>

type Anchor = Readonly<{ view: string; index: number }>

export function useSelection(view: ViewScope | undefined): SelectionControl {
  const line = useLine()
  const [selection, setSelection] = useState<Selection>(nothingSelected)
  const [fault, setFault] = useState<Fault>()
  const anchor = useRef<Anchor>(null)
  const shown = view?.view
  useMembers(selection, setSelection)

  const touch = useCallback(
    (index: number) => {
      if (shown !== undefined) anchor.current = { view: shown, index }
    },
    [shown],
  )
  const toggle = useCallback(
    ({ id, index }: Place) => {
      touch(index)
      setSelection((before) => toggled(before, id, shown))
    },
    [touch, shown],
  )
  const add = useCallback(
    (places: readonly Place[]) => {
      const last = places.at(-1)
      if (last !== undefined) touch(last.index)
      const ids = places.map(({ id }) => id)
      setSelection((before) => withSelected(before, ids, shown))
    },
    [touch, shown],
  )
  const extendTo = useCallback(
    (place: Place) => {
      const from = anchor.current
      // A range begins in the view that is shown; positions of another one say nothing about it.
      if (!line || shown === undefined || from === null || from.view !== shown) return toggle(place)
      const range = { from: Math.min(from.index, place.index), to: Math.max(from.index, place.index) + 1 }
      line.client.exceptions.viewIds({ view: shown, ...range }).then(
        ({ ids }) => {
          setFault(undefined)
          setSelection((before) => withSelected(before, ids, shown))
        },
        (error: unknown) => setFault(readFault(error)),
      )
    },
    [line, shown, toggle],
  )
  const selectAll = useCallback(() => {
    if (view !== undefined && view.total > 0) setSelection(allOf(view))
  }, [view])
  const clear = useCallback(() => {
    anchor.current = null
    setFault(undefined)
    setSelection(nothingSelected)
  }, [])
  const replace = useCallback((next: (before: Selection) => Selection) => {
    setFault(undefined)
    setSelection(next)
  }, [])

  return useMemo(
    () => ({ selection, fault, toggle, extendTo, add, selectAll, clear, replace }),
    [selection, fault, toggle, extendTo, add, selectAll, clear, replace],
  )
}

/** All of a view stays all of it when another view is shown: its numbers are fetched behind it, while nobody waits. */
function useMembers(selection: Selection, setSelection: (next: (before: Selection) => Selection) => void): void {
  const line = useLine()
  const wanted = selection.type === 'all' && selection.members === null ? selection.of : undefined
  useEffect(() => {
    if (!line || !wanted) return
    const { view } = wanted
    membersOf(line.client, wanted).then(
      (members) => setSelection((before) => withMembers(before, view, members)),
      // Without them it stays all of the view it was made in, which is what it says.
      () => undefined,
    )
  }, [line, wanted, setSelection])
}

async function membersOf(client: EngineClient, { view, total }: ViewScope): Promise<ReadonlySet<number>> {
  const { ids } = await client.exceptions.viewIds({ view, from: 0, to: total })
  return new Set(ids)
}
