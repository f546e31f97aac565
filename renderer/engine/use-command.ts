/** A command to the engine: whether it runs, what it was refused with, and the way to give it. */
import { useCallback, useState } from 'react'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { useLine } from './engine-context.ts'
import { type Fault, readFault } from './fault.ts'

export type Outcome<T> = Readonly<{ ok: true; value: T }> | Readonly<{ ok: false; fault: Fault }>

export type Command<I extends readonly unknown[], T> = Readonly<{
  run: (...input: I) => Promise<Outcome<T>>
  busy: boolean
  fault: Fault | undefined
  /** What it answered last, until it is given again. */
  value: T | undefined
  reset: () => void
}>

type Progress<T> = Readonly<{ busy: boolean; fault?: Fault; value?: T }>

const idle = { busy: false } as const

/** `call` must stay the same function: a constant of the module, or a `useCallback`. Never rejects. */
export function useCommand<I extends readonly unknown[], T>(
  call: (client: EngineClient, ...input: I) => Promise<T>,
): Command<I, T> {
  const line = useLine()
  const [progress, setProgress] = useState<Progress<T>>(idle)

  const run = useCallback(
    async (...input: I): Promise<Outcome<T>> => {
      setProgress({ busy: true })
      try {
        if (!line) return refuse(setProgress, { code: 'engine_lost' })
        const value = await call(line.client, ...input)
        setProgress({ busy: false, value })
        return { ok: true, value }
      } catch (error) {
        return refuse(setProgress, readFault(error))
      }
    },
    [line, call],
  )
  const reset = useCallback(() => setProgress(idle), [])
  return { run, reset, busy: progress.busy, fault: progress.fault, value: progress.value }
}

function refuse<T>(setProgress: (progress: Progress<T>) => void, fault: Fault): Outcome<T> {
  setProgress({ busy: false, fault })
  return { ok: false, fault }
}
