/** Batches in words. Pure: a batch and the person's language in, a sentence out. */
import type { Batch } from '../../engine/contract/batches.ts'
import { assertNever } from '../assert-never.ts'
import { type Text, textOfCode } from '../messages/use-text.ts'
import { formatClock } from '../time/format.ts'
import { termsOf } from './equation.ts'
import { type Pace, shareOf } from './pace.ts'

/** The first line of the pane: what became of the file and why. */
export function verdict(batch: Batch, text: Text): string {
  const reasons = reasonsText(batch.reasons, text)
  switch (batch.state) {
    case 'received':
      return text('batch.verdict.received')
    case 'checking':
      return text('batch.verdict.checking', { percent: percentOf(batch) })
    case 'posting':
      return text('batch.verdict.posting', { percent: percentOf(batch), rows: batch.rows })
    case 'held':
      return text('batch.verdict.held', { reasons, posted: batch.posted, rows: batch.rows })
    case 'rejected':
      return text('batch.verdict.rejected', { reasons })
    case 'posted':
    case 'reconciled':
      return text(`batch.verdict.${batch.state}`, { posted: batch.posted, rows: batch.rows })
    case 'reversed':
      return text('batch.verdict.reversed', { reasons })
    default:
      return assertNever(batch.state)
  }
}

export const reasonsText = (reasons: readonly string[], text: Text): string =>
  reasons.length === 0 ? text('batch.no_reason') : reasons.map((code) => textOfCode(text, 'rule', code)).join(' · ')

const percentOf = (batch: Batch): number => Math.floor(shareOf(batch) * 100)

/** "97 posted · 1 repeat · 2 faults": the equation without its sum, for a cell. */
export function equationWords(batch: Batch, text: Text): string {
  const terms = termsOf(batch)
  if (terms.length === 0) return batch.state === 'checking' ? '' : noTerms(batch, text)
  return terms.map(({ term, rows }) => text(`batch.term.${term}`, { rows })).join(' · ')
}

/** "100 rows = 97 posted + 1 repeat + 2 faults": the equation as a whole. */
export function equationSentence(batch: Batch, text: Text): string {
  const terms = termsOf(batch).map(({ term, rows }) => text(`batch.term.${term}`, { rows }))
  return text('batch.equation', { rows: batch.rows, terms: terms.join(' + ') || noTerms(batch, text) })
}

/** A batch under way may still come to something; one that is sealed has come to nothing. */
const noTerms = (batch: Batch, text: Text): string =>
  text(batch.sealedAt === null ? 'batch.equation.none' : 'batch.equation.nothing')

/** What a running batch is at, for the cell that shows its outcome once it is through. */
export function runningWords(batch: Batch, pace: Pace, zone: string, text: Text): string {
  const at = text(batch.state === 'posting' ? 'batch.running.posting' : 'batch.running.checking', {
    percent: percentOf(batch),
  })
  const so = batch.state === 'received' ? text('batch.running.received') : at
  return [so, paceWords(pace, zone, text), equationWordsWhilePosting(batch, text)].filter(Boolean).join(' · ')
}

const equationWordsWhilePosting = (batch: Batch, text: Text): string =>
  batch.state === 'posting' && termsOf(batch).length > 0 ? equationWords(batch, text) : ''

function paceWords(pace: Pace, zone: string, text: Text): string {
  switch (pace.type) {
    case 'unknown':
      return ''
    case 'still':
      return text('batch.pace.still', { at: formatClock(new Date(pace.sinceMs).toISOString(), zone) })
    case 'moving': {
      const { rowsPerSecond, secondsLeft } = pace
      const rate = rowsPerSecond === 0 ? '' : text('batch.pace.rate', { rows: rowsPerSecond })
      const left =
        secondsLeft >= 60
          ? text('batch.pace.minutes', { minutes: Math.round(secondsLeft / 60) })
          : text('batch.pace.seconds', { seconds: secondsLeft })
      return [left, rate].filter(Boolean).join(' · ')
    }
    default:
      return assertNever(pace)
  }
}
