/** One question over everything: each kind of thing is found by each of its spellings, and only by whoever may read it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SearchHit } from '../../engine/contract/search.ts'
import { type Cases, openCases } from '../cases/open-cases.ts'
import { inStore } from '../exceptions/open-exceptions.ts'
import { refusalOf } from '../workspace-fixture.ts'

let books: Cases
let batch: number
let exception: number
let proposal: number
let deposit: number

beforeAll(async () => {
  books = await openCases()
  batch = await books.take('shop-Åre-100%_final.csv', [
    { client: 'C-204', location: 'Central', tx: 'T-1', amount: 700 },
    { client: 'B', location: 'Central', tx: 'ＴＸ９', amount: 40 },
    { client: 'B', location: 'Central', tx: 'waits', type: 'Payment', amount: 90 },
    { client: 'C-204', location: 'Central', tx: 'mended', amount: '12.5O' },
    { client: 'C-205', location: 'Central', tx: 'too much', amount: 123_450 },
  ])
  exception = (await books.caseOf(batch, 'AMOUNT_OVER_LIMIT').catch(() => books.caseOf(batch, 'FIELD_UNREADABLE'))).id
  const made = await books.analyst.operations.deposit({
    client: 'C-204',
    amount: 5,
    key: 'k',
    reference: 'REF/2026/77',
  })
  deposit = made.transaction ?? 0
  const fault = await books.caseOf(batch, 'FIELD_UNREADABLE')
  const row = {
    line: 5,
    row: {
      occurredAt: new Date().toISOString(),
      client: 'C-204',
      location: 'Central',
      txId: 'mended',
      type: 'TopUp',
      amount: 1_250,
    },
  } as const
  const deed = await books.act(fault.id, { action: 'correct', rows: [row], reason: 'A letter for a nought' })
  proposal = deed.proposal ?? 0
  await books.approve(proposal)
  await inStore(books, (raw) => {
    raw.exec(`
      INSERT INTO client_contact (client_id, name, email, last_email, channel, version, changed_at, changed_by)
        VALUES ('B', '陳大文', 'Tai.Man@example.org', 'Tai.Man@example.org', 'email', 1, 0, 'ana');
      INSERT INTO statement_file (source, setting_version, name, bytes, sha256, archive, format, state, received_at,
        received_by, read_at, folder_left)
        VALUES ('bank', 1, 'HSBC-20260302.sta', 1, zeroblob(32), 's.cha', 'mt940', 'read', 0, 'engine', 1, 1);
      INSERT INTO statement (file, account_said, number, currency, from_day, to_day, lines, sum_in, sum_out, state)
        VALUES (1, 'DE-77', '044/1', 'USD', 20514, 20514, 0, 0, 0, 'reading')`)
  })
})
afterAll(() => books.close())

const hitsOf = async (q: string, by = books.analyst): Promise<readonly SearchHit[]> =>
  (await by.search.find({ q })).groups.flatMap(({ hits }) => hits)

const one = async (q: string, kind: SearchHit['kind'], by?: Cases['client']) =>
  (await hitsOf(q, by)).filter((hit) => hit.kind === kind)

describe('a thing is found by each way in which it is spelled', () => {
  it('a transaction by its number, a TxId whole, and a reference whole and from its beginning', async () => {
    const posted = await one('T-1', 'transaction')
    expect(posted).toMatchObject([{ name: 'T-1', what: 'TopUp', amount: 700, currency: 'USD', client: 'C-204' }])
    expect(await one('ＴＸ９', 'transaction')).toMatchObject([{ name: 'ＴＸ９', client: 'B' }])
    expect(await one('mended', 'transaction')).toMatchObject([{ name: 'mended', amount: 1_250 }])
    for (const q of ['REF/2026/77', 'ref/2026'.toUpperCase(), ' REF/2026/77\u200b '])
      expect(await one(q, 'transaction'), q).toMatchObject([
        { transaction: deposit, name: 'REF/2026/77', what: 'deposit' },
      ])
    for (const q of [`${deposit}`, `#${deposit}`, `t-${deposit}`, `T${deposit}`])
      expect((await one(q, 'transaction'))[0], q).toMatchObject({ transaction: deposit, what: 'deposit' })
  })

  it('a row that waits by its TxId, and not among the transactions', async () => {
    expect(await hitsOf('waits')).toEqual([
      {
        kind: 'row',
        batch,
        line: 4,
        name: 'waits',
        file: 'shop-Åre-100%_final.csv',
        client: 'B',
        amount: 90,
        currency: 'USD',
        state: 'held',
      },
    ])
  })

  it('a client by the number, its beginning, the other case, full width, a name and an address', async () => {
    const anna = { kind: 'client', client: 'C-204', name: null, state: 'active' }
    for (const q of ['C-204', 'c-204', 'Ｃ－２０４', ' C-204 ']) expect(await one(q, 'client'), q).toEqual([anna])
    const both = await one('c-20', 'client')
    expect(both.map((hit) => hit.kind === 'client' && hit.client)).toContain('C-204')
    for (const q of ['陳大', 'tai.man@', 'B'])
      expect(await one(q, 'client'), q).toEqual([{ kind: 'client', client: 'B', name: '陳大文', state: 'active' }])
  })

  it('a producer by the code, a part of the name and the number', async () => {
    const nine = { kind: 'producer', producer: 9, code: 'nine', name: 'Nine Lives', state: 'active' }
    for (const q of ['nine', 'NINE', 'lives', 'e Li', '9', '#9']) expect(await one(q, 'producer'), q).toEqual([nine])
    expect(await one('B-9', 'producer')).toEqual([])
  })

  it('a batch by its number and any part of the file’s name', async () => {
    for (const q of [
      `B-${batch}`,
      `b${batch}`,
      `#${batch}`,
      'shop-',
      'åre',
      '100%_final',
      '.csv',
      'SHOP-ÅRE-100%_FINAL.CSV',
    ])
      expect(await one(q, 'batch'), q).toMatchObject([
        { batch, file: 'shop-Åre-100%_final.csv', producerName: 'Nine Lives' },
      ])
    expect(await one(`EX-${batch}`, 'batch')).toEqual([])
  })

  it('a file’s name by the batch it came with from the first, and the batch keeps it', async () => {
    const renamed = inStore(books, (raw) => void raw.exec(`UPDATE batch SET file = 'other.csv' WHERE id = ${batch}`))
    await expect(renamed).rejects.toThrow('a batch keeps the name of its file')
  })

  it('an exception by its number, and while it is open by the money at stake', async () => {
    for (const q of [`EX-${exception}`, `ex${exception}`, `${exception}`])
      expect((await one(q, 'exception'))[0], q).toMatchObject({ exception, producerName: 'Nine Lives' })
    const open = await books.caseOf(batch, 'AMOUNT_OVER_LIMIT')
    expect(open.amount).toBe(123_450)
    for (const q of ['1,234.50', '1234.5', 'USD 1,234.5', '-1234.50', 'usd 1234.50', '１２３４．５０', '1234.50 USD'])
      expect(await one(q, 'exception'), q).toMatchObject([{ exception: open.id, amount: 123_450, currency: 'USD' }])
    for (const q of ['1234.51', '1234.505', 'EUR 1234.5', '1,23', '12,34.50'])
      expect(await one(q, 'exception'), q).toEqual([])
  })

  it('a proposal, a statement, a statement’s file, an account and a user', async () => {
    expect(await one(`P-${proposal}`, 'proposal')).toMatchObject([
      { proposal, what: 'rows_correct', state: 'approved' },
    ])
    for (const q of ['044/', '044/1', 'S-1'])
      expect(await one(q, 'statement'), q).toEqual([
        {
          kind: 'statement',
          statement: 1,
          number: '044/1',
          account: 'DE-77',
          from: '2026-03-02',
          to: '2026-03-02',
          state: 'reading',
        },
      ])
    expect(await one('hsbc-2026', 'statement_file')).toEqual([
      { kind: 'statement_file', file: 1, name: 'HSBC-20260302.sta', source: 'bank', state: 'read' },
    ])
    for (const q of ['clearing:nine', 'CLEARING:NI', 'nine'])
      expect(await one(q, 'account'), q).toMatchObject([{ account: 'clearing:nine', currency: 'USD' }])
    expect(await one('wallet:C-204', 'account')).toMatchObject([{ account: 'wallet:C-204' }])
    for (const q of ['aud', 'AUD'])
      expect(await one(q, 'user', await books.as('ben')), q).toEqual([
        { kind: 'user', user: 'aud', displayName: 'aud', state: 'active' },
      ])
  })
})

describe('nobody learns that something is there which they may not read', () => {
  const queries = [
    'T-1',
    'waits',
    'C-204',
    '陳大',
    'nine',
    'shop-',
    '1234.5',
    '1',
    'P-1',
    'S-1',
    'hsbc',
    'clearing:nine',
    'aud',
  ]

  it.each([
    ['exe', ['batches', 'producers', 'rows']],
    ['olu', ['batches', 'exceptions', 'producers', 'rows', 'statements']],
    [
      'ana',
      ['accounts', 'batches', 'clients', 'exceptions', 'producers', 'proposals', 'rows', 'statements', 'transactions'],
    ],
    [
      'aud',
      [
        'accounts',
        'batches',
        'clients',
        'exceptions',
        'producers',
        'proposals',
        'rows',
        'statements',
        'transactions',
        'users',
      ],
    ],
  ])('%s is answered in these groups alone: %j', async (name, expected) => {
    const by = await books.as(name)
    const answers = await Promise.all(queries.map((q) => by.search.find({ q })))
    const groups = new Set(answers.flatMap((answer) => answer.groups.map(({ group }) => group)))
    expect([...groups].toSorted()).toEqual(expected)
  })

  it('an amount is only said to whoever may look through postings for it', async () => {
    expect((await books.analyst.search.find({ q: '1,234.5' })).amount).toEqual({ amount: 123_450, currency: 'USD' })
    expect((await books.operator.search.find({ q: '1,234.5' })).amount).toBeNull()
  })

  it('a client’s name and address find nobody for whom they may not be read', async () => {
    const admin = books.client
    for (const q of ['陳大', 'tai.man@']) expect(await one(q, 'client', admin), q).toEqual([])
    expect(await one('B', 'client', admin)).toEqual([{ kind: 'client', client: 'B', name: null, state: 'active' }])
  })

  it('a stranger is not answered', async () => {
    expect((await refusalOf(books.stranger.search.find({ q: 'nine' }))).code).toBe('not_signed_in')
  })
})

describe('an answer has bounds', () => {
  it('five of a group and whether there are more, always in one order', async () => {
    for (let file = 1; file <= 6; file += 1)
      await books.take(`many-${file}.csv`, [
        { client: `many-${file}`, location: 'Central', tx: `m${file}`, amount: file },
      ])
    const { groups } = await books.analyst.search.find({ q: 'many-' })
    expect(groups.map(({ group, hits, more }) => [group, hits.length, more])).toEqual([
      ['clients', 5, true],
      ['batches', 5, true],
    ])
    expect(groups[1]?.hits.map((hit) => hit.kind === 'batch' && hit.file)).toEqual(
      [6, 5, 4, 3, 2].map((file) => `many-${file}.csv`),
    )
    expect((await books.analyst.search.find({ q: 'many-6' })).groups.map(({ more }) => more)).toEqual([false, false])
  })

  it('a query has a hundred characters, and what nothing can be seen of finds nothing', async () => {
    for (const q of ['', 'x'.repeat(101)])
      expect((await refusalOf(books.analyst.search.find({ q }))).code).toBe('bad_input')
    for (const q of [' ', '\0', '\u200b\n', '\ud800', '﷽'.repeat(100), 'x'.repeat(100)])
      expect(await books.analyst.search.find({ q }), q).toEqual({ groups: [], amount: null })
  })

  it.each([
    '%',
    '_',
    '%%%',
    '___',
    `'`,
    `"`,
    `""`,
    `"shop"`,
    'shop OR final',
    'shop*',
    'NOT shop',
    '(shop',
    'file:shop',
    'NEAR(a b)',
    '^sho',
    `'; DROP TABLE batch; --`,
    '👩‍👩‍👧',
    '{"a":1}',
    '[1]',
    '-',
    '--',
    '.',
    '9'.repeat(100),
  ])('nothing in %s is a pattern, nor more than what it says', async (q) => {
    const found = await hitsOf(q)
    expect(found.filter(({ kind }) => kind !== 'batch')).toEqual([])
    for (const hit of found) if (hit.kind === 'batch') expect(hit.file.toLowerCase()).toContain(q.toLowerCase())
  })
})
