/**
 * Telling an address of wallets. It is told how a wallet stands and not each thing that moved it: behind the mark up to which
 * it was told lie postings and notes, and every wallet in them that has moved since it was told last is told once, as it is
 * now. So nothing is written while rows are posted, a wallet's versions only ever rise, and an address that is slow, or was
 * paused, hears of each wallet once instead of a thousand times.
 */
import type { Database } from 'better-sqlite3'
import { command, type QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { noteEventFor } from './note-event.ts'

/** So many postings and notes are looked through in one command, for which people wait. */
const pieceSize = 500
/** An address that has so much to take is not told of more wallets before it took some: its mark waits instead. */
export const openMax = 2_000

/** Something else than a posting changed these wallets. Noted while any address wants to know of wallets. */
export function noteWallets(raw: Database, accounts: readonly number[]): void {
  const { wanted, note } = statementsOf(raw)
  if (accounts.length === 0 || wanted.get() === undefined) return
  for (const account of accounts) note.run(account)
}

type Telling = Readonly<{ endpoint: number }>
type Told = Readonly<{ told: number; more: boolean }>

export const tellWallets = command({
  isLong: true,
  topics: ['webhooks'],
  // What it was told is in the log of deliveries.
  record: null,
  run: ({ raw, at }, { endpoint }: Telling): Told => tellPiece(raw, at, endpoint),
})

export function tellPiece(raw: Database, at: number, endpoint: number): Told {
  const { marks, lasts, changed, move, told } = statementsOf(raw)
  const from = marks.get(endpoint) as Marks | undefined
  if (from === undefined) return { told: 0, more: false }
  const last = lasts.get() as Marks
  const to = {
    posting: Math.min(last.posting, from.posting + pieceSize),
    note: Math.min(last.note, from.note + pieceSize),
  }
  const wallets = changed.all({
    endpoint,
    fromPosting: from.posting,
    toPosting: to.posting,
    fromNote: from.note,
    toNote: to.note,
  }) as WalletRow[]
  for (const wallet of wallets) {
    const subject = walletSubject(wallet)
    noteEventFor(raw, at, [endpoint], { type: 'wallet.changed', subject, data: dataOf(wallet) })
    told.run(endpoint, wallet.id, wallet.version)
  }
  move.run({ endpoint, ...to })
  return { told: wallets.length, more: to.posting < last.posting || to.note < last.note }
}

/** From here on it is told of wallets: what happened before it wanted to know is not told. */
export function beginTelling(raw: Database, endpoint: number): void {
  const { lasts, move } = statementsOf(raw)
  move.run({ endpoint, ...(lasts.get() as Marks) })
}

/** Addresses that something is to be told of wallets, and that have room for it. */
export const toldBehind = ({ raw }: Pick<QueryContext, 'raw'>): readonly number[] =>
  (statementsOf(raw).behind.all() as number[]).filter(
    (endpoint) => (statementsOf(raw).open.get(endpoint, openMax) as number) < openMax,
  )

export const walletSubject = ({ client, currency }: Readonly<{ client: string; currency: string }>): string =>
  `wallet:${client} ${currency}`

type Marks = Readonly<{ posting: number; note: number }>
type WalletRow = Readonly<{
  id: number
  client: string
  currency: string
  state: string
  tier: string
  balance: number
  held: number
  overdraft: number
  version: number
  lastPosting: number
}>

const dataOf = ({ client, currency, state, tier, balance, held, overdraft, version, lastPosting }: WalletRow) => ({
  client,
  currency,
  state,
  tier,
  balance,
  available: balance + overdraft - held,
  held,
  overdraft,
  version,
  lastPosting: lastPosting === 0 ? null : lastPosting,
})

const wantsWallets = `EXISTS (SELECT 1 FROM json_each(webhook_endpoint.events) WHERE value = 'wallet.changed')`
const lastPosting = 'coalesce((SELECT max(seq) FROM movement), 0)'
// Notes that everybody was told of are removed, so the table itself forgets how far they went.
const lastNote = `coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'wallet_note'), 0)`

const statementsOf = perConnection((raw) => ({
  wanted: raw.prepare(`SELECT 1 FROM webhook_endpoint WHERE state <> 'removed' AND ${wantsWallets} LIMIT 1`),
  note: raw.prepare('INSERT INTO wallet_note (account) VALUES (?)'),
  marks: raw.prepare(`
    SELECT posting_mark AS posting, note_mark AS note FROM webhook_endpoint
    WHERE id = ? AND state = 'active' AND ${wantsWallets}`),
  lasts: raw.prepare(`SELECT ${lastPosting} AS posting, ${lastNote} AS note`),
  behind: raw
    .prepare(`
      SELECT id FROM webhook_endpoint WHERE state = 'active' AND ${wantsWallets}
        AND (posting_mark < ${lastPosting} OR note_mark < ${lastNote})
      ORDER BY id`)
    .pluck(),
  open: raw
    .prepare('SELECT count(*) FROM (SELECT 1 FROM webhook_delivery WHERE endpoint = ? AND ended_at IS NULL LIMIT ?)')
    .pluck(),
  // A wallet's place among the others is that of the last thing that moved it here.
  changed: raw.prepare(`
    SELECT account.id, account.client_id AS client, account.currency, account.state, account.tier, account.balance,
      account.held, account.overdraft, account.version, account.last_posting AS lastPosting
    FROM (
      SELECT account, max(place) AS place FROM (
        SELECT debit AS account, seq AS place FROM movement WHERE seq > @fromPosting AND seq <= @toPosting
        UNION ALL SELECT credit, seq FROM movement WHERE seq > @fromPosting AND seq <= @toPosting
        UNION ALL SELECT account, @toPosting + id - @fromNote FROM wallet_note WHERE id > @fromNote AND id <= @toNote)
      GROUP BY account) AS moved
    CROSS JOIN account ON account.id = moved.account
    LEFT JOIN webhook_wallet AS told ON told.endpoint = @endpoint AND told.account = account.id
    WHERE account.kind = 'wallet' AND account.version > coalesce(told.version, -1)
    ORDER BY moved.place, account.id`),
  told: raw.prepare(`
    INSERT INTO webhook_wallet (endpoint, account, version) VALUES (?, ?, ?)
    ON CONFLICT (endpoint, account) DO UPDATE SET version = excluded.version`),
  move: raw.prepare('UPDATE webhook_endpoint SET posting_mark = @posting, note_mark = @note WHERE id = @endpoint'),
}))
