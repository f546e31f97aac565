/**
 * A part of the console whose code is loaded when it is first drawn, or before. React's own way of waiting holds a part back
 * for up to 300 ms once it has shown that it waits, also when the code came after ten.
 */
import { type ComponentType, type ReactNode, useEffect, useState } from 'react'

export type LaterPart<P extends object> = ComponentType<P> & Readonly<{ load: () => Promise<void> }>

export function later<P extends object>(
  fetch: () => Promise<ComponentType<P>>,
  waiting: ReactNode = null,
): LaterPart<P> {
  let Part: ComponentType<P> | undefined
  const load = async (): Promise<void> => {
    Part ??= await fetch()
  }
  function Later(props: P) {
    const [state, setState] = useState<'there' | 'waiting' | Readonly<{ error: unknown }>>(Part ? 'there' : 'waiting')
    useEffect(() => {
      let wanted = true
      load().then(
        () => wanted && setState('there'),
        (error: unknown) => wanted && setState({ error }),
      )
      return () => {
        wanted = false
      }
    }, [])
    // Whatever is around it says so, and draws it anew when asked.
    if (typeof state === 'object') throw state.error
    return Part === undefined ? waiting : <Part {...props} />
  }
  return Object.assign(Later, { load })
}
