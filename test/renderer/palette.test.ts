/** What is found, as lines of the palette: each leads to the screen that opens it, in words of both languages. */
import { describe, expect, it } from 'vitest'
import { type FoundGroup, type SearchGroup, type SearchHit, searchGroupNames } from '../../engine/contract/search.ts'
import { ApprovalSearch } from '../../renderer/approvals/search.ts'
import { BatchSearch } from '../../renderer/batches/search.ts'
import { caseOfName } from '../../renderer/case/standing.ts'
import { ClientSearch } from '../../renderer/clients/search.ts'
import { QueueSearch } from '../../renderer/exceptions/search.ts'
import { ExpectedSearch } from '../../renderer/expected/search.ts'
import { FundSearch } from '../../renderer/funding/search.ts'
import { amountLine, furtherOf, lineOf } from '../../renderer/keys/hits.ts'
import { markQuery } from '../../renderer/keys/mark-query.ts'
import { LedgerSearch } from '../../renderer/ledger/search.ts'
import { ProducerSearch } from '../../renderer/producers/search.ts'
import { screens } from '../../renderer/route/screens.ts'
import { StatementsSearch } from '../../renderer/statements/search.ts'
import { UserSearch } from '../../renderer/users/search.ts'
import { chinese, english, formats } from './text.ts'

const words = { text: english, formats }
const at = '2026-03-02T06:02:11.000Z'
const usd = { amount: 123_450, currency: 'USD' }

type Case = Readonly<{ hit: SearchHit; label: string; about: string; opens: unknown }>

const cases: { readonly [K in SearchHit['kind']]: Case & { hit: { kind: K } } } = {
  transaction: {
    hit: { kind: 'transaction', transaction: 811, what: 'TopUp', name: 'T&1', ...usd, client: 'C 2', at },
    label: 'Transaction 811',
    about: 'T&1 · Top-up · USD 1,234.50 · C 2 · 2026-03-02 14:02:11',
    opens: { transaction: 811 },
  },
  row: {
    hit: { kind: 'row', batch: 7, line: 4_182, name: 'tx', file: 'a.csv', client: 'C 2', ...usd, state: 'held' },
    label: 'tx',
    about: 'Held · USD 1,234.50 · C 2 · a.csv, line 4,182',
    opens: { open: 7, line: 4_182 },
  },
  client: {
    hit: { kind: 'client', client: 'C&2 #1', name: null, state: 'frozen' },
    label: 'C&2 #1',
    about: 'Frozen',
    opens: { open: 'C&2 #1' },
  },
  producer: {
    hit: { kind: 'producer', producer: 9, code: 'nine', name: 'Nine Lives', state: 'active' },
    label: 'Nine Lives',
    about: '9 · nine · Active',
    opens: { open: 9 },
  },
  batch: {
    hit: { kind: 'batch', batch: 7, file: 'a.csv', producerName: 'Nine Lives', state: 'posted', receivedAt: at },
    label: 'a.csv',
    about: 'Batch 7 · Posted · Nine Lives · 2026-03-02 14:02:11',
    opens: { open: 7 },
  },
  exception: {
    hit: {
      kind: 'exception',
      exception: 12,
      code: 'HELD_TOO_LONG',
      severity: 'high',
      status: 'open',
      waitingFor: null,
      resolution: null,
      snoozedUntil: null,
      ...usd,
      producerName: 'Nine Lives',
      client: null,
    },
    label: 'EX-12 · Held too long',
    about: 'Open · Nine Lives · USD 1,234.50',
    opens: 12,
  },
  proposal: {
    hit: { kind: 'proposal', proposal: 88, what: 'rows_correct', state: 'open', amount: null, currency: null },
    label: 'P-88 · Rows corrected',
    about: 'Open',
    opens: { proposal: 88 },
  },
  fund_request: {
    hit: { kind: 'fund_request', request: 5, reference: 'FR2345678X', client: 'C 2', ...usd, state: 'paid' },
    label: 'FR2345678X',
    about: 'Paid · C 2 · USD 1,234.50',
    opens: { open: 5 },
  },
  expected: {
    hit: {
      kind: 'expected',
      expected: 6,
      reference: 'ST2345678X',
      part: 'net',
      state: 'pending',
      client: null,
      producerName: 'Nine Lives',
      amount: -6_015,
      currency: 'USD',
    },
    label: 'ST2345678X',
    about: 'Settlement, net · On its way · Nine Lives · USD −60.15',
    opens: { open: 6 },
  },
  statement: {
    hit: { kind: 'statement', statement: 3, number: '044/1', account: 'X', from: 'a', to: 'b', state: 'accepted' },
    label: 'Statement 3 · 044/1',
    about: 'Accepted · X · a to b',
    opens: { part: 'statements', open: 3 },
  },
  statement_file: {
    hit: { kind: 'statement_file', file: 4, name: 'a.sta', source: 'bank', state: 'refused' },
    label: 'a.sta',
    about: 'Can’t be read · bank',
    opens: { part: 'files', file: 4 },
  },
  account: {
    hit: { kind: 'account', account: 'clearing:nine', currency: 'USD', balance: -8_000 },
    label: 'clearing:nine',
    about: 'USD −80.00',
    opens: { account: 'clearing:nine', currency: 'USD' },
  },
  user: {
    hit: { kind: 'user', user: 'mei', displayName: 'Mei Wong', state: 'active' },
    label: 'Mei Wong',
    about: 'mei · Active',
    opens: { open: 'mei' },
  },
}

const searches = {
  '/ledger': LedgerSearch,
  '/batches': BatchSearch,
  '/clients': ClientSearch,
  '/producers': ProducerSearch,
  '/exceptions': QueueSearch,
  '/approvals': ApprovalSearch,
  '/fund-requests': FundSearch,
  '/expected-payments': ExpectedSearch,
  '/statements': StatementsSearch,
  '/settings/users': UserSearch,
} as const

/** What the screen of an address makes of it. */
function openedBy(address: string): unknown {
  const { pathname, searchParams } = new URL(address, 'http://console')
  if (pathname.startsWith('/exceptions/')) return caseOfName(pathname.slice('/exceptions/'.length))
  expect(screens.map(({ path }) => path)).toContain(pathname)
  return searches[pathname as keyof typeof searches].parse(Object.fromEntries(searchParams))
}

describe('a line of what was found', () => {
  it.each(Object.values(cases))('says what $hit.kind it is, and opens it', ({ hit, label, about, opens }) => {
    const line = lineOf(hit, words)
    expect({ label: line.label, about: line.about }).toEqual({ label, about })
    const opened = openedBy(line.address)
    if (typeof opens === 'object') expect(opened).toMatchObject(opens as object)
    else expect(opened).toBe(opens)
    expect(lineOf(hit, { ...words, text: chinese }).label).not.toBe('')
  })
})

const group = (name: SearchGroup, hit: SearchHit, more = true): FoundGroup => ({ group: name, hits: [hit], more })

describe('where there is more', () => {
  it('a list that can be asked for it is led to with what was typed', () => {
    const query = 'a&b 1'
    const lists = searchGroupNames.flatMap((name) => {
      const further = furtherOf(group(name, cases.exception.hit), query, english)
      return further === null ? [] : [[name, further.label, openedBy(further.address)]]
    })
    const all = `Show all that match “${query}”`
    expect(lists).toEqual([
      ['transactions', all, expect.objectContaining({ tab: 'postings', text: query })],
      ['clients', all, expect.objectContaining({ search: query })],
      ['batches', all, expect.objectContaining({ file: query })],
      [
        'exceptions',
        'Show all exceptions with this amount at stake',
        expect.objectContaining({ least: 123_450, most: 123_450 }),
      ],
      ['fund_requests', all, expect.objectContaining({ reference: query })],
      ['accounts', all, expect.objectContaining({ tab: 'accounts', search: query })],
    ])
  })

  it('nothing is led to where all is shown already', () => {
    for (const name of searchGroupNames)
      expect(furtherOf(group(name, cases.client.hit, false), 'a', english)).toBeNull()
  })

  it('postings of an amount are looked through in the ledger', () => {
    const line = amountLine({ amount: usd }, words)
    expect(line?.label).toBe('Look through postings for exactly USD 1,234.50')
    expect(openedBy(line?.address ?? '')).toMatchObject({ tab: 'postings', amount: 123_450 })
    expect(amountLine({ amount: null }, words)).toBeNull()
  })
})

describe('what was looked for is marked', () => {
  const marked = (text: string, query: string): string =>
    markQuery(text, query)
      .map(({ text: piece, isMatch }) => (isMatch ? `[${piece}]` : piece))
      .join('')

  it.each([
    ['Nine Lives', 'LIVES', 'Nine [Lives]'],
    ['shop-shop.csv', 'shop', '[shop]-[shop].csv'],
    ['Ｃ－２０４', 'c-204', '[Ｃ－２０４]'],
    ['100%_a', '%_', '100[%_]a'],
    ['(a+b)*', '+b)', '(a[+b)]*'],
    ['none of it', 'x', 'none of it'],
    ['nothing typed', '  ', 'nothing typed'],
    ['İstanbul', 'stan', 'İstanbul'],
    ['', 'a', ''],
  ])('in %s, %s: %s', (text, query, expected) => {
    expect(marked(text, query)).toBe(expected)
    expect(
      markQuery(text, query)
        .map(({ text: piece }) => piece)
        .join(''),
    ).toBe(text)
  })
})
