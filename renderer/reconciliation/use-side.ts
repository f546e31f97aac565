/** One side of the workspace: its list, its grid, and moving and picking in it. */
import type { GridApi } from 'ag-grid-community'
import { type RefObject, useCallback, useMemo, useRef } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { ItemSide, ReconciledItem } from '../../engine/contract/reconciled-items.ts'
import { type CursorList, type CursorQuestion, useCursorList } from '../grid/use-cursor-list.ts'
import { focusRow } from '../grid/use-grid-keys.ts'
import type { WorkspaceSearch } from './search.ts'

export type Side = Readonly<{
  grid: RefObject<GridApi<ReconciledItem> | null>
  ready: (api: GridApi<ReconciledItem>) => void
  list: CursorList
  /** The row in focus. */
  current: () => ReconciledItem | undefined
  /** A row that was read, wherever it stands. */
  row: (id: number) => ReconciledItem | undefined
  /** So many rows further on; answers the row that it came to. */
  move: (step: 1 | -1) => ReconciledItem | undefined
  /** Brings the focus here, to where it was last. */
  enter: () => void
}>

type Of = Readonly<{
  account: string
  currency: string
  side: ItemSide
  search: Pick<WorkspaceSearch, 'from' | 'to' | 'amount' | 'text'>
}>

const topics: readonly Topic[] = ['reconciliation']

/** What the list of a side asks for, and its export too. */
export const askedOf = ({ account, currency, side, search: { from, to, amount, text } }: Of) => ({
  account,
  currency,
  side,
  ...(from === undefined ? {} : { from }),
  ...(to === undefined ? {} : { to }),
  ...(amount === undefined ? {} : { amount }),
  ...(text === undefined ? {} : { text }),
})

export function useSide({ account, currency, side, search: { from, to, amount, text } }: Of): Side {
  const grid = useRef<GridApi<ReconciledItem> | null>(null)
  const ask = useCallback<CursorQuestion<ReconciledItem>>(
    (client, page) =>
      client.reconciliation.open({
        ...page,
        ...askedOf({ account, currency, side, search: { from, to, amount, text } }),
      }),
    [account, currency, side, from, to, amount, text],
  )
  const list = useCursorList({ ask, topics, grid, live: true })
  return useMemo(() => {
    const standing = (): GridApi<ReconciledItem> | null => (grid.current?.isDestroyed() === false ? grid.current : null)
    const at = (index: number) => standing()?.getDisplayedRowAtIndex(index)?.data
    const index = (): number => standing()?.getFocusedCell()?.rowIndex ?? -1
    return {
      grid,
      list,
      ready: (api) => {
        grid.current = api
      },
      current: () => at(index()),
      row: (id) => standing()?.getRowNode(String(id))?.data,
      move: (step) => {
        const api = standing()
        if (api === null || api.getDisplayedRowCount() === 0) return undefined
        const to = Math.min(Math.max(index() + step, 0), api.getDisplayedRowCount() - 1)
        focusRow(api, to, true)
        return at(to)
      },
      enter: () => {
        const api = standing()
        if (api !== null && api.getDisplayedRowCount() > 0) focusRow(api, Math.max(index(), 0), true)
      },
    }
  }, [list])
}
