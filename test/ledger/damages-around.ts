/** Damage to what stands around the postings: batches and their identities, holds, answers, periods, proposals. */
import type { Damage } from './damages.ts'

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
    'UPDATE posting SET batch_id = 77 WHERE seq = 3',
    [
      'batch_count_differs | batch:1 | 3 | 2',
      'batch_sum_differs | batch:1 | 1350 | 1300',
      'identity_without_row | identity:7 3 | batch:1 line:4 | none',
      'posting_without_batch | posting:3 | batch:77 | none',
    ],
  ],
  [
    'a row that could be posted again',
    `DELETE FROM identity WHERE tx_id = '2'`,
    ['row_without_identity | batch:1 line:3 | identity:7 2 | none'],
  ],
  [
    'a held row that could be posted again',
    `DELETE FROM identity WHERE tx_id = '4'`,
    ['row_without_identity | batch:1 line:5 | identity:7 4 | none'],
  ],
  [
    'a claim of a row that never was',
    `INSERT INTO identity VALUES (8, 'ghost', 1, 99)`,
    ['identity_without_row | identity:8 ghost | batch:1 line:99 | none'],
  ],
  [
    'two claims that changed places',
    `UPDATE identity SET line = 9 - line WHERE tx_id IN ('3', '4')`,
    [
      'identity_without_row | identity:7 3 | batch:1 line:5 | none',
      'identity_without_row | identity:7 4 | batch:1 line:4 | none',
      'row_without_identity | batch:1 line:4 | identity:7 3 | none',
      'row_without_identity | batch:1 line:5 | identity:7 4 | none',
    ],
  ],
  [
    'a held row that says it is posted',
    `UPDATE held_row SET state = 'posted'`,
    [
      'held_row_differs | batch:1 line:5 | posted as it was held | not posted',
      'identity_without_row | identity:7 4 | batch:1 line:5 | none',
    ],
  ],
]

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
    ['undone_later | entry:6 | before 6 | 14'],
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
    `UPDATE posting SET business_day = '2025-01-31' WHERE seq = 14`,
    ['period_postings_differ | period:2025-01-31 | 0 | 1'],
  ],
  [
    'a posting that came in before the closed days',
    `UPDATE posting SET business_day = '2025-01-30' WHERE seq = 14`,
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

export const damagesAround: readonly Damage[] = [...batches, ...operations, ...decisions]
