/** Batches by their number and by any part of their file's name; rows that were not posted, by their TxId. */
import { isoOf } from '../calendar/instant.ts'
import type { BatchState } from '../contract/batches.ts'
import type { SearchHit } from '../contract/search.ts'
import { placesOfTxId } from '../ledger/row-posting.ts'
import { perConnection } from '../store/compiled.ts'
import { homeOf } from '../workspace/home.ts'
import { type Asked, firstOfEach, wanted } from './asked.ts'

export function findBatches({ raw, typed: { text, number } }: Asked): readonly SearchHit[] {
  const { named, one } = statementsOf(raw)
  const byNumber = number !== null && (number.noun ?? 'batch') === 'batch' ? [number.value] : []
  // The index knows pieces of three characters, and of less it knows nothing.
  const byName = [...text].length < 3 ? [] : (named.all({ piece: asPiece(text), wanted }) as number[])
  return firstOfEach([...byNumber, ...byName]).flatMap((id) => {
    const row = one.get(id) as BatchRow | undefined
    return row === undefined ? [] : [{ kind: 'batch' as const, ...row, receivedAt: isoOf(row.receivedAt) }]
  })
}

/** Between quotation marks nothing is a sign of the index's own language. */
const asPiece = (text: string): string => `"${text.replaceAll('"', '""')}"`

type BatchRow = Readonly<{ batch: number; file: string; producerName: string; state: BatchState; receivedAt: number }>

/** A posted row is found as a transaction. What was refused for a fault has no identity, and is found by its case. */
export function findRows({ raw, typed: { spellings } }: Asked): readonly SearchHit[] {
  const { currency } = homeOf(raw)
  const found = spellings.flatMap((name) =>
    placesOfTxId(raw, name).flatMap((place) => {
      const row = statementsOf(raw).held.get({ ...place, name }) as HeldRow | undefined
      return row === undefined ? [] : [{ kind: 'row' as const, ...row, currency }]
    }),
  )
  return found.slice(0, wanted)
}

type HeldRow = Readonly<{
  batch: number
  line: number
  name: string
  file: string
  client: string
  amount: number
  state: 'held' | 'rejected'
}>

const statementsOf = perConnection((raw) => ({
  named: raw
    .prepare('SELECT rowid FROM batch_file WHERE batch_file MATCH @piece ORDER BY rowid DESC LIMIT @wanted')
    .pluck(),
  one: raw.prepare(`
    SELECT batch.id AS batch, batch.file, producer.name AS producerName, batch.state, batch.received_at AS receivedAt
    FROM batch JOIN producer ON producer.id = batch.producer_id WHERE batch.id = ?`),
  // A hash only finds; the row's own text decides.
  held: raw.prepare(`
    SELECT held_row.batch_id AS batch, held_row.line, held_row.tx_id AS name, batch.file, held_row.client_id AS client,
      held_row.amount, held_row.state
    FROM held_row JOIN batch ON batch.id = held_row.batch_id
    WHERE held_row.batch_id = @batch AND held_row.line = @line AND held_row.tx_id = @name AND held_row.posting IS NULL
      AND held_row.state IN ('held', 'rejected')`),
}))
