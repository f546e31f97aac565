/** What words in a row say of it: announced only, no line at all, undoing an earlier one. */
import type { StatementMark } from '../../contract/statement-mappings.ts'
import { folded, type SourceRecord, type Unread } from './source.ts'

type Mark = Readonly<{ isPending: boolean; isReversal: boolean }>

const unmarked: Mark = { isPending: false, isReversal: false }

export function marksReader(marks: readonly StatementMark[]): (record: SourceRecord) => Mark | 'skipped' | Unread {
  const columns = [...new Set(marks.map(({ column }) => column))].map((column) => {
    const ofColumn = marks.filter((mark) => mark.column === column)
    const meanings = new Map(
      ofColumn.flatMap(({ words, means }) =>
        words.flatMap((word) => [word, folded(word)].map((one) => [one, means] as const)),
      ),
    )
    // Where what is booked is listed, so is everything that may stand there.
    return { column, meanings, isClosed: ofColumn.some(({ means }) => means === 'booked') }
  })
  if (columns.length === 0) return () => unmarked
  return (record) => {
    let { isPending, isReversal } = unmarked
    for (const { column, meanings, isClosed } of columns) {
      const found = record.text(column)
      const means = meanings.get(found) ?? meanings.get(folded(found))
      if (means === 'skipped') return 'skipped'
      if (means === undefined && isClosed) {
        return { code: found === '' ? 'field_missing' : 'field_unreadable', field: column, found }
      }
      isPending ||= means === 'pending'
      isReversal ||= means === 'reversal'
    }
    return { isPending, isReversal }
  }
}
