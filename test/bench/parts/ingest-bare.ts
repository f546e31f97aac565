/**
 * The bare insert: the rows by which a finished store differs from the one it began as, put into a copy of that one as fast
 * as SQLite takes them. Nothing is read, checked or reckoned while the clock runs: every value is known, statements are
 * prepared and take many rows each, foreign keys are off, rows come in the order of their keys, a transaction holds
 * 200,000 of them, and the write-ahead log is folded in once, at the end. Rows that were there already are changed where
 * they stand, only in the columns that changed. What went away stays.
 */
import { copyFileSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import type { Database, Statement } from 'better-sqlite3'
import { connect } from '../../../engine/store/connection.ts'
import { layoutOf } from '../../../engine/workspace/layout.ts'
import { keysOf } from '../../store/on-disk.ts'

export type BareInput = Readonly<{ base: string; finished: string; target: string }>
export type BareInserted = Readonly<{ seconds: number; rows: number }>

const rowsPerTransaction = 200_000
const valuesPerStatement = 576
/** As much is read before the clock runs again. */
const chunk = { rows: 20_000, bytes: 16 * 2 ** 20 }

type Value = string | number | Buffer | null
type Row = readonly Value[]
type Table = Readonly<{ name: string; columns: readonly string[]; keys: readonly string[] }>
type Rows = { added: Row[]; changed: Row[] }

export async function insertBare({ base, finished, target }: BareInput): Promise<BareInserted> {
  const { store: key } = await keysOf(base)
  copyFileSync(layoutOf(base).store, target)
  const before = connect({ file: layoutOf(base).store, key, mode: 'read' })
  const after = connect({ file: layoutOf(finished).store, key, mode: 'read' })
  const into = connect({ file: target, key, mode: 'write' })
  into.pragma('foreign_keys = OFF')
  const clock = new Stopwatch()
  let rows = 0
  for (const table of tablesOf(after)) rows += putTable({ before, after, into }, table, clock)
  clock.time(() => into.pragma('wal_checkpoint(TRUNCATE)'))
  proveSame(after, into)
  for (const db of [before, after, into]) db.close()
  return { seconds: clock.seconds, rows }
}

class Stopwatch {
  seconds = 0

  time(work: () => void): void {
    const began = performance.now()
    work()
    this.seconds += (performance.now() - began) / 1_000
  }
}

function tablesOf(db: Database): readonly Table[] {
  const names = db
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`)
    .pluck()
    .all() as string[]
  return names.map((name) => {
    const found = db.prepare('SELECT name, pk FROM pragma_table_info(?)').all(name) as { name: string; pk: number }[]
    const keys = found.filter(({ pk }) => pk > 0).toSorted((a, b) => a.pk - b.pk)
    if (keys.length === 0) throw new Error(`${name} has no key`)
    return { name, columns: found.map((column) => column.name), keys: keys.map((column) => column.name) }
  })
}

type Stores = Readonly<{ before: Database; after: Database; into: Database }>

function putTable({ before, after, into }: Stores, table: Table, clock: Stopwatch): number {
  const writer = new TableWriter(into, table, columnsThatChanged({ before, after }, table), clock)
  let [rows, bytes] = [0, 0]
  let waiting: Rows = { added: [], changed: [] }
  const put = (): void => {
    rows += waiting.added.length + waiting.changed.length
    writer.write(waiting)
    waiting = { added: [], changed: [] }
    bytes = 0
  }
  for (const { row, old } of differences({ before, after }, table)) {
    if (old === undefined) waiting.added.push(row)
    else waiting.changed.push(row)
    bytes += row.reduce<number>((sum, value) => sum + (value instanceof Buffer ? value.length : 0), 0)
    if (waiting.added.length + waiting.changed.length >= chunk.rows || bytes >= chunk.bytes) put()
  }
  put()
  writer.close()
  return rows
}

type Difference = Readonly<{ row: Row; old: Row | undefined }>

/** Rows that are new or other than they were, in the order of their keys. */
function* differences({ before, after }: Omit<Stores, 'into'>, { name, columns, keys }: Table): Generator<Difference> {
  const [key = ''] = keys
  // What is only ever added to is behind what was there, and need not be held against it row by row.
  const last = isAppendOnly(after, name) && keys.length === 1 ? lastKey(before, name, key) : null
  const found = before.prepare(`SELECT * FROM ${name} WHERE ${keys.map((each) => `${each} = ?`).join(' AND ')}`).raw()
  const wasEmpty = before.prepare(`SELECT 1 FROM ${name} LIMIT 1`).get() === undefined
  const keyAt = keys.map((each) => columns.indexOf(each))
  const where = last === null ? '' : `WHERE ${key} > ?`
  const rows = after.prepare(`SELECT * FROM ${name} ${where} ORDER BY ${keys.join(', ')}`).raw()
  for (const row of rows.iterate(...(last === null ? [] : [last])) as IterableIterator<Row>) {
    const old = wasEmpty || last !== null ? undefined : (found.get(...keyAt.map((at) => row[at])) as Row | undefined)
    if (old === undefined || row.some((value, at) => !same(value, old[at]))) yield { row, old }
  }
}

const isAppendOnly = (db: Database, table: string): boolean =>
  db.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'trigger' AND name = ?`).get(`${table}_is_never_changed`) !==
  undefined

const lastKey = (db: Database, table: string, key: string): number | null =>
  db.prepare(`SELECT max(${key}) FROM ${table}`).pluck().get() as number | null

const same = (a: Value | undefined, b: Value | undefined): boolean =>
  a instanceof Buffer && b instanceof Buffer ? a.equals(b) : a === b

function columnsThatChanged(stores: Omit<Stores, 'into'>, table: Table): readonly string[] {
  const changed = new Set<string>()
  for (const { row, old } of differences(stores, table))
    if (old !== undefined)
      for (const [at, column] of table.columns.entries()) if (!same(row[at], old[at])) changed.add(column)
  return [...changed]
}

class TableWriter {
  readonly #db: Database
  readonly #clock: Stopwatch
  readonly #table: Table
  readonly #changing: readonly string[]
  readonly #rowsAtOnce: number
  readonly #one: Statement
  readonly #many: Statement
  readonly #change: Statement | null
  #inTransaction = 0

  constructor(db: Database, table: Table, changing: readonly string[], clock: Stopwatch) {
    const { name, columns, keys } = table
    this.#db = db
    this.#clock = clock
    this.#table = table
    this.#changing = changing
    this.#rowsAtOnce = Math.max(1, Math.floor(valuesPerStatement / columns.length))
    const one = `(${columns.map(() => '?').join(', ')})`
    this.#one = db.prepare(`INSERT INTO ${name} VALUES ${one}`)
    this.#many = db.prepare(`INSERT INTO ${name} VALUES ${Array(this.#rowsAtOnce).fill(one).join(', ')}`)
    const set = changing.map((column) => `${column} = ?`).join(', ')
    const where = keys.map((key) => `${key} = ?`).join(' AND ')
    this.#change = changing.length === 0 ? null : db.prepare(`UPDATE ${name} SET ${set} WHERE ${where}`)
  }

  write({ added, changed }: Rows): void {
    if (added.length + changed.length === 0) return
    const { columns, keys } = this.#table
    const order = [...this.#changing, ...keys].map((column) => columns.indexOf(column))
    const changes = changed.map((row) => order.map((at) => row[at]))
    const whole = Math.floor(added.length / this.#rowsAtOnce)
    const many = Array.from({ length: whole }, (_, index) =>
      added.slice(index * this.#rowsAtOnce, (index + 1) * this.#rowsAtOnce).flat(),
    )
    const single = added.slice(whole * this.#rowsAtOnce)
    this.#clock.time(() => {
      if (this.#inTransaction === 0) this.#db.exec('BEGIN IMMEDIATE')
      for (const values of many) this.#many.run(values)
      for (const row of single) this.#one.run(row)
      for (const values of changes) this.#change?.run(values)
    })
    this.#inTransaction += added.length + changed.length
    if (this.#inTransaction >= rowsPerTransaction) this.close()
  }

  close(): void {
    if (this.#inTransaction > 0) this.#clock.time(() => this.#db.exec('COMMIT'))
    this.#inTransaction = 0
  }
}

/** A figure of other rows would be worth nothing. */
function proveSame(after: Database, into: Database): void {
  for (const { name } of tablesOf(after)) {
    const count = `SELECT count(*) FROM ${name}`
    const [wanted, found] = [after, into].map((db) => db.prepare(count).pluck().get() as number)
    if (wanted === undefined || found === undefined || found < wanted) throw new Error(`${name}: ${found} of ${wanted}`)
  }
  const sum = `SELECT total(balance * (id % 1009)) || ' ' || total(last_posting) FROM account`
  if (after.prepare(sum).pluck().get() !== into.prepare(sum).pluck().get()) throw new Error('other balances')
}
