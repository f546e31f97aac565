/** A row is read again out of any file that a producer may send, field by field, by what was agreed about it. */
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { Agreement } from '../../../engine/contract/agreements.ts'
import { findRows, linesMax } from '../../../engine/ingest/rows/find-rows.ts'
import { at } from '../judge/blocks.ts'
import { pieces } from '../records/read.ts'

type AgreementDraft = Parameters<typeof Agreement.parse>[0]
type File = Readonly<{ content: string | Uint8Array; name?: string; agreement?: AgreementDraft }>

const find = ({ content, name = 'a.csv', agreement = {} }: File, lines: readonly number[], chunk = 7) => {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  const rules = {
    producer: 7,
    agreement: Agreement.parse(agreement),
    zone: 'Asia/Hong_Kong',
    digits: 2,
    at,
    seed: 1,
    locations: [],
  }
  return findRows(pieces(bytes, [chunk]), { batch: 1, name, archive: '', bytes: bytes.length, rules }, lines)
}

const row = {
  occurredAt: '2026-05-01T02:00:00.000Z',
  client: 'C "1", of 2',
  location: '中環',
  txId: 'T-1',
  type: 'Payment',
  amount: 1250,
} as const
const cells = {
  TxDate: '2026-05-01T10:00:00',
  ProducerId: '7',
  ClientId: 'C "1", of 2',
  ProducerLocation: '中環',
  TxId: 'T-1',
  TxType: 'Payment',
  Amount: '1250',
} as const
const header = Object.keys(cells).join(',')
const quoted = '2026-05-01T10:00:00,7,"C ""1"", of 2",中環,T-1,Payment,1250'
const csv = `${header}\n2026-05-01,7,A,Central,T-0,TopUp,1\n${quoted}\n`
const json = JSON.stringify({ ...cells, ProducerId: 7, Amount: 1250 })
const escaped = json.replaceAll('中', '\\u4e2d')
const attribute = (text: string) => text.replaceAll('"', '&quot;')
const elements = Object.entries(cells).map(([name, text]) => `<${name}>${text}</${name}>`)
const attributes = Object.entries(cells).map(([name, text]) => `${name}="${attribute(text)}"`)
const named = '{"when":"01/05/2026 10:00","who":{"id":"C \\"1\\", of 2"},"tx":"T-1","kind":"buy","sum":12.5}'

const files: readonly (File & Readonly<{ of: string; line: number; raw: string; says?: object }>)[] = [
  { of: 'CSV', content: csv, line: 3, raw: quoted },
  { of: 'CSV with CRLF', content: csv.replaceAll('\n', '\r\n'), line: 3, raw: quoted },
  {
    of: 'CSV with semicolons, behind a record of two lines',
    content: `${header.replaceAll(',', ';')}\n1;7;"two\nlines";x;y;TopUp;1\n${quoted.replaceAll(',', ';').replace('"; of', '", of')}`,
    line: 4,
    raw: quoted.replaceAll(',', ';').replace('"; of', '", of'),
  },
  { of: 'CSV in UTF-16', content: Buffer.from(`\uFEFF${csv}`, 'utf16le'), line: 3, raw: quoted },
  { of: 'packed CSV', content: gzipSync(csv), name: 'a.csv.gz', line: 3, raw: quoted },
  { of: 'JSON', name: 'a.json', content: `[\n{"TxId":"T-0"},\n${json}\n]`, line: 3, raw: json },
  {
    of: 'JSON with escapes and control',
    name: 'a.json',
    content: `{"control":{"count":1},"transactions":[\n${escaped}]}`,
    line: 2,
    raw: escaped,
  },
  { of: 'JSON on one line', name: 'a.json', content: `[{"TxId":"T-0"},${json}]`, line: 2, raw: json },
  { of: 'NDJSON', name: 'a.ndjson', content: `{"TxId":"T-0"}\n${json}\n`, line: 2, raw: json },
  {
    of: 'XML with elements',
    name: 'a.xml',
    content: `<Transactions>\n<Transaction/>\n<Transaction>${elements.join('')}</Transaction></Transactions>`,
    line: 3,
    raw: `<Transaction>${elements.join('')}</Transaction>`,
  },
  {
    of: 'XML with attributes',
    name: 'a.xml',
    content: `<Transactions>\n<Transaction ${attributes.join(' ')}/></Transactions>`,
    line: 2,
    raw: `<Transaction ${attributes.join(' ')}/>`,
  },
  {
    of: 'the columns, dates, units, words and constants that were agreed',
    name: 'a.ndjson',
    content: `${named}\n`,
    agreement: {
      mapping: {
        columns: { TxDate: 'when', ClientId: 'who/id', TxId: 'tx', TxType: 'kind', Amount: 'sum' },
        constants: { ProducerId: '7', ProducerLocation: '中環' },
        dates: ['dd/MM/yyyy HH:mm'],
        units: 'major',
        types: { Buy: 'Payment' },
      },
    },
    line: 1,
    raw: named,
    // What the agreement says in the file's place does not stand in the file.
    says: {
      ...cells,
      TxDate: '01/05/2026 10:00',
      ProducerId: null,
      ProducerLocation: null,
      TxType: 'buy',
      Amount: '12.5',
    },
  },
  {
    of: 'a sign that says what it is, with a decimal comma',
    content: `${header}\n${quoted.replace('Payment', 'whatever').replace('1250', '"-1.012,50"')}`,
    agreement: {
      mapping: { units: 'major', decimalMark: ',', typeFromSign: { positive: 'TopUp', negative: 'Payment' } },
    },
    line: 2,
    raw: quoted.replace('Payment', 'whatever').replace('1250', '"-1.012,50"'),
    says: { ...cells, TxType: 'whatever', Amount: '-1.012,50' },
  },
]

it.each(files)('reads a row of $of', async ({ line, raw, says = cells, ...file }) => {
  const amount = says === cells || !('Amount' in says) || says.Amount === '12.5' ? 1250 : 101_250
  const found = [{ line, raw, cells: says, row: { ...row, amount }, problems: [] }]
  expect(await find(file, [line])).toEqual(found)
  expect(await find(file, [line], 100_000)).toEqual(found)
})

describe('of a file of many rows', () => {
  const rows = Array.from({ length: 9_000 }, (_, i) => `2026-05-01,7,C${i},Central,T${i},TopUp,${i + 1}`)
  const content = `${[header, ...rows].join('\n')}\n`

  it('answers those that are asked for, in their order', async () => {
    const found = await find({ content }, [2, 4_097, 4_098, 9_001], 65_536)
    expect(found.map(({ line, row: { txId } }) => `${line} ${txId}`)).toEqual([
      '2 T0',
      '4097 T4095',
      '4098 T4096',
      '9001 T8999',
    ])
  })

  it('reads no further than the last of them', async () => {
    let read = 0
    async function* endless() {
      yield Buffer.from(`${header}\n`)
      for (;;) {
        read += 1
        if (read > 100) throw new Error('it reads on and on')
        yield Buffer.from('2026-05-01,7,C,Central,T,TopUp,1\n'.repeat(10))
      }
    }
    const rules = {
      producer: 7,
      agreement: Agreement.parse({}),
      zone: 'Asia/Hong_Kong',
      digits: 2,
      at,
      seed: 1,
      locations: [],
    }
    const file = { batch: 1, name: 'a.csv', archive: '', bytes: 1_000_000, rules }
    expect(await findRows(endless(), file, [35])).toHaveLength(1)
    expect(read).toBeLessThan(10)
  })

  it('leaves out lines on which no row begins', async () => {
    expect(await find({ content: `${header}\n1,7,"two\nlines",x,y,TopUp,1\n` }, [1, 3, 99])).toEqual([])
  })

  it('answers only so many at once', async () => {
    const lines = Array.from({ length: linesMax + 1 }, (_, i) => i + 2)
    await expect(find({ content }, lines)).rejects.toThrow('more rows at once')
    expect(await find({ content }, lines.slice(1), 65_536)).toHaveLength(linesMax)
  })
})
