/**
 * A gateway pays many fund requests out in one sum, and its settlement file says which: lines that name the payout, each with
 * a request's reference, what it kept beside them, and the payout itself. Only where all of it comes out to the cent. A line that
 * a request was paid is explained by that posting already, most of the time.
 */
import type { Database } from 'better-sqlite3'
import { findFundRequest } from '../../funding/request.ts'
import { perConnection } from '../../store/compiled.ts'
import { type Item, sides } from '../items/open-items.ts'
import { findKeyed } from '../references/reference-index.ts'

export type Payout = Readonly<{
  /** The gateway's account, and its lines that belong to the payout and that nothing explains yet. */
  gateway: number
  lines: readonly Item[]
  requests: readonly Readonly<{ request: number; received: number; fee: number }>[]
  /** Transactions that lines of the gateway explain already. */
  known: ReadonlySet<number>
}>

type LineRow = Readonly<{
  id: number
  day: number
  amount: number
  refs: string
  /** What explains it, where something does: a transaction, or 0 for more than one posting. */
  paid: number | null
}>

const linesMost = 100_000

export function findPayout(raw: Database, currency: string, key: number, amount: number): Payout | null {
  for (const { account, gateway } of statementsOf(raw).gateways.all(currency) as Gateway[]) {
    const payout = payoutOf(raw, { account, gateway, currency }, key, amount)
    if (payout !== null) return payout
  }
  return null
}

type Gateway = Readonly<{ account: number; gateway: string }>

function payoutOf(
  raw: Database,
  { account, gateway, currency }: Gateway & Readonly<{ currency: string }>,
  key: number,
  amount: number,
): Payout | null {
  const rows: LineRow[] = []
  findKeyed(raw, { account, side: sides.line, most: linesMost }, Float64Array.of(key), (id) => {
    const row = statementsOf(raw).line.get({ account, id }) as LineRow | undefined
    if (row !== undefined) rows.push(row)
  })
  const paidOut = rows.filter((row) => row.amount === 0 - amount && row.paid === null)
  const ofRequests = rows.filter((row) => !paidOut.includes(row))
  if (ofRequests.length === 0 || paidOut.length > 1) return null
  const received = new Map<number, number>()
  for (const row of ofRequests) {
    const request = requestOf(raw, row)
    if (request === null || request.gateway !== gateway || request.currency !== currency) return null
    if (row.paid !== null && row.paid !== request.paidEntry) return null
    received.set(request.id, (received.get(request.id) ?? 0) + row.amount)
  }
  const sum = [...received.values()].reduce((total, one) => total + one, 0)
  if (sum !== amount) return null
  const requests = [...received].map(([request, net]) => ({
    request,
    received: net,
    fee: (statementsOf(raw).amountOf.get(request) as number) - net,
  }))
  if (requests.some((one) => one.fee < 0 || one.received < 0)) return null
  const open = rows.filter(({ paid }) => paid === null)
  const lines = open.map(({ id, day, amount: of }) => ({ side: sides.line, item: id, day, amount: of }))
  const known = new Set(rows.flatMap(({ paid }) => paid ?? []))
  return { gateway: account, lines, requests, known }
}

function requestOf(raw: Database, { refs }: LineRow) {
  for (const [, value] of JSON.parse(refs) as readonly (readonly [string, string])[]) {
    const request = findFundRequest(raw, value)
    if (request !== null) return request.settledAt === null ? request : null
  }
  return null
}

const statementsOf = perConnection((raw) => ({
  gateways: raw.prepare(`
    SELECT account.id AS account, substr(account.code, length('gateway:') + 1) AS gateway
    FROM reconciled_account CROSS JOIN account ON account.id = reconciled_account.account
    WHERE account.kind = 'gateway' AND account.currency = ? ORDER BY account.id`),
  line: raw.prepare(`
    SELECT line.id, line.day, line.amount, line.refs, iif(item_match.id IS NULL, NULL,
      iif(item_match.lines = 1 AND item_match.postings = 1, coalesce(movement.entry, 0), 0)) AS paid
    FROM statement_line AS line
    LEFT JOIN open_item AS open ON open.account = @account AND open.side = 0 AND open.day = line.day
      AND open.amount = line.amount AND open.item = line.id
    LEFT JOIN matched_item ON matched_item.account = @account AND matched_item.side = 0 AND matched_item.item = line.id
    LEFT JOIN item_match ON item_match.id = matched_item.match LEFT JOIN movement ON movement.seq = item_match.posting
    WHERE line.id = @id AND (open.item IS NOT NULL OR matched_item.match IS NOT NULL)`),
  amountOf: raw.prepare('SELECT amount FROM fund_request WHERE id = ?').pluck(),
}))
