/** Entries made with the writer's own books, past its commands: what a test wants to read is there in one line each. */
import type { Database } from 'better-sqlite3'
import { dayNumberOf } from '../../engine/calendar/day.ts'
import { commands } from '../../engine/commands.ts'
import { sortedEntries } from '../../engine/identities/entries.ts'
import { identityHash } from '../../engine/identities/identity-hash.ts'
import { addRun } from '../../engine/identities/runs.ts'
import { type Account, availableOn, isHouseAccount } from '../../engine/ledger/account.ts'
import { Books } from '../../engine/ledger/books.ts'
import { Consequences } from '../../engine/ledger/consequences.ts'
import type { CommandMap, QueryContext } from '../../engine/store/command.ts'
import { connect } from '../../engine/store/connection.ts'
import { executorOf } from '../../engine/store/writer-loop.ts'
import { homeOf } from '../../engine/workspace/home.ts'
import { layoutOf } from '../../engine/workspace/layout.ts'
import { keysOf } from '../store/on-disk.ts'
import { makeWorkspace, removeFolder } from '../workspace-fixture.ts'

export type Entry = Readonly<{
  kind: string
  /** Codes of accounts; one that is not there yet is opened. */
  debit: string
  credit: string
  amount: number
  currency?: string
  /** A second leg of the same entry. */
  and?: Readonly<{ debit: string; credit: string; amount: number }>
  occurredAt?: number
  day?: string
  related?: number
  proposal?: number
  hold?: number
  orderId?: string
  bankTransactionId?: string
  reference?: string
  reason?: string
  initiatedBy?: string
}>

/** Answers the numbers of the transactions. */
export function enter(raw: Database, entries: readonly Entry[], at = Date.now()): number[] {
  const { zone, currency: home } = homeOf(raw)
  return raw.transaction(() => {
    const books = new Books(raw, at)
    const ids = entries.map(({ debit, credit, amount, and, currency = home, occurredAt = at, day, ...entry }) => {
      const moves = [{ debit, credit, amount }, ...(and === undefined ? [] : [and])]
      const legs = moves.map((move) => ({
        debit: accountIn(books, move.debit, currency),
        credit: accountIn(books, move.credit, currency),
        amount: move.amount,
      }))
      return books.postEntry({
        initiator: 'admin',
        ...entry,
        currency,
        amount,
        legs,
        occurredAt,
        day: day ?? zone.dayOf(occurredAt),
      })
    })
    books.close()
    return ids
  })()
}

function accountIn(books: Books, code: string, currency: string): Account {
  const known = books.find(code, currency)
  if (known !== null) return known
  const [kind, ...name] = code.split(':')
  if (kind === 'wallet') return books.openWallet(name.join(':'), currency)
  if (kind === 'receivable') return books.receivable(name.join(':'), currency)
  if (isHouseAccount(code)) return books.house(code, currency)
  if (kind === 'gateway' || kind === 'omnibus') return books.openNamed(kind, code, currency)
  throw new Error(`no account ${code}`)
}

export type Ledger = Readonly<{
  raw: Database
  context: QueryContext
  close: () => void
}>

/** The store of a new workspace, with the producers 7 `seven` and 8 `eight` and a second currency, EUR: data, no code. */
export async function openLedger(): Promise<Ledger> {
  const { directory } = await makeWorkspace()
  const keys = await keysOf(directory)
  const raw = connect({ file: layoutOf(directory).store, key: keys.store, mode: 'write' })
  const execute = executorOf(raw, commands as CommandMap, keys.chain)
  for (const [id, code, name] of [
    [7, 'seven', 'Seven Corner'],
    [8, 'eight', 'Eight Bells'],
  ])
    await execute({ name: 'producers.add', input: { id, code, name }, actor: 'admin' })
  addEuro(raw)
  return {
    raw,
    context: { raw, db: undefined as never, onProgress: () => undefined },
    close: () => {
      raw.close()
      removeFolder(directory)
    },
  }
}

export function addEuro(raw: Database): void {
  raw.prepare(`INSERT INTO currency VALUES ('EUR', 2)`).run()
}

export type Row = Readonly<{ type: 'TopUp' | 'Payment'; client: string; amount: number; txId: string; day?: string }>

/** A sealed batch of a producer, posted as the writer would: what a wallet has too little for is held, and what follows follows. */
export function enterBatch(raw: Database, producer: 7 | 8, rows: readonly Row[], at = Date.now()): number {
  const { zone, currency } = homeOf(raw)
  return raw.transaction(() => {
    const batch = Number(openBatch(raw).run({ producer, at }).lastInsertRowid)
    const books = new Books(raw, at)
    const first = books.nextPosting
    const counts = { posted: 0, held: 0, sum: 0 }
    const count = (amount: number, held: number): void => {
      counts.posted += 1
      counts.held += held
      counts.sum += amount
    }
    const own = { id: batch, canPost: () => true, posted: (amount: number) => count(amount, -1) }
    const consequences = new Consequences(raw, { books, dayOf: (each) => zone.dayOf(each), batch: own })
    const clearing = accountIn(books, producer === 7 ? 'clearing:seven' : 'clearing:eight', currency)
    for (const [index, { type, client, amount, txId, day = zone.dayOf(at) }] of rows.entries()) {
      const wallet = books.findWallet(client, currency) ?? books.openWallet(client, currency)
      const occurredAt = Date.parse(`${day}T04:00:00Z`)
      const row = { batch, line: index + 2, txId, kind: type, occurredAt }
      if (type === 'Payment' && availableOn(wallet) < amount) {
        books.wait(wallet)
        holdRow(raw).run({ ...row, client, amount, day })
        counts.held += 1
        continue
      }
      const leg =
        type === 'TopUp' ? { debit: clearing, credit: wallet, amount } : { debit: wallet, credit: clearing, amount }
      books.postRow(leg, { ...row, producer, place: books.placeOf('Central'), day: dayNumberOf(day) })
      count(amount, 0)
      if (type === 'TopUp') consequences.moneyCame(wallet)
      else consequences.moneyWent(wallet)
    }
    books.close()
    const last = books.nextPosting - 1
    claim(raw, { producer, batch, txIds: rows.map(({ txId }) => txId) })
    if (rows.length > 0) addPiece(raw).run(batch, rows.length + 1, first, last)
    sealBatch(raw).run({ batch, rows: rows.length, ...counts, last, at })
    return batch
  })()
}

const openBatch = (raw: Database) =>
  raw.prepare(`
    INSERT INTO batch (producer_id, file, path, inode, bytes, modified_at, sha256, archive, state, received_at)
    VALUES (@producer, 'day.csv', '/day.csv', '1', 1, 1, randomblob(32), hex(randomblob(8)), 'posting', @at)`)

const addPiece = (raw: Database) => raw.prepare('INSERT INTO batch_piece VALUES (?, 2, ?, ?, ?, randomblob(32))')

const holdRow = (raw: Database) =>
  raw.prepare(`
    INSERT INTO held_row (batch_id, line, client_id, kind, amount, tx_id, location, occurred_at, business_day, code, raw,
      state)
    VALUES (@batch, @line, @client, @kind, @amount, @txId, 'Central', @occurredAt, @day, 'INSUFFICIENT_FUNDS', '', 'held')`)

const sealBatch = (raw: Database) =>
  raw.prepare(`
    UPDATE batch SET state = 'posted', rows = @rows, posted = @posted, held = @held, sum = @sum, sealed_seq = @last,
      sealed_at = @at
    WHERE id = @batch`)

/** The identities of a batch's rows, which stand in lines 2, 3, 4 … */
function claim(
  raw: Database,
  { producer, batch, txIds }: Readonly<{ producer: number; batch: number; txIds: readonly string[] }>,
): void {
  const rows = txIds.map((txId, index) => ({ txId, batch, line: index + 2 }))
  claimRows(raw, producer, rows)
}

export type ClaimedRow = Readonly<{ txId: string; batch: number; line: number }>

/** Identities as one run, as it is when those of several batches were merged. */
export function claimRows(raw: Database, producer: number, rows: readonly ClaimedRow[]): void {
  const seed = raw.prepare('SELECT hash_seed FROM workspace').pluck().get() as number
  const hashes = Float64Array.from(rows, ({ txId }) => identityHash(seed, txId))
  addRun(raw, { producer, batch: null, level: 1 }, sortedEntries(hashes, rows))
}

/** Closes every day up to this one, past the proposal that it takes. */
export function closeThrough(raw: Database, day: string): void {
  raw
    .prepare('INSERT INTO closed_days (id, through) VALUES (1, @day) ON CONFLICT (id) DO UPDATE SET through = @day')
    .run({ day })
}
