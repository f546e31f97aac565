/** What became of a batch and why, in words: the first thing that its pane says. */
import type { Batch } from '../../engine/contract/batches.ts'
import { assertNever } from '../assert-never.ts'
import type { Live } from './live.ts'
import { joined, type RuleWords, ruleSentence } from './rule-words.ts'

export function verdict(batch: Batch, live: Live | null, words: RuleWords): string {
  const { text } = words
  const { posted, rows } = batch
  if (live !== null && isOnItsWay(batch.state)) return underWay(batch, live, words)
  switch (batch.state) {
    case 'received':
    case 'checking':
      return text(`batch.verdict.${batch.state}`)
    case 'posting':
      return text('batch.verdict.posting', { percent: 'none', rows, posted })
    case 'held':
      return text('batch.verdict.held', {
        why: why(batch, 'hold', words) || 'none',
        posted,
        rows,
        waiting: batch.unposted,
      })
    case 'rejected':
      return rejected(batch, words)
    case 'posted':
    case 'reconciled':
      return postedSentence(batch, words)
    case 'reversed':
      return reversed(batch, words)
    default:
      return assertNever(batch.state)
  }
}

const isOnItsWay = (state: Batch['state']): boolean =>
  state === 'received' || state === 'checking' || state === 'posting'

function underWay({ rows, posted }: Batch, live: Live, { text }: RuleWords): string {
  const percent = Math.floor(live.share * 100)
  return live.step === 'checking'
    ? text('batch.verdict.reading', { percent, rows: live.rowsDone })
    : text('batch.verdict.posting', { percent, rows: live.rows ?? rows, posted })
}

/** Without a rule that rejects, it was a person who did. */
function rejected(batch: Batch, words: RuleWords): string {
  const byRule = why(batch, 'reject', words)
  return byRule === ''
    ? words.text('batch.verdict.rejected_by_person', { why: why(batch, 'hold', words) || 'none' })
    : words.text('batch.verdict.rejected', { why: byRule })
}

function postedSentence(batch: Batch, words: RuleWords): string {
  const { text } = words
  const { state, posted, rows, releasedBy } = batch
  const so = text(state === 'reconciled' ? 'batch.verdict.reconciled' : 'batch.verdict.posted', {
    posted,
    rows,
    left: rows - posted,
  })
  if (releasedBy === null) return so
  return joined([so, text('batch.verdict.released')], words)
}

/** Undoing takes a while too: each of its rows gets a row that cancels it. */
function reversed({ posted, reversal }: Batch, { text }: RuleWords): string {
  const { rows, rowsDone } = reversal ?? { rows: posted, rowsDone: posted }
  return text('batch.verdict.reversed', { rows, rowsDone, whole: rowsDone < rows ? 'no' : 'yes' })
}

/** The sentences of the rules that decided: what only gave a warning is said further down. */
function why(batch: Batch, effect: 'hold' | 'reject', words: RuleWords): string {
  const decisive = batch.verdict.filter((each) => each.effect === effect)
  return joined(
    decisive.map((each) => ruleSentence(each, words)),
    words,
  )
}
