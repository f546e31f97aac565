/** The formats by themselves: whatever stands in a cell comes out as it was, in a reader that is not ours. */
import Papa from 'papaparse'
import { expect, it } from 'vitest'
import { csvOf } from '../../engine/exports/formats/csv.ts'
import { jsonOf } from '../../engine/exports/formats/json.ts'
import { printOf } from '../../engine/exports/formats/print.ts'
import { xlsxOf } from '../../engine/exports/formats/xlsx.ts'
import type { Column, Row, Sheet } from '../../engine/exports/sheet.ts'
import { cellsOf, gathered, unzipped } from './made.ts'

const columns: readonly Column[] = [
  { id: 'name', kind: 'text', share: 2 },
  { id: 'state', kind: 'state', share: 1 },
  { id: 'isLate', kind: 'flag', share: 1 },
  { id: 'count', kind: 'integer', share: 1 },
  { id: 'amount', kind: 'money', share: 1 },
  { id: 'currency', kind: 'text', share: 1 },
  { id: 'businessDay', kind: 'day', share: 1 },
  { id: 'at', kind: 'instant', share: 1 },
  { id: 'facts', kind: 'json', share: 1 },
]

const digits: Readonly<Record<string, number>> = { USD: 2, JPY: 0, KWD: 3 }

function sheetOf(rows: readonly Row[], pageRows = 2): Sheet {
  return {
    title: 'A table',
    columns,
    pages: (async function* () {
      for (let from = 0; from < rows.length; from += pageRows) yield rows.slice(from, from + pageRows)
    })(),
    digitsOf: (currency) => digits[currency] ?? 2,
    madeAt: Date.parse('2026-11-22T08:00:00Z'),
    madeBy: 'ben',
    house: 'Test',
    zone: 'Asia/Hong_Kong',
  }
}

const plain: Row = {
  name: 'Chan',
  state: 'open',
  isLate: false,
  count: 3,
  amount: 12_345,
  currency: 'USD',
  businessDay: '2026-11-22',
  at: '2026-11-22T08:00:00.500Z',
  facts: { a: [1] },
}
const empty: Row = Object.fromEntries(columns.map(({ id }) => [id, null]))

/** Texts that readers trip over. None of them begins like a formula. */
const awkward = [
  'a,b;c\td',
  'she said "no", "never"',
  'two\nlines\r\nand a third\r',
  '陳大文 – 九龍',
  '👩‍👩‍👧 🏦',
  '\u202Eflip\u202C \u200Fright',
  '<b>&amp;</b> ]]> &#0;',
  '  blanks  ',
  '_x000D_ and _x0041_',
  "'quoted",
  'null',
  '1e9',
]
const formulas = ['=1+1', '+1', '-2+3', '@SUM(A1)', '\t=1', '\r=1', '=HYPERLINK("http://x","y")']

const csvRows = async (rows: readonly Row[]): Promise<string[][]> => {
  const text = (await gathered(csvOf(sheetOf(rows)))).toString()
  expect(text.codePointAt(0)).toBe(0xfe_ff)
  expect(text.endsWith('\r\n')).toBe(true)
  const { data, errors } = Papa.parse<string[]>(text.slice(1), { skipEmptyLines: true, newline: '\r\n' })
  expect(errors).toEqual([])
  return data
}

it('CSV says every cell as it is, with a mark for UTF-8 and a head', async () => {
  expect(await csvRows([plain, empty])).toEqual([
    columns.map(({ id }) => id),
    ['Chan', 'open', 'false', '3', '123.45', 'USD', '2026-11-22', '2026-11-22T08:00:00.500Z', '{"a":[1]}'],
    columns.map(() => ''),
  ])
  expect(await csvRows([])).toEqual([columns.map(({ id }) => id)])
})

it.each(['name', 'state', 'currency', 'businessDay'])('CSV keeps awkward texts in %s apart', async (column) => {
  const kept = awkward.filter((text) => column !== 'currency' || text !== '')
  const rows = await csvRows(kept.map((text) => ({ ...plain, [column]: text })))
  const at = columns.findIndex(({ id }) => id === column)
  expect(rows.slice(1).map((row) => row[at])).toEqual(kept)
})

it('no text of a CSV begins like a formula, and amounts below nothing stay numbers', async () => {
  const rows = await csvRows(formulas.map((name) => ({ ...plain, name, amount: -5 })))
  expect(rows.slice(1).map(([name]) => name)).toEqual(formulas.map((text) => `'${text}`))
  expect(rows.slice(1).map((row) => row[4])).toEqual(formulas.map(() => '-0.05'))
})

const amounts = [
  [0, 'USD', '0.00'],
  [-1, 'USD', '-0.01'],
  [-123_456, 'KWD', '-123.456'],
  [100, 'JPY', '100'],
  ['9007199254740993', 'USD', '90071992547409.93'],
  ['-123456789012345678901234567890', 'USD', '-1234567890123456789012345678.90'],
  [12_345_678_901_234_567_890n, 'JPY', '12345678901234567890'],
] as const

it('money is exact in every format, however much it is', async () => {
  const rows = amounts.map(([amount, currency]) => ({ ...plain, amount, currency }))
  const said = amounts.map(([, , text]) => text)
  expect((await csvRows(rows)).slice(1).map((row) => row[4])).toEqual(said)
  const json = JSON.parse((await gathered(jsonOf(sheetOf(rows)))).toString()) as Record<string, unknown>[]
  expect(json.map(({ amount, currency }) => [amount, currency])).toEqual(
    amounts.map(([, currency, text]) => [text, currency]),
  )
  const files = await unzipped(await gathered(xlsxOf(sheetOf(rows))))
  const cells = cellsOf(files.get('xl/worksheets/sheet1.xml') ?? '').slice(1)
  expect(cells.map((row) => row[4]?.text)).toEqual(said)
  // A table program keeps fifteen figures: what has more is text, and is not rounded.
  expect(cells.map((row) => row[4]?.type)).toEqual([null, null, null, null, 'inlineStr', 'inlineStr', 'inlineStr'])
})

it('JSON is an array of objects, also of none, with the currency beside money that nobody asked it for', async () => {
  expect(JSON.parse((await gathered(jsonOf(sheetOf([])))).toString())).toEqual([])
  const sheet = sheetOf([plain, empty, ...awkward.map((name) => ({ ...plain, name }))])
  const rows = JSON.parse((await gathered(jsonOf(sheet))).toString()) as Record<string, unknown>[]
  expect(rows[0]).toEqual({ ...plain, amount: '123.45' })
  expect(rows[1]).toEqual(empty)
  expect(rows.slice(2).map(({ name }) => name)).toEqual(awkward)
  const few = { ...sheetOf([plain]), columns: columns.filter(({ id }) => id === 'amount') }
  expect(JSON.parse((await gathered(jsonOf(few))).toString())).toEqual([{ amount: '123.45', currency: 'USD' }])
})

it('a workbook has text that is never a formula, numbers, days and instants, and a head that stays', async () => {
  const texts = [...awkward, ...formulas]
  const rows = [plain, empty, ...texts.map((name) => ({ ...plain, name }))]
  const files = await unzipped(await gathered(xlsxOf(sheetOf(rows))))
  const xml = files.get('xl/worksheets/sheet1.xml') ?? ''
  expect(xml).not.toContain('<f>')
  expect(xml).toContain('<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>')
  const [head, first, second, ...rest] = cellsOf(xml)
  expect(head?.map(({ text }) => text).slice(0, 8)).toEqual([
    'Name',
    'State',
    'Is late',
    'Count',
    'Amount',
    'Currency',
    'Business day',
    'At (UTC)',
  ])
  expect(first?.map(({ type, text }) => [type, text])).toEqual([
    ['inlineStr', 'Chan'],
    ['inlineStr', 'open'],
    ['b', '0'],
    [null, '3'],
    [null, '123.45'],
    ['inlineStr', 'USD'],
    [null, '46348'],
    [null, '46348.33333912'],
    ['inlineStr', '{"a":[1]}'],
  ])
  expect(second?.every(({ text }) => text === '')).toBe(true)
  expect(rest.map(([name]) => name)).toEqual(texts.map((text) => ({ type: 'inlineStr', style: 0, text })))
  const styles = files.get('xl/styles.xml') ?? ''
  expect(styles.match(/<xf numFmtId="\d+" fontId="\d" fillId="0" borderId="0" xfId/g)).toHaveLength(14)
  expect(first?.map(({ style }) => style)).toEqual([0, 0, 0, 2, 7, 0, 3, 4, 0])
})

it('a workbook shows what XML can not hold as a mark', async () => {
  const files = await unzipped(await gathered(xlsxOf(sheetOf([{ ...plain, name: 'a\u0000b\uD800c\uFFFFd' }]))))
  expect(cellsOf(files.get('xl/worksheets/sheet1.xml') ?? '')[1]?.[0]?.text).toBe('a\uFFFDb\uFFFDc\uFFFDd')
})

it('what is too long for a sheet goes on in the next, under the same head', async () => {
  const rows = Array.from({ length: 7 }, (_, count) => ({ ...plain, count }))
  const files = await unzipped(await gathered(xlsxOf(sheetOf(rows), 4)))
  const counts = [1, 2, 3].map((at) =>
    cellsOf(files.get(`xl/worksheets/sheet${at}.xml`) ?? '').map((row) => row[3]?.text),
  )
  expect(counts).toEqual([
    ['Count', '0', '1', '2'],
    ['Count', '3', '4', '5'],
    ['Count', '6'],
  ])
  expect(files.get('xl/workbook.xml')?.match(/<sheet /g)).toHaveLength(3)
  // As many as fit leave no empty one behind them; none at all is a sheet with its head.
  const full = await unzipped(await gathered(xlsxOf(sheetOf(rows.slice(0, 3)), 4)))
  expect(full.has('xl/worksheets/sheet2.xml')).toBe(false)
  const none = await unzipped(await gathered(xlsxOf(sheetOf([]))))
  expect(cellsOf(none.get('xl/worksheets/sheet1.xml') ?? '')).toHaveLength(1)
})

it('a workbook whose rows can not be read to their end is no workbook: whoever writes it learns why', async () => {
  const sheet: Sheet = {
    ...sheetOf([]),
    pages: (async function* () {
      yield [plain]
      throw new RangeError('no more')
    })(),
  }
  await expect(gathered(xlsxOf(sheet))).rejects.toThrow('no more')
})

it('a PDF is drawn, also of nothing and of every script', async () => {
  for (const rows of [[], [plain, empty, ...awkward.map((name) => ({ ...plain, name }))]]) {
    const pdf = await gathered(printOf(sheetOf(rows)))
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    expect(pdf.subarray(-6).toString()).toContain('%%EOF')
  }
})
