/**
 * What a client asks about a transaction: their money back, or that they do not recognise it. Each is a case that people work
 * on like any other; asking moves no money. The same asked twice is the same case.
 */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../calendar/instant.ts'
import { theClient } from '../contact/answer.ts'
import type { ExceptionCode, ExceptionStatus } from '../contract/exceptions.ts'
import type { RefundBar, WalletCase, WalletRequestKind, WalletTransaction } from '../contract/own-wallet.ts'
import { noteEvent } from '../exceptions/case.ts'
import { raise } from '../exceptions/raise.ts'
import { invariant } from '../invariant.ts'
import { usedOf } from '../operations/past-transaction.ts'
import { command, type QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { homeOf } from '../workspace/home.ts'
import { findItem, type OwnItem } from './items.ts'

/** So many of one client may wait for an answer. */
const openMax = 10

const codes = { refund: 'REFUND_REQUESTED', not_recognised: 'NOT_RECOGNISED' } as const satisfies Readonly<
  Record<WalletRequestKind, ExceptionCode>
>

export type Asking = Readonly<{ client: string; kind: WalletRequestKind; id: string; words: string | null }>
type Asked =
  | Readonly<{ status: 'done' | 'replayed'; case: WalletCase }>
  | Readonly<{ status: 'not_found' }>
  | Readonly<{ status: 'refund_barred'; bar: RefundBar }>
  | Readonly<{ status: 'already_answered'; case: number }>
  | Readonly<{ status: 'too_many_open'; most: number }>

export const askAbout = command({
  topics: ['exceptions'],
  record: ({ client, kind }: Asking, outcome: Asked) => ({
    action: kind === 'refund' ? 'wallet.ask_refund' : 'wallet.not_recognised',
    subject: `client:${client}`,
    outcome: outcome.status,
    detail: outcome.status === 'done' || outcome.status === 'replayed' ? { exception: outcome.case.id } : {},
  }),
  run: ({ raw, at }, asking): Asked => ask(raw, at, asking),
})

function ask(raw: Database, at: number, { client, kind, id, words }: Asking): Asked {
  const found = findItem(raw, { client, id })
  if (found === null) return { status: 'not_found' }
  const ids = JSON.stringify(found.ids)
  const known = statementsOf(raw).ofItem.get({ client, kind, ids }) as Row | undefined
  if (known !== undefined)
    return known.status === 'resolved'
      ? { status: 'already_answered', case: known.id }
      : { status: 'replayed', case: caseOf(raw, known) }
  const bar = kind === 'refund' ? refundBarOf(raw, found) : null
  if (bar !== null) return { status: 'refund_barred', bar }
  if ((statementsOf(raw).open.get(client) as number) >= openMax) return { status: 'too_many_open', most: openMax }
  const exception = open(raw, at, { client, kind, words }, found)
  const made = findOwnCase({ raw }, { client, id: exception })
  invariant(made !== null, 'a case that was just opened is gone', { exception })
  return { status: 'done', case: made }
}

function open(
  raw: Database,
  at: number,
  { client, kind, words }: Omit<Asking, 'id'>,
  { item, transaction, producer }: OwnItem,
): number {
  const { id: exception } = raise(raw, at, {
    code: codes[kind],
    scope: 'client',
    producer,
    batch: null,
    cause: `${item.id} ${client}`,
    rows: 0,
    // What is at stake is counted in the workspace's own currency.
    amount: item.currency === homeOf(raw).currency ? Math.abs(item.amount) : null,
    client,
    line: null,
    found: null,
    facts: [],
    detail: { item: item.id, amount: Math.abs(item.amount), currency: item.currency },
    posting: transaction,
  })
  statementsOf(raw).add.run({
    exception,
    client,
    kind,
    item: item.id,
    amount: item.amount,
    currency: item.currency,
    producer: item.producer,
    words,
    at,
  })
  // It is no work that anybody has done: what the client says does not touch the case, and nobody has begun with it.
  if (words !== null) noteEvent(raw, at, { id: exception, by: theClient, kind: 'noted', detail: { text: words } })
  return exception
}

/** Only what was paid to somebody can come back from them, and only once. */
function refundBarOf(raw: Database, { item, transaction }: OwnItem): RefundBar | null {
  if (item.kind !== 'payment' || item.amount >= 0) return 'not_a_payment'
  if (transaction === null) return 'in_process'
  return usedOf(raw, transaction) >= Math.abs(item.amount) ? 'money_is_back' : null
}

/** Null for what is not there and for what is somebody else's. */
export function readOwnTransaction(
  { raw }: Pick<QueryContext, 'raw'>,
  { client, id }: Readonly<{ client: string; id: string }>,
): WalletTransaction | null {
  const found = findItem(raw, { client, id })
  if (found === null) return null
  const rows = statementsOf(raw).allOfItem.all({ client, ids: JSON.stringify(found.ids) }) as Row[]
  return { ...found.item, refundBar: refundBarOf(raw, found), cases: rows.map((row) => caseOf(raw, row)) }
}

export function listOwnCases(
  { raw }: Pick<QueryContext, 'raw'>,
  { client, before, limit }: Readonly<{ client: string; before: number | null; limit: number }>,
): Readonly<{ items: WalletCase[]; next: number | null }> {
  const rows = statementsOf(raw).page.all({
    client,
    before: before ?? Number.MAX_SAFE_INTEGER,
    limit: limit + 1,
  }) as Row[]
  const shown = rows.slice(0, limit)
  return { items: shown.map((row) => caseOf(raw, row)), next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null }
}

export function findOwnCase(
  { raw }: Pick<QueryContext, 'raw'>,
  { client, id }: Readonly<{ client: string; id: number }>,
): WalletCase | null {
  const row = statementsOf(raw).find.get({ client, id }) as Row | undefined
  return row === undefined ? null : caseOf(raw, row)
}

type Row = Omit<WalletCase, 'state' | 'askedAt' | 'moneyBack' | 'answers'> &
  Readonly<{ askedAt: number; status: ExceptionStatus; posting: number | null }>

function caseOf(raw: Database, { status, posting, askedAt, ...row }: Row): WalletCase {
  const answers = statementsOf(raw).answers.all(row.id) as Readonly<{ at: number; text: string }>[]
  return {
    ...row,
    state: status === 'open' ? 'received' : status === 'resolved' ? 'answered' : 'looked_at',
    askedAt: isoOf(askedAt),
    moneyBack: posting !== null && usedOf(raw, posting) > 0,
    answers: answers.map(({ at, text }) => ({ at: isoOf(at), text })),
  }
}

const requests = `
  SELECT request.exception_id AS id, request.kind, request.item, request.amount, request.currency, request.producer,
    request.words, request.asked_at AS askedAt, exception.status, exception.posting
  FROM wallet_request AS request JOIN exception ON exception.id = request.exception_id`

const named = '(SELECT value FROM json_each(@ids))'

const statementsOf = perConnection((raw) => ({
  add: raw.prepare(`
    INSERT INTO wallet_request (exception_id, client_id, kind, item, amount, currency, producer, words, asked_at)
    VALUES (@exception, @client, @kind, @item, @amount, @currency, @producer, @words, @at)`),
  open: raw
    .prepare(`
      SELECT count(*) FROM wallet_request AS request JOIN exception ON exception.id = request.exception_id
      WHERE request.client_id = ? AND exception.status <> 'resolved'`)
    .pluck(),
  ofItem: raw.prepare(
    `${requests} WHERE request.client_id = @client AND request.kind = @kind AND request.item IN ${named}
    ORDER BY request.exception_id LIMIT 1`,
  ),
  allOfItem: raw.prepare(`
    ${requests} WHERE request.client_id = @client AND request.item IN ${named} ORDER BY request.exception_id`),
  page: raw.prepare(`
    ${requests} WHERE request.client_id = @client AND request.exception_id < @before
    ORDER BY request.exception_id DESC LIMIT @limit`),
  find: raw.prepare(`${requests} WHERE request.client_id = @client AND request.exception_id = @id`),
  // What was asked of the client carries a link of its own, and what was said on the telephone is a note of the staff.
  answers: raw.prepare(`
    SELECT message.sent_at AS at, message.text FROM message
    JOIN wallet_request AS request ON request.exception_id = message.exception_id
      AND request.client_id = message.client_id
    WHERE message.exception_id = ? AND message.template = 'plain' AND message.state = 'sent' ORDER BY message.id`),
}))
