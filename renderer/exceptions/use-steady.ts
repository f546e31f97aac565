import { useCallback, useEffect, useRef } from 'react'

/** A function that stays the same while what it answers changes: for what is made once and asks again and again. */
export function useSteady<A extends readonly unknown[], R>(run: (...given: A) => R): (...given: A) => R {
  const latest = useRef(run)
  useEffect(() => {
    latest.current = run
  }, [run])
  return useCallback((...given: A) => latest.current(...given), [])
}
