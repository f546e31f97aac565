/** Whatever a file does to its reader, it ends as a record with a defect or a file with a reason, in bounded memory. */
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { Mapping, rowFields } from '../../../engine/contract/agreements.ts'
import { recordLengthMax } from '../../../engine/ingest/records/limits.ts'
import { readRecords } from '../../../engine/ingest/records/read-records.ts'
import { fault, readFile } from './read.ts'

const header = `${rowFields.join(',')}\n`
const good = '2026-11-20,7,C,Mong Kok,a,TopUp,5'
const goodCells = {
  TxDate: '2026-11-20',
  ProducerId: '7',
  ClientId: 'C',
  ProducerLocation: 'Mong Kok',
  TxId: 'a',
  TxType: 'TopUp',
  Amount: '5',
}
const goodJson = JSON.stringify(goodCells)
const goodXml = `<Transaction>${Object.entries(goodCells)
  .map(([name, cell]) => `<${name}>${cell}</${name}>`)
  .join('')}</Transaction>`
const deep = (of: number): string => '['.repeat(of) + ']'.repeat(of)
const deepXml = (of: number): string => '<x>'.repeat(of) + '</x>'.repeat(of)

describe('a record that is broken by itself', () => {
  const within: Readonly<Record<string, (broken: string) => string>> = {
    'a.csv': (broken) => `${header}${good}\n${broken}\n${good}\n`,
    'a.json': (broken) => `[\n${goodJson},\n${broken},\n${goodJson}]`,
    'a.ndjson': (broken) => `${goodJson}\n${broken}\n${goodJson}\n`,
    'a.xml': (broken) => `<Transactions>${goodXml}\n${broken}\n${goodXml}</Transactions>`,
  }
  it.each([
    ['a.csv', 'a,b', 'width'],
    ['a.csv', `${good},`, 'width'],
    ['a.csv', '2026-11-20,7,C,Mong, Kok,a,TopUp,5', 'width'],
    ['a.csv', ','.repeat(500_000), 'width'],
    ['a.csv', '""', 'width'],
    ['a.csv', '"C"x,1,2,3,4,5,6', 'syntax'],
    ['a.csv', '"C"x"', 'syntax'],
    ['a.csv', '2026-11-20,7,C\0,Mong Kok,a,TopUp,5', 'encoding'],
    ['a.csv', '2026-11-20,7,"C\0",Mong Kok,a,TopUp,5', 'encoding'],
    ['a.json', '[]', 'shape'],
    ['a.json', '"text"', 'shape'],
    ['a.json', '12', 'shape'],
    ['a.json', 'null', 'shape'],
    ['a.json', '{"Amount":{"a":1}}', 'shape'],
    ['a.json', '{"Amount":[1]}', 'shape'],
    ['a.json', '{"Amount":true}', 'shape'],
    ['a.json', '{"Amount":1,"Amount":1}', 'duplicate_key'],
    ['a.json', '{"Amount":null,"Amount":1}', 'duplicate_key'],
    ['a.json', '{"Amount":1,"\\u0041mount":2}', 'duplicate_key'],
    ['a.json', '{"Amount":1,"amount":2}', 'duplicate_key'],
    ['a.json', '{"ClientId":"\\ud800"}', 'encoding'],
    ['a.json', '{"ClientId":"\\udc00\\ud800"}', 'encoding'],
    ['a.json', '{"other":"\\ud800x"}', 'encoding'],
    ['a.json', '{"\\ud800":1}', 'encoding'],
    ['a.json', '{"ClientId":"\\u0000"}', 'encoding'],
    ['a.json', '{"ClientId":"\0"}', 'encoding'],
    ['a.json', '{"ClientId":"\t"}', 'syntax'],
    ['a.json', '{"ClientId":"\\x41"}', 'syntax'],
    ['a.json', '{"ClientId":"\\u00"}', 'syntax'],
    ['a.json', '{"Amount":0x10}', 'syntax'],
    ['a.json', '{"Amount":１２}', 'syntax'],
    ['a.json', '{"Amount":01}', 'syntax'],
    ['a.json', '{"Amount":+1}', 'syntax'],
    ['a.json', '{"Amount":.5}', 'syntax'],
    ['a.json', '{"Amount":5.}', 'syntax'],
    ['a.json', '{"Amount":-}', 'syntax'],
    ['a.json', '{"Amount":NaN}', 'syntax'],
    ['a.json', '{"Amount":1 2}', 'syntax'],
    ['a.json', '{"Amount":1,}', 'syntax'],
    ['a.json', "{'Amount':1}", 'syntax'],
    ['a.json', '{Amount:1}', 'syntax'],
    ['a.json', 'undefined', 'syntax'],
    ['a.ndjson', '{"Amount":1', 'syntax'],
    ['a.ndjson', '{"ClientId":"x', 'syntax'],
    ['a.ndjson', `${goodJson}${goodJson}`, 'syntax'],
    ['a.ndjson', `{"x":${deep(64)}}`, 'too_deep'],
    ['a.ndjson', '['.repeat(400_000), 'too_deep'],
    ['a.xml', '<Transaction><Amount><b>5</b></Amount></Transaction>', 'shape'],
    ['a.xml', '<Transaction>5<Amount>5</Amount></Transaction>', 'shape'],
    ['a.xml', '<Transaction><![CDATA[5]]></Transaction>', 'shape'],
    ['a.xml', '<Transaction><Amount>5</Amount><Amount>6</Amount></Transaction>', 'duplicate_key'],
    ['a.xml', '<Transaction Amount="5"><Amount>6</Amount></Transaction>', 'duplicate_key'],
    ['a.xml', '<Transaction Amount="5" Amount="6"/>', 'duplicate_key'],
    ['a.xml', '<Transaction><Amount>&five;</Amount></Transaction>', 'syntax'],
    ['a.xml', '<Transaction><Amount>5 & 6</Amount></Transaction>', 'syntax'],
    ['a.xml', '<Transaction Amount="&#x;"/>', 'syntax'],
    ['a.xml', '<Transaction><Amount>&#0;</Amount></Transaction>', 'encoding'],
    ['a.xml', '<Transaction><Amount>&#xD800;</Amount></Transaction>', 'encoding'],
    ['a.xml', '<Transaction><Amount>&#x110000;</Amount></Transaction>', 'encoding'],
    ['a.xml', '<Transaction><Amount>\0</Amount></Transaction>', 'encoding'],
    ['a.xml', '<Transaction Amount="\x01"/>', 'encoding'],
  ] as const)('is one record of %s: %j', async (name, broken, defect) => {
    const file = (within[name] as (text: string) => string)(broken)
    const { records } = await readFile(file, { name })
    const cells = records.map((record) => ({ defect: record.defect, cells: record.cells }))
    const kept = { defect: 'none', cells: goodCells }
    expect(cells).toEqual([kept, { defect, cells: {} }, kept])
    expect(records[1]).toMatchObject({ raw: broken, line: name === 'a.csv' || name === 'a.json' ? 3 : 2 })
    expect((await readFile(file, { name, chunks: [broken.length > 1_000 ? 60_000 : 1] })).records).toEqual(records)
  })
})

it.each([
  ['1e3', '1e3'],
  ['1E+3', '1E+3'],
  ['1.0', '1.0'],
  ['-0', '-0'],
  ['0', '0'],
  ['9007199254740993', '9007199254740993'],
  ['0.1000', '0.1000'],
  ['"０"', '０'],
  ['"0x10"', '0x10'],
  ['" 5\\t"', '5'],
  ['"\\u0035\\/\\b\\ud83d\\ude00"', '5/\b😀'],
  ['""', ''],
])('hands on the amount %s as it is written', async (amount, cell) => {
  for (const [name, file] of [
    ['a.json', `[{"Amount":${amount}}]`],
    ['a.json', `[{"Amount":${amount},"x":{}}]`],
    ['a.ndjson', `{"Amount" : ${amount} }`],
  ] as const) {
    expect((await readFile(file, { name })).records).toMatchObject([{ defect: 'none', cells: { Amount: cell } }])
  }
})

it('knows an empty cell from one that is not there, even where it had to be put together', async () => {
  const records = ['<Amount><!-- x --></Amount>', '<Amount/>', ''].map((cell) => `<Transaction>${cell}</Transaction>`)
  const read = await readFile(`<Transactions>${records.join('')}</Transactions>`, { name: 'a.xml' })
  expect(read.records.map(({ cells }) => cells)).toEqual([{ Amount: '' }, { Amount: '' }, {}])
})

it('gives no meaning to names that objects have of themselves', async () => {
  const keys = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty']
  const json = `[{${keys.map((key) => `"${key}":{"Amount":"6","isAdmin":true}`).join(',')},"Amount":5}]`
  const xml = `<Transactions><Transaction>${keys.map((key) => `<${key}><Amount>6</Amount></${key}>`).join('')}<Amount>5</Amount></Transaction></Transactions>`
  const csv = `${keys.join(',')},${header}6,6,6,6,6,${good}`
  for (const mapping of [{}, { columns: { ClientId: 'x/y' } }]) {
    expect((await readFile(json, { name: 'a.json', mapping })).records).toMatchObject([
      { defect: 'none', cells: { Amount: '5' } },
    ])
  }
  expect((await readFile(xml, { name: 'a.xml' })).records).toMatchObject([{ defect: 'none', cells: { Amount: '5' } }])
  expect((await readFile(csv, { name: 'a.csv' })).records).toMatchObject([{ defect: 'none', cells: goodCells }])
  expect(({} as Record<string, unknown>).isAdmin).toBeUndefined()
  // What the general reader will not have is a record without a cell, and not the end of the file.
  const byPath = await readFile(xml, { name: 'a.xml', mapping: { columns: { ClientId: 'x/y' } } })
  expect(byPath.records).toHaveLength(1)
  expect(byPath.records[0]?.cells.Amount ?? '5').toBe('5')
})

/** Ten million spaces, in a thousandth of that; gzip may be any number of such pieces. */
const blanks = gzipSync(Buffer.alloc(10_000_000, 0x20), { level: 9 })
const packed = (begin: string, times: number, end: string): Uint8Array =>
  Buffer.concat([gzipSync(begin), ...Array.from({ length: times }, () => blanks), gzipSync(end)])

describe('a file that is broken as a whole', () => {
  it.each([
    ['a.csv', `${header}${good}\n"open,7\n${good}\n`, 'quote_not_closed', 3],
    ['a.csv', `"${header}`, 'quote_not_closed', 1],
    ['a.csv', `\n${header.replace('Amount', 'Sum')}`, 'column_missing:Amount', 2],
    ['a.csv', header.replace('TxId', 'amount'), 'column_missing:TxId', 1],
    ['a.csv', `amount,${header}`, 'column_twice:Amount', 1],
    ['a.csv', `\0${header}`, 'header_encoding', 1],
    ['a.csv', ','.repeat(5_000), 'too_many_columns', 1],
    ['a.csv', `${header}${good}\n"${'x'.repeat(recordLengthMax)}`, 'record_too_long', 3],
    ['a.csv', 'x'.repeat(3 * recordLengthMax), 'record_too_long', 1],
    ['a.json', '[{"Amount":5}', 'truncated', 1],
    ['a.json', '[{"Amount":5},\n{"Amo', 'truncated', 2],
    ['a.json', '{"transactions":[]', 'truncated', 1],
    ['a.json', '[{"Amount":5},]', 'malformed', 1],
    ['a.json', '[{"Amount":5}\n{"Amount":5}]', 'malformed', 2],
    ['a.json', '[\n{"Amount":5]}]', 'malformed', 2],
    ['a.json', '[{"ClientId":"x\n"}]', 'malformed', 1],
    ['a.json', '[]\n[]', 'trailing_content', 2],
    ['a.json', `[{"x":\n${deep(64)}}]`, 'too_deep', 2],
    ['a.json', '['.repeat(2_000_000), 'too_deep', 1],
    ['a.json', `{"x":${'{"x":'.repeat(100_000)}`, 'too_deep', 1],
    ['a.json', `[{"x":"${'x'.repeat(recordLengthMax)}"}]`, 'record_too_long', 1],
    ['a.json', `{"x":"${'x'.repeat(recordLengthMax)}","transactions":[]}`, 'record_too_long', 1],
    ['a.json', '{"transactions":{}}', 'records_missing', 1],
    ['a.json', '{"transactions":[],"transactions":[]}', 'records_twice', 1],
    ['a.json', '{"x":[1,],"transactions":[]}', 'malformed', 1],
    ['a.json', '{"x":tru,"transactions":[]}', 'malformed', 1],
    ['a.ndjson', '{"Amount":5}\n{"Amount":', 'truncated', 2],
    ['a.ndjson', `{"x":"${'x'.repeat(recordLengthMax)}"}`, 'record_too_long', 1],
    ['a.xml', '<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a "aa">]><Transactions/>', 'doctype', 2],
    ['a.xml', '<!doctype Transactions SYSTEM "file:///etc/passwd"><Transactions/>', 'doctype', 1],
    ['a.xml', '<Transactions><!DOCTYPE x></Transactions>', 'doctype', 1],
    ['a.xml', '<Transactions>\n<Transaction><Amount>5</Amount>', 'truncated', 2],
    ['a.xml', '<Transactions>\n<!-- ', 'truncated', 2],
    ['a.xml', '<Transactions><Transaction>\n<Amount>5</amount></Transaction></Transactions>', 'malformed', 2],
    ['a.xml', '<Transactions></Transaction>', 'malformed', 1],
    ['a.xml', '<Transactions><Transaction Amount=5/></Transactions>', 'malformed', 1],
    ['a.xml', '<Transactions><Transaction Amount="<"/></Transactions>', 'malformed', 1],
    ['a.xml', '<Transactions>text</Transactions>', 'malformed', 1],
    ['a.xml', '<Transactions/>\n<Transactions/>', 'trailing_content', 2],
    ['a.xml', `<Transactions><Transaction>${deepXml(64)}</Transaction></Transactions>`, 'too_deep', 1],
    ['a.xml', `<Transactions>${'<x>'.repeat(500_000)}`, 'too_deep', 1],
    ['a.xml', `<Transactions><Transaction><Amount>${'5'.repeat(recordLengthMax)}`, 'record_too_long', 1],
    ['a.xml', `<Transactions><!--${'x'.repeat(recordLengthMax)}--></Transactions>`, 'record_too_long', 1],
    ['a.csv', Buffer.from(`${header}\n\xff`, 'latin1'), 'not_utf8', 3],
    ['a.csv', Buffer.from(`${header}\n\xc0\xaf`, 'latin1'), 'not_utf8', 3],
    ['a.csv', Buffer.from(`${header}\xed\xa0\x80`, 'latin1'), 'not_utf8', 2],
    ['a.csv', Buffer.concat([Buffer.from(`${header}${good}`), Buffer.from([0xe6, 0x97])]), 'not_utf8', 2],
    ['a.csv', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(`${header}\ud800x`, 'utf16le')]), 'not_utf16', 2],
    [
      'a.csv',
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(header, 'utf16le'), Buffer.from('x')]),
      'not_utf16',
      2,
    ],
    ['a.csv.gz', gzipSync(header).subarray(0, 20), 'gzip_truncated', null],
    ['a.csv.gz', Buffer.from([0x1f, 0x8b, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9]), 'gzip_damaged', null],
    ['a.csv.gz', Buffer.concat([gzipSync(header).subarray(0, -8), Buffer.alloc(8)]), 'gzip_damaged', null],
  ] as const)('%s is refused: %.60j', async (name, file, reason, line) => {
    expect(await readFile(file, { name })).toEqual(fault(reason, line))
    expect(await readFile(file, { name, chunks: [file.length > 10_000 ? 4_099 : 1] })).toEqual(fault(reason, line))
  })

  it('is refused when it unpacks to a thousand times its size', async () => {
    expect(await readFile(packed('[', 7, ']'), { name: 'a.json.gz' })).toEqual(fault('bomb', null))
    expect((await readFile(packed('[', 6, ']'), { name: 'a.json.gz' })).end).not.toHaveProperty('code')
    // Blanks are a record of CSV that never ends, and say nothing of what a file is.
    expect(await readFile(packed(header, 7, ''), { name: 'a.csv.gz' })).toEqual(fault('record_too_long', 2))
    expect(await readFile(packed('', 7, header), { name: 'a.csv.gz' })).toEqual(fault('record_too_long', 1))
  })
})

it.each([
  ['a.csv', header, `${good}\n`, ''],
  ['a.csv', header, '\n', ''],
  ['a.json', '[', `${goodJson}\n,`, `${goodJson}]`],
  ['a.json', '[', ' '.repeat(80), ']'],
  ['a.json', '{"x":[', `{"y":"${'x'.repeat(50)}"},`, '1],"transactions":[]}'],
  ['a.xml', '<Transactions>', `${goodXml}\n`, '</Transactions>'],
  ['a.xml', '<Transactions><x>', 'some text that is in no record, over and over\n', '</x></Transactions>'],
])('holds no more of a long %s than of a short one', async (name, begin, middle, end) => {
  const piece = Buffer.from(middle.repeat(Math.ceil(65_536 / middle.length)))
  async function* long() {
    yield Buffer.from(begin)
    for (let i = 0; i < 120; i += 1) yield piece
    yield Buffer.from(end)
  }
  const blocks = readRecords(long(), { mapping: Mapping.parse({}), name })
  let largest = 0
  for (;;) {
    const { value, done } = await blocks.next()
    if (done === true) {
      expect(value).not.toHaveProperty('code')
      break
    }
    largest = Math.max(largest, value.bytes.buffer.byteLength)
  }
  expect(largest).toBeLessThan(4_000_000)
})
