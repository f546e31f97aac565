import type { CellKeyDownEvent, FullWidthCellKeyDownEvent } from 'ag-grid-community'

/** ⌘C copies the cell in focus, unless a person has marked text, which is what they mean then. */
export function copyCell<T>(event: CellKeyDownEvent<T> | FullWidthCellKeyDownEvent<T>): void {
  const press = event.event
  if (!(press instanceof KeyboardEvent) || press.key !== 'c' || !(press.metaKey || press.ctrlKey)) return
  if (window.getSelection()?.toString() || !('value' in event)) return
  void navigator.clipboard?.writeText(formulaSafe(String(event.value ?? '')))
}

/** A spreadsheet runs what begins like a formula; an apostrophe makes it text. A minus before a figure is no formula. */
export function formulaSafe(text: string): string {
  return /^[=@+\t\r]|^-(?![\d.,\s]*$)/.test(text) ? `'${text}` : text
}
