import { describe, expect, it } from 'vitest'
import { kinds } from '../../engine/approvals/kinds.ts'
import { Agreement } from '../../engine/contract/agreements.ts'
import { changeKinds, type Proposal, ProposedChange } from '../../engine/contract/proposals.ts'
import { changeLine, contentRows } from '../../renderer/approvals/change-words.ts'
import { proposalColumns } from '../../renderer/approvals/columns.ts'
import { draftKinds, emptyDraft, permissionOfDraft, readDraft, type Typed } from '../../renderer/approvals/drafts.ts'
import { barSentence, choicesOf, decidesAlone, type OpenedProposal } from '../../renderer/approvals/may-decide.ts'
import { cameOf } from '../../renderer/approvals/outcome.ts'
import { ApprovalSearch } from '../../renderer/approvals/search.ts'
import { setGroups } from '../../renderer/approvals/set-rows.ts'
import { chinese, english, formats } from './text.ts'

const words = { text: english, formats }
const open = { currency: null, amount: null }

const row = {
  occurredAt: '2026-11-20T06:02:11.000Z',
  client: 'C-204',
  location: 'Central',
  txId: 'T-1',
  type: 'Payment',
  amount: 12_000,
}
const corrected = { line: 5, row }

const examples: readonly (readonly [object, string])[] = [
  [{ kind: 'deposit', client: 'C-1', amount: 5_000 }, 'Deposit USD 50.00 for C-1 from omnibus:main'],
  [{ kind: 'withdrawal', client: 'C-1', amount: 5_000 }, 'Withdraw USD 50.00 from client C-1'],
  [{ kind: 'payout', of: 12 }, 'Pay out all that is left of withdrawal 12'],
  [{ kind: 'purchase', client: 'C-1', amount: 5_000 }, 'Client C-1 pays USD 50.00'],
  [{ kind: 'refund', of: 12, amount: 150 }, 'Refund USD 1.50 of transaction 12'],
  [{ kind: 'transfer', from: 'C-1', to: 'C-2', amount: 1 }, 'Transfer USD 0.01 from client C-1 to client C-2'],
  [{ kind: 'fee', client: 'C-1', amount: 5_000 }, 'Charge client C-1 a fee of USD 50.00'],
  [{ kind: 'chargeback', of: 12 }, 'Charge back all that is left of transaction 12'],
  [{ kind: 'hold', client: 'C-1', amount: 5_000 }, 'Set USD 50.00 aside for client C-1'],
  [
    { kind: 'adjustment', debit: 'suspense', credit: 'wallet:C-1', amount: 5_000 },
    'Debit suspense, credit wallet:C-1: USD 50.00',
  ],
  [{ kind: 'write_off', account: 'receivable:C-1', amount: 5_000 }, 'Write USD 50.00 off from receivable:C-1'],
  [{ kind: 'reversal', of: 1_234 }, 'Reverse transaction 1234'],
  [{ kind: 'wallet_terms', client: 'C-1', overdraft: 0 }, 'Wallet of client C-1: overdraft USD 0.00'],
  [{ kind: 'setting', name: 'holds', value: { expireAfterHours: 24 } }, 'Change the setting “Holds”'],
  [{ kind: 'currency', code: 'JPY', digits: 0 }, 'Add the currency JPY with 0 digits after the point'],
  [{ kind: 'period_close', period: '2026-10' }, 'Close 2026-10'],
  [{ kind: 'agreement', producer: 7, agreement: Agreement.parse({}) }, 'New agreement with producer 7'],
  [{ kind: 'producer_resume', producer: 7 }, 'Resume producer 7'],
  [{ kind: 'batch_release', batch: 3 }, 'Release batch 3'],
  [{ kind: 'batch_reverse', batch: 3 }, 'Reverse batch 3'],
  [{ kind: 'rows_post', exception: 12 }, 'Post the held rows of EX-12 anyway'],
  [{ kind: 'rows_correct', exception: 12, rows: [corrected] }, 'Correct and post 1 row of EX-12'],
  [
    {
      kind: 'rows_write_off',
      exception: 12,
      lines: [
        [2, 2],
        [5, 9],
      ],
    },
    'Write off lines 2, 5–9 of EX-12',
  ],
  [
    { kind: 'match_residue', account: 'omnibus:main', lines: [4], postings: [7, 9], residueTo: 'write-off' },
    'Match 1 line with 2 postings of omnibus:main; what is left over goes to write-offs',
  ],
  [{ kind: 'match_undo', match: 5 }, 'Take match 5 apart and post its residue back'],
  [
    { kind: 'caller', name: 'payroll', scopes: ['ledger.read'], expiresAt: '2026-12-31T15:59:59.000Z' },
    'Let the program payroll call the API',
  ],
  [
    { kind: 'webhook_endpoint', name: 'Shop', url: 'https://shop.example.com/', events: ['batch.posted'] },
    'Tell “Shop” what happens here',
  ],
]

describe('a change in one line', () => {
  it('has words for every kind', () => {
    expect(examples.map(([change]) => ProposedChange.parse(change).kind).sort()).toEqual([...changeKinds].sort())
  })

  it.each(examples)('%o', (change, line) => {
    const read = ProposedChange.parse(change)
    expect(changeLine(read, words)).toBe(line)
    expect(changeLine(read, { text: chinese, formats })).not.toBe('')
  })

  it('says the amount that "all that is left" came to, once the engine has worked it out', () => {
    const refund = ProposedChange.parse({ kind: 'refund', of: 12 })
    expect(changeLine(refund, words, { currency: 'JPY', amount: 500 })).toBe('Refund JPY 500 of transaction 12')
  })
})

it('lists the whole content, field by field, and an amount that was left open as what it means', () => {
  const refund = ProposedChange.parse({ kind: 'refund', of: 12, relatedOrderId: 'O-7' })
  expect(contentRows(refund, words, { currency: 'USD', amount: 500 })).toEqual([
    { name: 'Kind', value: 'Refund' },
    { name: 'Of transaction', value: '12' },
    { name: 'Order it belongs to', value: 'O-7' },
    { name: 'Amount', value: 'All that is left' },
  ])
})

it('lists a proposed setting as its rules, never as JSON', () => {
  const value = { rules: [{ name: 'Night', operations: ['withdrawal'], tier: 'gold', perDay: 100_000 }] }
  const rows = contentRows(ProposedChange.parse({ kind: 'setting', name: 'limits', value }), words, open)
  expect(rows).toEqual([
    { name: 'Kind', value: 'Setting' },
    { name: 'Setting', value: 'Limits' },
    { name: 'Night', value: 'Withdrawal · tier gold: 1,000.00 a business day' },
  ])
})

describe('what a change sets', () => {
  const rule = { name: 'One operation', perTransaction: 100_000_000 }

  it('shows only the rules that become others, and counts the rest', () => {
    const before = { rules: [rule, { name: 'Day', perDay: 500 }, { name: 'Old', perDay: 1 }] }
    const after = { rules: [rule, { name: 'Day', perDay: 600 }, { name: 'New', perMonth: 0 }] }
    expect(setGroups([{ subject: 'setting:limits', before, after }], words)).toEqual([
      {
        subject: 'Limits',
        rows: [
          {
            what: 'Day',
            before: 'Every operation: 5.00 a business day',
            after: 'Every operation: 6.00 a business day',
          },
          { what: 'Old', before: 'Every operation: 0.01 a business day', after: null },
          { what: 'New', before: null, after: 'Every operation: 0.00 a month' },
        ],
        unchanged: 1,
      },
    ])
  })

  it('tells two rules for one role apart, and says what is without bound', () => {
    const analyst = { role: 'analyst', aloneUpTo: 100, approveUpTo: 0 }
    const value = (last: number | null) => ({ rules: [analyst, { ...analyst, aloneUpTo: last }], expireAfterHours: 72 })
    const [group] = setGroups([{ subject: 'setting:approvals', before: value(200), after: value(null) }], words)
    expect(group).toEqual({
      subject: 'Approvals',
      rows: [
        {
          what: 'Analyst',
          before: 'alone up to: 2.00; approves up to: 0.00',
          after: 'alone up to: without bound; approves up to: 0.00',
        },
      ],
      unchanged: 2,
    })
  })

  it('writes the terms of a wallet in its own currency', () => {
    const before = { tier: 'standard', overdraft: 0 }
    const [group] = setGroups([{ subject: 'wallet:C 1 JPY', before, after: { ...before, overdraft: 500 } }], words)
    expect(group).toEqual({
      subject: 'Wallet of client C 1 in JPY',
      rows: [{ what: 'Overdraft', before: '0', after: '500' }],
      unchanged: 1,
    })
  })

  it('shows a new currency as what was not there before, and a setting of another shape as it came', () => {
    const sets = [
      { subject: 'currency:JPY', before: null, after: { digits: 0 } },
      { subject: 'setting:holds', before: { days: 3 }, after: { expireAfterHours: 24 } },
    ]
    expect(setGroups(sets, words)).toEqual([
      {
        subject: 'Currency JPY',
        rows: [{ what: 'Digits after the point', before: null, after: '0' }],
        unchanged: 0,
      },
      {
        subject: 'Holds',
        rows: [
          { what: 'Holds', before: '{"days":3}', after: null },
          { what: 'A hold ends by itself after', before: null, after: '24 hours' },
        ],
        unchanged: 0,
      },
    ])
  })

  it('says what a closed period holds, and names its newest posting by its number', () => {
    const after = { firstDay: '2026-10-01', postings: 1_200, morePostings: false, lastPosting: 31_200 }
    const [group] = setGroups([{ subject: 'period:2026-10', before: null, after }], words)
    expect(group?.subject).toBe('Period 2026-10')
    expect(group?.rows.map(({ what, after: becomes }) => [what, becomes])).toEqual([
      ['First day', '2026-10-01'],
      ['Postings in it', '1,200'],
      ['Newest posting', '31200'],
    ])
  })
})

const proposal: Proposal = {
  id: 7,
  kind: 'refund',
  change: { kind: 'refund', of: 12 },
  hash: 'ab',
  effect: { postings: [], sets: [], balances: [] },
  effectHash: 'cd',
  currency: 'USD',
  amount: 5_000,
  client: 'C-1',
  reason: 'Sold twice',
  proposedBy: 'anna',
  onBehalfOf: null,
  proposedAt: '2026-11-20T06:02:11.000Z',
  expiresAt: '2026-11-23T06:02:11.000Z',
  state: 'open',
  decidedBy: null,
  decidedAt: null,
  decision: null,
  inSetUp: false,
  result: null,
  comments: 0,
}

const cell = (id: string, of: Proposal): string | undefined =>
  proposalColumns(english, formats)
    .find((column) => column.id === id)
    ?.text(of)

it('lists what, how much, for whom and until when', () => {
  expect(cell('what', proposal)).toBe('Refund USD 50.00 of transaction 12')
  expect(cell('amount', proposal)).toBe('USD 50.00')
  expect(cell('kind', proposal)).toBe('Refund')
  expect(cell('expires', proposal)).toBe('2026-11-23 14:02:11')
  expect(cell('expires', { ...proposal, state: 'declined' })).toBe('')
  expect(cell('amount', { ...proposal, amount: null, currency: null })).toBe('')
})

describe('who is offered what', () => {
  const now = { possible: true, effect: proposal.effect, same: true } as const
  const opened = (changed: Partial<OpenedProposal> = {}): OpenedProposal => ({
    ...proposal,
    thread: [],
    bar: null,
    now,
    ...changed,
  })
  const anna = { name: 'anna', mayPropose: true }
  const april = { name: 'april', mayPropose: true }
  const audrey = { name: 'audrey', mayPropose: false }

  it.each([
    ['an approver decides', opened(), april, 'approve decline'],
    ['its own proposer withdraws', opened({ bar: 'own_proposal' }), anna, 'withdraw'],
    ['an auditor looks on', opened({ bar: 'not_permitted' }), audrey, ''],
    ['too large to approve is not too large to decline', opened({ bar: 'above_own_bound' }), april, 'decline'],
    ['proposed on one’s own behalf', opened({ bar: 'on_own_behalf' }), april, ''],
    ['a moved effect is not approved', opened({ now: { ...now, same: false } }), april, 'decline'],
    ['nor what can’t be done', opened({ now: { possible: false, code: 'x', facts: {} } }), april, 'decline'],
    ['one that has just expired', opened({ bar: 'not_open' }), anna, ''],
    ['one that is decided', opened({ state: 'approved', bar: 'not_open', now: null }), april, ''],
    ['alone, while the workspace is set up', opened({ proposedBy: 'april' }), april, 'approve decline withdraw'],
  ] as const)('%s', (_, of, reader, offered) => {
    const choices = choicesOf(of, reader)
    const names = (['approve', 'decline', 'withdraw'] as const).filter((name) => choices[name])
    expect(names.join(' ')).toBe(offered)
  })

  it('says so when one person decides alone', () => {
    expect(decidesAlone(opened({ proposedBy: 'april' }), april)).toBe(true)
    expect(decidesAlone(opened(), april)).toBe(false)
  })

  it.each([
    [null, april, null],
    ['not_open', april, null],
    ['own_proposal', anna, 'proposal.bar.own_proposal'],
    ['not_permitted', anna, 'proposal.bar.own_proposal'],
    ['not_permitted', audrey, 'proposal.bar.not_permitted'],
    ['above_own_bound', april, 'proposal.bar.above_own_bound'],
  ] as const)('gives a reason in place of a button: %s', (bar, reader, sentence) => {
    expect(barSentence(opened({ bar }), reader)).toBe(sentence)
  })
})

it.each([
  [{ transaction: 31 }, 'Transaction 31', '/ledger?transaction=31'],
  [{ hold: 3 }, 'Hold 3 of client C-1', '/clients?open=C-1'],
  [{ wallet: 'wallet:C-1 USD' }, 'Wallet of client C-1', '/clients?open=C-1'],
  [{ setting: 'limits', version: 2 }, 'The setting “Limits”', '/settings?setting=limits'],
  [{ currency: 'JPY' }, 'Currency JPY', '/settings?setting=currencies'],
  [{ period: '2026-10' }, 'Period 2026-10', '/ledger?tab=periods&period=2026-10'],
])('leads to what came of it: %o', (result, name, address) => {
  expect(cameOf({ result, client: 'C-1' }, english)).toEqual({ words: name, address })
})

it('says nothing of a result that it does not know', () => {
  expect(cameOf({ result: { statement: 4 }, client: null }, english)).toBeNull()
  expect(cameOf({ result: null, client: null }, english)).toBeNull()
})

describe('a new proposal', () => {
  const typed = (changed: Partial<Typed>): Typed => ({ ...emptyDraft('USD'), ...changed })

  it('asks for what the engine will ask for', () => {
    for (const kind of draftKinds) expect([kind, permissionOfDraft[kind]]).toEqual([kind, kinds[kind].permission])
  })

  it.each([
    [
      'adjustment',
      { debit: ' suspense ', credit: 'wallet:C-1', amount: '1,234.5' },
      { kind: 'adjustment', debit: 'suspense', credit: 'wallet:C-1', amount: 123_450, currency: 'USD' },
    ],
    [
      'write_off',
      { account: 'receivable:C-1', amount: '5', reference: 'R-1' },
      { kind: 'write_off', account: 'receivable:C-1', amount: 500, currency: 'USD', reference: 'R-1' },
    ],
    ['reversal', { of: '31' }, { kind: 'reversal', of: 31 }],
    [
      'wallet_terms',
      { client: 'C-1', overdraft: '0' },
      { kind: 'wallet_terms', client: 'C-1', currency: 'USD', overdraft: 0 },
    ],
    ['currency', { code: 'jpy', digits: '0' }, { kind: 'currency', code: 'JPY', digits: 0 }],
    ['period_close', { period: '2026-10' }, { kind: 'period_close', period: '2026-10' }],
  ] as const)('%s is read whole, with amounts in minor units', (kind, changed, change) => {
    const read = readDraft(kind, typed(changed), 2)
    expect(read).toEqual({ ok: true, change })
    expect(ProposedChange.safeParse(change).success).toBe(true)
  })

  it.each([
    ['adjustment', { debit: 'suspense', credit: 'suspense', amount: '1' }, { credit: 'draft.credit.same' }],
    [
      'adjustment',
      { amount: '1,5' },
      { debit: 'draft.account.missing', credit: 'draft.account.missing', amount: 'amount.ambiguous' },
    ],
    ['reversal', { of: '31a' }, { of: 'draft.of.wrong' }],
    ['wallet_terms', { client: 'C-1' }, { tier: 'draft.terms.nothing' }],
    ['wallet_terms', { client: 'C-1', overdraft: '1.234' }, { overdraft: 'amount.too_many_decimals' }],
    ['currency', { code: 'HK$', digits: '5' }, { code: 'draft.code.wrong', digits: 'draft.digits.wrong' }],
    ['period_close', { period: 'October' }, { period: 'draft.period.wrong' }],
  ] as const)('%s is not sent while something is wrong', (kind, changed, problems) => {
    expect(readDraft(kind, typed(changed), 2)).toEqual({ ok: false, problems })
  })
})

it('opens on what waits for a decision, whatever else the address says', () => {
  expect(ApprovalSearch.parse({})).toEqual({ state: 'open' })
  expect(ApprovalSearch.parse({ state: 'lost', kind: 'theft', mine: 'no', proposal: 'x' })).toEqual({
    state: 'open',
  })
  expect(ApprovalSearch.parse({ state: 'any', kind: 'refund', mine: 'yes', proposal: '7' })).toEqual({
    state: 'any',
    kind: 'refund',
    mine: 'yes',
    proposal: 7,
  })
})

describe('rows of a case', () => {
  it('that are corrected stand beside what they said, field by field, and what stayed is only counted', () => {
    const sets = [{ subject: 'row:7:5', before: { ...row, amount: 1_200 }, after: row }]
    expect(setGroups(sets, words)).toEqual([
      {
        subject: 'Line 5 of batch 7',
        rows: [{ what: 'Amount', before: 'USD 12.00', after: 'USD 120.00' }],
        unchanged: 5,
      },
    ])
  })

  it('that could not be read have only their line to stand beside', () => {
    const [group] = setGroups([{ subject: 'row:7:5', before: { raw: 'C-204,12.5O' }, after: row }], words)
    expect(group?.rows[0]).toEqual({ what: 'The line as it stood', before: 'C-204,12.5O', after: null })
    expect(group?.rows).toHaveLength(7)
  })

  it('are posted as they stand only where that is what was proposed, and say their money once it is known', () => {
    const change = ProposedChange.parse({ kind: 'rows_correct', exception: 12, rows: [corrected], asTheyStand: true })
    expect(changeLine(change, words, { currency: 'USD', amount: 12_000 })).toBe(
      'Post 1 row of EX-12 as they stand: USD 120.00',
    )
  })

  it('lead back to their case when they are posted', () => {
    expect(cameOf({ result: { exception: 12, rows: 3 }, client: null }, english)).toEqual({
      words: '3 rows of EX-12',
      address: '/exceptions/EX-12',
    })
  })
})
