/** What the store's schema promises, asked of the real store of a real workspace. */
import type Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dayNumberOf } from '../../engine/calendar/day.ts'
import { commands } from '../../engine/commands.ts'
import { connect } from '../../engine/store/connection.ts'
import { migrations } from '../../engine/store/migrations/migrations.ts'
import { executorOf } from '../../engine/store/writer-loop.ts'
import { layoutOf } from '../../engine/workspace/layout.ts'
import { makeWorkspace, removeFolder } from '../workspace-fixture.ts'
import { declared } from './declared-tables.ts'
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
    INSERT INTO account (id, code, kind, currency, balance) VALUES (90, 'omnibus:main', 'omnibus', 'USD', -7);
    INSERT INTO currency VALUES ('EUR', 2);
    INSERT INTO account (id, code, kind, currency, balance) VALUES (91, 'omnibus:main', 'omnibus', 'EUR', 0);
    BEGIN;
    INSERT INTO account (id, code, kind, currency, balance, client_id) VALUES (100, 'wallet:anna', 'wallet', 'USD', 12, 'anna');
    INSERT INTO client (id, wallet, created_at) VALUES ('anna', 100, 0);
    COMMIT;
    INSERT INTO batch (id, producer_id, file, path, inode, bytes, modified_at, sha256, archive, state, received_at)
      VALUES (1, 7, 'a.csv', '/a.csv', '1', 1, 1, zeroblob(32), 'a.cha', 'posting', 0);
    INSERT INTO place VALUES (1, 'Central');
    INSERT INTO movement VALUES (1, NULL, 1, 100, 'USD', 5, 'TopUp', 1, 2, 'tx', 1, 0, 0, 20454, -5, 5, 0, 0);
    INSERT INTO entry (id, kind, postings, currency, amount, initiator, at) VALUES (2, 'deposit', 1, 'USD', 7, 'admin', 0);
    INSERT INTO movement VALUES (2, 2, 90, 100, 'USD', 7, 'deposit', NULL, NULL, NULL, NULL, 0, 0, 20454, -7, 12, 0, 1);
    INSERT INTO operation_key VALUES ('admin', 'k', zeroblob(32), '{}', 0);
    INSERT INTO hold (id, wallet, amount, state, initiator, placed_at, expires_at, ended_at)
      VALUES (1, 100, 3, 'released', 'admin', 0, 1, 1), (2, 100, 3, 'open', 'admin', 0, 1, NULL);
    INSERT INTO proposal (id, kind, moves_money, change, hash, effect, effect_hash, reason, proposed_by, proposed_at,
      expires_at, state, decided_by, decided_at, result)
      VALUES (1, 'operation', 1, '{}', zeroblob(32), '{}', zeroblob(32), 'why', 1, 0, 1, 'open', NULL, NULL, NULL),
        (2, 'setting', 0, '{}', zeroblob(32), '{}', zeroblob(32), 'why', 1, 0, 1, 'withdrawn', NULL, 1, NULL);
    INSERT INTO proposal_comment VALUES (1, 1, 0, 1, 'hm');
    INSERT INTO setting VALUES ('test', 1, '{}', 1, 0);
    INSERT INTO period (id, kind, first_day, last_day, state, postings, root, proposal, closed_at)
      VALUES (1, 'day', '2025-12-31', '2025-12-31', 'closed', 0, zeroblob(32), 1, 0);
    INSERT INTO closed_days (id, through) VALUES (1, '2025-12-31');
    INSERT INTO close_pack (id, from_day, to_day, include_clients, asked_at, asked_by, state, ended_at, archive, bytes, sha256,
      generation, is_closed, proves)
      VALUES (1, '2025-12-31', '2025-12-31', 0, 0, 'admin', 'made', 1, 'p.cha', 1, zeroblob(32), 1, 1, 'proves');
    INSERT INTO export_job (id, source, parameters, format, asked_at, asked_by, state, started_at, ended_at, rows, bytes, sha256)
      VALUES (1, 'clients', '{}', 'csv', 0, 1, 'done', 0, 1, 0, 3, zeroblob(32));
    INSERT INTO report (id, name, source, parameters, format, keep, owner, made_at)
      VALUES (1, 'a', 'clients', '{}', 'csv', 1, 1, 0);
    INSERT INTO report (id, name, source, parameters, format, keep, owner, made_at, removed_at)
      VALUES (2, 'b', 'clients', '{}', 'csv', 1, 1, 0, 1);
    INSERT INTO report_run (id, report, at, by, export) VALUES (1, 1, 0, 'admin', 1);
    INSERT INTO expected_batch VALUES (7, 60, 0, 120, 90, '1970-01-01', 'met', 1, 90);
    INSERT INTO statement_file (id, source, setting_version, name, bytes, sha256, archive, format, state, received_at,
      received_by, read_at, folder_left)
      VALUES (1, 'bank', 1, 'a.sta', 1, zeroblob(32), 's.cha', 'mt940', 'read', 0, 'engine', 1, 1);
    INSERT INTO statement_span VALUES (1, 90, 1, 1, 0, 5, 1, 1, NULL);
    INSERT INTO statement (id, file, account, account_said, currency, from_day, to_day, opening, closing, first_line,
      last_line, lines, sum_in, sum_out, state)
      VALUES (1, 1, 90, 'X', 'USD', 1, 1, 0, 5, 1, 1, 1, 5, 0, 'reading');
    INSERT INTO statement_line (id, statement, seq, place, account, day, amount, is_reversal, is_pending, refs, text)
      VALUES (1, 1, 1, 1, 90, 1, 5, 0, 0, '[]', '');
    UPDATE statement SET state = 'accepted', accepted_at = 1, span = 1 WHERE id = 1;
    INSERT INTO reconciled_account (account, from_day, began_at) VALUES (90, 0, 0);
    INSERT INTO line_day VALUES (90, 1, 1, 5);
    INSERT INTO item_match (id, account, state, rule, rule_version, is_exact, line, posting, lines, postings, line_sum,
      posting_sum, residue, first_day, day, evidence, made_at, ended_at)
      VALUES (1, 90, 'final', 'reference', 0, 1, 1, 2, 1, 1, 5, 5, 0, 1, 1, '{}', 0, NULL),
        (2, 90, 'undone', 'reference', 0, 1, 1, 2, 1, 1, 5, 5, 0, 1, 1, '{}', 0, 1);
    INSERT INTO match_member VALUES (1, 0, 1, 1, 5);
    INSERT INTO matched_item VALUES (90, 0, 1, 1);
  `)
})

afterAll(() => {
  raw.close()
  removeFolder(directory)
})

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
    ['movement', 'UPDATE movement SET amount = amount + 1'],
    ['movement', 'UPDATE OR REPLACE movement SET seq = seq'],
    ['movement', 'DELETE FROM movement'],
    ['movement', 'REPLACE INTO movement SELECT * FROM movement'],
    ['entry', 'UPDATE entry SET amount = amount'],
    ['entry', `UPDATE entry SET reason = 'another'`],
    ['entry', 'DELETE FROM entry'],
    ['entry', 'REPLACE INTO entry SELECT * FROM entry'],
    ['operation_key', `UPDATE operation_key SET answer = '[]'`],
    ['operation_key', 'DELETE FROM operation_key'],
    ['operation_key', 'REPLACE INTO operation_key SELECT * FROM operation_key'],
    ['agreement', `UPDATE agreement SET document = '[]'`],
    ['agreement', 'DELETE FROM agreement'],
    ['agreement', 'REPLACE INTO agreement SELECT * FROM agreement'],
    ['setting', `UPDATE setting SET value = '[]'`],
    ['setting', 'DELETE FROM setting'],
    ['setting', 'REPLACE INTO setting SELECT * FROM setting'],
    ['proposal_comment', `UPDATE proposal_comment SET text = 'no'`],
    ['proposal_comment', 'DELETE FROM proposal_comment'],
    ['proposal_comment', 'REPLACE INTO proposal_comment SELECT * FROM proposal_comment'],
    ['match_member', 'UPDATE match_member SET amount = 6'],
    ['match_member', 'DELETE FROM match_member'],
    ['match_member', 'REPLACE INTO match_member SELECT * FROM match_member'],
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
    ['hold', 'UPDATE hold SET amount = 4 WHERE id = 1', 'a hold that ended stays as it is'],
    ['hold', `UPDATE hold SET state = 'open', ended_at = NULL WHERE id = 1`, 'a hold that ended stays as it is'],
    ['hold', 'DELETE FROM hold WHERE id = 2', 'a hold is ended, never deleted'],
    ['proposal', `UPDATE proposal SET change = '[]' WHERE id = 1`, 'the content of a proposal is fixed'],
    ['proposal', 'UPDATE proposal SET expires_at = 9 WHERE id = 1', 'the content of a proposal is fixed'],
    ['proposal', `UPDATE proposal SET decision = 'yes' WHERE id = 2`, 'a decided proposal stays as it is'],
    ['proposal', 'DELETE FROM proposal WHERE id = 1', 'a proposal is decided, never deleted'],
    ['period', 'UPDATE period SET postings = 1', 'a closed period stays as it is'],
    ['period', 'DELETE FROM period', 'a closed period stays closed'],
    ['closed_days', `UPDATE closed_days SET through = '2025-12-30'`, 'closed days are never opened again'],
    ['closed_days', 'DELETE FROM closed_days', 'closed days are never opened again'],
    ['close_pack', 'DELETE FROM close_pack', 'a close pack is kept'],
    ['close_pack', 'UPDATE close_pack SET bytes = 2', 'what became of a close pack stays as it is'],
    ['export_job', 'DELETE FROM export_job', 'an export is kept on record'],
    ['export_job', `UPDATE export_job SET source = 'accounts'`, 'what became of an export stays as it is'],
    ['export_job', 'UPDATE export_job SET bytes = 4', 'what became of an export stays as it is'],
    ['report', 'DELETE FROM report', 'a report is kept on record'],
    ['report', `UPDATE report SET parameters = '{"a":1}' WHERE id = 1`, 'what a report is of and whose it is'],
    ['report', 'UPDATE report SET owner = 2 WHERE id = 1', 'what a report is of and whose it is'],
    ['report', `UPDATE report SET name = 'c' WHERE id = 2`, 'a report that is removed stays so'],
    ['report_run', `UPDATE report_run SET by = 'x'`, 'a run of a report stays as it was'],
    ['report_run', 'DELETE FROM report_run', 'a run of a report is kept on record'],
    ['expected_batch', 'UPDATE expected_batch SET batch_id = 9', 'an expectation that was met stays as it is'],
    ['expected_batch', 'DELETE FROM expected_batch', 'what was expected stays on record'],
    ['movement', postingOf({ day: '2025-12-31' }), 'a closed day takes nothing'],
    ['item_match', 'DELETE FROM item_match WHERE id = 1', 'a match is kept'],
    ['item_match', 'UPDATE item_match SET postings = 2 WHERE id = 1', 'what a match says stays as it is'],
    ['item_match', `UPDATE item_match SET state = 'provisional' WHERE id = 1`, 'what a match says stays as it is'],
    [
      'item_match',
      `UPDATE item_match SET state = 'final', ended_at = NULL WHERE id = 2`,
      'what a match says stays as it is',
    ],
    ['matched_item', 'INSERT INTO matched_item VALUES (90, 0, 1, 2)', 'UNIQUE constraint failed'],
    ['line_day', 'UPDATE line_day SET lines = 0', 'lines that opened are counted for ever'],
    ['line_day', 'UPDATE line_day SET money = 4', 'lines that opened are counted for ever'],
    ['line_day', 'UPDATE line_day SET day = 2', 'lines that opened are counted for ever'],
    ['line_day', 'DELETE FROM line_day', 'lines that opened are counted for ever'],
    ['line_day', 'REPLACE INTO line_day VALUES (90, 1, 2, 6)', 'lines that opened are counted for ever'],
    ['statement_file', `UPDATE statement_file SET name = 'b'`, 'a statement file stays as it was read'],
    [
      'statement_file',
      `UPDATE statement_file SET state = 'reading', read_at = NULL`,
      'a statement file stays as it was read',
    ],
    ['statement_file', 'DELETE FROM statement_file', 'a statement file is kept'],
    ['statement', 'UPDATE statement SET closing = 6', 'a statement stays as it was read'],
    [
      'statement',
      `UPDATE statement SET state = 'read', accepted_at = NULL, span = NULL`,
      'a statement stays as it was read',
    ],
    ['statement', 'DELETE FROM statement', 'a statement is kept'],
    ['statement_line', 'UPDATE statement_line SET amount = 6', 'a line of a statement stays as it was read'],
    ['statement_line', 'UPDATE statement_line SET repeats = 1', 'a line of a statement stays as it was read'],
    ['statement_line', 'UPDATE statement_line SET account = NULL', 'a line of a statement stays as it was read'],
    ['statement_line', 'DELETE FROM statement_line', 'a line of a statement is kept'],
    ['statement_line', lineOf(1), 'a statement that was read takes no more lines'],
    ['statement_span', 'DELETE FROM statement_span', 'a span is merged, never deleted'],
  ])('%s refuses %s', (table, sql, refusal) => {
    const before = raw.prepare(`SELECT * FROM ${table}`).all()
    expect(before.length).toBeGreaterThan(0)
    expect(() => raw.exec(sql)).toThrow(refusal)
    expect(raw.prepare(`SELECT * FROM ${table}`).all()).toEqual(before)
  })

  it.each([
    ['a wallet below zero', 'UPDATE account SET balance = -1 WHERE id = 100', 'CHECK'],
    ['more held than a wallet has', 'UPDATE account SET held = 13 WHERE id = 100', 'CHECK'],
    ['money pending below zero', pendingOf(-1), 'CHECK'],
    ['a client who is owed what they owe', receivableOf(1), 'CHECK'],
    ['a closed wallet with money', `UPDATE account SET state = 'closed' WHERE id = 100`, 'CHECK'],
    ['a wallet of nobody', `UPDATE account SET client_id = NULL WHERE id = 100`, 'CHECK'],
    ['a bank account of a client', `UPDATE account SET client_id = 'anna' WHERE id = 90`, 'CHECK'],
    ['a posting between two currencies', postingOf({ debit: 91 }), 'FOREIGN KEY'],
    ['a posting from nowhere', postingOf({ batch: 'NULL' }), 'CHECK'],
    ['a posting of a batch and an entry', postingOf({ entry: 2 }), 'CHECK'],
    ['an entry kind in a batch', postingOf({ kind: 'deposit' }), 'CHECK'],
    ['a posting of an unknown kind', postingOf({ kind: 'gift' }), 'CHECK'],
    ['a refund of nothing', entryOf({ kind: 'refund' }), 'CHECK'],
    ['an adjustment that nobody approved', entryOf({ kind: 'adjustment' }), 'CHECK'],
    ['an entry of an unknown kind', entryOf({ kind: 'gift' }), 'FOREIGN KEY'],
    ['a payment that takes more than was held', 'UPDATE hold SET captured = 4 WHERE id = 2', 'CHECK'],
    ['a proposal of money approved by its author', decided({ by: 1, setUp: 1, proposal: 1 }), 'CHECK'],
    ['a proposal approved by nobody', decided({ by: 'NULL', setUp: 0, proposal: 1 }), 'CHECK'],
    ['a posting to an account that is not there', postingOf({ credit: 999 }), 'FOREIGN KEY'],
    ['a posting from an account to itself', postingOf({ credit: 1 }), 'CHECK'],
    ['a posting of no money', postingOf({ amount: 0 }), 'CHECK'],
    ['lines of fewer than none', 'INSERT INTO line_day VALUES (90, 2, -1, 5)', 'CHECK'],
    ['lines that come to less than nothing', 'INSERT INTO line_day VALUES (90, 2, 1, -5)', 'CHECK'],
    ['lines of an account that is not reconciled', 'INSERT INTO line_day VALUES (91, 2, 1, 5)', 'FOREIGN KEY'],
    ['a sealed batch whose counts are not its rows', 'UPDATE batch SET rows = 2, sealed_at = 1', 'CHECK'],
  ])('the store refuses %s', (_, sql, refusal) => {
    expect(() => raw.exec(sql)).toThrow(`${refusal} constraint failed`)
  })
})

const lineOf = (statement: number): string => `
  INSERT INTO statement_line (id, statement, seq, place, day, amount, is_reversal, is_pending, refs, text)
    VALUES (9, ${statement}, 2, 2, 1, 5, 0, 0, '[]', '')`

function postingOf({
  debit = 1,
  credit = 100,
  amount = 5,
  line = 3,
  kind = 'TopUp',
  batch = '1',
  entry = 0,
  day = '2026-01-01',
}): string {
  return `INSERT INTO movement (entry, debit, credit, currency, amount, kind, batch_id, line, tx_id, place, occurred_at,
    posted_at, day, debit_after, credit_after, debit_previous, credit_previous)
    VALUES (${entry || 'NULL'}, ${debit}, ${credit}, 'USD', ${amount}, '${kind}', ${batch}, ${line}, 'tx2', 1, 0, 0,
      ${dayNumberOf(day)}, 5, 5, 0, 0)`
}

function entryOf({ kind }: Readonly<{ kind: string }>): string {
  return `INSERT INTO entry (id, kind, postings, currency, amount, initiator, at) VALUES (9, '${kind}', 1, 'USD', 7, 'admin', 0)`
}

function pendingOf(balance: number): string {
  return `INSERT INTO account (code, kind, currency, client_id, balance) VALUES ('pending:anna', 'pending', 'USD', 'anna', ${balance})`
}

function receivableOf(balance: number): string {
  return `INSERT INTO account (code, kind, currency, client_id, balance)
    VALUES ('receivable:anna', 'receivable', 'USD', 'anna', ${balance})`
}

function decided({ by, setUp, proposal }: Readonly<{ by: number | string; setUp: number; proposal: number }>): string {
  return `UPDATE proposal SET state = 'approved', decided_by = ${by}, decided_at = 1, in_set_up = ${setUp}, result = '{}'
    WHERE id = ${proposal}`
}
