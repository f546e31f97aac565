import { describe, expect, it } from 'vitest'
import { StatementMapping } from '../../engine/contract/statement-mappings.ts'
import { dayReader } from '../../engine/statements/mapped/day-reader.ts'
import { type FigureForm, figureReader } from '../../engine/statements/mapped/figure.ts'
import { problemsOfMapping } from '../../engine/statements/mapped/mapping-problems.ts'
import { faultOf, linesOf, readText } from './mapped-pieces.ts'

describe('an amount is read exactly as it is written', () => {
  const point: FigureForm = { units: 'major', decimalMark: '.' }
  const comma: FigureForm = { units: 'major', decimalMark: ',' }
  const euro = { code: 'EUR', digits: 2 }
  it.each([
    ['5', point, 500],
    ['5.1', point, 510],
    ['.50', point, 50],
    ['-0.00', point, 0],
    ['5.1000', point, 510],
    ['1,234,567.89', point, 123456789],
    ["1'234.50", point, 123450],
    ['1\u2019234.50', point, 123450],
    ['1 234.50', point, 123450],
    ['1.234,50', comma, 123450],
    ['1\u00a0234,50', comma, 123450],
    ['1\u202f234,50', comma, 123450],
    ['1.234', comma, 123400],
    ['+7,00', comma, 700],
    ['\u22127,00', comma, -700],
    ['7,00-', comma, -700],
    ['- $7.00', point, -700],
    ['-$7.00', point, -700],
    ['$-7.00', point, -700],
    ['(7.00)', point, -700],
    ['($7.00)', point, -700],
    ['EUR 7.00', point, 700],
    ['7.00 EUR', point, 700],
    ['-7,00 €', comma, -700],
    ['HK$7.00', point, 700],
    ['7.00 CR', point, 700],
    ['7.00DR', point, -700],
    ['7,00 H', comma, 700],
    ['7,00 S', comma, -700],
    ['700', { units: 'minor', decimalMark: '.' } as const, 700],
    ['-700', { units: 'minor', decimalMark: '.' } as const, -700],
    ['1,00,000', point, null],
    ['0,500', point, null],
    ['1,5', point, null],
    ['1.5', comma, null],
    ['12.', point, null],
    ['1.2.3', point, null],
    ['1,234 567', point, null],
    ['5.001', point, null],
    ['--5', point, null],
    ['-5-', point, null],
    ['-5 DR', point, null],
    ['(-5)', point, null],
    ['USD 5', point, null],
    ['5%', point, null],
    ['0x10', point, null],
    ['Infinity', point, null],
    ['٥', point, null],
    ['', point, null],
    ['-', point, null],
    ['7.00', { units: 'minor', decimalMark: '.' } as const, null],
    ['1,234.00', { ...point, groupMark: 'none' } as const, null],
    ['1 234.00', { ...point, groupMark: ',' } as const, null],
    ['90071992547409.92', point, null],
    ['90071992547409.91', point, 9007199254740991],
  ])('%j', (text, form, units) => {
    expect(figureReader(form)(text, euro)).toBe(units)
  })

  it('in the digits that its currency has', () => {
    expect(figureReader(point)('150,000', { code: 'JPY', digits: 0 })).toBe(150_000)
    expect(figureReader(point)('1.5', { code: 'JPY', digits: 0 })).toBeNull()
    expect(figureReader(point)('1.234', { code: 'KWD', digits: 3 })).toBe(1_234)
  })
})

describe('a day is the one that is written', () => {
  it.each([
    ['2026-11-05', ['iso'], undefined, '2026-11-05'],
    ['2026-11-05 23:59:59', ['iso'], undefined, '2026-11-05'],
    ['2026-11-05T23:30:00.123Z', ['iso'], undefined, '2026-11-05'],
    ['2026-11-05T23:30:00Z', ['iso'], 'Asia/Hong_Kong', '2026-11-06'],
    ['2026-11-05T00:30:00+0800', ['iso'], 'UTC', '2026-11-04'],
    ['2026-11-05T23:30:00', ['iso'], 'Asia/Hong_Kong', '2026-11-05'],
    ['05.11.26', ['dd.MM.yy'], undefined, '2026-11-05'],
    ['5 Nov 2026', ['d MMM yyyy'], undefined, '2026-11-05'],
    ['05-NOV-26', ['dd-MMM-yy'], undefined, '2026-11-05'],
    ['2026年11月5日', ['yyyy年M月d日'], undefined, '2026-11-05'],
    ['11/5/2026 12:05 AM', ['M/d/yyyy h:mm a'], undefined, '2026-11-05'],
    ['20261105', ['iso', 'yyyyMMdd'], undefined, '2026-11-05'],
    ['05/11/2026 07:30 -05:00', ['dd/MM/yyyy HH:mm XXX'], 'Asia/Hong_Kong', '2026-11-05'],
    ['05/11/2026 20:30 -05:00', ['dd/MM/yyyy HH:mm XXX'], 'Asia/Hong_Kong', '2026-11-06'],
    ['20091224120000[0:GMT]', ["yyyyMMddHHmmss'[0:GMT]'"], undefined, '2009-12-24'],
    ['1793548799', ['epoch_s'], undefined, '2026-11-01'],
    ['1793548800', ['epoch_s'], 'Asia/Hong_Kong', '2026-11-02'],
    ['1793548799000', ['epoch_ms'], undefined, '2026-11-01'],
    ['2024-02-29', ['iso'], undefined, '2024-02-29'],
    ['2026-02-29', ['iso'], undefined, null],
    ['2026-11-05T24:30', ['iso'], undefined, null],
    ['2026-11-05T10:61', ['iso'], undefined, null],
    ['2026-11-05T10:00:00+15:00', ['iso'], 'UTC', null],
    ['2026-11-5', ['iso'], undefined, null],
    ['13/11/2026', ['MM/dd/yyyy'], undefined, null],
    ['05.11.2026', ['dd.MM.yy'], undefined, null],
    ['13:00 PM 05/11/2026', ['hh:mm a dd/MM/yyyy'], undefined, null],
    ['17935487990', ['epoch_s'], undefined, null],
    ['', ['iso'], undefined, null],
  ])('%s as %j in %s', (text, formats, zone, day) => {
    const read = dayReader(formats, zone)
    expect(read(text)).toBe(day)
    expect(read(text)).toBe(day)
  })
})

const plain = {
  format: 'csv',
  account: { fixed: 'main' },
  currency: { fixed: 'EUR' },
  bookedOn: 'Date',
  amount: { by: 'sign', column: 'Amount' },
}
const mappingOf = (draft: object = {}): StatementMapping => StatementMapping.parse({ ...plain, ...draft })

describe('a table says what its mapping asks for', () => {
  it('whatever mark is between its cells, and wherever its header stands', async () => {
    for (const mark of [',', ';', '\t', '|']) {
      const rows = [['Bank of, what|ever;'], [], ['x', 'Amount', 'date'], ['', '"5.00"', '2026-11-05']]
      const pieces = await readText(rows.map((row) => row.join(mark)).join('\r\n'), mappingOf())
      expect(linesOf(pieces)).toEqual([expect.objectContaining({ amount: 500, place: 4, bookedOn: '2026-11-05' })])
    }
  })

  it('with line ends of any kind', async () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const pieces = await readText(['Date,Amount', '2026-11-05,1', '', '2026-11-06,2', ''].join(end), mappingOf())
      expect(linesOf(pieces).map(({ amount, place }) => [amount, place])).toEqual([
        [100, 2],
        [200, 4],
      ])
    }
  })

  it('of nothing, where it has no line, with the balances that stand beside it', async () => {
    const none = { opening: null, closing: null, available: null, said: null }
    for (const text of ['Date,Amount', 'Date,Amount\n', 'Date,Amount\r\n\r\n']) {
      const [opened, closed] = await readText(text, mappingOf())
      expect(opened).toMatchObject({ is: 'opened', head: { account: 'main', currency: 'EUR' } })
      expect(closed).toEqual({ is: 'closed', tail: none })
    }
    const said = { balances: { opening: 'Old', closing: 'New' }, head: { from: 'From', to: 'To' } }
    const text = 'From:,2026-11-01\nTo:,2026-11-30\nOld:,5.00\nNew:,5.00\nDate,Amount\n'
    expect((await readText(text, mappingOf(said))).at(-1)).toMatchObject({
      tail: { opening: { day: '2026-11-01', amount: 500 }, closing: { day: '2026-11-30', amount: 500 } },
    })
  })

  it('by the second column of one name', async () => {
    const mapping = mappingOf({ balances: { running: 'Saldo' }, currency: { column: 'Ccy#2' } })
    const text = 'Date,Saldo,Ccy,Amount,Ccy\n2026-11-05,7,EUR,5,USD\n'
    expect(linesOf(await readText(text, mapping))[0]).toMatchObject({ amount: 500, currency: 'USD' })
  })

  it('with a mark behind the last name and not behind the lines, or the other way round', async () => {
    expect(linesOf(await readText('Date,Amount,\n2026-11-05,5\n', mappingOf()))).toHaveLength(1)
    expect(linesOf(await readText('Date,Amount\n2026-11-05,5,\n', mappingOf()))).toHaveLength(1)
    expect(linesOf(await readText('Date,Amount,\n2026-11-05,5,a note\n', mappingOf()))).toHaveLength(1)
  })

  it('without a header from its first line that is not blank', async () => {
    const mapping = mappingOf({ header: false, bookedOn: '1', amount: { by: 'sign', column: '2' } })
    expect(linesOf(await readText('\n\r\n2026-11-05;5\n2026-11-06;6\n', mapping)).map(({ place }) => place)).toEqual([
      3, 4,
    ])
  })

  it('what undoes, what is announced, what is none, and what is booked', async () => {
    const marks = [
      { column: 'State', words: ['Done', 'Back'], means: 'booked' },
      { column: 'State', words: ['soon'], means: 'pending' },
      { column: 'State', words: ['NO'], means: 'skipped' },
      { column: 'Kind', words: ['refund'], means: 'reversal' },
    ]
    const states = ['done,sale', ' DONE ,Refund', 'Soon,refund', 'no,sale', 'back,sale']
    const text = `Date,Amount,State,Kind\n${states.map((state) => `2026-11-05,1,${state}\n`).join('')}`
    const lines = linesOf(await readText(text, mappingOf({ marks })))
    expect(lines.map(({ seq, isPending, isReversal }) => [seq, isPending, isReversal])).toEqual([
      [1, false, false],
      [2, false, true],
      [3, true, true],
      [4, false, false],
    ])
  })

  it('what a gateway sees from the other side', async () => {
    const mapping = mappingOf({
      invert: 'amounts',
      amount: {
        by: 'fees',
        gross: { by: 'sign', column: 'Amount' },
        fees: [{ column: 'Fee', text: 'commission' }],
        line: 'gross',
      },
    })
    const [line] = linesOf(await readText('Date,Amount,Fee\n2026-11-05,10,1\n', mapping))
    expect(line).toMatchObject({
      amount: -1_000,
      charges: [{ amount: 100, currency: 'EUR', isIncluded: false, text: 'commission' }],
    })
  })

  it('the whole of what is left, or what is left of the whole', async () => {
    const read = async (amount: object) =>
      linesOf(await readText('Date,Sum,Fee\n2026-11-05,10.00,0.25\n', mappingOf({ amount })))[0]
    const sum = { by: 'sign', column: 'Sum' }
    const ofNet = await read({ by: 'fees', net: sum, fees: [{ column: 'Fee' }] })
    expect(ofNet).toMatchObject({ amount: 1_000, details: [{ amount: 1_025, currency: 'EUR' }] })
    const ofGross = await read({ by: 'fees', gross: sum, fees: [{ column: 'Fee' }] })
    expect(ofGross).toMatchObject({ amount: 975, details: [{ amount: 1_000, currency: 'EUR' }] })
    expect(ofGross?.charges).toEqual([{ amount: -25, currency: 'EUR', isIncluded: true, text: 'Fee' }])
  })

  it('the first payer or payee that is there, and its text on one line', async () => {
    const mapping = mappingOf({ party: { name: ['From', 'To'] }, text: ['A', 'B'] })
    const text = 'Date,Amount,From,To,A,B\n2026-11-05,1,,"Ada\n Ho","x\t y",\n'
    const [detail] = linesOf(await readText(text, mapping))[0]?.details ?? []
    expect(detail).toMatchObject({ party: { name: 'Ada Ho', account: null, bank: null }, text: 'x y' })
  })

  it('no reference where none stands, and none twice', async () => {
    const references = ['A', 'B', 'C', 'D'].map((column) => ({ column, kind: 'bank' }))
    const text = 'Date,Amount,A,B,C,D\n2026-11-05,1,NOTPROVIDED,000,R1,"=""R1"""\n'
    const [line] = linesOf(await readText(text, mappingOf({ references })))
    expect(line?.references).toEqual([{ kind: 'bank', value: 'R1' }])
  })
})

describe('balances beside the lines say what was there before and after', () => {
  const mapping = mappingOf({ balances: { running: 'Balance' } })
  const balancesOf = async (rows: readonly string[]) => {
    const last = (await readText(`Date,Amount,Balance\n${rows.join('\n')}\n`, mapping)).at(-1)
    return last?.is === 'closed' ? [last.tail.opening, last.tail.closing] : last
  }
  const between = (from: string, opening: number, to: string, closing: number) => [
    { day: from, amount: opening, currency: 'EUR' },
    { day: to, amount: closing, currency: 'EUR' },
  ]

  it('whichever line comes first, though only one of a day has its balance', async () => {
    const oldestFirst = ['2026-11-04,1.00,', '2026-11-04,2.00,10.00', '2026-11-05,-4.00,', '2026-11-05,-5.00,1.00']
    expect(await balancesOf(oldestFirst)).toEqual(between('2026-11-04', 700, '2026-11-05', 100))
    const newestFirst = ['2026-11-05,-5.00,1.00', '2026-11-05,-4.00,', '2026-11-04,2.00,10.00', '2026-11-04,1.00,']
    expect(await balancesOf(newestFirst)).toEqual(between('2026-11-04', 700, '2026-11-05', 100))
  })

  it('by the days of the lines, where a single balance would fit both ways', async () => {
    const oldestFirst = ['2026-11-05,1.00,10.00', '2026-11-06,2.00,']
    expect(await balancesOf(oldestFirst)).toEqual(between('2026-11-05', 900, '2026-11-06', 1_200))
    const newestFirst = ['2026-11-06,1.00,10.00', '2026-11-05,2.00,']
    expect(await balancesOf(newestFirst)).toEqual(between('2026-11-05', 700, '2026-11-06', 1_000))
  })

  it('of what is below zero too, and of nothing where no line has one', async () => {
    expect(await balancesOf(['2026-11-05,-5.00,-3.00'])).toEqual(between('2026-11-05', 200, '2026-11-05', -300))
    expect(await balancesOf(['2026-11-05,-5.00,'])).toEqual([null, null])
  })
})

describe('a mapping that contradicts itself is named', () => {
  it.each([
    [{ dates: ['dd.MM'] }, 'dates.0'],
    [{ zone: 'Mars/Base' }, 'zone'],
    [{ bookedOn: undefined }, 'bookedOn'],
    [{ groupMark: '.' }, 'groupMark'],
    [{ amount: { by: 'fees', fees: [{ column: 'Fee' }] } }, 'amount.net'],
    [{ amount: { by: 'direction', column: 'A', direction: 'B', credit: ['c'], debit: ['C '] } }, 'amount.debit'],
    [{ header: false }, 'header'],
    [{ format: 'ndjson', records: 'rows' }, 'format'],
    [{ format: 'ndjson', account: { label: 'iban' } }, 'format'],
    [{ format: 'json', records: 'rows', pendingRecords: 'rows' }, 'pendingRecords'],
    [{ balances: { opening: 'Balance', closing: 'Balance' } }, 'balances.closing'],
    [
      {
        marks: [
          { column: 'S', words: ['x'], means: 'pending' },
          { column: 'S', words: ['X'], means: 'skipped' },
        ],
      },
      'marks.1',
    ],
  ])('%j', (draft, path) => {
    expect(problemsOfMapping(mappingOf())).toEqual([])
    expect(problemsOfMapping(mappingOf(draft)).map((problem) => problem.path)).toContain(path)
  })

  it('and is never read by', async () => {
    await expect(async () => readText('', mappingOf({ bookedOn: undefined }))).rejects.toThrow('contradicts itself')
    expect(faultOf(await readText('', mappingOf()))?.code).toBe('not_this_format')
  })

  it('and no other name than those of a mapping is taken', () => {
    expect(StatementMapping.safeParse({ ...plain, also: 1 }).success).toBe(false)
    expect(StatementMapping.safeParse({ ...plain, account: { fixed: 'a', column: 'b' } }).success).toBe(false)
    expect(StatementMapping.safeParse({ ...plain, amount: { by: 'sign', column: 'A', debit: 'B' } }).success).toBe(
      false,
    )
  })
})
