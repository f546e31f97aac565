/**
 * Blocks of a list without a known end. The engine's cursor leads from one page to the next only, so each block keeps
 * the cursor of the one after it, and blocks are asked for one at a time.
 */
import type { IDatasource, IGetRowsParams } from 'ag-grid-community'
import type { Page } from '../engine/use-pages.ts'

/** How far a list has been read, whether its end was seen, and when. */
export type Known = Readonly<{ rows: number; complete: boolean; at: string }>

export type CursorSource<T> = Readonly<{
  read: (cursor: string | undefined, limit: number) => Promise<Page<T>>
  onRead: (known: Known) => void
  onFailed: (error: unknown) => void
}>

export function cursorSource<T>({ read, onRead, onFailed }: CursorSource<T>): IDatasource {
  const cursors = new Map<number, string | undefined>([[0, undefined]])
  const load = async (params: IGetRowsParams): Promise<void> => {
    const { startRow, endRow } = params
    if (!cursors.has(startRow)) return params.failCallback()
    try {
      const page = await read(cursors.get(startRow), endRow - startRow)
      const end = startRow + page.items.length
      if (page.next !== null) cursors.set(endRow, page.next)
      params.successCallback([...page.items], page.next === null ? end : undefined)
      onRead({ rows: end, complete: page.next === null, at: new Date().toISOString() })
    } catch (error) {
      params.failCallback()
      onFailed(error)
    }
  }
  return { getRows: (params) => void load(params) }
}
