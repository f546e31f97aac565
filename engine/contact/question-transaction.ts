/** A case about a transaction that is posted: somebody doubts it, and its client may be asked. */
import type { Database } from 'better-sqlite3'
import type { CaseMark } from '../contract/messages.ts'
import { changeCase } from '../exceptions/case.ts'
import { raise } from '../exceptions/raise.ts'
import { invariant } from '../invariant.ts'
import { readTransaction } from '../ledger/transaction.ts'
import { command } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { homeOf } from '../workspace/home.ts'
import { findCase, markOf } from './case-in-hand.ts'

export type Doubting = Readonly<{ transaction: number; client?: string | undefined; reason: string; user: number }>
type Doubted =
  | Readonly<{ status: 'done'; case: CaseMark }>
  | Readonly<{ status: 'transaction_unknown'; transaction: number }>
  | Readonly<{ status: 'client_needed'; clients: readonly string[] }>

export const questionTransaction = command({
  topics: ['contact', 'exceptions'],
  record: ({ transaction }: Doubting, outcome: Doubted) => ({
    action: 'contact.question_transaction',
    subject: `transaction:${transaction}`,
    outcome: outcome.status,
    detail: outcome.status === 'done' ? { exception: outcome.case.id } : {},
  }),
  run: ({ raw, at, actor }, input) => question(raw, at, actor, input),
})

function question(raw: Database, at: number, by: string, { transaction, client, reason, user }: Doubting): Doubted {
  const found = readTransaction({ raw }, { transaction })
  if (found === null) return { status: 'transaction_unknown', transaction }
  const clients = clientsOf(
    raw,
    found.postings.map(({ seq }) => seq),
  )
  const chosen = client ?? (clients.length === 1 ? clients[0] : undefined)
  if (chosen === undefined || !clients.includes(chosen)) return { status: 'client_needed', clients }
  const { id } = raise(
    raw,
    at,
    {
      code: 'TRANSACTION_QUESTIONED',
      scope: 'client',
      producer: null,
      batch: null,
      cause: `transaction:${transaction} ${chosen}`,
      rows: 0,
      amount: found.currency === homeOf(raw).currency ? found.amount : null,
      client: chosen,
      line: null,
      found: null,
      facts: [],
      detail: {},
      posting: transaction,
    },
    { anew: true },
  )
  const of = findCase(raw, id)
  invariant(of !== null, 'a case that was just opened is gone', { id })
  changeCase(raw, at, {
    id,
    by,
    kind: 'noted',
    detail: { text: reason },
    ...(of.owner === null ? { owner: user } : {}),
  })
  const now = findCase(raw, id)
  invariant(now !== null, 'a case is gone', { id })
  return { status: 'done', case: markOf(now) }
}

const clientsOf = (raw: Database, seqs: readonly number[]): readonly string[] =>
  walletsOf(raw).all(JSON.stringify(seqs)) as string[]

const walletsOf = perConnection((raw) =>
  raw
    .prepare(`
      SELECT DISTINCT account.client_id FROM movement JOIN account ON account.id IN (movement.debit, movement.credit)
      WHERE movement.seq IN (SELECT value FROM json_each(?)) AND account.kind = 'wallet' AND account.client_id IS NOT NULL
      ORDER BY 1`)
    .pluck(),
)
