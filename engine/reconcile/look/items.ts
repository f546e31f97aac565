/** Items as people read them: a line with what the statement says of it, a posting with where it came from. */
import type { Database } from 'better-sqlite3'
import { dayOfNumber } from '../../calendar/day.ts'
import type { ReconciledItem } from '../../contract/reconciliation.ts'
import { readPostings } from '../../ledger/posting-rows.ts'
import { perConnection } from '../../store/compiled.ts'
import { type Side, sides } from '../items/open-items.ts'

type LineRow = Readonly<{
  id: number
  statement: number
  day: number
  amount: number
  code: string | null
  refs: string
  partyName: string | null
  partyAccount: string | null
  text: string
}>

/** In the order in which they are asked for. */
export function readItems(
  raw: Database,
  account: number,
  wanted: readonly Readonly<{ side: Side; item: number }>[],
): readonly ReconciledItem[] {
  const postings = new Map(
    postingsOf(
      raw,
      account,
      wanted.filter(({ side }) => side === sides.posting).map(({ item }) => item),
    ),
  )
  return wanted.map(({ side, item }) =>
    side === sides.line ? lineOf(raw, item) : (postings.get(item) as ReconciledItem),
  )
}

function lineOf(raw: Database, id: number): ReconciledItem {
  const row = statementsOf(raw).line.get(id) as LineRow
  const refs = JSON.parse(row.refs) as readonly (readonly [string, string])[]
  return {
    side: 'line',
    id,
    day: dayOfNumber(row.day),
    amount: row.amount,
    references: refs.map(([name, value]) => ({ name, value })),
    party: row.partyName ?? row.partyAccount,
    text: row.text,
    kind: row.code ?? '',
    statement: row.statement,
    transaction: null,
    counter: null,
    batch: null,
    line: null,
  }
}

function* postingsOf(
  raw: Database,
  account: number,
  seqs: readonly number[],
): Generator<readonly [number, ReconciledItem]> {
  if (seqs.length === 0) return
  for (const row of readPostings(raw, seqs)) {
    const isDebit = row.debit === account
    const counter = isDebit ? row.creditCode : row.debitCode
    const references = [
      { name: 'txId', value: row.txId },
      { name: 'reference', value: row.reference },
      { name: 'bankTransactionId', value: row.bankTransactionId },
      { name: 'orderId', value: row.orderId },
    ].flatMap(({ name, value }) => (value === null ? [] : [{ name, value }]))
    yield [
      row.seq,
      {
        side: 'posting',
        id: row.seq,
        day: row.businessDay,
        amount: isDebit ? row.amount : 0 - row.amount,
        references,
        party:
          counter.startsWith('wallet:') || counter.startsWith('pending:')
            ? counter.slice(counter.indexOf(':') + 1)
            : null,
        text: row.reason ?? row.location ?? row.file ?? '',
        kind: row.kind,
        statement: null,
        transaction: row.transaction,
        counter,
        batch: row.batch,
        line: row.line,
      },
    ]
  }
}

const statementsOf = perConnection((raw) => ({
  line: raw.prepare(`
    SELECT id, statement, day, amount, code, refs, party_name AS partyName, party_account AS partyAccount, text
    FROM statement_line WHERE id = ?`),
}))
