/**
 * Spotlight marks the first line when a letter is typed, and counts from there. What is found after that comes in above, so
 * the line that is marked stays marked and is counted anew; only where none is, the first is taken.
 */
import type { SpotlightStore } from '@mantine/spotlight'

export function keepMarked(store: SpotlightStore): void {
  const { opened, listId, query } = store.getState()
  const list = opened && listId !== '' ? document.getElementById(listId) : null
  if (list === null || query === '') return
  const lines = [...list.querySelectorAll<HTMLElement>('[data-action]')]
  const marked = Math.max(
    lines.findIndex((line) => 'selected' in line.dataset),
    0,
  )
  lines[marked]?.setAttribute('data-selected', 'true')
  store.updateState((state) => ({ ...state, selected: lines.length === 0 ? -1 : marked }))
}
