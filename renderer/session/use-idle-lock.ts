/**
 * Locks a console nobody touches. The engine counts calls and this page makes some by itself, so the page must watch
 * the person; and a person who reads or types without calling anything must not lose the session meanwhile. Null for a
 * display on a wall, which nobody sits at: it can do nothing, and goes on asking by itself.
 */
import { useEffect, useRef, useState } from 'react'
import { useLine } from '../engine/engine-context.ts'
import { type IdlePhase, idlePhase } from './idle.ts'

const signs = ['pointerdown', 'keydown', 'wheel', 'touchstart', 'pointermove'] as const
const active: IdlePhase = { phase: 'active' }

export function useIdleLock(idleSeconds: number | null, lock: () => void): IdlePhase {
  const line = useLine()
  const [phase, setPhase] = useState<IdlePhase>(active)
  const touchedAt = useRef(0)
  const calledAt = useRef(0)

  useEffect(() => {
    const touch = (): void => {
      touchedAt.current = Date.now()
      // The warning goes as soon as somebody is there; a state per mouse move would be one too many.
      setPhase((before) => (before.phase === 'active' ? before : active))
    }
    for (const sign of signs) window.addEventListener(sign, touch, { passive: true })
    return () => {
      for (const sign of signs) window.removeEventListener(sign, touch)
    }
  }, [])

  useEffect(() => {
    if (!line || idleSeconds === null) return
    touchedAt.current = Date.now()
    calledAt.current = Date.now()
    const tick = (): void => {
      const next = idlePhase(Date.now() - touchedAt.current, idleSeconds)
      if (next.phase === 'over') return lock()
      setPhase((before) => (before.phase === 'active' && next.phase === 'active' ? before : next))
      const untold = touchedAt.current > calledAt.current
      if (!untold || Date.now() - calledAt.current < (idleSeconds * 1_000) / 4) return
      calledAt.current = Date.now()
      // Only to be seen: the end of the session, if that is the answer, is noticed by the link itself.
      line.client.session.get().catch(() => undefined)
    }
    const timer = setInterval(tick, 1_000)
    return () => clearInterval(timer)
  }, [line, idleSeconds, lock])

  return phase
}
