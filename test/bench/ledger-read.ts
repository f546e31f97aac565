/**
 * How long the ledger's pages take, over many postings: a client's history, statements of a wallet and of a clearing
 * account that nearly every posting moves, searches, the past. Prints the median and the slowest hundredth of each.
 * `node test/bench/ledger-read.ts --postings 5000000 --clients 50000`
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import type Database from 'better-sqlite3'
import { dayAfter } from '../../engine/calendar/day.ts'
import { listAccounts } from '../../engine/ledger/accounts-list.ts'
import { findBalance } from '../../engine/ledger/balance.ts'
import { findClient, listClients } from '../../engine/ledger/clients.ts'
import { listHistory } from '../../engine/ledger/history.ts'
import { searchPostings } from '../../engine/ledger/postings.ts'
import { readStatement } from '../../engine/ledger/statement.ts'
import { readTransaction } from '../../engine/ledger/transaction.ts'
import { readTrialBalance } from '../../engine/ledger/trial-balance.ts'
import type { QueryContext } from '../../engine/store/command.ts'
import { connect } from '../../engine/store/connection.ts'
import { migrate } from '../../engine/store/migrate.ts'
import { migrations } from '../../engine/store/migrations/migrations.ts'
import { type Filled, fillBooks } from './parts/fill-books.ts'
import { queryTimes } from './parts/query-times.ts'

const { values } = parseArgs({
  options: {
    postings: { type: 'string', default: '5000000' },
    clients: { type: 'string', default: '50000' },
    samples: { type: 'string', default: '300' },
  },
})
const samples = Number(values.samples)

const folder = mkdtempSync(path.join(tmpdir(), 'countinghouse-bench-'))
const file = path.join(folder, 'store.db')
const key = randomBytes(32)
try {
  const writer = connect({ file, key, mode: 'write' })
  migrate(writer, migrations)
  const before = performance.now()
  const filled = fillBooks(writer, { postings: Number(values.postings), clients: Number(values.clients) })
  writer.pragma('wal_checkpoint(TRUNCATE)')
  writer.close()
  print('filled in', `${((performance.now() - before) / 1_000).toFixed(0)} s`)
  const raw = connect({ file, key, mode: 'read' })
  measureAll(raw, filled)
  raw.close()
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function measureAll(raw: Database.Database, filled: Filled): void {
  const context: QueryContext = { raw, db: undefined as never, onProgress: () => undefined }
  const { postings, days } = filled
  const client = () => filled.clients[below(filled.clients.length)] ?? ''
  const day = () => days[below(days.length)] ?? ''
  const seq = () => 1 + below(postings)
  const page = { limit: 100 }
  const history = { filter: {}, after: [], ...page }
  const newest = { from: undefined, to: undefined, order: 'newestFirst', after: null, ...page } as const
  const busy = { ...newest, code: 'clearing:seven' }
  const dayOf = (): Readonly<{ from: string; to: string }> => same(day())
  const monthOf = (): Readonly<{ from: string; to: string }> => {
    const from = day()
    return { from, to: Array.from({ length: 29 }).reduce<string>(dayAfter, from) }
  }
  const search = { before: null, ...page }

  measure('clients.get', () => findClient(context, { client: client() }))
  measure('clients.list, a page', () => listClients(context, { after: null, search: client().slice(0, 4), ...page }))
  measure('ledger.history, first page', () => listHistory(context, { ...history, client: client() }))
  measure('ledger.history, deep page', () => listHistory(context, { ...history, client: client(), after: [seq()] }))
  measure('ledger.history, a busy client, first page', () => listHistory(context, { ...history, client: filled.busy }))
  measure('ledger.history, a busy client, deep page', () =>
    listHistory(context, { ...history, client: filled.busy, after: [seq()] }),
  )
  measure('ledger.history, a text', () =>
    listHistory(context, { ...history, client: client(), filter: { text: 'central' } }),
  )
  measure('ledger.history, a month', () => listHistory(context, { ...history, client: client(), filter: monthOf() }))
  measure('ledger.balance at an instant', () =>
    findBalance(context, { client: client(), at: filled.begin + below(filled.end - filled.begin) }),
  )
  measure('statement of a wallet', () => readStatement(context, { ...newest, code: `wallet:${client()}` }))
  measure('statement of a wallet, a month', () =>
    readStatement(context, { ...newest, ...monthOf(), code: `wallet:${client()}` }),
  )
  measure('statement of clearing, newest first', () => readStatement(context, busy))
  measure('statement of clearing, oldest first', () => readStatement(context, { ...busy, order: 'oldestFirst' }))
  measure('statement of clearing, deep page', () =>
    readStatement(context, { ...busy, after: { seq: seq(), balance: 0 } }),
  )
  measure('statement of clearing, a day', () => readStatement(context, { ...busy, ...dayOf() }))
  measure('statement of clearing, a month', () => readStatement(context, { ...busy, ...monthOf() }))
  measure('statement of clearing, a month, deep page', () =>
    readStatement(context, { ...busy, ...monthOf(), order: 'oldestFirst', after: { seq: seq(), balance: 0 } }),
  )
  measure('statement of omnibus, a month', () =>
    readStatement(context, { ...busy, ...monthOf(), code: 'omnibus:main' }),
  )
  measure('postings, newest', () => searchPostings(context, { ...search, filter: {} }))
  measure('postings of a client', () => searchPostings(context, { ...search, filter: { client: client() } }))
  measure('postings by reference', () =>
    searchPostings(context, { ...search, filter: { reference: `R${1 + below(filled.references)}` } }),
  )
  measure('postings by TxId', () => searchPostings(context, { ...search, filter: { reference: `T${seq()}` } }))
  measure('postings of a day', () => searchPostings(context, { ...search, filter: dayOf() }))
  measure('postings of a day and kind', () =>
    searchPostings(context, { ...search, filter: { ...dayOf(), kind: 'deposit' } }),
  )
  measure(
    'postings by amount, looked through',
    () => searchPostings(context, { ...search, filter: { amount: 1_234 } }),
    20,
  )
  measure(
    'postings by text, looked through',
    () => searchPostings(context, { ...search, filter: { text: 'nowhere' } }),
    20,
  )
  measure('transaction', () => readTransaction(context, { transaction: seq() }))
  measure('accounts.list, a page', () => listAccounts(context, { filter: {}, after: null, ...page }))
  measure('accounts.list, a search', () =>
    listAccounts(context, { filter: { search: client() }, after: null, ...page }),
  )
  measure('trial balance now', () => readTrialBalance(context, { at: null }), 20)
  measure(
    'trial balance at an instant',
    () => readTrialBalance(context, { at: filled.begin + below(filled.end - filled.begin) }),
    5,
  )
}

function measure(name: string, query: () => unknown, times = samples): void {
  const took = queryTimes(query, times)
  const at = (share: number): string => took(share).toFixed(2).padStart(8)
  print(name, `p50 ${at(0.5)} ms   p99 ${at(0.99)} ms`)
}

function below(count: number): number {
  return Math.floor(Math.random() * count)
}

function same(day: string): Readonly<{ from: string; to: string }> {
  return { from: day, to: day }
}

function print(what: string, figure: string): void {
  process.stdout.write(`${what.padEnd(44)} ${figure}\n`)
}
