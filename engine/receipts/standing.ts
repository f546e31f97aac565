/** Whose key signed a receipt, and how its transaction stands now. */
import type { ReceiptFacts, ReceiptNow } from '../contract/receipts.ts'
import type { QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { gatherReceipt } from './gather.ts'

type Reading = Pick<QueryContext, 'raw'>

/** Whether this workspace ever signed with that key; keys that were replaced since are still its own. */
export const isOwnSigner = ({ raw }: Reading, { publicKey }: Readonly<{ publicKey: Uint8Array }>): boolean =>
  signers(raw).get(Buffer.from(publicKey)) !== undefined

export function receiptNow({ raw }: Reading, facts: ReceiptFacts): ReceiptNow {
  const gathered = gatherReceipt(raw, facts)
  // Books that were restored give numbers out again: under this one they may have another transaction by now.
  if (gathered.status !== 'found' || same.some((field) => gathered.said[field] !== facts[field]))
    return { standing: 'not_in_books', state: null, undoneBy: [] }
  const { state, undone } = gathered.said
  const standing = { none: 'stands', partly: 'partly_undone', whole: 'undone' } as const
  return { standing: standing[undone], state, undoneBy: gathered.undoneBy }
}

/** What of a transaction never changes. */
const same = ['workspace', 'client', 'kind', 'amount', 'currency', 'at', 'txId', 'order', 'reference'] as const

const signers = perConnection((raw) => raw.prepare('SELECT 1 FROM signing_key WHERE public_key = ?'))
