/** What the store's schema promises, asked of the real store of a real workspace. */
import type Database from 'better-sqlite3'
import type { Selectable } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commands } from '../../engine/commands.ts'
import { connect } from '../../engine/store/connection.ts'
import { migrations } from '../../engine/store/migrations/migrations.ts'
import type { Tables } from '../../engine/store/tables.ts'
import { executorOf } from '../../engine/store/writer-loop.ts'
import { layoutOf } from '../../engine/workspace/layout.ts'
import { makeWorkspace, removeFolder } from '../workspace-fixture.ts'
import { keysOf } from './on-disk.ts'

let directory: string
let raw: Database.Database

beforeAll(async () => {
  directory = (await makeWorkspace()).directory
  const keys = await keysOf(directory)
  raw = connect({ file: layoutOf(directory).store, key: keys.store, mode: 'write' })
  await executorOf(
    raw,
    commands,
    keys.chain,
  )({
    name: 'producers.add',
    input: { id: 7, code: 'seven', name: 'Seven' },
    actor: 'admin',
  })
  raw.exec(`
    INSERT INTO account (id, code, kind, currency, balance) VALUES (100, 'wallet:anna', 'wallet', 'USD', 5);
    INSERT INTO client (id, state, wallet, created_at) VALUES ('anna', 'active', 100, 0);
    INSERT INTO batch (id, producer_id, file, path, inode, bytes, modified_at, sha256, archive, state, received_at)
      VALUES (1, 7, 'a.csv', '/a.csv', '1', 1, 1, zeroblob(32), 'a.cha', 'posting', 0);
    INSERT INTO posting (seq, debit, credit, amount, kind, batch_id, line, producer_id, tx_id, location, occurred_at,
      posted_at, business_day, wallet_balance) VALUES (1, 1, 100, 5, 'TopUp', 1, 2, 7, 'tx', 'Central', 0, 0, '2026-01-01', 5);
  `)
})

afterAll(() => {
  raw.close()
  removeFolder(directory)
})

/** How a column of `tables.ts` is declared in SQL: its type, and `?` where it may be empty. */
type Base<T> = T extends number ? 'INTEGER' : T extends string ? 'TEXT' : 'BLOB'
type Declared<T> = `${Base<NonNullable<T>>}${null extends T ? '?' : ''}`
type DeclaredTables = {
  readonly [T in keyof Tables]: { readonly [C in keyof Selectable<Tables[T]>]: Declared<Selectable<Tables[T]>[C]> }
}

// The compiler holds this against tables.ts, and the test against the store, so that the two say the same.
const declared: DeclaredTables = {
  workspace: {
    id: 'INTEGER',
    uid: 'TEXT',
    name: 'TEXT',
    zone: 'TEXT',
    currency: 'TEXT',
    created_at: 'INTEGER',
    demo: 'INTEGER',
  },
  currency: { code: 'TEXT', digits: 'INTEGER' },
  signing_key: { generation: 'INTEGER', public_key: 'BLOB', since: 'INTEGER' },
  user: {
    id: 'INTEGER',
    name: 'TEXT',
    display_name: 'TEXT',
    state: 'TEXT',
    must_change_passphrase: 'INTEGER',
    created_at: 'INTEGER',
    last_sign_in_at: 'INTEGER?',
  },
  user_role: { user_id: 'INTEGER', role: 'TEXT' },
  preference: { user_id: 'INTEGER', name: 'TEXT', value: 'TEXT' },
  audit_record: {
    seq: 'INTEGER',
    at: 'INTEGER',
    actor: 'TEXT',
    action: 'TEXT',
    subject: 'TEXT',
    outcome: 'TEXT',
    detail: 'TEXT',
    prev: 'BLOB',
    hash: 'BLOB',
  },
  audit_head: { id: 'INTEGER', seq: 'INTEGER', hash: 'BLOB', mac: 'BLOB' },
  job: { name: 'TEXT', next_run_at: 'INTEGER?' },
  job_run: {
    id: 'INTEGER',
    job: 'TEXT',
    started_at: 'INTEGER',
    ended_at: 'INTEGER?',
    outcome: 'TEXT',
    by: 'TEXT',
    detail: 'TEXT',
  },
  producer: { id: 'INTEGER', code: 'TEXT', name: 'TEXT', state: 'TEXT', document: 'TEXT', created_at: 'INTEGER' },
  producer_location: { producer_id: 'INTEGER', name: 'TEXT' },
  client: { id: 'TEXT', state: 'TEXT', wallet: 'INTEGER', created_at: 'INTEGER' },
  account: {
    id: 'INTEGER',
    code: 'TEXT',
    kind: 'TEXT',
    currency: 'TEXT',
    balance: 'INTEGER',
    overdraft: 'INTEGER',
  },
  posting: {
    seq: 'INTEGER',
    debit: 'INTEGER',
    credit: 'INTEGER',
    amount: 'INTEGER',
    kind: 'TEXT',
    batch_id: 'INTEGER',
    line: 'INTEGER',
    producer_id: 'INTEGER',
    tx_id: 'TEXT',
    location: 'TEXT',
    occurred_at: 'INTEGER',
    posted_at: 'INTEGER',
    business_day: 'TEXT',
    wallet_balance: 'INTEGER',
  },
  batch: {
    id: 'INTEGER',
    producer_id: 'INTEGER',
    file: 'TEXT',
    path: 'TEXT',
    inode: 'TEXT',
    bytes: 'INTEGER',
    modified_at: 'INTEGER',
    sha256: 'BLOB',
    archive: 'TEXT',
    state: 'TEXT',
    reasons: 'TEXT',
    rows: 'INTEGER',
    posted: 'INTEGER',
    repeats: 'INTEGER',
    conflicts: 'INTEGER',
    faults: 'INTEGER',
    held: 'INTEGER',
    unposted: 'INTEGER',
    sum: 'INTEGER',
    bytes_done: 'INTEGER',
    lines_done: 'INTEGER',
    drop_removed: 'INTEGER',
    root_hash: 'BLOB?',
    sealed_seq: 'INTEGER?',
    received_at: 'INTEGER',
    sealed_at: 'INTEGER?',
  },
  batch_row: {
    batch_id: 'INTEGER',
    line: 'INTEGER',
    outcome: 'TEXT',
    code: 'TEXT',
    field: 'TEXT?',
    found: 'TEXT?',
    raw: 'TEXT',
  },
  held_row: {
    batch_id: 'INTEGER',
    line: 'INTEGER',
    client_id: 'TEXT',
    kind: 'TEXT',
    amount: 'INTEGER',
    tx_id: 'TEXT',
    location: 'TEXT',
    occurred_at: 'INTEGER',
    business_day: 'TEXT',
    code: 'TEXT',
    raw: 'TEXT',
    state: 'TEXT',
  },
  identity: { producer_id: 'INTEGER', tx_id: 'TEXT', batch_id: 'INTEGER', line: 'INTEGER' },
}

type TableRow = Readonly<{ name: string; strict: number }>
const tables = (): TableRow[] =>
  (raw.pragma('table_list') as (TableRow & { schema: string; type: string })[]).filter(
    ({ schema, type, name }) => schema === 'main' && type === 'table' && !name.startsWith('sqlite_'),
  )

describe('the schema', () => {
  it('is what the query builder believes it is, column by column', () => {
    const real = Object.fromEntries(
      tables().map(({ name }) => [
        name,
        Object.fromEntries(
          (raw.pragma(`table_info(${name})`) as { name: string; type: string; notnull: number; pk: number }[]).map(
            (column) => [column.name, `${column.type}${column.notnull === 1 || column.pk > 0 ? '' : '?'}`],
          ),
        ),
      ]),
    )
    expect(real).toEqual(declared)
  })

  it('holds nothing but STRICT tables, so a column takes its own type and no other', () => {
    expect(tables().filter(({ strict }) => strict !== 1)).toEqual([])
    expect(() => raw.exec(`UPDATE account SET balance = 'much'`)).toThrow('cannot store TEXT value in INTEGER column')
  })

  it('numbers its migrations from 1 without a gap, and the store is at the last', () => {
    expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1))
    expect(raw.pragma('user_version', { simple: true })).toBe(migrations.length)
  })
})

describe('what is written once stays, whoever asks', () => {
  it.each([
    ['audit_record', `UPDATE audit_record SET actor = 'nobody'`],
    ['audit_record', 'DELETE FROM audit_record'],
    ['audit_record', 'DELETE FROM audit_record WHERE seq = 1'],
    ['audit_record', 'REPLACE INTO audit_record SELECT * FROM audit_record WHERE seq = 1'],
    [
      'audit_record',
      'INSERT INTO audit_record SELECT * FROM audit_record WHERE seq = 1 ON CONFLICT DO UPDATE SET at = 0',
    ],
    ['posting', 'UPDATE posting SET amount = amount + 1'],
    ['posting', 'UPDATE OR REPLACE posting SET seq = seq'],
    ['posting', 'DELETE FROM posting'],
    ['posting', 'REPLACE INTO posting SELECT * FROM posting'],
    ['signing_key', 'UPDATE signing_key SET public_key = zeroblob(32)'],
    ['signing_key', 'DELETE FROM signing_key'],
    ['signing_key', 'REPLACE INTO signing_key SELECT * FROM signing_key'],
  ])('%s refuses %s', (table, sql) => {
    const before = raw.prepare(`SELECT * FROM ${table}`).all()
    expect(before.length).toBeGreaterThan(0)
    expect(() => raw.exec(sql)).toThrow(`${table} is append-only`)
    expect(raw.prepare(`SELECT * FROM ${table}`).all()).toEqual(before)
  })

  it('audit_record is not replaced through a connection without recursive triggers either', () => {
    raw.pragma('recursive_triggers = OFF')
    expect(() => raw.exec('REPLACE INTO audit_record SELECT * FROM audit_record')).toThrow(
      'audit_record is append-only',
    )
    raw.pragma('recursive_triggers = ON')
  })

  it.each([
    ['a wallet below zero', 'UPDATE account SET balance = -1 WHERE id = 100', 'CHECK'],
    ['a posting to an account that is not there', postingOf({ credit: 999 }), 'FOREIGN KEY'],
    ['a posting from an account to itself', postingOf({ credit: 1 }), 'CHECK'],
    ['a posting of no money', postingOf({ amount: 0 }), 'CHECK'],
    ['a second posting of one row', postingOf({ line: 2 }), 'UNIQUE'],
    ['a sealed batch whose counts are not its rows', 'UPDATE batch SET rows = 2, sealed_at = 1', 'CHECK'],
  ])('the store refuses %s', (_, sql, refusal) => {
    expect(() => raw.exec(sql)).toThrow(`${refusal} constraint failed`)
  })
})

function postingOf({ credit = 100, amount = 5, line = 3 }): string {
  return `INSERT INTO posting (debit, credit, amount, kind, batch_id, line, producer_id, tx_id, location, occurred_at,
    posted_at, business_day, wallet_balance)
    VALUES (1, ${credit}, ${amount}, 'TopUp', 1, ${line}, 7, 'tx2', 'Central', 0, 0, '2026-01-01', 5)`
}
