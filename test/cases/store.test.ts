/** What the store refuses of decisions about rows, of cases and of deeds for many, raw SQL included. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { recentDay } from '../ingest/drop.ts'
import { withRawStore } from '../ledger/raw-store.ts'
import { type Cases, openCases } from './open-cases.ts'

let cases: Cases
const reason = 'because'
const row = {
  occurredAt: `${recentDay}T04:00:00.000Z`,
  client: 'A',
  location: 'Central',
  type: 'TopUp',
  amount: 900,
} as const

/** One case with a corrected row, a rejected one, one whose rejection was undone, and one that nobody decided on. */
beforeAll(async () => {
  cases = await openCases()
  const bad = ['a1', 'a2', 'a3', 'a4'].map((tx) => ({ client: 'A', tx, amount: 'x' }))
  const { id } = await cases.caseOf(await cases.take('bad.csv', [...bad, { client: 'B', tx: 'b1', amount: 1 }]))
  await cases.act(id, { action: 'reject', lines: [[4, 4]], reason })
  await cases.act(id, { action: 'dismiss', reason })
  await cases.act(id, { action: 'reopen', reason })
  const { proposal } = await cases.act(id, {
    action: 'correct',
    rows: [{ line: 2, row: { ...row, txId: 'a1' } }],
    reason,
  })
  await cases.approve(proposal)
  await cases.act(id, { action: 'reject', lines: [[3, 3]], reason })
  const { view, total, asOf } = await cases.analyst.exceptions.openView({})
  const of = { view, except: [] }
  await cases.analyst.exceptions.bulk.start({
    of,
    deed: { action: 'note', text: 'all' },
    count: total,
    asOf,
    key: 'bulk',
  })
  await (await cases.engine.opened()).bulk.settled()
}, 60_000)
afterAll(() => cases.close())

const refusalOf = (sql: string) =>
  withRawStore(cases.engine, (raw) => {
    raw.exec('BEGIN IMMEDIATE')
    try {
      raw.exec(sql)
      return 'nothing'
    } catch (error) {
      return (error as Error).message
    } finally {
      raw.exec('ROLLBACK')
    }
  })

const corrected = `WHERE decision = 'corrected'`
const rejected = `WHERE decision = 'rejected' AND undone_at IS NULL`
const kept = 'a decision about a row is kept as it was made'
const decision = (columns: string, values: string): string =>
  `INSERT INTO row_decision (exception_id, batch_id, line, at, by, reason, ${columns}) VALUES (1, 1, 5, 1, 'me', 'r', ${values})`

it('begins with decisions of every kind, and lets be done what is done', async () => {
  const found = await withRawStore(cases.engine, (raw) =>
    raw.prepare('SELECT line, decision, undone_at IS NOT NULL AS undone FROM row_decision ORDER BY id').all(),
  )
  expect(found).toEqual([
    { line: 4, decision: 'rejected', undone: 1 },
    { line: 2, decision: 'corrected', undone: 0 },
    { line: 3, decision: 'rejected', undone: 0 },
  ])
  expect(await refusalOf(`UPDATE row_decision SET undone_at = 1, undone_by = 'me' ${rejected}`)).toBe('nothing')
  expect(await refusalOf(decision('decision', `'rejected'`))).toBe('nothing')
  expect(await refusalOf(decision('decision, proposal, posting', `'posted', 1, 1`))).toBe('nothing')
})

it.each([
  ['that a decision is deleted', 'DELETE FROM row_decision', 'a decision is undone, never deleted'],
  ['that it becomes another one', `UPDATE row_decision SET decision = 'merged' ${rejected}`, kept],
  ['another reason', `UPDATE row_decision SET reason = 'else' ${rejected}`, kept],
  ['another person', `UPDATE row_decision SET by = 'eve' ${rejected}`, kept],
  ['another time', `UPDATE row_decision SET at = 1 ${rejected}`, kept],
  ['another row', `UPDATE row_decision SET line = 9 ${rejected}`, kept],
  ['another case', `UPDATE row_decision SET exception_id = 2 ${rejected}`, kept],
  ['another posting', `UPDATE row_decision SET posting = posting - 1 ${corrected}`, kept],
  ['another proposal', `UPDATE row_decision SET proposal = 99 ${corrected}`, kept],
  ['other words of what a row says now', `UPDATE row_decision SET corrected = '{}' ${corrected}`, kept],
  ['other words of what it said', `UPDATE row_decision SET original = '{}' ${corrected}`, kept],
  [
    'that what moved money is undone',
    `UPDATE row_decision SET undone_at = 1, undone_by = 'me' ${corrected}`,
    'CHECK constraint failed',
  ],
  ['that nobody undid it', `UPDATE row_decision SET undone_at = 1 ${rejected}`, 'CHECK constraint failed'],
  [
    'that what was undone comes back',
    'UPDATE row_decision SET undone_at = NULL, undone_by = NULL WHERE undone_at IS NOT NULL',
    kept,
  ],
  ['that what was undone changes', 'UPDATE row_decision SET undone_at = 2 WHERE undone_at IS NOT NULL', kept],
  [
    'a second decision in force on a row',
    `INSERT INTO row_decision (exception_id, batch_id, line, decision, at, by, reason) VALUES (1, 1, 3, 'merged', 1, 'me', 'r')`,
    'UNIQUE constraint failed',
  ],
  ['a posted row that nobody agreed to', decision('decision, posting', `'posted', 1`), 'CHECK constraint failed'],
  [
    'a corrected row that nobody agreed to',
    decision('decision, posting, corrected', `'corrected', 1, '{}'`),
    'CHECK constraint failed',
  ],
  [
    'a row written off that nobody agreed to',
    decision('decision, posting', `'written_off', 1`),
    'CHECK constraint failed',
  ],
  ['a posted row without its posting', decision('decision, proposal', `'posted', 1`), 'CHECK constraint failed'],
  [
    'a corrected row that says nothing',
    decision('decision, proposal, posting', `'corrected', 1, 1`),
    'CHECK constraint failed',
  ],
  [
    'a rejected row with a posting',
    decision('decision, proposal, posting', `'rejected', 1, 1`),
    'CHECK constraint failed',
  ],
  ['a decision there is not', decision('decision', `'forgotten'`), 'CHECK constraint failed'],
  [
    'a decision in no case',
    decision('decision', `'rejected'`).replace('VALUES (1,', 'VALUES (99,'),
    'FOREIGN KEY constraint failed',
  ],
  [
    'a case of an earlier version',
    'UPDATE exception SET version = version - 1',
    'a changed exception has a new version',
  ],
  [
    'a case changed under its version',
    `UPDATE exception SET severity = 'low'`,
    'a changed exception has a new version',
  ],
  [
    'another first look',
    'UPDATE exception SET first_touched_at = 1, version = version + 1',
    'an exception is first touched once',
  ],
  [
    'that nobody looked at it',
    'UPDATE exception SET first_touched_at = NULL, touched_at = NULL, touched_by = NULL, version = version + 1',
    'an exception is first touched once',
  ],
  [
    'more rows decided than there are',
    'UPDATE exception SET decided = 5, version = version + 1',
    'CHECK constraint failed',
  ],
  [
    'fewer rows decided than none',
    'UPDATE exception SET decided = -1, version = version + 1',
    'CHECK constraint failed',
  ],
  [
    'that what sleeps is over',
    `UPDATE exception SET status = 'resolved', resolution = 'rejected', resolved_at = 1, resolved_by = 'me',
      snoozed_until = 9, version = version + 1`,
    'CHECK constraint failed',
  ],
  [
    'an end of nobody',
    `UPDATE exception SET status = 'resolved', resolution = 'rejected', resolved_at = 1, version = version + 1`,
    'CHECK constraint failed',
  ],
  ['another end of one of many', `UPDATE bulk_item SET outcome = 'pending'`, 'what became of a case is kept as it was'],
  [
    'a case twice among many',
    'INSERT INTO bulk_item (bulk_id, seq, exception_id) VALUES (1, 9, 1)',
    'UNIQUE constraint failed',
  ],
  ['more ends than cases', 'UPDATE bulk SET refused = refused + 1', 'CHECK constraint failed'],
  ['an end while it runs', `UPDATE bulk SET state = 'running'`, 'CHECK constraint failed'],
])('refuses %s', async (_, sql, refusal) => {
  expect(await refusalOf(sql)).toContain(refusal)
})
