/** Whatever a producer writes its file in, the same transactions come out of it. */
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { rowFields } from '../../../engine/contract/agreements.ts'
import { fault, type MappingInput, readFile } from './read.ts'

const first = {
  TxDate: '2026-11-20T10:00:00Z',
  ProducerId: '7',
  ClientId: 'C-1',
  ProducerLocation: '旺角, "Mong Kok"',
  TxId: 'a<1>&',
  TxType: 'TopUp',
  Amount: '1200',
}
const second = { ...first, ClientId: 'É', TxId: 'b', TxType: 'Payment', Amount: '007' }
const rows = [first, second]

const quoted = (text: string): string => (/["\n,;|\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
const csv = (delimiter = ',', lineEnd = '\n'): string =>
  [rowFields, ...rows.map((row) => rowFields.map((field) => quoted(row[field])))]
    .map((cells) => cells.join(delimiter) + lineEnd)
    .join('')
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&#34;').replaceAll('旺', '&#x65FA;')
const elements = (row: typeof first): string => rowFields.map((f) => `<${f}>${escaped(row[f])}</${f}>`).join('')
const attributes = (row: typeof first): string => rowFields.map((f) => `${f}="${escaped(row[f])}"`).join(' ')
const xml = `<?xml version="1.0"?>\n<Transactions>\n${rows.map((row) => `<Transaction>${elements(row)}</Transaction>\n`).join('')}</Transactions>`

const utf16 = (text: string, bigEndian: boolean): Buffer => {
  const bytes = Buffer.from(text, 'utf16le')
  return bigEndian ? bytes.swap16() : bytes
}
const asAscii = (json: string): string =>
  json.replace(/[^\0-\x7f]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)

type Case = readonly [string, string, string | Uint8Array, MappingInput?]
const cases: readonly Case[] = [
  ['CSV', 'a.csv', csv()],
  ['CSV with semicolons and CRLF', 'a.csv', csv(';', '\r\n')],
  ['CSV with tabs and CR alone', 'a.tsv', csv('\t', '\r')],
  ['CSV with bars', 'a.txt', csv('|')],
  ['CSV without a last line end', 'a.csv', csv().trimEnd()],
  ['CSV with a mark of its encoding', 'a.csv', `\uFEFF${csv()}`],
  ['CSV with blank lines', 'a.csv', `\n \r\n${csv().replaceAll('\n', '\n\n')}\n`],
  ['CSV, every cell quoted and blanks behind', 'a.csv', csvQuoted()],
  [
    'CSV with other names, in other order, and more columns',
    'a.csv',
    csvOther(),
    { columns: { ClientId: 'Kunde Nr' } },
  ],
  ['CSV without a header', 'a.csv', csv().split('\n').slice(1).join('\n'), { header: false }],
  ['UTF-16, little end first', 'a.csv', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16(csv(), false)])],
  ['UTF-16, big end first', 'a.csv', Buffer.concat([Buffer.from([0xfe, 0xff]), utf16(csv(), true)])],
  ['UTF-16 by agreement', 'a.csv', utf16(csv(), true), { encoding: 'utf-16be' }],
  ['JSON, an array', 'a.json', JSON.stringify(rows)],
  ['JSON, an array over many lines', 'a.json', JSON.stringify(rows, null, 2)],
  ['JSON, an object', 'a.json', JSON.stringify({ version: [{ a: 1 }], transactions: rows, more: null })],
  ['JSON, in ASCII', 'a.json', asAscii(JSON.stringify(rows))],
  ['JSON, deep', 'a.json', JSON.stringify({ a: { x: 1, b: rows } }), { records: 'a.b' }],
  ['JSON with paths', 'a.json', JSON.stringify(nested()), { columns: { ClientId: 'client/id' } }],
  ['NDJSON', 'a.ndjson', rows.map((row) => JSON.stringify(row)).join('\n')],
  ['NDJSON with CRLF and blank lines', 'a.jsonl', rows.map((row) => `${JSON.stringify(row)} \r\n\r\n`).join('')],
  ['XML, elements', 'a.xml', xml],
  [
    'XML, attributes',
    'a.xml',
    `<Transactions>${rows.map((r) => `<Transaction ${attributes(r)}/>`).join('')}</Transactions>`,
  ],
  ['XML with prefixes', 'a.xml', xml.replace(/(<\/?)(?=[A-Z])/g, '$1t:')],
  [
    'XML with comments and CDATA',
    'a.xml',
    xml.replaceAll('>b<', '><!-- x --><![CDATA[b]]><').replaceAll('É', '<?x?>É'),
  ],
  ['XML of other names', 'a.xml', xmlOther(), { records: 'Row', columns: { ClientId: '@kunde' } }],
  ['XML with paths', 'a.xml', xmlNested(), { columns: { ClientId: 'Client/@id', TxId: 'Client/Tx' } }],
]

function csvQuoted(): string {
  const lines = [rowFields, ...rows.map((row) => rowFields.map((field) => row[field].replaceAll('"', '""')))]
  return lines.map((cells) => cells.map((cell) => `" ${cell}\t" `).join(',')).join('\r\n')
}
function csvOther(): string {
  const others = rowFields.filter((field) => field !== 'ClientId').toReversed()
  const lines = rows.map((row) => ['x', ...others.map((field) => quoted(row[field])), row.ClientId].join(','))
  return [`what,${others.join(' , ').toUpperCase()}, KUNDE nr`, ...lines].join('\n')
}
function nested(): unknown {
  return rows.map(({ ClientId, ...row }) => ({ ...row, client: { id: ClientId, name: ['x'] } }))
}
function xmlOther(): string {
  const records = rows.map(
    (row) =>
      `<Row kunde="${row.ClientId}" ClientId="no">${elements(row).replace(/<ClientId>[^<]*<.ClientId>/, '')}</Row>`,
  )
  return `<Export><Head><Made>today</Made></Head><Rows>${records.join('\n')}</Rows></Export>`
}
function xmlNested(): string {
  const records = rows.map((row) => {
    const own = elements(row).replace(/<(ClientId|TxId)>[^<]*<.\1>/g, '')
    return `<Transaction>${own}<Client id="${row.ClientId}"><Tx>${escaped(row.TxId)}</Tx></Client></Transaction>`
  })
  return `<Transactions>${records.join('\n')}</Transactions>`
}

it.each(cases.map(([about, name, file, mapping = {}]) => [about, name, file, mapping] as const))(
  '%s',
  async (_, name, file, mapping) => {
    const { records, end } = await readFile(file, { name, mapping })
    expect(end).not.toHaveProperty('code')
    expect(records.map(({ defect, cells }) => ({ defect, cells }))).toEqual(
      rows.map((cells) => ({ defect: 'none', cells })),
    )
    const packed = gzipSync(file)
    expect(await readFile(packed, { name, mapping, chunks: [7, 1, 100] })).toEqual({ records, end })
    expect(await readFile(file, { name, mapping, chunks: [1] })).toEqual({ records, end })
    expect(await readFile(file, { name, mapping, chunks: [3, 64], rowsPerBlock: 1 })).toEqual({ records, end })
  },
)

it('reads Windows-1252 when it is agreed or declared, and never guesses it', async () => {
  const bytes = (text: string): Buffer => Buffer.from(text.replaceAll('€', '\x80'), 'latin1')
  const line = '2026-11-20,7,É,€5 Shop,a,TopUp,1'
  const file = bytes(`${rowFields.join(',')}\n${line}\n`)
  const { records } = await readFile(file, { name: 'a.csv', mapping: { encoding: 'windows-1252' } })
  expect(records).toMatchObject([{ line: 2, raw: line, cells: { ClientId: 'É', ProducerLocation: '€5 Shop' } }])
  expect(await readFile(file, { name: 'a.csv' })).toEqual(fault('not_utf8', 2))
  const declared = bytes(
    `<?xml version="1.0" encoding="ISO-8859-1"?><Transactions><Transaction ClientId='É€'/></Transactions>`,
  )
  expect((await readFile(declared, { name: 'a.xml' })).records).toMatchObject([{ cells: { ClientId: 'É€' } }])
  const unknown = '<?xml version="1.0" encoding="EBCDIC"?><Transactions/>'
  expect(await readFile(unknown, { name: 'a.xml' })).toEqual(fault('encoding_unsupported', 1))
})

it.each([
  ['a.csv', csv(), 'csv'],
  ['', csv(), 'csv'],
  ['a.dat', JSON.stringify(rows), 'json'],
  ['', JSON.stringify({ transactions: rows }), 'json'],
  ['', `${JSON.stringify(first)}\n`, 'ndjson'],
  ['x', xml, 'xml'],
  // Many call their lines by the name of a document.
  ['a.json', `${JSON.stringify(first)}\n${JSON.stringify(second)}`, 'ndjson'],
])('tells the format of %j', async (name, file, format) => {
  expect((await readFile(file, { name })).end).toEqual({ control: null, format, encoding: 'utf-8' })
})

it.each([
  ['a.csv', xml, {}, fault('not_csv', 1)],
  ['a.csv', JSON.stringify(rows), {}, fault('not_csv', 1)],
  ['a.json', csv(), {}, fault('not_json', 1)],
  [
    'a.json',
    `${JSON.stringify(first)}\n${JSON.stringify(second)}`,
    { format: 'json' as const },
    fault('records_missing', 1),
  ],
  ['a.json', `${JSON.stringify(first)}\n`, {}, fault('records_missing', 1)],
  ['a.ndjson', JSON.stringify(rows), {}, fault('not_ndjson', 1)],
  ['a.xml', csv(), {}, fault('not_xml', 1)],
  ['a.csv', csv(), { format: 'xml' as const }, fault('not_xml', 1)],
  ['a.xml', '<html></html>', {}, fault('root_unknown', 1)],
  ['a.csv.gz', csv(), {}, fault('not_gzip', null)],
  ['a.csv', 'PK\u0003\u0004 and so on', {}, fault('is_zip', null)],
  ['a.csv', gzipSync(gzipSync(csv())), {}, fault('not_utf8', 1)],
])('refuses %s that is something else', async (name, file, mapping, expected) => {
  expect(await readFile(file, { name, mapping })).toEqual(expected)
})

it('takes files without records, and none without content', async () => {
  const none = { records: [], end: { control: null, format: 'csv', encoding: 'utf-8' } }
  expect(await readFile(csv().split('\n')[0] ?? '', { name: 'a.csv' })).toEqual(none)
  for (const file of ['[]', '{"transactions": [ ]}']) {
    expect(await readFile(file, { name: 'a.json' })).toEqual({ records: [], end: { ...none.end, format: 'json' } })
  }
  expect(await readFile('<Transactions/>', { name: 'a.xml' })).toEqual({
    records: [],
    end: { ...none.end, format: 'xml' },
  })
  for (const name of ['a.csv', 'a.json', 'a.ndjson', 'a.xml', '', 'a.csv.gz']) {
    for (const file of ['', ' \n\r\n ', '\uFEFF'])
      expect(await readFile(file, { name })).toEqual(expectedEmpty(name, file))
  }
})
const expectedEmpty = (name: string, file: string) =>
  name.endsWith('.gz') && file !== '' ? fault('not_gzip', null) : fault('empty', 1)

it.each([
  ['a.csv', `${csv()}#CONTROL,2,1207\n`, {}, { count: 2, sum: 1207n, sha256: null }],
  [
    'a.csv',
    `${csv()}#CONTROL,2,99999999999999999999,,,,\n\n`,
    {},
    { count: 2, sum: 99999999999999999999n, sha256: null },
  ],
  [
    'a.csv',
    `${csv(';')}#CONTROL;2;1.234,5`,
    { units: 'major', decimalMark: ',' },
    { count: 2, sum: 123450n, sha256: null },
  ],
  [
    'a.json',
    JSON.stringify({ control: { count: 2, sum: 1207 }, transactions: rows }),
    {},
    { count: 2, sum: 1207n, sha256: null },
  ],
  [
    'a.json',
    '{"transactions":[],"control":{"sum":9007199254740993}}',
    {},
    { count: null, sum: 9007199254740993n, sha256: null },
  ],
  [
    'a.json',
    '{"transactions":[],"control":{"sum":12.5}}',
    { units: 'major', decimalMark: ',' },
    { count: null, sum: 1250n, sha256: null },
  ],
  [
    'a.xml',
    xml.replace('</Transactions>', '<Control count="2"><Sum>1207</Sum></Control></Transactions>'),
    {},
    { count: 2, sum: 1207n, sha256: null },
  ],
] as const)('reads the control totals of %s', async (name, file, mapping, control) => {
  expect((await readFile(file, { name, mapping })).end).toMatchObject({ control })
})

it.each([
  ['a.csv', `${csv()}#CONTROL,2,x\n`, fault('control_unreadable', 4)],
  ['a.csv', `${csv()}#CONTROL,2,-5\n`, fault('control_unreadable', 4)],
  ['a.csv', `${csv()}#CONTROL,2,5,6\n`, fault('control_unreadable', 4)],
  ['a.csv', `${csv()}#CONTROL,2,5\n${csv()}`, fault('control_not_last', 4)],
  ['a.json', '{"control":{"count":1e3},"transactions":[]}', fault('control_unreadable', 1)],
  ['a.json', '{"control":{"count":1,"count":2},"transactions":[]}', fault('control_unreadable', 1)],
  ['a.json', '{"control":{"count":1},"control":{"count":2},"transactions":[]}', fault('control_twice', 1)],
  ['a.xml', '<Transactions>\n<Control/></Transactions>', fault('control_unreadable', 2)],
])('refuses control totals that it can not read: %s %s', async (name, file, expected) => {
  expect(await readFile(file, { name })).toEqual(expected)
})
