/** The open row of a list whose rows have numbers: it is `open` in the address. */
import { useCallback } from 'react'
import { type OpenRow, useOpenRow } from './use-open-row.ts'

type Change = (values: Readonly<{ open: number | undefined }>, options?: { replace?: boolean }) => void

/** `change` must stay the same function. */
export function useOpenNumber<T>(open: number | undefined, change: Change): OpenRow<T> {
  const changeOpen = useCallback(
    (id: string | null, options?: { replace?: boolean }) =>
      change({ open: id === null ? undefined : Number(id) }, options),
    [change],
  )
  return useOpenRow<T>(open === undefined ? null : String(open), changeOpen)
}
