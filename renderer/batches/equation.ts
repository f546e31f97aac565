/** The row equation of a batch: rows = posted + repeats + conflicts + faults + held + unposted. Shown, never computed. */
import type { Batch } from '../../engine/contract/batches.ts'
import type { Token } from '../theme/tokens.ts'
import type { Live } from './live.ts'
import { isRunning } from './states.ts'

const equationTerms = ['posted', 'repeats', 'conflicts', 'faults', 'held', 'unposted'] as const
type EquationTerm = (typeof equationTerms)[number]
/** What is not posted yet while a batch is being posted will be; nothing is decided about it. */
export type Term = Readonly<{ term: EquationTerm | 'to_come'; rows: number }>

type Counted = Pick<Batch, EquationTerm | 'state'>

/** The terms that say something; a batch of which nothing is known yet has none. */
export function termsOf(batch: Counted): readonly Term[] {
  return equationTerms
    .map(
      (term): Term => ({
        term: term === 'unposted' && isRunning(batch.state) ? 'to_come' : term,
        rows: batch[term],
      }),
    )
    .filter(({ rows }) => rows > 0)
}

const colours: Readonly<Record<Term['term'], Token>> = {
  posted: 'ok',
  repeats: 'low',
  conflicts: 'high',
  faults: 'critical',
  held: 'medium',
  unposted: 'control',
  to_come: 'line',
}

/** What was posted of a batch that is reversed stands no more: it is not shown as money that came. */
export const colourOf = ({ state }: Counted, term: Term['term']): Token =>
  state === 'reversed' && term === 'posted' ? 'low' : colours[term]

/** One bar split into the terms, as a CSS gradient with hard stops; while the file is read, how much of it is. */
export function barOf(batch: Counted & Pick<Batch, 'rows'>, live: Live | null): string {
  if (live?.step === 'checking') return gradient([{ to: live.share, colour: 'progress' }])
  if (batch.rows === 0) return 'none'
  let done = 0
  const stops = termsOf(batch).map(({ term, rows }) => {
    done += rows
    return { to: done / batch.rows, colour: colourOf(batch, term) }
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
