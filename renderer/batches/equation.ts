/** The row equation of a batch: rows = posted + repeats + conflicts + faults + held + unposted. Shown, never computed. */
import type { Batch } from '../../engine/contract/batches.ts'
import type { Token } from '../theme/tokens.ts'
import { shareOf } from './pace.ts'
import { isRunning } from './states.ts'

const equationTerms = ['posted', 'repeats', 'conflicts', 'faults', 'held', 'unposted'] as const
type EquationTerm = (typeof equationTerms)[number]
export type Term = Readonly<{ term: EquationTerm; rows: number }>

/** The terms that say something; a batch of which nothing is known yet has none. */
export function termsOf(batch: Pick<Batch, EquationTerm>): readonly Term[] {
  return equationTerms.map((term) => ({ term, rows: batch[term] })).filter(({ rows }) => rows > 0)
}

const colourOf: Readonly<Record<EquationTerm, Token>> = {
  posted: 'ok',
  repeats: 'low',
  conflicts: 'high',
  faults: 'critical',
  held: 'medium',
  unposted: 'control',
}

type Barred = Pick<Batch, EquationTerm | 'rows' | 'bytes' | 'bytesDone' | 'state'>

/**
 * One bar split into the terms, as a CSS gradient with hard stops. While a batch runs its rows are those read so far, so
 * the terms share what is read of the file, and the rest of the bar is still to come.
 */
export function barOf(batch: Barred): string {
  const share = isRunning(batch.state) ? shareOf(batch) : 1
  if (batch.state === 'checking') return gradient([{ to: share, colour: 'progress' }])
  if (batch.rows === 0) return 'none'
  let done = 0
  const stops = termsOf(batch).map(({ term, rows }) => {
    done += rows
    return { to: (done / batch.rows) * share, colour: colourOf[term] }
  })
  return gradient(stops)
}

type Stop = Readonly<{ to: number; colour: Token }>

function gradient(stops: readonly Stop[]): string {
  let from = 0
  const parts = stops.map(({ to, colour }) => {
    const part = `var(--ch-${colour}) ${percent(from)} ${percent(to)}`
    from = to
    return part
  })
  return `linear-gradient(to right, ${[...parts, `var(--ch-line) ${percent(from)} 100%`].join(', ')})`
}

const percent = (share: number): string => `${Math.round(Math.min(share, 1) * 10_000) / 100}%`
