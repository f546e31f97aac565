import { useCallback, useEffect, useRef } from 'react'
import { usePreferences } from '../preferences/preferences-context.ts'
import { type GridLayout, plainLayout, sameLayout } from './layout.ts'

/** The lists whose columns a person may choose, by the name that they are kept under. */
export type ListName = 'exceptions' | 'batches' | 'clients' | 'producers' | 'accounts' | 'postings'

export type LayoutControl = Readonly<{
  layout: GridLayout
  change: (next: (before: GridLayout) => GridLayout) => void
}>

/** Kept with the person in the workspace. A list without a name is as it is for everybody. */
export function useLayout(name: ListName | undefined): LayoutControl {
  const { preferences, setPreference } = usePreferences()
  const { columns } = preferences
  const layout = (name === undefined ? undefined : columns[name]) ?? plainLayout
  const latest = useRef({ columns, layout })
  useEffect(() => {
    latest.current = { columns, layout }
  }, [columns, layout])
  const change = useCallback<LayoutControl['change']>(
    (next) => {
      if (name === undefined) return
      const changed = next(latest.current.layout)
      if (sameLayout(changed, latest.current.layout)) return
      // Two changes may come before the first of them is drawn.
      latest.current = { columns: { ...latest.current.columns, [name]: changed }, layout: changed }
      setPreference('columns', latest.current.columns)
    },
    [name, setPreference],
  )
  return { layout, change }
}
