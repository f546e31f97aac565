/** What is said about transactions and postings, as ids of messages and plain texts. Pure. */
import type { Source, Transaction } from '../../engine/contract/accounts.ts'
import { assertNever } from '../assert-never.ts'
import type { MessageId } from '../messages/messages.ts'
import type { Text } from '../messages/use-text.ts'
import type { Tone } from '../notice/Mark.tsx'

/** What became of a transaction since: whole, undone in part, or undone. */
export function standing({
  left,
  amount,
  undoneBy,
}: Pick<Transaction, 'left' | 'amount' | 'undoneBy'>): Readonly<{ tone: Tone; word: MessageId }> {
  if (left === 0) return { tone: 'low', word: 'transaction.state.undone' }
  // What undid it may itself be undone; then the list below says both, and nothing is missing.
  if (left < amount) return { tone: 'medium', word: 'transaction.state.partly' }
  return { tone: 'ok', word: undoneBy.length === 0 ? 'transaction.state.posted' : 'transaction.state.restored' }
}

/** Where a posting came from, in one line of a table. */
export function originText(source: Source, text: Text): string {
  switch (source.from) {
    case 'batch':
      return text('posting.from_batch', { producer: source.producerName, file: source.file, line: source.line })
    case 'entry':
      return source.initiatedBy === null
        ? text('posting.from_entry', { who: source.initiator })
        : text('posting.from_entry_on_behalf', { who: source.initiator, whom: source.initiatedBy })
    default:
      return assertNever(source)
  }
}

/** What outsiders know it by: a person looks for one of these. */
export function referenceText(source: Source): string {
  if (source.from === 'batch') return source.txId
  return [source.reference, source.orderId, source.bankTransactionId].filter((each) => each !== null).join(' · ')
}
