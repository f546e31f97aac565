import { type RefObject, useEffect } from 'react'

/**
 * For what a screen draws on the grid's rows itself. The grid makes rows, and gives a row that is there another record, whenever
 * it finds the time: behind its own events, on a busy machine long behind them. So it is drawn whenever that has happened.
 * `draw` changes nothing that is so already, or it would be called for its own changes without end.
 */
export function useDrawnRows(place: RefObject<HTMLElement | null>, draw: () => void): void {
  useEffect(() => {
    const { current: drawn } = place
    if (drawn === null) return undefined
    const observer = new MutationObserver(draw)
    observer.observe(drawn, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ['row-id', 'aria-selected'],
    })
    return () => observer.disconnect()
  }, [place, draw])
}

/** Sets what is not so already. */
export function drawAttribute(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value)
}
