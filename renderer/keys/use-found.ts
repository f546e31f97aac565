import { useEffect, useState } from 'react'
import { queryMax, type SearchAnswer } from '../../engine/contract/search.ts'
import { useLine } from '../engine/engine-context.ts'

/** Between two keys of somebody who types there is less. */
const pauseMs = 120
const slowMs = 150

export type Finding =
  /** Nothing is asked. */
  | Readonly<{ status: 'idle' }>
  /** `slow` once it takes so long that a person would wonder. */
  | Readonly<{ status: 'asking'; slow: boolean }>
  | Readonly<{ status: 'found'; query: string; answer: SearchAnswer }>
  | Readonly<{ status: 'failed' }>

const idle: Finding = { status: 'idle' }
const asking: Finding = { status: 'asking', slow: false }

/** What the engine finds while a person types. Only what answers the words that stand there now is shown. */
export function useFound(typed: string): Finding {
  const line = useLine()
  const query = wanted(typed)
  const [known, setKnown] = useState<Readonly<{ to: string; finding: Finding }>>({ to: '', finding: idle })

  useEffect(() => {
    if (!line || query === null) return
    let stopped = false
    const tell = (finding: Finding): void => {
      if (!stopped) setKnown({ to: query, finding })
    }
    let slow: ReturnType<typeof setTimeout> | undefined
    const pause = setTimeout(() => {
      slow = setTimeout(() => tell({ status: 'asking', slow: true }), slowMs)
      line.client.search.find({ q: query }).then(
        (answer) => {
          clearTimeout(slow)
          tell({ status: 'found', query, answer })
        },
        () => {
          clearTimeout(slow)
          tell({ status: 'failed' })
        },
      )
    }, pauseMs)
    return () => {
      stopped = true
      clearTimeout(pause)
      clearTimeout(slow)
    }
  }, [line, query])

  if (!line || query === null) return idle
  return known.to === query ? known.finding : asking
}

/** One letter alone begins nearly everything; one figure is a number already. */
function wanted(typed: string): string | null {
  const query = [...typed.trim()].slice(0, queryMax).join('').slice(0, queryMax)
  return query.length > 1 || /^\p{Nd}$/u.test(query) ? query : null
}
