/**
 * Damage that somebody with the key could do past every trigger and check, and all that the consistency check says of it.
 * Wherever it can, a damage leaves one law alone broken. Here it is done to accounts, postings, entries and totals.
 */
import type { Database } from 'better-sqlite3'
import { recentDay } from '../ingest/drop.ts'

/** Each difference as `code | subject | expected | found`, sorted. */
export type Damage = readonly [what: string, how: string | ((raw: Database) => void), differences: readonly string[]]

const balances: readonly Damage[] = [
  [
    'money moved between two wallets without a posting',
    `UPDATE account SET balance = balance - 5 WHERE code = 'wallet:A' AND currency = 'USD';
     UPDATE account SET balance = balance + 5 WHERE code = 'wallet:B'`,
    ['balance_differs | wallet:A | 880 | 875', 'balance_differs | wallet:B | 0 | 5'],
  ],
  [
    'a balance that somebody raised',
    `UPDATE account SET balance = balance + 7 WHERE code = 'wallet:A' AND currency = 'EUR'`,
    [
      'accounts_do_not_cancel | EUR | 0 | 7',
      'balance_differs | wallet:A EUR | 900 | 907',
      'wallets_not_explained | wallets EUR | 900 | 907',
    ],
  ],
  [
    'balances beyond what a number holds',
    `UPDATE account SET balance = 9007199254740993 WHERE code IN ('wallet:A', 'wallet:B') AND currency = 'USD'`,
    [
      'accounts_do_not_cancel | USD | 0 | 18014398509481106',
      'balance_differs | wallet:A | 880 | 9007199254740993',
      'balance_differs | wallet:B | 0 | 9007199254740993',
      'wallets_not_explained | wallets | 880 | 18014398509481986',
    ],
  ],
  [
    'a past balance that was changed',
    'UPDATE movement SET debit_after = debit_after + 1 WHERE seq = 5',
    ['balance_after_differs | wallet:A at posting:5 | 1000 | 1001'],
  ],
  [
    'an amount that was changed',
    'UPDATE movement SET amount = amount + 1 WHERE seq = 2',
    [
      'balance_after_differs | clearing:seven at posting:2 | -699 | -700',
      'balance_after_differs | wallet:A at posting:2 | 699 | 700',
      'balance_differs | clearing:seven | -549 | -550',
      'balance_differs | wallet:A | 879 | 880',
      'batch_sum_differs | batch:1 | 1350 | 1351',
      'kind_taken_differs | Payment USD | 301 | 300',
    ],
  ],
  [
    'a posting turned round',
    'UPDATE movement SET debit = credit, credit = debit WHERE seq = 14',
    [
      'balance_differs | omnibus:main EUR | 900 | -900',
      'balance_differs | wallet:A EUR | -900 | 900',
      'kind_added_differs | deposit EUR | 0 | 900',
      'kind_taken_differs | deposit EUR | 900 | 0',
    ],
  ],
  [
    'a posting between two currencies',
    `UPDATE movement SET credit = (SELECT id FROM account WHERE code = 'wallet:A' AND currency = 'USD') WHERE seq = 14`,
    [
      'balance_after_differs | wallet:A at posting:14 | 1780 | 900',
      'balance_differs | wallet:A EUR | 0 | 900',
      'balance_differs | wallet:A | 1780 | 880',
      'last_posting_differs | wallet:A EUR | 0 | 14',
      'last_posting_differs | wallet:A | 14 | 10',
      'posting_between_currencies | posting:14 | EUR | wallet:A',
      'postings_differ | wallet:A EUR | 0 | 1',
      'postings_differ | wallet:A | 9 | 8',
      'previous_posting_differs | wallet:A at posting:14 | 10 | 0',
    ],
  ],
  [
    'a posting from an account that is not there',
    'UPDATE movement SET debit = 99 WHERE seq = 14',
    [
      'balance_differs | omnibus:main EUR | 0 | -900',
      'last_posting_differs | omnibus:main EUR | 0 | 14',
      'posting_between_currencies | posting:14 | EUR | no such account',
      'postings_differ | omnibus:main EUR | 0 | 1',
    ],
  ],
  [
    'amounts beyond what a number holds',
    'UPDATE movement SET amount = 9007199254740993, credit_after = 9007199254740993 WHERE seq = 14',
    [
      'balance_after_differs | omnibus:main EUR at posting:14 | -9007199254740993 | -900',
      'balance_differs | omnibus:main EUR | -9007199254740993 | -900',
      'balance_differs | wallet:A EUR | 9007199254740993 | 900',
      'entry_amount_differs | entry:14 | 9007199254740993 | 900',
      'kind_added_differs | deposit EUR | 9007199254740993 | 900',
    ],
  ],
  [
    'a number left out',
    `UPDATE movement SET seq = 20, entry = 20 WHERE seq = 14; UPDATE entry SET id = 20 WHERE id = 14;
     UPDATE account SET last_posting = 20 WHERE last_posting = 14`,
    ['postings_missing | posting:14 | 14 | 20'],
  ],
  [
    'a posting that was deleted',
    'DELETE FROM movement WHERE seq = 3; UPDATE entry SET related = 1 WHERE related = 3',
    [
      'balance_after_differs | clearing:seven at posting:7 | -600 | -650',
      'balance_after_differs | wallet:B at posting:11 | -30 | 20',
      'balance_differs | clearing:seven | -500 | -550',
      'balance_differs | wallet:B | -50 | 0',
      'batch_count_differs | batch:1 | 3 | 2',
      'batch_sum_differs | batch:1 | 1350 | 1300',
      `day_postings_differ | day:${recentDay} postings:0-1023 | 2 | 3`,
      'identity_without_row | identity:7 of batch:1 line:4 | a row with this TxId | none',
      'kind_added_differs | TopUp USD | 1000 | 1050',
      'kind_postings_differ | TopUp USD | 1 | 2',
      'postings_differ | clearing:seven | 9 | 10',
      'postings_differ | wallet:B | 2 | 3',
      'postings_missing | posting:3 | 3 | 4',
      'previous_posting_differs | clearing:seven at posting:7 | 2 | 3',
      'previous_posting_differs | wallet:B at posting:11 | 0 | 3',
    ],
  ],
  [
    'a wallet below zero, its posting with it',
    `INSERT INTO movement SELECT 15, 15, debit, credit, currency, 20, kind, NULL, NULL, NULL, NULL, 1, 1, day, -20,
       (SELECT credit_after FROM movement WHERE seq = 13) + 20, 12, 13 FROM movement WHERE seq = 11;
     UPDATE account SET postings = postings + 1, last_posting = 15 WHERE code = 'wallet:B' OR (code = 'clearing:seven');
     UPDATE posting_day SET postings = postings + 1 WHERE day = (SELECT day FROM movement WHERE seq = 15);
     INSERT INTO entry SELECT 15, kind, 1, currency, 20, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'admin', NULL, 1
       FROM entry WHERE id = 11;
     UPDATE account SET balance = -20 WHERE code = 'wallet:B';
     UPDATE account SET balance = balance + 20 WHERE code = 'clearing:seven';
     UPDATE kind_total SET postings = postings + 1, taken = taken + 20 WHERE kind = 'purchase'`,
    ['wallet_below_limit | wallet:B | 0 | -20'],
  ],
  [
    'more set aside than there is',
    `UPDATE hold SET amount = amount + 841 WHERE id = 1; UPDATE account SET held = held + 841 WHERE held > 0`,
    ['held_beyond_balance | wallet:A | 880 | 881'],
  ],
  [
    'pending money below nothing',
    `UPDATE account SET balance = balance - 5 WHERE code = 'pending:A';
     UPDATE account SET balance = balance + 5 WHERE code = 'payout'`,
    [
      'balance_differs | payout | 50 | 55',
      'balance_differs | pending:A | 0 | -5',
      'pending_below_zero | pending:A | 0 | -5',
    ],
  ],
  [
    'a client who owes less than nothing',
    `UPDATE account SET balance = balance + 35 WHERE code = 'receivable:B';
     UPDATE account SET balance = balance - 35 WHERE code = 'payout'`,
    [
      'balance_differs | payout | 50 | 15',
      'balance_differs | receivable:B | -30 | 5',
      'receivable_above_zero | receivable:B | 0 | 5',
    ],
  ],
]

const chains: readonly Damage[] = [
  [
    'a posting that its account would not be asked about any more',
    `UPDATE movement SET debit_previous = 2 WHERE seq = 8 AND debit_previous = 7`,
    ['previous_posting_differs | clearing:seven at posting:8 | 7 | 2'],
  ],
  [
    'an account that forgot its last posting',
    `UPDATE account SET last_posting = 9 WHERE code = 'wallet:A' AND currency = 'USD'`,
    ['last_posting_differs | wallet:A | 10 | 9'],
  ],
  [
    'an account that counts another posting',
    `UPDATE account SET postings = postings + 1 WHERE code = 'payout'`,
    ['postings_differ | payout | 2 | 3'],
  ],
  [
    'a mark where none belongs',
    `INSERT INTO account_mark SELECT id, 5 FROM account WHERE code = 'payout'`,
    ['mark_without_posting | payout | 0 | 1'],
  ],
]

const entries: readonly Damage[] = [
  [
    'a posting from an entry and a batch',
    'UPDATE movement SET batch_id = 1 WHERE seq = 4',
    ['posting_without_source | posting:4 | an entry or a batch | both'],
  ],
  [
    'a posting from nowhere',
    'UPDATE movement SET entry = NULL WHERE seq = 4',
    [
      'entry_amount_differs | entry:4 | 0 | 500',
      'entry_postings_differ | entry:4 | 1 | 0',
      'posting_without_source | posting:4 | an entry or a batch | neither',
    ],
  ],
  [
    'an entry of another kind than its postings',
    `UPDATE entry SET kind = 'transfer' WHERE id = 14`,
    ['posting_unlike_entry | posting:14 | transfer EUR | deposit EUR'],
  ],
  [
    'an entry that lacks a posting',
    'UPDATE entry SET postings = 3 WHERE id = 12',
    ['entry_postings_differ | entry:12 | 3 | 2'],
  ],
  [
    'an entry whose amount was changed',
    'UPDATE entry SET amount = 901 WHERE id = 14',
    ['entry_amount_differs | entry:14 | 900 | 901'],
  ],
  [
    'a posting behind the end of its entry',
    'UPDATE entry SET postings = 1, amount = 20 WHERE id = 12',
    ['posting_outside_entry | posting:13 | postings 12 to 12 | 13'],
  ],
  [
    'a posting put to another entry',
    'UPDATE movement SET entry = 4 WHERE seq = 5',
    [
      'entry_amount_differs | entry:5 | 0 | 200',
      'entry_postings_differ | entry:5 | 1 | 0',
      'posting_outside_entry | posting:5 | postings 4 to 4 | 5',
      'undone_transaction_missing | transaction:5 | a transaction | none',
    ],
  ],
  [
    'a posting of an entry that is not there',
    'UPDATE movement SET entry = 99 WHERE seq = 14; DELETE FROM entry WHERE id = 14',
    ['posting_outside_entry | posting:14 | an entry 99 | none'],
  ],
  [
    'entries behind the last posting',
    `INSERT INTO entry SELECT 15, kind, 1, currency, 20, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'admin', NULL, 1
       FROM entry WHERE id = 11`,
    ['entry_amount_differs | entry:15 | 0 | 20', 'entry_postings_differ | entry:15 | 1 | 0'],
  ],
]

const kinds: readonly Damage[] = [
  [
    'a kind that lost a posting from its total',
    `UPDATE kind_total SET postings = 1 WHERE kind = 'TopUp'`,
    ['kind_postings_differ | TopUp USD | 2 | 1'],
  ],
  [
    'a kind that added more',
    `UPDATE kind_total SET added = added + 3 WHERE kind = 'TopUp'`,
    ['kind_added_differs | TopUp USD | 1050 | 1053', 'wallets_not_explained | wallets | 883 | 880'],
  ],
  [
    'a kind that was forgotten',
    `DELETE FROM kind_total WHERE kind = 'withdrawal'`,
    [
      'kind_postings_differ | withdrawal USD | 1 | 0',
      'kind_taken_differs | withdrawal USD | 200 | 0',
      'wallets_not_explained | wallets | 1080 | 880',
    ],
  ],
  [
    'a kind that never was',
    `INSERT INTO kind_total VALUES ('fee', 'USD', 1, 0, 5)`,
    [
      'kind_postings_differ | fee USD | 0 | 1',
      'kind_taken_differs | fee USD | 0 | 5',
      'wallets_not_explained | wallets | 875 | 880',
    ],
  ],
]

export const damages: readonly Damage[] = [...balances, ...chains, ...entries, ...kinds]
