/** What the store refuses of an exception, raw SQL included; what the check finds; and what an older store gets. */
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkExceptions } from '../../engine/exceptions/check.ts'
import { Findings } from '../../engine/ledger/check/findings.ts'
import { migrate } from '../../engine/store/migrate.ts'
import { exceptions } from '../../engine/store/migrations/0014-exceptions.ts'
import { migrations } from '../../engine/store/migrations/migrations.ts'
import type { Books } from '../ingest/drop.ts'
import { withRawStore } from '../ledger/raw-store.ts'
import { openLenientBooks, takeBatch } from './open-exceptions.ts'

let books: Books
beforeAll(async () => {
  books = await openLenientBooks()
  await takeBatch(books, 'a.csv', [
    { tx: '1', amount: 'x' },
    { tx: '2', amount: 'x' },
    { tx: '3', client: 'A', amount: 1 },
    { tx: '4', client: 'A', type: 'Payment', amount: 9 },
    { tx: '5', client: 'A', type: 'Payment', amount: 8 },
  ])
  await takeBatch(books, 'b.csv', [{ tx: '6', amount: 'x' }])
})
afterAll(() => books.close())

const undone = <T>(act: (raw: Database.Database) => T): Promise<T> =>
  withRawStore(books.engine, (raw) => {
    raw.exec('BEGIN IMMEDIATE')
    try {
      return act(raw)
    } finally {
      raw.exec('ROLLBACK')
    }
  })

const set = (assignment: string) => `UPDATE exception SET ${assignment}, version = version + 1 WHERE id = 1`

describe('the store refuses', () => {
  it.each([
    ['a severity there is not', set(`severity = 'urgent'`), 'CHECK constraint failed'],
    ['a status there is not', set(`status = 'closed'`), 'CHECK constraint failed'],
    ['waiting for nobody', set(`status = 'waiting'`), 'CHECK constraint failed'],
    ['waiting for somebody else', set(`status = 'waiting', waiting_for = 'bank'`), 'CHECK constraint failed'],
    ['an open one that waits', set(`waiting_for = 'client'`), 'CHECK constraint failed'],
    ['an end without a resolution', set(`status = 'resolved', resolved_at = 1`), 'CHECK constraint failed'],
    ['an end without a time', set(`status = 'resolved', resolution = 'posted'`), 'CHECK constraint failed'],
    [
      'a resolution there is not',
      set(`status = 'resolved', resolved_at = 1, resolution = 'ignored'`),
      'CHECK constraint failed',
    ],
    ['a resolution of an open one', set(`resolution = 'posted'`), 'CHECK constraint failed'],
    ['fewer rows than none', set('rows = -1'), 'CHECK constraint failed'],
    ['one line of several rows', set('line = 3'), 'CHECK constraint failed'],
    ['one client of several rows', set(`client_id = 'A'`), 'CHECK constraint failed'],
    ['less than no money', set('amount = -1'), 'CHECK constraint failed'],
    ['money of no currency', set('amount = 1, currency = NULL'), 'CHECK constraint failed'],
    ['detail that is no JSON', set(`detail = '{'`), 'CHECK constraint failed'],
    ['an owner who is not there', set('owner = 99'), 'FOREIGN KEY constraint failed'],
    ['a change that nobody would notice', 'UPDATE exception SET rows = 3', 'a changed exception has a new version'],
    ['another code', set(`code = 'FIELD_MISSING'`), 'an exception keeps its cause'],
    ['another batch', set('batch_id = 2'), 'an exception keeps its cause'],
    ['its deletion', 'DELETE FROM exception', 'an exception is resolved, never deleted'],
    ['another past', `UPDATE exception_event SET by = 'me'`, 'exception_event is append-only'],
    ['a past without this', 'DELETE FROM exception_event', 'exception_event is append-only'],
    [
      'an event of no kind',
      `INSERT INTO exception_event (exception_id, at, by, kind, detail) VALUES (1, 1, 'me', 'lost', '{}')`,
      'FOREIGN KEY constraint failed',
    ],
    [
      'a code there is not',
      `INSERT INTO exception (code, scope, severity, rows, raised_at, due_at) VALUES ('NONE', 'producer', 'low', 0, 1, 1)`,
      'FOREIGN KEY constraint failed',
    ],
    [
      'a scope there is not',
      `INSERT INTO exception (code, scope, severity, rows, raised_at, due_at)
        VALUES ('BATCH_MISSING', 'day', 'low', 0, 1, 1)`,
      'CHECK constraint failed',
    ],
    [
      'rows of no batch',
      `INSERT INTO exception (code, scope, severity, producer_id, rows, raised_at, due_at)
        VALUES ('FIELD_MISSING', 'fault', 'low', 9, 1, 1, 1)`,
      'CHECK constraint failed',
    ],
    [
      'a cause a second time',
      `INSERT INTO exception (code, scope, severity, producer_id, batch_id, rows, raised_at, due_at)
        SELECT code, scope, severity, producer_id, batch_id, rows, raised_at, due_at FROM exception WHERE id = 1`,
      'UNIQUE constraint failed',
    ],
    [
      'a cause without a batch a second time',
      `INSERT INTO exception (code, scope, severity, rows, raised_at, due_at)
        VALUES ('PRODUCER_UNKNOWN', 'producer', 'low', 0, 1, 1), ('PRODUCER_UNKNOWN', 'producer', 'low', 0, 1, 1)`,
      'UNIQUE constraint failed',
    ],
  ])('%s', async (_, sql, refusal) => {
    expect(await undone((raw) => raw.prepare('SELECT rows FROM exception WHERE id = 1').pluck().get())).toBe(2)
    await undone((raw) => expect(() => raw.exec(sql)).toThrow(refusal))
  })
})

describe('the check', () => {
  const differences = (damage: string) =>
    undone((raw) => {
      raw.exec(damage)
      const findings = new Findings()
      checkExceptions(raw, findings)
      return findings.all().map(({ code, subject, expected, found }) => `${code} | ${subject} | ${expected} | ${found}`)
    })
  const unguarded = (sql: string) =>
    `DROP TRIGGER exception_is_never_deleted; DROP TRIGGER exception_moves_forward; DROP TRIGGER exception_keeps_its_cause;
     PRAGMA defer_foreign_keys = ON; ${sql}`

  it.each([
    ['nothing where everything is counted', '', []],
    [
      'rows that no exception stands for',
      unguarded('DELETE FROM exception WHERE id = 1'),
      ['exception_rows_differ | batch:1 fault FIELD_UNREADABLE | 2 | none'],
    ],
    [
      'an exception that counts other rows than there are',
      unguarded('UPDATE exception SET rows = 7 WHERE id = 1'),
      ['exception_rows_differ | batch:1 fault FIELD_UNREADABLE | 2 | 7'],
    ],
    [
      'an open exception without a row',
      'DELETE FROM batch_row WHERE batch_id = 2',
      ['exception_rows_differ | batch:2 fault FIELD_UNREADABLE | 0 | 1'],
    ],
    [
      'held rows that nobody would see',
      `UPDATE held_row SET code = 'CLIENT_FROZEN'`,
      ['exception_rows_differ | batch:1 hold CLIENT_FROZEN | 2 | none'],
    ],
    [
      'more rows held than it says',
      `INSERT INTO exception (code, scope, severity, producer_id, batch_id, rows, raised_at, due_at)
        VALUES ('CLIENT_FROZEN', 'hold', 'medium', 9, 1, 1, 1, 1);
       UPDATE held_row SET code = 'CLIENT_FROZEN'`,
      ['exception_rows_differ | batch:1 hold CLIENT_FROZEN | 2 | 1'],
    ],
    [
      'more payments waiting than were ever held',
      `INSERT INTO exception (code, scope, severity, producer_id, batch_id, rows, raised_at, due_at)
        VALUES ('HELD_TOO_LONG', 'hold', 'medium', 9, 1, 3, 1, 1)`,
      ['exception_rows_differ | batch:1 hold HELD_TOO_LONG | 2 | 3'],
    ],
    [
      'a batch that stands still and nobody knows',
      `UPDATE batch SET state = 'held'`,
      [
        'batch_without_exception | batch:1 | an exception, being held | none',
        'batch_without_exception | batch:2 | an exception, being held | none',
      ],
    ],
  ])('finds %s', async (_, damage, expected) => {
    expect(await differences(damage)).toEqual(expected)
  })

  it('of payments that went through since the last look says nothing', async () => {
    const waiting = `
      INSERT INTO exception (code, scope, severity, producer_id, batch_id, rows, raised_at, due_at)
        VALUES ('HELD_TOO_LONG', 'hold', 'medium', 9, 1, 2, 1, 1);
      UPDATE held_row SET state = 'posted' WHERE line = 5`
    expect(await differences(waiting)).toEqual([])
  })
})

describe('a store from before there were exceptions', () => {
  const hourMs = 3_600_000

  it('gets them for what its sealed batches left, as of their seal', () => {
    const raw = new Database(':memory:')
    migrate(raw, migrations.slice(0, migrations.indexOf(exceptions)))
    const batchColumns = 'id, producer_id, file, path, inode, bytes, modified_at, sha256, archive, state, received_at'
    raw.exec(`
      PRAGMA foreign_keys = OFF;
      INSERT INTO currency VALUES ('USD', 2);
      INSERT INTO workspace (id, uid, name, zone, currency, created_at, demo)
        VALUES (1, 'u', 'Test', 'Asia/Hong_Kong', 'USD', 0, 0);
      INSERT INTO producer (id, code, name, state, created_at) VALUES (7, 'seven', 'Seven', 'active', 1);
      INSERT INTO batch (${batchColumns}, reasons, rows, faults, held, sealed_at) VALUES
        (1, 7, 'a.csv', '/a', '1', 1, 1, zeroblob(32), 'a', 'posted', 1, '[]', 6, 3, 3, 1000),
        (2, 7, 'b.csv', '/b', '2', 1, 1, zeroblob(32), 'b', 'rejected', 1, '["FILE_REPEATED"]', 0, 0, 0, 2000),
        (3, 7, 'c.csv', '/c', '3', 1, 1, zeroblob(32), 'c', 'posting', 1, '[]', 1, 1, 0, NULL);
      INSERT INTO batch_row (batch_id, line, outcome, code, field, found, raw) VALUES
        (1, 2, 'fault', 'DATE_TOO_OLD', 'TxDate', '1999', 'raw'), (1, 3, 'fault', 'DATE_TOO_OLD', 'TxDate', '1998', 'raw'),
        (1, 4, 'conflict', 'TXID_CONFLICT', 'TxId', 't', 'raw'), (1, 5, 'repeat', 'TXID_REPEATED', 'TxId', 't', 'raw'),
        (3, 2, 'fault', 'DATE_TOO_OLD', 'TxDate', '1999', 'raw');
      INSERT INTO held_row (batch_id, line, client_id, kind, amount, tx_id, location, occurred_at, business_day, code, raw,
          state) VALUES
        (1, 6, 'anna', 'Payment', 70, 'b', 'Central', 0, '1970-01-01', 'INSUFFICIENT_FUNDS', 'raw', 'held'),
        (1, 7, 'anna', 'TopUp', 80, 'c', 'Central', 0, '1970-01-01', 'CLIENT_FROZEN', 'raw', 'held'),
        (1, 8, 'anna', 'TopUp', 90, 'd', 'Central', 0, '1970-01-01', 'CLIENT_FROZEN', 'raw', 'posted');
    `)
    exceptions.up(raw)
    const columns = 'batch_id, scope, code, severity, rows, amount, client_id, line, raised_at, due_at'
    expect(raw.prepare(`SELECT ${columns} FROM exception ORDER BY id`).raw().all()).toEqual([
      [1, 'conflict', 'TXID_CONFLICT', 'high', 1, null, null, 4, 1_000, 1_000 + 24 * hourMs],
      [1, 'fault', 'DATE_TOO_OLD', 'medium', 2, null, null, null, 1_000, 1_000 + 72 * hourMs],
      [1, 'hold', 'CLIENT_FROZEN', 'medium', 1, 80, 'anna', 7, 1_000, 1_000 + 72 * hourMs],
      [2, 'batch', 'FILE_REPEATED', 'low', 0, null, null, null, 2_000, 2_000 + 168 * hourMs],
    ])
    expect(raw.prepare('SELECT exception_id, at, by, kind, detail FROM exception_event').raw().get()).toEqual([
      1,
      1_000,
      'engine',
      'raised',
      '{"rows":1,"amount":null}',
    ])
    // The laws of today are about the store of today.
    for (const later of migrations.slice(migrations.indexOf(exceptions) + 1)) later.up(raw)
    const findings = new Findings()
    checkExceptions(raw, findings)
    expect(findings.all()).toEqual([])
    raw.close()
  })
})
