/** What the books say of a transaction to one client who has a part in it. */
import type { Database } from 'better-sqlite3'
import type { Transaction } from '../contract/accounts.ts'
import type { ReceiptFacts } from '../contract/receipts.ts'
import { walletCode } from '../ledger/account.ts'
import { isInProcess } from '../ledger/history.ts'
import { type PostingRow, readPostings } from '../ledger/posting-rows.ts'
import { readTransaction } from '../ledger/transaction.ts'
import { usedOf } from '../operations/past-transaction.ts'
import { perConnection } from '../store/compiled.ts'
import { homeOf } from '../workspace/home.ts'

export type ToGather = Readonly<{ transaction: number; client: string | undefined }>

/** What the books say, without what only whoever makes a receipt knows. */
export type Said = Omit<ReceiptFacts, 'version' | 'language' | 'madeAt' | 'generation'>

export type Gathered =
  | Readonly<{ status: 'found'; said: Said; undoneBy: Transaction['undoneBy'] }>
  | Readonly<{ status: 'not_found' }>
  | Readonly<{ status: 'client_needed'; clients: string[] }>

export function gatherReceipt(raw: Database, { transaction: id, client }: ToGather): Gathered {
  const transaction = readTransaction({ raw }, { transaction: id })
  if (transaction === null) return { status: 'not_found' }
  const clients = clientsOf(transaction)
  // Whoever asks for a client who has no part in it learns as much as of a transaction that is not there.
  const chosen = client === undefined ? clients[0] : clients.find((each) => each === client)
  if (chosen === undefined) return { status: 'not_found' }
  if (client === undefined && clients.length > 1) return { status: 'client_needed', clients }
  const code = walletCode(chosen)
  const seqs = transaction.postings.filter(({ debit, credit }) => debit === code || credit === code)
  const rows = readPostings(
    raw,
    seqs.map(({ seq }) => seq),
  )
  const [first] = rows
  const undone = undoingOf(raw, transaction)
  if (first === undefined) return { status: 'not_found' }
  return {
    status: 'found',
    said: saidOf(raw, {
      transaction,
      client: chosen,
      rows,
      first,
      undoneAmount: undone.reduce((sum, { still }) => sum + still, 0),
    }),
    undoneBy: undone.map(({ still: _, ...by }) => by),
  }
}

const wallet = walletCode('')

const clientsOf = ({ postings }: Transaction): string[] => [
  ...new Set(
    postings
      .flatMap(({ debit, credit }) => [debit, credit])
      .flatMap((code) => (code.startsWith(wallet) ? [code.slice(wallet.length)] : [])),
  ),
]

/**
 * What took the money back, as far as that was not itself undone. The payout of a withdrawal belongs to the transaction as
 * well, and is no undoing: it is how the client got the money.
 */
const undoingOf = (raw: Database, { undoneBy }: Transaction): readonly Undoing[] =>
  undoneBy
    .filter(({ kind }) => kind !== 'payout')
    .map((by) => ({ ...by, still: by.amount - usedOf(raw, by.transaction) }))
    .filter(({ still }) => still > 0)

type Undoing = Transaction['undoneBy'][number] & Readonly<{ still: number }>

type Found = Readonly<{
  transaction: Transaction
  client: string
  rows: readonly PostingRow[]
  first: PostingRow
  undoneAmount: number
}>

function saidOf(raw: Database, { transaction, client, rows, first, undoneAmount }: Found): Said {
  const { house, uid, digits } = statementsOf(raw)
  const code = walletCode(client)
  const amount = rows.reduce((sum, row) => sum + (row.creditCode === code ? row.amount : 0 - row.amount), 0)
  const workspace = uid.get() as string
  return {
    receipt: receiptNumber(workspace, { transaction: transaction.id, amount }),
    workspace,
    house: house.get() as string,
    client,
    transaction: transaction.id,
    kind: transaction.kind,
    amount,
    currency: first.currency,
    digits: digits.get(first.currency) as number,
    at: transaction.postings[0]?.occurredAt ?? transaction.at,
    zone: homeOf(raw).zone.name,
    businessDay: first.businessDay,
    producer: first.producerName,
    place: first.location,
    txId: first.txId,
    order: first.orderId,
    reference: first.reference,
    related: first.related,
    state: rows.some((row) => isInProcess(raw, row)) ? 'in_process' : 'confirmed',
    undone: undoneAmount === 0 ? 'none' : undoneAmount >= transaction.amount ? 'whole' : 'partly',
    undoneAmount,
  }
}

/** Of a transfer there are two, one for whom it came from and one for whom it went to. */
const receiptNumber = (workspace: string, { transaction, amount }: Pick<Said, 'transaction' | 'amount'>): string =>
  `${workspace.slice(0, 8).toUpperCase()}-${transaction}-${amount < 0 ? 'D' : 'C'}`

const statementsOf = perConnection((raw) => ({
  uid: raw.prepare('SELECT uid FROM workspace').pluck(),
  house: raw.prepare('SELECT name FROM workspace').pluck(),
  digits: raw.prepare('SELECT digits FROM currency WHERE code = ?').pluck(),
}))
