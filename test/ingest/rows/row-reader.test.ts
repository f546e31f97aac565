/** What can be read of a row that was refused, and everything that speaks against it, as the judge would say one by one. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type RowField, rowFields } from '../../../engine/contract/agreements.ts'
import { OriginalRow } from '../../../engine/contract/cases.ts'
import { Judge } from '../../../engine/ingest/judge/judge-block.ts'
import { RowReader } from '../../../engine/ingest/rows/row-reader.ts'
import { blockOf, type Cells, goodCells, type RecordDraft, type RulesDraft, rowOf, rulesOf } from '../judge/blocks.ts'

function read(draft: RecordDraft, rules: RulesDraft = {}): OriginalRow {
  const [row] = new RowReader(rulesOf(rules)).read(blockOf([draft]), [0])
  if (row === undefined) throw new Error('no row')
  return row
}

const good = {
  occurredAt: '2026-05-01T02:00:00.000Z',
  client: 'C1',
  location: 'Central',
  txId: 'T1',
  type: 'TopUp',
  amount: 1250,
} as const
const without = (...fields: readonly (keyof typeof good)[]) =>
  Object.fromEntries(Object.entries(good).filter(([name]) => !fields.some((field) => field === name)))

const said = (cells: Cells, rules: RulesDraft = {}) => {
  const { row, problems } = read({ cells: { ...goodCells, ...cells } }, rules)
  return { row, problems: problems.map(({ field, code }) => `${field} ${code}`) }
}

const card = '4111111111111111'

it.each<[string, Cells, RulesDraft, object, readonly string[]]>([
  ['nothing', {}, {}, good, []],
  ['its client missing', { ClientId: '' }, {}, without('client'), ['ClientId FIELD_MISSING']],
  ['a TxId that is no text', { TxId: 'a\tb' }, {}, without('txId'), ['TxId FIELD_UNREADABLE']],
  ['another producer', { ProducerId: '8' }, {}, good, ['ProducerId PRODUCER_MISMATCH']],
  ['a word for no type', { TxType: 'Gift' }, {}, without('type'), ['TxType TYPE_UNKNOWN']],
  ['no number', { Amount: '12.50' }, {}, without('amount'), ['Amount FIELD_UNREADABLE']],
  ['nothing moved', { Amount: '0' }, {}, without('amount'), ['Amount AMOUNT_NOT_POSITIVE']],
  ['less than nothing', { Amount: '-5' }, {}, without('amount'), ['Amount AMOUNT_NOT_POSITIVE']],
  ['more than was agreed', { Amount: '100000001' }, {}, { ...good, amount: 100_000_001 }, ['Amount AMOUNT_OVER_LIMIT']],
  ['more than anybody moves', { Amount: '100000000001' }, {}, without('amount'), ['Amount AMOUNT_OVER_LIMIT']],
  ['a day that is none', { TxDate: '2026-02-30' }, {}, without('occurredAt'), ['TxDate FIELD_UNREADABLE']],
  [
    'the future',
    { TxDate: '2026-05-04' },
    {},
    { ...good, occurredAt: '2026-05-03T16:00:00.000Z' },
    ['TxDate DATE_IN_FUTURE'],
  ],
  [
    'long ago',
    { TxDate: '2025-05-01' },
    {},
    { ...good, occurredAt: '2025-04-30T16:00:00.000Z' },
    ['TxDate DATE_TOO_OLD'],
  ],
  [
    'a place that is not listed',
    {},
    { agreement: { places: ['Mong Kok'] } },
    good,
    ['ProducerLocation LOCATION_UNKNOWN'],
  ],
  [
    'a place nobody heard of, which is worth a warning',
    { ProducerLocation: 'Atlantis' },
    {},
    { ...good, location: 'Atlantis' },
    [],
  ],
  [
    'what was agreed to be worth a warning',
    { Amount: '100000001', TxDate: '2026-05-04' },
    { agreement: { effects: { AMOUNT_OVER_LIMIT: 'warn', DATE_IN_FUTURE: 'warn' } } },
    { ...good, amount: 100_000_001, occurredAt: '2026-05-03T16:00:00.000Z' },
    [],
  ],
  ['a card number', { ClientId: card }, {}, without('client'), ['ClientId CARD_DATA_FOUND']],
  [
    'everything at once',
    { TxDate: 'x', ProducerId: '8', ClientId: '', ProducerLocation: 'a\nb', TxId: card, TxType: '?', Amount: '-' },
    {},
    {},
    [
      'TxDate FIELD_UNREADABLE',
      'ProducerId PRODUCER_MISMATCH',
      'ClientId FIELD_MISSING',
      'ProducerLocation FIELD_UNREADABLE',
      'TxId CARD_DATA_FOUND',
      'TxType TYPE_UNKNOWN',
      'Amount FIELD_UNREADABLE',
    ],
  ],
])('tells of %s', (_, cells, rules, row, problems) => {
  expect(said(cells, rules)).toEqual({ row, problems })
})

it('can read no field of a record that is not what it should be', () => {
  const { row, problems, cells, raw } = read(
    { cells: {}, raw: '1,2,3', defect: 'width' },
    { agreement: { mapping: { constants: { ProducerId: '7' } } } },
  )
  expect({ row, raw }).toEqual({ row: {}, raw: '1,2,3' })
  expect(Object.values(cells)).toEqual(rowFields.map(() => null))
  expect(problems.map(({ field, code }) => `${field} ${code}`)).toEqual(
    rowFields.filter((field) => field !== 'ProducerId').map((field) => `${field} FIELD_UNREADABLE`),
  )
})

it('tells what is empty from what is not there', () => {
  const { TxId: _, ...others } = goodCells
  expect(read({ cells: { ...others, ClientId: '' } }).cells).toMatchObject({ TxId: null, ClientId: '', Amount: '1250' })
})

describe('a card number', () => {
  const digits = /[0-9]{6}/

  it('is masked in its cell and in the line', () => {
    const { raw, cells } = read({ cells: { ...goodCells, TxId: `for ${card}` } })
    expect(cells.TxId).toBe('for ************1111')
    expect(raw).toContain('for ************1111')
    expect(raw).not.toContain(card)
  })

  it('is masked where it is written by the numbers of its characters', () => {
    const { raw, cells, row } = read({ cells: { ...goodCells, TxId: '\\u0034111111111111111' } })
    expect([raw, cells.TxId].filter((text) => digits.test(text ?? ''))).toEqual([])
    expect(row).toEqual(without('txId'))
  })

  it('in a column that nobody agreed on leaves every field readable', () => {
    const { raw, row, problems } = read({ cells: goodCells, raw: `x,${card}` })
    expect({ row, problems }).toEqual({ row: good, problems: [{ field: '', code: 'CARD_DATA_FOUND' }] })
    expect(raw).toBe('x,************1111')
  })

  it('is not cut in half where a long text ends', () => {
    const { cells } = read({ cells: { ...goodCells, ClientId: `${'x'.repeat(490)} ${card}` } })
    expect(cells.ClientId).toHaveLength(500)
    expect(cells.ClientId).not.toMatch(/[0-9]/)
  })
})

it('shows no more of a row than anybody reads', () => {
  const { raw, cells } = read({ cells: { ...goodCells, ClientId: 'x'.repeat(100_000) } })
  expect(raw).toHaveLength(4_000)
  expect(cells.ClientId).toHaveLength(500)
})

describe('over any cells', () => {
  const rarely = (usual: readonly string[], odd: readonly string[]) =>
    fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...usual) }, { weight: 2, arbitrary: fc.constantFrom(...odd) })
  const text = rarely(
    ['C1', 'T-9', 'Central', '中環'],
    ['', 'a\tb', 'x'.repeat(129), card, '\\u0034111111111111111', 'Atlantis'],
  )
  const drawn: fc.Arbitrary<Record<RowField, string>> = fc.record({
    TxDate: rarely(
      ['2026-05-01', '2026-05-01T10:00:00.25Z'],
      ['', 'x', '2026-05-04', '2024-01-01', '9999-12-31T23:00-12:00'],
    ),
    ProducerId: rarely(['7'], ['', '8']),
    ClientId: text,
    ProducerLocation: text,
    TxId: text,
    TxType: rarely(['TopUp', 'Payment', 'sale'], ['', 'Gift']),
    Amount: rarely(['1', '1250', '-3'], ['', '0', '-0', '100000001', '100000000001', '1.5', card]),
  })
  const agreements: readonly RulesDraft[] = [
    {},
    { agreement: { places: ['Central', '中環'], mapping: { types: { Sale: 'Payment' } } } },
    { agreement: { effects: { AMOUNT_OVER_LIMIT: 'fault', DATE_IN_FUTURE: 'hold', DATE_TOO_OLD: 'warn' } } },
    {
      agreement: {
        mapping: { units: 'major', typeFromSign: { positive: 'TopUp', negative: 'Payment' } },
        places: ['Central'],
        effects: { LOCATION_UNKNOWN: 'hold' },
      },
    },
    { agreement: { mapping: { constants: { ProducerId: '7', ProducerLocation: 'Central', TxType: 'TopUp' } } } },
  ]
  const judges = agreements.map((rules) => ({
    judge: new Judge(rulesOf(rules)),
    reader: new RowReader(rulesOf(rules)),
  }))

  it('speaks against a row exactly where the judge does, and reads what the judge reads', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(drawn, fc.constantFrom(...judges), (cells, { judge, reader }) => {
        const asRead = Object.fromEntries(rowFields.map((field) => [field, cells[field].trim()])) as Cells
        const block = blockOf([{ cells: asRead }])
        const judged = rowOf(judge.judge(block), 0)
        const [row] = reader.read(block, [0])
        if (row === undefined) throw new Error('no row')
        expect(OriginalRow.parse(row)).toEqual(row)
        const codes = row.problems.map(({ code }) => code)
        for (const code of codes) seen.add(code)
        seen.add(String(judged.outcome))
        if (judged.outcome === 'valid') expect(codes).toEqual([])
        else expect(codes).toContain(judged.code)
        if (judged.outcome === 'fault') return
        const { client, txId, place: location, type, amount, occurredAt } = judged
        const known = { client, txId, location, type, amount, occurredAt }
        // No instant of a row that is to be posted has a year of more than four digits.
        if (String(occurredAt).startsWith('+')) expect({ ...row.row, occurredAt }).toEqual(known)
        else expect(row.row).toEqual(known)
      }),
      { numRuns: 6_000 },
    )
    expect(seen.size).toBe(13)
  })
})
