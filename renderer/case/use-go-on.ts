/** Gives a deed to the engine and goes on: the answer is awaited by whoever keeps the book, and not by the person. */
import { useCallback, useState } from 'react'
import type { CaseDeed } from '../../engine/contract/cases.ts'
import type { ExceptionDetail } from '../../engine/contract/exceptions.ts'
import { useQueue } from '../exceptions/queue-context.ts'
import { useCaseWork } from './case-work-context.ts'
import { endsHere } from './deeds.ts'

export function useGoOn(each: ExceptionDetail, onClose: () => void): (deed: CaseDeed) => void {
  const { act } = useCaseWork()
  const { next } = useQueue()
  // As it was when the dialog opened: what moved under it meanwhile is for the engine to say.
  const [seen] = useState(each)
  return useCallback(
    (deed) => {
      onClose()
      void act(seen, deed)
      if (endsHere(deed, seen.left)) next()
    },
    [act, next, seen, onClose],
  )
}
