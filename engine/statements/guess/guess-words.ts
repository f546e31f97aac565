/** What words in a column say of a line: its state, and whether it undoes another. */
import type { StatementMark } from '../../contract/statement-mappings.ts'
import type { StatementQuestion } from '../../contract/statement-previews.ts'
import { type LookedAt, nameScore } from './columns.ts'
import { foldedName, reversalWords, statusWords } from './words.ts'

export type MarksGuess = Readonly<{
  marks: readonly StatementMark[]
  columns: readonly LookedAt[]
  questions: readonly StatementQuestion[]
}>

const distinctMax = 20
const wordMax = 120

export function guessMarks(columns: readonly LookedAt[]): MarksGuess {
  const few = columns.filter(
    ({ distinct, figures, dates }) =>
      distinct.size > 0 && distinct.size <= distinctMax && figures === null && dates === null,
  )
  const states = few.filter(({ name }) => nameScore('status', name) >= 0.4).map(marksOfState)
  const kinds = few.filter(({ name }) => Math.max(nameScore('code', name), nameScore('status', name)) >= 0.4)
  const marked = new Set(
    states.flatMap(({ marks }) => marks.flatMap(({ column, words }) => words.map((word) => `${column} ${word}`))),
  )
  const reversals = kinds.flatMap(({ name, distinct }): readonly StatementMark[] => {
    const words = [...distinct].filter((word) => isReversal(word) && !marked.has(`${name} ${word}`))
    return words.length === 0 ? [] : [{ column: name, words, means: 'reversal' }]
  })
  return {
    marks: [...states.flatMap(({ marks }) => marks), ...reversals].slice(0, 20),
    columns: states.filter(({ marks }) => marks.length > 0).map(({ column }) => column),
    questions: states.flatMap(({ questions }) => questions),
  }
}

const isReversal = (word: string): boolean => word.length <= wordMax && reversalWords.includes(foldedName(word))

type State = Readonly<{ column: LookedAt; marks: readonly StatementMark[]; questions: readonly StatementQuestion[] }>

/** What is announced or came to nothing is marked; where every word is known, what is booked is too, and any other refused. */
function marksOfState(column: LookedAt): State {
  const { name, distinct } = column
  const found = [...distinct].filter((word) => word.length <= wordMax)
  const of = (words: readonly string[]): string[] => found.filter((word) => words.includes(foldedName(word)))
  const [booked, pending, skipped] = [of(statusWords.booked), of(statusWords.pending), of(statusWords.skipped)]
  // Money that is not available yet is booked all the same: such a column says when it can be drawn on.
  const isAvailability = booked.some((word) => foldedName(word) === 'available')
  const known = booked.length + pending.length + skipped.length
  if (isAvailability || known === 0) return { column, marks: [], questions: [] }
  const unknown = found.filter((word) => ![...booked, ...pending, ...skipped].includes(word) && !isReversal(word))
  const isClosed = unknown.length === 0 && booked.length > 0 && column.filled.length === column.values.length
  const marks: StatementMark[] = [
    ...(isClosed ? [{ column: name, words: booked, means: 'booked' as const }] : []),
    ...(pending.length > 0 ? [{ column: name, words: pending, means: 'pending' as const }] : []),
    ...(skipped.length > 0 ? [{ column: name, words: skipped, means: 'skipped' as const }] : []),
  ]
  return { column, marks, questions: unknown.map((word) => ({ code: 'word_unknown', column: name, found: word })) }
}
