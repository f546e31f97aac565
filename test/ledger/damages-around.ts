/** Damage to what stands around the postings: batches and their identities, holds, answers, periods, proposals. */
import type { Database } from 'better-sqlite3'
import { dayNumberOf } from '../../engine/calendar/day.ts'
import { sortedEntries, unpack } from '../../engine/identities/entries.ts'
import { addRun } from '../../engine/identities/runs.ts'
import type { Damage } from './damages.ts'
import { today } from './sound-books.ts'

const batches: readonly Damage[] = [
  [
    'a batch that lost a row from its counts',
    'UPDATE batch SET held = held - 1',
    ['row_equation_broken | batch:1 | 4 | 3'],
  ],
  [
    'a batch that claims another row as posted',
    'UPDATE batch SET posted = posted + 1, held = held - 1',
    ['batch_count_differs | batch:1 | 4 | 3'],
  ],
  ['a batch that claims another sum', 'UPDATE batch SET sum = sum - 1', ['batch_sum_differs | batch:1 | 1349 | 1350']],
  [
    'a posting of a batch that is not there',
    'UPDATE movement SET batch_id = 77 WHERE seq = 3',
    [
      'batch_count_differs | batch:1 | 3 | 2',
      'batch_sum_differs | batch:1 | 1350 | 1300',
      'identity_without_row | identity:7 of batch:1 line:4 | a row with this TxId | none',
      'posting_without_batch | posting:3 | batch:77 | none',
    ],
  ],
  [
    'a row that could be posted again',
    (raw) => claimAnew(raw, (claims) => claims.filter(({ line }) => line !== 3)),
    ['row_without_identity | batch:1 line:3 | identity:7 2 | none'],
  ],
  [
    'a held row that could be posted again',
    (raw) => claimAnew(raw, (claims) => claims.filter(({ line }) => line !== 5)),
    ['row_without_identity | batch:1 line:5 | identity:7 4 | none'],
  ],
  [
    'a claim of a row that never was',
    (raw) => claimAnew(raw, (claims) => [...claims, { producer: 8, hash: 5, batch: 1, line: 99 }]),
    ['identity_without_row | identity:8 of batch:1 line:99 | a row with this TxId | none'],
  ],
  [
    'two claims that changed places',
    (raw) =>
      claimAnew(raw, (claims) => claims.map((each) => (each.line < 4 ? each : { ...each, line: 9 - each.line }))),
    [
      'identity_without_row | identity:7 of batch:1 line:4 | a row with this TxId | none',
      'identity_without_row | identity:7 of batch:1 line:5 | a row with this TxId | none',
      'row_without_identity | batch:1 line:4 | identity:7 3 | none',
      'row_without_identity | batch:1 line:5 | identity:7 4 | none',
    ],
  ],
  [
    'a held row that says it is posted',
    `UPDATE held_row SET state = 'posted'`,
    [
      'held_row_differs | batch:1 line:5 | posted as it was held | not posted',
      'identities_differ | batch:1 | one identity for each row | 1 more',
      'waiting_differs | wallet:B | 0 | 1',
    ],
  ],
  [
    'a held row that names the posting of another',
    `UPDATE held_row SET state = 'posted', posting = 3`,
    [
      'held_row_differs | batch:1 line:5 | posted as it was held | posting:3',
      'identity_without_row | identity:7 of batch:1 line:5 | a row with this TxId | none',
      'waiting_differs | wallet:B | 0 | 1',
    ],
  ],
  [
    'a held row that is posted and waits on',
    `UPDATE movement SET line = 5 WHERE seq = 3`,
    [
      'identity_without_row | identity:7 of batch:1 line:4 | a row with this TxId | none',
      'row_posted_again | batch:1 line:5 | not posted | posting:3',
      'row_without_identity | batch:1 line:5 | identity:7 3 | none',
    ],
  ],
  [
    'a wallet that does not know what waits for it',
    `UPDATE account SET waiting = 0 WHERE code = 'wallet:B'`,
    ['waiting_differs | wallet:B | 1 | 0'],
  ],
  [
    'a client whose wallet is that of another',
    `UPDATE client SET wallet = (SELECT id FROM account WHERE code = 'wallet:A') WHERE id = 'B'`,
    ['client_without_wallet | client:B | wallet:B | wallet:A'],
  ],
  [
    'a row that is posted twice',
    `UPDATE movement SET line = 3, tx_id = '2' WHERE seq = 3`,
    [
      'identity_without_row | identity:7 of batch:1 line:4 | a row with this TxId | none',
      'row_posted_again | batch:1 line:3 | a line behind 3 | posting:3',
    ],
  ],
  [
    'a TxId that two rows claim',
    (raw) => {
      raw.exec(`UPDATE movement SET tx_id = '2' WHERE seq = 3`)
      claimAnew(raw, (claims) => {
        const hash = claims.find(({ line }) => line === 3)?.hash ?? 0
        return claims.map((each) => (each.line === 4 ? { ...each, hash } : each))
      })
    },
    ['identity_claimed_twice | identity:7 2 | batch:1 line:3 | batch:1 line:4'],
  ],
  [
    'a claim that is there twice',
    (raw) => claimAnew(raw, (claims) => [...claims, ...claims.filter(({ line }) => line === 2)]),
    [
      'identities_differ | batch:1 | one identity for each row | 1 more',
      'identity_claimed_twice | identity:7 1 | batch:1 line:2 | batch:1 line:2',
    ],
  ],
]

const days: readonly Damage[] = [
  [
    'a day that lost a posting',
    'UPDATE posting_day SET postings = postings - 1 WHERE day = (SELECT day FROM movement WHERE seq = 14)',
    [`day_postings_differ | day:${today} postings:0-1023 | 11 | 10`],
  ],
  [
    'a day that is not where its postings are',
    'UPDATE posting_day SET bucket = 1 WHERE day = (SELECT day FROM movement WHERE seq = 14)',
    [
      `day_postings_differ | day:${today} postings:0-1023 | 11 | 0`,
      `day_postings_differ | day:${today} postings:1024-2047 | 0 | 11`,
    ],
  ],
]

type Claim = Readonly<{ producer: number; hash: number; batch: number; line: number }>

/** All claims of the books, changed and written down again. */
function claimAnew(raw: Database, change: (claims: readonly Claim[]) => readonly Claim[]): void {
  const blocks = raw
    .prepare(
      'SELECT producer_id, entries FROM identity_run JOIN identity_block ON identity_block.run = identity_run.id',
    )
    .raw()
    .all() as [number, Buffer][]
  const claims = blocks.flatMap(([producer, packed]) => {
    const { hashes, batches, lines } = unpack(packed)
    return [...hashes].map((hash, at) => ({ producer, hash, batch: batches[at] ?? 0, line: lines[at] ?? 0 }))
  })
  raw.exec('DELETE FROM identity_block; DELETE FROM identity_run')
  const changed = change(claims)
  for (const producer of new Set(changed.map((each) => each.producer))) {
    const own = changed.filter((each) => each.producer === producer)
    addRun(
      raw,
      { producer, batch: null, level: 1 },
      sortedEntries(
        Float64Array.from(own, ({ hash }) => hash),
        own,
      ),
    )
  }
}

/** Moves the last posting to another day, as far as that is known anywhere. */
function moveTo(raw: Database, day: string): void {
  const before = raw.prepare('SELECT day FROM movement WHERE seq = 14').pluck().get()
  raw.prepare('UPDATE movement SET day = ? WHERE seq = 14').run(dayNumberOf(day))
  raw.prepare('UPDATE posting_day SET postings = postings - 1 WHERE day = ?').run(before)
  raw.prepare('INSERT INTO posting_day VALUES (?, 0, 1)').run(dayNumberOf(day))
}

const operations: readonly Damage[] = [
  [
    'a wallet with more set aside than its holds say',
    'UPDATE account SET held = held + 1 WHERE held > 0',
    ['held_differs | wallet:A | 40 | 41'],
  ],
  [
    'a hold that captured more than was moved',
    'UPDATE hold SET captured = 25, amount = 65 WHERE id = 1',
    ['hold_captured_differs | hold:1 | 20 | 25'],
  ],
  [
    'a capture from the hold of another wallet',
    'UPDATE entry SET hold = 2 WHERE id = 10',
    [
      'capture_without_hold | entry:10 | hold:2 | of another wallet',
      'hold_captured_differs | hold:1 | 0 | 20',
      'hold_captured_differs | hold:2 | 20 | 0',
    ],
  ],
  [
    'a capture without a hold',
    'UPDATE entry SET hold = NULL WHERE id = 10',
    ['capture_without_hold | entry:10 | a hold | none', 'hold_captured_differs | hold:1 | 0 | 20'],
  ],
  [
    'more undone than there was',
    'UPDATE entry SET related = 11 WHERE id = 12',
    ['undone_too_much | transaction:11 | 30 | 50'],
  ],
  [
    'more undone of an undoing than it undid',
    'UPDATE entry SET related = 8 WHERE id = 12',
    ['undone_too_much | transaction:8 | 40 | 90'],
  ],
  [
    'an undoing before what it undoes',
    'UPDATE entry SET related = 14 WHERE id = 6',
    [
      'expected_payment_differs | transaction:5 | withdrawal 200 USD paid 150 | withdrawal 200 USD paid 0',
      'undone_later | entry:6 | before 6 | 14',
    ],
  ],
  [
    'an undoing of half an entry',
    'UPDATE entry SET related = 13 WHERE id = 14',
    ['undone_transaction_missing | transaction:13 | a transaction | none'],
  ],
  [
    'an answer that names no transaction',
    `UPDATE operation_key SET answer = '{"transaction":99}' WHERE key = 'k1'`,
    ['answer_without_transaction | key:user:1 k1 | transaction:99 | none'],
  ],
  [
    'an answer that tells another amount',
    `UPDATE operation_key SET answer = replace(answer, '500', '501') WHERE key = 'k1'`,
    ['answer_differs | key:user:1 k1 | deposit 501 USD | deposit 500 USD'],
  ],
  [
    'an answer that names no hold',
    `UPDATE operation_key SET answer = '{"hold":{"id":9}}' WHERE key = 'k4'`,
    ['answer_without_hold | key:user:1 k4 | hold:9 | none'],
  ],
  [
    'an answer that names no proposal',
    `UPDATE operation_key SET answer = '{"proposal":9}' WHERE key = 'k3'`,
    ['answer_without_proposal | key:user:1 k3 | proposal:9 | none'],
  ],
  [
    'an answer that nobody can read',
    `UPDATE operation_key SET answer = '{' WHERE key = 'k1'`,
    ['answer_unreadable | key:user:1 k1 | an answer | no JSON'],
  ],
]

const decisions: readonly Damage[] = [
  [
    'a posting that came into a closed day',
    (raw) => moveTo(raw, '2025-01-31'),
    ['period_postings_differ | period:2025-01-31 | 0 | 1'],
  ],
  [
    'a posting that came in before the closed days',
    (raw) => moveTo(raw, '2025-01-30'),
    ['day_in_no_period | day:2025-01-30 | 0 | 1'],
  ],
  [
    'closed days that were opened again',
    `UPDATE closed_days SET through = '2025-01-30'`,
    ['closed_days_differ | closed_days | 2025-01-31 | 2025-01-30'],
  ],
  [
    'an approval without its transaction',
    `UPDATE proposal SET result = '{"transaction":8}' WHERE id = 1`,
    ['proposal_without_result | proposal:1 | transaction:8 | none'],
  ],
  [
    'an approval of money that did nothing',
    `UPDATE proposal SET result = '{}' WHERE id = 3`,
    ['proposal_without_result | proposal:3 | a transaction or a hold | none'],
  ],
  [
    'an approval without its hold',
    `UPDATE hold SET proposal = NULL WHERE id = 2`,
    ['proposal_without_result | proposal:3 | hold:2 | none'],
  ],
  [
    'an approval without its setting',
    'DELETE FROM setting',
    ['proposal_without_result | proposal:2 | setting:limits 1 | none'],
  ],
  [
    'an approval without its period',
    'DELETE FROM period; DELETE FROM closed_days',
    ['proposal_without_result | proposal:4 | period:2025-01-31 | none'],
  ],
  [
    'money moved by a proposal that was declined',
    `UPDATE proposal SET state = 'declined', result = NULL WHERE id = 1`,
    ['done_without_approval | entry:9 | proposal:1 approved by another | declined'],
  ],
  [
    'money moved by a proposal that is not there',
    'UPDATE entry SET proposal = 9 WHERE id = 14',
    ['done_without_approval | entry:14 | proposal:9 approved by another | no such proposal'],
  ],
  [
    'money moved by who proposed it',
    'UPDATE proposal SET decided_by = 1, in_set_up = 1 WHERE id = 1',
    ['approved_by_proposer | entry:9 | proposal:1 approved by another | approved by its proposer'],
  ],
  [
    'a setting of one person out of set-up mode',
    'UPDATE proposal SET in_set_up = 0 WHERE id = 2',
    ['approved_by_proposer | setting:limits 1 | proposal:2 approved by another | approved by its proposer'],
  ],
]

export const damagesAround: readonly Damage[] = [...batches, ...days, ...operations, ...decisions]
