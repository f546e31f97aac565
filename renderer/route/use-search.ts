/** Filters, sort and the open pane live in the address, so that Back undoes each and a copied link shows the same. */
import { useCallback, useMemo } from 'react'
import { useSearch } from 'wouter'
import { navigate } from 'wouter/use-browser-location'
import type { z } from 'zod'

export type SearchValues = Readonly<Record<string, string | number | undefined>>

/** A schema whose every field falls back by itself: an address typed by hand must still open the screen. */
export function useSearchValues<S extends z.ZodType<SearchValues>>(
  schema: S,
): readonly [values: z.infer<S>, change: (values: Partial<z.infer<S>>, options?: { replace?: boolean }) => void] {
  const search = useSearch()
  const values = useMemo(() => schema.parse(Object.fromEntries(new URLSearchParams(search))), [schema, search])
  const change = useCallback((changed: SearchValues, options?: { replace?: boolean }) => {
    navigate(changedAddress(window.location, changed), options)
  }, [])
  return [values, change]
}

/** What is not named stays; what is undefined or empty goes. */
export function changedAddress(at: Readonly<{ pathname: string; search: string }>, changed: SearchValues): string {
  const params = new URLSearchParams(at.search)
  for (const [name, value] of Object.entries(changed)) {
    if (value === undefined || value === '') params.delete(name)
    else params.set(name, String(value))
  }
  const query = params.toString()
  return query === '' ? at.pathname : `${at.pathname}?${query}`
}
