/** Items as people read them: a line with what the statement says of it, a posting with where it came from. */
import type { Database } from 'better-sqlite3'
import { dayOfNumber } from '../../calendar/day.ts'
import type { ReconciledItem } from '../../contract/reconciled-items.ts'
import { readPostings } from '../../ledger/posting-rows.ts'
import type { QueryContext } from '../../store/command.ts'
import { perConnection } from '../../store/compiled.ts'
import { type Side, sides } from '../items/open-items.ts'
import { findPart, type Part } from '../parts/parts.ts'
import { matchOfUndone } from './undone.ts'

/** Items by their numbers on an account that is known. */
export const findItems = (
  { raw }: Pick<QueryContext, 'raw'>,
  { account, side, items }: Readonly<{ account: number; side: 'line' | 'posting'; items: readonly number[] }>,
): readonly ReconciledItem[] =>
  readItems(
    raw,
    account,
    items.map((item) => ({ side: sides[side], item })),
  )

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
  isReversal: number
}>

/** In the order in which they are asked for. */
export function readItems(
  raw: Database,
  account: number,
  wanted: readonly Readonly<{ side: Side; item: number }>[],
): readonly ReconciledItem[] {
  const asked = wanted.map(({ side, item }) => ({ side, item, part: findPart(raw, item) }))
  const postings = new Map(
    postingsOf(
      raw,
      account,
      asked.filter(({ side }) => side === sides.posting).map(({ item, part }) => part?.origin ?? item),
    ),
  )
  return asked.map(({ side, item, part }) => {
    const origin = part?.origin ?? item
    const whole = side === sides.line ? lineOf(raw, account, origin) : (postings.get(origin) as ReconciledItem)
    return part === undefined ? whole : asPart(whole, part)
  })
}

/** It says what its line or posting says, of less money. */
const asPart = (of: ReconciledItem, { item, amount, place, of: count, whole, wholeAmount }: Part): ReconciledItem => ({
  ...of,
  id: item,
  amount,
  part: { place, of: count, whole, amount: wholeAmount },
})

function lineOf(raw: Database, account: number, id: number): ReconciledItem {
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
    reversal: row.isReversal === 1 ? { match: matchOfUndone(raw, account, id) } : null,
    part: null,
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
        reversal: null,
        part: null,
      },
    ]
  }
}

const statementsOf = perConnection((raw) => ({
  line: raw.prepare(`
    SELECT id, statement, day, amount, code, refs, party_name AS partyName, party_account AS partyAccount, text,
      is_reversal AS isReversal
    FROM statement_line WHERE id = ?`),
}))
