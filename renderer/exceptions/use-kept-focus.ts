/**
 * Whoever works by keyboard stays where they work. A case that is opened, a group that is entered and a view that is
 * empty each take away the element that had the focus, and from nowhere no key does anything.
 */
import type { GridApi } from 'ag-grid-community'
import { useCallback, useEffect, useRef } from 'react'
import { focusRow } from '../grid/use-grid-keys.ts'

type Place = 'list' | 'pane' | 'elsewhere'

/** Answers what to call once a list is there, or is there anew. */
export function useKeptFocus(openId: number | null): <T>(api: GridApi<T>) => void {
  const last = useRef<Place>('elsewhere')
  useEffect(() => {
    const mark = ({ target }: FocusEvent): void => {
      // A dialog that was opened here gives the focus back here.
      if (target instanceof Element && target.closest('[role="dialog"]') === null) last.current = placeOf(target)
    }
    document.addEventListener('focusin', mark)
    return () => document.removeEventListener('focusin', mark)
  }, [])

  useEffect(() => {
    if (openId === null || last.current !== 'pane') return
    // Once the dialog that led here, if one did, is drawn away.
    const timer = setTimeout(() => {
      if (isNowhere()) document.querySelector<HTMLElement>('[data-pane] [role="group"]')?.focus({ preventScroll: true })
    })
    return () => clearTimeout(timer)
  }, [openId])

  return useCallback((api) => {
    const into = (index: number): void => {
      if (!isNowhere() || api.isDestroyed()) return
      if (last.current !== 'list' || api.getDisplayedRowCount() === 0) focusTitle()
      else focusRow(api, Math.max(index, 0), true)
    }
    // Whoever has left the queue by then has no list to come back to.
    setTimeout(() => (api.isDestroyed() ? undefined : into(api.getFocusedCell()?.rowIndex ?? 0)))
    // Scrolled far away from, the row with the focus is gone as well: from what is in sight one goes on.
    api.addEventListener('bodyScrollEnd', () => into(api.getFirstDisplayedRowIndex() + 1))
  }, [])
}

/** Where nothing is listed the page's name takes the focus, from which every key of the page works. */
export function useFocusOnTitle(): void {
  useEffect(() => {
    if (isNowhere()) focusTitle()
  }, [])
}

const focusTitle = (): void =>
  document.querySelector<HTMLElement>('[data-keys="work"] h1')?.focus({ preventScroll: true })

const isNowhere = (): boolean => document.activeElement === null || document.activeElement === document.body

function placeOf(element: Element): Place {
  if (element.closest('[data-pane]') !== null) return 'pane'
  return element.closest('[role="grid"], [role="treegrid"]') === null ? 'elsewhere' : 'list'
}
