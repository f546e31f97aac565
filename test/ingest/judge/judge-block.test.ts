import { expect, it } from 'vitest'
import { Zone } from '../../../engine/calendar/zone.ts'
import type { RowField } from '../../../engine/contract/agreements.ts'
import { at, type Cells, goodCells, judge, judgeOne, type RulesDraft, rowOf } from './blocks.ts'

const card = '4111 1111 1111 1111'
const nobody = { client: null, amount: null }
const overIsFault: RulesDraft = { agreement: { effects: { AMOUNT_OVER_LIMIT: 'fault' } } }
const inMajor: RulesDraft = { agreement: { mapping: { units: 'major' } } }
const bySign: RulesDraft = { agreement: { mapping: { typeFromSign: { positive: 'TopUp', negative: 'Payment' } } } }
const goodRow = {
  outcome: 'valid',
  client: 'C1',
  txId: 'T1',
  place: 'Central',
  type: 'TopUp',
  amount: 1250,
  occurredAt: '2026-05-01T02:00:00.000Z',
  day: '2026-05-01',
}

it('takes a row that every rule agrees with', () => {
  expect(judgeOne({})).toEqual(goodRow)
})

// In the order of the rules. Each row also breaks every later rule, so that moving a rule up or down fails here.
const broken = {
  place: { ProducerLocation: 'Atlantis' },
  date: { ProducerLocation: 'Atlantis', TxDate: '2031-01-01' },
  amount: { ProducerLocation: 'Atlantis', TxDate: '2031-01-01', Amount: '1e3' },
  type: { ProducerLocation: 'Atlantis', TxDate: '2031-01-01', Amount: '1e3', TxType: 'Gift' },
} satisfies Record<string, Cells>
const longText = 'x'.repeat(129)
const inOrder: readonly (readonly [string, Cells, Readonly<Record<string, unknown>>])[] = [
  [
    'a card number',
    { ...broken.type, ClientId: '', TxId: card, ProducerId: '8' },
    { code: 'CARD_DATA_FOUND', field: 'TxId', found: null },
  ],
  [
    'a missing field',
    { ...broken.type, ClientId: '', TxId: longText, ProducerId: '8' },
    { code: 'FIELD_MISSING', field: 'ClientId', found: '' },
  ],
  [
    'another producer',
    { ...broken.type, ClientId: longText, ProducerId: '8' },
    { code: 'PRODUCER_MISMATCH', field: 'ProducerId', found: '8' },
  ],
  [
    'a text too long in the client',
    { ...broken.type, ClientId: longText, ProducerLocation: 'a\u0007', TxId: 'a\u0000b' },
    { code: 'FIELD_UNREADABLE', field: 'ClientId', found: 'x'.repeat(128) },
  ],
  [
    'a control character in the place',
    { ...broken.type, ProducerLocation: 'a\u0007', TxId: 'a\u0000b' },
    { code: 'FIELD_UNREADABLE', field: 'ProducerLocation', found: 'a\u0007' },
  ],
  [
    'one in the TxId',
    { ...broken.type, TxId: 'a\u0085b' },
    { code: 'FIELD_UNREADABLE', field: 'TxId', found: 'a\u0085b' },
  ],
  ['an unknown type', broken.type, { code: 'TYPE_UNKNOWN', field: 'TxType', found: 'Gift' }],
  ['an unreadable amount', broken.amount, { code: 'FIELD_UNREADABLE', field: 'Amount', found: '1e3' }],
  [
    'a negative amount',
    { ...broken.date, Amount: '-5' },
    { code: 'AMOUNT_NOT_POSITIVE', field: 'Amount', found: '-5' },
  ],
  ['nothing', { ...broken.date, Amount: '0' }, { code: 'AMOUNT_NOT_POSITIVE', field: 'Amount', found: '0' }],
  [
    'more than any business moves',
    { ...broken.date, Amount: '100000000001' },
    { code: 'AMOUNT_OVER_LIMIT', field: 'Amount', found: '100000000001' },
  ],
  [
    'an unreadable date',
    { ...broken.place, TxDate: '2026-02-30' },
    { code: 'FIELD_UNREADABLE', field: 'TxDate', found: '2026-02-30' },
  ],
  ['a date ahead', broken.date, { code: 'DATE_IN_FUTURE', field: 'TxDate', found: '2031-01-01' }],
  [
    'a date long gone',
    { ...broken.place, TxDate: '2025-05-01' },
    { code: 'DATE_TOO_OLD', field: 'TxDate', found: '2025-05-01' },
  ],
  ['a place not listed', broken.place, { code: 'LOCATION_UNKNOWN', field: 'ProducerLocation', found: 'Atlantis' }],
]
it.each(inOrder)('says first, in the order of the rules: %s', (_, cells, fault) => {
  expect(judgeOne(cells, { agreement: { places: ['Central'] } })).toEqual({ outcome: 'fault', ...fault })
})

it.each(['width', 'syntax', 'shape', 'encoding', 'duplicate_key', 'too_deep', 'too_long'] as const)(
  'trusts no cell of a record with the defect %s, and masks its card numbers',
  (defect) => {
    const block = judge([{ cells: { ...goodCells, ClientId: card }, defect }])
    expect(block.notes).toEqual([
      {
        row: 0,
        code: 'FIELD_UNREADABLE',
        field: null,
        found: null,
        client: null,
        amount: null,
        raw: '2026-05-01T10:00:00,7,************1111,Central,T1,TopUp,1250',
      },
    ])
  },
)

it('tells a field that the record does not have from an empty one', () => {
  const { Amount: _, ...without } = goodCells
  expect(rowOf(judge([{ cells: without }]), 0)).toEqual({
    outcome: 'fault',
    code: 'FIELD_MISSING',
    field: 'Amount',
    found: null,
  })
  expect(judgeOne({ Amount: '  ' })).toEqual({ outcome: 'fault', code: 'FIELD_MISSING', field: 'Amount', found: '' })
})

it('keeps a text of 128 characters as it came, in whatever script, and cuts what it shows of a longer one between characters', () => {
  const longest = `${'香'.repeat(64)}${'𠮷'.repeat(32)}`
  expect(judgeOne({ ClientId: longest, TxId: 'e\u0301', ProducerLocation: '中環' })).toEqual({
    ...goodRow,
    client: longest,
    txId: 'e\u0301',
    place: '中環',
  })
  expect(judgeOne({ ClientId: `x${'𠮷'.repeat(64)}` })).toEqual({
    outcome: 'fault',
    code: 'FIELD_UNREADABLE',
    field: 'ClientId',
    found: `x${'𠮷'.repeat(63)}`,
  })
})

const notes = (cells: Cells, rules: RulesDraft) => {
  const block = judge([{ cells: { ...goodCells, ...cells } }], rules)
  return { ...rowOf(block, 0), warnings: block.warnings.map(({ code }) => code) }
}
const over = { Amount: '100000001' }
const overFound = { code: 'AMOUNT_OVER_LIMIT', field: 'Amount', found: '100000001' }
it.each([
  [
    'holds an amount over 1,000,000.00 unless agreed otherwise',
    {},
    { ...goodRow, outcome: 'hold', ...overFound, amount: 100_000_001, warnings: [] },
  ],
  ['faults it when agreed', { AMOUNT_OVER_LIMIT: 'fault' }, { outcome: 'fault', ...overFound, warnings: [] }],
  [
    'only notes it when agreed',
    { AMOUNT_OVER_LIMIT: 'warn' },
    { ...goodRow, amount: 100_000_001, warnings: ['AMOUNT_OVER_LIMIT'] },
  ],
] as const)('%s', (_, effects, row) => {
  expect(notes(over, { agreement: { effects } })).toEqual(row)
})

it('holds the amount to the limit agreed', () => {
  const agreement = { limits: { amountMax: 500 } }
  expect(judgeOne({ Amount: '500' }, { agreement })).toMatchObject({ outcome: 'valid' })
  expect(judgeOne({ Amount: '501' }, { agreement })).toMatchObject({ outcome: 'hold', code: 'AMOUNT_OVER_LIMIT' })
})

it.each([
  ['2026-05-03T04:00:00Z', {}, 'valid'],
  ['2026-05-03T04:00:01Z', {}, 'fault'],
  ['2026-05-03T04:00:01Z', { limits: { futureDays: 2 } }, 'valid'],
  ['2026-05-02T04:00:01Z', { limits: { futureDays: 0 } }, 'fault'],
  ['2026-05-03T04:00:01Z', { effects: { DATE_IN_FUTURE: 'hold' as const } }, 'hold'],
  ['2025-05-01T04:00:00Z', {}, 'valid'],
  ['2025-05-01T03:59:59Z', {}, 'fault'],
  ['2025-05-01T03:59:59Z', { limits: { ageDays: 367 } }, 'valid'],
  ['2025-05-01T03:59:59Z', { effects: { DATE_TOO_OLD: 'hold' as const } }, 'hold'],
  ['2025-05-01T03:59:59Z', { effects: { DATE_TOO_OLD: 'warn' as const } }, 'valid'],
])('a row of %s received on 2 May 2026 under %j: %s', (TxDate, agreement, outcome) => {
  expect(judgeOne({ TxDate }, { agreement })).toMatchObject({ outcome })
})

it('keeps the first rule that would hold a row, unless a later one makes it a fault', () => {
  const agreement = {
    effects: { DATE_IN_FUTURE: 'hold' as const, LOCATION_UNKNOWN: 'hold' as const },
    places: ['Kwun Tong'],
  }
  const late = { ...over, TxDate: '2031-01-01' }
  expect(judgeOne(late, { agreement })).toMatchObject({ outcome: 'hold', code: 'AMOUNT_OVER_LIMIT' })
  expect(judgeOne({ ...over, TxDate: 'yesterday' }, { agreement })).toEqual({
    outcome: 'fault',
    code: 'FIELD_UNREADABLE',
    field: 'TxDate',
    found: 'yesterday',
  })
})

it.each([
  // No places listed: a place of the zone in any of its languages is fine, another is worth a word and never more.
  ['Central', {}, 'valid', []],
  ['causeway  BAY', {}, 'valid', []],
  ['觀塘', {}, 'valid', []],
  ['Atlantis', {}, 'valid', ['LOCATION_UNKNOWN']],
  ['Atlantis', { effects: { LOCATION_UNKNOWN: 'fault' as const } }, 'valid', ['LOCATION_UNKNOWN']],
  // Places listed: only those, as they are written.
  ['Shop 9', { places: ['Shop 9'] }, 'valid', []],
  ['shop 9', { places: ['Shop 9'] }, 'fault', []],
  ['Central', { places: ['Shop 9'] }, 'fault', []],
  ['Central', { places: ['Shop 9'], effects: { LOCATION_UNKNOWN: 'hold' as const } }, 'hold', []],
  ['Central', { places: ['Shop 9'], effects: { LOCATION_UNKNOWN: 'warn' as const } }, 'valid', ['LOCATION_UNKNOWN']],
])('the place %s under %j: %s, noted %j', (ProducerLocation, agreement, outcome, warnings) => {
  expect(notes({ ProducerLocation }, { agreement })).toMatchObject({ outcome, warnings })
})

it('knows no unknown place where nothing is known of the zone', () => {
  expect(notes({ ProducerLocation: 'Atlantis' }, { zone: new Zone('Europe/Paris') })).toMatchObject({ warnings: [] })
})

it('counts warnings over the valid rows of a block, with the first twenty lines', () => {
  const unknown = { ...goodCells, ProducerLocation: 'Atlantis' }
  const drafts = Array.from({ length: 25 }, () => ({ cells: unknown }))
  const block = judge([...drafts, { cells: { ...unknown, Amount: '0' } }, { cells: { ...unknown, ...over } }])
  const lines = Array.from({ length: 20 }, (_, i) => i + 2)
  expect(block.warnings).toEqual([{ code: 'LOCATION_UNKNOWN', rows: 25, lines }])
})

const newYork = new Zone('America/New_York')
it('takes the earlier of a local time that exists twice, with a warning, and none that does not exist', () => {
  const rules = { zone: newYork, at: Date.parse('2026-12-01T00:00:00Z') }
  expect(notes({ TxDate: '2026-11-01T01:30:00' }, rules)).toMatchObject({
    occurredAt: '2026-11-01T05:30:00.000Z',
    day: '2026-11-01',
    warnings: ['TIME_TWICE'],
  })
  expect(notes({ TxDate: '2026-11-01T01:30:00-05:00' }, rules)).toMatchObject({
    occurredAt: '2026-11-01T06:30:00.000Z',
    warnings: [],
  })
  expect(judgeOne({ TxDate: '2026-03-08T02:30:00' }, rules)).toEqual({
    outcome: 'fault',
    code: 'FIELD_UNREADABLE',
    field: 'TxDate',
    found: '2026-03-08T02:30:00',
  })
})

it('takes from the agreement what the file does not say, and the file at its word where it does', () => {
  const agreement = { mapping: { constants: { ProducerId: '7', ProducerLocation: 'Kwun Tong', TxType: 'Payment' } } }
  const { ProducerId: _p, ProducerLocation: _l, TxType: _t, ...without } = goodCells
  expect(rowOf(judge([{ cells: without }], { agreement }), 0)).toEqual({
    ...goodRow,
    place: 'Kwun Tong',
    type: 'Payment',
  })
  expect(judgeOne({}, { agreement })).toEqual(goodRow)
  expect(judgeOne({ ProducerId: '8' }, { agreement })).toMatchObject({ code: 'PRODUCER_MISMATCH', found: '8' })
})

it.each([
  ['TopUp', 'TopUp'],
  ['Payment', 'Payment'],
  ['purchase', 'Payment'],
  ['PURCHASE', 'Payment'],
  ['增值', 'TopUp'],
  ['topup', null],
  ['__proto__', null],
  ['constructor', null],
])('reads the type %s as %s where the file says purchase and 增值', (TxType, type) => {
  const row = judgeOne({ TxType }, { agreement: { mapping: { types: { Purchase: 'Payment', 增值: 'TopUp' } } } })
  expect(row).toMatchObject(type === null ? { code: 'TYPE_UNKNOWN', found: TxType } : { outcome: 'valid', type })
})

it('reads a number of JSON with a point, whatever mark was agreed for texts', () => {
  const agreement = { mapping: { units: 'major', decimalMark: ',' } } as const
  const amounts = ['1.234', '12.34', '12', '1,5']
  const read = (numbers: readonly RowField[]) => {
    const block = judge(
      amounts.map((Amount) => ({ cells: { ...goodCells, Amount }, numbers })),
      { agreement },
    )
    return { sum: block.sum, rows: amounts.map((_, row) => rowOf(block, row).amount ?? 'unreadable') }
  }
  expect(read(['Amount'])).toEqual({ sum: 2_434n, rows: ['unreadable', 1_234, 1_200, 'unreadable'] })
  expect(read(['TxId'])).toEqual({ sum: 124_750n, rows: [123_400, 'unreadable', 1_200, 150] })
})

it('tells the type by the sign of the amount where that was agreed, whatever the type column says', () => {
  const typeFromSign = { positive: 'TopUp' as const, negative: 'Payment' as const }
  const agreement = { mapping: { typeFromSign } }
  const { TxType: _, ...without } = goodCells
  const signed = (Amount: string) => rowOf(judge([{ cells: { ...without, Amount } }], { agreement }), 0)
  expect(signed('-5')).toMatchObject({ outcome: 'valid', type: 'Payment', amount: 5 })
  expect(signed('5')).toMatchObject({ outcome: 'valid', type: 'TopUp', amount: 5 })
  expect(signed('+5')).toMatchObject({ outcome: 'valid', type: 'TopUp', amount: 5 })
  expect(signed('-0')).toMatchObject({ code: 'AMOUNT_NOT_POSITIVE' })
  expect(signed('-100000000001')).toMatchObject({ outcome: 'fault', code: 'AMOUNT_OVER_LIMIT' })
  expect(judgeOne({ Amount: '-5', TxType: 'Gift' }, { agreement })).toMatchObject({ type: 'Payment', amount: 5 })
})

it.each<[string, Cells, RulesDraft, Readonly<{ client: string | null; amount: number | null }>]>([
  ['a word for no type', { TxType: 'Gift' }, {}, { client: 'C1', amount: 1250 }],
  ['no amount', { Amount: '12.50' }, {}, { client: 'C1', amount: null }],
  ['an amount that moves nothing', { Amount: '0' }, {}, { client: 'C1', amount: null }],
  ['an amount below nothing', { Amount: '-5' }, {}, { client: 'C1', amount: null }],
  ['an amount that nobody moves', { Amount: '100000000001' }, {}, { client: 'C1', amount: null }],
  ['an amount over the limit', { Amount: '100000001' }, overIsFault, { client: 'C1', amount: 100_000_001 }],
  ['no client', { ClientId: '' }, {}, { client: null, amount: 1250 }],
  ['a client that is no text', { ClientId: 'a\tb' }, {}, { client: null, amount: 1250 }],
  ['another producer', { ProducerId: '8' }, {}, { client: 'C1', amount: 1250 }],
  ['a day that is none', { TxDate: 'x', Amount: '12.5' }, inMajor, { client: 'C1', amount: 1250 }],
  ['a sign for the type', { TxDate: 'x', Amount: '-5' }, bySign, { client: 'C1', amount: 5 }],
  ['a card number, also in another field', { TxId: card }, {}, { client: null, amount: null }],
])('a fault with %s says whose money it is and how much, as far as it can be read', (_, cells, rules, parties) => {
  expect(judge([{ cells: { ...goodCells, ...cells } }], rules).notes).toMatchObject([parties])
})

it('a field that the record does not have says nothing of client or amount', () => {
  const { ClientId: _, Amount: __, ...without } = goodCells
  expect(judge([{ cells: without }]).notes).toMatchObject([nobody])
})

it('finds a card number behind characters that are written by their numbers, and keeps no digit of such a row', () => {
  const cells = { ...goodCells, ClientId: '4111111111111111' }
  const json = '{"ClientId":"\\u0034111111111111111"}'
  const xml = '<ClientId>&#52;1111&#x31;1111111111</ClientId>'
  for (const raw of [json, xml, '<ClientId>4111<![CDATA[111111111111]]></ClientId>']) {
    const { notes: found } = judge([{ cells, raw }])
    expect(found).toEqual([
      { ...nobody, row: 0, code: 'CARD_DATA_FOUND', field: 'ClientId', found: null, raw: raw.replace(/[0-9]/g, '*') },
    ])
  }
  // In a column that is none of the seven there is no cell to look at.
  const other = '{"Note":"\\u0034111111111111111","ClientId":"C1"}'
  expect(
    judge([
      { cells: goodCells, raw: '{}' },
      { cells: goodCells, raw: other },
    ]).notes,
  ).toEqual([
    { ...nobody, row: 1, code: 'CARD_DATA_FOUND', field: null, found: null, raw: other.replace(/[0-9]/g, '*') },
  ])
})

it('keeps block and line of every row apart, over several blocks and places of their own', () => {
  const drafts = ['Central', 'Mong Kok', 'Central', 'Tai Po'].map((ProducerLocation, i) => ({
    cells: { ...goodCells, ProducerLocation, TxId: `T${i}` },
    line: 10 * i,
  }))
  const block = judge(drafts)
  expect([...block.lines]).toEqual([0, 10, 20, 30])
  expect(block.placeNames).toEqual(['Central', 'Mong Kok', 'Tai Po'])
  expect(drafts.map((_, row) => rowOf(block, row))).toEqual(
    drafts.map(({ cells }) => ({ ...goodRow, place: cells.ProducerLocation, txId: cells.TxId })),
  )
  expect(at).toBe(Date.parse('2026-05-02T04:00:00Z'))
})

it('adds up every amount that can be read, without its sign and beyond what a number holds, faults and held rows included', () => {
  const amounts = ['1250', '-5', '1e3', '', '9007199254740991', '9007199254740991', '4503599627370497', '100000001']
  const drafts = amounts.map((Amount) => ({ cells: { ...goodCells, Amount } }))
  const others = [
    { cells: { ...goodCells, TxType: 'Gift', Amount: '100' } },
    { cells: { ...goodCells, ClientId: card, Amount: '1000' } },
    // Which of its cells the amount is, nobody knows.
    { cells: { ...goodCells, Amount: '7' }, defect: 'width' as const },
  ]
  const sum = 1_250n + 5n + 2n * 9_007_199_254_740_991n + 4_503_599_627_370_497n + 100_000_001n + 100n + 1_000n
  expect(judge([...drafts, ...others]).sum).toBe(sum)
  const { Amount: _, ...without } = goodCells
  expect(judge([{ cells: without }]).sum).toBe(0n)
})
