/** A long proof as a stream of the engine: how far it is, what it found, and the way to stop listening. */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { useLine } from './engine-context.ts'
import { type Fault, readFault } from './fault.ts'

/** The engine yields how far it is and returns what it found. */
export type Stream<P, T> = AsyncIterator<P, T>

export type Streaming<I extends readonly unknown[], P, T> = Readonly<{
  run: (...input: I) => void
  busy: boolean
  progress: P | undefined
  fault: Fault | undefined
  value: T | undefined
  reset: () => void
}>

type State<P, T> = Readonly<{ busy: boolean; progress?: P; fault?: Fault; value?: T }>

const idle = { busy: false } as const

/** `open` must stay the same function: a constant of the module. Another run ends the one before. */
export function useStream<I extends readonly unknown[], P, T>(
  open: (client: EngineClient, ...input: I) => Promise<Stream<P, T>>,
): Streaming<I, P, T> {
  const line = useLine()
  const [state, setState] = useState<State<P, T>>(idle)
  const running = useRef<AbortController>(null)

  const stop = useCallback(() => {
    running.current?.abort()
    running.current = null
  }, [])
  useEffect(() => stop, [stop])

  const run = useCallback(
    (...input: I): void => {
      stop()
      if (!line) return setState({ busy: false, fault: { code: 'engine_lost' } })
      const stopped = new AbortController()
      running.current = stopped
      setState({ busy: true })
      void follow(() => open(line.client, ...input), stopped.signal, setState)
    },
    [line, open, stop],
  )
  const reset = useCallback(() => {
    stop()
    setState(idle)
  }, [stop])
  return { run, reset, busy: state.busy, progress: state.progress, fault: state.fault, value: state.value }
}

async function follow<P, T>(
  open: () => Promise<Stream<P, T>>,
  signal: AbortSignal,
  set: (state: State<P, T>) => void,
): Promise<void> {
  try {
    const stream = await open()
    const close = (): void => void stream.return?.().catch(() => undefined)
    if (signal.aborted) return close()
    signal.addEventListener('abort', close, { once: true })
    for (;;) {
      const step = await stream.next()
      if (signal.aborted) return
      if (step.done) return set({ busy: false, value: step.value })
      set({ busy: true, progress: step.value })
    }
  } catch (error) {
    if (!signal.aborted) set({ busy: false, fault: readFault(error) })
  }
}
