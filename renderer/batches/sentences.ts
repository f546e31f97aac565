/** Batches in words, for a cell: the rules that spoke, the equation, and how far a running one is. Pure. */
import type { Batch } from '../../engine/contract/batches.ts'
import { assertNever } from '../assert-never.ts'
import { type Text, textOfCode } from '../messages/use-text.ts'
import { formatClock } from '../time/format.ts'
import { termsOf } from './equation.ts'
import type { Live, Pace } from './live.ts'
import { isRunning } from './states.ts'

/** The codes of the rules that spoke, in words. */
export const reasonsText = (reasons: readonly string[], text: Text): string =>
  reasons.map((code) => textOfCode(text, 'rule', code)).join(' · ')

/** "97 posted · 1 repeat · 2 faults": the equation without its sum. */
export function equationWords(batch: Batch, text: Text): string {
  const terms = termsOf(batch)
  if (terms.length === 0) return isRunning(batch.state) ? '' : text('batch.equation.nothing')
  return terms.map(({ term, rows }) => text(`batch.term.${term}`, { rows })).join(' · ')
}

/** "100 rows = 97 posted + 1 repeat + 2 faults": the equation as a whole. */
export function equationSentence(batch: Batch, text: Text): string {
  const terms = termsOf(batch).map(({ term, rows }) => text(`batch.term.${term}`, { rows }))
  // A batch under way may still come to something; one that is sealed has come to nothing.
  const none = text(batch.sealedAt === null ? 'batch.equation.none' : 'batch.equation.nothing')
  return text('batch.equation', { rows: batch.rows, terms: terms.join(' + ') || none })
}

/** What a running batch is at, for the cell that shows its outcome once it is through. */
export function runningWords(batch: Batch, live: Live | null, zone: string, text: Text): string {
  if (live === null)
    return [text(`batch.running.${waiting(batch)}`), equationWords(batch, text)].filter(Boolean).join(' · ')
  return [stepWords(live, text), ...paceWords(live, zone, text)].join(' · ')
}

const waiting = ({ state }: Batch): 'received' | 'between' => (state === 'received' ? 'received' : 'between')

/** "Posting, 45 %". */
export const stepWords = ({ step, share }: Live, text: Text): string =>
  text(`batch.running.${step}`, { percent: Math.floor(share * 100) })

/** "20 s left", "9,000 rows/s"; or since when nothing has moved, and at which step. */
export function paceWords({ step, pace }: Pick<Live, 'step' | 'pace'>, zone: string, text: Text): readonly string[] {
  switch (pace.type) {
    case 'unknown':
      return []
    case 'still': {
      const at = formatClock(new Date(pace.sinceMs).toISOString(), zone)
      return [text('batch.pace.still', { at, step })]
    }
    case 'moving':
      return [leftWords(pace, text), ...(pace.rowsPerSecond > 0 ? [rateWords(pace, text)] : [])]
    default:
      return assertNever(pace)
  }
}

type Moving = Extract<Pace, { type: 'moving' }>

const rateWords = ({ rowsPerSecond }: Moving, text: Text): string => text('batch.pace.rate', { rows: rowsPerSecond })

const leftWords = ({ secondsLeft }: Moving, text: Text): string =>
  secondsLeft >= 60
    ? text('batch.pace.minutes', { minutes: Math.round(secondsLeft / 60) })
    : text('batch.pace.seconds', { seconds: secondsLeft })
