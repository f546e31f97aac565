/** What stands under an identity that was claimed: the content of a held row or of a posting of a batch. */
import type { Database } from 'better-sqlite3'
import type { RowFields } from '../../contract/row-fields.ts'
import type { Place } from '../../identities/entries.ts'
import { isLetGo } from '../../identities/let-go.ts'
import { postingOfRow } from '../../ledger/row-posting.ts'
import { perConnection } from '../../store/compiled.ts'

export type RowContent = Readonly<{
  txId: string
  client: string
  type: 'TopUp' | 'Payment'
  amount: number
  location: string
  occurredAt: number
}>

export const sameContent = (a: RowContent, b: RowContent): boolean =>
  a.txId === b.txId &&
  a.client === b.client &&
  a.type === b.type &&
  a.amount === b.amount &&
  a.location === b.location &&
  a.occurredAt === b.occurredAt

type Held = RowContent & Readonly<{ state: 'held' | 'posted' | 'rejected' }>
type Posted = RowContent & Readonly<{ seq: number; batch: number | null; line: number | null }>

export class ClaimedRows {
  readonly #raw: Database
  readonly #statements: ReturnType<typeof statementsOf>
  /** Where the last one was: a file that comes again asks for its rows in their old order. */
  #last = { batch: 0, line: 0, seq: 0 }

  constructor(raw: Database) {
    this.#raw = raw
    this.#statements = statementsOf(raw)
  }

  /**
   * What the row there says now, or under this TxId. Null where no row is, and for one that was let go: that claims nothing any
   * more. One that somebody corrected to another TxId has the first as well, under which it says what it said.
   */
  contentOf(place: Place, txId?: string): RowContent | null {
    const held = this.#statements.held.get(place) as Held | undefined
    if (held === undefined) return this.#posted(place)
    if (held.state === 'rejected' && isLetGo(this.#raw, place)) return null
    return txId === undefined || held.txId === txId ? held : (this.#original(place, txId) ?? held)
  }

  /** Whether this is what the row there said before somebody corrected it: then its line has come once more. */
  saidBefore(place: Place, row: RowContent): boolean {
    const original = this.#original(place, row.txId)
    return original !== null && sameContent(row, original)
  }

  #original(place: Place, txId: string): RowContent | null {
    const stored = this.#statements.original.get(place) as string | undefined
    if (stored === undefined) return null
    const original = JSON.parse(stored) as RowFields
    return original.txId === txId ? { ...original, occurredAt: Date.parse(original.occurredAt) } : null
  }

  #posted(place: Place): Posted | null {
    const { batch, line } = place
    const guessed = batch === this.#last.batch ? this.#at(this.#last.seq + line - this.#last.line, place) : null
    const found = guessed ?? this.#search(place)
    if (found !== null) this.#last = { batch, line, seq: found.seq }
    return found
  }

  #at(seq: number, { batch, line }: Place): Posted | null {
    const posting = this.#statements.posting.get(seq) as Posted | undefined
    return posting !== undefined && posting.batch === batch && posting.line === line ? posting : null
  }

  #search(place: Place): Posted | null {
    const seq = postingOfRow(this.#raw, place)
    return seq === null ? null : this.#at(seq, place)
  }
}

const content = `
  SELECT posting.seq, posting.batch_id AS batch, posting.line, posting.tx_id AS txId, wallet.client_id AS client,
    posting.kind AS type, posting.amount, place.name AS location, posting.occurred_at AS occurredAt
  FROM movement AS posting
  JOIN account AS wallet ON wallet.id = iif(posting.kind = 'TopUp', posting.credit, posting.debit)
  JOIN place ON place.id = posting.place`

const statementsOf = perConnection((raw) => ({
  held: raw.prepare(`
    SELECT tx_id AS txId, client_id AS client, kind AS type, amount, location, occurred_at AS occurredAt, state
    FROM held_row WHERE batch_id = @batch AND line = @line`),
  original: raw
    .prepare(`
      SELECT original FROM row_decision
      WHERE batch_id = @batch AND line = @line AND undone_at IS NULL AND original IS NOT NULL`)
    .pluck(),
  posting: raw.prepare(`${content} WHERE posting.seq = ?`),
}))
