import { useMemo, useState } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { Fault } from '../engine/fault.ts'
import type { Question } from '../engine/use-read.ts'
import { useCalmRead } from '../exceptions/use-calm-read.ts'

export type Answered<T> = Readonly<{
  data: T | undefined
  fault: Fault | undefined
  /** What is shown is of the filters before: the answer to these is on its way. */
  isOld: boolean
  again: () => void
}>

/** As `useCalmRead`, but what was read stays in its place while other filters are asked for, so that nothing jumps. */
export function useFigure<T>(question: Question<T> | null, topics: readonly Topic[]): Answered<T> {
  const { data, fault, again } = useCalmRead(question, topics)
  const [kept, setKept] = useState<T>()
  if (data !== undefined && data !== kept) setKept(data)
  const isOld = data === undefined && fault === undefined && kept !== undefined
  const shown = isOld ? kept : data
  return useMemo(() => ({ data: shown, fault, isOld, again }), [shown, fault, isOld, again])
}
