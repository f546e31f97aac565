/** Copying what is selected: the engine is asked for it, because the list holds only what was scrolled past. */
import { useMemo } from 'react'
import { pickedRowsMax } from '../../engine/contract/case-picks.ts'
import type { CaseSort } from '../../engine/contract/case-views.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { Exception } from '../../engine/contract/exceptions.ts'
import { useLatestLine } from '../engine/engine-context.ts'
import type { Picked } from '../grid/use-copy.ts'
import { bulkOf } from './bulk-scope.ts'
import { countOf, type Selection } from './selection.ts'

/** More than a spreadsheet is read by eye for; how many there are is said beside it. */
const copiedMax = 10_000

export function usePickedRows(selection: Selection, sort: CaseSort): Picked<Exception> {
  const line = useLatestLine()
  return useMemo(
    () => ({
      count: countOf(selection),
      read: () => {
        if (!line) throw new Error('the engine is away')
        return readPicked(line.client, selection, sort)
      },
    }),
    [line, selection, sort],
  )
}

async function readPicked(
  client: EngineClient,
  selection: Selection,
  sort: CaseSort,
): Promise<Readonly<{ rows: readonly Exception[]; total: number }>> {
  const of = named(selection)
  const rows: Exception[] = []
  for (;;) {
    const { items, total } = await client.exceptions.picked({
      of,
      sort,
      from: rows.length,
      to: Math.min(rows.length + pickedRowsMax, copiedMax),
    })
    rows.push(...items)
    if (items.length < pickedRowsMax || rows.length >= Math.min(total, copiedMax))
      return { rows, total: Math.max(total, countOf(selection)) }
  }
}

/** As many as are copied at most: what was picked one by one may be more than one question names. */
function named(selection: Selection): ReturnType<typeof bulkOf> {
  const of = bulkOf(selection)
  return 'ids' in of ? { ids: of.ids.slice(0, copiedMax) } : of
}
