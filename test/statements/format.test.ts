import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { StatementMapping } from '../../engine/contract/statement-mappings.ts'
import { formatOf, readerOf, type StatementFormat } from '../../engine/statements/format.ts'
import { samplesOfMappings } from './mapped-pieces.ts'

const folder = join(import.meta.dirname, '../../fixtures/statements')
const byEnding = new Map<string, StatementFormat>([
  ['sta', 'mt940'],
  ['xml', 'camt053'],
  ['bai', 'bai2'],
  ['csv', 'csv'],
  ['txt', 'csv'],
  ['json', 'json'],
  ['ndjson', 'json'],
])
const samples = [
  ...readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(sta|xml|bai)$/.test(name)),
  ...samplesOfMappings().map(({ name }) => name),
]

describe('a file says by its first bytes in which format it is', () => {
  it.each(samples)('%s', (name) => {
    const bytes = readFileSync(join(folder, name))
    const format = byEnding.get(name.split('.').at(-1) ?? '')
    expect(formatOf(bytes)).toBe(format)
    expect(formatOf(bytes.subarray(0, 600))).toBe(format)
  })

  it.each([
    ['nothing', '', null],
    ['blanks', ' \r\n\t', null],
    ['a sentence', 'Dear Sir or Madam', null],
    ['a letter', 'Dear Sir or Madam,\nplease find enclosed\nnothing', null],
    ['a page', '<!doctype html><html></html>', null],
    ['another message', '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.052.001.02"><BkToCstmrAcctRpt/>', null],
    ['a statement without a namespace', '<Document><BkToCstmrStmt><GrpHdr/>', 'camt053'],
    ['a statement in an envelope', '<?xml version="1.0"?><Env><x:BkToCstmrStmt/>', 'camt053'],
    ['bare fields', ':20:X\r\n:25:1/2\r\n:28C:1\r\n', 'mt940'],
    ['fields behind a name', 'ABNANL2A\n940\nABNANL2A\n:20:ABN\n:25:1\n', 'mt940'],
    ['blocks of SWIFT', '{1:F01BANKXX}{2:O9400000BANKXX}{4:\n:20:X\n', 'mt940'],
    ['an announcement in blocks', '{1:F01BANKXX}{2:O9420000BANKXX}{4:\n:20:X\n:25:1\n', null],
    ['a bare announcement', '942\n:20:X\n:25:1\n', null],
    ['records', '01,122099999,123456789,040621,0200,1,65,,2/\n', 'bai2'],
    ['an array', ' [ {"a":1', 'json'],
    ['an object', '{\n "a"', 'json'],
    ['an empty array', '[]', 'json'],
    ['a bracket in a table', '[a];b\n1;2\n', 'csv'],
    ['a table of one row of names', 'Date,Amount,Text', 'csv'],
    ['a table under words', 'Bank of Somewhere\n\nDate;Amount\n1;2\n', 'csv'],
    ['an archive', 'PK\u0003\u0004abc,def\n1,2\n', null],
    ['a page for printing', '%PDF-1.7\n%\u0000\n', null],
  ] as const)('%s', (_, text, format) => {
    expect(formatOf(Buffer.from(text))).toBe(format)
  })

  it('in UTF-16 too, with a mark of the byte order or without', () => {
    for (const text of ['Date,Amount\n1,2\n', '\ufeffDate\tAmount\n1\t2\n']) {
      const little = Buffer.from(text, 'utf16le')
      expect(formatOf(little)).toBe('csv')
      expect(formatOf(Buffer.from(little).swap16())).toBe('csv')
    }
  })
})

it('a table or JSON has a reader only with a mapping, every other format without one', () => {
  const mapping = StatementMapping.parse({
    format: 'csv',
    account: { fixed: 'main' },
    currency: { fixed: 'EUR' },
    bookedOn: 'Date',
    amount: { by: 'sign', column: 'Amount' },
  })
  for (const format of ['camt053', 'mt940', 'bai2'] as const) {
    expect(readerOf(format, null)).toBeTypeOf('function')
    expect(readerOf(format, mapping)).toBe(readerOf(format, null))
  }
  for (const format of ['csv', 'json'] as const) {
    expect(readerOf(format, null)).toBeNull()
    expect(readerOf(format, mapping)).toBeTypeOf('function')
  }
})
