/**
 * The laws between what people decided and what is posted, each broken once behind the engine's back: the check says where
 * and what, and says nothing of books in which everything happened that people do.
 */
import type { Database } from 'better-sqlite3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkExceptions } from '../../engine/exceptions/check.ts'
import { Findings } from '../../engine/ledger/check/findings.ts'
import { recentDay } from '../ingest/drop.ts'
import { withRawStore } from '../ledger/raw-store.ts'
import { type Cases, openCases } from './open-cases.ts'

let cases: Cases
const ids: Record<'fault' | 'hold' | 'payments' | 'waiting' | 'rejected', number> = {
  fault: 0,
  hold: 0,
  payments: 0,
  waiting: 0,
  rejected: 0,
}
const reason = 'because'
const row = {
  occurredAt: `${recentDay}T04:00:00.000Z`,
  client: 'A',
  location: 'Central',
  type: 'TopUp',
  amount: 900,
} as const

beforeAll(async () => {
  cases = await openCases()
  const big = (name: string) => [
    { client: 'A', tx: `${name}1`, amount: 500_000 },
    { client: 'B', tx: `${name}2`, amount: 300_000 },
    { client: 'C', tx: `${name}3`, amount: 700 },
  ]
  const first = await cases.take('bad.csv', [
    { client: 'A', tx: 'a1', amount: 'x' },
    { client: 'A', tx: 'a2', amount: 'x' },
    { client: 'A', tx: 'a3', amount: 'x' },
    { client: 'B', tx: 'b1', amount: 800 },
  ])
  ids.fault = (await cases.caseOf(first)).id
  const agreed = async (id: number, deed: Parameters<Cases['act']>[1]) =>
    cases.approve((await cases.act(id, deed)).proposal)
  await agreed(ids.fault, { action: 'correct', rows: [{ line: 2, row: { ...row, txId: 'a1' } }], reason })
  await cases.act(ids.fault, { action: 'reject', lines: [[3, 3]], reason })
  ids.hold = (await cases.caseOf(await cases.take('big.csv', big('h')))).id
  await agreed(ids.hold, { action: 'post', lines: [[2, 2]], reason })
  const paid = [...big('p').slice(2), { client: 'A', tx: 'p9', type: 'Payment', amount: 120_000 }]
  ids.payments = (await cases.caseOf(await cases.take('pay.csv', paid))).id
  await agreed(ids.payments, { action: 'write_off', reason })
  ids.waiting = (await cases.caseOf(await cases.take('more.csv', big('w')))).id
  await cases.act(ids.waiting, { action: 'post', reason })
  ids.rejected = (await cases.caseOf(await cases.take('gone.csv', big('g')))).id
  await cases.act(ids.rejected, { action: 'reject', reason })
}, 60_000)
afterAll(() => cases.close())

const differences = (damage: string) =>
  withRawStore(cases.engine, (raw) => {
    raw.pragma('foreign_keys = OFF')
    raw.exec('BEGIN IMMEDIATE')
    try {
      unguard(raw)
      raw.exec(damage)
      const findings = new Findings()
      checkExceptions(raw, findings)
      return findings.all().map(({ code, subject, expected, found }) => `${code} | ${subject} | ${expected} | ${found}`)
    } finally {
      raw.exec('ROLLBACK')
    }
  })

/** The laws that stand in the way of the damage are what the tests of the store are about. */
function unguard(raw: Database): void {
  const guards = ['exception_moves_forward', 'row_decision_is_never_deleted', 'row_decision_is_only_undone']
  for (const guard of guards) raw.exec(`DROP TRIGGER ${guard}`)
  const ofEntries = raw.prepare(
    `SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name IN ('entry', 'proposal')`,
  )
  for (const name of ofEntries.pluck().all() as string[]) raw.exec(`DROP TRIGGER ${name}`)
}

const decisionOf = (id: number) => `(SELECT min(id) FROM row_decision WHERE exception_id = ${id})`

it('finds nothing where everything was done by its rules', async () => {
  expect(await differences('')).toEqual([])
  expect(await cases.client.ledger.check({ deep: true })).toMatchObject({ consistent: true })
})

it.each<[string, () => string, () => string[]]>([
  [
    'a decision whose row became another posting',
    () => `UPDATE row_decision SET posting = posting + 1 WHERE id = ${decisionOf(ids.hold)}`,
    () => [
      expect.stringMatching(
        /^row_decision_differs \| batch:2 line:2 \| posted by posting:\d+ \| posted by posting:\d+$/,
      ),
      expect.stringMatching(/^row_posted_undecided \| batch:2 line:2 \| a decision \| posting:\d+$/),
    ],
  ],
  [
    'a corrected row that says something else',
    () =>
      `UPDATE row_decision SET corrected = json_set(corrected, '$.amount', 901) WHERE id = ${decisionOf(ids.fault)}`,
    () => [
      expect.stringMatching(
        /^row_decision_differs \| batch:1 line:2 \| corrected by posting:\d+ \| posted by posting:\d+$/,
      ),
    ],
  ],
  [
    'a row that was written off and is held all the same',
    () => `UPDATE held_row SET state = 'held' WHERE batch_id = 3 AND line = 3`,
    () => [
      expect.stringMatching(/^row_decision_differs \| batch:3 line:3 \| written_off by posting:\d+ \| held$/),
      `held_rows_unseen | exception:${ids.payments} | no rows held, being resolved | 1`,
    ],
  ],
  [
    'a write-off of another amount',
    () => `UPDATE entry SET amount = amount + 1 WHERE kind = 'write_off'`,
    () => [expect.stringMatching(/^row_decision_differs \| batch:3 line:3 \| written_off by posting:\d+ \| rejected$/)],
  ],
  [
    'a decision under a proposal about something else',
    () => `UPDATE proposal SET change = json_set(change, '$.exception', 99) WHERE kind = 'rows_write_off'`,
    () => [
      `row_decision_differs | batch:3 line:3 | a proposal of exception:${ids.payments} to have it written_off | rows_write_off of exception:99`,
    ],
  ],
  [
    'a decision under a proposal of another kind',
    () => `UPDATE proposal SET kind = 'rows_post' WHERE kind = 'rows_correct'`,
    () => [
      `row_decision_differs | batch:1 line:2 | a proposal of exception:${ids.fault} to have it corrected | rows_post of exception:${ids.fault}`,
    ],
  ],
  [
    'a decision about a row of another batch',
    () => `UPDATE row_decision SET exception_id = ${ids.hold} WHERE exception_id = ${ids.fault} AND line = 3`,
    () => [
      `row_decision_differs | batch:1 line:3 | a row of exception:${ids.hold} | a row of another batch`,
      `exception_decided_differs | exception:${ids.fault} | 1 | 2`,
    ],
  ],
  [
    'a posted row that nobody decided on',
    () => `DELETE FROM row_decision WHERE exception_id = ${ids.hold}`,
    () => [expect.stringMatching(/^row_posted_undecided \| batch:2 line:2 \| a decision \| posting:\d+$/)],
  ],
  [
    'an exception that counts other decisions than there are',
    () => `UPDATE exception SET decided = 0 WHERE id = ${ids.fault}`,
    () => [`exception_decided_differs | exception:${ids.fault} | 2 | 0`],
  ],
  [
    'a decision that was undone and still counts',
    () =>
      `UPDATE row_decision SET undone_at = 1, undone_by = 'me' WHERE exception_id = ${ids.fault} AND posting IS NULL`,
    () => [`exception_decided_differs | exception:${ids.fault} | 1 | 2`],
  ],
  [
    'rows that are held though their exception is over',
    () => `UPDATE held_row SET state = 'held' WHERE batch_id = 5`,
    () => [`held_rows_unseen | exception:${ids.rejected} | no rows held, being resolved | 2`],
  ],
  [
    'an exception that waits for approval of nothing',
    () => `UPDATE proposal SET state = 'withdrawn', decided_at = 1, decided_by = proposed_by WHERE state = 'open'`,
    () => [`approval_wait_differs | exception:${ids.waiting} | not waiting for approval | waiting for approval`],
  ],
  [
    'an exception that goes on although a proposal about it is open',
    () => `UPDATE exception SET status = 'open', waiting_for = NULL WHERE id = ${ids.waiting}`,
    () => [`approval_wait_differs | exception:${ids.waiting} | waiting for approval | open`],
  ],
])('finds %s', async (_, damage, expected) => {
  expect(await differences(damage())).toEqual(expected())
})
