/** A closed period rebuilds from its postings to the root that the audit chain knows, or it says that it does not. */
import { hash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { dayNumberOf } from '../../engine/calendar/day.ts'
import { reckonPeriod } from '../../engine/periods/root.ts'
import { verifyPeriod } from '../../engine/periods/verify.ts'
import { type OpenBooks, openBooks, perform } from '../operations/open-books.ts'
import { closePeriod, finish, takeRows } from './days.ts'

let books: OpenBooks
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  vi.setSystemTime(new Date('2026-11-21T04:00:00Z'))
  books = await openBooks()
  await takeRows(books, [
    { day: '2026-11-20', client: 'anna', amount: 500 },
    { day: '2026-11-19', client: 'boris' },
    { day: '2026-11-20', client: 'anna', type: 'Payment', amount: 70 },
  ])
  await perform(books, 'deposit', { client: 'anna', amount: 900 })
  await takeRows(books, [{ day: '2026-11-20', client: 'boris', amount: 3 }])
  vi.setSystemTime(new Date('2026-12-02T04:00:00Z'))
  for (const period of ['2026-11-19', '2026-11-20', '2026-11']) await closePeriod(books, period)
  await finish(books)
})
afterEach(() => {
  if (books.raw.inTransaction) books.raw.exec('ROLLBACK')
})
afterAll(() => {
  vi.useRealTimers()
  books.close()
})

const verdicts = () =>
  ['2026-11-19', '2026-11-20', '2026-11'].map((name) => {
    const proof = verifyPeriod(books, { name })
    return proof.status === 'reckoned' ? proof.matches : proof.status
  })

it('proves what was closed, day and month', () => {
  expect(verdicts()).toEqual([true, true, true])
  const proof = verifyPeriod(books, { name: '2026-11' })
  const { root } = reckonPeriod(books, { name: '2026-11' })
  expect(proof).toEqual({
    status: 'reckoned',
    period: {
      name: '2026-11',
      kind: 'month',
      firstDay: '2026-11-01',
      lastDay: '2026-11-30',
      state: 'closed',
      postings: 5,
      root,
      proposal: 3,
      closedAt: '2026-12-02T04:00:00.000Z',
    },
    matches: true,
    postings: 5,
    root,
    recorded: root,
  })
})

it('is over the lines that are written down, so that anybody can reckon it again', () => {
  const at = Date.parse('2026-11-21T04:00:00Z')
  const rows = books.raw.prepare('SELECT seq, tx_id AS tx FROM posting ORDER BY seq').all() as { tx: string }[]
  const noon = Date.parse('2026-11-20T04:00:00Z')
  const row = (seq: number, line: number, batch: number, rest: readonly unknown[]) =>
    [seq, null, batch, line, 7, rows[seq - 1]?.tx, 'Central', ...rest, noon, at, '2026-11-20'] as const
  const lines = [
    ['period', 1, 'day', '2026-11-20', '2026-11-20'],
    row(1, 2, 1, ['clearing:seven', 'wallet:anna', 'USD', 500, 'TopUp']),
    row(3, 4, 1, ['wallet:anna', 'clearing:seven', 'USD', 70, 'Payment']),
    row(5, 2, 2, ['clearing:seven', 'wallet:boris', 'USD', 3, 'TopUp']),
  ]
  const root = hash('sha256', lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  expect(reckonPeriod(books, { name: '2026-11-20' })).toEqual({ postings: 3, root })
})

const wallet = (client: string) => `(SELECT id FROM account WHERE code = 'wallet:${client}')`
const change = (set: string, seq = 3) => `UPDATE movement SET ${set} WHERE seq = ${seq}`

it.each([
  ['an amount', change('amount = amount + 1'), [true, false, false]],
  ['an amount of another day', change('amount = amount + 1', 2), [false, true, false]],
  ['an amount of an entry', change('amount = amount + 1', 4), [true, true, false]],
  ['who paid', change(`debit = ${wallet('boris')}`), [true, false, false]],
  ['who was paid', change(`credit = ${wallet('boris')}`), [true, false, false]],
  ['both sides turned round', change('debit = credit, credit = debit'), [true, false, false]],
  ['the kind', change(`kind = 'TopUp'`), [true, false, false]],
  ['the transaction number', change(`tx_id = 'other'`), [true, false, false]],
  ['the place', `INSERT INTO place VALUES (99, 'Sha Tin'); ${change('place = 99')}`, [true, false, false]],
  ['the line', change('line = 99'), [true, false, false]],
  ['the batch', change('batch_id = 2, line = 99'), [true, false, false]],
  ['when it happened', change('occurred_at = occurred_at + 1'), [true, false, false]],
  ['when it was posted', change('posted_at = posted_at - 1'), [true, false, false]],
  ['a posting moved to another day of the month', change(`day = ${dayNumberOf('2026-11-19')}`), [false, false, false]],
  ['a posting moved out of the month', change(`day = ${dayNumberOf('2026-12-01')}`), [true, false, false]],
  ['a posting that is gone', 'DELETE FROM movement WHERE seq = 3', [true, false, false]],
  [
    'a posting that was put in',
    `INSERT INTO movement SELECT 99, entry, debit, credit, currency, amount, kind, batch_id, 99, tx_id, place, occurred_at,
      posted_at, day, debit_after, credit_after, debit_previous, credit_previous FROM movement WHERE seq = 3`,
    [true, false, false],
  ],
  ['the number of a posting', change('seq = 99'), [true, false, false]],
  ['whose wallet it is', `UPDATE account SET code = 'wallet:zoe' WHERE code = 'wallet:anna'`, [true, false, false]],
  ['the root that is kept', 'UPDATE period SET root = zeroblob(32)', [false, false, false]],
  ['the count that is kept', `UPDATE period SET postings = 9 WHERE kind = 'month'`, [true, true, false]],
  ['the record in the chain', `DELETE FROM audit_record WHERE subject = 'period:2026-11'`, [true, true, false]],
])('finds %s changed behind its back', (_, statement, expected) => {
  const { raw } = books
  raw.exec('BEGIN IMMEDIATE')
  withoutTriggers(raw)
  raw.exec(statement)
  expect(verdicts()).toEqual(expected)
  raw.exec('ROLLBACK')
  expect(verdicts()).toEqual([true, true, true])
})

it('finds a root that was changed together with its postings, because the chain says otherwise', () => {
  const { raw } = books
  const name = '2026-11-20'
  raw.exec('BEGIN IMMEDIATE')
  withoutTriggers(raw)
  raw.exec(change('amount = 71'))
  const forged = reckonPeriod(books, { name }).root
  raw.prepare(`UPDATE period SET root = ? WHERE kind = 'day' AND last_day = ?`).run(Buffer.from(forged, 'hex'), name)
  const proof = verifyPeriod(books, { name })
  expect(proof).toMatchObject({ matches: false, root: forged, period: { root: forged } })
  raw.exec('ROLLBACK')
  expect(proof).toMatchObject({ recorded: reckonPeriod(books, { name }).root })
})

function withoutTriggers(raw: Database): void {
  const names = raw.prepare(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`).pluck().all() as string[]
  for (const name of names) raw.exec(`DROP TRIGGER ${name}`)
}

it('says what is missing in the chain', () => {
  const { raw } = books
  raw.exec('BEGIN IMMEDIATE')
  raw.exec('DROP TRIGGER audit_record_is_never_deleted')
  raw.exec(`DELETE FROM audit_record WHERE subject = 'period:2026-11-20'`)
  expect(verifyPeriod(books, { name: '2026-11-20' })).toMatchObject({ matches: false, recorded: null })
})

it('knows no proof of what is not closed', async () => {
  expect(verifyPeriod(books, { name: '2026-11-18' })).toEqual({ status: 'not_found' })
  await closePeriod(books, '2026-12-01')
  expect(verifyPeriod(books, { name: '2026-12-01' })).toEqual({ status: 'period_closing' })
  expect(await finish(books)).toEqual(['2026-12-01'])
  expect(verifyPeriod(books, { name: '2026-12-01' })).toMatchObject({ matches: true, postings: 0 })
})

it('is sealed once, whoever comes second, and never with another root', async () => {
  const name = '2026-11-20'
  const reckoned = reckonPeriod(books, { name })
  expect(await books.run('periods.seal', { name, ...reckoned })).toEqual({ status: 'sealed_already' })
  await expect(books.run('periods.seal', { name, postings: 3, root: '00'.repeat(32) })).rejects.toThrow(/another root/)
  const records = books.raw
    .prepare(`SELECT actor, outcome, detail FROM audit_record WHERE subject = 'period:2026-11-20' ORDER BY seq`)
    .all() as { detail: string }[]
  const detail = { firstDay: name, lastDay: name, ...reckoned }
  expect(records.map((record) => ({ ...record, detail: JSON.parse(record.detail) }))).toEqual([
    { actor: 'engine', outcome: 'done', detail },
    { actor: 'engine', outcome: 'sealed_already', detail },
  ])
})
