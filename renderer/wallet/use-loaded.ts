/** Something that is fetched when a page opens, and again when it is asked for. What was there stays until the new is. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { Refused } from './call.ts'

export type Loaded<T> = Readonly<{
  value: T | null
  refused: Refused | null
  reload: () => void
}>

type Load<T> = () => Promise<T>
type Kept<T> = Readonly<{ of: Load<T>; value: T | null; refused: Refused | null }>

/** `load` is the same function as long as the same is wanted. */
export function useLoaded<T>(load: Load<T>): Loaded<T> {
  const [kept, setKept] = useState<Kept<T> | null>(null)
  const turnRef = useRef(0)
  const reload = useCallback((): void => {
    turnRef.current += 1
    const mine = turnRef.current
    // Of two the later one counts, whichever is answered first.
    const keep = (found: Omit<Kept<T>, 'of'>): void => {
      if (mine === turnRef.current) setKept({ of: load, ...found })
    }
    load().then(
      (value) => keep({ value, refused: null }),
      (error: unknown) =>
        keep({ value: null, refused: error instanceof Refused ? error : new Refused('internal', {}) }),
    )
  }, [load])
  useEffect(() => {
    reload()
    return () => {
      turnRef.current += 1
    }
  }, [reload])
  return kept?.of === load ? { ...kept, reload } : { value: null, refused: null, reload }
}
